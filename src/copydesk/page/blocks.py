"""Blocks: the runs of text that a reader sees as one unit, and the roles that they play."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Role(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    DECK = "deck"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    TABLE = "table"
    EMBED = "embed"
    CORRECTION = "correction"
    NOTICE = "notice"
    COMMENT = "comment"
    RELATED = "related"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    ERROR_BANNER = "error-banner"
    WALL = "wall"
    REPEAT = "repeat"
    OTHER = "other"

    __hash__ = str.__hash__  # an enumeration's own is written in Python, and roles are looked up on hot paths


BODY_ROLES: Final = frozenset(
    {Role.DECK, Role.HEADING, Role.PARAGRAPH, Role.QUOTE, Role.LIST_ITEM, Role.TABLE, Role.CORRECTION}
)
"""The default body: no captions, embeds, title, byline, notices, related links or promotions. A standfirst that the
page shows opens the text and belongs to it; whoever wants another body chooses by role among the page's blocks."""


class Link(NamedTuple):
    """A link in a block; `start` and `end` count characters of the page text, `href` is as written."""

    start: int
    end: int
    href: str


# A page has hundreds of these, and a frozen one takes ten times as long to make: they are values by agreement.
@dataclass(slots=True, unsafe_hash=True)
class Block:
    """A block with its role and evidence.

    `start:end` is its span in the page text. `path` leads to its element (`/html/body/div[2]/p[3]`; empty for a text
    capture), `tag` is that element's name, `level` the level of a heading or the depth of a list item, else 0.
    `source` is the span in the characters of the payload, known for text captures only. `repeat_of` is the index
    of the block that a `repeat` says again; `score` is the probability of the role and `body_score` the probability
    of being main content.
    """

    index: int
    text: str
    start: int
    end: int
    role: Role
    score: float
    body_score: float
    tag: str
    level: int
    path: str
    links: tuple[Link, ...] = ()
    hidden: bool = False
    source: tuple[int, int] | None = None
    repeat_of: int | None = None
