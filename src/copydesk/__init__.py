"""copydesk turns captured news pages into a press record that can be trusted and queried."""

from typing import TYPE_CHECKING, Any

from copydesk.capture import Capture, CaptureError, Place
from copydesk.coding import EventsError, events_of
from copydesk.page.article import Article
from copydesk.page.blocks import BODY_ROLES, Block, Link, Role
from copydesk.page.findings import Candidate, Fault, FaultKind, Image, Kind, Moment, Notice, Precision, Verdict
from copydesk.page.limits import Limits
from copydesk.page.page import Page
from copydesk.reading import read, read_capture

if TYPE_CHECKING:
    from copydesk.record import open_record

__all__ = [
    "BODY_ROLES",
    "Article",
    "Block",
    "Candidate",
    "Capture",
    "CaptureError",
    "EventsError",
    "Fault",
    "FaultKind",
    "Image",
    "Kind",
    "Limits",
    "Link",
    "Moment",
    "Notice",
    "Page",
    "Place",
    "Precision",
    "Role",
    "Verdict",
    "events_of",
    "open_record",
    "read",
    "read_capture",
]


def __getattr__(name: str) -> Any:
    """Load the record when it is first asked for: reading pages does not need it."""
    if name == "open_record":
        from copydesk.record import open_record

        return open_record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
