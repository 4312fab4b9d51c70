"""Copies in the record: the same groups whatever the order and number of builds, and what is made of them."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.capture import Capture
from copydesk.copies import Group, Kind, Match, MemoryIndex, Text, fingerprints, independent_sources, update
from copydesk.copies.index import Index
from copydesk.page.page import Page
from copydesk.record import CopyGroup, Order, Record, copying, open_record, store
from copydesk.record.copyindex import RecordIndex
from copydesk.record.rows import page_rows
from copydesk.record.schema import MIGRATIONS
from copydesk.record.store import Step
from copydesk.record.texts import texts
from copydesk.record.writing import Run, begin_run, write_page
from tests.copies.conftest import invented_paragraphs
from tests.record import invented
from tests.record.conftest import Fill
from tests.record.older import make_older

NOTICE = " ".join(invented_paragraphs(99, paragraphs=1, sentences=6))


def story(seed: int, *parts: str, keep: slice = slice(None), **fields: str) -> Capture:
    """A capture of an invented story, in part, with further paragraphs."""
    body = "\n\n".join((*invented_paragraphs(seed)[keep], *parts))
    return invented.capture(next(_numbers), body=body, **fields)


_numbers = iter(range(10**6))


def collection() -> list[Capture]:
    """Stories with copies, cuts and versions; strangers who share a notice; and a page of two stories."""
    chance = random.Random(4)
    found = [story(200 + n, NOTICE, keep=slice(3)) for n in range(12)]
    for seed in range(4):
        for n in range(chance.randint(2, 9)):
            own = invented_paragraphs(1000 + 50 * seed + n, paragraphs=chance.randint(1, 3))
            found.append(story(seed, *own, keep=slice(chance.randint(4, 8)), outlet=f"Paper {n % 3}"))
    return [*found, story(0, *invented_paragraphs(1))]


CAPTURES = collection()


@pytest.fixture
def wire(fill: Fill) -> Record:
    """A record of a story in three papers, one of which has text of its own, and of a stranger."""
    own = invented_paragraphs(50, paragraphs=12)
    return fill(
        story(1, outlet="Harbour Post", agency="Reuters", published="2024-05-01", title="Ferry leaves"),
        story(1, keep=slice(6), outlet="Evening Star", published="2024-05-03", title="Ferry left"),
        story(1, *own, outlet="Long Reads", published="2024-05-02", title="Of ferries"),
        story(2, outlet="Harbour Post", published="2024-05-04", title="Council counts"),
    )


def rows(record: Record) -> dict[str, list[object]]:
    """What was found about copies, by the ids of captures, which do not depend on their order."""
    queries = {
        "matches": "SELECT * FROM matches ORDER BY one, two",
        "boilerplate": "SELECT * FROM boilerplate ORDER BY sentence",
        "prints": "SELECT number, id, print FROM prints JOIN captures USING (capture) ORDER BY id",
    }
    found: dict[str, list[object]] = {
        name: list(record.connection.execute(sql).fetchall()) for name, sql in queries.items()
    }
    found["groups"] = [without_numbers(group) for group in record.copies()]
    return found


def enter(record: Record, captures: Sequence[Capture]) -> None:
    """Enter captures without worker processes, and compare them."""
    enter_pages(record, captures)
    copying.compare_all(record.connection)


def enter_pages(record: Record, captures: Sequence[Capture]) -> None:
    connection = record.connection
    connection.execute("BEGIN")
    run = begin_run(connection, Run("1"), datetime(2024, 1, 1, tzinfo=UTC))
    for capture in captures:
        write_page(connection, capture, capture.id, page_rows(invented.read(capture)), run)
    connection.execute("COMMIT")


def without_numbers(group: CopyGroup) -> CopyGroup:
    return replace(group, copies=tuple(replace(copy, number=0) for copy in group.copies))


def all_texts(record: Record) -> list[Text]:
    numbers = [number for (number,) in record.connection.execute("SELECT capture FROM articles").fetchall()]
    return list(texts(record.connection, numbers))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What one build of the collection finds."""
    with open_record(tmp_path_factory.mktemp("whole") / "press.db") as record:
        record.add(CAPTURES, read=invented.read, workers=1)
        return rows(record)


def test_the_record_finds_the_groups_that_are_found_in_memory(fill: Fill) -> None:
    record = fill(*CAPTURES)
    change = update(MemoryIndex(), list(fingerprints(all_texts(record))))
    assert len(change.groups) >= 4
    in_memory = {group.representative: group for group in change.groups}
    for group in record.copies():
        expected = in_memory.pop(group.copies[0].id)
        assert group.kind is expected.kind
        assert [(copy.id, copy.kind, copy.jaccard, copy.within, copy.holds, copy.reason) for copy in group.copies] == [
            (member.id, member.kind, member.jaccard, member.within, member.holds, member.reason)
            for member in expected.members
        ]
    assert in_memory == {}
    assert record.connection.execute("SELECT count(*) FROM boilerplate").fetchone()[0] >= 4


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), parts=st.integers(1, 4), batch=st.sampled_from([7, 5000]))
def test_order_and_number_of_builds_make_no_difference(
    tmp_path_factory: pytest.TempPathFactory, whole: dict[str, list[object]], order: random.Random, parts: int,
    batch: int,
) -> None:  # fmt: skip
    captures = list(CAPTURES)
    order.shuffle(captures)
    with pytest.MonkeyPatch.context() as patch, open_record(tmp_path_factory.mktemp("parts") / "press.db") as record:
        patch.setattr(copying, "BATCH", batch)
        for part in range(parts):
            enter(record, captures[part::parts])
        assert rows(record) == whole


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), parts=st.integers(1, 6))
def test_both_indexes_answer_alike_after_each_update(fill: Fill, order: random.Random, parts: int) -> None:
    record = fill(*CAPTURES)
    for table in ("copy_members", "copy_groups", "matches", "boilerplate", "sentences", "bands", "prints"):
        record.connection.execute(f"DELETE FROM {table}")
    prints = list(fingerprints(all_texts(record)))
    order.shuffle(prints)
    memory, stored = MemoryIndex(), RecordIndex(record.connection)
    for part in range(parts):
        assert update(memory, prints[part::parts]) == update(stored, prints[part::parts])
    assert answers(memory) == answers(stored)


def answers(index: Index) -> tuple[object, ...]:
    prints = list(fingerprints(Text(capture.id, ()) for capture in CAPTURES))
    numbers = {print.number for print in prints}
    known = index.prints(sorted(index.known([*numbers, 1, 2])))
    data = {number: (print.id, print.to_bytes()) for number, print in known.items()}
    matches: Sequence[Match] = index.matches(numbers)
    return data, sorted(matches, key=lambda match: (match.left, match.right))


@pytest.mark.parametrize("key", [0, 2**63 - 1, -(2**63), -1])
def test_keys_of_64_bits_are_kept(fill: Fill, key: int) -> None:
    record = fill(story(1))
    index = RecordIndex(record.connection)
    [[number]] = record.connection.execute("SELECT number FROM prints").fetchall()
    record.connection.execute("INSERT INTO bands VALUES (?, ?)", (key, number))
    keys, numbers = index.bands(np.array([key], np.int64))
    assert (keys.tolist(), numbers.tolist()) == ([key], [number])
    assert index.bands(np.array([], np.int64))[0].dtype == np.int64


def test_a_group_says_what_it_is(wire: Record) -> None:
    [group] = wire.copies()
    assert group.kind is Kind.CONTAINED
    assert {copy.title for copy in group.copies} == {"Ferry leaves", "Ferry left", "Of ferries"}
    assert (group.origin.method, group.origin.source) == ("credit", "Reuters")
    assert next(copy for copy in group.copies if copy.id == group.origin.id).title == "Ferry leaves"
    assert "credited: Reuters (1 of 3)" in group.origin.reasons
    assert group.sources == 2
    assert {copy.reason for copy in group.copies[1:]} == {
        f"{copy.within:.0%} of it stands in the representative, and {copy.holds:.0%} of that in it"
        for copy in group.copies[1:]
    }


def test_groups_are_asked_for_by_page_and_by_query(wire: Record) -> None:
    [group] = wire.copies()
    for copy in group.copies:
        assert wire.copies_of(copy.id) == wire.copies_of(copy.id[:12]) == wire.copies_of(copy.url or "") == group
    stranger = wire.search("title:council").hits[0]
    assert wire.copies_of(stranger.id) is None
    assert wire.copies_of("nothing") is None
    assert list(wire.copies("outlet:star")) == [group]
    assert list(wire.copies("title:council")) == []


def test_the_largest_group_comes_first(fill: Fill) -> None:
    record = fill(*(story(seed, title=f"{seed} {n}") for seed, count in ((1, 2), (2, 4), (3, 3)) for n in range(count)))
    assert [len(group.copies) for group in record.copies()] == [4, 3, 2]


def test_search_folds_copies_and_counts_them(wire: Record) -> None:
    plain = wire.search("")
    assert (plain.total, plain.sources, {hit.copies for hit in plain.hits}) == (4, None, {0})
    folded = wire.search("", fold=True)
    assert [(hit.title, hit.copies) for hit in folded.hits] == [
        ("Council counts", 0), ("Ferry left", 1), ("Of ferries", 0),
    ]  # fmt: skip
    assert (folded.total, folded.facets["kind"]) == (3, {"article": 3})
    oldest = [hit.title for hit in wire.search("", fold=True, order=Order.OLDEST).hits]
    assert oldest == ["Ferry leaves", "Of ferries", "Council counts"]


def test_folded_hits_come_in_pages(fill: Fill) -> None:
    record = fill(*CAPTURES)
    for order in Order:
        found, after, total = [], None, None
        while total is None or after:
            page = record.search("", fold=True, limit=3, after=after, order=order)
            found += [hit.id for hit in page.hits]
            after, total = page.after, page.total
        assert len(found) == len(set(found)) == total
        assert total < len(CAPTURES)


def test_sources_are_counted_as_the_library_counts_them(fill: Fill) -> None:
    record = fill(*CAPTURES)
    found = {text.id: text for text in all_texts(record)}
    groups: list[Group] = list(update(MemoryIndex(), list(fingerprints(found.values()))).groups)
    assert record.search("", fold=True).sources == independent_sources(found, groups, found)
    for outlet in ("0", "1"):
        results = record.search(f'outlet:"paper {outlet}"', limit=1000)
        ids = [hit.id for hit in results.hits]
        assert record.search(f'outlet:"paper {outlet}"', fold=True).sources == independent_sources(ids, groups, found)


def read_with_marks(given: Capture) -> Page:
    """Reads a page whose last paragraph is marked as something else."""
    page = invented.read(given)
    assert page.article is not None
    return replace(page, article=replace(page.article, body=page.article.body[:-1]))


def test_only_the_body_of_an_article_counts(tmp_path: Path) -> None:
    same = "\n\n".join(invented_paragraphs(7)).replace("\n\n", " ")
    given = [
        story(seed, same, keep=slice(2), kind=kind) for seed, kind in ((1, "article"), (2, "article"), (1, "listing"))
    ]
    with open_record(tmp_path / "all.db") as record:
        record.add(given, read=invented.read, workers=1)
        assert [len(group.copies) for group in record.copies()] == [2]
    with open_record(tmp_path / "marked.db") as record:
        record.add(given[:2], read=read_with_marks, workers=1)
        assert list(record.copies()) == []


def test_a_text_comes_back_as_it_is_compared(wire: Record) -> None:
    text = wire.text(wire.search("title:left").hits[0].id)
    assert text is not None
    assert text.paragraphs == invented_paragraphs(1)[:6]
    assert (text.title, text.outlet) == ("Ferry left", "Evening Star")
    assert text.published is not None
    assert text.published.isoformat() == "2024-05-03T00:00:00+00:00"
    assert wire.text("nothing") is None


def test_versions_of_a_url(fill: Fill) -> None:
    first = story(1, title="One")
    later = replace(story(1, title="Two"), url=first.url, captured=first.captured.replace(year=2025))  # type: ignore[union-attr]
    record = fill(later, first)
    assert [text.title for text in record.versions(first.url or "")] == ["One", "Two"]
    assert record.versions("https://example.org/none") == []


def test_an_interrupted_comparison_is_taken_up_again(
    tmp_path: Path, whole: dict[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write_groups = copying._write_groups

    def fail_at_times(connection: sqlite3.Connection, groups: Sequence[Group]) -> None:
        write_groups(connection, groups)
        written.append(1)
        if len(written) in (2, 4):
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "BATCH", 3)
    monkeypatch.setattr(store, "COMPARED", 9)
    monkeypatch.setattr(copying, "_write_groups", fail_at_times)
    stops = 0
    with open_record(tmp_path / "press.db") as record:
        while True:
            try:
                record.add(CAPTURES, read=invented.read, workers=1)
                break
            except KeyboardInterrupt:
                stops += 1
                assert not record.connection.in_transaction
        assert stops > 1
        assert rows(record) == whole


def test_articles_are_compared_while_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    monkeypatch.setattr(store, "COMPARED", 4)
    with open_record(tmp_path / "press.db") as record:
        record.add(
            CAPTURES,
            read=invented.read,
            workers=1,
            watch=lambda added, item: groups.append(len(list(record.copies()))),
        )
        assert groups[0] == 0
        assert 0 < groups[-2] <= len(list(record.copies()))


def test_a_large_record_is_compared_in_larger_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PAUSE", 2)
    with open_record(tmp_path / "press.db") as record:
        assert copying.pause(record.connection, least=3) == 3
        record.add(CAPTURES, read=invented.read, workers=1)
        assert copying.pause(record.connection, least=3) == len(CAPTURES) // 2 > 3
        assert copying.pause(record.connection, least=100) == 100
        monkeypatch.setattr(copying, "BATCH", 4)
        assert copying.pause(record.connection, least=3) == 4


def test_what_a_killed_build_left_uncompared_is_compared_first(tmp_path: Path, whole: dict[str, list[object]]) -> None:
    steps: list[tuple[Step, int, int]] = []
    with open_record(tmp_path / "press.db") as record:
        enter_pages(record, CAPTURES)
        record.add([], read=invented.read, workers=1, watch_steps=lambda *step: steps.append(step))
        assert rows(record) == whole
        assert steps == [(Step.COPIES, len(all_texts(record)), len(all_texts(record)))]


COMPARE = """
import sys
from copydesk.record import copying, open_record
copying.BATCH = 3
with open_record(sys.argv[1]) as record:
    print("ready", flush=True)
    copying.compare_all(record.connection)
"""


def test_killed_while_it_compares_it_ends_with_the_same_groups(tmp_path: Path, whole: dict[str, list[object]]) -> None:
    path = tmp_path / "press.db"
    with open_record(path) as record:
        enter_pages(record, CAPTURES)
    chance = random.Random(5)
    killed = 0
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", COMPARE, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.1))
            process.kill()
        killed += process.returncode == -signal.SIGKILL
    with open_record(path) as record:
        copying.compare_all(record.connection)
        assert rows(record) == whole
    assert killed > 0


def test_a_record_of_the_first_version_is_brought_up_to_date(fill: Fill, tmp_path: Path) -> None:
    fill(story(1), story(1, keep=slice(6)), name="new.db").close()
    make_older(tmp_path / "old.db", 1, tmp_path / "new.db")
    with open_record(tmp_path / "old.db") as old, open_record(tmp_path / "new.db") as new:
        assert old.connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert list(old.copies()) == []
        old.add([], read=invented.read, workers=1)
        assert rows(old) == rows(new)
        assert len(rows(old)["groups"]) == 1
