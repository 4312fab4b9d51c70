"""Tables of how well page kinds are told apart."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from copydesk.page.findings import Kind
from copydesk.page.verdict import BARE


def scores(gold: Sequence[Kind], found: Sequence[Kind]) -> tuple[float, dict[Kind, float]]:
    """Accuracy, and the F1 of each kind of the gold."""
    wanted, named = Counter(gold), Counter(found)
    hits = Counter(a for a, b in zip(gold, found, strict=True) if a is b)
    f1 = {kind: 2 * hits[kind] / (wanted[kind] + named[kind]) for kind in sorted(wanted)}
    return hits.total() / len(gold), f1


def print_confusion(gold: Sequence[Kind], found: Sequence[Kind], f1: dict[Kind, float]) -> None:
    """A line for each kind: its F1, and what its pages were taken for."""
    for kind, score in f1.items():
        taken = Counter(b.value for a, b in zip(gold, found, strict=True) if a is kind and b is not kind)
        missed = ", ".join(f"{name} {times}" for name, times in taken.most_common())
        print(f"    {kind.value:14}{gold.count(kind):5}  F1 {score:.3f}  taken for {missed or 'nothing else'}")


def print_bad(pages: Sequence[tuple[str, Kind, Kind]]) -> None:
    """How many bad pages, given as name, kind and found kind, are found bad, whichever of the three kinds they are
    called: by kind and by the language with which a generated page's name ends."""
    if not pages:
        return
    hits = sum(found in BARE for _, _, found in pages)
    print(f"    bad pages found bad: {hits} of {len(pages)} ({hits / len(pages):.3f})")
    for title, keys in (
        ("kind", [kind.value for _, kind, _ in pages]),
        ("language", [_language(n) for n, _, _ in pages]),
    ):
        of = Counter(keys)
        right = Counter(key for key, (_, _, found) in zip(keys, pages, strict=True) if found in BARE)
        print(f"    by {title}: " + ", ".join(f"{key} {right[key]}/{of[key]}" for key in sorted(of)))


def _language(name: str) -> str:
    last = Path(name).stem.rpartition("-")[2]
    return last if last.isalpha() else "server"
