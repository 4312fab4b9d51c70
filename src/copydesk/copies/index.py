"""What the search for copies needs to remember, and an implementation of it in memory.

Texts are known here by their numbers (`Fingerprint.number`), so that an index can live in the integer columns of a
database.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, Protocol

import numpy as np

from copydesk.copies.arrays import Codes, Keys, Rows, distinct
from copydesk.copies.compare import Match
from copydesk.copies.fingerprint import NO_SENTENCE, Fingerprint


class Index(Protocol):
    """Fingerprints, the keys under which they meet, and what was found so far.

    Rows are pairs of equally long arrays, key and number, in any order, each row once.
    """

    def add(self, prints: Sequence[Fingerprint]) -> None:
        """Remember fingerprints, none of which is known, with their `band_rows` and `sentence_rows`."""

    def known(self, numbers: Iterable[int]) -> Set[int]:
        """Those of the numbers that were added."""

    def prints(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints with these numbers."""

    def bands(self, keys: Keys) -> Rows:
        """All rows with these band keys (sorted, distinct)."""

    def sentences(self, keys: Keys) -> Rows:
        """All rows with these sentence keys (sorted, distinct)."""

    def boilerplate(self, keys: Iterable[int]) -> Set[int]:
        """Those of the sentence keys that are marked as boilerplate."""

    def mark_boilerplate(self, keys: Set[int], marked: bool) -> None:
        """Mark sentence keys as boilerplate, or take the mark away."""

    def matches(self, numbers: Iterable[int]) -> Sequence[Match]:
        """All matches of these texts, each once."""

    def replace_matches(self, numbers: Set[int], matches: Sequence[Match]) -> None:
        """Forget all matches of these texts, and remember others."""


def band_rows(prints: Sequence[Fingerprint]) -> Rows:
    """The band keys of texts, each with the number of its text."""
    return rows_by_text(prints, [print.bands for print in prints])


def sentence_rows(prints: Sequence[Fingerprint]) -> Rows:
    """The sentence keys of texts, each with the number of its text; a key that a text has twice is there once."""
    keys, numbers = in_order(*rows_by_text(prints, [print.sentences for print in prints]))
    first = keys != NO_SENTENCE
    first[1:] &= (keys[1:] != keys[:-1]) | (numbers[1:] != numbers[:-1])
    return keys[first], numbers[first]


def band_keys(prints: Sequence[Fingerprint]) -> Keys:
    """All band keys of texts, sorted, each once."""
    return distinct(np.concatenate([np.zeros(0, np.int64), *(print.bands for print in prints)]))


def sentence_keys(prints: Sequence[Fingerprint]) -> Keys:
    """All sentence keys of texts, sorted, each once."""
    none = np.zeros(0, np.uint32)
    keys: Keys = np.concatenate([none, *(print.sentences for print in prints)]).astype(np.int64)
    return distinct(keys[keys != NO_SENTENCE])


def rows_by_text(prints: Sequence[Fingerprint], keys: Sequence[Keys] | Sequence[Codes]) -> Rows:
    """The keys of all texts in one column, the numbers of their texts in another."""
    numbers = np.array([print.number for print in prints], np.int64)
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *keys]).astype(np.int64), np.repeat(numbers, [len(part) for part in keys])


class Postings:
    """Rows of key and number, kept as a few sorted runs of growing length: new rows are merged in near-linear time.

    This is the logarithmic method of Bentley and Saxe, "Decomposable searching problems", 1980.
    """

    def __init__(self) -> None:
        self.runs: list[Rows] = []

    def add(self, keys: Keys, numbers: Keys) -> None:
        """Add rows."""
        self.runs.append(in_order(keys, numbers))
        while len(self.runs) > 1 and 2 * len(self.runs[-1][0]) >= len(self.runs[-2][0]):
            self.runs[-2:] = [in_order(*joined(self.runs[-2:]))]

    def find(self, keys: Keys) -> Rows:
        """All rows with these sorted, distinct keys."""
        return joined([rows_of(run, keys) for run in self.runs])


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows of several parts in one."""
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *(part[0] for part in parts)]), np.concatenate([none, *(part[1] for part in parts)])


def in_order(keys: Keys, numbers: Keys) -> Rows:
    """Rows in the order of their keys."""
    order = np.argsort(keys, kind="stable")
    return keys[order], numbers[order]


def rows_of(run: Rows, keys: Keys) -> Rows:
    """The rows of one sorted run with these keys."""
    first = np.searchsorted(run[0], keys, side="left")
    counts = np.searchsorted(run[0], keys, side="right") - first
    places = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
    return run[0][places], run[1][places]


class MemoryIndex:
    """An index in memory: about 3 kB for an article of 400 words."""

    def __init__(self) -> None:
        self.by_number: Final[dict[int, Fingerprint]] = {}
        self.band_postings: Final = Postings()
        self.sentence_postings: Final = Postings()
        self.marked: Final[set[int]] = set()
        self.neighbours: Final[dict[int, dict[int, Match]]] = {}

    def add(self, prints: Sequence[Fingerprint]) -> None:
        """Remember fingerprints, none of which is known."""
        self.by_number.update((print.number, print) for print in prints)
        self.band_postings.add(*band_rows(prints))
        self.sentence_postings.add(*sentence_rows(prints))

    def known(self, numbers: Iterable[int]) -> Set[int]:
        """Those of the numbers that were added."""
        return {number for number in numbers if number in self.by_number}

    def prints(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints with these numbers."""
        return {number: self.by_number[number] for number in numbers}

    def bands(self, keys: Keys) -> Rows:
        """All rows with these band keys."""
        return self.band_postings.find(keys)

    def sentences(self, keys: Keys) -> Rows:
        """All rows with these sentence keys."""
        return self.sentence_postings.find(keys)

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
