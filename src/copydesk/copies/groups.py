"""Groups: texts that carry the same text, each proven against the one that represents the group.

The matches of all texts form a graph. Its connected parts are no groups: through a page that joins two wire stories,
or through a row of ever shorter cuts, they would join what has nothing in common. So each part is divided into stars
(after Aslam, Pelekhov and Rus, "The star clustering algorithm", 2004): the text with the highest sum of similarities
represents a group, and every member has a verified match with it. Members that have nothing in common with each
other except through the representative are sources of a compilation: only the strongest circle of them stays.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from math import fsum
from typing import Final

import numpy as np

from copydesk.copies import boilerplate, candidates
from copydesk.copies.arrays import Flags, Keys, counted, firsts, members
from copydesk.copies.compare import MIN_SHARED, SAME_TEXT, Kept, Kind, Match, compare, keep
from copydesk.copies.fingerprint import Fingerprint, fingerprints
from copydesk.copies.index import Index, MemoryIndex, band_rows, sentence_keys, sentence_rows
from copydesk.copies.text import Text

Graph = Mapping[int, Mapping[int, Match]]
Star = tuple[int, Sequence[Match]]

READ: Final = 5_000
"""Texts that are read at once to be divided into groups, and more only where a connected part has more."""


@dataclass(frozen=True, slots=True)
class Member:
    """A text in a group, compared with the group's representative.

    `kind` says how they are copies, `jaccard` how alike they are, `within` which part of this text stands in the
    representative, and `holds` which part of the representative stands in this text. `run` counts sentences in a row
    if these alone make it a copy.
    """

    id: str
    kind: Kind
    jaccard: float
    within: float
    holds: float
    run: int

    @property
    def reason(self) -> str:
        """Why this is a copy, in plain words."""
        if self.kind is Kind.EXACT:
            return "the same text"
        parts = f"{self.within:.0%} of it stands in the representative, and {self.holds:.0%} of that in it"
        if self.run:
            return f"{parts}; {self.run} sentences in a row"
        return f"{parts}; edited throughout" if max(self.within, self.holds) < SAME_TEXT else parts


@dataclass(frozen=True, slots=True)
class Group:
    """Copies of one text. The representative comes first, then the others, the most similar first."""

    members: tuple[Member, ...]

    @property
    def representative(self) -> str:
        """The id of the text with which every member has a verified match."""
        return self.members[0].id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all members."""
        return tuple(member.id for member in self.members)

    @property
    def kind(self) -> Kind:
        """The loosest way in which a member is a copy."""
        kinds = {member.kind for member in self.members}
        return next(kind for kind in (Kind.CONTAINED, Kind.NEAR, Kind.EXACT) if kind in kinds)


@dataclass(frozen=True, slots=True)
class Change:
    """What new texts change: every group with one of the `touched` ids is void, and `groups` take their place."""

    touched: frozenset[str]
    groups: tuple[Group, ...]


class Comparer:
    """Compares texts of an index by their numbers, and reads each fingerprint once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.kept: dict[int, Kept] = {}

    def load(self, numbers: Iterable[int]) -> None:
        """Read the fingerprints that are about to be compared."""
        prints = list(self.index.prints(set(numbers).difference(self.kept)).values())
        marked = self.index.boilerplate(sentence_keys(prints).tolist())
        self.kept.update((print.number, keep(print, marked)) for print in prints)

    def matches(self, pairs: Iterable[tuple[int, int]]) -> Iterator[Match]:
        """The matches among pairs of texts that were loaded."""
        for one, two in pairs:
            if match := compare(self.kept[one], self.kept[two]):
                yield match


def copy_groups(texts: Iterable[Text]) -> tuple[Group, ...]:
    """The copy groups among texts."""
    return update(MemoryIndex(), list(fingerprints(texts))).groups


def update(index: Index, prints: Sequence[Fingerprint]) -> Change:
    """Add fingerprints to an index, compare what is new or affected, and return the groups that change.

    However texts are divided into updates, the groups after the last one are the same. Fingerprints that the index
    knows already are passed over. Raises ValueError if two ids have the same number.
    """
    with collector_paused():
        return change(index, unknown(index, prints))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the search for unreachable cycles: an update makes millions of objects, which would be searched again and
    again, and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def change(index: Index, new: Sequence[Fingerprint]) -> Change:
    """What fingerprints that are not in the index, in the order of their numbers, change there."""
    bands, sentences = band_rows(new), sentence_rows(new)
    index.add(new, bands, sentences)
    affected = affected_by(index, new, bands[0], sentences[0])
    before = others(index.matches(affected), affected)
    index.replace_matches(affected, list(verified(index, affected)))
    graph = connected(index, affected | before)
    ids = index.ids(graph)
    groups = tuple(group_of(star, ids) for star in all_stars(index, graph))
    return Change(frozenset(ids.values()), tuple(sorted(groups, key=lambda group: group.representative)))


def unknown(index: Index, prints: Sequence[Fingerprint]) -> Sequence[Fingerprint]:
    """The fingerprints that are not in the index, each once and in the order of their numbers."""
    by_number: dict[int, Fingerprint] = {}
    for print in prints:
        if by_number.setdefault(print.number, print).id != print.id:
            raise ValueError(f"ids {print.id!r} and {by_number[print.number].id!r} have the same number")
    known = index.prints(index.known(by_number))
    for number, print in known.items():
        if by_number[number].id != print.id:
            raise ValueError(f"ids {print.id!r} and {by_number[number].id!r} have the same number")
    return [by_number[number] for number in sorted(by_number.keys() - known.keys())]


def affected_by(index: Index, new: Sequence[Fingerprint], bands: Keys, sentences: Keys) -> set[int]:
    """The texts whose matches may be others now: new ones, and old ones with changed boilerplate or new leaders.

    `bands` and `sentences` are the ordered keys of the new ones.
    """
    numbers = np.array([print.number for print in new], np.int64)
    keys, added = counted(sentences)
    counts = index.sentence_counts(keys)
    changed = np.array(sorted(boilerplate.refresh(index, new, keys, added, counts)), np.int64)
    holders = index.sentences(changed)[1].tolist()
    led_anew = candidates.led_anew(index, numbers, bands[firsts(bands)], keys, counts)
    return set(numbers.tolist()).union(holders, led_anew)


def others(matches: Iterable[Match], numbers: Set[int]) -> set[int]:
    """The texts outside `numbers` in matches."""
    return {number for match in matches for number in (match.left, match.right)} - numbers


def verified(index: Index, numbers: Set[int]) -> Iterator[Match]:
    """The matches of these texts: all candidates, compared."""
    for lefts, rights in candidates.candidates(index, np.array(sorted(numbers), np.int64)):
        comparer = Comparer(index)
        comparer.load({*lefts.tolist(), *rights.tolist()})
        yield from comparer.matches(zip(lefts.tolist(), rights.tolist(), strict=True))


def connected(index: Index, numbers: Set[int]) -> dict[int, dict[int, Match]]:
    """The matches of these texts and of all that are connected with them, by both ends."""
    graph: dict[int, dict[int, Match]] = {number: {} for number in numbers}
    front = set(numbers)
    while front:
        matches = index.matches(front)
        front = others(matches, graph.keys())
        graph.update((number, {}) for number in front)
        for match in matches:
            graph[match.left][match.right] = match
            graph[match.right][match.left] = match
    return graph


def parts(graph: Graph) -> Iterator[list[int]]:
    """The connected parts of a graph that have more than one text."""
    seen: set[int] = set()
    for number in graph:
        if number in seen or not graph[number]:
            continue
        part = [number]
        seen.add(number)
        for reached in part:
            new = graph[reached].keys() - seen
            seen |= new
            part.extend(new)
        yield part


def all_stars(index: Index, graph: Graph) -> Iterator[Star]:
    """Divide each connected part of a graph into stars. Texts of several parts are read at once."""
    waiting: list[list[int]] = []
    size = 0
    for part in parts(graph):
        waiting.append(part)
        size += len(part)
        if size >= READ:
            yield from stars_of(index, waiting, graph)
            waiting, size = [], 0
    yield from stars_of(index, waiting, graph)


def stars_of(index: Index, parts: Sequence[Sequence[int]], graph: Graph) -> Iterator[Star]:
    """Divide some connected parts into stars. Two texts need not be read again."""
    comparer = Comparer(index)
    comparer.load(number for part in parts if len(part) > 2 for number in part)
    for part in parts:
        yield from stars(comparer, part, graph)


def stars(comparer: Comparer, part: Sequence[int], graph: Graph) -> Iterator[Star]:
    """Divide a connected part into representatives, each with the matches of its members."""
    weights = {number: fsum(match.jaccard for match in graph[number].values()) for number in part}
    free = set(part)
    for number in sorted(part, key=lambda number: (-weights[number], number)):
        if number not in free:
            continue
        circle = strongest_circle(comparer, number, matches_of(comparer, number, graph, free))
        free.discard(number)
        free.difference_update(match.other(number) for match in circle)
        if circle:
            yield number, circle


def matches_of(comparer: Comparer, number: int, graph: Graph, free: Set[int]) -> list[Match]:
    """The matches of a text with free texts. Neighbours of neighbours are compared too: under a key with very many
    texts not every pair was."""
    near = graph[number].keys() & free
    far = {two for one in graph[number] for two in graph[one]} & free - near - {number}
    found = comparer.matches((number, other) for other in sorted(far))
    return [graph[number][other] for other in sorted(near)] + list(found)


def strongest_circle(comparer: Comparer, number: int, matches: Sequence[Match]) -> list[Match]:
    """The matches of those members that share text of the representative with each other."""
    if len(matches) < 2:
        return list(matches)
    text = comparer.kept[number].distinct
    circles: list[tuple[Flags, list[Match]]] = []
    for match in matches:
        merged, joined = members(text, comparer.kept[match.other(number)].distinct), [match]
        apart = circles
        while True:
            touching = [circle for circle in apart if np.count_nonzero(circle[0] & merged) >= MIN_SHARED]
            if not touching:
                break
            apart = [circle for circle in apart if not any(circle is other for other in touching)]
            for shared, earlier in touching:
                merged, joined = merged | shared, earlier + joined
        circles = [*apart, (merged, joined)]
    return max((joined for _, joined in circles), key=lambda joined: circle_order(number, joined))


def circle_order(number: int, circle: Sequence[Match]) -> tuple[float, int]:
    """The strength of a circle: its similarity with the representative; among equals the smallest number wins."""
    return fsum(match.jaccard for match in circle), -min(match.other(number) for match in circle)


def group_of(star: Star, ids: Mapping[int, str]) -> Group:
    """A group as others see it."""
    number, matches = star
    first = Member(ids[number], Kind.EXACT, jaccard=1.0, within=1.0, holds=1.0, run=0)
    rest = [
        Member(
            id=ids[other],
            kind=match.kind,
            jaccard=match.jaccard,
            within=match.contained(other),
            holds=match.contained(number),
            run=match.run,
        )
        for match in matches
        for other in [match.other(number)]
    ]
    return Group((first, *sorted(rest, key=lambda member: (-member.jaccard, member.id))))
