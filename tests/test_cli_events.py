"""`copydesk events` as a person meets it, on invented text."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import copydesk
from copydesk.cli import app
from copydesk.coding import EventsError, events_of_text, offline_coder
from copydesk.events import code
from tests.conftest import ROOT

HEADLINE = "Ministers of two river states to meet in Oslo"
MEETING = "Norway's fisheries minister met the Icelandic foreign minister, Ana Reyes, in Oslo on Monday."
PLAN = "The two governments plan to sign a treaty on cod in the spring, the Norwegian ministry said."
ARTICLE = f"{HEADLINE}\n\n{MEETING}\n\n{PLAN}\n"


def run(*arguments: str, stdin: str | bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["events", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "cod.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def test_events_are_listed_under_their_sentences(article: str) -> None:
    status, out, _ = run(article)
    assert status == 0
    assert MEETING in out
    assert "CONSULT  Norway's fisheries minister → the Icelandic foreign minister" in out
    assert "Ana Reyes: foreign minister" in out


def test_json_has_a_line_for_each_file_with_offsets_in_its_text(article: str) -> None:
    status, out, _ = run("--json", "--published", "2026-03-04", article, article)
    assert status == 0
    first, second = map(json.loads, out.splitlines())
    assert first == second
    assert (first["id"], first["published"]) == ("cod", "2026-03-04")
    met = next(event for event in first["events"] if ARTICLE[slice(*event["trigger"])] == "met")
    assert met["interval"] == ["2026-03-02", "2026-03-02"]
    assert ARTICLE[slice(*met["sentence"])] == MEETING


def test_nothing_of_a_clean_article_is_lost() -> None:
    coder, day = offline_coder(), date(2026, 3, 4)
    coded, whole = events_of_text(ARTICLE, coder, day), code(ARTICLE, published=day)
    assert (coded.events, coded.offices, coded.sentences) == (whole.events, whole.offices, whole.sentences)


def test_banners_notices_and_repeats_are_not_coded() -> None:
    dirty = (ROOT / "samples" / "polar-rescue" / "input.txt").read_text(encoding="utf-8")
    coded = events_of_text(dirty, offline_coder())
    said = [dirty[slice(*sentence)] for sentence in coded.sentences]
    assert len(said) == len(set(said)) > 5
    assert not any(word in sentence for sentence in said for word in ("Sorry", "404", "Disclaimer", "No comment"))


def test_a_paragraph_broken_over_lines_keeps_its_offsets() -> None:
    broken = ARTICLE.replace(" in Oslo on", "\nin Oslo on")
    coded = events_of_text(broken, offline_coder())
    assert [broken[slice(*sentence)] for sentence in coded.sentences][1] == MEETING.replace(" in Oslo", "\nin Oslo")


def test_a_page_has_events_and_offices() -> None:
    page = copydesk.read(f"<title>{HEADLINE}</title><article><h1>{HEADLINE}</h1><p>{MEETING}<p>{PLAN}</article>")
    met = next(event for event in page.events if page.text[slice(*event.trigger)] == "met")
    assert met.type == "CONSULT"
    assert [office.name for office in page.offices] == ["Ana Reyes"]
    dated = copydesk.events_of(page, published=date(2026, 3, 4))
    assert dated.published == date(2026, 3, 4)


def test_a_table_of_persons_can_be_given(article: str, tmp_path: Path) -> None:
    table = tmp_path / "persons.csv"
    table.write_text("name,title,country\nAna Reyes,foreign minister,ISL\n", encoding="utf-8")
    assert run("--persons", str(table), article)[0] == 0
    table.write_text("who,what\nAna Reyes,foreign minister\n", encoding="utf-8")
    assert run("--persons", str(table), article)[0] == 2


def test_a_file_that_cannot_be_read_does_not_stop_the_others(article: str) -> None:
    status, out, err = run("--json", "nowhere.txt", article)
    assert status == 1
    assert "nowhere.txt" in err
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    "wrong",
    [["--published", "soon"], ["--coder", "openai"], ["--model", "any"]],
)
def test_wrong_use_is_said(article: str, wrong: list[str]) -> None:
    assert run(*wrong, article)[0] == 2


def test_a_missing_extra_is_said_with_how_to_install_it(article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("copydesk.events")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(EventsError, match="copydesk\\[events\\]"):
        offline_coder()
    status, _, err = run(article)
    assert status == 1
    assert "pip install 'copydesk[events]'" in err
