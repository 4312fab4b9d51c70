"""copydesk turns captured news pages into a press record that can be trusted and queried."""

from copydesk.capture import Capture, CaptureError, Place
from copydesk.coding import EventsError, events_of
from copydesk.page.article import Article
from copydesk.page.blocks import BODY_ROLES, Block, Link, Role
from copydesk.page.findings import Candidate, Fault, FaultKind, Image, Kind, Moment, Notice, Precision, Verdict
from copydesk.page.limits import Limits
from copydesk.page.page import Page
from copydesk.reading import read, read_capture

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
    "read",
    "read_capture",
]
