"""Sentences that slipped through as text although very many unrelated articles share them.

How often a sentence occurs does not tell a disclaimer from a wire story that forty papers print. What tells them
apart is the rest of the text: most articles with the disclaimer consist of text of their own, most articles with a
sentence of the wire consist of the wire's other sentences, which are as frequent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from statistics import median
from typing import Final

import numpy as np

from copydesk.copies.arrays import Keys, distinct
from copydesk.copies.fingerprint import NO_SENTENCE, WIDTH, Fingerprint
from copydesk.copies.index import Index, sentence_rows

FREQUENT: Final = 8
"""Texts that must share a sentence before it can be boilerplate."""

OWN_TEXT: Final = 0.4
"""A frequent sentence is boilerplate if in half of its texts at least this part of the words is in rare sentences."""

SAMPLE: Final = 32
"""Texts looked at for each sentence, those with the smallest numbers: a random choice that does not depend on order."""


CHUNK: Final = 500_000
"""Sentence keys looked up at once."""


def refresh(index: Index, new: Sequence[Fingerprint]) -> Set[int]:
    """Mark anew the boilerplate that new fingerprints, already added, may have changed; return the changed keys."""
    doubtful = doubtful_keys(index, new)
    if not len(doubtful):
        return set()
    marked = index.boilerplate(doubtful.tolist())
    now = boilerplate_among(index, doubtful)
    index.mark_boilerplate(now - marked, True)
    index.mark_boilerplate(marked - now, False)
    return now ^ marked


def doubtful_keys(index: Index, new: Sequence[Fingerprint]) -> Keys:
    """The frequent sentences of the new texts, and of older texts in which another sentence has become frequent."""
    keys, added = np.unique(sentence_rows(new)[0], return_counts=True)
    counts = text_counts(index, keys)
    frequent = counts >= FREQUENT
    risen = frequent & (counts - added < FREQUENT)
    older = set(index.sentences(keys[risen])[1].tolist()).difference(print.number for print in new)
    others = distinct(sentence_rows(list(index.prints(older).values()))[0])
    return np.union1d(keys[frequent], others[text_counts(index, others) >= FREQUENT])


def text_counts(index: Index, keys: Keys) -> Keys:
    """In how many texts each of the sorted, distinct keys occurs."""
    counts = np.zeros(len(keys), np.int64)
    for first in range(0, len(keys), CHUNK):
        rows, _ = index.sentences(keys[first : first + CHUNK])
        counts += np.bincount(np.searchsorted(keys, rows), minlength=len(keys))
    return counts


def boilerplate_among(index: Index, keys: Keys) -> Set[int]:
    """Those of some frequent sentences that stand mostly in texts with much text of their own."""
    samples = {key: numbers[:SAMPLE] for key, numbers in sentence_holders(index, keys).items()}
    own = own_text(index, {number for numbers in samples.values() for number in numbers})
    return {key for key, numbers in samples.items() if median(own[number] for number in numbers) >= OWN_TEXT}


def sentence_holders(index: Index, keys: Keys) -> Mapping[int, list[int]]:
    """For each sentence key the numbers of the texts that have it, in order."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key, number in zip(*(column.tolist() for column in index.sentences(keys)), strict=True):
        holders[key].append(number)
    return {key: sorted(numbers) for key, numbers in holders.items()}


def own_text(index: Index, numbers: Set[int]) -> Mapping[int, float]:
    """The part of each text that is in sentences which are not frequent, by words."""
    prints = index.prints(numbers)
    keys = distinct(sentence_rows(list(prints.values()))[0])
    frequent = keys[text_counts(index, keys) >= FREQUENT]
    return {number: own_part(print, frequent) for number, print in prints.items()}


def own_part(print: Fingerprint, frequent: Keys) -> float:
    """The part of the words of a text that is in sentences with other keys; sentences without a key do not count."""
    lengths = np.diff(print.starts, append=len(print.shingles) + WIDTH - 1)
    keyed = print.sentences != NO_SENTENCE
    own = keyed & ~np.isin(print.sentences, frequent)
    return float(lengths[own].sum() / lengths[keyed].sum())
