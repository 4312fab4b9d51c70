"""Sentences that slipped through as text although very many unrelated articles share them.

How often a sentence occurs does not tell a disclaimer from a wire story that forty papers print. What tells them
apart is the rest of the text: most articles with the disclaimer consist of sentences that are much rarer than it, most
articles with a sentence of the wire consist of the wire's other sentences, which are about as frequent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from statistics import median
from typing import Final

import numpy as np

from copydesk.copies.arrays import Keys
from copydesk.copies.fingerprint import NO_SENTENCE, WIDTH, Fingerprint
from copydesk.copies.index import Index, sentence_keys

FREQUENT: Final = 8
"""Texts that must share a sentence before it can be boilerplate."""

RARER: Final = 4
"""A sentence that this many times fewer texts have than another one is rare beside it."""

MANY: Final = 64
"""Counts above this are not told apart, so that a new text cannot change the standing of very many others."""

OWN_TEXT: Final = 0.5
"""A frequent sentence is boilerplate if in half of its texts at least this part of the words is in rare sentences."""

SAMPLE: Final = 32
"""Texts looked at for each sentence, those with the smallest numbers: a random choice that does not depend on order."""


def refresh(index: Index, new: Sequence[Fingerprint], keys: Keys, added: Keys, counts: Keys) -> Set[int]:
    """Mark anew the boilerplate that new fingerprints, already added, may have changed; return the changed keys.

    `keys` are the sentence keys of the new ones, `added` says in how many of them each occurs, `counts` in how many
    texts at all.
    """
    doubtful = doubtful_keys(index, new, keys, added, counts)
    if not len(doubtful):
        return set()
    marked = index.boilerplate(doubtful.tolist())
    now = boilerplate_among(index, doubtful)
    index.mark_boilerplate(now - marked, True)
    index.mark_boilerplate(marked - now, False)
    return now ^ marked


def doubtful_keys(index: Index, new: Sequence[Fingerprint], keys: Keys, added: Keys, counts: Keys) -> Keys:
    """The frequent sentences of the new texts, and of older texts that have a sentence which is less rare now."""
    shifting = (counts > added) & (counts - added < MANY // RARER)
    older = set(index.sentences(keys[shifting])[1].tolist()).difference(print.number for print in new)
    others = sentence_keys(list(index.prints(older).values()))
    return np.union1d(keys[counts >= FREQUENT], others[index.sentence_counts(others) >= FREQUENT])


def boilerplate_among(index: Index, keys: Keys) -> Set[int]:
    """Those of some frequent sentences that stand mostly in texts with much text of their own."""
    samples = {
        key: [(number, min(len(numbers), MANY)) for number in numbers[:SAMPLE]]
        for key, numbers in sentence_holders(index, keys).items()
    }
    questions = {question for asked in samples.values() for question in asked}
    weighed = weighed_texts(index, {number for number, _ in questions})
    own = {(number, count): own_part(*weighed[number], count) for number, count in questions}
    return {key for key, asked in samples.items() if median(map(own.__getitem__, asked)) >= OWN_TEXT}


def sentence_holders(index: Index, keys: Keys) -> Mapping[int, list[int]]:
    """For each sentence key the numbers of the texts that have it, in order."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key, number in zip(*(column.tolist() for column in index.sentences(keys)), strict=True):
        holders[key].append(number)
    return {key: sorted(numbers) for key, numbers in holders.items()}


def weighed_texts(index: Index, numbers: Set[int]) -> Mapping[int, tuple[Keys, Keys]]:
    """For each text the lengths in words of its sentences with keys, and in how many texts each of those occurs."""
    prints = index.prints(numbers)
    keys = sentence_keys(list(prints.values()))
    counts = index.sentence_counts(keys)
    weighed = {}
    for number, print in prints.items():
        keyed = print.sentences != NO_SENTENCE
        lengths = np.diff(print.starts.astype(np.int64), append=len(print.shingles) + WIDTH - 1)
        weighed[number] = lengths[keyed], counts[np.searchsorted(keys, print.sentences[keyed].astype(np.int64))]
    return weighed


def own_part(lengths: Keys, counts: Keys, count: int) -> float:
    """The part of a text, by words, that is in sentences which are rare beside one that so many texts have."""
    return float(lengths[counts * RARER < count].sum() / lengths.sum())
