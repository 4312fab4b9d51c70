"""The commands about copies, as their users call them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.record import open_record
from tests.copies.conftest import invented_paragraphs
from tests.record import invented

STORY = invented_paragraphs(1)
EDITED = (*STORY[:4], STORY[4].replace(".", ", 12 boats.", 1), "The council will meet again on 4 May.", *STORY[6:])
PAGE = "<!doctype html><html lang=en><title>Ferry</title><article><h1>Ferry {verb}</h1>{body}</article>"
URL = "https://example.org/1"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story, two copies of it, a stranger, and a later version at the address of the first."""
    story, edited, other = ("\n\n".join(parts) for parts in (STORY, EDITED, invented_paragraphs(2)))
    first = invented.capture(1, body=story, title="Ferry leaves", outlet="Harbour [Post]", published="2024-05-01")
    later = invented.capture(1, body=edited, title="Ferry left", outlet="Harbour [Post]", published="2024-05-04")
    path = tmp_path_factory.mktemp("record") / "press.db"
    with open_record(path) as opened:
        opened.add(
            [
                first,
                invented.capture(2, body=story, title="Off it goes", outlet="Star", published="2024-05-02"),
                invented.capture(3, body=other, title="Council counts"),
                replace(later, captured=datetime(2024, 5, 4, 6, tzinfo=UTC)),
            ],
            read=invented.read,
            workers=1,
        )
    return path


def run(record: Path, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*arguments, "--record", str(record)], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def ids(record: Path) -> dict[str, str]:
    with open_record(record, read_only=True) as opened:
        return {entry.article.title or "": entry.id for entry in opened.articles() if entry.article}


def test_copies(record: Path) -> None:
    shown = run(record, "copies")
    assert "near · 3 copies · 1 independent source" in shown
    assert f"origin: Harbour [Post] ({ids(record)['Ferry leaves'][:12]}), by earliest" in shown
    assert f"Harbour [Post] ({ids(record)['Ferry leaves'][:12]}) has the earliest date" in shown
    assert "Off it goes\n  the same text" in shown or "Ferry leaves\n  the same text" in shown
    assert "Council" not in shown
    assert run(record, "copies", "outlet:star") == shown
    assert run(record, "copies", "title:council") == "no copies\n"
    assert "at character 2" in run(record, "copies", "(", code=1)


def test_copies_as_json(record: Path) -> None:
    [group] = json.loads(run(record, "copies", "--json"))
    assert (group["kind"], group["sources"], group["origin"]["method"]) == ("near", 1, "earliest")
    assert {copy["title"] for copy in group["copies"]} == {"Ferry leaves", "Off it goes", "Ferry left"}
    assert all(copy["reason"] for copy in group["copies"])


def test_no_more_groups_than_asked_for(tmp_path: Path) -> None:
    bodies = ["\n\n".join(invented_paragraphs(seed)) for seed in (1, 2)]
    with open_record(tmp_path / "press.db") as opened:
        given = [invented.capture(number, body=bodies[number % 2]) for number in range(4)]
        opened.add(given, read=invented.read, workers=1)
    assert "there are more than 1" in run(tmp_path / "press.db", "copies", "--limit", "1")
    assert "there are more" not in run(tmp_path / "press.db", "copies", "--limit", "2")


def test_show_copies(record: Path) -> None:
    found = ids(record)
    assert run(record, "show", found["Ferry left"][:12], "--copies") == run(record, "copies")
    assert len(json.loads(run(record, "show", found["Ferry left"], "--copies", "--as", "json"))["copies"]) == 3
    assert run(record, "show", found["Council counts"], "--copies") == "no copies\n"
    assert run(record, "show", found["Council counts"], "--copies", "--as", "json") == "null\n"


def test_search_folds_copies(record: Path) -> None:
    shown = run(record, "search", "", "--fold", "--order", "newest")
    assert "2 found from 2 independent sources" in shown
    assert shown.count("and 2 more with this text") == 1
    found = json.loads(run(record, "search", "", "--fold", "--json"))
    assert ([hit["copies"] for hit in found["hits"]], found["sources"]) == ([2, 0], 2)
    assert "independent" not in run(record, "search", "")


def test_differences_of_pages_of_the_record(record: Path) -> None:
    found = ids(record)
    pair = found["Ferry leaves"][:9], found["Ferry left"]
    shown = run(record, "diff", *pair)
    assert "headline changed" in shown
    assert "number: (none) → 12" in shown
    assert "  …" in shown
    assert len(run(record, "diff", *pair, "--context", "9")) > len(shown)
    values = json.loads(run(record, "diff", *pair, "--json"))
    assert (values["left"], values["right"]) == (found["Ferry leaves"], found["Ferry left"])
    assert "<ins>" in run(record, "diff", *pair, "--html")
    assert "choose one" in run(record, "diff", *pair, "--html", "--json", code=2)
    assert "identical text" in run(record, "diff", found["Off it goes"], found["Off it goes"])


def test_differences_of_files_need_no_record(tmp_path: Path) -> None:
    for name, verb, parts in (("a.html", "leaves", STORY), ("b.html", "left", EDITED)):
        body = "".join(f"<p>{part}</p>" for part in parts)
        (tmp_path / name).write_text(PAGE.format(verb=verb, body=body), encoding="utf-8")
    none, pair = tmp_path / "none.db", [str(tmp_path / name) for name in ("a.html", "b.html")]
    values = json.loads(run(none, "diff", *pair, "--json"))
    assert [change["after"] for change in values["changes"] if change["subject"] == "number"][:1] == ["12"]
    assert "there is no record" in run(none, "diff", pair[0], "nothing", code=1)


def test_a_file_is_compared_with_a_page_of_the_record(record: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferry leaves\n\n" + "\n\n".join(STORY), encoding="utf-8")
    (tmp_path / "bad.html").write_text("<div>" * 100_000, encoding="utf-8")
    page = ids(record)["Off it goes"]
    assert json.loads(run(record, "diff", str(tmp_path / "a.txt"), page, "--json"))["right"] == page
    assert "bad.html cannot be read" in run(record, "diff", str(tmp_path / "bad.html"), page, code=1)
    assert "there is no file nothing" in run(record, "diff", page, "nothing", code=1)


def test_the_history_of_an_address(record: Path) -> None:
    shown = run(record, "history", URL)
    assert shown.startswith("2 versions\n")
    assert "→ 2024-05-04 06:00 (" in shown
    [step] = json.loads(run(record, "history", URL, "--json"))
    assert step["right"] == ids(record)["Ferry left"]
    page = run(record, "history", URL, "--html")
    assert f"<h1>2 versions of {URL}</h1>" in page
    assert "<ins>" in page
    assert "choose one" in run(record, "history", URL, "--html", "--json", code=2)
    assert run(record, "history", "https://example.org/2") == "1 version\n"
    assert "no article from https://example.org/9" in run(record, "history", "https://example.org/9", code=1)
