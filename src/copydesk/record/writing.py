"""Writing: rows into the record, each capture whole or not at all."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from copydesk.capture import Capture, Place
from copydesk.intake.failure import Failure
from copydesk.record.rows import PageRows, Row, clean, cleaned, compress, instant


@dataclass(frozen=True, slots=True)
class Input:
    """A file or URL that a run reads: its name, its size in bytes and a hash of its content."""

    source: str
    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is: the same version, options, models and inputs are the same run, however often it is started."""

    version: str
    options: Mapping[str, Any] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    inputs: Sequence[Input] = ()

    @property
    def id(self) -> str:
        """32 hexadecimal digits: a hash of all that makes up the run."""
        inputs = [(item.source, item.size, item.hash) for item in self.inputs]
        parts = [self.version, dict(self.options), dict(self.models), inputs]
        return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def library_version() -> str:
    """The version of copydesk, `source` where it is used without being installed."""
    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "source"


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


_CAPTURE: Final = _insert("captures", 13)
_FAILURE: Final = _insert("failures", 11)
_PAGE: Final = _insert("pages", 8)
_TEXTS: Final = _insert("texts", 5)
_FAULT: Final = _insert("faults", 5)
_ARTICLE: Final = _insert("articles", 19)
_PERSON: Final = _insert("people", 5)
_IMAGE: Final = _insert("images", 7)
_NOTICE: Final = _insert("notices", 4)
_CANDIDATE: Final = _insert("candidates", 8)
_WORDS: Final = "INSERT INTO words (rowid, title, deck, body) VALUES (?, ?, ?, ?)"


def begin_run(connection: sqlite3.Connection, run: Run, started: datetime) -> int:
    """The number of a run, entered with its inputs if it is new."""
    row = connection.execute("SELECT run FROM runs WHERE id = ?", (run.id,)).fetchone()
    if row:
        return int(row[0])
    options, models = (json.dumps(dict(value), sort_keys=True) for value in (run.options, run.models))
    cursor = connection.execute(
        "INSERT INTO runs (id, version, options, models, started) VALUES (?, ?, ?, ?, ?)",
        (run.id, run.version, options, models, instant(started)),
    )
    number = int(cursor.lastrowid or 0)
    rows = [(number, position, clean(item.source), item.size, item.hash) for position, item in enumerate(run.inputs)]
    connection.executemany(_insert("inputs", 5), rows)
    return number


def finish_run(connection: sqlite3.Connection, number: int, finished: datetime) -> None:
    """Note that a run came to its end; one that had done so before stays as it is."""
    connection.execute("UPDATE runs SET finished = ? WHERE run = ? AND finished IS NULL", (instant(finished), number))


def holds(connection: sqlite3.Connection, capture_id: str) -> bool:
    """Whether the record has a capture, read or failed."""
    return connection.execute("SELECT 1 FROM captures WHERE id = ?", (capture_id,)).fetchone() is not None


def failed(connection: sqlite3.Connection, capture_id: str) -> bool:
    """Whether the record has a capture that could not be read."""
    return connection.execute("SELECT 1 FROM failures WHERE id = ?", (capture_id,)).fetchone() is not None


def forget(connection: sqlite3.Connection, capture_id: str) -> None:
    """Take out a capture that could not be read."""
    connection.execute("DELETE FROM failures WHERE id = ?", (capture_id,))
    connection.execute("DELETE FROM captures WHERE id = ?", (capture_id,))


def write_page(connection: sqlite3.Connection, capture: Capture, capture_id: str, rows: PageRows, run: int) -> None:
    """Enter a capture that was read."""
    number = _write_capture(connection, capture, capture_id, rows.payload, run)

    def numbered(found: list[Row]) -> list[Row]:
        return [(number, *row) for row in found]

    connection.execute(_PAGE, (number, *rows.page))
    connection.execute(_TEXTS, (number, *rows.texts))
    connection.executemany(_FAULT, numbered(rows.faults))
    if rows.article is not None:
        connection.execute(_ARTICLE, (number, *rows.article))
        connection.executemany(_PERSON, numbered(rows.people))
        connection.executemany(_IMAGE, numbered(rows.images))
        connection.executemany(_NOTICE, numbered(rows.notices))
        connection.executemany(_CANDIDATE, numbered(rows.candidates))
    connection.execute(_WORDS, (number, *rows.words))


def write_failed(
    connection: sqlite3.Connection, capture: Capture, capture_id: str, failure: Failure, run: int, keep_payload: bool
) -> None:
    """Enter a capture that could not be read, and why."""
    payload = compress(capture.payload) if keep_payload else None
    number = _write_capture(connection, capture, capture_id, payload, run)
    _write_failure(connection, capture_id, number, failure, run)


def write_failure(connection: sqlite3.Connection, failure: Failure, run: int) -> bool:
    """Enter a failure that no capture came out of; False if the record has it."""
    if connection.execute("SELECT 1 FROM failures WHERE id = ?", (failure.id,)).fetchone():
        return False
    _write_failure(connection, failure.id, None, failure, run)
    return True


def _write_capture(
    connection: sqlite3.Connection, capture: Capture, capture_id: str, payload: bytes | None, run: int
) -> int:
    status = capture.status if capture.status is not None and 100 <= capture.status <= 999 else None
    decoded = isinstance(capture.payload, str)
    row = cleaned((
        None, capture_id, capture.url, instant(capture.captured), status, capture.media_type, len(capture.payload),
        *_place(capture.place), int(decoded), payload, run,
    ))  # fmt: skip
    return int(connection.execute(_CAPTURE, row).lastrowid or 0)


def _write_failure(
    connection: sqlite3.Connection, failure_id: str, capture: int | None, failure: Failure, run: int
) -> None:
    row = (
        None, failure_id, capture, failure.reason, failure.message, failure.url, instant(failure.captured),
        *_place(failure.place), run,
    )  # fmt: skip
    connection.execute(_FAILURE, cleaned(row))


def _place(place: Place | None) -> Row:
    return (place.source, place.member, place.offset) if place else (None, None, None)
