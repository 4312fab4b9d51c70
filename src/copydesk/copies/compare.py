"""Verification: two texts are compared shingle by shingle, and only what this proves joins them.

Resemblance (Jaccard) and containment are those of Broder, "On the resemblance and containment of documents", 1997.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from copydesk.copies.arrays import Codes, Flags, Keys, distinct, members
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

THROUGHOUT: Final = 0.25
TOUCHED: Final = 0.6
"""A text that is edited throughout shares less than SAME_TEXT, but some of nearly every sentence: so many of its
shingles, from so many of its sentences. Articles that quote the same statement share whole sentences, and few."""

FEW_CONTEXTS: Final = 3
FEW_AGREEMENT: Final = 0.5
"""Of texts edited throughout more numbers must agree, for recurring formats share as much."""


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

    Sizes and `shared` count distinct shingles. Where only sentences in a row prove it, `run` is the longest run of
    sentences of the shorter text that the other one carries; elsewhere it is 0.
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


def keep(print: Fingerprint, boilerplate: Set[int]) -> Kept:
    """A fingerprint without its boilerplate sentences."""
    shingles, starts = without(print, boilerplate)
    return Kept(print.number, shingles, starts, distinct(shingles), print.contexts, print.values)


def without(print: Fingerprint, boilerplate: Set[int]) -> tuple[Codes, Keys]:
    """The shingles of a text, and those at which its sentences begin, without its boilerplate sentences."""
    shingles, starts = print.shingles, print.starts.astype(np.int64)
    if boilerplate and not boilerplate.isdisjoint(print.sentences.tolist()):
        kept = outside(print, boilerplate)
        starts = distinct(np.concatenate(([0], np.cumsum(kept)))[np.minimum(starts, len(shingles))])
        shingles = shingles[kept]
    return shingles, starts[: np.searchsorted(starts, len(shingles))]


def outside(print: Fingerprint, boilerplate: Set[int]) -> Flags:
    """Which shingles touch no boilerplate sentence."""
    common = [key in boilerplate for key in print.sentences.tolist()]
    lengths = np.diff(print.starts, append=len(print.shingles) + WIDTH - 1)
    words = np.repeat(np.array(common, np.bool_), lengths).astype(np.int64)
    before = np.concatenate(([0], np.cumsum(words)))
    touched: Flags = before[WIDTH:] != before[:-WIDTH]
    return ~touched


def compare(one: Kept, two: Kept) -> Match | None:
    """The proven common text of two texts, None if it does not make them copies."""
    left, right = (one, two) if one.number < two.number else (two, one)
    short, long = (left, right) if len(left.distinct) <= len(right.distinct) else (right, left)
    if len(short.distinct) < MIN_SHINGLES:
        return None
    sizes = len(left.distinct), len(right.distinct)
    shared = count_shared(left.distinct, right.distinct)
    if shared == max(sizes) and np.array_equal(left.shingles, right.shingles):
        return Match(left.number, right.number, Kind.EXACT, *sizes, shared=shared, run=0)
    if shared < MIN_SHARED:
        return None
    enough, run, issue = SAME_TEXT, 0, other_issue(left, right, FORMAT_CONTEXTS, FORMAT_AGREEMENT)
    if shared < SAME_TEXT * len(short.distinct):
        run = longest_run(short, long)
        if run < MIN_RUN:
            if shared < THROUGHOUT * len(short.distinct) or touched(short, long) < TOUCHED:
                return None
            enough, run, issue = THROUGHOUT, 0, other_issue(left, right, FEW_CONTEXTS, FEW_AGREEMENT)
    if issue:
        return None
    kind = Kind.NEAR if shared >= enough * len(long.distinct) else Kind.CONTAINED
    return Match(left.number, right.number, kind, *sizes, shared=shared, run=run)


def count_shared(one: Codes, two: Codes) -> int:
    """How many values two arrays have in common, each of which has none twice: a sort beats any search here."""
    both = np.sort(np.concatenate((one, two)))
    return int(np.count_nonzero(both[1:] == both[:-1]))


def longest_run(short: Kept, long: Kept) -> int:
    """The most sentences in a row that are carried by the longer text. Those without a whole shingle do not count."""
    shared, counts = by_sentence(short, long)
    breaks = np.flatnonzero(shared < CARRIED * counts)
    return int(np.diff(breaks, prepend=-1, append=len(counts)).max()) - 1


def touched(short: Kept, long: Kept) -> float:
    """The part of the sentences of which at least a shingle stands in the longer text."""
    shared, _ = by_sentence(short, long)
    return np.count_nonzero(shared) / max(1, len(shared))


def by_sentence(short: Kept, long: Kept) -> tuple[Keys, Keys]:
    """How many shingles of each sentence stand in the longer text, and how many it has."""
    shingles, starts, counts = short.sentences
    if not len(starts):
        return counts, counts
    return np.add.reduceat(members(shingles, long.distinct), starts, dtype=np.int64), counts


def other_issue(one: Kept, two: Kept, enough: int, agreement: float) -> bool:
    """Whether two texts say the same with other numbers, as two issues of a weather or market report do."""
    if min(len(one.contexts), len(two.contexts)) < enough:
        return False
    contexts = one.numbers.keys() & two.numbers.keys()
    if len(contexts) < enough:
        return False
    agreed = sum(not one.numbers[context].isdisjoint(two.numbers[context]) for context in contexts)
    return agreed < agreement * len(contexts)
