"""Records as earlier versions of the schema had them."""

import sqlite3
from pathlib import Path

from copydesk.record.schema import MIGRATIONS, migrate

BLOCK_COLUMNS = (
    "capture, block, role, score, body_score, body, span_start, span_end, tag, level, path, hidden, repeat_of, "
    "source_start, source_end, nullif(links, '[]')"
)


def make_older(path: Path, version: int, present: Path) -> None:
    """Make a record of an earlier version with the pages of one of the present version."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, MIGRATIONS[:version])
    connection.execute("ATTACH ? AS new", (str(present),))
    for table in ("runs", "captures", "pages", "articles"):
        connection.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    connection.execute("INSERT INTO texts SELECT capture, body, text FROM new.texts")
    connection.execute(f"INSERT INTO blocks SELECT {BLOCK_COLUMNS} FROM new.blocks")
    connection.close()
