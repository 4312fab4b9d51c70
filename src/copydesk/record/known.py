"""Known payloads: what the models decided of payloads that were read before, for captures of the same at other
addresses."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from copydesk.capture import Capture, Place

ROOM: Final = 64 << 20
"""Bytes of decisions that are remembered, some 4,000 payloads; the longest unused go first."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A capture to be read, and what was decided of its payload before (pickled Decisions), if that is known."""

    capture: Capture
    decisions: bytes | None = None

    @property
    def payload(self) -> bytes | str:
        """That of the capture, as are the others."""
        return self.capture.payload

    @property
    def place(self) -> Place | None:
        """Where the capture lies."""
        return self.capture.place

    @property
    def url(self) -> str | None:
        """The address of the capture."""
        return self.capture.url

    @property
    def captured(self) -> datetime | None:
        """When it was caught."""
        return self.capture.captured


class KnownPayloads:
    """What was decided of the payloads read last. It changes how long reading takes, and nothing that comes of it."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._decisions: OrderedDict[bytes, bytes] = OrderedDict()

    def recall(self, key: bytes) -> bytes | None:
        """What was decided of a payload, if it is remembered."""
        if key not in self._decisions:
            return None
        self._decisions.move_to_end(key)
        return self._decisions[key]

    def learn(self, key: bytes, decisions: bytes) -> None:
        """Remember what was decided of a payload."""
        self._size += len(decisions) - len(self._decisions.pop(key, b""))
        self._decisions[key] = decisions
        while self._size > self._room:
            self._size -= len(self._decisions.popitem(last=False)[1])


def payload_key(capture: Capture) -> bytes:
    """A hash of all that the decisions on a payload depend on: its bytes or characters, the declared type,
    and the HTTP status."""
    payload = capture.payload
    decoded = isinstance(payload, str)
    digest = sha256(
        f"{int(decoded)} {capture.status or 0} {capture.media_type or ''}\n".encode("utf-8", "surrogatepass")
    )
    digest.update(payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload)
    return digest.digest()
