"""Folding of text for search: what a reader would call the same word becomes the same letters.

Case, accents and compatibility forms go (`É` and `e`, `ς` and `σ`, `ﬁ` and `fi`, `Ａ` and `a`), in Latin, Greek,
Cyrillic and the pointed Semitic scripts; the vowel signs of Indian scripts are letters and stay, and so does the
Cyrillic `й`. Scripts written without spaces are cut into overlapping pairs of letters, so that a search for any run
of two or more of them is a phrase of pairs, and one letter is the beginning of a pair.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
)
_KEPT: Final = frozenset("йЙўЎ")
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
"""Thai, Lao, Burmese, Khmer, kana and Han."""

_UNSPACED_RUN: Final = re.compile(f"[{_UNSPACED}]+")
WORD: Final = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}_])[\w\u0300-\u036f\u0900-\u0dff])+")
"""A run of letters and digits of one manner of writing."""


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each letter when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = letter.casefold() if letter in _KEPT else fold_letter(letter)
        self[code] = folded
        return folded


def fold_letter(letter: str) -> str:
    """One letter folded; it may become several (`ß` → `ss`) or none (a combining accent). Signs stay as they are."""
    if not letter.isalnum() and not _MARKS.match(letter):
        return letter
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", letter).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


_FOLDING: Final = _Folding()
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f](?:[^A-Za-z]*[^\x00-\x7f])?")
"""A stretch that needs more than `lower`, which is many times faster; in other alphabets that is a whole sentence."""


def fold(text: str) -> str:
    """A text with its letters folded."""
    text = compose(text)
    return text.lower() if text.isascii() else _NOT_ASCII.sub(_fold_stretch, text).lower()


def _fold_stretch(stretch: re.Match[str]) -> str:
    return stretch[0].translate(_FOLDING)


def compose(text: str) -> str:
    """A text with each letter and its accents as one character, where there is one (NFC)."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> str:
    """A text as the index stores it: folded, with runs of scripts without spaces cut into pairs."""
    folded = fold(text)
    return folded if folded.isascii() else _UNSPACED_RUN.sub(lambda run: f" {' '.join(pairs(run[0]))} ", folded)


def pairs(run: str) -> Iterator[str]:
    """The overlapping pairs of a run, and its last letter alone: `東京都` → `東京`, `京都`, `都`."""
    for index in range(len(run)):
        yield run[index : index + 2]


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that is written without spaces."""
    return bool(_UNSPACED_RUN.fullmatch(word))
