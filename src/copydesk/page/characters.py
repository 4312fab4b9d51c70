"""Characters: what the kernel must know of each to measure and cut texts, made from Python's Unicode database.

The tables leave out what is nowhere: no letter or digit stands beyond the first four planes, and none that has a small
or folded form beyond the first two.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel

Traits = NDArray[np.uint8]
Codes = NDArray[np.uint32]

KNOWN_CODES, CASED_CODES, BASIC_PLANE = 0x40000, 0x20000, 0x10000
UPPER, LOWER, LETTER, DIGIT, SPACE, TERMINAL, COMMA, QUOTE, DASH, MARK = range(10)
"""Classes of characters, as the kernel numbers them."""
IN_WORD, ALNUM, DECIMAL, WIDE = 0x10, 0x20, 0x40, 0x80
"""What else is known of a character, as bits above its class."""
TERMINALS: Final = ".!?…。！？؟।۔｡"
COMMAS: Final = ",;:،、，؛：；"
QUOTES: Final = "\"'“”„«»‘’‚‹›「」『』"
WORD: Final = re.compile(r"[^\W\d_]+")
WIDE_CHARACTERS: Final = re.compile("[\u3040-\u9fff\uac00-\ud7af]+")
MOST_OF_ONE: Final = 3
"""Characters that become of one, at the most, when its case is changed."""
BLOCK: Final = 256
"""Characters that are looked at together, whether case makes a difference to any of them."""
_CATEGORY_CLASSES: Final = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": LETTER, "Lm": LETTER, "Nd": DIGIT, "Pd": DASH}


def codes_of(text: str) -> bytes:
    """The code points of a text, four bytes each, as the kernel reads them."""
    return text.encode("utf-32-le", "surrogatepass")


def traits() -> Traits:
    """The class of each character and what else is known of it; beyond the Basic Multilingual Plane all count as MARK,
    and there are no words."""
    known = _characters(KNOWN_CODES)
    basic = known[:BASIC_PLANE]
    table = np.full(KNOWN_CODES, MARK, dtype=np.uint8)
    classes = map(_CATEGORY_CLASSES.get, map(unicodedata.category, basic), repeat(MARK))
    table[:BASIC_PLANE] = np.fromiter(classes, np.uint8, BASIC_PLANE)
    for match in re.finditer(r"\s+", basic):
        table[slice(*match.span())] = SPACE
    for chars, kind in ((TERMINALS, TERMINAL), (COMMAS, COMMA), (QUOTES, QUOTE)):
        table[[ord(char) for char in chars]] = kind
    spans = (
        (WORD, basic, IN_WORD),
        (WIDE_CHARACTERS, basic, WIDE),
        (r"[^\W_]+", known, ALNUM),
        (r"\d+", known, DECIMAL),
    )
    for pattern, among, bit in spans:
        for match in re.finditer(pattern, among):
            table[slice(*match.span())] |= bit
    return table


def case_table(change: Callable[[str], str]) -> tuple[NDArray[np.int32], Codes]:
    """What each character becomes when its case is changed: its code, or the complement of a row of the second array,
    which zeros fill up."""
    one = np.arange(CASED_CODES, dtype=np.int32)
    several: list[list[int]] = []
    known = _characters(CASED_CODES)
    for start in range(0, CASED_CODES, BLOCK):
        block = known[start : start + BLOCK]
        if change(block) != block:  # few do
            for code, char in enumerate(block, start):
                codes = list(map(ord, change(char)))
                if len(codes) == 1:
                    one[code] = codes[0]
                else:
                    one[code] = ~len(several)
                    several.append(codes + [0] * (MOST_OF_ONE - len(codes)))
    return one, np.array(several, dtype=np.uint32)


def _characters(count: int) -> str:
    """The first characters, in the order of their codes."""
    return np.arange(count, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")


def load_characters(kernel: Kernel) -> None:
    """Give the tables to a kernel, as `Kernel.keep` does it once; and a seed for its hashes, so that nobody can make a
    page in which many are the same."""
    tables = (traits(), *case_table(str.lower), *case_table(str.casefold))
    kernel.run("load_characters", *[kernel.put(table) for table in tables], secrets.randbits(32))
