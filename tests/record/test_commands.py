"""The commands on a record, as their users call them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from copydesk.build import Options
from copydesk.build import build as build_record
from copydesk.cli.build import build, fetch
from copydesk.cli.record import export, failures, search, show, stats
from copydesk.record.lock import WriterLock
from tests.record import invented

app = typer.Typer()
for command in (build, fetch, search, show, export, stats, failures):
    app.command()(command)

PAGE = "<!doctype html><title>Ferry</title><p>The ferry left the harbour at noon, and the council watched it go."
OUTLET = {"outlet": "Harbour Post", "published": "2024-05-04"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.txt").write_bytes(invented.payload(1, title="Ferry leaves the [old] harbour", **OUTLET))
    (folder / "b.txt").write_bytes(invented.payload(2, title="Council counts boats", body="No ferry left.", **OUTLET))
    (folder / "c.css").write_text("p { color: red }")
    path = folder.parent / "press.db"
    build_record([folder], path, read=invented.read, options=Options(keep_payload=True), workers=1)
    return path


def run(record: Path, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*arguments, "--record", str(record)])
    assert result.exit_code == code, result.output
    return result.output


def test_search(record: Path) -> None:
    shown = run(record, "search", "title:ferry", "--facets")
    assert "Ferry leaves the [old] harbour" in shown
    assert "1 found" in shown
    found = json.loads(run(record, "search", "ferry", "--json", "--limit", "1"))
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert "Council" in run(record, "search", "ferry", "--limit", "1", "--after", found["after"])


def test_a_mistake_in_a_query(record: Path) -> None:
    assert "copydesk: the parenthesis is not closed, at character 7" in run(record, "search", "ferry (a", code=1)


def test_build(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in ("a.html", "b.html"):
        (tmp_path / "pages" / name).write_text(f"{PAGE} {name}")
    record = tmp_path / "press.db"
    assert "2 pages" in run(record, "build", str(tmp_path / "pages"), "--workers", "1")
    assert "0 pages (2 known)" in run(record, "build", str(tmp_path / "pages"), "--workers", "1", "--retry")
    assert "1 pages" in run(tmp_path / "one.db", "build", str(tmp_path / "pages"), "--limit", "1", "--workers", "1")


def test_show(record: Path) -> None:
    hit = json.loads(run(record, "search", "title:council", "--json"))["hits"][0]
    assert run(record, "show", hit["id"]).startswith("# Council counts boats")
    assert json.loads(run(record, "show", hit["id"][:10], "--as", "json"))["outlet"] == "Harbour Post"
    assert "navigation" in run(record, "show", hit["id"], "--as", "blocks")
    assert run(record, "show", hit["id"], "--as", "text") == "No ferry left.\n"
    assert run(record, "show", hit["id"], "--as", "payload").startswith("title: Council")
    assert "no page nothing" in run(record, "show", "nothing", code=1)


def test_export(record: Path, tmp_path: Path) -> None:
    assert "2 written to" in run(record, "export", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("id,")
    assert "exists" in run(record, "export", str(tmp_path / "out.csv"), code=1)
    assert "does not say" in run(record, "export", str(tmp_path / "out.xyz"), code=1)
    run(record, "export", str(tmp_path / "out"), "--format", "markdown", "--query", "title:ferry")
    assert len(list((tmp_path / "out").rglob("*.md"))) == 1


def test_stats_and_failures(record: Path) -> None:
    counts = json.loads(run(record, "stats", "--json"))
    assert (counts["pages"], counts["failed"], counts["outlets"]) == (2, 1, {"Harbour Post": 2})
    assert "█" in run(record, "stats", "--plot")
    assert json.loads(run(record, "stats", "--query", "ferry", "--by", "day", "--json")) == {
        "timeline": {"2024-05-04": 2}
    }
    assert "unsupported" in run(record, "failures")
    assert json.loads(run(record, "failures", "--json"))[0]["count"] == 1


def test_errors_are_said_plainly(record: Path, tmp_path: Path) -> None:
    assert "there is no file or folder" in run(record, "build", str(tmp_path / "none"), code=1)
    assert "there is no record" in run(tmp_path / "none.db", "search", "ferry", code=1)
    assert "no preset" in run(record, "build", str(tmp_path), "--preset", "nothing", code=2)
    assert "no field" in run(record, "build", str(tmp_path), "--column", "nothing=x", code=2)
    assert "is no date" in run(record, "build", str(tmp_path), "--since", "May", code=2)
    with WriterLock(record):
        assert "is being written by process" in run(record, "build", str(tmp_path), code=1)


class Site(BaseHTTPRequestHandler):
    """A site of one page."""

    def do_GET(self) -> None:
        unchanged = self.headers.get("If-None-Match") == '"1"'
        body = b"" if unchanged else PAGE.encode()
        self.send_response(304 if unchanged else 404 if self.path == "/robots.txt" else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def test_fetch(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/page"
    (tmp_path / "urls.txt").write_text(f"{url}\n\n")
    record = tmp_path / "press.db"
    assert "1 failed" in run(record, "fetch", url)
    for expected in ("1 pages", "0 pages (1 known)"):
        shown = run(record, "fetch", "--from-file", str(tmp_path / "urls.txt"), "--allow-private", "--delay", "0")
        assert expected in shown
    assert run(record, "show", url, "--as", "payload").startswith("<!doctype html>")
    assert "private-address" in run(record, "failures")
    assert "name the URLs" in run(record, "fetch", code=2)
    server.shutdown()
    server.server_close()
