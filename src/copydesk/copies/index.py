"""What the search for copies needs to remember, and an implementation of it in memory.

Texts are known here by their numbers (`Fingerprint.number`), so that an index can live in the integer columns of a
database.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, Protocol

import numpy as np

from copydesk.copies.arrays import LOW, LOWER, Keys, Rows, distinct, packed
from copydesk.copies.compare import Match
from copydesk.copies.fingerprint import NO_SENTENCE, Fingerprint


class Index(Protocol):
    """Fingerprints, the keys under which they meet, and what was found so far.

    Rows are pairs of equally long arrays, key and number, in any order, each row once.
    """

    def add(self, prints: Sequence[Fingerprint], bands: Rows, sentences: Rows) -> None:
        """Remember fingerprints, none of which is known, with their `band_rows` and `sentence_rows`."""

    def known(self, numbers: Iterable[int]) -> Set[int]:
        """Those of the numbers that were added."""

    def ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """The ids of the texts with these numbers."""

    def prints(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints with these numbers."""

    def bands(self, keys: Keys) -> Rows:
        """All rows with these band keys (sorted, distinct)."""

    def sentences(self, keys: Keys) -> Rows:
        """All rows with these sentence keys (sorted, distinct)."""

    def band_counts(self, keys: Keys) -> Keys:
        """How many rows each of these band keys (sorted, distinct) has."""

    def sentence_counts(self, keys: Keys) -> Keys:
        """How many rows each of these sentence keys (sorted, distinct) has."""

    def boilerplate(self, keys: Iterable[int]) -> Set[int]:
        """Those of the sentence keys that are marked as boilerplate."""

    def mark_boilerplate(self, keys: Set[int], marked: bool) -> None:
        """Mark sentence keys as boilerplate, or take the mark away."""

    def matches(self, numbers: Iterable[int]) -> Sequence[Match]:
        """All matches of these texts, each once."""

    def replace_matches(self, numbers: Set[int], matches: Sequence[Match]) -> None:
        """Forget all matches of these texts, and remember others."""


def band_rows(prints: Sequence[Fingerprint]) -> Rows:
    """The band keys of texts, in order, each with the number of its text."""
    keys = np.concatenate([np.zeros(0, np.int64), *(print.bands for print in prints)])
    numbers = np.array([print.number for print in prints], np.int64)
    return in_order(keys, np.repeat(numbers, [len(print.bands) for print in prints]))


def sentence_rows(prints: Sequence[Fingerprint]) -> Rows:
    """The sentence keys of texts, in order, each with the number of its text; one that a text has twice once."""
    keys = np.concatenate([np.zeros(0, np.uint32), *(print.sentences for print in prints)])
    rows = distinct(packed(keys, np.repeat(np.arange(len(prints)), [len(print.sentences) for print in prints])))
    rows = rows[: np.searchsorted(rows, np.uint64(NO_SENTENCE << 32))]
    numbers = np.array([print.number for print in prints], np.int64)
    return (rows >> LOW).astype(np.int64), numbers[(rows & LOWER).astype(np.int64)]


def band_keys(prints: Sequence[Fingerprint]) -> Keys:
    """All band keys of texts, sorted, each once."""
    return distinct(np.concatenate([np.zeros(0, np.int64), *(print.bands for print in prints)]))


def sentence_keys(prints: Sequence[Fingerprint]) -> Keys:
    """All sentence keys of texts, sorted, each once."""
    none = np.zeros(0, np.uint32)
    keys: Keys = np.concatenate([none, *(print.sentences for print in prints)]).astype(np.int64)
    return distinct(keys[keys != NO_SENTENCE])


class Postings:
    """Rows of key and number, kept as a few sorted runs of growing length: new rows are merged in near-linear time.

    This is the logarithmic method of Bentley and Saxe, "Decomposable searching problems", 1980.
    """

    def __init__(self) -> None:
        self.runs: list[Rows] = []

    def add(self, keys: Keys, numbers: Keys) -> None:
        """Add rows, in the order of their keys."""
        self.runs.append((keys, numbers))
        while len(self.runs) > 1 and 2 * len(self.runs[-1][0]) >= len(self.runs[-2][0]):
            self.runs[-2:] = [in_order(*joined(self.runs[-2:]))]

    def find(self, keys: Keys) -> Rows:
        """All rows with these sorted, distinct keys."""
        return joined([rows_of(run, keys) for run in self.runs])

    def count(self, keys: Keys) -> Keys:
        """How many rows each of these sorted, distinct keys has."""
        return sum((bounds(run, keys)[1] for run in self.runs), start=np.zeros(len(keys), np.int64))


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows of several parts in one."""
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *(part[0] for part in parts)]), np.concatenate([none, *(part[1] for part in parts)])


def in_order(keys: Keys, numbers: Keys) -> Rows:
    """Rows in the order of their keys."""
    order = np.argsort(keys)
    return keys[order], numbers[order]


def rows_of(run: Rows, keys: Keys) -> Rows:
    """The rows of one sorted run with these keys."""
    first, counts = bounds(run, keys)
    places = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
    return run[0][places], run[1][places]


def bounds(run: Rows, keys: Keys) -> tuple[Keys, Keys]:
    """Where the rows of each key begin in a sorted run, and how many there are: most keys have none or one."""
    found = run[0]
    first = np.searchsorted(found, keys, side="left")
    counts = np.zeros(len(keys), np.int64)
    inside = np.flatnonzero(first < len(found))
    inside = inside[found[first[inside]] == keys[inside]]
    counts[inside] = 1
    inside = inside[first[inside] + 1 < len(found)]
    several = inside[found[first[inside] + 1] == keys[inside]]
    counts[several] = np.searchsorted(found, keys[several], side="right") - first[several]
    return first, counts


class MemoryIndex:
    """An index in memory: about 4 kB for an article of 400 words.

    The fingerprints added last are kept as they are, for they are about to be asked for; others as bytes, which take
    half of the memory.
    """

    def __init__(self) -> None:
        self.last: Mapping[int, Fingerprint] = {}
        self.stored: Final[dict[int, tuple[str, bytes]]] = {}
        self.band_postings: Final = Postings()
        self.sentence_postings: Final = Postings()
        self.marked: Final[set[int]] = set()
        self.neighbours: Final[dict[int, dict[int, Match]]] = {}

    def add(self, prints: Sequence[Fingerprint], bands: Rows, sentences: Rows) -> None:
        """Remember fingerprints, none of which is known, with their rows."""
        self.stored.update((number, (print.id, print.to_bytes())) for number, print in self.last.items())
        self.last = {print.number: print for print in prints}
        self.band_postings.add(*bands)
        self.sentence_postings.add(*sentences)

    def known(self, numbers: Iterable[int]) -> Set[int]:
        """Those of the numbers that were added."""
        return {number for number in numbers if number in self.last or number in self.stored}

    def ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """The ids of the texts with these numbers."""
        return {number: self.last[number].id if number in self.last else self.stored[number][0] for number in numbers}

    def prints(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints with these numbers."""
        return {number: self.last.get(number) or Fingerprint.from_bytes(*self.stored[number]) for number in numbers}

    def bands(self, keys: Keys) -> Rows:
        """All rows with these band keys."""
        return self.band_postings.find(keys)

    def sentences(self, keys: Keys) -> Rows:
        """All rows with these sentence keys."""
        return self.sentence_postings.find(keys)

    def band_counts(self, keys: Keys) -> Keys:
        """How many rows each of these band keys has."""
        return self.band_postings.count(keys)

    def sentence_counts(self, keys: Keys) -> Keys:
        """How many rows each of these sentence keys has."""
        return self.sentence_postings.count(keys)

    def boilerplate(self, keys: Iterable[int]) -> Set[int]:
        """Those of the sentence keys that are marked as boilerplate."""
        return self.marked.intersection(keys)

    def mark_boilerplate(self, keys: Set[int], marked: bool) -> None:
        """Mark sentence keys as boilerplate, or take the mark away."""
        if marked:
            self.marked.update(keys)
        else:
            self.marked.difference_update(keys)

    def matches(self, numbers: Iterable[int]) -> Sequence[Match]:
        """All matches of these texts, each once."""
        found = {
            (match.left, match.right): match for number in numbers for match in self.neighbours.get(number, {}).values()
        }
        return list(found.values())

    def replace_matches(self, numbers: Set[int], matches: Sequence[Match]) -> None:
        """Forget all matches of these texts, and remember others."""
        for number in numbers:
            for other in self.neighbours.pop(number, {}):
                self.neighbours.get(other, {}).pop(number, None)
        for match in matches:
            self.neighbours.setdefault(match.left, {})[match.right] = match
            self.neighbours.setdefault(match.right, {})[match.left] = match
