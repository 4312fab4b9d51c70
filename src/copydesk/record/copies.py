"""Groups of copies as they come back from the record, and what they mean for a list of hits."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from copydesk.copies import Kind, Member, Method, Origin
from copydesk.copies.origin import MOSTLY_COPIED
from copydesk.record.entries import numbers
from copydesk.record.matching import compile_query
from copydesk.record.query import parse
from copydesk.record.texts import as_list


@dataclass(frozen=True, slots=True)
class Copy:
    """A page in a group of copies, compared with the page that represents the group.

    `jaccard` says how alike they are, `within` which part of its text stands in the representative, `holds` which
    part of the representative stands in it; `reason` says it in words. `dated` is in UTC.
    """

    number: int
    id: str
    url: str | None
    title: str | None
    outlet: str | None
    dated: str | None
    kind: Kind
    jaccard: float
    within: float
    holds: float
    reason: str


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Pages that carry the same text. The representative comes first, then the others, the most similar first.

    `origin.id` is the id of a member; `sources` counts the independent sources among them.
    """

    kind: Kind
    copies: tuple[Copy, ...]
    origin: Origin
    sources: int


_GROUP: Final = (
    "SELECT kind, sources, method, copy_groups.source, captures.id, reasons FROM copy_groups "
    "LEFT JOIN captures ON captures.capture = origin WHERE copy_group = ?"
)
_MEMBERS: Final = (
    "SELECT capture, id, url, title, outlet, dated, copy_members.kind, jaccard, within, holds, copy_members.run "
    "FROM copy_members JOIN captures USING (capture) JOIN pages USING (capture) JOIN articles USING (capture) "
    "WHERE copy_group = ? ORDER BY capture <> copy_group, jaccard DESC, id"
)
_ALL: Final = "SELECT copy_group FROM copy_groups JOIN captures ON capture = copy_group ORDER BY size DESC, id"
_WITH: Final = (
    "SELECT DISTINCT copy_group, size, captures.id FROM json_each(?) "
    "CROSS JOIN copy_members ON copy_members.capture = json_each.value JOIN copy_groups USING (copy_group) "
    "JOIN captures ON captures.capture = copy_group ORDER BY size DESC, captures.id"
)
_MOSTLY_COPIED: Final = (
    "SELECT capture, copy_group FROM json_each(?) CROSS JOIN copy_members ON capture = json_each.value "
    "WHERE within >= ?"
)
_SOURCES: Final = """
SELECT count(*) FROM (
    SELECT ifnull(copy_groups.source, 'text of ' || captures.id) FROM json_each(?1)
    CROSS JOIN copy_members ON copy_members.capture = json_each.value
    JOIN copy_groups USING (copy_group) JOIN captures ON captures.capture = copy_group
    UNION
    SELECT sources.source FROM json_each(?1) CROSS JOIN sources ON sources.capture = json_each.value
    LEFT JOIN copy_members USING (capture) WHERE ifnull(within, 0) < ?2
)
"""


def groups(connection: sqlite3.Connection, query: str) -> Iterator[CopyGroup]:
    """The groups with a page that a query finds, the largest first. Raises QueryError."""
    if query:
        hits = numbers(connection, compile_query(parse(query), connection))
        rows = connection.execute(_WITH, (as_list(hits),)).fetchall()
    else:
        rows = connection.execute(_ALL).fetchall()
    for number, *_ in rows:
        found = _group(connection, number)
        if found is not None:
            yield found


def group_of(connection: sqlite3.Connection, number: int) -> CopyGroup | None:
    """The group of a page; None if it is nobody's copy."""
    row = connection.execute("SELECT copy_group FROM copy_members WHERE capture = ?", (number,)).fetchone()
    return _group(connection, row[0]) if row else None


def _group(connection: sqlite3.Connection, number: int) -> CopyGroup | None:
    """The group with a number; None if a writer has put another in its place."""
    row = connection.execute(_GROUP, (number,)).fetchone()
    if row is None:
        return None
    kind, sources, method, source, origin, reasons = row
    copies = tuple(_copy(*member) for member in connection.execute(_MEMBERS, (number,)))
    return CopyGroup(Kind(kind), copies, Origin(Method(method), source, origin, tuple(json.loads(reasons))), sources)


def _copy(number: int, id: str, *rest: Any) -> Copy:
    url, title, outlet, dated, kind, jaccard, within, holds, run = rest
    member = Member(id, Kind(kind), jaccard, within, holds, run)
    return Copy(number, id, url, title, outlet, dated, member.kind, jaccard, within, holds, member.reason)


def mostly_copied(connection: sqlite3.Connection, hits: Iterable[int]) -> dict[int, int]:
    """The groups of those hits that have little text of their own."""
    return dict(connection.execute(_MOSTLY_COPIED, (as_list(hits), MOSTLY_COPIED)).fetchall())


def count_sources(connection: sqlite3.Connection, hits: Iterable[int]) -> int:
    """How many independent sources stand behind hits, as `copydesk.copies.independent_sources` counts them."""
    return int(connection.execute(_SOURCES, (as_list(hits), MOSTLY_COPIED)).fetchone()[0])
