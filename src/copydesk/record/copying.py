"""Copies: new articles are compared with all others, and their groups entered; what was compared before stays.

Groups are a function of the set of articles, so it makes no difference how these are divided among builds, in which
order they came, or where a build was killed.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from copydesk.copies import Change, Group, Text, find_origin, fingerprints, independent_sources, update
from copydesk.copies.origin import own_source
from copydesk.record.copyindex import RecordIndex
from copydesk.record.texts import as_list, numbers_of, texts

BATCH: Final = 5_000
"""Articles that are compared at once, at most: what is held in memory."""

PAUSE: Final = 32
"""Of a large record, one capture in so many is waited for before the next comparison."""

_UNCOMPARED: Final = "FROM articles WHERE capture > (SELECT ifnull(max(capture), 0) FROM prints)"
_LEFT: Final = f"SELECT count(*) {_UNCOMPARED}"
_NEW: Final = f"SELECT capture {_UNCOMPARED} ORDER BY capture LIMIT ?"
_VOID: Final = (
    "DELETE FROM copy_groups WHERE copy_group IN (SELECT copy_group FROM json_each(?) "
    "CROSS JOIN captures ON captures.id = json_each.value JOIN copy_members USING (capture))"
)


def compare_all(connection: sqlite3.Connection, tell: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Compare all articles that were not compared yet, in the order of the record, some in each transaction.

    `tell` is told how many are done, and of how many.
    """
    done, total = 0, int(connection.execute(_LEFT).fetchone()[0])
    while done < total:
        connection.execute("BEGIN IMMEDIATE")
        try:
            done += compare_next(connection)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        tell(done, total)


def compare_next(connection: sqlite3.Connection) -> int:
    """Compare the next articles that were not compared yet, `BATCH` at most, in the transaction that is open.

    Returns how many those were.
    """
    numbers = [number for (number,) in connection.execute(_NEW, (BATCH,))]
    if numbers:
        _compare(connection, numbers)
    return len(numbers)


def pause(connection: sqlite3.Connection, least: int) -> int:
    """How many captures may be entered before the next comparison, `least` or more.

    A comparison goes over all texts that are connected with a new one. These may be most of a record, so a large one is
    compared in larger steps.
    """
    compared = connection.execute("SELECT ifnull(max(capture), 0) FROM prints").fetchone()[0]
    return max(least, min(int(compared) // PAUSE, BATCH))


def _compare(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    found = list(texts(connection, numbers))
    sources = zip(numbers, map(own_source, found), strict=True)
    connection.executemany("INSERT INTO sources VALUES (?, ?)", sources)
    _write(connection, update(RecordIndex(connection), list(fingerprints(found))))


def _write(connection: sqlite3.Connection, change: Change) -> None:
    """Enter groups in the place of those that are void."""
    connection.execute(_VOID, (as_list(change.touched),))
    for groups in _portions(change.groups):
        _write_groups(connection, groups)


def _portions(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """Groups in portions whose texts can be read at once."""
    portion: list[Group] = []
    size = 0
    for group in groups:
        portion.append(group)
        size += len(group.members)
        if size >= BATCH:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _write_groups(connection: sqlite3.Connection, groups: Sequence[Group]) -> None:
    numbers = numbers_of(connection, [id for group in groups for id in group.ids])
    members = {text.id: text for text in texts(connection, numbers.values())}
    connection.executemany(
        "INSERT INTO copy_groups VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [_group_row(group, numbers, members) for group in groups],
    )
    connection.executemany(
        "INSERT INTO copy_members VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (numbers[member.id], numbers[group.representative], member.kind.value,
             member.jaccard, member.within, member.holds, member.run)
            for group in groups
            for member in group.members
        ],
    )  # fmt: skip


def _group_row(group: Group, numbers: Mapping[str, int], members: Mapping[str, Text]) -> tuple[object, ...]:
    origin = find_origin(group, members)
    sources = independent_sources(group.ids, [group], members, {group.representative: origin})
    return (
        numbers[group.representative], group.kind.value, len(group.members), sources,
        origin.method.value, origin.source, numbers[origin.id] if origin.id else None,
        json.dumps(origin.reasons, ensure_ascii=False),
    )  # fmt: skip
