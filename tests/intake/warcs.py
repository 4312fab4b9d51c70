"""WARC records of invented pages."""

import gzip
import zlib

PAGE = b"<html><body><p>The ferry left at noon.</p></body></html>"


def record(
    url: str | None, body: bytes, *, kind: str = "response", content_type: str = "application/http; msgtype=response",
    headers: dict[str, str] | None = None, length: int | None = None,
) -> bytes:  # fmt: skip
    """A record; `length` states a wrong length."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        "WARC-Date: 2024-03-04T05:06:07Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
        f"Content-Length: {len(body) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK", media_type: str = "text/html; charset=utf-8") -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def page(number: int, body: bytes = PAGE, *headers: str, length: int | None = None) -> bytes:
    """A response record of an HTML page."""
    return record(f"https://example.org/{number}", http(body, *headers), length=length)


def chunked(body: bytes, size: int = 7) -> bytes:
    """A body in chunks."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def members(*records: bytes) -> bytes:
    """Records compressed one by one."""
    return b"".join(gzip.compress(item, mtime=0) for item in records)


def deflated(body: bytes, *, raw: bool = False) -> bytes:
    """A body in either of the two things that servers call deflate."""
    packed = zlib.compress(body)
    return packed[2:-4] if raw else packed
