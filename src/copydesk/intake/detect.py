"""What a file is, told from its first bytes. The name decides only where the content leaves it open."""

import bz2
import io
import lzma
import re
import zlib
from enum import StrEnum
from typing import Final

HEAD_BYTES: Final = 8192
"""How much of a file is looked at; the tar magic lies at byte 257, a feed's root may follow a long stylesheet line."""

NOT_PAGES: Final = frozenset(
    [
        "css",
        "js",
        "mjs",
        "json",
        "map",
        "xml",
        "svg",
        "csv",
        "tsv",
        "md5",
        "sha256",
        "cdx",
        "cdxj",
        "idx",
        "log",
        "ini",
        "toml",
        "yaml",
        "yml",
        "py",
        "sh",
        "lock",
        "license",
    ]
)
"""Endings of text files that lie beside saved pages without being any."""

_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|div|article|main|section|p|h[1-6]|table|span|a|img|br)\b", re.I
)
_FEED: Final = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.I)


class Format(StrEnum):
    """The kinds of file that are told apart."""

    WARC = "warc"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"
    PARQUET = "parquet"
    JSON = "json"
    FEED = "feed"
    HTML = "html"
    TEXT = "text"
    UNKNOWN = "unknown"


_MAGIC: Final = (
    (b"WARC/", Format.WARC),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PAR1", Format.PARQUET),
    (b"\x1f\x8b", Format.GZIP),
    (b"BZh", Format.BZIP2),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
)


def detect(head: bytes, name: str = "") -> Format:
    """The format of a file with these first bytes; `name` tells a text from a file that merely looks like one."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return _detect_compressed(head, found)
    if head[257:262] == b"ustar":
        return Format.TAR
    return _detect_text(head, name)


def _detect_compressed(head: bytes, found: Format) -> Format:
    """WARC and tar files are read compressed as they are; any other compressed file is unpacked first."""
    inner = _inflate_head(head, found)
    if inner.startswith(b"WARC/") and found in (Format.GZIP, Format.ZSTD):
        return Format.WARC
    return found


def _inflate_head(head: bytes, found: Format) -> bytes:
    try:
        if found is Format.GZIP:
            return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
        if found is Format.BZIP2:
            return bz2.BZ2Decompressor().decompress(head, HEAD_BYTES)
        if found is Format.XZ:
            return lzma.LZMADecompressor().decompress(head, HEAD_BYTES)
        if found is Format.ZSTD:
            return _unzstd_head(head)
    except (zlib.error, OSError, lzma.LZMAError):
        return b""
    return b""


def _unzstd_head(head: bytes) -> bytes:
    from fastwarc.stream_io import ZstdReader

    return ZstdReader(io.BytesIO(head)).read(5)


def _detect_text(head: bytes, name: str) -> Format:
    text = _decode_head(head)
    if text is None:
        return Format.UNKNOWN
    ending = name.rsplit("/", 1)[-1].rpartition(".")[2].lower()
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        html = _HTML.search(start)
        feed = _FEED.search(start)
        if feed and (not html or feed.start() < html.start()):
            return Format.FEED
        if html and ending != "svg":
            return Format.HTML
    elif start[:1] in ("{", "[") and re.match(r"\{\s*(?:\"|\}|$)|\[\s*(?:\{|\]|$)", start):
        return Format.JSON
    return Format.UNKNOWN if ending in NOT_PAGES or not start else _page_or_text(start)


def _page_or_text(start: str) -> Format:
    """Text that opens with prose and then has several tags is a page whose first line is not markup."""
    return Format.HTML if len(_HTML.findall(start)) > 3 else Format.TEXT


def _decode_head(head: bytes) -> str | None:
    """The head as characters, only to look for markup in it; None for what is no text in any usual encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if b"\0" in head:
        return None
    controls = sum(head.count(byte) for byte in range(32) if byte not in (7, 8, 9, 10, 12, 13, 27))
    return None if controls * 50 > len(head) else head.decode("utf-8", "replace")
