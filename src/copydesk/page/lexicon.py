"""Words of markup and of short texts, and what a model has learned that they say.

All names and all texts of a page are cut into words at once: one by one they would take a tenth of the time of reading.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Vector = NDArray[np.float64]

WORD: Final = re.compile(r"[^\W\d_]+")
SHORTEST: Final = 3
"""Letters of the shortest word of a name that is looked at."""
FIRST_WORDS: Final = 6
"""Words of a longer text by which it is known."""
OPENING, WHOLE = 80, 40
"""Characters of a text that are looked at, and up to which it is also known as a whole."""
BETWEEN: Final = "\0"
"""What stands between names and between texts where they are looked at together."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some names or texts; `owners` has the number of the name or text of each."""

    words: list[str]
    owners: Numbers


def names_words(names: Sequence[tuple[str, str]]) -> Words:
    """The words of elements' names, (tag, naming attributes): tags as `<tag>`, the others lower-cased and in order. Of
    a name in camel case each part is one."""
    line = BETWEEN.join([f"{naming} {tag}" if "-" in tag else naming for tag, naming in names])
    codes = _codes(line)
    starts, ends = _letter_runs(codes, _begins_camel(codes))
    long = ends - starts >= SHORTEST
    starts, ends = starts[long], ends[long]
    tags = [f"<{tag}>" for tag, _ in names]
    words = "\n".join([line[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]).lower().split("\n")
    return Words(tags + words * (len(starts) > 0), np.append(np.arange(len(names)), _owners(codes)[starts]))


def texts_words(texts: Sequence[str]) -> Words:
    """The words by which short texts are known: the first six, and behind them all, as one with `$` at its end, the
    whole of each text that has fewer."""
    line = BETWEEN.join([text[:OPENING].replace(BETWEEN, " ") for text in texts]).lower()
    codes = _codes(line)
    starts, ends = _letter_runs(codes, None)
    owners = _owners(codes)[starts]
    counts = np.bincount(owners, minlength=len(texts))
    upto = np.cumsum(counts)
    first = np.flatnonzero(np.arange(len(starts)) < (upto - counts)[owners] + FIRST_WORDS)
    words = [line[a:b] for a, b in zip(starts[first].tolist(), ends[first].tolist(), strict=True)]
    owners = owners[first]
    kept = np.minimum(counts, FIRST_WORDS)
    behind = np.cumsum(kept)
    whole = np.flatnonzero((np.array([len(text) for text in texts]) <= WHOLE) & (counts < FIRST_WORDS))
    spans = zip((behind - kept)[whole].tolist(), behind[whole].tolist(), strict=True)
    wholes = [f"{' '.join(words[a:b])}$" for a, b in spans]
    return Words(words + wholes, np.append(owners, whole))


def _codes(text: str) -> Codes:
    """The codes of a text's characters, with something that is no letter behind them."""
    return np.frombuffer(f"{text}{BETWEEN}".encode("utf-32-le", "surrogatepass"), np.uint32)


def _owners(codes: Codes) -> Numbers:
    """For each character the number of the name or text that it stands in."""
    return np.cumsum(codes == 0, dtype=np.int64)


def _letter_runs(codes: Codes, begins: Flags | None) -> tuple[Numbers, Numbers]:
    """Where runs of letters start and end; with `begins` also where one starts within letters."""
    letters = _letters().take(codes, mode="clip")
    starts = letters.copy()
    starts[1:] &= ~letters[:-1]
    ends = letters[:-1] & ~letters[1:]
    if begins is not None:
        starts |= begins
        ends |= begins[1:]
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _begins_camel(codes: Codes) -> Flags:
    """Whether a character is a capital letter behind a small one, in ASCII."""
    found = (codes - np.uint32(ord("A"))) < 26
    found[1:] &= (codes[:-1] - np.uint32(ord("a"))) < 26
    found[:1] = False
    return np.asarray(found)


@cache
def _letters() -> Flags:
    """Which characters of the Basic Multilingual Plane are letters, as a pattern's `[^\\W\\d_]` has them."""
    return np.array([WORD.match(chr(code)) is not None for code in range(0x10000)])


class Weights:
    """Learned weights of words."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.of_word = weights
        self._numbers = {word: number for number, word in enumerate(weights)}
        self._weights = np.array(list(weights.values()), dtype=np.float64)

    def known(self, words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the words that have a weight, and their owners."""
        numbers = np.fromiter(map(self._numbers.get, words.words, repeat(-1)), np.int64, len(words.words))
        found = np.flatnonzero(numbers >= 0)
        return numbers[found], words.owners[found]

    def sums(self, words: Words, count: int) -> Vector:
        """The sum of the weights for each of `count` owners; a word that one has twice counts once."""
        numbers, owners = self.known(words)
        _, first = np.unique(owners * len(self._weights) + numbers, return_index=True)
        first.sort()
        return np.bincount(owners[first], self._weights[numbers[first]], count).astype(np.float64)

    def means_and_lowest(self, words: Words, count: int) -> tuple[Vector, Vector]:
        """The mean and the lowest weight for each of `count` owners; 0 where none of its words has one."""
        numbers, owners = self.known(words)
        weights = self._weights[numbers]
        lowest = np.full(count, np.inf)
        np.minimum.at(lowest, owners, weights)
        found = np.bincount(owners, minlength=count)
        sums = np.bincount(owners, weights, count)
        return sums / np.maximum(found, 1), np.where(found > 0, lowest, 0.0)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How much a word of markup, or of a short text, speaks for being main content."""

    markup: Weights
    text: Weights
