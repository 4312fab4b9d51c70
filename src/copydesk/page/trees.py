"""Evaluation of boosted oblivious trees (Prokhorenkova et al., CatBoost, 2018) with an array library alone.

Every level of an oblivious tree asks one question of all rows, so that a row's leaf is a binary number of answers (of
at most eight levels: it fits a byte) and the whole ensemble is one comparison and one look-up.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROWS_AT_ONCE: Final = 2_048
"""Rows evaluated together: bounds the memory of the answers."""


class Ensemble:
    """Trees of one depth, made ready for evaluation: each distinct question is asked once, whichever trees ask it."""

    def __init__(
        self,
        features: NDArray[np.int32],
        borders: NDArray[np.float32],
        leaves: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        """`features` and `borders` have one row a tree, one column a level; `leaves` is (trees, leaves, outputs)."""
        questions, asked = np.unique(
            np.stack([features.ravel(), borders.ravel()], axis=1, dtype=np.float64), axis=0, return_inverse=True
        )
        self._columns = questions[:, 0].astype(np.intp)
        self._borders = questions[:, 1:].astype(np.float32)
        # From the last level to the first: the highest bit of a leaf's number comes first.
        self._asked = np.ascontiguousarray(asked.reshape(features.shape).T[::-1])
        self._leaves = leaves.reshape(-1, leaves.shape[2])
        first_leaves = np.arange(0, len(self._leaves), leaves.shape[1])
        self._first_leaves = first_leaves[:, None].astype(np.min_scalar_type(len(self._leaves)))
        self._bias = bias

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "Ensemble":
        """The ensemble of a model file."""
        return cls(*(arrays[part] for part in ("features", "borders", "leaves", "bias")))

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Raw scores, (rows, outputs)."""
        parts = [self._scores(rows[n : n + ROWS_AT_ONCE]) for n in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self._bias)))

    def score(self, row: NDArray[np.float32]) -> NDArray[np.float64]:
        """Raw scores of one row, (outputs,): as `scores` gives them, in a fraction of the time."""
        answers = (row.take(self._columns) > self._borders[:, 0]).view(np.uint8)
        leaf = answers.take(self._asked[0])
        for asked in self._asked[1:]:
            leaf += leaf
            leaf |= answers.take(asked)
        return self._sums(leaf + self._first_leaves[:, 0])

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        answers = (np.ascontiguousarray(rows.T).take(self._columns, axis=0) > self._borders).view(np.uint8)
        leaf = answers.take(self._asked[0], axis=0)
        for asked in self._asked[1:]:
            leaf += leaf
            leaf |= answers.take(asked, axis=0)
        return self._sums(leaf + self._first_leaves)

    def _sums(self, places: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
        # Summed in double precision in a fixed order: the same answer on every machine.
        return np.asarray(self._leaves.take(places, axis=0).sum(axis=0, dtype=np.float64) + self._bias)


def logistic(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of scores in log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -50, 50))))
