"""From pages to reported events: which blocks of a page are coded, and in whose characters.

The event coder needs the extra `copydesk[events]` and is loaded only when something is coded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from copydesk.page.blocks import BODY_ROLES, Block, Role
from copydesk.page.page import Page
from copydesk.reading import read

if TYPE_CHECKING:
    from copydesk.events import Coded, Coder

HOW_TO_INSTALL: Final = "coding events needs more packages; install them with: pip install 'copydesk[events]'"
CODED_ROLES: Final = BODY_ROLES - {Role.TABLE} | {Role.TITLE, Role.DECK}
"""What is coded of an article. Banners, notices, repeats, captions and links to other pages are not."""
UNSURE_ROLES: Final = frozenset({Role.OTHER, Role.BYLINE, Role.DATELINE})
"""Roles of a plain text whose whole sentences are coded too: a text has no markup that would make it sure."""
SENTENCE_WORDS: Final = 8
"""Words from which such a block is a paragraph rather than a line about the article."""
SENTENCE_ENDS: Final = tuple('.!?…"”’»')
BREAKS: Final = str.maketrans(dict.fromkeys("\n\r\v\f\u2028\u2029", " "))
"""A line break inside a paragraph is a space to the parser: one character for one, so that offsets stay."""


class EventsError(RuntimeError):
    """Events cannot be coded: the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the spans of its paragraphs that are to be coded; without spans every line is one."""

    text: str
    paragraphs: tuple[tuple[int, int], ...] | None = None


def offline_coder() -> "Coder":
    """The coder that needs no network. Raises EventsError where the extra `copydesk[events]` is not installed."""
    try:
        from copydesk.events import OfflineCoder
        from copydesk.events.parse import PipelineError, pipeline
    except ModuleNotFoundError as error:
        raise EventsError(f"{HOW_TO_INSTALL} ({error.name} is missing)") from error
    try:
        pipeline()
    except PipelineError as error:
        raise EventsError(str(error)) from error
    return OfflineCoder()


def coded_blocks(blocks: Iterable[Block], plain: bool) -> Iterator[Block]:
    """The blocks of an article that are coded, each title once; `plain` where they were read from plain text."""
    titles: set[str] = set()
    for block in blocks:
        if block.hidden or block.repeat_of is not None:
            continue
        if block.role is Role.TITLE:
            if block.text in titles:
                continue
            titles.add(block.text)
        if block.role in CODED_ROLES or (plain and block.role in UNSURE_ROLES and _is_paragraph(block.text)):
            yield block


def _is_paragraph(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS) and len(text.split()) >= SENTENCE_WORDS


def passage_of(page: Page) -> Passage:
    """What is coded of a page, in the characters of `page.text`; all of it where it carries no article."""
    if page.article is None:
        return Passage(page.text)
    chosen = coded_blocks(page.blocks, page.media_type == "text/plain")
    return Passage(page.text, tuple((block.start, block.end) for block in chosen))


def passage_of_source(text: str, page: Page) -> Passage:
    """What is coded of a text from which a page was read, in the characters of that text."""
    if page.article is None:
        return Passage(text)
    spans = [block.source for block in coded_blocks(page.blocks, plain=True) if block.source is not None]
    return Passage(text.translate(BREAKS), tuple(spans))


def published_on(page: Page) -> date | None:
    """The day against which the times of a page are read: that of its publication, else of its capture."""
    moment = page.article.published if page.article else None
    if moment is not None:
        return moment.instant.date()
    return page.captured.date() if page.captured is not None else None


def code_passage(passage: Passage, published: date | None, coder: "Coder") -> "Coded":
    """The events and offices of a passage."""
    from copydesk.events import Span

    spans = passage.paragraphs
    paragraphs = [Span(*span) for span in spans] if spans is not None else None
    return coder.code(passage.text, published=published, paragraphs=paragraphs)


def events_of(page: Page, *, published: date | None = None, coder: "Coder | None" = None) -> "Coded":
    """The reported events and offices of a page, with spans in the characters of `page.text`.

    `published` overrules what the page says of its date. Raises EventsError where the extra is not installed.
    """
    day = published or published_on(page)
    if coder is None:
        return _code_offline(passage_of(page), day)
    return code_passage(passage_of(page), day, coder)


@lru_cache(maxsize=8)
def _code_offline(passage: Passage, published: date | None) -> "Coded":
    """Remembers the last pages, so that asking for events and then for offices costs once."""
    return code_passage(passage, published, offline_coder())


def events_of_text(text: str, coder: "Coder", published: date | None = None) -> "Coded":
    """The events and offices of a page given as text: plain text has its spans in its own characters, HTML in those
    of the page's text."""
    page = read(text)
    passage = passage_of_source(text, page) if page.media_type == "text/plain" else passage_of(page)
    stated = page.article.published if page.article else None
    return code_passage(passage, published or (stated.instant.date() if stated else None), coder)
