"""HTTP bodies as they were sent: chunked, compressed, or said to be either without being so."""

import io
import zlib
from collections.abc import Callable
from typing import Final, Protocol

_READ: Final = 1 << 16
_STEP: Final = 1 << 12


class BodyError(Exception):
    """A body that cannot be decoded. `reason` is its class of failure."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class _Reader(Protocol):
    def read(self, size: int = ...) -> bytes: ...


def decode_body(body: bytes, transfer: str, content: str, limit: int) -> bytes:
    """The payload of a body with these `Transfer-Encoding` and `Content-Encoding` headers, of at most `limit` bytes.

    Crawlers often store a decoded body with the headers of the encoded one, so what does not look encoded is taken
    as it is. A body that breaks off is decoded as far as it goes. Raises BodyError when nothing can be decoded
    (`body-encoding`) or too much comes out (`too-large`).
    """
    if "chunked" in transfer.lower():
        body = _unchunk(body)
    for coding in reversed([part.strip().lower() for part in content.split(",") if part.strip()]):
        body = _decompress(body, coding, limit)
    if len(body) > limit:
        raise BodyError("too-large", f"the payload has more than {limit} bytes")
    return body


def _unchunk(body: bytes) -> bytes:
    """A chunked body joined; the body itself where it is not chunked at all."""
    pieces: list[bytes] = []
    position = 0
    while (end := body.find(b"\n", position, position + 1024)) >= 0:
        size = _chunk_size(body[position:end])
        if size is None:
            return body if not pieces else b"".join([*pieces, body[position:]])
        if size == 0:
            break
        pieces.append(body[end + 1 : end + 1 + size])
        position = end + 1 + size
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    return b"".join(pieces) if pieces or body[:1] == b"0" else body


def _chunk_size(line: bytes) -> int | None:
    try:
        return int(line.split(b";")[0].strip(), 16)
    except ValueError:
        return None


def _decompress(body: bytes, coding: str, limit: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, 31, limit) if body[:2] == b"\x1f\x8b" else body
    if coding == "deflate":
        return _inflate(body, 15 if _has_zlib_header(body) else -15, limit) if not _looks_plain(body) else body
    if coding == "br":
        return body if _looks_plain(body) else _read_all(_brotli, body, limit)
    if coding == "zstd":
        return _read_all(_zstd, body, limit) if body[:4] == b"\x28\xb5\x2f\xfd" else body
    if coding in ("identity", "utf-8", "none", ""):
        return body
    if _looks_plain(body):
        return body
    raise BodyError("body-encoding", f"the content encoding {coding!r} is not known")


def _has_zlib_header(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _looks_plain(body: bytes) -> bool:
    return body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[", b"")


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    """Decompress in steps, so that what comes before a damaged place is not lost."""
    pieces: list[bytes] = []
    total = 0
    inflater = zlib.decompressobj(wbits)
    for start in range(0, len(body), _STEP):
        try:
            piece = inflater.decompress(body[start : start + _STEP], limit + 1 - total)
            if inflater.eof and inflater.unused_data[:2] == b"\x1f\x8b":
                rest = inflater.unused_data
                inflater = zlib.decompressobj(wbits)
                piece += inflater.decompress(rest, limit + 1 - total)
        except zlib.error as error:
            if total:
                break
            raise BodyError("body-encoding", f"the body cannot be decompressed: {error}") from error
        pieces.append(piece)
        total += len(piece)
        if total > limit:
            raise BodyError("too-large", f"the payload has more than {limit} bytes")
    return b"".join(pieces)


def _brotli(stream: io.BytesIO) -> _Reader:
    from fastwarc.stream_io import BrotliReader

    return BrotliReader(stream)


def _zstd(stream: io.BytesIO) -> _Reader:
    from fastwarc.stream_io import ZstdReader

    return ZstdReader(stream)


def _read_all(opener: Callable[[io.BytesIO], _Reader], body: bytes, limit: int) -> bytes:
    reader = opener(io.BytesIO(body))
    pieces: list[bytes] = []
    total = 0
    try:
        while piece := reader.read(_READ):
            pieces.append(piece)
            total += len(piece)
            if total > limit:
                raise BodyError("too-large", f"the payload has more than {limit} bytes")
    except OSError as error:
        if not pieces:
            raise BodyError("body-encoding", f"the body cannot be decompressed: {error}") from error
    return b"".join(pieces)
