"""Messages: how much a short text sounds like what a page says that carries nothing, in whatever words it says so.

A linear model over the letters of a text, in runs of three to six (character n-grams, hashed), knows stems, endings and
turns of phrase that no list of phrases has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page.findings import Kind

SORTS: Final = (Kind.ERROR, Kind.WALL, Kind.EMPTY)
"""What a message is told apart by: that of an error, of a wall, of a page that waits for a script."""
SIZES: Final = (3, 4, 5, 6)
BITS: Final = 15
"""Numbers of letters that are looked at together, and the bits of the places that they are hashed to."""
LETTERS: Final = 300
"""Letters of a text that are looked at."""
UNIT: Final = 100
"""Weights are kept in whole hundredths, so that their sum is the same in any order."""
_FACTOR: Final = np.uint32(0x01000193)
_SPREAD: Final = np.uint32(0x9E3779B1)


def runs(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The runs of letters of some texts: the number of the text, and the place of the run, for each."""
    lines = [f" {' '.join(text[:LETTERS].split()).lower()} " for text in texts]
    letters = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = letters == ord("\n")
    line = np.cumsum(ends)
    owners, places = [], []
    for size in SIZES:
        count = max(len(letters) - size + 1, 0)
        hashed = np.full(count, size, np.uint32)
        for n in range(size):
            hashed = (hashed * _FACTOR) ^ letters[n : n + count]
        within = np.flatnonzero((line[:count] == line[size - 1 : size - 1 + count]) & ~ends[:count])
        owners.append(line[within])
        places.append(((hashed[within] * _SPREAD) >> np.uint32(32 - BITS)).astype(np.int64))
    return np.concatenate(owners), np.concatenate(places)


@dataclass(frozen=True, slots=True)
class MessageModel:
    """How much each run of letters speaks for a message of each of SORTS, against all other text."""

    weights: NDArray[np.int16]
    bias: NDArray[np.float64]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The log-odds of each sort, a row for each text."""
        if not texts:
            return np.zeros((0, len(SORTS)))
        owners, places = runs(texts)
        count = np.maximum(np.bincount(owners, minlength=len(texts)), 1)
        sums = [np.bincount(owners, self.weights[places, n], len(texts)) for n in range(len(SORTS))]
        return np.asarray(np.stack(sums, axis=1) / (UNIT * np.sqrt(count)[:, None]) + self.bias)
