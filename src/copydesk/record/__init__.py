"""The record: one SQLite file with all that was read, to search, count and export."""

from copydesk.record.contacts import Contact
from copydesk.record.copies import Copy, CopyGroup
from copydesk.record.entries import Entry
from copydesk.record.exporting import ExportError, Format, export
from copydesk.record.lock import LockedError
from copydesk.record.query import QueryError
from copydesk.record.schema import SchemaError
from copydesk.record.search import Hit, Order, Results
from copydesk.record.snippets import Snippet
from copydesk.record.stats import FailureGroup, Span, Stats
from copydesk.record.store import Added, Choice, Record, RecordError, Step, open_record
from copydesk.record.writing import Input, Run

__all__ = [
    "Added",
    "Choice",
    "Contact",
    "Copy",
    "CopyGroup",
    "Entry",
    "ExportError",
    "FailureGroup",
    "Format",
    "Hit",
    "Input",
    "LockedError",
    "Order",
    "QueryError",
    "Record",
    "RecordError",
    "Results",
    "Run",
    "SchemaError",
    "Snippet",
    "Span",
    "Stats",
    "Step",
    "export",
    "open_record",
]
