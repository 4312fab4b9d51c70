"""Words of markup and of short texts, and what a model has learned that they say.

All names and all texts of a page are cut into words at once, and by the kernel: `kernel/lexicon.c` says how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some names or texts; `owners` has the number of the name or text of each."""

    words: list[str]
    owners: Numbers


def names_words(names: Sequence[tuple[str, str]]) -> Words:
    """The words of elements' names, (tag, naming attributes): tags as `<tag>`, the others lower-cased and in order. Of
    a name in camel case each part is one."""
    parts = [tag for tag, _ in names]
    parts += [naming for _, naming in names]
    machine = ready()
    machine.begin()
    line = codes_of(BETWEEN.join(parts))
    codes, size, owners, count, tags, *_ = machine.run("names_words", machine.put(line), len(line) // 4, len(names))
    found = _line(machine, codes, size)
    # Small letters are made here: those of a capital sigma depend on what stands around it.
    words = (found[:tags] + found[tags:].lower()).split("\n")
    return Words(words[:-1], machine.take(owners, count, np.int32))


def texts_words(texts: Sequence[str]) -> Words:
    """The words by which short texts are known: the first six, and behind them the whole of each text that has fewer,
    as one with `$` at its end."""
    line = "".join(texts)
    sigmas = final_sigmas(texts, line)
    machine = ready()
    machine.begin()
    codes, size, owners, count, *_ = machine.run(
        "texts_words",
        machine.put(codes_of(line)),
        machine.put(lengths(texts)),
        len(texts),
        machine.put(np.array(sigmas, dtype=np.int32)),
        len(sigmas),
    )
    return Words(_line(machine, codes, size).split("\n")[:-1], machine.take(owners, count, np.int32))


def ready() -> Kernel:
    """The kernel, knowing characters."""
    machine = kernel()
    machine.keep(load_characters, load_characters)
    return machine


def lengths(texts: Sequence[str]) -> Numbers:
    """How many characters each text has."""
    return np.array(list(map(len, texts)), dtype=np.int32)


def final_sigmas(texts: Sequence[str], line: str) -> list[int]:
    """Where among texts, joined to one line, those capital sigmas stand whose small form is that of the end of a word:
    the only letter whose form depends on what stands around it."""
    if "Σ" not in line:
        return []
    found = []
    start = 0
    for text in texts:
        opening = text[:OPENING]
        if "Σ" in opening:
            # The only letter that would become two becomes one, so that each is in its place.
            small = opening.replace("İ", "i").lower()
            found += [start + n for n, (a, b) in enumerate(zip(opening, small, strict=True)) if a == "Σ" and b == "ς"]
        start += len(text)
    return found


def _line(machine: Kernel, address: int, size: int) -> str:
    return machine.take(address, size, np.uint32).tobytes().decode("utf-32-le", "surrogatepass")


class Weights:
    """Learned weights of words."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.of_word = weights

    def load(self, machine: Kernel) -> int:
        """Give the weights to a kernel, as `Kernel.keep` does it once; their address there."""
        words = list(self.of_word)
        values = np.array(list(self.of_word.values()), dtype=np.float64)
        codes = machine.put(codes_of("".join(words)))
        return machine.run("load_weights", codes, machine.put(lengths(words)), machine.put(values), len(words))[0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How much a word of markup, or of a short text, speaks for being main content."""

    markup: Weights
    text: Weights
