"""Export: complete, safe, and each row with its provenance."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow.parquet import read_table

from copydesk.record import ExportError, Format, export, exporting
from copydesk.record.exporting import COLUMNS
from tests.record import invented
from tests.record.conftest import Fill

PROVENANCE = {"source": "/invented", "status": 200}


def read_back(path: Path, kind: Format) -> list[dict[str, Any]]:
    if kind is Format.JSONL:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if kind is Format.CSV:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    files = sorted((path / "data").iterdir()) if kind is Format.DATASET else [path]
    return [row for file in files for row in read_table(file).to_pylist()]


@pytest.mark.parametrize("kind", [Format.JSONL, Format.CSV, Format.PARQUET, Format.DATASET])
def test_rows_are_complete_and_say_where_they_come_from(
    fill: Fill, tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.record.exporting.SHARD", 300)
    given = list(invented.captures(700))
    record = fill(*given)
    assert export(record, tmp_path / "out", kind) == 700
    rows = read_back(tmp_path / "out", kind)
    assert [row["id"] for row in rows] == [capture.id for capture in given]
    assert [int(row["offset"]) for row in rows] == list(range(700))
    for name in COLUMNS:
        assert name in rows[0]
    assert rows[0]["text"] == record.article(given[0].id).text  # type: ignore[union-attr]
    assert rows[0]["byline"] == ("Ada Quill" if kind is Format.CSV else ["Ada Quill"])
    assert rows[0]["published"] == "2023-01-01"


def test_a_query_chooses(fill: Fill, tmp_path: Path) -> None:
    record = fill(*invented.captures(30), invented.capture(99, kind="listing"))
    assert export(record, tmp_path / "star.jsonl", Format.JSONL, "outlet:star") == 10
    assert export(record, tmp_path / "listing.jsonl", Format.JSONL, "kind:listing") == 1
    assert export(record, tmp_path / "none.parquet", Format.PARQUET, "nothing") == 0
    assert read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_spreadsheets_are_given_no_formulas(fill: Fill, tmp_path: Path, title: str) -> None:
    record = fill(invented.capture(1, title=title, body='A "quoted", text;\nwith lines\n\nand more.'))
    export(record, tmp_path / "out.csv", Format.CSV)
    [row] = read_back(tmp_path / "out.csv", Format.CSV)
    assert row["title"] == f"'{title.strip()}" or row["title"] == f"'{title}"
    assert row["text"] == 'A "quoted", text;\nwith lines\n\nand more.'


@pytest.mark.parametrize(("kind", "ending"), [(Format.MARKDOWN, ".md"), (Format.TEXT, ".txt")])
def test_folders_have_a_file_for_each_article(fill: Fill, tmp_path: Path, kind: Format, ending: str) -> None:
    titles = ["Ferry leaves", "Ferry leaves", "../../etc/passwd", "Паром " * 60, "東京", ""]
    given = [invented.capture(number, title=title, body=f"Text {number}") for number, title in enumerate(titles)]
    record = fill(*given)
    assert export(record, tmp_path / "out", kind) == len(titles)
    files = sorted(path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.*"))
    assert len(files) == len(titles)
    assert all(len(file.parts) == 2 and file.suffix == ending for file in files)
    first = next(file for file in files if given[0].id in file.name)
    assert str(first) == f"2024-01/2024-01-01-ferry-leaves-{given[0].id}{ending}"
    text = (tmp_path / "out" / first).read_text("utf-8")
    assert "Text 0" in text
    assert given[0].id in text
    assert "https://example.org/0" in text


def test_a_dataset_has_the_roles_of_its_blocks(fill: Fill, tmp_path: Path) -> None:
    export(fill(invented.capture(1, body="One.\n\nTwo.")), tmp_path / "out", Format.DATASET)
    [row] = read_back(tmp_path / "out", Format.DATASET)
    assert row["blocks"] == [{"role": "paragraph", "text": "One."}, {"role": "paragraph", "text": "Two."}]
    assert "data/*.parquet" in (tmp_path / "out" / "README.md").read_text()


def test_nothing_is_written_over(fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ExportError, match="exists"):
        export(fill(invented.capture(1)), tmp_path / "out", Format.JSONL)
    assert (tmp_path / "out").read_text() == "mine"


def test_an_incomplete_export_is_an_error_and_leaves_nothing(
    fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = fill(*invented.captures(5))
    monkeypatch.setitem(exporting._COUNTERS, Format.JSONL, lambda path: 4)
    with pytest.raises(ExportError, match="5 entries were found, but 4 were written"):
        export(record, tmp_path / "out", Format.JSONL)
    assert {path.name for path in tmp_path.iterdir()} <= {"press.db", "press.db-wal", "press.db-shm", "press.db.lock"}
    with pytest.raises(ExportError, match="cannot be written"):
        export(record, tmp_path / "none" / "out", Format.JSONL)


def test_an_export_sees_one_state_of_the_record(fill: Fill, tmp_path: Path) -> None:
    record = fill(*invented.captures(20))
    with pytest.MonkeyPatch.context() as patch:
        articles = record.articles

        def adding(query: str) -> Any:
            from copydesk.record import open_record

            with open_record(record.path) as other:
                other.add(invented.captures(40), read=invented.read, workers=1)
            return articles(query)

        patch.setattr(record, "articles", adding)
        assert export(record, tmp_path / "out.jsonl", Format.JSONL) == 20
    assert export(record, tmp_path / "later.jsonl", Format.JSONL) == 40
