"""Alignment of a gold text with the segments of its page: which segments the gold holds, and which cannot be said."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

OCCURRENCES = 24
"""Places of a segment in the gold text that are tried; only words such as "and" have more."""
CERTAIN, FOREIGN = 0.85, 0.2
"""Shares of a segment's 4-grams found in the gold from which it counts as inside, and up to which as outside."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """`inside[i]` is True, False or None (cannot be said) for segment i; `coverage` is the share of gold found."""

    inside: tuple[bool | None, ...]
    coverage: float


def squeeze(text: str) -> str:
    """Letters and digits only, case folded: what survives every difference of spacing, quotes and dashes."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _occurrences(needle: str, text: str) -> list[int]:
    places: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(places) < OCCURRENCES:
        places.append(at)
        at = text.find(needle, at + 1)
    return places


_Link = tuple[int, int, "_Link | None"]
"""A segment, the place where it is laid, and the link before it."""


def _best_chain(keys: Sequence[str], text: str) -> dict[int, int]:
    """Segments that can be laid over the text in order without overlap, covering most of it: {segment: place}.

    Weighted chaining, solved exactly by keeping the frontier of (end, covered) pairs sorted by both.
    """
    ends: list[int] = [0]
    covered: list[float] = [0.0]
    links: list[_Link | None] = [None]
    for index, key in enumerate(keys):
        if not key:
            continue
        fresh = []
        for place in _occurrences(key, text):
            at = bisect_right(ends, place) - 1
            # A very short match must not tip the balance between two chains, hence the small price of each link.
            fresh.append((place + len(key), covered[at] + len(key) - 0.5, (index, place, links[at])))
        for end, gain, link in fresh:
            at = bisect_right(ends, end)
            if covered[at - 1] >= gain:
                continue
            stop = at
            while stop < len(ends) and covered[stop] <= gain:
                stop += 1
            if at and ends[at - 1] == end:
                at -= 1
            ends[at:stop] = [end]
            covered[at:stop] = [gain]
            links[at:stop] = [link]
    chosen = {}
    last = links[-1]
    while last is not None:
        index, place, last = last
        chosen[index] = place
    return chosen


def _share(key: str, grams: set[str]) -> float:
    own = [key[n : n + 12] for n in range(0, max(1, len(key) - 11), 4)]
    return sum(gram in grams for gram in own) / len(own)


def align(texts: Sequence[str], gold: str) -> Alignment:
    """Lay the segments' texts over the gold text.

    A segment of the best chain is inside; another is inside or outside by the share of its text in the gold, and
    undecided between, or where its text stands in the gold already covered by its like (a repeat).
    """
    keys = [squeeze(text) for text in texts]
    text = squeeze(gold)
    chain = _best_chain(keys, text)
    grams = {text[n : n + 12] for n in range(max(0, len(text) - 11))}
    inside: list[bool | None] = []
    extra = 0
    for index, key in enumerate(keys):
        if index in chain:
            inside.append(True)
        elif len(key) < 12:
            inside.append(False)
        elif key in text:
            inside.append(None)
        else:
            share = _share(key, grams)
            inside.append(True if share >= CERTAIN else False if share <= FOREIGN else None)
            extra += len(key) * (share >= CERTAIN)
    coverage = min(1.0, (sum(len(keys[index]) for index in chain) + extra) / max(1, len(text)))
    return Alignment(tuple(inside), coverage)
