"""Segments: the text of a page cut into the units that a reader sees, before anything is said of their roles."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from struct import pack
from typing import Final, NamedTuple

import numpy as np

from copydesk.kernel import kernel
from copydesk.page.lexicon import Words, names_words

WIDE: Final = re.compile("[\u3040-\u9fff\uac00-\ud7af]")


def read_length(text: str) -> int:
    """The length of a text as a reader feels it, in letters of an alphabet: a Chinese, Japanese or Korean character
    counts for two and a half."""
    return len(text) if text.isascii() else len(text) + 3 * len(WIDE.findall(text)) // 2


NOT_ALNUM: Final = re.compile(r"[\W_]+")
ASCII_NOT_ALNUM: Final = bytes(code for code in range(128) if not chr(code).isalnum())


def letters_and_digits(text: str) -> str:
    """A text without its white space, punctuation and marks."""
    if text.isascii():
        return text.encode("ascii").translate(None, ASCII_NOT_ALNUM).decode("ascii")
    return NOT_ALNUM.sub("", text)


class Shape(StrEnum):
    """The form of a segment, as its markup (or, in plain text, its layout) gives it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"

    __hash__ = str.__hash__  # an enumeration's own is written in Python, and shapes are keys on hot paths


SHAPES: Final = tuple(Shape)
ROW: Final = 9
"""Numbers that the kernel is told of a segment."""
SHAPE_NUMBERS: Final = {shape: number for number, shape in enumerate(SHAPES)}


def integers(items: Iterable[int] = ()) -> "array[int]":
    """A column of elements."""
    return array("i", items)


@dataclass(slots=True)
class Elements:
    """The block-level elements of a page, parents first, as columns: a page has hundreds, and few names among them.

    The columns are arrays of C integers, which numpy reads without a copy. `parents` are numbers of elements (-1 for a
    root), `names` numbers in `distinct`, the (tag, class and id words) that occur; `depths` count all elements above,
    and `ends` are the numbers of the first element behind all that stand in each.
    """

    parents: "array[int]" = field(default_factory=integers)
    names: "array[int]" = field(default_factory=integers)
    depths: "array[int]" = field(default_factory=integers)
    ends: "array[int]" = field(default_factory=integers)
    distinct: list[tuple[str, str]] = field(default_factory=list)
    _words: Words | None = field(default=None, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.parents)

    def tag(self, element: int) -> str:
        """The name of an element."""
        return self.distinct[self.names[element]][0]

    def words(self, element: int) -> str:
        """The values of an element's naming attributes, such as class and id."""
        return self.distinct[self.names[element]][1]

    def naming_words(self) -> Words:
        """The words of the distinct names: of a whole outline only, for they are kept once they were asked for."""
        if self._words is None:
            self._words = names_words(self.distinct)
        return self._words

    def keep_words(self, words: Words) -> None:
        """Keep the words of the distinct names, which were found on the way."""
        self._words = words

    @classmethod
    def root(cls, tag: str) -> "Elements":
        """One element, which holds everything."""
        return cls(integers([-1]), integers([0]), integers([0]), integers([1]), [(tag, "")])

    def __add__(self, others: "Elements") -> "Elements":
        """These elements and, behind them, others."""
        count, names = len(self), len(self.distinct)
        return Elements(
            self.parents + integers(parent + count if parent >= 0 else -1 for parent in others.parents),
            self.names + integers(name + names for name in others.names),
            self.depths + others.depths,
            self.ends + integers(end + count for end in others.ends),
            self.distinct + others.distinct,
        )


class Segment(NamedTuple):
    """A run of text. `element` is the number of the element that it stands in; `links` are (start, end, href)
    in `text`.

    `bold` counts the characters set in bold; `source` is the span in the payload's characters (plain text only);
    `link_chars` are the characters in links: it is given with them, for it is needed more often than they.
    """

    text: str
    element: int
    shape: Shape
    level: int = 0
    links: tuple[tuple[int, int, str], ...] = ()
    bold: int = 0
    images: int = 0
    hidden: bool = False
    source: tuple[int, int] | None = None
    link_chars: int = 0


@dataclass(slots=True)
class Outline:
    """A page cut into segments, in document order, with the block-level elements that hold them."""

    elements: Elements
    segments: list[Segment]
    _rows: bytes | None = field(default=None, repr=False, compare=False)

    def rows(self) -> bytes:
        """What the kernel is told of each segment besides its text, as `kernel/features.h` has it: of a whole outline
        only, for it is kept once it was asked for, or as the kernel gave it."""
        if self._rows is None:
            numbers: list[int] = []
            for each in self.segments:
                numbers += (
                    len(each.text),
                    each.element,
                    SHAPE_NUMBERS[each.shape],
                    each.level,
                    each.bold,
                    each.images,
                    each.hidden,
                    each.link_chars,
                    len(each.links),
                )
            self._rows = pack(f"={len(numbers)}i", *numbers)
        return self._rows

    def paths(self) -> list[str]:
        """The path to the element of each segment: `/html/body/div[2]/p[3]`."""
        elements = self.elements
        numbers: dict[str, int] = {}
        tag_of = [numbers.setdefault(tag, len(numbers)) for tag, _ in elements.distinct]
        tags = [tag.encode("utf-8", "surrogatepass") for tag in numbers]
        columns = (elements.parents, elements.names, integers(tag_of), integers(map(len, tags)))
        one = kernel()
        one.begin()
        page = one.put(b"".join([*columns, self.rows(), *tags]))
        sizes = (len(elements), len(tag_of), len(tags), len(self.segments))
        text, size, before, count, last, *_ = one.run("path_steps", page, *sizes)
        steps = one.take(text, size, np.uint8).tobytes().decode("utf-8", "surrogatepass").split("\n")
        paths = [""]
        for step, number in zip(steps, one.take(before, count, np.int32).tolist(), strict=False):
            paths.append(paths[number] + step)
        return [paths[number] for number in one.take(last, len(self.segments), np.int32).tolist()]
