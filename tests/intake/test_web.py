"""Fetching: polite, limited, and with no way into private networks."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import httpcore
import pytest

from copydesk.capture import Capture
from copydesk.intake import Failure
from copydesk.intake.web import Fetched, GuardedBackend, Manners, Validator, fetch, is_public, to_ascii
from tests.intake.warcs import PAGE

ROBOTS = b"User-agent: *\nDisallow: /closed\nDisallow: /*.pdf$\nCrawl-delay: 0\n"


class Site(BaseHTTPRequestHandler):
    """An invented site."""

    asked: list[tuple[str, float]]
    robots: tuple[int, bytes]

    def do_GET(self) -> None:
        self.server.asked.append((self.path, time.monotonic()))  # type: ignore[attr-defined]
        path = self.path
        if path == "/robots.txt":
            status, body = self.server.robots  # type: ignore[attr-defined]
            self.answer(body, status)
        elif path == "/moved":
            self.answer(b"", 302, Location="/page?from=moved")
        elif path.startswith("/round"):
            self.answer(b"", 302, Location="/round" + path[6:] + "x")
        elif path == "/inward":
            self.answer(b"", 302, Location="http://10.0.0.1/secret")
        elif path == "/file":
            self.answer(b"", 302, Location="file:///etc/passwd")
        elif path == "/gzip":
            self.answer(gzip.compress(PAGE), 200, **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.answer(gzip.compress(b"x" * 10_000_000), 200, **{"Content-Encoding": "gzip"})
        elif path == "/large":
            self.answer(b"x" * 500_000, 200)
        elif path == "/slow":
            self.drip()
        elif path == "/same" and self.headers.get("If-None-Match") == '"1"':
            self.answer(b"", 304)
        else:
            self.answer(PAGE, 404 if path == "/missing" else 200, ETag='"1"', **{"Last-Modified": "then"})

    def answer(self, body: bytes, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.robots = [], (200, ROBOTS)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_port}"


OPEN = Manners(delay=0.0, timeout=5.0, limit=100_000, private=True)


def one(url: str, manners: Manners = OPEN, **options: Any) -> Fetched:
    [fetched] = fetch([url], manners=manners, **options)
    return fetched


def reason(fetched: Fetched) -> str | None:
    return fetched.found.reason if isinstance(fetched.found, Failure) else None


def test_a_page_with_what_the_server_said_of_it(site: str) -> None:
    fetched = one(f"{site}/page")
    assert isinstance(fetched.found, Capture)
    assert (fetched.found.payload, fetched.found.status, fetched.found.media_type) == (PAGE, 200, "text/html")
    assert fetched.found.captured is not None
    assert fetched.validator == Validator('"1"', "then")


def test_redirects_are_followed_to_the_address_that_answers(site: str) -> None:
    found = one(f"{site}/moved").found
    assert isinstance(found, Capture)
    assert found.url == f"{site}/page?from=moved"


def test_compressed_answers_and_error_pages(site: str) -> None:
    found = [one(f"{site}{path}").found for path in ("/gzip", "/missing")]
    assert [(item.payload, item.status) for item in found if isinstance(item, Capture)] == [(PAGE, 200), (PAGE, 404)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/round", "redirects"), ("/file", "bad-url"), ("/large", "too-large"), ("/bomb", "too-large"),
        ("/closed/1", "robots"), ("/a.pdf", "robots"),
    ],
)  # fmt: skip
def test_what_is_refused_is_a_failure_with_its_reason(site: str, path: str, expected: str) -> None:
    assert reason(one(site + path)) == expected


def test_a_page_that_drips_is_given_up(site: str) -> None:
    began = time.monotonic()
    assert reason(one(f"{site}/slow", replace(OPEN, timeout=0.4))) == "timeout"
    assert time.monotonic() - began < 1.5


def test_robots_can_be_left_aside_and_a_failing_server_closes_all(site: str, server: Any) -> None:
    assert reason(one(f"{site}/closed/1", replace(OPEN, robots=False))) is None
    server.robots = (503, b"")
    assert reason(one(f"{site}/page")) == "robots"
    server.robots = (404, ROBOTS)
    assert reason(one(f"{site}/closed/1")) is None


def test_an_unchanged_page_is_not_fetched_again(site: str) -> None:
    fetched = one(f"{site}/same", validators=lambda url: Validator('"1"'))
    assert fetched.found is None


def test_a_host_is_given_a_pause_between_requests_and_its_rules_are_asked_once(site: str, server: Any) -> None:
    list(fetch([f"{site}/1", f"{site}/2", f"{site}/3"], manners=replace(OPEN, delay=0.2)))
    assert [path for path, _ in server.asked] == ["/robots.txt", "/1", "/2", "/3"]
    times = [when for _, when in server.asked]
    assert all(later - earlier > 0.18 for earlier, later in pairwise(times))


def test_private_addresses_are_refused(site: str) -> None:
    assert reason(one(f"{site}/page", replace(OPEN, private=False))) == "private-address"
    for url in ("http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest"):
        assert reason(one(url, replace(OPEN, private=False))) == "private-address"


def answers(*addresses: str) -> Any:
    """A name server that gives another address each time it is asked."""
    waiting = list(addresses)

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        address = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return look_up


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("192.168.1.4"))
    assert reason(one("http://rebound.example/", replace(OPEN, private=False))) == "private-address"


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34", "127.0.0.1"))

    def connect(self: Any, host: str, *_: Any) -> Any:
        connected.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError):
        GuardedBackend(private=False).connect_tcp("rebound.example", 80)
    assert connected == ["93.184.216.34"]


def test_a_redirect_inside_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = int(site.rpartition(":")[2])
    inside = GuardedBackend(private=False)

    def first_open(self: Any, host: str, port: int, **rest: Any) -> Any:
        if port == first:
            return httpcore.SyncBackend.connect_tcp(self, host, port, **rest)
        return inside.connect_tcp(host, port, **rest)

    monkeypatch.setattr("copydesk.intake.web.GuardedBackend", lambda private: type("B", (httpcore.SyncBackend,), {
        "connect_tcp": first_open})())  # fmt: skip
    assert reason(one(f"{site}/inward")) == "private-address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False), ("100.64.0.1", False),
        ("127.0.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::", False), ("fe80::1%eth0", False),
        ("fd00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_addresses_in_other_letters() -> None:
    assert (
        to_ascii("http://bücher.example/путь?q=ä") == "http://xn--bcher-kva.example/%D0%BF%D1%83%D1%82%D1%8C?q=%C3%A4"
    )
    assert to_ascii("http://a:b@[::1]:8080") == "http://[::1]:8080/"


def test_a_host_that_does_not_answer(site: str) -> None:
    assert reason(one("http://127.0.0.1:9/", replace(OPEN, timeout=1.0))) == "unreachable"
    assert reason(one("ftp://example.org/")) == "bad-url"
