"""Intake: every kind of input as one stream of captures, with failures as values between them."""

from copydesk.intake.failure import Failure
from copydesk.intake.reader import Reading, captures, read_source, reopen
from copydesk.intake.sources import InputError, Source, expand
from copydesk.intake.tables import PRESETS, Columns

__all__ = [
    "PRESETS",
    "Columns",
    "Failure",
    "InputError",
    "Reading",
    "Source",
    "captures",
    "expand",
    "read_source",
    "reopen",
]
