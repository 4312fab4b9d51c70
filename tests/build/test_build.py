"""Building: inputs into a record, with progress, and a manifest of what was read."""

import gzip
import io
import json
import sqlite3
from pathlib import Path

import pytest
from rich.console import Console

from copydesk.build import Options, build, describe, shipped_models, summary
from copydesk.intake import Columns, InputError
from copydesk.pool import Budget
from copydesk.record import Added, Choice, LockedError, open_record
from copydesk.record.lock import WriterLock
from tests.build.archives import record_of, write_warc
from tests.build.snapshots import snapshot
from tests.record import invented


def test_inputs_of_several_kinds_become_one_record(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", invented.captures(20), broken=[3])
    (folder / "b.txt").write_bytes(invented.payload(77))
    (folder / "c.jsonl").write_text(json.dumps({"page": invented.payload(88).decode(), "url": "https://e.org/88"}))
    added = build([folder], tmp_path / "press.db", read=invented.read, options=Options(columns=Columns("page", "url")))
    assert (added.pages, added.failed) == (21, 1)
    with open_record(tmp_path / "press.db", read_only=True) as record:
        assert [entry.place.source.rpartition("/")[2] for entry in record.articles() if entry.place][-2:] == [
            "b.txt",
            "c.jsonl",
        ]
        rows = record.connection.execute("SELECT position, source, bytes, hash FROM inputs").fetchall()
    assert [row[:3] for row in rows] == [
        (number, str(path), path.stat().st_size) for number, path in enumerate(sorted(folder.iterdir()))
    ]
    assert all(row[3].startswith("blake2b:") for row in rows)


def test_the_options_are_noted(tmp_path: Path) -> None:
    options = Options(
        Choice(since="2023", only=frozenset({"article"}), limit=2), Columns(html="page"), Budget(9.0, 1 << 28)
    )
    write_warc(tmp_path / "a.warc.gz", invented.captures(9))
    build([tmp_path / "a.warc.gz"], tmp_path / "press.db", read=invented.read, options=options)
    with sqlite3.connect(tmp_path / "press.db") as connection:
        [(noted, models)] = connection.execute("SELECT options, models FROM runs").fetchall()
    assert json.loads(noted) == json.loads(json.dumps(describe(options)))
    assert json.loads(noted)["choice"] == {"since": "2023", "only": ["article"], "limit": 2}
    assert json.loads(models) == shipped_models()
    assert all(name.endswith(".npz") and len(value) == 32 for name, value in shipped_models().items())


def test_archives_added_one_by_one_or_again_are_the_same_pages(tmp_path: Path) -> None:
    first = write_warc(tmp_path / "a.warc.gz", invented.captures(30))
    (tmp_path / "b.warc").write_bytes(b"".join(record_of(page) for page in invented.captures(50)))
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress((tmp_path / "b.warc").read_bytes()))
    path = tmp_path / "press.db"
    added = [build([name], path, read=invented.read) for name in (first, tmp_path / "b.warc", tmp_path / "c.warc.gz")]
    assert [(each.pages, each.known) for each in added] == [(30, 0), (20, 30), (0, 50)]
    assert len(snapshot(path)["pages"]) == 50


def test_an_input_that_does_not_exist_stops_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        build([tmp_path / "none.warc"], tmp_path / "press.db", read=invented.read)
    assert not (tmp_path / "press.db").exists()


def test_a_second_build_into_the_same_record_is_told(tmp_path: Path) -> None:
    archive = write_warc(tmp_path / "a.warc.gz", invented.captures(3))
    build([archive], tmp_path / "press.db", read=invented.read)
    with WriterLock(tmp_path / "press.db"), pytest.raises(LockedError, match="is being written by process"):
        build([archive], tmp_path / "press.db", read=invented.read)


@pytest.mark.parametrize("terminal", [True, False])
def test_progress(tmp_path: Path, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.build.LINE_SECONDS", 0.0)
    pages = [*invented.captures(40), invented.capture(90, kind="listing"), invented.capture(91, do="raise")]
    archive = write_warc(tmp_path / "a.warc.gz", pages)
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200)
    build([archive], tmp_path / "press.db", read=invented.read, console=console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "41 pages (40 article, 1 listing; 1 failed)" in shown
    assert "pages/s" in shown
    if terminal:
        assert "100%" in shown
    else:
        assert "\x1b" not in shown
        assert "s left" in shown.splitlines()[5]


def test_summaries() -> None:
    assert summary(Added()) == "0 pages"
    assert summary(Added(1200, 3, 4, 5, {"article": 1000, "listing": 200})) == (
        "1,200 pages (1,000 article, 200 listing; 3 failed; 4 known; 5 not chosen)"
    )
    kinds = {"article": 5, "listing": 4, "forum": 3, "error": 2, "wall": 1, "empty": 1}
    assert summary(Added(16, kinds=kinds, copies=4, coded=3)) == (
        "16 pages (5 article, 4 listing, 3 forum, 2 error, 2 of other kinds), 4 sharing their text with others, "
        "3 articles coded for events"
    )
