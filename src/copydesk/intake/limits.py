"""Limits of what one capture may take while it is read from its input."""

from typing import Final

MAX_BYTES: Final = 16 << 20
"""Bytes of one payload, after decompression. The largest article page of the development data has under 6 MiB."""

MAX_DEPTH: Final = 4
"""How deep archives may lie in archives."""
