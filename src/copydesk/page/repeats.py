"""Repeats: a run of blocks that stands on the page a second time, exactly or with small differences."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from copydesk.page.segments import letters_and_digits

RUN_CHARS: Final = 120
"""Letters that a repeated run has in all: refrains, time stamps and table headings have fewer."""
RUN_SHARE, SINGLE_SHARE = 0.05, 0.1
"""Share of the text that a run must be, and a run of one block: in a long text a sentence may well come again."""
LONGEST_CHARS: Final = 60
"""Letters of the longest block of a run: a refrain's lines are shorter."""
ANCHOR: Final = 12
"""Letters at either end of a block by which its near copy is found: a small difference stands at one end at most."""
ALIKE: Final = 0.9
"""Similarity (2·matches/total) from which two blocks say the same; one lost accent a word stays above it."""
WIDE: Final = re.compile("[\u3040-\U0010ffff]")
GAP: Final = 2
"""Blocks that may be missing from the second run, or be added to it, without ending it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    key: str
    weight: int


def find_repeats(texts: Sequence[str], considered: Sequence[bool]) -> dict[int, int]:
    """The blocks that say again what stands before: {index of the repeat: index of the block that it repeats}.

    Only blocks that are `considered` (possible main content) take part. Short blocks count only inside a run with
    longer ones.
    """
    entries = [_entry(n, text) for n, (text, wanted) in enumerate(zip(texts, considered, strict=True)) if wanted]
    entries = [entry for entry in entries if entry.key]
    if not _has_repeat(entries):
        return {}
    found: dict[int, int] = {}
    total = sum(entry.weight for entry in entries)
    position = 0
    while position < len(entries):
        run = _longest_run(entries, position, total)
        if run:
            found.update({entries[later].index: entries[earlier].index for earlier, later in run})
            position = run[-1][1] + 1
        else:
            position += 1
    return found


def _entry(index: int, text: str) -> _Entry:
    folded = unicodedata.normalize("NFKD", text) if not text.isascii() else text
    key = letters_and_digits(folded).lower()
    # A letter of a script without spaces says about as much as two of an alphabet.
    wide = len(WIDE.findall(key)) if not key.isascii() else 0
    return _Entry(index, key, len(key) + wide)


def _has_repeat(entries: Sequence[_Entry]) -> bool:
    anchors: set[str] = set()
    for entry in entries:
        if entry.weight >= LONGEST_CHARS:
            ends = ("<" + entry.key[:ANCHOR], ">" + entry.key[-ANCHOR:])
            if not anchors.isdisjoint(ends):
                return True
            anchors.update(ends)
    return False


def _longest_run(entries: Sequence[_Entry], later: int, total: int) -> list[tuple[int, int]]:
    """The heaviest run that begins again at `later`: pairs of (earlier, later) positions; empty where none counts."""
    best: list[tuple[int, int]] = []
    best_weight = 0
    for earlier in range(later):
        if not _alike(entries[earlier], entries[later]):
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
                for i, j in sorted(((i, j) for i in range(1, GAP + 2) for j in range(1, GAP + 2)), key=sum)
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
    if min(len(a), len(b)) < ANCHOR or abs(len(a) - len(b)) > 0.2 * max(len(a), len(b)):
        return False
    if a[:ANCHOR] != b[:ANCHOR] and a[-ANCHOR:] != b[-ANCHOR:]:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
