"""Linear classifiers over hashed feature names, evaluated by numpy.

Training is in training/train_events.py; a model is a compressed `.npz` of plain arrays, read without pickle. Hashing
follows Weinberger et al. 2009, without the sign: at this size collisions are rare.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BUCKETS: Final = 1 << 17


def bucket(feature: str) -> int:
    """The row of a feature in the weight table."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Linear:
    """A multinomial logistic regression. `rows` maps a bucket to its row of `weights`, 0 where training saw none."""

    labels: tuple[str, ...]
    rows: NDArray[np.int32]
    weights: Floats
    bias: Floats

    def probabilities(self, features: Iterable[str]) -> Floats:
        """The probability of each label, features counted once each."""
        found = self.rows[[bucket(feature) for feature in dict.fromkeys(features)]]
        scores = self.weights[found].sum(axis=0, dtype=np.float32) + self.bias
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum(), dtype=np.float32)


def from_arrays(name: str, arrays: Mapping[str, Any]) -> Linear:
    """The classifier `name` out of the arrays of a model file."""
    rows = np.zeros(BUCKETS, dtype=np.int32)
    buckets = arrays[f"{name}.buckets"]
    rows[buckets] = np.arange(1, len(buckets) + 1, dtype=np.int32)
    table = arrays[f"{name}.weights"].astype(np.float32)
    weights = np.vstack([np.zeros((1, table.shape[1]), dtype=np.float32), table])
    return Linear(
        tuple(str(label) for label in arrays[f"{name}.labels"]),
        rows,
        weights,
        arrays[f"{name}.bias"].astype(np.float32),
    )


@cache
def shipped() -> Mapping[str, Linear]:
    """The classifiers of the package by name."""
    with (
        as_file(files("copydesk.events").joinpath("data", "model.npz")) as path,
        np.load(path, allow_pickle=False) as arrays,
    ):
        return {name: from_arrays(name, arrays) for name in sorted({key.split(".")[0] for key in arrays.files})}


CHOSEN: ContextVar[Mapping[str, Linear] | None] = ContextVar("CHOSEN", default=None)


def load() -> Mapping[str, Linear]:
    """The classifiers in use: those of the package, or others inside `using`."""
    return CHOSEN.get() or shipped()


@contextmanager
def using(classifiers: Mapping[str, Linear]) -> Iterator[None]:
    """Use other classifiers than the package's for a while, as cross-validation does."""
    token = CHOSEN.set(classifiers)
    try:
        yield
    finally:
        CHOSEN.reset(token)
