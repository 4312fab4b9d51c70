"""The index of the search for copies, in the tables of the record."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np
import orjson

from copydesk.copies import Fingerprint, Kind, Match
from copydesk.copies.arrays import Keys, Rows
from copydesk.record.texts import as_list


class RecordIndex:
    """An `Index` whose values outlive the process. All that is asked for at once is looked up in one statement.

    Keys are written and looked up in order, so that neighbours share the pages of the file, and many integers come
    back as JSON, which costs a third of a row for each. Fingerprints that were just added are kept as they are, for
    they are about to be asked for.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._added: dict[int, Fingerprint] = {}

    def add(self, prints: Sequence[Fingerprint], bands: Rows, sentences: Rows) -> None:
        """Remember fingerprints of captures of the record, none of which is known, with their rows."""
        rows = ((print.number, print.to_bytes(), print.id) for print in prints)
        self._connection.executemany("INSERT INTO prints SELECT ?, capture, ? FROM captures WHERE id = ?", rows)
        self._added.update((print.number, print) for print in prints)
        for sql, columns in (
            ("INSERT OR IGNORE INTO bands VALUES (?, ?)", bands),
            ("INSERT INTO sentences VALUES (?, ?)", sentences),
        ):
            self._connection.executemany(sql, zip(*(column.tolist() for column in columns), strict=True))

    def known(self, numbers: Iterable[int]) -> Set[int]:
        """Those of the numbers that were added."""
        return self._found("SELECT number FROM json_each(?) CROSS JOIN prints ON number = value", numbers)

    def ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """The ids of the texts with these numbers."""
        rows = self._connection.execute(
            "SELECT number, captures.id FROM json_each(?) CROSS JOIN prints ON number = json_each.value "
            "JOIN captures USING (capture)",
            (as_list(sorted(numbers)),),
        )
        return dict(rows.fetchall())

    def prints(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints with these numbers."""
        wanted = set(numbers)
        found = {number: self._added[number] for number in wanted & self._added.keys()}
        rows = self._connection.execute(
            "SELECT number, captures.id, print FROM json_each(?) CROSS JOIN prints ON number = json_each.value "
            "JOIN captures USING (capture)",
            (as_list(sorted(wanted - found.keys())),),
        )
        found.update((number, Fingerprint.from_bytes(id, data)) for number, id, data in rows)
        return found

    def bands(self, keys: Keys) -> Rows:
        """All rows with these band keys."""
        return self._rows("bands", "band", keys)

    def sentences(self, keys: Keys) -> Rows:
        """All rows with these sentence keys."""
        return self._rows("sentences", "sentence", keys)

    def band_counts(self, keys: Keys) -> Keys:
        """How many rows each of these band keys has."""
        return self._counts("bands", "band", keys)

    def sentence_counts(self, keys: Keys) -> Keys:
        """How many rows each of these sentence keys has."""
        return self._counts("sentences", "sentence", keys)

    def boilerplate(self, keys: Iterable[int]) -> Set[int]:
        """Those of the sentence keys that are marked as boilerplate."""
        return self._found("SELECT sentence FROM json_each(?) CROSS JOIN boilerplate ON sentence = value", keys)

    def mark_boilerplate(self, keys: Set[int], marked: bool) -> None:
        """Mark sentence keys as boilerplate, or take the mark away."""
        sql = "INSERT OR IGNORE INTO boilerplate VALUES (?)" if marked else "DELETE FROM boilerplate WHERE sentence = ?"
        self._connection.executemany(sql, [(key,) for key in sorted(keys)])

    def matches(self, numbers: Iterable[int]) -> Sequence[Match]:
        """All matches of these texts, each once."""
        columns = "one, two, kind, one_size, two_size, shared, run"
        rows = self._connection.execute(
            f"SELECT {columns} FROM json_each(?1) CROSS JOIN matches ON one = value UNION "
            f"SELECT {columns} FROM json_each(?1) CROSS JOIN matches ON two = value",
            (as_list(numbers),),
        )
        return [Match(one, two, Kind(kind), *sizes) for one, two, kind, *sizes in rows]

    def replace_matches(self, numbers: Set[int], matches: Sequence[Match]) -> None:
        """Forget all matches of these texts, and remember others."""
        listed = as_list(numbers)
        for end in ("one", "two"):
            self._connection.execute(f"DELETE FROM matches WHERE {end} IN (SELECT value FROM json_each(?))", (listed,))
        rows = (
            (match.left, match.right, match.kind.value, match.left_size, match.right_size, match.shared, match.run)
            for match in matches
        )
        self._connection.executemany("INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _found(self, sql: str, keys: Iterable[int]) -> Set[int]:
        return {key for (key,) in self._connection.execute(sql, (as_list(keys),))}

    def _counts(self, table: str, column: str, keys: Keys) -> Keys:
        sql = f"SELECT json_group_array((SELECT count(*) FROM {table} WHERE {column} = value)) FROM json_each(?)"
        return self._integers(sql, keys)[0]

    def _rows(self, table: str, column: str, keys: Keys) -> Rows:
        columns = f"json_group_array({column}), json_group_array(number)"
        sql = f"SELECT {columns} FROM json_each(?) CROSS JOIN {table} ON {column} = value"
        found, numbers = self._integers(sql, keys)
        return found, numbers

    def _integers(self, sql: str, keys: Keys) -> list[Keys]:
        """The columns of a statement's one row, each a list."""
        row = self._connection.execute(sql, (as_list(keys.tolist()),)).fetchone()
        return [np.array(orjson.loads(column), np.int64) for column in row]
