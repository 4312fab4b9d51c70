"""How good a choice of main content can be expected to be, from the probabilities of its blocks."""

from collections.abc import Iterable, Sequence
from typing import Final

LOWEST, HIGHEST = 0.2, 0.6
"""Bounds of the threshold: below, a page of doubtful blocks would be taken whole; above, nothing is gained."""
ENOUGH: Final = 1e-9


def best_threshold(scores: Sequence[float], lengths: Sequence[int]) -> float:
    """The probability from which to take segments so that the expected F1 over characters is highest.

    It is half of that F1 (Lipton, Elkan and Narayanaswamy, 2014): on a page that leaves little doubt a segment must
    be rather in than out, on one full of doubt less will do.
    """
    hoped = sum(score * length for score, length in zip(scores, lengths, strict=True))
    taken = right = best = 0.0
    for score, length in sorted(zip(scores, lengths, strict=True), reverse=True):
        right += score * length
        taken += length
        best = max(best, 2 * right / (taken + hoped + ENOUGH))
    return min(max(best / 2, LOWEST), HIGHEST)


def expected_f1(chosen: Iterable[tuple[float, int]], others: Iterable[tuple[float, int]]) -> float:
    """The F1 over characters that a choice of blocks can be expected to have, 0 to 1.

    Both are pairs of the probability of being main content and the number of characters: of the blocks that were
    chosen, and of those that were not.
    """
    right = taken = missed = 0.0
    for score, length in chosen:
        right += score * length
        taken += length
    for score, length in others:
        missed += score * length
    return 2 * right / (taken + right + missed) if right else 0.0
