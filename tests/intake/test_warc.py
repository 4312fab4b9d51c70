"""WARC files: every page comes out, whatever is wrong with the records around it."""

import gzip
import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from copydesk.capture import Capture, Place
from copydesk.intake import Failure, captures, reopen
from copydesk.intake.warc import read_warc
from tests.intake.warcs import PAGE, chunked, deflated, http, members, page, record


def read(data: bytes, **options: Any) -> list[Capture | Failure]:
    return list(read_warc(io.BytesIO(data), Place("/a.warc"), **options))


def outline(found: list[Capture | Failure]) -> list[tuple[str | None, str | bytes]]:
    return [(item.url, item.payload if isinstance(item, Capture) else item.reason) for item in found]


class Kept(io.BytesIO):
    """A buffer that outlives its writer."""

    def close(self) -> None:
        """Stay open."""


def packed(writer: Any, data: bytes) -> bytes:
    stream = Kept()
    packer = writer(stream)
    packer.write(data)
    packer.close()
    return stream.getvalue()


def test_a_response_has_all_that_is_known_of_it() -> None:
    [found] = read(page(1))
    when = datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert found == Capture(
        PAGE, "https://example.org/1", when, 200, "text/html; charset=utf-8", Place("/a.warc", None, 0)
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(PAGE)[:-5], ["Transfer-Encoding: chunked"]),
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), ["Content-Encoding: x-gzip"]),
        (deflated(PAGE), ["Content-Encoding: deflate"]),
        (deflated(PAGE, raw=True), ["Content-Encoding: deflate"]),
        (packed(BrotliWriter, PAGE), ["Content-Encoding: br"]),
        (packed(ZstdWriter, PAGE), ["Content-Encoding: zstd"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (deflated(gzip.compress(PAGE)), ["Content-Encoding: gzip, deflate"]),
        (PAGE, ["Transfer-Encoding: chunked"]),
        (PAGE, ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: deflate"]),
        (PAGE, ["Content-Encoding: br"]),
        (PAGE, ["Content-Encoding: unheard-of"]),
    ],
)
def test_bodies_are_decoded_and_those_that_only_claim_an_encoding_are_taken_as_they_are(
    body: bytes, headers: list[str]
) -> None:
    assert [item.payload for item in read(page(1, body, *headers)) if isinstance(item, Capture)] == [PAGE]


def test_resource_and_conversion_records_are_pages() -> None:
    data = record("https://example.org/r", PAGE, kind="resource", content_type="text/html") + record(
        "https://example.org/c", b"The ferry left.", kind="conversion", content_type="text/plain"
    )
    found = read(data)
    assert outline(found) == [("https://example.org/r", PAGE), ("https://example.org/c", b"The ferry left.")]
    assert [item.media_type for item in found if isinstance(item, Capture)] == ["text/html", "text/plain"]


def test_what_is_no_page_is_left_out() -> None:
    data = b"".join([
        record(None, b"software: invented\r\n", kind="warcinfo", content_type="application/warc-fields"),
        record("https://example.org/i", http(b"\x89PNG", media_type="image/png")),
        record("https://example.org/s", http(b"let a", media_type="text/javascript")),
        record("https://example.org/m", http(b"", status="301 Moved")),
        record("dns:example.org", b"example.org 1 IN A 192.0.2.1", content_type="text/dns"),
        page(1),
        record("https://example.org/q", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    ])  # fmt: skip
    assert [item.url for item in read(data)] == ["https://example.org/1"]


def test_an_error_page_is_a_page() -> None:
    [found] = read(record("https://example.org/1", http(PAGE, status="404 Not Found")))
    assert isinstance(found, Capture)
    assert found.status == 404


def test_a_revisit_is_the_earlier_payload_at_its_own_address_and_time() -> None:
    digest = {"WARC-Payload-Digest": "sha1:INVENTED"}
    first = record("https://example.org/1", http(PAGE), headers=digest)
    again = record("https://example.org/2", http(b""), kind="revisit", headers=digest)
    found = read(members(page(0), first, again, page(3)))
    assert [item.url for item in found] == [f"https://example.org/{number}" for number in range(4)]
    assert {item.payload for item in found if isinstance(item, Capture)} == {PAGE}
    assert found[2].place == found[1].place


def test_a_revisit_of_what_the_archive_does_not_hold_is_a_failure() -> None:
    again = record("https://example.org/2", http(b""), kind="revisit", headers={"WARC-Payload-Digest": "sha1:X"})
    assert outline(read(again + page(3))) == [("https://example.org/2", "revisit"), ("https://example.org/3", PAGE)]


PAGES = [page(number) for number in range(5)]
FORMS = {
    "plain": b"".join(PAGES),
    "gzip by record": members(*PAGES),
    "gzip in one piece": gzip.compress(b"".join(PAGES)),
    "zstd by record": b"".join(packed(ZstdWriter, item) for item in PAGES),
    "zstd in one piece": packed(ZstdWriter, b"".join(PAGES)),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_compression_gives_the_same_pages_at_places_that_can_be_read_again(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / "archive"
    path.write_bytes(FORMS[form])
    found = list(captures(path))
    assert outline(found) == [(f"https://example.org/{number}", PAGE) for number in range(5)]
    assert len({item.place for item in found}) == 5
    for item in found:
        assert item.place is not None
        assert list(reopen(item.place)) == [item]


DAMAGED = {
    "length beyond the end": [PAGES[0], page(1, length=90_000), *PAGES[2:]],
    "length into the next record": [PAGES[0], page(1, length=len(http(PAGE)) + 40), *PAGES[2:]],
    "length over several records": [PAGES[0], page(1, length=len(http(PAGE)) + 800), *PAGES[2:]],
    "length too short": [PAGES[0], page(1, length=60), *PAGES[2:]],
    "no number for a length": [PAGES[0], page(1).replace(b"Content-Length: ", b"Content-Length: x"), *PAGES[2:]],
    "rubbish between records": [PAGES[0], b"rubbish\r\nand more", PAGES[1], *PAGES[2:]],
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("pack", [b"".join, lambda parts: members(*parts)], ids=["plain", "gzip"])
def test_a_broken_record_does_not_end_the_file(damage: str, pack: Any) -> None:
    found = read(pack(DAMAGED[damage]))
    urls = [item.url for item in found if isinstance(item, Capture)]
    assert [f"https://example.org/{number}" for number in (0, 2, 3, 4)] == [
        url for url in urls if url != "https://example.org/1"
    ]
    assert any(isinstance(item, Failure) and item.reason == "broken-record" for item in found)


@pytest.mark.parametrize("position", range(10, 190, 20))
def test_a_damaged_compressed_record_costs_only_itself(position: int) -> None:
    broken = bytearray(gzip.compress(PAGES[1], mtime=0))
    broken[position] ^= 0xFF
    found = read(members(PAGES[0]) + bytes(broken) + members(*PAGES[2:]))
    urls = [item.url for item in found if isinstance(item, Capture)]
    assert set(urls) >= {f"https://example.org/{number}" for number in (0, 2, 3, 4)}
    assert len(found) >= 5


def test_a_file_that_breaks_off_gives_what_came_before() -> None:
    found = read(members(*PAGES)[:-30])
    assert outline(found)[:4] == [(f"https://example.org/{number}", PAGE) for number in range(4)]
    assert isinstance(found[4], Failure)


def test_a_page_about_warc_files_is_no_broken_record() -> None:
    body = b"<p>A record begins with WARC/1.0\r\nand a header such as\r\nWARC-Type: response</p>"
    assert outline(read(page(1, body) + page(2))) == [("https://example.org/1", body), ("https://example.org/2", PAGE)]


def test_large_payloads_are_failures() -> None:
    bomb = gzip.compress(b"<p>" + b"x" * 5_000_000)
    data = page(1, bomb, "Content-Encoding: gzip") + page(2, b"<p>" + b"x" * 50_000) + page(3)
    found = read(data, limit=40_000)
    assert [getattr(item, "reason", "read") for item in found] == ["too-large", "too-large", "read"]


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.warc.gz"
        with path.open("wb") as file:
            for number in range(count):
                file.write(members(page(number, PAGE + bytes(str(number), "ascii") * 2000)))
        tracemalloc.start()
        for _ in captures(path):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(1200) < peak(100) + 600_000


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    path.write_bytes(members(*PAGES))
    assert len(list(captures(path))) == 5


def test_reading_is_lazy() -> None:
    found = read_warc(io.BytesIO(members(*PAGES)), Place("/a.warc"))
    assert next(found).url == "https://example.org/0"
