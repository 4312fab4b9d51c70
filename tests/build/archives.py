"""Archives of invented pages."""

import gzip
from collections.abc import Iterable
from pathlib import Path

from copydesk.capture import Capture


def record_of(capture: Capture) -> bytes:
    """A WARC response record."""
    payload = capture.payload if isinstance(capture.payload, bytes) else capture.payload.encode()
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + payload
    date = capture.captured.strftime("%Y-%m-%dT%H:%M:%SZ") if capture.captured else "2024-01-01T00:00:00Z"
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {capture.url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def write_warc(path: Path, captures: Iterable[Capture], *, broken: Iterable[int] = ()) -> Path:
    """A WARC compressed record by record; records of the numbers in `broken` are damaged."""
    damaged = set(broken)
    with path.open("wb") as file:
        for number, capture in enumerate(captures):
            member = bytearray(gzip.compress(record_of(capture), 1, mtime=0))
            if number in damaged:
                member[len(member) // 2] ^= 0xFF
            file.write(member)
    return path
