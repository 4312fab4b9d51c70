"""Reported events in the record: coded at the end of a build, searched, and told as contacts over time."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from copydesk.build import Options, build
from copydesk.capture import Capture
from copydesk.cli import app
from copydesk.events import Coded, EventType, Modality, OfflineCoder, Phase, Polarity, Span
from copydesk.record import Record, eventing, open_record
from copydesk.record.drawing import draw
from copydesk.record.eventrows import EventRows
from copydesk.record.query import CERTAINTIES, EVENT_TYPES
from tests.record import invented
from tests.record.conftest import Fill
from tests.record.older import make_older

MET = "Ada Quill, the head of Norway's fisheries agency Havrad, met the Icelandic foreign minister in Oslo on Monday."
PLAN = "The Icelandic foreign minister plans to visit Havrad in May."
AID = "The Kenyan government delivered food aid to Malawi on Sunday."
REST = (
    "Fishing crews on both coasts have waited for years for a common rule on how much cod may be landed in winter, and "
    "several ports have lost half of their boats in that time. The text will be shown to both parliaments in summer."
)
CODER = OfflineCoder()


def story(number: int, *sentences: str, **fields: str) -> Capture:
    fields = {"title": "News of the day", "language": "en", "published": "2026-03-04", **fields}
    return invented.capture(number, body="\n\n".join(sentences), **fields)


def coded(record: Record) -> Record:
    record.add([], read=invented.read, workers=1, coder=CODER)
    return record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("record") / "press.db") as opened:
        stories = [story(1, MET, PLAN), story(2, AID, published="2026-04-01"), story(3, MET, language="de")]
        opened.add(stories, read=invented.read, workers=1, coder=CODER)
        yield opened


def ids(record: Record, query: str) -> list[int]:
    return sorted(hit.number for hit in record.search(query).hits)


def test_events_are_kept_with_actors_certainty_and_sentence(record: Record) -> None:
    rows = record.connection.execute("SELECT capture, type, modality, sentence, happened_from FROM event_sentences")
    assert (1, "CONSULT", "asserted", MET, "2026-03-02") in rows.fetchall()
    actor = record.connection.execute(
        "SELECT name, organisation, countries FROM actors WHERE side = 'source' AND text LIKE 'Ada%'"
    ).fetchone()
    assert (actor[0], "Havrad" in actor[1], json.loads(actor[2])) == ("Ada Quill", True, ["NOR"])
    office = record.connection.execute("SELECT name, title, status, as_of FROM offices WHERE capture = 1").fetchone()
    assert office == ("Ada Quill", "head", "current", "2026-03-04")


def test_articles_in_other_languages_are_not_coded(record: Record) -> None:
    assert record.connection.execute("SELECT capture FROM codings").fetchall() == [(1,), (2,)]


def test_what_was_coded_stays(record: Record) -> None:
    def rows() -> list[object]:
        return record.connection.execute("SELECT * FROM events JOIN actors USING (capture, event)").fetchall()

    before = rows()
    coded(record)
    assert rows() == before


def test_a_build_that_is_interrupted_goes_on_from_there(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = (story(1, MET), story(2, AID), story(3, PLAN))
    whole, broken = coded(fill(*stories, name="whole.db")), fill(*stories, name="broken.db")
    entered: list[int] = []
    enter = eventing._enter

    def enter_two(connection: sqlite3.Connection, article: eventing.Uncoded, result: EventRows) -> None:
        if len(entered) == 2:
            raise KeyboardInterrupt
        entered.append(article.number)
        enter(connection, article, result)

    with monkeypatch.context() as patch:
        patch.setattr(eventing, "BATCH", 1)
        patch.setattr(eventing, "_enter", enter_two)
        with pytest.raises(KeyboardInterrupt):
            coded(broken)
    assert broken.connection.execute("SELECT count(*) FROM codings").fetchone() == (2,)
    coded(broken)
    for table in ("codings", "events", "actors", "offices"):
        rows = [record.connection.execute(f"SELECT * FROM {table}").fetchall() for record in (whole, broken)]
        assert rows[0] == rows[1]


@dataclass
class Fickle:
    """A coder that some texts are too much for."""

    def code(self, text: str, *, published: date | None = None, paragraphs: Sequence[Span] | None = None) -> Coded:
        if "Malawi" in text:
            raise ZeroDivisionError("it is too much")
        return CODER.code(text, published=published, paragraphs=paragraphs)


def test_an_article_that_cannot_be_coded_is_a_failure_and_costs_only_itself(fill: Fill) -> None:
    record = fill(story(1, MET), story(2, AID), story(3, PLAN))
    told: list[tuple[str, int, int]] = []
    added = record.add([], workers=1, coder=Fickle(), watch_steps=lambda step, *counts: told.append((step, *counts)))
    assert added.coded == 3
    assert told == [("coding events", number, 3) for number in (1, 2, 3)]
    [failure] = record.failures()
    assert (failure.reason, failure.count, failure.examples[0][0]) == (
        "events-crash",
        1,
        "/invented@2 (https://example.org/2)",
    )
    assert ids(record, "type:CONSULT") == [1, 3]
    assert record.add([], workers=1, coder=Fickle()).coded == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor:Havrad", [1]),
        ("actor:havrad type:CONSULT certainty:planned", [1]),
        ("actor:Quill certainty:planned", []),
        ("actor:quill actor:minister certainty:asserted", [1]),
        ("actor:MWI", [2]),
        ("actor:Mala*", [2]),
        ("type:AID OR type:CONSULT", [1, 2]),
        ("type:AID", [2]),
        ("(type:AID OR type:THREATEN) actor:Kenyan food", [2]),
        ("-type:CONSULT", [2, 3]),
        ("during:2026-03-02", [1]),
        ("type:CONSULT during:2026-05", [1]),
        ("during:2019", []),
        ("type:AID OR cod", [2]),
    ],
)
def test_search_by_events(record: Record, query: str, found: list[int]) -> None:
    assert ids(record, query) == found


def test_the_words_of_the_query_language_are_those_of_the_scheme() -> None:
    assert tuple(EventType) == EVENT_TYPES
    assert {*Polarity, *Modality, *Phase} - {Phase.NONE} == set(CERTAINTIES)


def test_contacts_come_in_order_of_time_with_their_sentences(record: Record) -> None:
    first, second = record.contacts("Havrad", "Icelandic foreign minister")
    assert (first.first, first.type, first.sentence, first.reported) == ("2026-03-02", "CONSULT", MET, False)
    assert (second.modality, second.sentence) == ("planned", PLAN)
    assert record.contacts("Kenyan", "Icelandic") == []


def test_contacts_of_copies_count_once(fill: Fill) -> None:
    both = fill(story(1, MET, REST), story(2, MET, REST, "It was added later that crews were pleased.", outlet="Post"))
    (contact,) = coded(both).contacts("Quill", "Icelandic")
    assert contact.copies == 1


def test_contacts_are_drawn(record: Record) -> None:
    image = ElementTree.fromstring(draw(record.contacts("Havrad", "Icelandic"), "Havrad", "<Iceland>"))
    titles = [title.text or "" for title in image.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 2
    assert MET in titles[0]
    assert ElementTree.fromstring(draw([], "a", "b")) is not None


def test_a_timeline_is_printed_and_drawn(record: Record, tmp_path: Path) -> None:
    plot = tmp_path / "out.svg"
    arguments = ["timeline", "Havrad", "Icelandic", "--record", str(record.path)]
    result = CliRunner().invoke(app, [*arguments, "--plot", str(plot)])
    assert result.exit_code == 0
    assert MET in result.stdout
    assert "2 contacts" in result.stdout
    assert plot.read_text(encoding="utf-8").startswith("<svg")
    assert len(json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)) == 2


def test_a_timeline_of_a_record_without_events_says_so(fill: Fill) -> None:
    record = fill(story(1, MET))
    result = CliRunner().invoke(app, ["timeline", "Havrad", "Iceland", "--record", str(record.path)])
    assert result.exit_code == 1
    assert "--events" in result.stderr


def test_a_build_codes_events(tmp_path: Path) -> None:
    (tmp_path / "cod.txt").write_text(f"Ministers meet in Oslo\n\n{MET}\n\n{REST}\n\n{PLAN}\n", encoding="utf-8")
    target = tmp_path / "press.db"
    build([tmp_path / "cod.txt"], target, options=Options(events=True), workers=1)
    with open_record(target, read_only=True) as record:
        assert ids(record, "actor:Havrad type:CONSULT certainty:planned") == [1]


def test_a_record_made_before_there_were_events_is_brought_up_to_date(fill: Fill, tmp_path: Path) -> None:
    fill(story(1, MET), name="new.db").close()
    make_older(tmp_path / "old.db", 2, tmp_path / "new.db")
    with open_record(tmp_path / "old.db") as old:
        assert ids(coded(old), "actor:Havrad") == [1]
        assert old.connection.execute("PRAGMA foreign_key_check").fetchall() == []
