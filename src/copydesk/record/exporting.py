"""Export: entries as JSON Lines, CSV, Parquet, folders of Markdown or text, or a dataset; counted twice.

Every row says where it comes from. A file is written beside its target and takes its place when it is complete.
"""

import csv
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from copydesk.record.entries import Entry, numbers
from copydesk.record.fold import fold
from copydesk.record.matching import compile_query
from copydesk.record.query import parse
from copydesk.record.rows import instant
from copydesk.record.store import Record

ROW_GROUP: Final = 256
"""Entries of a Parquet file that are held at once."""

SHARD: Final = 20_000
"""Rows of one file of a dataset."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that spreadsheets take for a formula."""

_PLAIN: Final = ("title", "deck", "agency", "outlet", "dateline", "language", "section", "canonical_url", "confidence")
"""Fields that are taken from an article as they are."""

COLUMNS: Final = {
    "id": "string",
    "url": "string",
    "kind": "string",
    **dict.fromkeys(_PLAIN, "string"),
    "confidence": "double",
    "published": "string",
    "modified": "string",
    **dict.fromkeys(("byline", "contributors", "keywords", "images", "faults"), "list"),
    "text": "string",
    "captured": "string",
    "status": "int32",
    "source": "string",
    "member": "string",
    "offset": "int64",
    "version": "string",
}
"""The columns of a row, in order, and their types."""


class Format(StrEnum):
    """The formats of an export. The last three make a folder."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    MARKDOWN = "markdown"
    TEXT = "text"
    DATASET = "dataset"


ONE_FILE: Final = (Format.JSONL, Format.CSV, Format.PARQUET)
"""The formats that are one file, whose name ends in theirs."""


class ExportError(Exception):
    """The export could not be made, or it is not complete."""


def format_of(target: str | os.PathLike[str]) -> Format:
    """The format that the ending of a file name says. Raises ExportError where it says none."""
    ending = Path(target).suffix.lower().removeprefix(".")
    if ending not in ONE_FILE:
        raise ExportError(f"{target} does not say what to write: end it in .jsonl, .csv or .parquet, or give --format")
    return Format(ending)


def export(record: Record, target: str | os.PathLike[str], kind: Format, query: str = "") -> int:
    """Write the entries that a query finds, and say how many they are.

    All is read from one state of the record, whatever is being added to it meanwhile. Raises ExportError where the
    target exists or where what was written is not what was found, QueryError for the query.
    """
    path = Path(target)
    if path.exists():
        raise ExportError(f"{target} exists; an export does not write over anything")
    part = path.with_name(f".{path.name}.part")
    _remove(part)
    record.connection.execute("BEGIN")
    try:
        match = compile_query(parse(query), record.connection)
        expected = sum(1 for _ in numbers(record.connection, match))
        _WRITERS[kind](record.articles(query), part)
        written = _COUNTERS[kind](part)
        if written != expected:
            raise ExportError(f"{expected} entries were found, but {written} were written")
        part.rename(path)
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        record.connection.execute("COMMIT")
        _remove(part)
    return expected


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def flat(entry: Entry) -> dict[str, Any]:
    """An entry as one row: what the article is, and where it comes from. Dates are ISO 8601, as precise as known."""
    article, place = entry.article, entry.place
    fields = {name: getattr(article, name, None) for name in _PLAIN}
    published, modified = (article.published, article.modified) if article else (None, None)
    return {
        "id": entry.id,
        "url": entry.url,
        "kind": entry.kind.value,
        **fields,
        "published": published.isoformat() if published else None,
        "modified": modified.isoformat() if modified else None,
        "byline": list(article.byline) if article else [],
        "contributors": list(article.contributors) if article else [],
        "keywords": list(article.keywords) if article else [],
        "images": [image.url for image in article.images] if article else [],
        "faults": [fault.kind.value for fault in entry.faults],
        "text": entry.text,
        "captured": instant(entry.captured),
        "status": entry.status,
        "source": place.source if place else None,
        "member": place.member if place else None,
        "offset": place.offset if place else None,
        "version": entry.version,
    }


def _write_jsonl(entries: Iterable[Entry], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for entry in entries:
            file.write(json.dumps(flat(entry), ensure_ascii=False) + "\n")


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _write_csv(entries: Iterable[Entry], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        for entry in entries:
            writer.writerow({name: _cell(value) for name, value in flat(entry).items()})


def _cell(value: Any) -> Any:
    """A value as a spreadsheet may safely show it: what it would take for a formula gets an apostrophe before it."""
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _count_csv(path: Path) -> int:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def _write_parquet(entries: Iterable[Entry], path: Path) -> None:
    _write_table(map(flat, entries), path, COLUMNS)


def _write_table(rows: Iterable[dict[str, Any]], path: Path, schema: dict[str, str]) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    block = pa.struct([("role", pa.string()), ("text", pa.string())])
    types: dict[str, pa.DataType] = {
        "string": pa.string(), "double": pa.float64(), "int32": pa.int32(), "int64": pa.int64(),
        "list": pa.list_(pa.string()), "blocks": pa.list_(block),
    }  # fmt: skip
    arrow = pa.schema([(name, types[kind]) for name, kind in schema.items()])
    rows = iter(rows)
    with ParquetWriter(path, arrow, compression="zstd") as writer:
        while group := list(islice(rows, ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=arrow))


def _count_parquet(path: Path) -> int:
    from pyarrow.parquet import read_metadata

    return int(read_metadata(path).num_rows)


def _write_dataset(entries: Iterable[Entry], path: Path) -> None:
    """A folder that `datasets.load_dataset` reads: shards of Parquet, with each block of the text and its role."""
    schema = {**COLUMNS, "blocks": "blocks"}
    (path / "data").mkdir(parents=True)
    (path / "README.md").write_text(_CARD, encoding="utf-8")
    iterator = iter(entries)
    for number, first in enumerate(iterator):
        rows = map(_dataset_row, chain([first], islice(iterator, SHARD - 1)))
        _write_table(rows, path / "data" / f"train-{number:05}.parquet", schema)


def _dataset_row(entry: Entry) -> dict[str, Any]:
    body = entry.article.body if entry.article else ()
    return {**flat(entry), "blocks": [{"role": block.role.value, "text": block.text} for block in body]}


def _count_dataset(path: Path) -> int:
    return sum(_count_parquet(shard) for shard in (path / "data").iterdir())


_CARD: Final = """---
configs:
- config_name: default
  data_files:
  - split: train
    path: data/*.parquet
---
One row for each page of a copydesk record: `text` is its main content, `blocks` the parts of it with their roles.
`source`, `member` and `offset` say where the page lies, `version` which copydesk read it. The texts belong to their
publishers.
"""


def _write_markdown(entries: Iterable[Entry], path: Path) -> None:
    _write_folder(entries, path, ".md", _markdown)


def _write_text(entries: Iterable[Entry], path: Path) -> None:
    _write_folder(entries, path, ".txt", _plain)


def _write_folder(entries: Iterable[Entry], path: Path, ending: str, render: Callable[[Entry], str]) -> None:
    """One file for each entry, in a folder for each month."""
    path.mkdir(parents=True)
    for entry in entries:
        folder = path / (_day(entry)[:7] or "undated")
        folder.mkdir(exist_ok=True)
        (folder / (_file_name(entry) + ending)).write_text(render(entry), encoding="utf-8")


def _day(entry: Entry) -> str:
    published = entry.article.published.isoformat() if entry.article and entry.article.published else None
    return (published or instant(entry.captured) or "")[:10]


def _file_name(entry: Entry) -> str:
    """Day, beginning of the title in plain letters, and id: names that sort, read well and never collide."""
    title = fold(entry.article.title if entry.article and entry.article.title else "")
    letters = unicodedata.normalize("NFKC", re.sub(r"[\W_]+", "-", title)).strip("-")
    name = "-".join(part for part in (_day(entry), letters[:48].strip("-"), entry.id) if part)
    return name.encode("utf-8")[:200].decode("utf-8", "ignore") if len(name.encode("utf-8")) > 200 else name


def _markdown(entry: Entry) -> str:
    """Front matter (each value is JSON, which is YAML) and the article."""
    matter = "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in flat(entry).items()
        if name != "text" and value not in (None, [])
    )
    body = entry.article.markdown if entry.article else entry.text
    return f"---\n{matter}---\n\n{body.rstrip()}\n"


def _plain(entry: Entry) -> str:
    parts = [entry.article.title, entry.article.deck] if entry.article else []
    source = f"[{entry.url or entry.place or ''} · {instant(entry.captured) or 'undated'} · {entry.id}]"
    return "\n\n".join([*(part for part in parts if part), entry.text, source]) + "\n"


def _count_files(path: Path) -> int:
    return sum(1 for file in path.rglob("*") if file.is_file())


_WRITERS: Final[dict[Format, Callable[[Iterable[Entry], Path], None]]] = {
    Format.JSONL: _write_jsonl,
    Format.CSV: _write_csv,
    Format.PARQUET: _write_parquet,
    Format.MARKDOWN: _write_markdown,
    Format.TEXT: _write_text,
    Format.DATASET: _write_dataset,
}
_COUNTERS: Final[dict[Format, Callable[[Path], int]]] = {
    Format.JSONL: _count_lines,
    Format.CSV: _count_csv,
    Format.PARQUET: _count_parquet,
    Format.MARKDOWN: _count_files,
    Format.TEXT: _count_files,
    Format.DATASET: _count_dataset,
}
