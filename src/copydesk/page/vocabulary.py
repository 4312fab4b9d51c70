"""Vocabulary: the words that a page uses in each place, and what a model has learned that they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel, kernel

LINES, SPACED = 1, 2
"""What the words of a text are: its lines, as wholes, and what stands between white space and the signs `. , : ( )`."""
PLACES: Final = {"markup": LINES, "text": LINES | SPACED, "body": SPACED, "naming": LINES}
"""Where a page uses words, and what they are there: in its markup, its short texts, at the beginning of its main
content, and in its title, declared types and address, which come last since an address is of one capture only."""
_NUMBERS: Final = {place: number for number, place in enumerate(PLACES)}
_UPPER_BITS: Final = 16
"""Bits of a word's hash that say where it is looked for."""
_ROW: Final = np.dtype([("hash", np.uint64), ("weights", np.int16, 8)])


def words_of(place: str, text: str) -> set[str]:
    """The words of a text that a page has in one of PLACES."""
    memory, data = kernel(), _utf8(text)
    memory.begin()
    address, count, *_ = memory.run("word_spans", memory.put(data), len(data), PLACES[place])
    spans = memory.take(address, count, np.uint32).reshape(-1, 2).tolist()
    return {data[start:end].decode("utf-8", "surrogatepass") for start, end in spans}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def placed(texts: Mapping[str, str]) -> tuple[bytes, list[int]]:
    """Texts of PLACES as the kernel reads them: in UTF-8, and how many they are, with the number of each place, where
    words end there, and the bytes of the text."""
    data = [_utf8(text) for text in texts.values()]
    spans = [len(data)]
    for place, text in zip(texts, data, strict=True):
        spans += _NUMBERS[place], PLACES[place], len(text)
    return b"".join(data), spans


@dataclass(frozen=True, slots=True, eq=False)
class WordModel:
    """How much each word of each of PLACES speaks for each kind of page that real pages show: `words`, a line each, and
    their weights, (words, kinds), whole numbers, so that their sum is the same in any order."""

    words: Mapping[str, str]
    weights: Mapping[str, NDArray[np.int16]]

    def kept_by(self, memory: Kernel) -> "KeptWords":
        """Where the words are in a kernel."""
        found: KeptWords = memory.keep(self, self._load)
        return found

    def _load(self, memory: Kernel) -> "KeptWords":
        found = []
        for place, words in self.words.items():
            memory.begin()
            data = _utf8(words)
            address, count, *_ = memory.run("word_hashes", memory.put(data), len(data), _NUMBERS[place])
            found.append(memory.take(address, count, np.uint64))
        memory.begin()
        hashes = np.concatenate(found)
        order = hashes.argsort()
        hashes, weights = hashes[order], np.concatenate([self.weights[place] for place in self.words])[order]
        homes = (hashes >> np.uint64(64 - _UPPER_BITS)).astype(np.int64)
        number = np.arange(len(homes))
        rows = np.maximum.accumulate(homes - number) + number
        table = np.zeros(max(1 << _UPPER_BITS, rows[-1] + 1) + 1, dtype=_ROW)
        table["hash"][rows] = hashes
        table["weights"][rows, : weights.shape[1]] = weights
        return KeptWords(memory.put(table), len(table), weights.shape[1])


class KeptWords(NamedTuple):
    """The address of the table of words in a kernel, how many rows it has, and how many weights a word."""

    address: int
    rows: int
    weights: int


NO_WORDS: Final = KeptWords(0, 0, 0)
"""What is kept where no words are known."""
