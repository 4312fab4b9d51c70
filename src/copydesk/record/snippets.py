"""Snippets: a stretch of text around the words that were found, with the words marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from copydesk.record.fold import WORD, compose, fold, is_unspaced
from copydesk.record.query import Text

LENGTH: Final = 240
"""Characters of a snippet, roughly: it begins and ends at whole words."""

_LOOKED_AT: Final = 200
"""Places of a text that are compared to choose the best stretch."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text; `marks` are the spans of the words found, in its own characters."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str = "[", after: str = "]") -> str:
        """The text with something put around each mark."""
        pieces: list[str] = []
        position = 0
        for start, end in self.marks:
            pieces += (self.text[position:start], before, self.text[start:end], after)
            position = end
        return "".join(pieces) + self.text[position:]


def pattern(texts: Iterable[Text]) -> re.Pattern[str] | None:
    """What finds these texts in folded text; None where there are none."""
    sources = [source for text in texts if (source := _source(text))]
    return re.compile("|".join(sources)) if sources else None


def _source(text: Text) -> str:
    """The words of one text with anything but letters between them, at the bounds of words."""
    words = WORD.findall(fold(text.words))
    if not words:
        return ""
    start = "" if is_unspaced(words[0]) else r"(?<!\w)"
    end = "" if is_unspaced(words[-1]) or text.prefix else r"(?!\w)"
    more = r"\w*" if text.prefix and not is_unspaced(words[-1]) else ""
    return f"(?:{start}{r'[^0-9A-Za-z]*?'.join(map(re.escape, words))}{more}{end})"


def snippet(text: str, finder: re.Pattern[str] | None) -> Snippet:
    """The best stretch of a text: the one where most different words are found; else its beginning."""
    text = compose(text)
    spans = _spans(text, finder) if finder else []
    if not spans:
        return Snippet(_flat(text[: LENGTH + 1].rsplit(None, 1)[0] + " …" if len(text) > LENGTH else text))
    first = _best(spans)
    start, end = _widen(text, first[0], _last_within(spans, first)[1])
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(lead) - start
    marks = tuple((a + shift, b + shift) for a, b, _ in spans if a >= start and b <= end)
    return Snippet(_flat(f"{lead}{text[start:end]}{tail}"), marks)


def _spans(text: str, finder: re.Pattern[str]) -> list[tuple[int, int, str]]:
    """Where the words are, in characters of the text, with what was found."""
    folded = fold(text)
    found = [(match.start(), match.end(), match[0]) for match in islice(finder.finditer(folded), _LOOKED_AT)]
    if len(folded) == len(text):
        return found
    back = _Positions(text)
    return [(back.of(start), back.of(end - 1) + 1, word) for start, end, word in found if end > start]


class _Positions:
    """Finds the character of a text that a character of the folded text comes from.

    Between letters that fold to more or less than one, positions differ by a constant: each such stretch has its
    start in the folded text, its shift, and the position of the odd letter that ends it.
    """

    def __init__(self, text: str) -> None:
        odd = {letter: size for letter in set(text) if (size := len(fold(letter))) != 1}
        self._starts, self._shifts, self._ends = [0], [0], []
        for match in re.finditer(f"[{re.escape(''.join(sorted(odd)))}]", text):
            shift = self._shifts[-1] + odd[match[0]] - 1
            self._ends.append(match.start())
            self._starts.append(match.end() + shift)
            self._shifts.append(shift)
        self._ends.append(len(text))

    def of(self, position: int) -> int:
        stretch = bisect_right(self._starts, position) - 1
        return min(position - self._shifts[stretch], self._ends[stretch])


def _best(spans: Sequence[tuple[int, int, str]]) -> tuple[int, int, str]:
    """The first place from which on most different words are found."""
    starts = [start for start, _, _ in spans]

    def different(index: int) -> int:
        return len({word for _, _, word in spans[index : bisect_left(starts, starts[index] + LENGTH * 3 // 4)]})

    return spans[max(range(len(spans)), key=lambda index: (different(index), -index))]


def _last_within(spans: Sequence[tuple[int, int, str]], first: tuple[int, int, str]) -> tuple[int, int, str]:
    return max(span for span in spans if first[0] <= span[0] < max(first[1], first[0] + LENGTH * 3 // 4))


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in as many characters around a span as fit, up to the bounds of words."""
    spare = max(0, LENGTH - (end - start))
    left, right = max(0, start - spare // 3), min(len(text), end + spare - spare // 3)
    while left and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    return left, right


def _flat(text: str) -> str:
    """A text on one line; each space stays one character, so that marks still fit."""
    return re.sub(r"\s", " ", text)
