"""Search: hits with snippets, counts by field and over time, in stable pages."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nsmallest
from typing import Any, Final

from copydesk.record.copies import count_sources, mostly_copied
from copydesk.record.matching import Match, compile_query
from copydesk.record.query import QueryError, parse
from copydesk.record.snippets import Snippet, pattern, snippet

WEIGHTS: Final = (10.0, 4.0, 1.0)
"""How much a word counts in the title, the deck and the body."""

FACETS: Final = ("kind", "outlet", "language", "agency", "month")
FACET_VALUES: Final = 20
"""The values of a field that are counted out; months are all given."""


class Order(StrEnum):
    """The order of hits; hits of equal rank or date stand in the order of the record."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found. `number` is its key in the record, `id` that of its capture; `dated` is in UTC.

    `copies` counts the hits that are folded into it.
    """

    number: int
    id: str
    url: str | None
    kind: str
    title: str | None
    outlet: str | None
    agency: str | None
    language: str | None
    dated: str | None
    score: float
    snippet: Snippet
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` counts all. `after` asks for the next page and is None on the last one.

    `facets` counts, for each field, its values among all hits, the most frequent first (months in their order).
    Where copies are folded, total and facets count a text once, and `sources` the independent sources behind all hits.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]
    after: str | None
    sources: int | None = None


_ROWS: Final = (
    "SELECT pages.capture, {score}, pages.kind, articles.outlet, articles.language, articles.agency, pages.dated "
    "FROM {source} LEFT JOIN articles ON articles.capture = pages.capture WHERE {condition}"
)


def find(connection: sqlite3.Connection, match: Match) -> list[tuple[Any, ...]]:
    """All hits as rows: capture, score (smaller is better), kind, outlet, language, agency, dated."""
    if match.words is None:
        sql = _ROWS.format(score="0.0", source="pages", condition=match.condition)
        return connection.execute(sql, match.values).fetchall()
    score = f"round(bm25(words, {', '.join(map(str, WEIGHTS))}), 6)"
    source = "words JOIN pages ON pages.capture = words.rowid"
    sql = _ROWS.format(score=score, source=source, condition=f"words MATCH ? AND ({match.condition})")
    return connection.execute(sql, (match.words, *match.values)).fetchall()


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    after: str | None = None,
    order: Order | None = None,
    fold: bool = False,
) -> Results:
    """The hits of a query that come after a place in their order. Raises QueryError; see `Record.search`.

    Hits by date keep their places whatever is added to the record. Hits by relevance are those of the record as it was
    when the first were shown; while much is added, near neighbours among them may still change places.
    """
    match = compile_query(parse(query), connection)
    order = order or (Order.RELEVANCE if match.words else Order.NEWEST)
    rows = find(connection, match)
    if order is Order.RELEVANCE:
        start, newest = _ranked_place(after, query) if after else (0, _newest(connection))
        rows = [row for row in rows if row[0] <= newest]
        folding = _fold(connection, rows, _by_rank) if fold else _Folding(rows)
        best = nsmallest(start + limit + 1, folding.rows, key=_by_rank)[start:]
        following = f"{order}:{start + limit}:{newest}"
    else:
        key = _by_age if order is Order.OLDEST else _by_youth
        folding = _fold(connection, rows, key) if fold else _Folding(rows)
        bound = _dated_place(after, order, query) if after else ("", -1)
        best = nsmallest(limit + 1, (row for row in folding.rows if key(row) > bound), key=key)
        following = f"{order}:{':'.join(map(str, key(best[:limit][-1])))}" if best else ""
    finder = pattern(match.texts)
    hits = [_hit(connection, row, finder, folding.copies[row[0]]) for row in best[:limit]]
    more = following if len(best) > limit else None
    return Results(len(folding.rows), tuple(hits), facets(folding.rows), more, folding.sources)


@dataclass(frozen=True, slots=True)
class _Folding:
    """Hits of which each text is there once, and how many copies of it are not."""

    rows: list[tuple[Any, ...]]
    copies: Counter[int] = field(default_factory=Counter)
    sources: int | None = None


def _fold(
    connection: sqlite3.Connection, rows: list[tuple[Any, ...]], key: Callable[[tuple[Any, ...]], tuple[Any, ...]]
) -> _Folding:
    """Of all hits with the same text the first; a page with mostly text of its own stays."""
    numbers = [row[0] for row in rows]
    groups = mostly_copied(connection, numbers)
    first: dict[int, tuple[Any, ...]] = {}
    for row in sorted(rows, key=key):
        first.setdefault(groups.get(row[0], row[0]), row)
    counts = Counter(groups.get(number, number) for number in numbers)
    copies = Counter({row[0]: counts[group] - 1 for group, row in first.items()})
    return _Folding(list(first.values()), copies, count_sources(connection, numbers))


def _newest(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT ifnull(max(capture), 0) FROM captures").fetchone()[0])


def _by_rank(row: tuple[Any, ...]) -> tuple[float, int]:
    return row[1], row[0]


def _by_age(row: tuple[Any, ...]) -> tuple[str, int]:
    return row[6] or "9999", row[0]


def _by_youth(row: tuple[Any, ...]) -> tuple[str, int]:
    """The date with each digit turned round, so that later ones come first."""
    return (row[6] or "0000").translate(_NINES), row[0]


_NINES: Final = str.maketrans("0123456789", "9876543210")


def _ranked_place(after: str, query: str) -> tuple[int, int]:
    """How many hits were shown, and the newest capture when the first were: later ones would shift the rest."""
    kind, _, rest = after.partition(":")
    start, _, newest = rest.partition(":")
    if kind == Order.RELEVANCE and start.isdecimal() and newest.isdecimal():
        return int(start), int(newest)
    raise QueryError(f"{after!r} is no place in hits ordered by {Order.RELEVANCE}", query, 0)


def _dated_place(after: str, order: Order, query: str) -> tuple[str, int]:
    """The key of the last hit shown."""
    kind, _, rest = after.partition(":")
    date, _, number = rest.rpartition(":")
    if kind == order and number.isdecimal():
        return date, int(number)
    raise QueryError(f"{after!r} is no place in hits ordered by {order}", query, 0)


def facets(rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, int]]:
    """How often each value of a field is among the hits."""
    if not rows:
        return {name: {} for name in FACETS}
    _, _, kinds, outlets, languages, agencies, dated = zip(*rows, strict=True)
    found = {
        name: dict(sorted(_counts(values), key=lambda item: (-item[1], item[0]))[:FACET_VALUES])
        for name, values in (("kind", kinds), ("outlet", outlets), ("language", languages), ("agency", agencies))
    }
    months = Counter(date[:7] for date in dated if date)
    return {**found, "month": dict(sorted(months.items()))}


def _counts(values: Iterable[str | None]) -> list[tuple[str, int]]:
    return [(value, count) for value, count in Counter(values).items() if value is not None]


def _hit(connection: sqlite3.Connection, row: tuple[Any, ...], finder: Any, copies: int) -> Hit:
    number, score, kind, outlet, language, agency, dated = row
    capture_id, url, title, body = connection.execute(
        "SELECT id, ifnull(canonical_url, url), title, body FROM captures JOIN texts USING (capture) "
        "LEFT JOIN articles USING (capture) WHERE capture = ?",
        (number,),
    ).fetchone()
    return Hit(
        number, capture_id, url, kind, title, outlet, agency, language, dated, -score, snippet(body, finder), copies
    )
