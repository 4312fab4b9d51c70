"""JSON, JSON Lines and Parquet: pages and fields in columns of many names."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow.parquet import write_table

from copydesk.capture import Capture
from copydesk.intake import PRESETS, Columns, Failure, captures
from copydesk.intake.tables import parse_time

ROWS: dict[str, dict[str, Any]] = {
    "common-crawl": {"url": "https://example.org/1", "text": "The ferry left.", "date": "2024-01-02T03:04:05Z"},
    "cc-news": {
        "title": "Ferry leaves", "text": "The ferry left.", "domain": "example.org", "date": "2024-01-02 03:04:05",
        "description": "It left", "url": "https://example.org/1", "image_url": "https://example.org/i.png",
    },
    "scrapy": {"url": "https://example.org/1", "status": 200, "body": "<p>The ferry left.</p>"},
    "news-please": {
        "url": "https://example.org/1", "title": "Ferry leaves", "maintext": "The ferry left.",
        "authors": ["Ada Quill"], "date_publish": "2024-01-02 03:04:05", "date_download": "2024-01-03 00:00:00",
        "language": "en", "source_domain": "example.org", "filename": "x.json",
    },
    "fundus": {
        "title": "Ferry leaves", "authors": ["Ada Quill"], "publishing_date": "2024-01-02 03:04:05", "lang": "en",
        "topics": ["ferries"],
        "body": {"summary": ["It left"], "sections": [{"headline": ["Noon"], "paragraphs": ["The ferry left."]}]},
    },
    "mediacloud": {
        "id": "1", "url": "https://example.org/1", "title": "Ferry leaves", "publish_date": "2024-01-02",
        "media_name": "Harbour Post", "language": "en", "text": "The ferry left.", "indexed_date": "2024-01-03",
    },
    "trafilatura": {
        "title": "Ferry leaves", "author": "Ada Quill; Bo Ferro", "hostname": "example.org", "date": "2024-01-02",
        "text": "The ferry left.", "source": "https://example.org/1", "source-hostname": "Harbour Post",
        "excerpt": "It left", "raw_text": "The ferry left.", "language": "en", "tags": "ferries;harbours",
    },
}  # fmt: skip


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return path


def payloads(path: Path, **options: Any) -> list[str | bytes]:
    return [item.payload if isinstance(item, Capture) else item.reason for item in captures(path, **options)]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_read_the_usual_dumps(tmp_path: Path, preset: str) -> None:
    path = lines(tmp_path / "dump.jsonl", ROWS[preset], ROWS[preset])
    found = list(captures(path, columns=PRESETS[preset]))
    assert len(found) == 2
    for item in found:
        assert isinstance(item, Capture)
        assert "The ferry left." in str(item.payload)
        assert item.url == ROWS[preset].get("url", ROWS[preset].get("source"))


@pytest.mark.parametrize("preset", ["cc-news", "news-please", "fundus", "mediacloud", "trafilatura"])
def test_a_dump_is_recognised_by_its_columns(tmp_path: Path, preset: str) -> None:
    path = lines(tmp_path / "dump.jsonl", ROWS[preset])
    assert list(captures(path)) == list(captures(path, columns=PRESETS[preset]))


def test_fields_stand_where_publishers_put_them(tmp_path: Path) -> None:
    [found] = captures(lines(tmp_path / "a.jsonl", {**ROWS["news-please"], "title": '<Ferry> & "left"'}, "").absolute())
    assert isinstance(found, Capture)
    page = str(found.payload)
    assert "<h1>&lt;Ferry&gt; &amp; &quot;left&quot;</h1>" in page
    assert '<meta property="article:published_time" content="2024-01-02 03:04:05">' in page
    assert '<meta name="author" content="Ada Quill">' in page
    assert '<html lang="en">' in page
    assert found.captured == datetime(2024, 1, 3, tzinfo=UTC)
    assert found.media_type == "text/html; charset=utf-8; made-from=fields"


def test_the_body_of_nested_fields_is_in_order(tmp_path: Path) -> None:
    [page] = payloads(lines(tmp_path / "a.json", ROWS["fundus"]))
    assert "<p>It left</p>\n<p>Noon</p>\n<p>The ferry left.</p>" in str(page)


def test_columns_of_ones_own(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"page": {"raw": "<p>Ferry</p>", "at": 1704164645}, "where": "https://e.org/"})
    [found] = captures(path, columns=Columns(html="page.raw", captured="page.at", url="where"))
    assert isinstance(found, Capture)
    assert (found.payload, found.url) == ("<p>Ferry</p>", "https://e.org/")
    assert found.captured == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_broken_lines_are_failures_with_their_place(tmp_path: Path) -> None:
    rows = ({"html": "<p>1</p>"}, "{broken", "", "17", {"url": "x"}, {"html": " "}, {"html": "<p>2</p>"})
    found = list(captures(lines(tmp_path / "a.jsonl", *rows)))
    assert [item.reason if isinstance(item, Failure) else item.payload for item in found] == [
        "<p>1</p>", "bad-row", "bad-row", "no-column", "no-content", "<p>2</p>",
    ]  # fmt: skip
    assert [item.place.offset for item in found if item.place] == [0, 21, 30, 33, 46, 60]
    said = [item.message for item in found if isinstance(item, Failure)]
    assert said[2].startswith("no column is known to hold a page or a text (there are: url)")
    assert said[3] == "nothing stands in html"


def test_lines_and_payloads_have_limits(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"html": "1"}, {"html": "x" * 300}, {"html": "y" * 9000}, {"html": "2"})
    assert payloads(path, limit=200) == ["1", "too-large", "too-large", "2"]


def test_files_of_one_value(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([{"html": "1"}, {"html": "2"}], indent=1))
    (tmp_path / "one.json").write_text(json.dumps({"html": "3"}, indent=1))
    (tmp_path / "short.json").write_text(json.dumps([{"html": "4"}]))
    assert payloads(tmp_path) == ["1", "2", "3", "4"]


def test_parquet(tmp_path: Path) -> None:
    rows = [
        {"url": f"https://example.org/{n}", "html": f"<p>{n}</p>".encode(), "encoding": "utf-8"} for n in range(150)
    ]
    write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    found = [item for item in captures(tmp_path / "a.parquet") if isinstance(item, Capture)]
    assert [item.payload for item in found] == [row["html"] for row in rows]
    assert found[149].media_type == "text/html; charset=utf-8"
    assert found[149].place is not None
    assert found[149].place.offset == 149


def test_a_damaged_parquet_file_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(200))
    assert payloads(tmp_path / "a.parquet") == ["broken-file"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20240102030405", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02T03:04:05+00:00", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (1704164645, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (1704164645000.0, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (datetime(2024, 1, 2), datetime(2024, 1, 2, tzinfo=UTC)),
        ("yesterday", None),
        (10**30, None),
        (True, None),
        (None, None),
    ],
)
def test_times(value: Any, expected: datetime | None) -> None:
    assert parse_time(value) == expected
