"""Verification: two texts are compared shingle by shingle, and only what this proves joins them.

Resemblance (Jaccard) and containment are those of Broder, "On the resemblance and containment of documents", 1997.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from copydesk.copies.arrays import LOW, LOWER, Codes, Flags, Keys, distinct, members, packed
from copydesk.copies.fingerprint import WIDTH, Fingerprint

SAME_TEXT: Final = 0.4
"""The part of its shingles that the shorter text must share with the other. A change of one word in ten breaks four
shingles in ten, so a text with every sentence edited still reaches this. With 0.3 recurring formats do too. This and
the following settings were measured with bench/copies.py; docs/copies.md has the curves."""

MIN_SHINGLES: Final = 12
"""A text with fewer shingles (16 words) is too short to be called anybody's copy."""

MIN_SHARED: Final = 30
"""Fewer shingles in common than this (34 words in a row) prove nothing between texts that are not the same."""

MIN_RUN: Final = 4
"""Sentences in a row that make a text contained in part. With three, articles join that only quote the same statement;
with five, a lifted passage of five sentences is lost whenever one full stop is read otherwise."""

CARRIED: Final = 0.8
"""The part of its shingles that a sentence must share to be counted into such a run: sentences of a recurring format,
which differ in names and numbers only, share about half."""

FORMAT_CONTEXTS: Final = 6
FORMAT_AGREEMENT: Final = 0.35
"""Texts that have at least so many places for numbers in common, and in fewer than so many of them the same number,
are two issues of a recurring format (weather, results, market report), not copies."""

TOGETHER: Final = 500
"""Texts or pairs that are worked on together: enough to make array operations cheap, few enough for the cache."""


class Kind(StrEnum):
    """How two texts are copies: the same text, an edited one, or one that holds the other or a part of it."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINED = "contained"


@dataclass(frozen=True, eq=False)
class Kept:
    """A fingerprint as it is compared: without the sentences that many unrelated texts share.

    `shingles` are in the order of the text, `starts` are those at which sentences begin, `distinct` are sorted.
    """

    number: int
    shingles: Codes
    starts: Keys
    distinct: Codes
    contexts: Codes
    values: Codes

    @cached_property
    def numbers(self) -> Mapping[int, Set[int]]:
        """The places for numbers, each with the hashes of the numbers that stand there."""
        found: dict[int, set[int]] = {}
        for context, value in zip(self.contexts.tolist(), self.values.tolist(), strict=True):
            found.setdefault(context, set()).add(value)
        return found

    @cached_property
    def sentences(self) -> tuple[Codes, Keys, Keys]:
        """The shingles that lie within a sentence, where each sentence begins among them, and how many it has."""
        lengths = np.diff(self.starts, append=len(self.shingles))
        ends = np.repeat(self.starts + lengths, lengths)
        whole = np.arange(len(self.shingles)) + WIDTH <= ends
        counts = np.add.reduceat(whole, self.starts, dtype=np.int64)
        counts = counts[counts > 0]
        return self.shingles[whole], np.cumsum(counts) - counts, counts


@dataclass(frozen=True, slots=True)
class Match:
    """Two texts with a proven common text, `left` the one with the smaller number.

    Sizes and `shared` count distinct shingles. Where they share less than SAME_TEXT of the shorter text, `run` is the
    longest run of its sentences that the other one carries; elsewhere it is not needed and 0.
    """

    left: int
    right: int
    kind: Kind
    left_size: int
    right_size: int
    shared: int
    run: int

    @property
    def jaccard(self) -> float:
        """The part of both texts together that they share."""
        return self.shared / (self.left_size + self.right_size - self.shared)

    def contained(self, number: int) -> float:
        """The part of one of the two texts that stands in the other."""
        return self.shared / (self.left_size if number == self.left else self.right_size)

    def other(self, number: int) -> int:
        """The other of the two texts."""
        return self.right if number == self.left else self.left


def keep(prints: Sequence[Fingerprint], boilerplate: Set[int]) -> Iterator[Kept]:
    """Fingerprints without their boilerplate sentences."""
    for first in range(0, len(prints), TOGETHER):
        texts = [without(print, boilerplate) for print in prints[first : first + TOGETHER]]
        own = distinct_of_each([shingles for shingles, _ in texts])
        for print, (shingles, starts), values in zip(prints[first : first + TOGETHER], texts, own, strict=True):
            yield Kept(print.number, shingles, starts, values, print.contexts, print.values)


def without(print: Fingerprint, boilerplate: Set[int]) -> tuple[Codes, Keys]:
    """The shingles of a text, and those at which its sentences begin, without its boilerplate sentences."""
    shingles, starts = print.shingles, print.starts.astype(np.int64)
    if boilerplate and not boilerplate.isdisjoint(print.sentences.tolist()):
        kept = outside(print, boilerplate)
        starts = distinct(np.concatenate(([0], np.cumsum(kept)))[np.minimum(starts, len(shingles))])
        shingles = shingles[kept]
    return shingles, starts[: np.searchsorted(starts, len(shingles))]


def distinct_of_each(parts: Sequence[Codes]) -> list[Codes]:
    """The values of each array sorted, each once, by one sort of all."""
    places = np.arange(len(parts), dtype=np.uint32)
    rows = distinct(packed(np.repeat(places, list(map(len, parts))), np.concatenate(parts)))
    return np.split((rows & LOWER).astype(np.uint32), np.searchsorted(rows, packed(places[1:], places[:1])))


def outside(print: Fingerprint, boilerplate: Set[int]) -> Flags:
    """Which shingles touch no boilerplate sentence."""
    common = [key in boilerplate for key in print.sentences.tolist()]
    lengths = np.diff(print.starts, append=len(print.shingles) + WIDTH - 1)
    words = np.repeat(np.array(common, np.bool_), lengths).astype(np.int64)
    before = np.concatenate(([0], np.cumsum(words)))
    touched: Flags = before[WIDTH:] != before[:-WIDTH]
    return ~touched


def compare(pairs: Sequence[tuple[Kept, Kept]]) -> Iterator[Match]:
    """The proven common text of those pairs of texts that it makes copies."""
    for first in range(0, len(pairs), TOGETHER):
        part = pairs[first : first + TOGETHER]
        for (one, two), shared in zip(part, shared_counts(part), strict=True):
            if match := match_of(one, two, shared):
                yield match


def shared_counts(pairs: Sequence[tuple[Kept, Kept]]) -> list[int]:
    """How many shingles the texts of each pair have in common: a value that is there twice for one pair."""
    parts = [kept.distinct for pair in pairs for kept in pair]
    places = np.repeat(np.arange(len(pairs)), [len(one.distinct) + len(two.distinct) for one, two in pairs])
    rows = np.sort(packed(places, np.concatenate(parts)))
    twice = rows[1:][rows[1:] == rows[:-1]]
    counts: list[int] = np.bincount((twice >> LOW).astype(np.int64), minlength=len(pairs)).tolist()
    return counts


def match_of(one: Kept, two: Kept, shared: int) -> Match | None:
    """The match of two texts with so many shingles in common, None if these do not make them copies."""
    left, right = (one, two) if one.number < two.number else (two, one)
    short, long = (left, right) if len(left.distinct) <= len(right.distinct) else (right, left)
    if len(short.distinct) < MIN_SHINGLES:
        return None
    sizes = len(left.distinct), len(right.distinct)
    if shared == max(sizes) and np.array_equal(left.shingles, right.shingles):
        return Match(left.number, right.number, Kind.EXACT, *sizes, shared=shared, run=0)
    if shared < MIN_SHARED:
        return None
    run = 0 if shared >= SAME_TEXT * len(short.distinct) else longest_run(short, long)
    if (shared < SAME_TEXT * len(short.distinct) and run < MIN_RUN) or other_issue(left, right):
        return None
    kind = Kind.NEAR if shared >= SAME_TEXT * len(long.distinct) else Kind.CONTAINED
    return Match(left.number, right.number, kind, *sizes, shared=shared, run=run)


def longest_run(short: Kept, long: Kept) -> int:
    """The most sentences in a row that are carried by the longer text. Those without a whole shingle do not count."""
    shingles, starts, counts = short.sentences
    if len(starts) < MIN_RUN:
        return 0
    shared = np.add.reduceat(members(shingles, long.distinct), starts, dtype=np.int64)
    breaks = np.flatnonzero(shared < CARRIED * counts)
    return int(np.diff(breaks, prepend=-1, append=len(counts)).max()) - 1


def other_issue(one: Kept, two: Kept) -> bool:
    """Whether two texts say the same with other numbers, as two issues of a weather or market report do."""
    if min(len(one.contexts), len(two.contexts)) < FORMAT_CONTEXTS:
        return False
    contexts = one.numbers.keys() & two.numbers.keys()
    if len(contexts) < FORMAT_CONTEXTS:
        return False
    agreed = sum(not one.numbers[context].isdisjoint(two.numbers[context]) for context in contexts)
    return agreed < FORMAT_AGREEMENT * len(contexts)
