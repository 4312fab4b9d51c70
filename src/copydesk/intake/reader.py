"""One reader for everything: what a stream is gets decided by its content, and archives are read inside archives."""

import bz2
import gzip
import lzma
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from copydesk.capture import Capture, Place
from copydesk.intake.archives import BROKEN, tar_members, zip_members
from copydesk.intake.detect import HEAD_BYTES, Format, detect
from copydesk.intake.failure import Failure
from copydesk.intake.feeds import read_feed, read_json_feed
from copydesk.intake.limits import MAX_BYTES, MAX_DEPTH
from copydesk.intake.sources import Source, expand, unzstd
from copydesk.intake.tables import Columns, read_json, read_parquet
from copydesk.intake.warc import read_record, read_warc

_JSON_FEED: Final = re.compile(rb'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/')


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the columns of JSON and Parquet rows (None finds them), and the most bytes of one payload."""

    columns: Columns | None = None
    limit: int = MAX_BYTES


def captures(
    source: str | os.PathLike[str], *, columns: Columns | None = None, limit: int = MAX_BYTES
) -> Iterator[Capture | Failure]:
    """All captures of an input: a file of any supported kind, a folder of them, or an `fsspec` URL.

    What cannot be read is given as a failure among the captures. Memory does not grow with the size of the input:
    nothing larger than `limit` bytes is held, but for a few rows of a table. Raises InputError where there is no
    such input, or an extra that it needs is missing.
    """
    for file in expand(source):
        yield from read_source(file, Reading(columns, limit))


def read_source(source: Source, reading: Reading) -> Iterator[Capture | Failure]:
    """The captures of one file."""
    place = Place(source.name)
    try:
        with source.open() as stream:
            yield from _read_stream(stream, place, reading, 0)
    except OSError as error:
        yield Failure(place, "unreadable", f"the file cannot be read: {error}")


def reopen(place: Place, *, columns: Columns | None = None, limit: int = MAX_BYTES) -> Iterator[Capture | Failure]:
    """What lies at a place: one record where the place has a WARC offset, else all that the file or member holds.

    Raises OSError where the file is gone.
    """
    with Source(place.source, 0).open() as stream:
        if place.member is None and place.offset is not None and _format(stream, place) is Format.WARC:
            yield read_record(stream, place, limit)
        else:
            yield from _read_stream(stream, Place(place.source), Reading(columns, limit), 0)


def _format(stream: BinaryIO, place: Place) -> Format:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return detect(head, place.member or place.source)


def _read_stream(stream: BinaryIO, place: Place, reading: Reading, depth: int) -> Iterator[Capture | Failure]:
    """The captures of a stream. Raises OSError where reading itself fails."""
    found = _format(stream, place)
    if found is Format.WARC:
        yield from read_warc(stream, place, reading.limit)
    elif found is Format.PARQUET:
        yield from read_parquet(stream, place, reading.columns, reading.limit)
    elif found is Format.JSON:
        yield from _read_json(stream, place, reading)
    elif found in (Format.ZIP, Format.TAR):
        yield from _read_members(stream, place, reading, depth, found)
    elif found in (Format.GZIP, Format.BZIP2, Format.XZ, Format.ZSTD):
        yield from _read_compressed(stream, place, reading, depth, found)
    else:
        yield from _read_single(stream, place, reading, found)


def _read_members(
    stream: BinaryIO, place: Place, reading: Reading, depth: int, found: Format
) -> Iterator[Capture | Failure]:
    """The members of a zip or tar. Of a WACZ only the archives are read: the rest are its indexes."""
    if depth >= MAX_DEPTH:
        yield Failure(place, "too-deep", f"archives lie in archives more than {MAX_DEPTH} deep")
        return
    wacz = found is Format.ZIP and _is_wacz(stream)
    for member in (zip_members if found is Format.ZIP else tar_members)(stream, place):
        if isinstance(member, Failure):
            yield member
            continue
        name, content = member
        if wacz and not name.startswith("archive/"):
            continue
        inside = Place(place.source, f"{place.member}!{name}" if place.member else name)
        try:
            yield from _read_stream(content, inside, reading, depth + 1)
        except BROKEN as error:
            yield Failure(inside, "broken-file", f"the member cannot be read: {error}")


def _is_wacz(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except BROKEN:
        return False
    return "datapackage.json" in names and any(name.startswith("archive/") for name in names)


def _read_compressed(
    stream: BinaryIO, place: Place, reading: Reading, depth: int, found: Format
) -> Iterator[Capture | Failure]:
    if depth >= MAX_DEPTH:
        yield Failure(place, "too-deep", f"archives lie in archives more than {MAX_DEPTH} deep")
        return
    try:
        yield from _read_stream(_decompressed(stream, found), place, reading, depth + 1)
    except BROKEN as error:
        yield Failure(place, "broken-file", f"the file cannot be decompressed: {error}")


def _decompressed(stream: BinaryIO, found: Format) -> BinaryIO:
    openers: dict[Format, Any] = {Format.GZIP: gzip.open, Format.BZIP2: bz2.open, Format.XZ: lzma.open}
    return unzstd(stream) if found is Format.ZSTD else cast(BinaryIO, openers[found](stream))


def _read_json(stream: BinaryIO, place: Place, reading: Reading) -> Iterator[Capture | Failure]:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if _JSON_FEED.search(head):
        yield from _bounded(stream, place, reading, lambda payload: read_json_feed(payload, place))
    else:
        yield from read_json(stream, place, reading.columns, reading.limit)


def _read_single(stream: BinaryIO, place: Place, reading: Reading, found: Format) -> Iterator[Capture | Failure]:
    if found is Format.UNKNOWN:
        return iter([Failure(place, "unsupported", "the file is no page, text, archive, table or feed")])
    if found is Format.FEED:
        return _bounded(stream, place, reading, lambda payload: read_feed(payload, place))
    media_type = "text/html" if found is Format.HTML else "text/plain"
    return _bounded(
        stream, place, reading, lambda payload: iter([Capture(payload, None, None, None, media_type, place)])
    )


def _bounded(
    stream: BinaryIO, place: Place, reading: Reading, read: Callable[[bytes], Iterator[Capture | Failure]]
) -> Iterator[Capture | Failure]:
    """Read a payload whole and hand it on, unless it has too many bytes."""
    payload = stream.read(reading.limit + 1)
    if len(payload) > reading.limit:
        yield Failure(place, "too-large", f"the payload has more than {reading.limit} bytes")
    else:
        yield from read(payload)
