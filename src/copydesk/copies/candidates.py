"""Candidates: pairs of texts that are worth comparing.

Two texts meet if they agree in a whole band of MinHash values (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining
of Massive Datasets", chapter 3), or if they have two sentences with the same key in common. The first finds texts
that are edited throughout, the second finds a part of a text in a longer one.

A key that very many texts share would make the number of pairs grow with its square. So its texts are compared with
its LEADERS only, those with the smallest numbers. Who leads does not depend on the order in which texts came.
"""

from collections.abc import Iterator, Set
from typing import Final

import numpy as np

from copydesk.copies.arrays import Flags, Keys, Rows, counted, distinct, places
from copydesk.copies.index import Index, band_keys, sentence_keys

LEADERS: Final = 32
"""Texts with which all others of a key are compared; a key with no more texts than this has all its pairs compared."""

MIN_SENTENCES: Final = 2
"""Sentence keys that texts must share: a single one is too often a set phrase."""

CHUNK: Final = 20_000
"""Texts for which candidates are looked up at once."""


def candidates(index: Index, numbers: Keys) -> Iterator[Rows]:
    """All pairs worth comparing with an end among these sorted numbers, each once and smaller number first."""
    for first in range(0, len(numbers), CHUNK):
        end = min(first + CHUNK, len(numbers))
        left, right = pairs_of(index, numbers[first:end])
        earliest = np.minimum(places(left, numbers), places(right, numbers))
        wanted = (earliest >= first) & (earliest < end)
        yield left[wanted], right[wanted]


def pairs_of(index: Index, numbers: Keys) -> Rows:
    """The distinct candidate pairs under the keys of these texts."""
    prints = list(index.prints(numbers.tolist()).values())
    bands = bucket_pairs(*index.bands(band_keys(prints)))
    sentences = bucket_pairs(*index.sentences(live(index, sentence_keys(prints))))
    return union_of_pairs(bands, sentences)


def live(index: Index, keys: Keys) -> Keys:
    """Keys of sentences without those of boilerplate."""
    boilerplate = index.boilerplate(keys.tolist())
    if boilerplate:
        keys = keys[~np.isin(keys, np.fromiter(boilerplate, np.int64, len(boilerplate)))]
    return keys


def bucket_pairs(keys: Keys, numbers: Keys) -> Rows:
    """For each key the pairs of its leaders with all texts that follow them, in the order of numbers."""
    keys, numbers, ranks = ranked(keys, numbers)
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for rank in range(min(LEADERS, int(ranks.max(initial=0)))):
        later = np.flatnonzero(ranks > rank)
        lefts.append(numbers[later - ranks[later] + rank])
        rights.append(numbers[later])
    return np.concatenate(lefts), np.concatenate(rights)


def ranked(keys: Keys, numbers: Keys) -> tuple[Keys, Keys, Keys]:
    """Rows in order, without keys that occur once, and the rank of each number under its key."""
    order = np.argsort(keys)
    order = order[repeated(keys[order])]
    order = order[np.lexsort((numbers[order], keys[order]))]
    keys, numbers = keys[order], numbers[order]
    begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    ranks = np.arange(len(keys)) - np.repeat(begins, np.diff(begins, append=len(keys)))
    return keys, numbers, ranks


def repeated(ordered: Keys) -> Flags:
    """Which of the ordered keys occur more than once."""
    same = np.zeros(len(ordered) + 1, np.bool_)
    same[1:-1] = ordered[1:] == ordered[:-1]
    return same[1:] | same[:-1]


def union_of_pairs(bands: Rows, sentences: Rows) -> Rows:
    """Pairs that share a band, or enough sentences, each once."""
    numbers = distinct(np.concatenate([distinct(ends) for ends in (*bands, *sentences)]))
    several, counts = counted(np.sort(coded(sentences, numbers)))
    codes = distinct(np.concatenate([distinct(coded(bands, numbers)), several[counts >= MIN_SENTENCES]]))
    return numbers[codes // max(1, len(numbers))], numbers[codes % max(1, len(numbers))]


def coded(pairs: Rows, numbers: Keys) -> Keys:
    """Each pair of numbers as one integer: of millions of pairs most are the same, and nothing larger is kept."""
    return np.searchsorted(numbers, pairs[0]) * len(numbers) + np.searchsorted(numbers, pairs[1])


def led_anew(index: Index, fresh: Keys, bands: Keys, sentences: Keys, counts: Keys) -> Set[int]:
    """The texts under keys that have more texts than leaders, and a new leader among the fresh numbers.

    `bands` and `sentences` are the keys of the fresh ones, and `counts` says in how many texts each sentence occurs.
    """
    found: set[int] = set()
    for keys, numbers in (
        index.bands(bands[index.band_counts(bands) > LEADERS]),
        index.sentences(live(index, sentences[counts > LEADERS])),
    ):
        found.update(under_new_leaders(*ranked(keys, numbers), fresh).tolist())
    return found


def under_new_leaders(keys: Keys, numbers: Keys, ranks: Keys, fresh: Keys) -> Keys:
    """All numbers under those crowded keys where one of the fresh numbers has become a leader instead of another."""
    led = keys[(ranks < LEADERS) & np.isin(numbers, fresh)]
    return np.unique(numbers[np.isin(keys, led)])
