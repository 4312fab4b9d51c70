"""Segments: the text of a page cut into the units that a reader sees, before anything is said of their roles."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from struct import pack
from typing import Final, NamedTuple

import numpy as np

from copydesk.kernel import Kernel
from copydesk.page.blocks import Link
from copydesk.page.characters import codes_of
from copydesk.page.lexicon import line_of_names, names_words, ready, sigmas_of_names

JOINT: Final = "\n\n"
"""What stands between two segments in the page text, in which links have their places: the kernel knows its length."""
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
    root), `names` numbers of different names, each a tag in `tags` and, in `namings`, the words of class, id and the
    like; `depths` count all elements above, and `ends` are the numbers of the first element behind all that
    stand in each.
    """

    parents: "array[int]" = field(default_factory=integers)
    names: "array[int]" = field(default_factory=integers)
    depths: "array[int]" = field(default_factory=integers)
    ends: "array[int]" = field(default_factory=integers)
    tags: list[str] = field(default_factory=list)
    namings: list[str] = field(default_factory=list)
    _words: str | None = field(default=None, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.parents)

    def tag(self, element: int) -> str:
        """The name of an element."""
        return self.tags[self.names[element]]

    def words(self, element: int) -> str:
        """The values of an element's naming attributes, such as class and id."""
        return self.namings[self.names[element]]

    def naming_words(self) -> str:
        """The words of the distinct names, a line each: of a whole outline only, for they are kept once they were asked
        for."""
        if self._words is None:
            self._words = "\n".join(names_words(self.tags, self.namings).distinct)
        return self._words

    def keep_words(self, words: str) -> None:
        """Keep the words of the distinct names, which were found on the way."""
        self._words = words

    @classmethod
    def root(cls, tag: str) -> "Elements":
        """One element, which holds everything."""
        return cls(integers([-1]), integers([0]), integers([0]), integers([1]), [tag], [""])

    def __add__(self, others: "Elements") -> "Elements":
        """These elements and, behind them, others."""
        count, names = len(self), len(self.tags)
        return Elements(
            self.parents + integers(parent + count if parent >= 0 else -1 for parent in others.parents),
            self.names + integers(name + names for name in others.names),
            self.depths + others.depths,
            self.ends + integers(end + count for end in others.ends),
            self.tags + others.tags,
            self.namings + others.namings,
        )


class Segment(NamedTuple):
    """A run of text. `element` is the number of the element that it stands in; `links` have their places in the page
    text, in which the segments of an outline stand one behind the other.

    `bold` counts the characters set in bold; `source` is the span in the payload's characters (plain text only);
    `link_chars` are the characters in links: it is given with them, for it is needed more often than they.
    """

    text: str
    element: int
    shape: Shape
    level: int = 0
    links: tuple[Link, ...] = ()
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
    _codes: bytes | None = field(default=None, init=False, repr=False, compare=False)
    _paths: list[str] | None = field(default=None, init=False, repr=False, compare=False)
    _starts: list[int] | None = field(default=None, init=False, repr=False, compare=False)

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

    def texts(self) -> list[str]:
        """The texts of the segments."""
        return [segment.text for segment in self.segments]

    def starts(self) -> list[int]:
        """Where the text of each segment begins in the page text: of a whole outline only, for they are kept once they
        were asked for."""
        if self._starts is None:
            self._starts = starts_of(self.segments)
        return self._starts

    def codes(self) -> bytes:
        """The code points of the texts, as the kernel reads them: of a whole outline only, for they are kept once they
        were asked for."""
        if self._codes is None:
            self._codes = codes_of("".join(self.texts()))
        return self._codes

    def parts(self) -> tuple[list[bytes], tuple[int, ...]]:
        """What the kernel is told of an outline, in parts that belong behind each other; and how many there are of
        what."""
        elements = self.elements
        names = line_of_names(elements.tags, elements.namings)
        sigmas = sigmas_of_names(names)
        columns = map(ints, (elements.parents, elements.names, elements.depths, elements.ends))
        codes = self.codes()
        parts = [self.rows(), codes, *columns, ints(sigmas), codes_of(names)]
        sizes = (len(self.segments), len(codes) // 4, len(elements), len(elements.tags), len(names), len(sigmas))
        return parts, sizes

    def paths(self) -> list[str]:
        """The path to the element of each segment, such as `/html/body/div[2]/p[3]`: of a whole outline only, for they
        are kept once they were asked for, or as they were found on the way."""
        if self._paths is None:
            machine = ready()
            parts, sizes = self.parts()
            machine.begin()
            self.keep_paths(machine, machine.run("paths", machine.put(b"".join(parts)), *sizes))
        assert self._paths is not None
        return self._paths

    def keep_paths(self, machine: Kernel, found: Sequence[int]) -> None:
        """Keep the paths that the kernel found, where its results say."""
        text, size, numbers, count, *_ = found
        paths = str(machine.take(text, size, np.uint8).data, "utf-8", "surrogatepass").split("\n")
        self._paths = list(map(paths.__getitem__, machine.take(numbers, count, np.int32).tolist()))


def starts_of(segments: Sequence[Segment]) -> list[int]:
    """Where the texts of segments begin in the page text that they make."""
    joint = len(JOINT)
    return list(accumulate([len(segment.text) + joint for segment in segments], initial=0))[:-1]


def put_together(segments: Sequence[Segment], starts: Sequence[int]) -> list[Segment]:
    """Segments taken from other outlines, in whose page text they began at `starts`, with links where they lie now."""
    return [
        _moved(segment, now - before) if segment.links else segment
        for segment, before, now in zip(segments, starts, starts_of(segments), strict=True)
    ]


def _moved(segment: Segment, by: int) -> Segment:
    return segment._replace(links=tuple([Link(start + by, end + by, href) for start, end, href in segment.links]))


def ints(numbers: "Sequence[int] | array[int]") -> bytes:
    """Numbers as C integers."""
    return numbers.tobytes() if isinstance(numbers, array) else pack(f"={len(numbers)}i", *numbers)
