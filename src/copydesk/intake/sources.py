"""Inputs: local files and folders, and `fsspec` URLs, as streams that can seek."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

HASH_CHUNK: Final = 1 << 20


class InputError(Exception):
    """An input that cannot be opened at all: it does not exist, or what opens it is not installed."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the input: an absolute path or an `fsspec` URL, and its size in bytes (0 where it is unknown)."""

    name: str
    size: int

    @property
    def remote(self) -> bool:
        """Whether `fsspec` opens it."""
        return "://" in self.name

    def open(self) -> BinaryIO:
        """The file as a stream of bytes that can seek. Raises OSError where it cannot be read."""
        if self.remote:
            return cast(BinaryIO, _filesystem(self.name)[0].open(self.name, "rb"))
        return Path(self.name).open("rb")

    def fingerprint(self) -> str:
        """A hash of the content of a local file, or of what a remote store says of it. Raises OSError."""
        if self.remote:
            filesystem, path = _filesystem(self.name)
            return f"remote:{filesystem.checksum(path)}"
        digest = blake2b(digest_size=16)
        with self.open() as stream:
            while chunk := stream.read(HASH_CHUNK):
                digest.update(chunk)
        return f"blake2b:{digest.hexdigest()}"


def expand(source: str | os.PathLike[str]) -> Iterator[Source]:
    """The files of an input, of a folder in the order of their names. Raises InputError if there is none."""
    name = os.fspath(source)
    if "://" in name:
        yield from _expand_remote(name)
        return
    path = Path(name).absolute()
    if path.is_dir():
        yield from _expand_folder(path)
    elif path.exists():
        yield Source(str(path), path.stat().st_size)
    else:
        raise InputError(f"there is no file or folder {name}")


def _expand_folder(folder: Path) -> Iterator[Source]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _expand_folder(Path(entry.path))
        elif entry.is_file():
            yield Source(entry.path, entry.stat().st_size)


def _expand_remote(url: str) -> Iterator[Source]:
    filesystem, path = _filesystem(url)
    if not filesystem.exists(path):
        raise InputError(f"there is no {url}")
    found = filesystem.find(path, detail=True)
    for name in sorted(found):
        yield Source(filesystem.unstrip_protocol(name), int(found[name].get("size") or 0))


def _filesystem(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(f"{url} needs the extra `remote`: pip install 'copydesk[remote]'") from error
    try:
        filesystem, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"{url} cannot be opened: {error}") from error
    return filesystem, path


class Reopened(io.RawIOBase):
    """A stream that can seek over one that only reads forward: going back opens it anew and reads again."""

    def __init__(self, opener: "Opener") -> None:
        self._opener = opener
        self._stream = opener()
        self._position = 0

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def tell(self) -> int:
        """The position in bytes of what was read."""
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer and say with how many bytes."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position. From the end it first reads all."""
        if whence == io.SEEK_END:
            while self.read(HASH_CHUNK):
                pass
        target = offset if whence == io.SEEK_SET else self._position + offset
        if target < self._position:
            self._stream = self._opener()
            self._position = 0
        while self._position < target and self.read(min(HASH_CHUNK, target - self._position)):
            pass
        return self._position


class Opener:
    """Opens a stream of Zstandard frames from its beginning."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner

    def __call__(self) -> Any:
        """The decompressed stream; it reads forward only."""
        from fastwarc.stream_io import ZstdReader

        self._inner.seek(0)
        return ZstdReader(self._inner)


def unzstd(inner: BinaryIO) -> BinaryIO:
    """The content of a Zstandard file as a stream that can seek."""
    return cast(BinaryIO, io.BufferedReader(Reopened(Opener(inner)), HASH_CHUNK))
