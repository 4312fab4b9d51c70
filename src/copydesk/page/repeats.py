"""Repeats: a run of blocks that stands on the page a second time, exactly or with small differences."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count, product
from typing import Final

import numpy as np
from rapidfuzz.distance import Indel

from copydesk.kernel import Kernel
from copydesk.page.characters import BASIC_PLANE
from copydesk.page.segments import Segment, letters_and_digits

RUN_CHARS: Final = 120
"""Letters that a repeated run has in all: refrains, time stamps and table headings have fewer."""
RUN_SHARE, SINGLE_SHARE = 0.05, 0.1
"""Share of the text that a run must be, and a run of one block: in a long text a sentence may well come again."""
LONGEST_CHARS: Final = 60
"""Letters of the longest block of a run: a refrain's lines are shorter."""
ANCHOR: Final = 12
"""Letters at either end of a block by which its near copy is found: a small difference stands at one end at most."""
ALIKE: Final = 0.9
"""Similarity from which two blocks say the same: twice the letters in common, in their order, by the letters of both.
One lost accent a word stays above it."""
BETWEEN: Final = "\0"
WIDE: Final = re.compile("[\u3040-\U0010ffff]")
MOST_EARLIER: Final = 16
"""Blocks before one that are compared with it, of those that begin as it does, end so, and say just the same: on a page
of nothing but the same line, comparing all would take a time that grows with their cube."""
MOST_SAID: Final = 3
"""How many times as many letters a run may have as what it says again, and more than it ever has: it is alike, but one
of another script may count twice."""
GAP: Final = 2
"""Blocks that may be missing from the second run, or be added to it, without ending it."""
STEPS: Final = sorted(product(range(1, GAP + 2), repeat=2), key=sum)
"""How far the next pair of a run may lie from the one before, the nearest first."""


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    key: str
    weight: int


def find_repeats(
    segments: Sequence[Segment], considered: Callable[[int], bool], twins: Iterable[int]
) -> dict[int, int]:
    """The segments that say again what stands before: {number of the repeat: number of the one that it repeats}.

    Only those that are `considered` (possible main content) take part. Short ones count only inside a run with longer
    ones. `twins` says of each, by its signs, whether it may say the same as another: few do, and on most pages no
    others need be considered.
    """
    if not _may_repeat([segments[n].text for n in compress(count(), twins) if considered(n)]):
        return {}
    entries = [_entry(n, segment.text) for n, segment in enumerate(segments) if considered(n)]
    entries = [entry for entry in entries if entry.key]
    earlier = _earlier_alike(entries)
    found: dict[int, int] = {}
    upto = list(accumulate([entry.weight for entry in entries], initial=0))
    position = 0
    for later in _hopeful(entries, earlier):
        if later < position:
            continue
        run = _longest_run(entries, earlier[later], later, upto)
        if run:
            found.update({entries[b].index: entries[a].index for a, b in run})
            position = run[-1][1] + 1
    return found


def _may_repeat(texts: Sequence[str]) -> bool:
    """Whether two of these texts say the same."""
    if len(texts) < 2:
        return False
    entries = [_entry(n, text) for n, text in enumerate(texts)]
    return any(
        _alike(entries[earlier], entries[later])
        for later, before in _earlier_alike(entries).items()
        for earlier in before
    )


def load_letters(memory: Kernel) -> int:
    """Give to a kernel, as `Kernel.keep` does it once, the letters of each character of the Basic Multilingual Plane as
    keys have them; their address there."""
    every = unicodedata.normalize("NFKD", BETWEEN.join(map(chr, range(1, BASIC_PLANE))))
    every = every.lower().replace("ς", "σ")  # the small sigma depends on what follows
    codes = np.frombuffer(every.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = 1 + np.cumsum(codes == ord(BETWEEN))
    kept = np.array([*map(str.isalnum, every)])
    upto = np.cumsum(np.bincount(owners[kept], minlength=BASIC_PLANE), dtype=np.uint32)
    places = [memory.put(np.append(np.uint32(0), upto)), memory.put(codes[kept])]
    return memory.put(np.array(places, dtype=np.uint32))


def _key(text: str) -> str:
    return letters_and_digits(text if text.isascii() else unicodedata.normalize("NFKD", text)).lower()


def _entry(index: int, text: str) -> _Entry:
    key = _key(text)
    # A letter of a script without spaces says about as much as two of an alphabet.
    wide = len(WIDE.findall(key)) if not key.isascii() else 0
    return _Entry(index, key, len(key) + wide)


def _earlier_alike(entries: Sequence[_Entry]) -> dict[int, list[int]]:
    """For each position of an entry, the first positions before it that begin or end in the same way or say the same,
    where there are any."""
    seen: dict[tuple[int, str], list[int]] = defaultdict(list)
    found: dict[int, list[int]] = {}
    for position, entry in enumerate(entries):
        places = [seen[sign] for sign in enumerate((entry.key[:ANCHOR], entry.key[-ANCHOR:], entry.key))]
        if before := sorted({place for same in places for place in same}):
            found[position] = before
        for same in places:
            if len(same) < MOST_EARLIER:
                same.append(position)
    return found


def _hopeful(entries: Sequence[_Entry], earlier: Mapping[int, Sequence[int]]) -> list[int]:
    """The positions at which a run can begin again: from there a block long enough for a run is reached over others
    that stand before, and enough letters in all."""
    hopeful: list[int] = []
    following, letters, long_enough = len(entries), 0, False
    for position in sorted(earlier, reverse=True):
        if following - position > GAP + 1:
            letters, long_enough = 0, False
        following = position
        letters += entries[position].weight
        long_enough = long_enough or entries[position].weight >= LONGEST_CHARS
        if long_enough and letters >= RUN_CHARS:
            hopeful.append(position)
    return hopeful[::-1]


def _longest_run(
    entries: Sequence[_Entry], before: Iterable[int], later: int, upto: Sequence[int]
) -> list[tuple[int, int]]:
    """The heaviest run that begins again at `later`: pairs of (earlier, later) positions; empty where none counts.

    `upto` are the letters before each position, and last those of all.
    """
    best: list[tuple[int, int]] = []
    best_weight, total = 0, upto[-1]
    for earlier in before:
        # A run ends where it began again: it says no more than what stands between, or hardly.
        too_short = MOST_SAID * (upto[later] - upto[earlier]) < max(RUN_CHARS, total * RUN_SHARE)
        if too_short or not _alike(entries[earlier], entries[later]):
            continue
        run = _follow(entries, earlier, later)
        weights = [entries[b].weight for _, b in run]
        needed = max(RUN_CHARS, total * (RUN_SHARE if len(run) > 1 else SINGLE_SHARE))
        if sum(weights) > best_weight and sum(weights) >= needed and max(weights) >= LONGEST_CHARS:
            best, best_weight = run, sum(weights)
    return best


def _follow(entries: Sequence[_Entry], earlier: int, later: int) -> list[tuple[int, int]]:
    run = [(earlier, later)]
    stop = later
    while True:
        a, b = run[-1]
        following = next(
            (
                (a + i, b + j)
                for i, j in STEPS
                if a + i < stop and b + j < len(entries) and _alike(entries[a + i], entries[b + j])
            ),
            None,
        )
        if following is None:
            return run
        run.append(following)


def _alike(one: _Entry, other: _Entry) -> bool:
    a, b = one.key, other.key
    if a == b:
        return True
    if min(len(a), len(b)) < ANCHOR or not _about_as_long(len(a), len(b)):
        return False
    if a[:ANCHOR] != b[:ANCHOR] and a[-ANCHOR:] != b[-ANCHOR:]:
        return False
    return Indel.normalized_similarity(a, b, score_cutoff=ALIKE) >= ALIKE


def _about_as_long(one: int, other: int) -> bool:
    return abs(one - other) <= 0.2 * max(one, other)
