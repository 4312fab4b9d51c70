"""Texts of a page as the kernel is given them together."""

from collections.abc import Sequence
from typing import Final

BETWEEN: Final = "\0"
"""What stands between two texts; where it stands in one, the kernel sees a space."""


def joined(texts: Sequence[str]) -> bytes:
    """All texts in UTF-8."""
    line = BETWEEN.join(texts)
    if line.count(BETWEEN) >= max(len(texts), 1):
        line = BETWEEN.join([text.replace(BETWEEN, " ") for text in texts])
    return line.encode("utf-8", "surrogatepass")
