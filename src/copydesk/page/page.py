"""The page: what one capture turned out to be, with every block kept and marked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from copydesk.page import render
from copydesk.page.article import Article
from copydesk.page.blocks import Block
from copydesk.page.findings import Fault, Verdict

if TYPE_CHECKING:
    from copydesk.events import Event, Office


@dataclass(frozen=True, slots=True)
class Page:
    """A capture that was read.

    `text` is all blocks joined by blank lines: the coordinate system of every span. `body` is the main content,
    whatever kind of page it is; `article` is None where the page carries none. `encoding` names the character
    encoding and `encoding_method` how it was found (`bom`, `header`, `meta`, `detected`, `declared`).
    """

    id: str
    url: str | None
    captured: datetime | None
    media_type: str
    encoding: str
    encoding_method: str
    text: str
    blocks: tuple[Block, ...]
    body: tuple[Block, ...]
    verdict: Verdict
    faults: tuple[Fault, ...]
    article: Article | None

    def to_dict(self) -> dict[str, Any]:
        """The page as plain values for JSON; the schema is in docs/json.md."""
        return render.page_dict(self)

    @property
    def events(self) -> "tuple[Event, ...]":
        """The reported events, coded when asked for; `copydesk.events_of` takes options. Needs `copydesk[events]`."""
        from copydesk.coding import events_of

        return events_of(self).events

    @property
    def offices(self) -> "tuple[Office, ...]":
        """The claims of office, coded when asked for as `events` are."""
        from copydesk.coding import events_of

        return events_of(self).offices
