"""The record: what goes in comes back, who may write, and what happens when it cannot be written."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import copydesk
from copydesk.capture import Capture, Place
from copydesk.intake import Failure, captures
from copydesk.page.blocks import Role
from copydesk.page.findings import FaultKind, Kind
from copydesk.record import Choice, LockedError, RecordError, Run, SchemaError, open_record
from copydesk.record.lock import WriterLock
from copydesk.record.rows import clean, instant
from copydesk.record.schema import MIGRATIONS, migrate
from tests.record import invented
from tests.record.conftest import Fill
from tests.record.older import make_older


def test_an_article_comes_back_as_it_was_read(fill: Fill) -> None:
    given = invented.capture(
        3, title="Ferry leaves", deck="At noon", byline="Ada Quill, Bo Ferro", agency="AFP", outlet="Harbour Post",
        published="2024-02-29", language="en", fault="truncated",
    )  # fmt: skip
    record = fill(given)
    read = invented.read(given)
    entry = record.article(given.id)
    assert entry is not None
    assert (entry.id, entry.url, entry.captured, entry.place) == (given.id, given.url, given.captured, given.place)
    assert (entry.kind, entry.probability, entry.faults) == (Kind.ARTICLE, 0.9, read.faults)
    assert entry.article == read.article
    assert entry.article is not None
    assert entry.text == entry.article.text
    assert tuple(record.blocks(entry.number)) == read.blocks


def test_a_page_without_an_article(fill: Fill) -> None:
    given = invented.capture(3, kind="listing", title="Listing")
    entry = fill(given).article(given.id)
    assert entry is not None
    assert (entry.kind, entry.article) == (Kind.LISTING, None)
    assert entry.text.startswith(invented.read(given).body[0].text)


def test_articles_are_found_by_id_its_beginning_and_url(fill: Fill) -> None:
    first, later = invented.capture(1), replace(invented.capture(2), url="https://example.org/1")
    record = fill(first, later)
    assert [record.article(key).number for key in (first.id, first.id[:9], later.id)] == [1, 1, 2]  # type: ignore[union-attr]
    assert record.article("https://example.org/1").number == 2  # type: ignore[union-attr]
    assert record.article("nothing") is None


def test_articles_are_given_one_after_another(fill: Fill) -> None:
    record = fill(*invented.captures(30))
    assert [entry.number for entry in record.articles()] == list(range(1, 31))
    assert [entry.number for entry in record.articles("language:de from:2023-06 to:2023-06")] == [6, 18, 30]


def test_what_sqlite_cannot_hold_is_replaced(fill: Fill) -> None:
    body = "lone \ud800 surrogate and NUL \0 here"
    given = replace(invented.capture(1), payload=f"title: A \udfff\n\n{body}", status=10**30, media_type="a\ud800")
    entry = fill(given).article(given.id)
    assert entry is not None
    assert entry.text == "lone \ufffd surrogate and NUL \ufffd here"
    assert clean("plain") == "plain"


def test_payloads_are_kept_or_read_again_from_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(invented.payload(1))
    found = list(captures(tmp_path / "a.txt"))
    text = Capture("title: Текст\n\nbody", place=Place("/gone"))
    with open_record(tmp_path / "kept.db") as record:
        record.add([*found, text], read=invented.read, workers=1, keep_payload=True)
        (tmp_path / "a.txt").rename(tmp_path / "b.txt")
        assert [record.capture(item.id) for item in (found[0], text)] == [found[0], text]
    (tmp_path / "b.txt").rename(tmp_path / "a.txt")
    with open_record(tmp_path / "referred.db") as record:
        record.add([*found, text], read=invented.read, workers=1)
        assert record.capture(found[0].id).payload == invented.payload(1)
        with pytest.raises(RecordError, match="/gone"):
            record.capture(text.id)
        (tmp_path / "a.txt").write_bytes(b"something else")
        with pytest.raises(RecordError, match="no longer holds"):
            record.capture(found[0].id)
        with pytest.raises(RecordError, match="no capture"):
            record.capture("nothing")


def test_failures_are_kept_with_their_place_and_class(fill: Fill) -> None:
    place = Place("/a.warc", "b", 7)
    record = fill(
        invented.capture(1, do="refuse"),
        Failure(place, "broken-record", "it broke"),
        invented.capture(2, do="raise"),
    )
    groups = {group.reason: group for group in record.failures()}
    assert groups["broken-record"].examples == (("/a.warc!b@7", "it broke"),)
    assert groups["too-large"].examples == (("/invented@1 (https://example.org/1)", "there is too much of it"),)
    assert "KeyError: 'invented' in misbehave, line" in groups["crash"].examples[0][1]
    again = record.add(
        [invented.capture(1, do="refuse"), Failure(place, "broken-record", "it broke")], read=invented.read
    )
    assert (again.failed, again.known) == (0, 1)


def test_what_failed_can_be_read_again(fill: Fill) -> None:
    given = [invented.capture(1), invented.capture(2, do="raise"), invented.capture(3)]
    record = fill(*given)
    assert record.add(given, read=invented.read, workers=1).known == 3
    again = record.add(given, read=invented.read_all, workers=1, retry=True)
    assert (again.pages, again.known) == (1, 2)
    assert record.stats().failed == 0
    assert [entry.url for entry in record.articles()] == [f"https://example.org/{number}" for number in (1, 3, 2)]


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(only=frozenset({"listing"})), [3]),
        (Choice(languages=frozenset({"en"})), [1, 4]),
        (Choice(since="2023-05"), [2, 4]),
        (Choice(limit=2), [1, 2]),
        (Choice(languages=frozenset({"EN", "de"}), limit=2), [1, 2]),
    ],
)
def test_choices(tmp_path: Path, choice: Choice, numbers: list[int]) -> None:
    given = [
        invented.capture(1, language="en", published="2023-04-30"),
        invented.capture(2, language="de-AT", published="2023-05-01"),
        replace(invented.capture(3, kind="listing"), captured=None),
        invented.capture(4, language="en-GB", published="2024-01-01"),
    ]
    with open_record(tmp_path / "press.db") as record:
        for _ in range(2):
            record.add(given, read=invented.read, workers=1, choice=choice, run=Run("1", {"the": "same"}))
        found = [entry.url for entry in record.articles("kind:any")]
    assert found == [f"https://example.org/{number}" for number in numbers]


def test_runs_say_what_was_done(tmp_path: Path) -> None:
    with open_record(tmp_path / "press.db") as record:
        for version in ("1", "1", "2"):
            run = Run(version, {"limit": 3}, {"roles": "abc"})
            record.add([invented.capture(int(version))], read=invented.read, workers=1, run=run)
        rows = record.connection.execute("SELECT version, options, models, finished NOT NULL FROM runs").fetchall()
        assert rows == [("1", '{"limit": 3}', '{"roles": "abc"}', 1), ("2", '{"limit": 3}', '{"roles": "abc"}', 1)]
        assert [entry.version for entry in record.articles()] == ["1", "2"]


def test_an_error_of_the_captures_leaves_what_was_entered(tmp_path: Path) -> None:
    def broken() -> Iterator[Capture]:
        yield from invented.captures(150)
        raise OSError("the disk is gone")

    with open_record(tmp_path / "press.db") as record:
        with pytest.raises(OSError, match="the disk is gone"):
            record.add(broken(), read=invented.read, workers=1)
        entered = record.stats().pages
        assert entered % 100 == 0
        assert record.add(invented.captures(150), read=invented.read, workers=1).pages == 150 - entered


def test_a_full_disk_is_said_and_costs_nothing_that_was_entered(tmp_path: Path) -> None:
    with open_record(tmp_path / "press.db") as record:
        record.add(invented.captures(100), read=invented.read, workers=1)
        pages = record.connection.execute("PRAGMA page_count").fetchone()[0]
        record.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(RecordError, match="cannot be written: database or disk is full"):
            record.add(invented.captures(500), read=invented.read, workers=1)
        record.connection.execute("PRAGMA max_page_count = 1000000")
        assert record.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        record.add(invented.captures(500), read=invented.read, workers=1)
        assert record.stats().pages == 500


def test_a_second_writer_is_told_and_may_wait(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    open_record(path).close()
    lock = WriterLock(path)
    with open_record(path) as record, pytest.raises(LockedError, match=f"written by process {os.getpid()}"):
        record.add(invented.captures(3), read=invented.read, workers=1)
    with open_record(path, wait=10.0) as record:
        threading.Timer(0.5, lock.release).start()
        assert record.add(invented.captures(3), read=invented.read, workers=1).pages == 3


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    script = "import os, sys; from pathlib import Path; from copydesk.record.lock import WriterLock; "
    script += "lock = WriterLock(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    assert subprocess.run([sys.executable, "-c", script, str(path)], env=environment).returncode == -9
    WriterLock(path).release()


def test_readers_read_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    with open_record(path) as record, open_record(path, read_only=True) as reader:
        seen: list[int] = []
        record.add(
            invented.captures(350), read=invented.read, workers=1,
            watch=lambda added, item: seen.append(reader.stats().pages) if added.pages % 50 == 0 else None,
        )  # fmt: skip
        assert sorted(set(seen)) == [0, 100, 200, 300]
        assert reader.search("harbour").total > 0


def test_a_record_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no record"):
        open_record(tmp_path / "press.db", read_only=True)
    open_record(tmp_path / "press.db").close()
    with open_record(tmp_path / "press.db", read_only=True) as record, pytest.raises(RecordError, match="readonly"):
        record.add(invented.captures(3), read=invented.read, workers=1)


def test_files_that_are_no_record(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE a (b)").connection.close()
    for name, message in {"text": "no record", "other.db": "a database, but no record"}.items():
        with pytest.raises(SchemaError, match=message):
            open_record(tmp_path / name)
    with pytest.raises(RecordError, match="cannot be opened"):
        open_record(tmp_path / "none" / "press.db")


def test_a_record_of_a_later_version_is_refused(tmp_path: Path) -> None:
    with open_record(tmp_path / "press.db") as record:
        record.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SchemaError, match="version 99"):
        open_record(tmp_path / "press.db")


def test_a_migration_is_done_whole_or_not_at_all(fill: Fill, tmp_path: Path) -> None:
    fill(*invented.captures(5)).close()
    connection = sqlite3.connect(tmp_path / "press.db", isolation_level=None)
    good = ("CREATE TABLE stories (story INTEGER PRIMARY KEY) STRICT", "INSERT INTO stories VALUES (1)")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*MIGRATIONS, good, ("CREATE TABLE threads (a INTEGER) STRICT", "nonsense")))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'threads'").fetchone() == (0,)
    migrate(connection, (*MIGRATIONS, good))
    assert connection.execute("SELECT * FROM stories").fetchall() == [(1,)]
    assert connection.execute("SELECT count(*) FROM pages").fetchone() == (5,)
    connection.close()


def test_blocks_that_were_rows_are_as_they_were(fill: Fill, tmp_path: Path) -> None:
    given = [invented.capture(1, title="Ferry “leaves”"), invented.capture(2, body="A tail\n\nAnother")]
    before = fill(*given)
    make_older(tmp_path / "old.db", 3, before.path)
    with open_record(tmp_path / "old.db") as after:
        for capture in given:
            number = after.article(capture.id).number  # type: ignore[union-attr]
            assert tuple(after.blocks(number)) == tuple(before.blocks(number)) == invented.read(capture).blocks
        assert [text.paragraphs for text in map(after.text, (capture.id for capture in given)) if text] == [
            text.paragraphs for text in map(before.text, (capture.id for capture in given)) if text
        ]


def test_the_file_is_pleasant_to_open_elsewhere(fill: Fill, tmp_path: Path) -> None:
    fill(invented.capture(1, title="Ferry leaves")).close()
    with sqlite3.connect(tmp_path / "press.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        rows = connection.execute("SELECT role, text FROM blocks ORDER BY block").fetchall()
        assert rows[:2] == [("navigation", "Home News"), ("title", "Ferry leaves")]
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'")
        assert all("STRICT" in sql for (sql,) in tables if "words_" not in sql)
        [links] = connection.execute("SELECT links FROM blocks WHERE block = 0").fetchone()
        assert json.loads(links) == [[0, 4, "/home"]]


def test_counts(fill: Fill) -> None:
    record = fill(*invented.captures(24), invented.capture(90, kind="listing"), invented.capture(91, do="raise"),
                  invented.capture(92, fault="truncated"))  # fmt: skip
    counts = record.stats()
    assert (counts.captures, counts.pages, counts.articles, counts.failed) == (27, 26, 25, 1)
    assert counts.kinds == {"article": 25, "listing": 1}
    assert counts.outlets == {"Harbour Post": 8, "Évening Star": 8, "Вечерние вести": 8}
    assert counts.faults == {FaultKind.TRUNCATED.value: 1}
    assert counts.months["2023-01"] == 2
    assert record.timeline("outlet:star") == {"2023-02": 2, "2023-05": 2, "2023-08": 2, "2023-11": 2}
    assert Role.REPEAT.value not in counts.kinds


def test_instants_are_utc() -> None:
    assert instant(datetime.fromisoformat("2024-01-02T03:04:05.678+02:00")) == "2024-01-02T01:04:05Z"
    assert instant(datetime.fromisoformat("0001-01-01T00:00:00+05:00")) == "0001-01-01T00:00:00Z"
    assert instant(None) is None


def test_fetches_are_remembered(fill: Fill) -> None:
    from copydesk.intake.web import Validator

    record = fill()
    assert record.validator("https://example.org/") is None
    record.note_fetch("https://example.org/", Validator('"1"', "then"))
    assert record.validator("https://example.org/") == Validator('"1"', "then")


def test_a_record_is_opened_from_the_top_of_the_package(tmp_path: Path) -> None:
    with copydesk.open_record(tmp_path / "press.db") as record:
        assert record.add(invented.captures(2), read=invented.read).pages == 2
        assert [hit.number for hit in record.search("kind:article").hits] == [2, 1]
    with pytest.raises(AttributeError, match="no attribute 'open_records'"):
        copydesk.open_records  # noqa: B018


def test_reading_pages_does_not_load_the_record() -> None:
    script = "import sys, copydesk; print(*(name for name in sys.modules if name.startswith('copydesk.record')))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.strip() == b""
