"""A record as plain rows, to compare two of them."""

import sqlite3
from pathlib import Path
from typing import Any

TABLES = (
    "captures", "pages", "texts", "blocks", "articles", "people", "images", "notices", "candidates", "faults",
    "failures", "inputs", "prints", "bands", "sentences", "boilerplate", "matches", "sources", "copy_groups",
    "copy_members", "codings", "events", "actors", "offices",
)  # fmt: skip


def snapshot(path: Path) -> dict[str, list[Any]]:
    """All rows of a record, in their order, and what its full-text index finds; without the times of its runs."""
    with sqlite3.connect(path) as connection:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        rows["runs"] = connection.execute("SELECT run, id, version, options, models FROM runs").fetchall()
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, instance)")
        rows["words"] = sorted(connection.execute("SELECT * FROM vocabulary").fetchall())
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return rows
