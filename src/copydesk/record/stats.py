"""What a record holds, counted."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from copydesk.capture import Place
from copydesk.record.matching import compile_query
from copydesk.record.query import parse
from copydesk.record.search import find


class Span(StrEnum):
    """The length of a step of a timeline."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_LENGTHS: Final = {Span.DAY: 10, Span.MONTH: 7, Span.YEAR: 4}


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of a record; each mapping from value to count has the most frequent first, months in their order."""

    captures: int
    pages: int
    articles: int
    failed: int
    kinds: dict[str, int]
    outlets: dict[str, int]
    languages: dict[str, int]
    months: dict[str, int]
    faults: dict[str, int]
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures of one class: how many, and some of them as place (and URL) and message."""

    reason: str
    count: int
    examples: tuple[tuple[str, str], ...]


def stats(connection: sqlite3.Connection) -> Stats:
    """The counts of a record."""

    def total(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return Stats(
        captures=total("captures"),
        pages=total("pages"),
        articles=total("articles"),
        failed=total("failures"),
        kinds=_grouped(connection, "kind", "pages"),
        outlets=_grouped(connection, "outlet", "articles"),
        languages=_grouped(connection, "language", "articles"),
        months=dict(sorted(_grouped(connection, "substr(dated, 1, 7)", "pages").items())),
        faults=_grouped(connection, "kind", "faults"),
        failures=_grouped(connection, "reason", "failures"),
    )


def _grouped(connection: sqlite3.Connection, value: str, table: str) -> dict[str, int]:
    sql = (
        f"SELECT {value} AS value, count(*) AS number FROM {table} WHERE value IS NOT NULL "
        "GROUP BY value ORDER BY number DESC, value"
    )
    return dict(connection.execute(sql))


def timeline(connection: sqlite3.Connection, query: str, span: Span) -> dict[str, int]:
    """The hits of a query counted by when they were published (else captured). Steps without hits are left out."""
    counts: dict[str, int] = {}
    for row in find(connection, compile_query(parse(query), connection)):
        if row[6]:
            step = row[6][: _LENGTHS[span]]
            counts[step] = counts.get(step, 0) + 1
    return dict(sorted(counts.items()))


def failure_groups(connection: sqlite3.Connection, examples: int = 3) -> list[FailureGroup]:
    """The failures by class, the most frequent class first, with the first few of each."""
    found = []
    for reason, count in _grouped(connection, "reason", "failures").items():
        rows = connection.execute(
            "SELECT source, member, offset, url, message FROM failures WHERE reason = ? ORDER BY failure LIMIT ?",
            (reason, examples),
        ).fetchall()
        found.append(FailureGroup(reason, count, tuple((_where(*where), message) for *where, message in rows)))
    return found


def _where(source: str | None, member: str | None, offset: int | None, url: str | None) -> str:
    """The place of a failure, and its URL where it has both."""
    place = str(Place(source, member, offset)) if source is not None else None
    return f"{place} ({url})" if place and url and place != url else place or url or ""
