"""Words of markup and of short texts, and what a model has learned that they say.

All names and all texts of a page are cut into words at once, and by the kernel: `kernel/lexicon.c` says how.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel, kernel
from copydesk.page.characters import codes_of, load_characters

Numbers = NDArray[np.int32]

OPENING: Final = 80
"""Characters of a text whose words are looked at."""
BETWEEN: Final = "\0"
"""What stands between the parts of names: no page has it in a name."""
_BASIC_WORD: Final = re.compile(r"[^\W\d_\U00010000-\U0010ffff]+")
"""Letters as the kernel sees them: those of the Basic Multilingual Plane."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some names or texts: the different ones, and each time that one is used its number in `distinct` and
    that of its owner, the name or text that uses it."""

    distinct: list[str]
    numbers: Numbers
    owners: Numbers

    @property
    def words(self) -> list[str]:
        """The word of each owner."""
        return [self.distinct[number] for number in self.numbers.tolist()]


def names_words(tags: list[str], namings: list[str]) -> Words:
    """The words of elements' names, each a tag and naming attributes: tags as `<tag>`, the others lower-cased and in
    order. Of a name in camel case each part is one."""
    line = line_of_names(tags, namings)
    sigmas = sigmas_of_names(line)
    codes = codes_of(line)
    machine = ready()
    machine.begin()
    found = machine.run(
        "names_words", machine.put(codes), len(codes) // 4, len(tags), machine.put(_numbers(sigmas)), len(sigmas)
    )
    return _taken_words(machine, found)


def texts_words(texts: Sequence[str]) -> Words:
    """The words by which short texts are known: the first six, and behind them the whole of each text that has fewer,
    as one with `$` at its end."""
    line = "".join(texts)
    sigmas = sigmas_of_texts(texts)
    machine = ready()
    machine.begin()
    found = machine.run(
        "texts_words",
        machine.put(codes_of(line)),
        machine.put(_numbers(list(accumulate(map(len, texts), initial=0)))),
        len(texts),
        machine.put(_numbers(sigmas)),
        len(sigmas),
    )
    return _taken_words(machine, found)


def ready() -> Kernel:
    """The kernel, knowing characters."""
    machine = kernel()
    machine.keep(load_characters, load_characters)
    return machine


def _taken_words(machine: Kernel, found: Sequence[int]) -> Words:
    """The words that the kernel found: at an address so many codes, at another so many numbers, and their owners."""
    codes, size, numbers, uses, owners = found[:5]
    line = machine.take(codes, size, np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    return Words(line.split("\n")[:-1], machine.take(numbers, uses, np.int32), machine.take(owners, uses, np.int32))


def line_of_names(tags: list[str], namings: list[str]) -> str:
    """Names as the kernel reads them: their tags, and behind these their naming attributes."""
    return BETWEEN.join(tags + namings)


def sigmas_of_names(line: str) -> list[int]:
    """Where among names capital sigmas stand at the end of a word."""
    if "Σ" not in line:
        return []
    return _final_sigmas((match.start(), match.group()) for match in _BASIC_WORD.finditer(line))


def sigmas_of_texts(texts: Sequence[str]) -> list[int]:
    """Where at the beginnings of texts, in a line of them all, capital sigmas stand at the end of a word."""
    if "Σ" not in "".join(texts):
        return []
    starts = accumulate(map(len, texts), initial=0)
    return _final_sigmas((start, text[:OPENING]) for start, text in zip(starts, texts, strict=False))


def _final_sigmas(parts: Iterable[tuple[int, str]]) -> list[int]:
    """Where those capital sigmas stand whose small form is that of the end of a word: the only letter whose small form
    depends on what stands around it. Parts come with the places where they begin."""
    found = []
    for start, part in parts:
        if "Σ" in part:
            # The only letter that would become two becomes one, so that each is in its place.
            small = part.replace("İ", "i").lower()
            found += [start + n for n, (a, b) in enumerate(zip(part, small, strict=True)) if a == "Σ" and b == "ς"]
    return found


def _numbers(numbers: Sequence[int]) -> Numbers:
    return np.array(numbers, dtype=np.int32)


class Weights:
    """Learned weights of words."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.of_word = weights

    def load(self, machine: Kernel) -> int:
        """Give the weights to a kernel, as `Kernel.keep` does it once; their address there."""
        words = list(self.of_word)
        values = np.array(list(self.of_word.values()), dtype=np.float64)
        codes = machine.put(codes_of("".join(words)))
        return machine.run(
            "load_weights", codes, machine.put(_numbers(list(map(len, words)))), machine.put(values), len(words)
        )[0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How much a word of markup, or of a short text, speaks for being main content."""

    markup: Weights
    text: Weights
