"""Articles of the record as the texts that are compared: their bodies, without all that is marked as something else."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

import orjson

from copydesk.copies import Text
from copydesk.copies.text import stated
from copydesk.record.entries import moment, read_instant

_TEXTS: Final = (
    "SELECT captures.id, url, captured, text, spans, title, outlet, agency, language, canonical_url, published, "
    "published_precision, published_offset, published_relative FROM json_each(?) "
    "CROSS JOIN captures ON capture = json_each.value JOIN texts USING (capture) JOIN articles USING (capture)"
)


def texts(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[Text]:
    """The texts of those captures that carry an article, one after another."""
    for row in connection.execute(_TEXTS, (as_list(numbers),)):
        id, url, captured, page, spans, title, outlet, agency, language, canonical_url, *published = row
        yield Text(
            id=id,
            paragraphs=tuple([page[start:end] for start, end in orjson.loads(spans)]),
            title=title,
            published=stated(moment(*published)),
            captured=read_instant(captured),
            outlet=outlet,
            agency=agency,
            canonical_url=canonical_url,
            url=url,
            language=language,
        )


def numbers_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of captures by their ids."""
    sql = "SELECT captures.id, capture FROM json_each(?) CROSS JOIN captures ON captures.id = json_each.value"
    return dict(connection.execute(sql, (as_list(ids),)).fetchall())


def versions(connection: sqlite3.Connection, url: str) -> list[Text]:
    """The texts that were caught at one address."""
    found = connection.execute("SELECT capture FROM captures WHERE url = ? ORDER BY captured, capture", (url,))
    return list(texts(connection, [number for (number,) in found.fetchall()]))


def as_list(values: Iterable[int] | Iterable[str]) -> str:
    """Values as one parameter of a statement, which reads them with `json_each`."""
    return orjson.dumps(list(values)).decode()
