"""Polite reading of the web: robots.txt, a pause for each host, limits, and no way into private networks."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import certifi
import httpcore
from protego import Protego

from copydesk.capture import Capture, Place
from copydesk.intake.bodies import BodyError, decode_body
from copydesk.intake.failure import Failure
from copydesk.intake.limits import MAX_BYTES

USER_AGENT: Final = "copydesk/0 (+https://pypi.org/project/copydesk/)"
ROBOTS_BYTES: Final = 512 << 10
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

_ACCEPT: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave: seconds between two requests to one host, seconds and bytes for one page, and what is allowed."""

    delay: float = 2.0
    timeout: float = 30.0
    limit: int = MAX_BYTES
    redirects: int = 5
    robots: bool = True
    private: bool = False
    user_agent: str = USER_AGENT


POLITE: Final = Manners()


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server said to recognise an unchanged page by."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a request. `found` is None where the page has not changed since the validator was given."""

    url: str
    found: Capture | Failure | None
    validator: Validator


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class RefusedError(Exception):
    """A request that is not made or not finished; `reason` is its class."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class GuardedBackend(httpcore.SyncBackend):
    """Connects to public addresses only, and to the very address that was checked: a second DNS answer is no way in."""

    def __init__(self, private: bool) -> None:
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: "Iterable[httpcore.SOCKET_OPTION] | None" = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host. Raises RefusedError where any of its addresses is not public."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} has no address: {error}") from error
        addresses = [str(answer[4][0]) for answer in answers]
        if not self._private and not all(is_public(address) for address in addresses):
            raise RefusedError(
                "private-address", f"{host} is at {', '.join(addresses)}, which is not on the public network"
            )
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network; an IPv4 address inside an IPv6 one is looked at itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def fetch(
    urls: Iterable[str],
    *,
    manners: Manners = POLITE,
    validators: Callable[[str], Validator | None] = lambda url: None,
) -> Iterator[Fetched]:
    """Fetch pages one after another, in order. `validators` gives what an earlier visit of a URL learnt.

    A page that is refused, too large, too slow or away is a failure; nothing is raised for it.
    """
    with _Reader(manners) as reader:
        for url in urls:
            yield reader.fetch(url, validators(url))


@dataclass(slots=True)
class _Host:
    """What is known of one host (scheme, name and port) during a run."""

    rules: Protego | None = None
    asked: bool = False
    free_at: float = 0.0


@dataclass(slots=True)
class _Reader:
    """Fetches pages; keeps connections, the rules of hosts, and when each may be asked again."""

    manners: Manners
    hosts: dict[str, _Host] = field(default_factory=dict)
    pool: httpcore.ConnectionPool = field(init=False)

    def __post_init__(self) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(cafile=certifi.where()),
            max_connections=8,
            keepalive_expiry=30,
            network_backend=GuardedBackend(self.manners.private),
        )

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.close()

    def fetch(self, url: str, validator: Validator | None) -> Fetched:
        """One page, with its redirects followed."""
        started = datetime.now(UTC)
        try:
            final, answer = self._follow(url, validator or Validator())
            if answer.status == 304:
                return Fetched(url, None, validator or Validator())
            payload = self._decode(answer)
        except (RefusedError, BodyError) as error:
            return Fetched(url, Failure(Place(url), error.reason, str(error), url, started), Validator())
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            reason = "timeout" if isinstance(error, httpcore.TimeoutException) else "unreachable"
            message = f"{type(error).__name__}: {error}"
            return Fetched(url, Failure(Place(url), reason, message, url, started), Validator())
        headers = answer.headers
        capture = Capture(payload, final, started, answer.status, headers.get("content-type"), Place(final))
        return Fetched(url, capture, Validator(headers.get("etag"), headers.get("last-modified")))

    def _follow(self, url: str, validator: Validator) -> tuple[str, _Answer]:
        for _ in range(self.manners.redirects + 1):
            url = to_ascii(url)
            self._check(url)
            answer = self._request(url, _conditions(validator), self.manners.limit)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return url, answer
            url = urljoin(url, target)
        raise RefusedError("redirects", f"more than {self.manners.redirects} redirects")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RefusedError("bad-url", f"{url} is no http or https address")
        host = self._host(url)
        if self.manners.robots and host.rules and not host.rules.can_fetch(url, self.manners.user_agent):
            raise RefusedError("robots", "the site's robots.txt asks not to read this page")

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        host = self.hosts.setdefault(key, _Host())
        if self.manners.robots and not host.asked:
            host.rules = self._robots(f"{key}/robots.txt")
            host.asked = True
        return host

    def _robots(self, url: str) -> Protego:
        """The rules of a host. As RFC 9309 says: without a robots.txt all is allowed, with a failing server nothing."""
        for _ in range(self.manners.redirects + 1):
            answer = self._request(url, {}, ROBOTS_BYTES)
            target = answer.headers.get("location")
            if not (300 <= answer.status < 400 and target):
                break
            url = urljoin(url, target)
        if answer.status >= 500:
            return Protego.parse("User-agent: *\nDisallow: /")
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return Protego.parse(text)

    def _request(self, url: str, conditions: Mapping[str, str], limit: int) -> _Answer:
        self._wait(url)
        headers = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self.manners.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, br",
            **conditions,
        }
        deadline = time.monotonic() + self.manners.timeout
        extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.manners.timeout)}
        with self.pool.stream("GET", url, headers=list(headers.items()), extensions=extensions) as response:
            received = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return _Answer(response.status, received, _receive(response, deadline, limit))

    def _wait(self, url: str) -> None:
        """Wait until the host may be asked again."""
        parts = urlsplit(url)
        host = self.hosts.setdefault(f"{parts.scheme}://{parts.netloc}", _Host())
        asked = host.rules.crawl_delay(self.manners.user_agent) if host.rules else None
        time.sleep(max(0.0, host.free_at - time.monotonic()))
        host.free_at = time.monotonic() + max(self.manners.delay, min(float(asked or 0), 60.0))

    def _decode(self, answer: _Answer) -> bytes:
        return decode_body(answer.body, "", answer.headers.get("content-encoding", ""), self.manners.limit)


def to_ascii(url: str) -> str:
    """An address with a name or path in other letters as it goes over the wire. Raises RefusedError if it is none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise RefusedError("bad-url", f"{url} is no address: {error}") from error
    host = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe="/%:=&?~#+!$,;'@()*[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host + port, path or "/", query, ""))


def _conditions(validator: Validator) -> dict[str, str]:
    named = {"If-None-Match": validator.etag, "If-Modified-Since": validator.last_modified}
    return {name: value for name, value in named.items() if value}


def _receive(response: httpcore.Response, deadline: float, limit: int) -> bytes:
    pieces: list[bytes] = []
    total = 0
    for piece in response.iter_stream():
        pieces.append(piece)
        total += len(piece)
        if total > limit:
            raise RefusedError("too-large", f"the page has more than {limit} bytes")
        if time.monotonic() > deadline:
            raise RefusedError("timeout", "the page took too long to arrive")
    return b"".join(pieces)
