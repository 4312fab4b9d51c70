"""WARC and WET: every page of an archive, whatever is wrong with the records between.

The offset of a place counts bytes of the file as it lies on the disk, or uncompressed bytes where the whole file
was compressed in one piece. A broken record becomes a failure, and reading goes on at the next record that begins
after it, be that inside the bytes which the broken one claimed for itself.
"""

import gzip
import io
import re
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, Final, cast

from fastwarc.stream_io import ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from copydesk.capture import Capture, Place
from copydesk.intake.bodies import BodyError, decode_body
from copydesk.intake.failure import Failure
from copydesk.intake.limits import MAX_BYTES
from copydesk.intake.sources import unzstd

PAGE_RECORDS: Final = (
    WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
)
REMEMBERED: Final = 100_000
"""Payload digests kept to find what a revisit record points to: about 20 MB."""

_SCAN: Final = 1 << 20
_PEEK: Final = 1 << 10
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_BEGIN: Final = re.compile(rb"WARC/1\.\d\r?\n[A-Za-z][A-Za-z-]*:")
_SWALLOWED: Final = re.compile(rb"\r\n\r\nWARC/1\.\d\r\nWARC-")
_PAGE_TYPES: Final = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})


def read_warc(stream: BinaryIO, place: Place, limit: int = MAX_BYTES) -> Iterator[Capture | Failure]:
    """The pages of an archive, in its order. Images, scripts, redirects and other records of no page are left out."""
    return _Archive(stream, place, limit).read()


def read_record(stream: BinaryIO, place: Place, limit: int = MAX_BYTES) -> Capture | Failure:
    """The one record at the offset of a place."""
    return _Archive(stream, place, limit).read_at(place)


class _Archive:
    """One archive while it is read: its stream, how its records are compressed, and the payloads met so far."""

    def __init__(self, stream: BinaryIO, place: Place, limit: int) -> None:
        self._stream, self._magic = _unwrap(stream)
        self._place = place
        self._limit = limit
        self._seen: OrderedDict[str, Place] = OrderedDict()

    def read(self) -> Iterator[Capture | Failure]:
        start: int | None = 0
        while start is not None:
            last = start
            broken = False
            try:
                for record in self._records(start):
                    last = record.stream_pos
                    found = self._read_record(record, replace(self._place, offset=last))
                    if found is not None:
                        yield found
                    broken = isinstance(found, Failure) and found.reason == "broken-record"
                    if broken:
                        break
            except OSError as error:
                yield Failure(replace(self._place, offset=last), "broken-record", f"at or after this record: {error}")
            start = self._next_start(last + 1)

    def read_at(self, place: Place) -> Capture | Failure:
        try:
            for record in self._records(place.offset or 0):
                found = self._read_record(record, place)
                return found or Failure(place, "broken-record", "the record at this offset holds no page")
        except OSError as error:
            return Failure(place, "broken-record", str(error))
        return Failure(place, "broken-record", "there is no record at this offset")

    def _records(self, start: int) -> Iterator[WarcRecord]:
        self._stream.seek(start)
        return iter(ArchiveIterator(self._stream, parse_http=False, fsspec_args=False))

    def _read_record(self, record: WarcRecord, place: Place) -> Capture | Failure | None:
        """The page of a record; None where it is none. Raises OSError where the archive breaks off."""
        if not record.record_type & PAGE_RECORDS:
            return None
        if record.is_http:
            record.parse_http()
        if not _is_page(record):
            return None
        if record.record_type == WarcRecordType.revisit:
            return self._revisited(record, place)
        self._remember(record, place)
        return _read_payload(record, place, self._limit)

    def _remember(self, record: WarcRecord, place: Place) -> None:
        for key in _keys(record.headers.get("WARC-Payload-Digest"), record.headers.get("WARC-Target-URI")):
            self._seen[key] = place
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def _revisited(self, record: WarcRecord, place: Place) -> Capture | Failure:
        """A revisit: the payload of the earlier record, at this record's URL and time. Its place is the earlier one."""
        headers = record.headers
        keys = _keys(headers.get("WARC-Payload-Digest"), headers.get("WARC-Refers-To-Target-URI"))
        original = next((self._seen[key] for key in keys if key in self._seen), None)
        url, captured = headers.get("WARC-Target-URI"), _date(record)
        if original is None:
            return Failure(place, "revisit", "the record that this one repeats is not in the archive", url, captured)
        position = self._stream.tell()
        try:
            found = self.read_at(original)
        finally:
            self._stream.seek(position)
        return replace(found, url=url, captured=captured)

    def _next_start(self, start: int) -> int | None:
        """Where the next record begins at or after an offset; None where there is none."""
        needle = re.compile(re.escape(self._magic)) if self._magic else _BEGIN
        self._stream.seek(start)
        block = b""
        while more := self._stream.read(_SCAN):
            block = block[-_PEEK:] + more
            base = self._stream.tell() - len(block)
            for match in needle.finditer(block):
                if self._begins_at(block[match.start() : match.start() + _PEEK]) and base + match.start() >= start:
                    return base + match.start()
        return None

    def _begins_at(self, head: bytes) -> bool:
        if not self._magic:
            return True
        return _first_bytes(head).startswith(b"WARC/1.")


def _unwrap(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """A file compressed record by record, with the magic of its members; else its uncompressed stream and none."""
    head = stream.read(_SCAN)
    stream.seek(0)
    if head.startswith(_GZIP):
        if _SWALLOWED.search(_first_bytes(head)):
            return cast(BinaryIO, gzip.GzipFile(fileobj=stream)), b""
        return stream, _GZIP
    if head.startswith(_ZSTD):
        if head.count(_ZSTD) == 1 and _SWALLOWED.search(_first_bytes(head)):
            return unzstd(stream), b""
        return stream, _ZSTD
    return stream, b""


def _first_bytes(head: bytes) -> bytes:
    """What the first compressed member gives, as far as these bytes reach; nothing where they are none."""
    try:
        if head.startswith(_GZIP):
            return zlib.decompressobj(wbits=31).decompress(head, _SCAN)
        return ZstdReader(io.BytesIO(head)).read(_SCAN)
    except (zlib.error, OSError):
        return b""


def _keys(digest: str | None, url: str | None) -> list[str]:
    return [key for key in (digest, url) if key]


def _is_page(record: WarcRecord) -> bool:
    """Whether a record may be a page, by its address, status and declared type."""
    url = record.headers.get("WARC-Target-URI") or ""
    if url.startswith(("dns:", "metadata:", "urn:", "whois:")):
        return False
    if 300 <= (_status(record) or 0) < 400 and record.record_type != WarcRecordType.revisit:
        return False
    return (_media_type(record) or "").split(";")[0].strip().lower() in _PAGE_TYPES


def _media_type(record: WarcRecord) -> str | None:
    if record.is_http_parsed:
        return record.http_headers.get("Content-Type")
    return record.headers.get("Content-Type")


def _status(record: WarcRecord) -> int | None:
    return record.http_headers.status_code if record.is_http_parsed else None


def _date(record: WarcRecord) -> datetime | None:
    try:
        return datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    except ValueError:
        return None


def _read_payload(record: WarcRecord, place: Place, limit: int) -> Capture | Failure:
    url, captured = record.headers.get("WARC-Target-URI"), _date(record)
    expected = record.content_length
    if expected > limit:
        return Failure(place, "too-large", f"the record has {expected} bytes, more than {limit}", url, captured)
    try:
        body = record.reader.read()
    except OSError as error:
        return Failure(place, "broken-record", str(error), url, captured)
    if len(body) < expected:
        message = f"the record breaks off after {len(body)} of {expected} bytes"
        return Failure(place, "broken-record", message, url, captured)
    if _SWALLOWED.search(body):
        return Failure(place, "broken-record", "the record's length runs into the next record", url, captured)
    try:
        payload = _decode(record, body, limit)
    except BodyError as error:
        return Failure(place, error.reason, str(error), url, captured)
    return Capture(payload, url, captured, _status(record), _media_type(record), place)


def _decode(record: WarcRecord, body: bytes, limit: int) -> bytes:
    if not record.is_http_parsed:
        return body
    headers = record.http_headers
    return decode_body(body, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", limit)
