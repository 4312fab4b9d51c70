"""JSON, JSON Lines and Parquet: rows that hold a page, or the fields of an article, in columns with many names."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO, Final

from copydesk.capture import Capture, Place
from copydesk.intake.documents import MEDIA_TYPE, Fields, document
from copydesk.intake.failure import Failure
from copydesk.intake.limits import MAX_BYTES

PARQUET_ROWS: Final = 64
"""Rows of a Parquet file that are held at once."""

SHOWN_COLUMNS: Final = 12
"""Columns that a message names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; `a.b` is a field inside a field. Empty means that there is none.

    `html` holds the page itself, as text or bytes; where it is absent the page is made from the other columns,
    with `text` as its body. `captured` is the time of capture, `encoding` the character encoding of bytes.
    """

    html: str = ""
    url: str = ""
    captured: str = ""
    status: str = ""
    media_type: str = ""
    encoding: str = ""
    text: str = ""
    title: str = ""
    description: str = ""
    authors: str = ""
    outlet: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    section: str = ""
    keywords: str = ""
    image: str = ""


PRESETS: Final[Mapping[str, Columns]] = {
    "common-crawl": Columns(
        html="html", text="text", url="url", captured="date", media_type="content_type", language="language"
    ),
    "cc-news": Columns(
        text="text", url="url", title="title", description="description", outlet="domain", published="date",
        image="image_url",
    ),
    "scrapy": Columns(
        html="body", url="url", status="status", captured="timestamp", encoding="encoding", title="title", text="text"
    ),
    "news-please": Columns(
        text="maintext", url="url", captured="date_download", title="title", description="description",
        authors="authors", outlet="source_domain", published="date_publish", modified="date_modify",
        language="language", image="image_url",
    ),
    "fundus": Columns(
        html="html.content", text="body", url="html.requested_url", captured="html.crawl_date", title="title",
        authors="authors", outlet="publisher", published="publishing_date", language="lang", keywords="topics",
    ),
    "mediacloud": Columns(
        text="text", url="url", captured="indexed_date", title="title", outlet="media_name", published="publish_date",
        language="language",
    ),
    "trafilatura": Columns(
        text="text", url="source", title="title", description="excerpt", authors="author", outlet="source-hostname",
        published="date", language="language", section="categories", keywords="tags", image="image",
    ),
}  # fmt: skip
"""Columns of the usual crawl dumps, by name."""

_TELLING: Final = (
    ("news-please", {"maintext"}),
    ("trafilatura", {"source-hostname", "text"}),
    ("mediacloud", {"publish_date", "media_name"}),
    ("fundus", {"publishing_date", "body"}),
    ("cc-news", {"domain", "text", "date"}),
)
"""Columns that only one kind of dump has."""

_GUESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "html": ("html", "raw_html", "html_content", "payload", "body", "response"),
    "url": ("url", "uri", "link", "source_url", "requested_url", "warc_url", "target_uri"),
    "captured": ("captured", "crawl_date", "date_download", "fetched", "fetch_time", "timestamp", "warc_date"),
    "status": ("status", "status_code", "http_status"),
    "media_type": ("media_type", "content_type", "mime", "mime_type", "content_mime_type"),
    "encoding": ("encoding", "charset", "content_charset"),
    "text": ("text", "content", "maintext", "plain_text", "body_text", "article"),
    "title": ("title", "headline"),
    "description": ("description", "summary", "excerpt"),
    "authors": ("authors", "author", "byline"),
    "outlet": ("outlet", "publisher", "site_name", "source_domain", "hostname"),
    "published": ("published", "publish_date", "date_publish", "publication_date", "date_published", "date"),
    "modified": ("modified", "date_modify", "date_modified", "updated"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
    "keywords": ("keywords", "tags", "topics"),
    "image": ("image", "image_url"),
}


def columns_for(names: Iterable[str]) -> Columns:
    """The columns of a dump that nobody described: those of a known kind of dump, or the usual names."""
    present = set(names)
    for preset, telling in _TELLING:
        if telling <= present:
            return PRESETS[preset]
    chosen = {field: next((name for name in guesses if name in present), "") for field, guesses in _GUESSES.items()}
    return replace(Columns(), **chosen)


def read_json(
    stream: BinaryIO, place: Place, columns: Columns | None, limit: int = MAX_BYTES
) -> Iterator[Capture | Failure]:
    """The rows of a JSON Lines file; a file of one JSON value, an object or a list of objects, is read whole.

    A row's place has the offset of its line. A line that is no JSON object is a failure and the next one is read.
    """
    whole = _read_whole(stream, limit)
    if whole is not None:
        for row in whole if isinstance(whole, list) else [whole]:
            yield _capture(row, place, columns, limit)
        return
    stream.seek(0)
    offset = 0
    while line := stream.readline(4 * limit):
        at = replace(place, offset=offset)
        offset += len(line)
        if len(line) == 4 * limit and not line.endswith(b"\n"):
            yield Failure(at, "too-large", f"a line has more than {4 * limit} bytes")
            offset += _skip_line(stream)
        elif line.strip():
            yield _parse_line(line, at, columns, limit)


def _read_whole(stream: BinaryIO, limit: int) -> Any | None:
    """The one value of a JSON file; None where there are several, one a line."""
    first = stream.readline(limit)
    try:
        value = json.loads(first)
    except ValueError:
        pass
    else:
        return value if isinstance(value, list) else None
    if not first.lstrip().startswith((b"{", b"[")):
        return None
    rest = stream.read(4 * limit)
    try:
        return json.loads(first + rest)
    except ValueError:
        return None


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while line := stream.readline(1 << 20):
        skipped += len(line)
        if line.endswith(b"\n"):
            break
    return skipped


def _parse_line(line: bytes, place: Place, columns: Columns | None, limit: int) -> Capture | Failure:
    try:
        row = json.loads(line)
    except ValueError as error:
        return Failure(place, "bad-row", f"the line is no JSON: {error}")
    return _capture(row, place, columns, limit)


def read_parquet(
    stream: BinaryIO, place: Place, columns: Columns | None, limit: int = MAX_BYTES
) -> Iterator[Capture | Failure]:
    """The rows of a Parquet file, a few at a time; a row's place has its number as the offset."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(stream)
        chosen = columns or columns_for(file.schema_arrow.names)
        wanted = {getattr(chosen, field.name).split(".")[0] for field in fields(Columns)}
        present = [name for name in file.schema_arrow.names if name in wanted]
        number = 0
        for batch in file.iter_batches(batch_size=PARQUET_ROWS, columns=present):
            for row in batch.to_pylist():
                yield _capture(row, replace(place, offset=number), chosen, limit)
                number += 1
    except (ArrowException, OSError) as error:
        yield Failure(place, "broken-file", f"the Parquet file cannot be read: {error}")


def _capture(row: Any, place: Place, columns: Columns | None, limit: int) -> Capture | Failure:
    if not isinstance(row, dict):
        return Failure(place, "bad-row", f"the row is a {type(row).__name__}, not an object with columns")
    columns = columns or columns_for(row)
    url = _text(_value(row, columns.url))
    captured = parse_time(_value(row, columns.captured))
    payload = _value(row, columns.html)
    if isinstance(payload, str | bytes) and payload.strip():
        media_type = _media_type(_text(_value(row, columns.media_type)), _text(_value(row, columns.encoding)))
    else:
        made = _fields(row, columns, url)
        if not made.text:
            return Failure(place, *_why_empty(row, columns), url, captured)
        payload, media_type = document(made), MEDIA_TYPE
    if len(payload) > limit:
        return Failure(place, "too-large", f"the payload has more than {limit} bytes", url, captured)
    status = _value(row, columns.status)
    number = int(status) if isinstance(status, int | float) or (isinstance(status, str) and status.isdigit()) else None
    return Capture(payload, url, captured, number, media_type, place)


def _why_empty(row: Mapping[str, Any], columns: Columns) -> tuple[str, str]:
    """Why no page comes out of a row: its columns are known and empty, or none is known to hold one."""
    known = [name for name in (columns.html, columns.text) if name and (name in row or "." in name)]
    if known:
        return "no-content", f"nothing stands in {' or '.join(known)}"
    present = ", ".join(map(str, islice(row, SHOWN_COLUMNS))) + (" …" if len(row) > SHOWN_COLUMNS else "")
    return "no-column", (
        f"no column is known to hold a page or a text (there are: {present or 'none'}); name one with "
        "--column html=NAME or text=NAME, or leave the file out if it holds no pages"
    )


def _media_type(declared: str | None, encoding: str | None) -> str:
    media_type = declared or "text/html"
    return f"{media_type}; charset={encoding}" if encoding and "charset=" not in media_type else media_type


def _fields(row: Mapping[str, Any], columns: Columns, url: str | None) -> Fields:
    def text(name: str) -> str | None:
        return _text(_value(row, name))

    return Fields(
        url=url,
        title=text(columns.title),
        description=text(columns.description),
        authors=_names(_value(row, columns.authors)),
        outlet=text(columns.outlet),
        published=text(columns.published),
        modified=text(columns.modified),
        language=text(columns.language),
        section=text(columns.section),
        keywords=_names(_value(row, columns.keywords)),
        image=text(columns.image),
        text="\n\n".join(_flatten(_value(row, columns.text))),
    )


def _value(row: Mapping[str, Any], name: str) -> Any:
    """A column's value; a name with dots leads into objects."""
    if not name:
        return None
    if name in row:
        return row[name]
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list) and value:
        return _text(value[0])
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(name for name in map(_text, value) if name)
    return tuple(name.strip() for name in (_text(value) or "").split(";") if name.strip())


def _flatten(value: Any) -> Iterator[str]:
    """The texts of a nested body, in order, such as Fundus' summary and sections of headline and paragraphs."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _flatten(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _flatten(item)


def parse_time(value: Any) -> datetime | None:
    """An instant from ISO 8601, `YYYYMMDDhhmmss` or seconds since 1970; UTC without a zone. None if it is none."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_seconds(float(value))
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        if text.isdigit() and len(text) == 14:
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return parse_time(datetime.fromisoformat(text))
    except ValueError:
        return None


def _from_seconds(seconds: float) -> datetime | None:
    """Seconds since 1970, or thousandths of seconds where the number is too large for them."""
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
