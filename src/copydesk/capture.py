"""A capture: one caught payload and what is known of how it was caught."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import cast


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture lies: a file or URL, a member of it (of a zip, tar or WACZ), and the record's offset in bytes."""

    source: str
    member: str | None = None
    offset: int | None = None

    def __str__(self) -> str:
        member = f"!{self.member}" if self.member else ""
        return f"{self.source}{member}" + (f"@{self.offset}" if self.offset is not None else "")


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes as caught. `media_type` is the declared one, with its parameters (`text/html; charset=koi8-r`).

    A payload given as `str` was already decoded by somebody else.
    """

    payload: bytes | str
    url: str | None = None
    captured: datetime | None = None
    status: int | None = None
    media_type: str | None = None
    place: Place | None = None
    _id: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """32 hexadecimal digits of a SHA-256 of URL and payload: the same bytes at one address are one capture."""
        if self._id is None:
            object.__setattr__(self, "_id", self._hashed())
        return cast(str, self._id)

    def _hashed(self) -> str:
        payload = self.payload.encode("utf-8", "surrogatepass") if isinstance(self.payload, str) else self.payload
        digest = sha256((self.url or "").encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
        digest.update(payload)
        return digest.hexdigest()[:32]


class CaptureError(Exception):
    """A capture that cannot be read. `reason` is a short class of failure, such as `too-large`, for grouping."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
