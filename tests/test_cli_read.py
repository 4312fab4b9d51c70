"""`copydesk read` as a person meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copydesk.cli import app
from tests.conftest import ROOT

SAMPLE = str(ROOT / "samples" / "polar-rescue" / "input.txt")


def run(*arguments: str, stdin: str | bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["read", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_a_page_is_shown_with_its_report() -> None:
    code, out, _ = run(SAMPLE)
    assert code == 0
    assert "polar rescue pact" in out
    assert "verdict" in out
    assert "repeated-body" in out


def test_json_is_one_object_a_line() -> None:
    code, out, _ = run("--json", SAMPLE, SAMPLE)
    assert code == 0
    first, second = map(json.loads, out.splitlines())
    assert first == second
    assert first["schema"] == 1
    assert first["verdict"]["kind"] == "article"


@pytest.mark.parametrize("flag", ["--markdown", "--text", "--html"])
def test_the_article_alone_can_be_printed(flag: str) -> None:
    code, out, _ = run(flag, SAMPLE)
    assert code == 0
    assert out.count("Viggo Tarrald") == 1
    assert "Legal Disclaimer" not in out


def test_every_block_can_be_looked_at() -> None:
    code, out, _ = run("--blocks", SAMPLE)
    assert code == 0
    assert "repeat of" in " ".join(out.split())
    assert "error-banner" in out


def test_standard_input_is_read() -> None:
    code, out, _ = run("--text", "-", stdin=Path(SAMPLE).read_bytes())
    assert code == 0
    assert "Viggo Tarrald" in out


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_bytes(b"\x1f\x8bnot gzip at all")
    missing = str(tmp_path / "missing.html")
    code, out, err = run("--text", missing, str(broken), SAMPLE)
    assert code == 1
    assert "Viggo Tarrald" in out
    assert len(err.splitlines()) == 2
    assert "missing.html: No such file" in err
    assert "broken.html: cannot be read (damaged-gzip)" in err


@pytest.mark.parametrize("arguments", [["--json", "--text", SAMPLE], ["--captured", "yesterday", SAMPLE], []])
def test_wrong_use_is_told_apart_from_failure(arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert err
