"""Paragraphs and sentences of a text, with their characters.

Paragraphs are lines, and each is split by itself: a headline or dateline glued to the first sentence spoils its parse.
The rule follows Punkt (Kiss and Strunk 2006) with a written list of abbreviations instead of a learned one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.events.lexicon import words
from copydesk.events.types import Span

ABBREVIATIONS: Final = words(
    "mr mrs ms dr prof rev hon sr jr st gen col lt maj capt cmdr adm sgt cpl pvt brig gov sen rep pres supt insp "
    "amb fr messrs mt ft no nos vs etc inc corp co ltd bros dept univ assn jan feb mar apr jun jul aug sep sept "
    "oct nov dec approx est fig art sec vol pp cf al ca"
)
BOUNDARY: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[—–-]*[^\W_])")
LAST_WORD: Final = re.compile(r"([^\s\"'“”‘’(]+)$")
DATELINE: Final = re.compile(
    r"(?:[A-Z][\w.,'’/ -]{1,40})?\([A-Z][\w./& -]{1,30}\)\s*(?:[-–—:]+\s*)?(?=[A-Z\"“])"
    r"|[A-Z]{2}[A-Z.,'’/ -]*(?:, [A-Z][\w. ]{1,20})?\s*[—–-]+\s+(?=[A-Z\"“])"
)
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters in the whole text, its words and the number of its paragraph."""

    span: Span
    text: str
    paragraph: int


def paragraph_spans(text: str) -> list[Span]:
    """The lines of a text that are not blank, without the space around them."""
    spans = []
    for match in re.finditer(r"[^\n\r]+", text):
        line = match.group()
        left, right = len(line) - len(line.lstrip()), len(line.rstrip())
        if right > left:
            spans.append(Span(match.start() + left, match.start() + right))
    return spans


def ends_sentence(before: str, mark: str, after: str) -> bool:
    """Whether the mark at the end of `before` closes a sentence, given the words that follow."""
    following = after.lstrip().lstrip("\"'“‘«([—–-")
    if mark[0] == "." and not mark.startswith(".."):
        found = LAST_WORD.search(before)
        word = found.group(1) if found else ""
        if word.lower() in ABBREVIATIONS:
            return False
        if word.lower() in ("a.m", "p.m"):
            return following[:1].isupper()
        if INITIALS.fullmatch(word) and len(word) != 1:
            return following[:1].isupper() and following.split(maxsplit=1)[0].lower() in OPENERS
        if len(word) == 1 and word.isupper():
            return False
    return not following[:1].islower()


OPENERS: Final = words(
    "the a an he she it they we i his her its their in on at but and this that these those as for no"
)


def sentence_spans(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph; a dateline or agency ("OSLO (Agency) —") before them stands by itself."""
    start = paragraph.start
    dateline = DATELINE.match(text, start, paragraph.end)
    if dateline is not None:
        yield Span(start, start + len(dateline.group().rstrip()))
        start = dateline.end()
    for match in BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        if match.start() >= start and ends_sentence(
            text[start : match.start()], match.group(), text[match.end() : paragraph.end]
        ):
            yield Span(start, match.end())
            start = (
                match.end() + len(text[match.end() : paragraph.end]) - len(text[match.end() : paragraph.end].lstrip())
            )
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def split(text: str, paragraphs: Sequence[Span] | None = None) -> tuple[Sentence, ...]:
    """The sentences of a text, paragraph by paragraph; without `paragraphs` each line is one."""
    return tuple(
        Sentence(span, text[span.start : span.end], number)
        for number, paragraph in enumerate(paragraph_spans(text) if paragraphs is None else paragraphs)
        for span in sentence_spans(text, paragraph)
    )
