"""Events: the articles of the record that were not coded yet are, in its order; what was coded before stays."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from copydesk.capture import Place
from copydesk.coding import Passage, code_passage, coded_blocks
from copydesk.intake.failure import Failure
from copydesk.pool import Budget, read_all
from copydesk.record.entries import blocks, read_instant
from copydesk.record.eventrows import EventRows, event_rows
from copydesk.record.rows import Row
from copydesk.record.writing import write_failure

if TYPE_CHECKING:
    from copydesk.events import Coder

BATCH: Final = 50
"""Articles whose events are committed together: what a killed build has to do again."""

NOT_CODED: Final = "none"
"""The method of an article whose coding failed."""

_UNCODED: Final = (
    "FROM articles JOIN pages USING (capture) JOIN captures USING (capture) LEFT JOIN codings USING (capture) "
    "WHERE codings.capture IS NULL AND (language IS NULL OR lower(language) = 'en' OR lower(language) LIKE 'en-%') "
)
_COUNT: Final = f"SELECT count(*) {_UNCODED}"
_NEW: Final = (
    "SELECT capture, run, url, captured, source, member, offset, dated, pages.media_type "
    f"{_UNCODED} AND capture > ? ORDER BY capture LIMIT ?"
)
_TEXT: Final = "SELECT text FROM texts WHERE capture = ?"
_COLUMNS: Final = {"codings": 3, "events": 26, "actors": 13, "offices": 14}


@dataclass(frozen=True, slots=True)
class Uncoded:
    """An article on its way to a coder: the text of its page, and which paragraphs of it are coded."""

    payload: str
    paragraphs: tuple[tuple[int, int], ...]
    published: date | None = None
    number: int = 0
    run: int = 0
    url: str | None = None
    captured: datetime | None = None
    place: Place | None = None


FIRST: Final = Uncoded("The minister met her colleague in Oslo on Monday.", ((0, 49),))
"""Coded before all else, so that what a worker loads is not charged to an article."""


@dataclass(frozen=True, slots=True)
class CodeRows:
    """Codes an article and gives its rows; a value that goes to worker processes."""

    coder: "Coder"

    def __call__(self, article: Uncoded) -> EventRows:
        """The rows of an article."""
        passage = Passage(article.payload, article.paragraphs)
        return event_rows(code_passage(passage, article.published, self.coder))


def code_new(
    connection: sqlite3.Connection,
    coder: "Coder",
    workers: int | None,
    budget: Budget,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Code all articles in English, or in no known language, that were not coded yet; how many those were.

    An article that cannot be coded is entered as a failure. `tell` is told how many are done, and of how many.
    """
    total = int(connection.execute(_COUNT).fetchone()[0])
    if not total:
        return 0
    done = 0
    connection.execute("BEGIN IMMEDIATE")
    try:
        with closing(read_all(_uncoded(connection), CodeRows(coder), FIRST, workers=workers, budget=budget)) as results:
            for done, (article, result) in enumerate(results, 1):
                _enter(connection, article, result)
                tell(done, total)
                if done % BATCH == 0:
                    connection.execute("COMMIT")
                    connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return done


def _uncoded(connection: sqlite3.Connection) -> Iterator[Uncoded | Failure]:
    last = 0
    while rows := connection.execute(_NEW, (last, BATCH)).fetchall():
        for number, run, url, captured, source, member, offset, dated, media_type in rows:
            [text] = connection.execute(_TEXT, (number,)).fetchone()
            chosen = coded_blocks((block for block, _ in blocks(connection, number)), media_type == "text/plain")
            moment = read_instant(dated)
            yield Uncoded(
                text, tuple((block.start, block.end) for block in chosen), moment.date() if moment else None, number,
                run, url, read_instant(captured), Place(source, member, offset) if source is not None else None,
            )  # fmt: skip
        last = rows[-1][0]


def _enter(connection: sqlite3.Connection, article: Uncoded | Failure, result: EventRows | Failure) -> None:
    assert isinstance(article, Uncoded)
    if isinstance(result, Failure):
        write_failure(connection, replace(result, reason=f"events-{result.reason}"), article.run)
        result = EventRows((NOT_CODED, 0), (), (), ())
    _insert(connection, article.number, "codings", (result.coding,))
    _insert(connection, article.number, "events", result.events)
    _insert(connection, article.number, "actors", result.actors)
    _insert(connection, article.number, "offices", result.offices)


def _insert(connection: sqlite3.Connection, number: int, table: str, rows: tuple[Row, ...]) -> None:
    places = ", ".join("?" * _COLUMNS[table])
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", [(number, *row) for row in rows])
