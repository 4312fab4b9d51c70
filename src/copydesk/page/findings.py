"""What is found on a page: its kind and faults, and the candidates for each field of its article."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What kind of page a capture is. A listing links to texts, a collection shows wares or works to choose from."""

    ARTICLE = "article"
    LIVE_BLOG = "live-blog"
    GALLERY = "gallery"
    LISTING = "listing"
    COLLECTION = "collection"
    FORUM = "forum"
    PRODUCT = "product"
    DOCUMENTATION = "documentation"
    SERVICE = "service"
    ERROR = "error"
    WALL = "wall"
    EMPTY = "empty"
    OTHER = "other"


ARTICLE_KINDS: Final = frozenset({Kind.ARTICLE, Kind.LIVE_BLOG, Kind.GALLERY})
"""The kinds of page that carry an article."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a page, its probability, and the reasons in plain words."""

    kind: Kind
    probability: float
    reasons: tuple[str, ...]


class FaultKind(StrEnum):
    """Something wrong with a page; a page can have many and still carry a good article."""

    ERROR_BANNER = "error-banner"
    REPEATED_BODY = "repeated-body"
    TRUNCATED = "truncated"
    PAYWALLED = "paywalled"
    CONSENT_WALL = "consent-wall"
    MIXED_ARTICLES = "mixed-articles"
    ENCODING_DAMAGE = "encoding-damage"
    EMPTY_COMMENTS = "empty-comments"
    HIDDEN_BODY = "hidden-body"


@dataclass(frozen=True, slots=True)
class Notice:
    """A legal, licence or cookie text, with the indexes of the blocks over which it is spread."""

    text: str
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with the indexes of the blocks that show it."""

    kind: FaultKind
    blocks: tuple[int, ...]
    note: str


class Precision(StrEnum):
    """How much of an instant its source states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Moment:
    """A parsed date. `zoned` says whether the source stated a time zone; without one, `instant` is taken as UTC."""

    instant: datetime
    precision: Precision
    zoned: bool
    relative: bool = False

    def isoformat(self) -> str:
        """ISO 8601, cut to what the source states: `2026-03`, `2026-03-04`, `2026-03-04T05:06+01:00`."""
        lengths = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10, Precision.MINUTE: 16, Precision.SECOND: 19}
        text = self.instant.replace(tzinfo=None).isoformat()[: lengths[self.precision]]
        return text + self.instant.isoformat()[-6:] if self.zoned and len(text) > 10 else text


# A page has dozens of these, and a frozen one takes several times as long to make: they are values by agreement.
@dataclass(slots=True, unsafe_hash=True)
class Candidate:
    """A possible value of a field.

    `raw` is as written, `value` is parsed (text, Moment, or a tuple of names), `method` says how it was found
    (`json-ld`, `meta:og:title`, `visible`, …) and `place` where: a JSON path, an element, or `block 7`.
    `refused` gives the reason why a value was not taken, where there is one.
    """

    raw: str
    value: "str | Moment | tuple[str, ...] | None"
    method: str
    place: str
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article; `lead` marks the one that the page puts first or names in its metadata."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    lead: bool = False
