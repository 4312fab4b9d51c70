"""Evaluation of boosted oblivious trees (Prokhorenkova et al., CatBoost, 2018) with an array library alone.

Every level of an oblivious tree asks one question of all rows, so that a row's leaf is a binary number of answers and
the whole ensemble is one comparison and one look-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROWS_AT_ONCE: Final = 2_048
"""Rows evaluated together: bounds the memory of the answers."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """`features` and `borders` have one row a tree and one column a level; `leaves` holds (trees, leaves, outputs)."""

    features: NDArray[np.int32]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "Ensemble":
        """The ensemble of a model file."""
        return cls(*(arrays[part] for part in ("features", "borders", "leaves", "bias")))

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Raw scores, (rows, outputs)."""
        parts = [self._scores(rows[n : n + ROWS_AT_ONCE]) for n in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.bias)))

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        trees, levels = self.features.shape
        columns = np.ascontiguousarray(rows.T)
        leaf = np.zeros((trees, len(rows)), dtype=np.int32)
        for level in range(levels):
            answers = columns[self.features[:, level]] > self.borders[:, level, None]
            leaf += answers.astype(np.int32) << level
        out = np.empty((len(rows), self.leaves.shape[2]))
        offsets = (np.arange(trees, dtype=np.int32) * self.leaves.shape[1])[:, None]
        for output in range(out.shape[1]):
            # Summed in double precision in a fixed order: the same answer on every machine.
            out[:, output] = self.leaves[:, :, output].ravel()[leaf + offsets].sum(axis=0, dtype=np.float64)
        return out + self.bias


def logistic(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of scores in log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -50, 50))))
