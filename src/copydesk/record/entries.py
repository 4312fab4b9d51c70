"""Entries: pages as they come back from the record, with the same values that went in."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from copydesk.capture import Place
from copydesk.page.article import Article
from copydesk.page.blocks import Block
from copydesk.page.findings import Candidate, Fault, FaultKind, Image, Kind, Moment, Notice, Precision
from copydesk.record.matching import Match
from copydesk.record.rows import unpack_blocks


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the record. `number` is its key, `id` that of its capture; `text` is its main content.

    `article` is None where the page carries none. `version` is that of the copydesk that read it.
    """

    number: int
    id: str
    url: str | None
    captured: datetime | None
    status: int | None
    place: Place | None
    version: str
    kind: Kind
    probability: float
    text: str
    faults: tuple[Fault, ...]
    article: Article | None


_PAGE: Final = (
    "SELECT captures.capture, captures.id, url, captured, status, source, member, offset, version, kind, probability, "
    "body FROM captures JOIN pages USING (capture) JOIN texts USING (capture) JOIN runs USING (run) "
    "WHERE captures.capture = ?"
)
_ARTICLE: Final = (
    "SELECT title, deck, agency, outlet, dateline, published, published_precision, published_offset, "
    "published_relative, modified, modified_precision, modified_offset, modified_relative, language, section, "
    "keywords, canonical_url, confidence FROM articles WHERE capture = ?"
)
_BLOCKS: Final = "SELECT blocks, text FROM texts WHERE capture = ?"


def numbers(connection: sqlite3.Connection, match: Match) -> Iterator[int]:
    """The keys of all hits, in the order of the record."""
    source = "pages LEFT JOIN articles ON articles.capture = pages.capture"
    condition, values = match.condition, match.values
    if match.words is not None:
        condition = f"pages.capture IN (SELECT rowid FROM words WHERE words MATCH ?) AND ({condition})"
        values = (match.words, *values)
    sql = f"SELECT pages.capture FROM {source} WHERE {condition} ORDER BY pages.capture"
    for (number,) in connection.execute(sql, values):
        yield number


def entry(connection: sqlite3.Connection, number: int) -> Entry | None:
    """The page with a key; None if there is none."""
    row = connection.execute(_PAGE, (number,)).fetchone()
    if row is None:
        return None
    number, capture_id, url, captured, status, source, member, offset, version, kind, probability, body = row
    faults = connection.execute("SELECT kind, blocks, note FROM faults WHERE capture = ?", (number,))
    return Entry(
        number=number,
        id=capture_id,
        url=url,
        captured=read_instant(captured),
        status=status,
        place=Place(source, member, offset) if source is not None else None,
        version=version,
        kind=Kind(kind),
        probability=probability,
        text=body,
        faults=tuple(Fault(FaultKind(name), tuple(json.loads(shown)), note) for name, shown, note in faults),
        article=_article(connection, number),
    )


def blocks(connection: sqlite3.Connection, number: int) -> Iterator[tuple[Block, bool]]:
    """The blocks of a page, each with whether it is main content."""
    for packed, text in connection.execute(_BLOCKS, (number,)):
        yield from unpack_blocks(packed, text)


def _article(connection: sqlite3.Connection, number: int) -> Article | None:
    row = connection.execute(_ARTICLE, (number,)).fetchone()
    if row is None:
        return None
    title, deck, agency, outlet, dateline, *dates, language, section, keywords, canonical_url, confidence = row
    images = connection.execute("SELECT url, alt, caption, credit, lead FROM images WHERE capture = ?", (number,))
    notices = connection.execute("SELECT text, blocks FROM notices WHERE capture = ?", (number,))
    return Article(
        title=title,
        deck=deck,
        byline=_people(connection, number, "byline"),
        contributors=_people(connection, number, "contributor"),
        agency=agency,
        outlet=outlet,
        dateline=dateline,
        published=moment(*dates[:4]),
        modified=moment(*dates[4:]),
        language=language,
        section=section,
        keywords=tuple(json.loads(keywords)),
        canonical_url=canonical_url,
        images=tuple(Image(url, alt, caption, credit, bool(lead)) for url, alt, caption, credit, lead in images),
        body=tuple(block for block, in_body in blocks(connection, number) if in_body),
        notices=tuple(Notice(text, tuple(json.loads(spread))) for text, spread in notices),
        confidence=confidence,
        candidates=_candidates(connection, number),
    )


def _people(connection: sqlite3.Connection, number: int, part: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT name FROM people WHERE capture = ? AND part = ? ORDER BY position", (number, part)
    )
    return tuple(name for (name,) in rows)


def _candidates(connection: sqlite3.Connection, number: int) -> dict[str, tuple[Candidate, ...]]:
    """The candidates by field, each value as text: dates in ISO 8601, names as a JSON list."""
    sql = "SELECT field, raw, value, method, place, refused FROM candidates WHERE capture = ? ORDER BY field, position"
    found: dict[str, tuple[Candidate, ...]] = {}
    for field, *rest in connection.execute(sql, (number,)):
        found[field] = (*found.get(field, ()), Candidate(*rest))
    return found


def read_instant(text: str | None) -> datetime | None:
    """An instant as the record writes it."""
    return datetime.fromisoformat(text) if text else None


def moment(text: str | None, precision: str | None, offset: int | None, relative: int | None) -> Moment | None:
    """A date from its four columns."""
    if text is None or precision is None:
        return None
    zone: Any = UTC if offset is None else timezone(timedelta(minutes=offset))
    instant = datetime.fromisoformat(text).astimezone(zone)
    return Moment(instant, Precision(precision), offset is not None, bool(relative))
