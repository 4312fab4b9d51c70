"""Verification: two texts are compared shingle by shingle, and only what this proves joins them.

Resemblance (Jaccard) and containment are those of Broder, "On the resemblance and containment of documents", 1997.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
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


class Kind(StrEnum):
    """How two texts are copies: the same text, an edited one, or one that holds the other or a part of it."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINED = "contained"


@dataclass(frozen=True, slots=True, eq=False)
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


def keep(print: Fingerprint, boilerplate: Set[int]) -> Kept:
    """A fingerprint without its boilerplate sentences."""
    shingles, starts = print.shingles, print.starts.astype(np.int64)
    if not boilerplate.isdisjoint(print.sentences.tolist()):
        kept = outside(print, boilerplate)
        starts = distinct(np.concatenate(([0], np.cumsum(kept)))[np.minimum(starts, len(shingles))])
        shingles = shingles[kept]
    starts = starts[starts < len(shingles)]
    return Kept(print.number, shingles, starts, distinct(shingles), print.contexts, print.values)


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
    if np.array_equal(left.shingles, right.shingles):
        return Match(left.number, right.number, Kind.EXACT, *sizes, shared=sizes[0], run=0)
    shared = int(np.count_nonzero(members(short.distinct, long.distinct)))
    if shared < MIN_SHARED:
        return None
    run = 0 if shared >= SAME_TEXT * len(short.distinct) else longest_run(short, long)
    if (shared < SAME_TEXT * len(short.distinct) and run < MIN_RUN) or other_issue(left, right):
        return None
    kind = Kind.NEAR if shared >= SAME_TEXT * len(long.distinct) else Kind.CONTAINED
    return Match(left.number, right.number, kind, *sizes, shared=shared, run=run)


def longest_run(short: Kept, long: Kept) -> int:
    """The most sentences in a row that are carried by the longer text. Those without a whole shingle do not count."""
    lengths = np.diff(short.starts, append=len(short.shingles))
    ends = np.repeat(short.starts + lengths, lengths)
    whole = np.arange(len(short.shingles)) + WIDTH <= ends
    wholes = np.add.reduceat(whole, short.starts, dtype=np.int64)
    shared = np.add.reduceat(members(short.shingles, long.distinct) & whole, short.starts, dtype=np.int64)
    carried = (shared >= CARRIED * wholes)[wholes > 0]
    breaks = np.flatnonzero(~np.concatenate(([False], carried, [False])))
    return int(np.diff(breaks).max()) - 1


def other_issue(one: Kept, two: Kept) -> bool:
    """Whether two texts say the same with other numbers, as two issues of a weather or market report do."""
    if min(len(one.contexts), len(two.contexts)) < FORMAT_CONTEXTS:
        return False
    contexts = set(one.contexts.tolist()) & set(two.contexts.tolist())
    if len(contexts) < FORMAT_CONTEXTS:
        return False
    values = set(two.values.tolist())
    agreed = {
        context for context, value in zip(one.contexts.tolist(), one.values.tolist(), strict=True) if value in values
    }
    return len(agreed) < FORMAT_AGREEMENT * len(contexts)
