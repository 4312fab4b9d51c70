"""Ways to find copies: this library, and MinHash with union-find."""

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from copydesk.copies import Fingerprint, MemoryIndex, Text, fingerprints, update

Pair = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """What a method found: pairs that it calls copies, and clusters."""

    name: str
    pairs: frozenset[Pair]
    clusters: tuple[frozenset[str], ...]
    seconds: float


def copydesk(texts: Sequence[Text]) -> Found:
    """This library."""
    started = time.process_time()
    return replace(grouped(list(fingerprints(texts))), seconds=time.process_time() - started)


def grouped(prints: Sequence[Fingerprint]) -> Found:
    """What this library finds among fingerprints."""
    started = time.process_time()
    index = MemoryIndex()
    change = update(index, prints)
    seconds = time.process_time() - started
    ids = {print.number: print.id for print in prints}
    pairs = frozenset(pair(ids[match.left], ids[match.right]) for match in index.matches(ids))
    return Found("copydesk", pairs, tuple(frozenset(group.ids) for group in change.groups), seconds)


def peers(texts: Sequence[Text]) -> Iterator[Found]:
    """MinHash of 128 values over word 5-grams by `datasketch`, with union-find.

    Once what shares a band is one cluster, as in text-dedup; once only pairs whose estimated similarity reaches the
    threshold are joined.
    """
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found, import-untyped, unused-ignore]

    started = time.process_time()
    hashes = {text.id: MinHash(num_perm=128) for text in texts}
    for text in texts:
        words = re.findall(r"\w+", " ".join(text.paragraphs).lower())
        hashes[text.id].update_batch({" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))})
    hashing = time.process_time() - started
    for threshold in (0.8, 0.7):
        started = time.process_time()
        lsh = MinHashLSH(threshold=threshold, num_perm=128)
        for id, own in hashes.items():
            lsh.insert(id, own)
        found = [(id, other) for id, own in hashes.items() for other in lsh.query(own)]
        alike = [(id, other) for id, other in found if hashes[id].jaccard(hashes[other]) >= threshold]
        seconds = hashing + time.process_time() - started
        yield united(f"datasketch, J ≥ {threshold}", hashes, alike, seconds)
        yield united(f"MinHash + union-find, J ≥ {threshold}", hashes, found, seconds)


def united(name: str, ids: Iterable[str], pairs: Iterable[Pair], seconds: float) -> Found:
    """Clusters by union-find over pairs."""
    parent = {id: id for id in ids}
    for one, two in pairs:
        parent[root(parent, one)] = root(parent, two)
    clusters: dict[str, set[str]] = defaultdict(set)
    for id in parent:
        clusters[root(parent, id)].add(id)
    found = tuple(frozenset(members) for members in clusters.values() if len(members) > 1)
    return Found(name, pairs_within(found), found, seconds)


def root(parent: dict[str, str], id: str) -> str:
    """The root of a text in a forest, with paths halved."""
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id


def pair(one: str, two: str) -> Pair:
    """A pair in order."""
    return (one, two) if one < two else (two, one)


def pairs_within(clusters: Iterable[Collection[str]]) -> frozenset[Pair]:
    """All pairs of each cluster."""
    return frozenset(pair(one, two) for ids in clusters for one, two in combinations(ids, 2))
