"""Evaluation of boosted oblivious trees (Prokhorenkova et al., CatBoost, 2018) in the kernel.

Every level of an oblivious tree asks one question of all rows, so that a row's leaf is a binary number of answers.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel, kernel

LEVELS: Final = 8
"""Levels that a tree has at most: the number of a leaf is a byte."""
BORDERS: Final = 255
"""Borders with which the values of one column are compared at most: how many of them one lies above is a byte."""
LOWEST: Final = -128
"""The byte of a value above no border, as the kernel has it."""
COLUMNS: Final = 1 << 16
"""Columns that are asked for at most: their numbers are of two bytes."""
TREES_AT_ONCE: Final = 4
"""Trees that the kernel evaluates together."""

Rows = NDArray[np.float32]


class Ensemble:
    """Trees of one depth, made ready for evaluation: each distinct question is asked once, whichever trees ask it."""

    def __init__(
        self,
        features: NDArray[np.int32],
        borders: NDArray[np.float32],
        leaves: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        """`features` and `borders` have one row a tree, one column a level, the lowest bit of a leaf's number first;
        `leaves` is (trees, leaves, outputs).

        Raises ValueError where trees have more than LEVELS, a column more than BORDERS, or there are more than COLUMNS.
        """
        padding = ((0, -len(features) % TREES_AT_ONCE), (0, 0), (0, 0))  # trees that add nothing
        asking = np.pad(np.stack([features, borders], axis=2, dtype=np.float64), padding)
        leaves = np.pad(leaves, padding)
        trees, levels, _ = asking.shape
        questions, asked = np.unique(asking.reshape(-1, 2), axis=0, return_inverse=True)
        columns, first, column_of, counts = np.unique(
            questions[:, 0], return_index=True, return_inverse=True, return_counts=True
        )
        if levels > LEVELS or counts.max() > BORDERS or len(columns) > COLUMNS:
            raise ValueError(f"{levels} levels, with up to {counts.max()} borders in each of {len(columns)} columns")
        places = np.arange(len(questions)) - first[column_of]
        asked = asked.reshape(trees, levels)
        self._columns = int(columns[-1]) + 1
        self._outputs = leaves.shape[2]
        self._numbers = (trees, levels, self._outputs, len(columns))
        self._arrays: tuple[NDArray[Any], ...] = (
            columns.astype(np.uint32),
            np.append(first, len(questions)).astype(np.uint32),
            questions[:, 1].astype(np.float32),
            column_of[asked].astype(np.uint16),
            (places[asked] + LOWEST).astype(np.int8),
            leaves.astype(np.float32),
            bias.astype(np.float64),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "Ensemble":
        """The ensemble of a model file."""
        return cls(*(arrays[part] for part in ("features", "borders", "leaves", "bias")))

    def scores(self, rows: Rows, more: Rows | None = None) -> NDArray[np.float64]:
        """Raw scores, (rows, outputs), of a matrix, or of two side by side; fastest where columns lie one behind the
        other in memory. Summed in double precision in a fixed order: the same answer on every machine.

        Raises ValueError where there are fewer columns than the trees ask for.
        """
        parts = [rows] if more is None else [rows, more]
        count, columns = rows.shape
        if len(parts[-1]) != count:
            raise ValueError(f"{[part.shape for part in parts]} are no columns of the same rows")
        memory = kernel()
        model = self.kept_by(memory, sum([part.shape[1] for part in parts]))
        memory.begin()
        places = [memory.put(np.ascontiguousarray(part.T, dtype=np.float32)) for part in parts]
        address, size, *_ = memory.run("score_rows", model, count, columns, *places)
        return memory.take(address, size, np.float64).reshape(count, self._outputs)

    def kept_by(self, memory: Kernel, columns: int) -> int:
        """The address of the trees in a kernel, which are to see so many columns.

        Raises ValueError where they ask for more.
        """
        if columns < self._columns:
            raise ValueError(f"{columns} columns are not the {self._columns} that the trees ask for")
        address: int = memory.keep(self, self._load)
        return address

    def _load(self, memory: Kernel) -> int:
        places = [memory.put(np.ascontiguousarray(array)) for array in self._arrays]
        return memory.put(np.array([*self._numbers, *places], dtype=np.uint32))
