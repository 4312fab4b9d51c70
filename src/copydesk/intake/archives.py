"""Zip and tar files: their members one after another, without unpacking to disk."""

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from copydesk.capture import Place
from copydesk.intake.failure import Failure

BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, RuntimeError,
          NotImplementedError)  # fmt: skip
"""What reading a damaged, encrypted or unknown kind of archive raises."""


def zip_members(stream: BinaryIO, place: Place) -> Iterator[tuple[str, BinaryIO] | Failure]:
    """The files of a zip as name and stream, in the order of their names. One that cannot be opened is a failure."""
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN as error:
        yield Failure(place, "broken-file", f"the zip cannot be read: {error}")
        return
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if info.is_dir() or _is_hidden(info.filename):
                continue
            try:
                member = archive.open(info)
            except BROKEN as error:
                yield Failure(_inside(place, info.filename), "broken-file", f"the member cannot be opened: {error}")
                continue
            with member:
                yield info.filename, cast(BinaryIO, member)


def tar_members(stream: BinaryIO, place: Place) -> Iterator[tuple[str, BinaryIO] | Failure]:
    """The regular files of a tar, in the order of the tar. Links and devices are left out."""
    try:
        with tarfile.open(fileobj=stream, mode="r:*") as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined]  # else they pile up in memory
                member = archive.extractfile(info) if info.isreg() and not _is_hidden(info.name) else None
                if member is not None:
                    with member:
                        yield info.name, cast(BinaryIO, member)
    except BROKEN as error:
        yield Failure(place, "broken-file", f"the tar breaks off: {error}")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _inside(place: Place, name: str) -> Place:
    return Place(place.source, f"{place.member}!{name}" if place.member else name)
