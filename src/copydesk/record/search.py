"""Search: hits with snippets, counts by field and over time, in stable pages."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from typing import Any, Final

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
    """A page that was found. `number` is its key in the record, `id` that of its capture; `dated` is in UTC."""

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


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` counts all. `after` asks for the next page and is None on the last one.

    `facets` counts, for each field, its values among all hits, the most frequent first (months in their order).
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]
    after: str | None


_Key = tuple[float | str, int]
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
    connection: sqlite3.Connection, query: str, *, limit: int = 20, after: str | None = None, order: Order | None = None
) -> Results:
    """The hits of a query that come after a place in their order. Raises QueryError; see `Record.search`."""
    match = compile_query(parse(query), connection)
    order = order or (Order.RELEVANCE if match.words else Order.NEWEST)
    rows = find(connection, match)
    key = _sort_key(order)
    wanted: Iterable[tuple[Any, ...]] = rows
    if after is not None:
        bound = _bound(after, order, query)
        wanted = [row for row in rows if key(row) > bound]
    best = nsmallest(limit + 1, wanted, key=key)
    following = f"{order}:{_position(key(best[limit - 1]))}" if len(best) > limit else None
    finder = pattern(match.texts)
    hits = [_hit(connection, row, finder) for row in best[:limit]]
    return Results(len(rows), tuple(hits), facets(rows), following)


def _sort_key(order: Order) -> Callable[[tuple[Any, ...]], _Key]:
    if order is Order.RELEVANCE:
        return lambda row: (row[1], row[0])
    if order is Order.OLDEST:
        return lambda row: (row[6] or "9999", row[0])
    return lambda row: (_backwards(row[6] or "0000"), row[0])


def _backwards(text: str) -> str:
    """A text of digits that sorts the other way round."""
    return text.translate(_NINES)


_NINES: Final = str.maketrans("0123456789", "9876543210")


def _position(key: _Key) -> str:
    return f"{key[0]!r}:{key[1]}" if isinstance(key[0], float) else f"{key[0]}:{key[1]}"


def _bound(after: str, order: Order, query: str) -> _Key:
    kind, _, rest = after.partition(":")
    value, _, number = rest.rpartition(":")
    try:
        if kind == order:
            return (float(value) if order is Order.RELEVANCE else value), int(number)
    except ValueError:
        pass
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


def _hit(connection: sqlite3.Connection, row: tuple[Any, ...], finder: Any) -> Hit:
    number, score, kind, outlet, language, agency, dated = row
    capture_id, url, title, body = connection.execute(
        "SELECT id, ifnull(canonical_url, url), title, body FROM captures JOIN pages USING (capture) "
        "LEFT JOIN articles USING (capture) WHERE capture = ?",
        (number,),
    ).fetchone()
    return Hit(number, capture_id, url, kind, title, outlet, agency, language, dated, -score, snippet(body, finder))
