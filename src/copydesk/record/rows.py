"""A page as rows of the record. Pure, and done in the worker processes, so that the writer only inserts."""

import json
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Final

import orjson

from copydesk.capture import Capture
from copydesk.page.article import Article
from copydesk.page.blocks import Block, Link, Role
from copydesk.page.findings import Candidate, Moment
from copydesk.page.page import Page
from copydesk.page.render import to_text
from copydesk.reading import read_again, read_capture
from copydesk.record.fold import fold, tokens
from copydesk.record.known import ToRead

Row = tuple[Any, ...]

_BLOCK: Final = attrgetter(
    "role", "score", "body_score", "start", "end", "tag", "level", "path", "links", "hidden", "source", "repeat_of"
)
_LINK: Final = attrgetter("start", "end", "href")


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of one page, each in the order of its table's columns after `capture`.

    `language` and `dated` repeat what chooses a page; `payload` is the compressed payload where it is to be kept, and
    `decisions` are what the models decided, pickled, where that was not known.
    """

    kind: str
    language: str | None
    dated: str | None
    page: Row
    texts: Row
    faults: list[Row]
    words: Row
    article: Row | None
    people: list[Row]
    images: list[Row]
    notices: list[Row]
    candidates: list[Row]
    payload: bytes | None = None
    decisions: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Reads a capture and gives its rows; a value that goes to worker processes."""

    read: Callable[[Capture], Page]
    keep_payload: bool = False

    def __call__(self, item: ToRead) -> PageRows:
        """The rows of a capture. Raises CaptureError where it cannot be read."""
        if self.read is read_capture:
            known = pickle.loads(item.decisions) if item.decisions is not None else None
            page, decided = read_again(item.capture, known)
            new = pickle.dumps(decided, pickle.HIGHEST_PROTOCOL) if known is None else None
        else:  # somebody's own reading decides in its own way
            page, new = self.read(item.capture), None
        payload = compress(item.capture.payload) if self.keep_payload else None
        return replace(page_rows(page), payload=payload, decisions=new)


def compress(payload: bytes | str) -> bytes:
    """A payload as the record keeps it."""
    return zlib.compress(payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload)


def page_rows(page: Page) -> PageRows:
    """The rows of a page."""
    article = page.article
    body = article.body if article else page.body
    body_text = clean(to_text(body))
    captured = instant(page.captured)
    dated = (instant(article.published.instant) if article and article.published else None) or captured
    in_body = {block.index for block in body}
    verdict = page.verdict
    return PageRows(
        kind=verdict.kind.value,
        language=article.language if article else None,
        dated=dated,
        page=cleaned((
            verdict.kind.value, verdict.probability, dated, to_json(verdict.reasons), page.media_type, page.encoding,
            page.encoding_method,
        )),
        texts=(
            body_text, clean(page.text), to_json((block.start, block.end) for block in body),
            pack_blocks(page.blocks, in_body),
        ),
        faults=[
            cleaned((position, fault.kind.value, to_json(fault.blocks), fault.note))
            for position, fault in enumerate(page.faults)
        ],
        words=(
            tokens(clean(article.title or "")) if article else "",
            tokens(clean(article.deck or "")) if article else "",
            tokens(body_text),
        ),
        article=_article(article) if article else None,
        people=list(_people(article)) if article else [],
        images=[
            cleaned((position, image.url, image.alt, image.caption, image.credit, int(image.lead)))
            for position, image in enumerate(article.images)
        ] if article else [],
        notices=[
            cleaned((position, notice.text, to_json(notice.blocks)))
            for position, notice in enumerate(article.notices if article else ())
        ],
        candidates=list(_candidates(article)) if article else [],
    )  # fmt: skip


def pack_blocks(blocks: Iterable[Block], in_body: Set[int]) -> str:
    """Blocks as JSON, a list for each: hundreds on a page, and as rows they would take most of the time of a build.

    The view `blocks` gives them as rows. Their texts are not among them: they are spans of the page text.
    """
    rows = [(*_BLOCK(block), block.index in in_body) for block in blocks]
    try:
        return orjson.dumps(rows, _LINK, orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except TypeError:  # a text with lone surrogates
        return clean(json.dumps(rows, default=_LINK, ensure_ascii=False))


def unpack_blocks(packed: str, text: str) -> Iterator[tuple[Block, bool]]:
    """The blocks of a page from JSON and its text, each with whether it is main content."""
    for index, values in enumerate(orjson.loads(packed)):
        role, score, body_score, start, end, tag, level, path, links, hidden, source, repeat_of, in_body = values
        block = Block(
            index, text[start:end], start, end, Role(role), score, body_score, tag, level, path,
            tuple([Link(*link) for link in links]), hidden, tuple(source) if source else None, repeat_of,
        )  # fmt: skip
        yield block, in_body


def _article(article: Article) -> Row:
    return cleaned((
        article.title, article.deck, article.outlet, article.agency, article.language, *_moment(article.published),
        *_moment(article.modified), article.dateline, article.section, to_json(article.keywords),
        article.canonical_url, article.confidence,
    ))  # fmt: skip


def _moment(moment: Moment | None) -> Row:
    """An instant in UTC, its precision, the minutes east of UTC that its source stated, and whether it was relative."""
    if moment is None:
        return None, None, None, None
    offset = moment.instant.utcoffset() if moment.zoned else None
    minutes = None if offset is None else int(offset.total_seconds()) // 60
    return instant(moment.instant), moment.precision.value, minutes, int(moment.relative)


def _people(article: Article) -> Iterator[Row]:
    for part, names in (("byline", article.byline), ("contributor", article.contributors)):
        for position, name in enumerate(map(clean, names)):
            yield part, position, name, fold(name)


def _candidates(article: Article) -> Iterator[Row]:
    for field, found in article.candidates.items():
        for position, candidate in enumerate(found):
            value = _candidate_value(candidate)
            yield cleaned((field, position, candidate.raw, value, candidate.method, candidate.place, candidate.refused))


def _candidate_value(candidate: Candidate) -> str | None:
    value = candidate.value
    if isinstance(value, Moment):
        return value.isoformat()
    return to_json(value) if isinstance(value, tuple) else value


def to_json(values: Iterable[Any]) -> str:
    """A list as JSON, in the letters it is written in."""
    return _ENCODER.encode(list(values))


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def instant(moment: datetime | None) -> str | None:
    """An instant in UTC as `2026-03-04T05:06:07Z`, which sorts as text; one without a zone is taken as UTC."""
    if moment is None:
        return None
    try:
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        utc = moment
    return utc.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def cleaned(row: Row) -> Row:
    """A row with its texts cleaned."""
    return tuple(clean(value) if isinstance(value, str) else value for value in row)


def clean(text: str) -> str:
    """A text that SQLite can hold: lone surrogates and NULs become U+FFFD, one for one, so that spans still fit."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
