"""Signs: what the texts of a page and the names around them say beside what the models look at.

The kernel finds them all in one call: `kernel/signs.h` says what they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel
from copydesk.page.cues import load_stems
from copydesk.page.lexicon import ready
from copydesk.page.regions import REGION_WORDS
from copydesk.page.repeats import load_letters
from copydesk.page.segments import Outline


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """What there is to say of each segment, as columns.

    `cues` has the bits of all cues that its text may have (where one is set, `Cue.is_in` and the like still have to
    tell); `twins` whether its text may say the same as another; `regions` the number in REGIONS of what it stands in.
    """

    cues: NDArray[np.uint32]
    twins: bytes
    regions: bytes


def read_signs(outline: Outline) -> Signs:
    """The signs of an outline."""
    machine = ready()
    models, (parts, sizes) = models_of_signs(machine), outline.parts()
    machine.begin()
    return taken_signs(machine, outline, machine.run("signs", machine.put(b"".join(parts)), *sizes, *models))


def models_of_signs(machine: Kernel) -> tuple[int, int, int]:
    """Where in the kernel's memory that lies which signs are looked up in; it is loaded before a call begins."""
    stems, letters = machine.keep(load_stems, load_stems), machine.keep(load_letters, load_letters)
    return stems, letters, machine.keep(REGION_WORDS, REGION_WORDS.load)


def taken_signs(machine: Kernel, outline: Outline, found: Sequence[int]) -> Signs:
    """The signs that the kernel found, and where the first of its results say; the outline keeps the words of names
    and the paths."""
    cues, twins, regions, words, size = found[:5]
    outline.elements.keep_words(
        machine.take(words, size, np.uint32).tobytes().decode("utf-32-le", "surrogatepass")[:-1]
    )
    outline.keep_paths(machine, found[5:9])
    count = len(outline.segments)
    return Signs(
        machine.take(cues, count, np.uint32),
        machine.take(twins, count, np.uint8).tobytes(),
        machine.take(regions, count, np.uint8).tobytes(),
    )
