"""Messages: how much a short text sounds like what a page says that carries nothing, in whatever words it says so.

A linear model over the words of a text and its letters, in runs of three to five (hashed), knows stems, endings and
turns of phrase that no list of phrases has.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SORTS: Final = ("error", "consent", "login", "paywall", "region", "bot", "empty")
"""What a message is told apart by: that of an error, of five sorts of wall, of a page that waits for a script."""
ACTION: Final = "action"
"""The label of what such a page asks to do: to subscribe, to log in, to go back to the front page."""
SIZES: Final = (2, 3, 4, 5)
BITS: Final = 18
"""Numbers of letters that are looked at together, and the bits of the places that they and the words are hashed to."""
LETTERS: Final = 300
"""Letters of a text that are looked at."""
UNIT: Final = 100
"""Weights are kept in whole hundredths, so that their sum is the same in any order."""
_FACTOR: Final = np.uint32(0x01000193)
_INVERSE: Final = np.uint32(pow(0x01000193, -1, 1 << 32))
_SPREAD: Final = np.uint32(0x9E3779B1)
_SIGNS: Final = 0x3040
"""The code point from which on nearly all are letters."""
_IN_WORD: Final = np.array([unicodedata.category(chr(n))[0] in "LMN" for n in range(_SIGNS)] + [True])
"""Whether a code point may be part of a word."""


def runs(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The words and runs of letters of some texts: the number of the text, and the place of word or run, for each."""
    lines = [f" {' '.join(text[:LETTERS].split()).lower()} " for text in texts]
    letters = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = letters == ord("\n")
    line = np.cumsum(ends)
    begins, words = _words(letters)
    owners, hashes = [line[begins]], [words]
    for size in SIZES:
        count = max(len(letters) - size + 1, 0)
        hashed = np.full(count, size, np.uint32)
        for n in range(size):
            hashed = (hashed * _FACTOR) ^ letters[n : n + count]
        within = np.flatnonzero((line[:count] == line[size - 1 : size - 1 + count]) & ~ends[:count])
        owners.append(line[within])
        hashes.append(hashed[within])
    places = (np.concatenate(hashes) * _SPREAD) >> np.uint32(32 - BITS)
    return np.concatenate(owners), places.astype(np.int64)


def damped(count: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the weights of that many words and runs are divided by: three eighths of a power, made of roots, which are
    the same on every machine. With the half of one, books left out are told worse."""
    root = np.sqrt(np.sqrt(count))
    return np.asarray(root * np.sqrt(root))


def _words(letters: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where words begin, and the hash of each: its letters times rising powers of a factor, counted from its begin."""
    inside = _IN_WORD[np.minimum(letters, _SIGNS)]
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    begins, ends = edges[::2], edges[1::2]
    powers = np.cumprod(np.full(len(letters), _FACTOR), dtype=np.uint32)
    sums = np.cumsum(letters * powers, dtype=np.uint32)
    back = np.cumprod(np.full(len(letters), _INVERSE), dtype=np.uint32)
    return begins, (sums[ends - 1] - sums[begins - 1]) * back[begins]


@dataclass(frozen=True, slots=True)
class MessageModel:
    """How much each word and run of letters speaks for a message of each of SORTS, and last for an ACTION, against all
    other text."""

    weights: NDArray[np.int16]
    bias: NDArray[np.float64]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The log-odds of each sort of message, a row for each text."""
        return self._scores(texts, len(SORTS))

    def all_scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The log-odds of each sort of message and, in the last column, those of being an action."""
        return self._scores(texts, len(SORTS) + 1)

    def _scores(self, texts: Sequence[str], columns: int) -> NDArray[np.float64]:
        if not texts:
            return np.zeros((0, columns))
        owners, places = runs(texts)
        count = np.maximum(np.bincount(owners, minlength=len(texts)), 1)
        sums = [np.bincount(owners, self.weights[places, n], len(texts)) for n in range(columns)]
        return np.asarray(np.stack(sums, axis=1) / (UNIT * damped(count)[:, None]) + self.bias[:columns])
