"""Segments: the text of a page cut into the units that a reader sees, before anything is said of their roles."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

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


@dataclass(slots=True)
class Element:
    """A block-level element: its parent's number, name, class and id words, depth, and rank among like siblings."""

    parent: int
    tag: str
    words: str
    depth: int
    rank: int
    hidden: bool


@dataclass(slots=True)
class Segment:
    """A run of text. `element` is the number of the element that it stands in; `links` are (start, end, href)
    in `text`.

    `bold` counts the characters set in bold, `link_chars` those in links; `source` is the span in the payload's
    characters (plain text only).
    """

    text: str
    element: int
    shape: Shape
    level: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    bold: int = 0
    images: int = 0
    hidden: bool = False
    source: tuple[int, int] | None = None
    link_chars: int = field(init=False)

    def __post_init__(self) -> None:
        self.link_chars = sum([end - start for start, end, _ in self.links]) if self.links else 0


@dataclass(slots=True)
class Outline:
    """A page cut into segments, in document order, with the block-level elements that hold them (parents first)."""

    elements: list[Element]
    segments: list[Segment]

    def paths(self) -> list[str]:
        """The path to each element that holds a segment, somewhere: `/html/body/div[2]/p[3]`; empty for the others."""
        wanted = [False] * len(self.elements)
        for segment in self.segments:
            e = segment.element
            while e >= 0 and not wanted[e]:
                wanted[e] = True
                e = self.elements[e].parent
        found = [""] * len(self.elements)
        for e, element in enumerate(self.elements):
            if wanted[e]:
                step = f"{element.tag}[{element.rank}]" if element.rank > 1 else element.tag
                found[e] = f"{found[element.parent]}/{step}" if element.parent >= 0 else f"/{step}"
        return found
