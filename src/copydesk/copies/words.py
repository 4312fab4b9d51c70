"""Text to hashed words and sentences, for a whole batch of texts at once.

Splitting and hashing words one by one in Python costs more than everything that follows, so a batch is laid out as
one array of code points and both are done by array operations. The hash of a word is the polynomial of its code
points, as in Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987: the difference of two running
sums over the batch, brought back to the first place. The upper half of its 64 bits is kept.

Case, punctuation, quotation marks, spacing and the bounds of paragraphs leave no trace in the words. Scripts that
write no spaces between words are read as overlapping pairs of characters.
"""

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.copies.arrays import Codes, Flags, Hashes, Keys
from copydesk.copies.text import Text

MAX_CHARACTERS: Final = 1_000_000
"""Characters read of one text: some 300 pages of a book. A longer text is fingerprinted by its beginning."""

GOLDEN: Final = 0x9E3779B97F4A7C15
WRAP: Final = 0xFFFFFFFFFFFFFFFF

OTHER, LETTER, DIGIT, SINGLE, END, PARAGRAPH = range(6)

PARAGRAPH_END: Final = "\x1e"
"""The record separator of ASCII. Line breaks within a paragraph are spaces."""

SENTENCE_ENDS: Final = ".!?…。！？｡؟۔।॥።"
UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),  # Katakana extensions
    (0x3400, 0x4DBF),  # Han, extension A
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0x20000, 0x323AF),  # Han, further extensions
)
LAST_ASSIGNED: Final = 0x323AF
"""No letters are assigned above; what follows is read as no word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The hashed words of a batch of texts.

    `text` and `sentence` number the text and the sentence of each word; sentences never cross texts. `number` marks
    words of digits.
    """

    hashes: Hashes
    text: Keys
    sentence: Keys
    number: Flags


def random_numbers(seed: int, count: int) -> Hashes:
    """Fixed pseudo-random numbers, the same on every platform: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    numbers = []
    for step in range(1, count + 1):
        value = (seed + step * GOLDEN) & WRAP
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & WRAP
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & WRAP
        numbers.append(value ^ (value >> 31))
    return np.array(numbers, np.uint64)


BASE: Final = int(random_numbers(1, 1)[0]) | 1
PAIR: Final = random_numbers(2, 1)[0]
UPPER: Final = np.uint64(32)


def folded(text: Text) -> str:
    """The text in compatibility form (NFKC) and without case."""
    joined = PARAGRAPH_END.join(text.paragraphs)[:MAX_CHARACTERS]
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    return joined.casefold()


@cache
def character_classes() -> NDArray[np.uint8]:
    """The class of each code point."""
    classes = np.zeros(sys.maxunicode + 1, np.uint8)
    for code in range(LAST_ASSIGNED + 1):
        category = unicodedata.category(chr(code))
        if category[0] in "LM":
            classes[code] = LETTER
        elif category[0] == "N":
            classes[code] = DIGIT
    for first, last in UNSPACED:
        letters = classes[first : last + 1]
        letters[letters == LETTER] = SINGLE
    for mark in SENTENCE_ENDS:
        classes[ord(mark)] = END
    classes[ord(PARAGRAPH_END)] = PARAGRAPH
    return classes


def code_points(texts: Sequence[str]) -> Codes:
    """All texts in one array of code points, each closed by a paragraph end."""
    joined = "".join(text + PARAGRAPH_END for text in texts)
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")


def read_words(texts: Sequence[Text]) -> Words:
    """The words of a batch of texts. The words of a text do not depend on the texts beside it."""
    strings = [folded(text) for text in texts]
    codes = code_points(strings)
    classes = character_classes().take(codes)
    inside = (classes >= LETTER) & (classes <= SINGLE)
    single = classes == SINGLE
    starts, ends = word_bounds(inside, single)
    sentence = sentence_numbers(starts, sentence_ends(classes, inside))
    hashes = word_hashes(codes, starts, ends)
    return Words(
        hashes=pair_characters(hashes, single[starts], sentence),
        text=text_numbers(starts, strings),
        sentence=sentence,
        number=classes[starts] == DIGIT,
    )


def word_bounds(inside: Flags, single: Flags) -> tuple[Keys, Keys]:
    """Where words begin and end: at anything that is no word, and around each character of a script without spaces."""
    joins = inside[1:] & inside[:-1]
    joins &= ~(single[1:] | single[:-1])
    begins, ends = inside.copy(), inside.copy()
    begins[1:] &= ~joins
    ends[:-1] &= ~joins
    return np.flatnonzero(begins), np.flatnonzero(ends) + 1


def sentence_ends(classes: NDArray[np.uint8], inside: Flags) -> Keys:
    """Where sentences end: at the ends of paragraphs, and at full stops unless a word follows at once, as in `3.5`."""
    ends = classes == END
    ends[:-1] &= ~inside[1:] | (classes[1:] == SINGLE)
    return np.flatnonzero(ends | (classes == PARAGRAPH))


def sentence_numbers(starts: Keys, ends: Keys) -> Keys:
    """For each word the number of its sentence; ends with no words between them count once."""
    marks = np.zeros(len(starts) + 1, np.int64)
    marks[np.searchsorted(starts, ends)] = 1
    return np.cumsum(marks[:-1])


def text_numbers(starts: Keys, strings: Sequence[str]) -> Keys:
    """For each word the number of its text."""
    ends = np.searchsorted(starts, np.cumsum([len(string) + 1 for string in strings]))
    return np.repeat(np.arange(len(strings)), np.diff(ends, prepend=0))


def word_hashes(codes: Codes, starts: Keys, ends: Keys) -> Hashes:
    """A hash of 32 bits for each word."""
    rising, falling = powers(len(codes).bit_length())
    terms = codes * rising[: len(codes)]
    sums = np.cumsum(terms)
    hashes: Hashes = (sums[ends - 1] - sums[starts] + terms[starts]) * falling[starts] * rising[1] >> UPPER
    return hashes


@cache
def powers(bits: int) -> tuple[Hashes, Hashes]:
    """The powers of BASE up to a length of so many bits, and their inverses modulo 2**64."""
    bases = np.full((2, 1 << bits), [[BASE], [pow(BASE, -1, WRAP + 1)]], np.uint64)
    bases[:, 0] = 1
    rising, falling = np.multiply.accumulate(bases, axis=1)
    return rising, falling


def pair_characters(hashes: Hashes, single: Flags, sentence: Keys) -> Hashes:
    """Characters of scripts without spaces, each joined with the next one of its sentence."""
    if not single.any():
        return hashes
    joins = single[:-1] & single[1:] & (sentence[:-1] == sentence[1:])
    paired = hashes.copy()
    paired[:-1][joins] = (hashes[:-1][joins] + hashes[1:][joins] * PAIR) >> UPPER
    return paired
