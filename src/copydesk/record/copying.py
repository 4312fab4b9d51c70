"""Copies: new articles are compared with all others, and their groups entered; what was compared before stays.

Groups are a function of the set of articles, so it makes no difference how these are divided among builds, in which
order they came, or where a build was killed.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from copydesk.copies import Change, Group, Text, find_origin, fingerprints, independent_sources, update
from copydesk.copies.origin import own_source
from copydesk.record.copyindex import RecordIndex
from copydesk.record.texts import as_list, numbers_of, texts

BATCH: Final = 1_000
"""Articles that are compared in one transaction: what a killed build has to do again, and what is held in memory."""

_UNCOMPARED: Final = "FROM articles WHERE capture > (SELECT ifnull(max(capture), 0) FROM prints)"
_LEFT: Final = f"SELECT count(*) {_UNCOMPARED}"
_NEW: Final = f"SELECT capture {_UNCOMPARED} ORDER BY capture LIMIT ?"
_VOID: Final = (
    "DELETE FROM copy_groups WHERE copy_group IN (SELECT copy_group FROM json_each(?) "
    "CROSS JOIN captures ON captures.id = json_each.value JOIN copy_members USING (capture))"
)


def compare_new(connection: sqlite3.Connection, tell: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Compare all articles that were not compared yet, in the order of the record.

    `tell` is told how many are done, and of how many.
    """
    done, total = 0, int(connection.execute(_LEFT).fetchone()[0])
    while numbers := [number for (number,) in connection.execute(_NEW, (BATCH,))]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _compare(connection, numbers)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        done += len(numbers)
        tell(done, total)


def _compare(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    prints = list(fingerprints(_with_sources(connection, numbers)))
    _write(connection, update(RecordIndex(connection), prints))


def _with_sources(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[Text]:
    """The texts, each after a note of whose it is."""
    for number, text in zip(numbers, texts(connection, numbers), strict=True):
        connection.execute("INSERT INTO sources VALUES (?, ?)", (number, own_source(text)))
        yield text


def _write(connection: sqlite3.Connection, change: Change) -> None:
    """Enter groups in the place of those that are void."""
    connection.execute(_VOID, (as_list(change.touched),))
    for group in change.groups:
        _write_group(connection, group)


def _write_group(connection: sqlite3.Connection, group: Group) -> None:
    numbers = numbers_of(connection, group.ids)
    members = {text.id: text for text in texts(connection, numbers.values())}
    origin = find_origin(group, members)
    number = numbers[group.representative]
    sources = independent_sources(group.ids, [group], members, {group.representative: origin})
    connection.execute(
        "INSERT INTO copy_groups VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number, group.kind.value, len(group.members), sources,
            origin.method.value, origin.source, numbers[origin.id] if origin.id else None,
            json.dumps(origin.reasons, ensure_ascii=False),
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO copy_members VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (numbers[member.id], number, member.kind.value, member.jaccard, member.within, member.holds, member.run)
            for member in group.members
        ],
    )
