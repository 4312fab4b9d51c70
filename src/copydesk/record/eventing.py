"""Events: the articles of the record that were not coded yet are, in its order; what was coded before stays."""

import sqlite3
from typing import TYPE_CHECKING, Final

from copydesk.coding import Passage, code_passage, coded_blocks
from copydesk.record.entries import blocks, read_instant
from copydesk.record.eventrows import event_rows
from copydesk.record.rows import Row

if TYPE_CHECKING:
    from copydesk.events import Coder

BATCH: Final = 50
"""Articles that are coded in one transaction: what a killed build has to do again."""

_NEW: Final = (
    "SELECT capture, text, dated, pages.media_type FROM articles JOIN pages USING (capture) JOIN texts USING (capture) "
    "LEFT JOIN codings USING (capture) "
    "WHERE codings.capture IS NULL AND (language IS NULL OR lower(language) = 'en' OR lower(language) LIKE 'en-%') "
    "ORDER BY capture LIMIT ?"
)
_COLUMNS: Final = {"codings": 3, "events": 26, "actors": 13, "offices": 14}


def code_new(connection: sqlite3.Connection, coder: "Coder") -> int:
    """Code all articles in English, or in no known language, that were not coded yet; how many those were."""
    count = 0
    while rows := connection.execute(_NEW, (BATCH,)).fetchall():
        connection.execute("BEGIN IMMEDIATE")
        try:
            for number, text, dated, media_type in rows:
                _code(connection, coder, number, text, dated, media_type)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        count += len(rows)
    return count


def _code(
    connection: sqlite3.Connection, coder: "Coder", number: int, text: str, dated: str | None, media_type: str
) -> None:
    found = (block for block, _ in blocks(connection, number))
    chosen = coded_blocks(found, media_type == "text/plain")
    passage = Passage(text, tuple((block.start, block.end) for block in chosen))
    moment = read_instant(dated)
    rows = event_rows(code_passage(passage, moment.date() if moment else None, coder))
    _insert(connection, number, "codings", (rows.coding,))
    _insert(connection, number, "events", rows.events)
    _insert(connection, number, "actors", rows.actors)
    _insert(connection, number, "offices", rows.offices)


def _insert(connection: sqlite3.Connection, number: int, table: str, rows: tuple[Row, ...]) -> None:
    places = ", ".join("?" * _COLUMNS[table])
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", [(number, *row) for row in rows])
