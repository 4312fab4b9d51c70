"""Files, folders and archives of them: found by content, in order, with what cannot be read as failures."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import fsspec
import pytest

from copydesk.capture import Capture, Place
from copydesk.intake import Failure, InputError, captures, expand, reopen
from copydesk.intake.detect import Format, detect
from tests.intake.warcs import PAGE, members, page

OTHER = b"<!doctype html><title>Other</title><p>Another page."
TEXT = b"The ferry left at noon.\n\nIt was late."


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


def found_in(path: Path) -> list[tuple[str, str | bytes]]:
    return [
        (str(item.place).removeprefix(str(path.parent)), item.payload if isinstance(item, Capture) else item.reason)
        for item in captures(path)
    ]


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PAGE, "a.txt", Format.HTML),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "a", Format.HTML),
        ("<html><p>Паром</p>".encode("utf-16"), "a", Format.HTML),
        ("Паром ушёл".encode("koi8-r"), "a.txt", Format.TEXT),
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', "a.html", Format.FEED),
        (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x">', "a.xml", Format.HTML),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a", Format.FEED),
        (b"<svg><title>a</title></svg>", "a.svg", Format.UNKNOWN),
        (b'{"url": "https://example.org"}', "a.txt", Format.JSON),
        (b'[{"url": 1}]', "a", Format.JSON),
        (b"[Harbour, 4 May] The ferry left.", "a.txt", Format.TEXT),
        (b"body { color: red }", "a.css", Format.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.html", Format.UNKNOWN),
        (b"", "a.txt", Format.UNKNOWN),
        (gzip.compress(b"WARC/1.0\r\n"), "a", Format.WARC),
        (gzip.compress(PAGE), "a", Format.GZIP),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, name: str, expected: Format) -> None:
    assert detect(head, name) is expected


def test_a_folder_is_read_in_order_with_all_that_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.html").write_bytes(PAGE)
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "deep" / "c.html.gz").write_bytes(gzip.compress(OTHER))
    (folder / "deep" / "style.css").write_bytes(b"body { color: red }")
    (folder / ".hidden.html").write_bytes(PAGE)
    (folder / "deep" / "loop").symlink_to(folder)
    assert found_in(folder) == [
        ("/saved/a.txt", TEXT),
        ("/saved/b.html", PAGE),
        ("/saved/deep/c.html.gz", OTHER),
        ("/saved/deep/style.css", "unsupported"),
    ]


def test_media_types_and_reopening(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b").write_bytes(PAGE)
    found = [item for item in captures(tmp_path) if isinstance(item, Capture)]
    assert [item.media_type for item in found] == ["text/plain", "text/html"]
    assert found[0].captured is None
    assert [list(reopen(item.place)) for item in found if item.place] == [[item] for item in found]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_files_and_tars(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    (tmp_path / "page").write_bytes(pack(PAGE))
    (tmp_path / "tar").write_bytes(pack(tarred({"b/one.html": PAGE, "a/two.html": OTHER, "b/.x": PAGE})))
    assert found_in(tmp_path / "page") == [("/page", PAGE)]
    assert found_in(tmp_path / "tar") == [("/tar!b/one.html", PAGE), ("/tar!a/two.html", OTHER)]


def test_archives_inside_archives(tmp_path: Path) -> None:
    inner = zipped({"x/page.html": PAGE, "w.warc.gz": members(page(1), page(2)), "__MACOSX/x": PAGE})
    (tmp_path / "all.zip").write_bytes(zipped({"inner.zip": inner, "t.tar": tarred({"a.txt": TEXT})}))
    found = found_in(tmp_path / "all.zip")
    assert [place.partition("@")[0] for place, _ in found] == [
        "/all.zip!inner.zip!w.warc.gz",
        "/all.zip!inner.zip!w.warc.gz",
        "/all.zip!inner.zip!x/page.html",
        "/all.zip!t.tar!a.txt",
    ]


def test_archives_too_deep_inside_one_another_are_a_failure(tmp_path: Path) -> None:
    data = PAGE
    for _ in range(6):
        data = zipped({"a": data})
    (tmp_path / "deep.zip").write_bytes(data)
    assert [reason for _, reason in found_in(tmp_path / "deep.zip")] == ["too-deep"]


def test_of_a_wacz_the_archives_are_read(tmp_path: Path) -> None:
    files = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": b'{"url": "https://example.org"}',
        "archive/data.warc.gz": members(page(1), page(2)),
        "indexes/index.cdx": b"x",
    }
    (tmp_path / "a.wacz").write_bytes(zipped(files))
    found = list(captures(tmp_path / "a.wacz"))
    assert [item.url for item in found] == ["https://example.org/1", "https://example.org/2"]
    assert found[1].place == Place(str(tmp_path / "a.wacz"), "archive/data.warc.gz", len(members(page(1))))


def test_damaged_archives_are_failures_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = zipped({"a.html": PAGE * 50, "b.html": OTHER})
    (tmp_path / "cut.zip").write_bytes(whole[:100])
    damaged = bytearray(whole)
    damaged[60] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(damaged)
    (tmp_path / "cut.tar").write_bytes(tarred({"a.html": PAGE, "b.html": PAGE * 900})[:2000])
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(os.urandom(2000).hex().encode())[:-900])
    (tmp_path / "z.html").write_bytes(PAGE)
    found = dict(found_in(tmp_path))
    reasons = {place.rpartition("/")[2]: reason for place, reason in found.items() if isinstance(reason, str)}
    assert reasons == {
        "cut.zip": "broken-file",
        "damaged.zip!a.html": "broken-file",
        "cut.tar": "broken-file",
        "cut.tar!b.html": "broken-file",
        "cut.html.gz": "broken-file",
    }
    assert sorted(payload for payload in found.values() if isinstance(payload, bytes)) == sorted([PAGE, PAGE, OTHER])


def test_too_large_files_are_failures(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE * 100)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(PAGE * 100))
    assert [item.reason for item in captures(tmp_path, limit=500) if isinstance(item, Failure)] == ["too-large"] * 2


def test_an_input_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        list(captures(tmp_path / "none"))
    with pytest.raises(InputError):
        list(captures("unheard://of/it"))


def test_fsspec_addresses(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.pipe("/crawl/a.warc.gz", members(page(1), page(2)))
    store.pipe("/crawl/b.html", PAGE)
    found = list(captures("memory://crawl"))
    assert [item.url for item in found] == ["https://example.org/1", "https://example.org/2", None]
    assert found[1].place is not None
    assert list(reopen(found[1].place)) == [found[1]]
    assert [source.size > 0 for source in expand("memory://crawl")] == [True, True]


def test_a_failure_met_again_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"body { color: red }")
    [first], [again] = list(captures(tmp_path)), list(captures(tmp_path))
    assert isinstance(first, Failure)
    assert isinstance(again, Failure)
    assert first.id == again.id
