"""A failure: something in an input that could not be read, kept as a value."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from copydesk.capture import Place


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, where it lies and why. `reason` is a short class such as `too-large`, for grouping."""

    place: Place | None
    reason: str
    message: str
    url: str | None = None
    captured: datetime | None = None

    @property
    def id(self) -> str:
        """32 hexadecimal digits: a hash of place, URL and reason, so the same failure met again is one failure."""
        parts = (str(self.place or ""), self.url or "", self.reason)
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
