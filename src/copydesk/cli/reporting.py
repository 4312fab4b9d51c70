"""What the commands on a record share: their options, and how they report errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from copydesk.coding import EventsError
from copydesk.intake import InputError
from copydesk.pool import PoolError
from copydesk.record import ExportError, LockedError, QueryError, RecordError, SchemaError

RecordOption = Annotated[Path, typer.Option("--record", "-r", envvar="COPYDESK_RECORD", help="The record.")]
WaitOption = Annotated[float, typer.Option(min=0.0, help="Seconds to wait for another writer of the record.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

EXPECTED: Final = (
    InputError, PoolError, EventsError, ExportError, LockedError, QueryError, RecordError, SchemaError,
    sqlite3.OperationalError,
)  # fmt: skip
"""Errors whose message says all that a user needs."""


@contextmanager
def reported() -> Iterator[None]:
    """End the command with status 1 and a message on standard error for an error that users can understand."""
    try:
        yield
    except EXPECTED as error:
        typer.echo(f"copydesk: {error}", err=True)
        raise typer.Exit(1) from error
