"""Precision and recall of pairs, and how well clusters agree with the truth."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import comb

from syndication.collection import CONTAINED, KEEP_HALF, Case
from syndication.methods import Found, Pair, pair


def precision(found: Collection[Pair], truth: Mapping[str, Case]) -> float:
    """The part of the found pairs that carry text of one original."""
    right = sum(bool(truth[one].sources & truth[two].sources) for one, two in found)
    return right / len(found) if found else 1.0


def recalls(found: Collection[Pair], truth: Mapping[str, Case]) -> dict[tuple[str, str], tuple[int, int]]:
    """For each cell the pairs of copy and original that were found, and all of them."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for case in truth.values():
        for source in case.sources - {case.text.id}:
            hits, total = counts.get(case.cell, (0, 0))
            counts[case.cell] = (hits + (pair(case.text.id, source) in found), total + 1)
    return counts


def false_by_kind(found: Collection[Pair], truth: Mapping[str, Case]) -> Counter[tuple[str, str]]:
    """Wrong pairs by the operations of both."""
    wrong = ((one, two) for one, two in found if not truth[one].sources & truth[two].sources)
    return Counter(pair(truth[one].cell[0], truth[two].cell[0]) for one, two in wrong)


def precision_of(name: str, found: Collection[Pair], truth: Mapping[str, Case]) -> float:
    """The precision of the pairs with a text of this operation."""
    return precision([both for both in found if any(truth[id].cell[0] == name for id in both)], truth)


def recall(counts: Mapping[tuple[str, str], tuple[int, int]], cells: Iterable[tuple[str, str]]) -> float:
    """The recall over some cells together."""
    chosen = [counts[cell] for cell in cells if cell in counts]
    return sum(hits for hits, _ in chosen) / max(1, sum(total for _, total in chosen))


def true_cluster(case: Case, found: Mapping[str, str]) -> str:
    """The original in whose cluster a text belongs: any that it carries, and of several the one it was found with."""
    return next(
        (source for source in sorted(case.sources) if found.get(source) == found.get(case.text.id)), min(case.sources)
    )


def adjusted_rand(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985)."""
    labels, golden = labelled(clusters, truth)
    both = sum(comb(count, 2) for count in Counter(zip(labels, golden, strict=True)).values())
    found, real = (sum(comb(count, 2) for count in Counter(side).values()) for side in (labels, golden))
    expected = found * real / comb(len(labels), 2)
    return (both - expected) / ((found + real) / 2 - expected)


def b_cubed(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> float:
    """The F1 of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    labels, golden = labelled(clusters, truth)
    both, found, real = Counter(zip(labels, golden, strict=True)), Counter(labels), Counter(golden)
    exact = sum(count * count / found[label] for (label, _), count in both.items()) / len(labels)
    whole = sum(count * count / real[gold] for (_, gold), count in both.items()) / len(labels)
    return 2 * exact * whole / (exact + whole)


def labelled(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> tuple[list[str], list[str]]:
    """The found and the true cluster of each text."""
    found = {id: f"cluster-{index}" for index, ids in enumerate(clusters) for id in ids}
    return [found.get(id, id) for id in truth], [true_cluster(case, found) for case in truth.values()]


def print_methods(found: Sequence[Found], truth: Mapping[str, Case]) -> None:
    """One row for each method."""
    contained_cells = [("sentences contained", str(count)) for count in CONTAINED if count >= 5]
    print("| method | precision | recall, half kept | recall, contained | ARI | B-cubed F1 | texts/s |")
    print("|---|---|---|---|---|---|---|")
    for method in found:
        counts = recalls(method.pairs, truth)
        figures = (
            precision(method.pairs, truth),
            recall(counts, KEEP_HALF),
            recall(counts, contained_cells),
            adjusted_rand(method.clusters, truth),
            b_cubed(method.clusters, truth),
        )
        print(
            f"| {method.name} | " + " | ".join(f"{x:.4f}" for x in figures) + f" | {len(truth) / method.seconds:.0f} |"
        )


def print_cells(own: Found, in_groups: Collection[Pair], truth: Mapping[str, Case]) -> None:
    """One row for each operation and strength."""
    matched, together = recalls(own.pairs, truth), recalls(in_groups, truth)
    print(
        "\n| operation | strength | copies | recall of matches | recall of groups | precision of matches | at "
        "least half kept |"
    )
    print("|---|---|---|---|---|---|---|")
    for cell in sorted(matched, key=lambda cell: (cell[0], float(cell[1] or 0))):
        hits, total = matched[cell]
        half = "yes" if cell in KEEP_HALF else ""
        exact = precision_of(cell[0], own.pairs, truth)
        print(
            f"| {cell[0]} | {cell[1]} | {total} | {hits / total:.3f} | {together[cell][0] / total:.3f} | "
            f"{exact:.4f} | {half} |"
        )
