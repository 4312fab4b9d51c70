"""Known payloads: what is remembered of them, within bounds, and that a record is the same with it and without."""

from pathlib import Path

from copydesk.capture import Capture
from copydesk.page.page import Page
from copydesk.reading import read_capture
from copydesk.record import open_record
from copydesk.record.known import KnownPayloads, ToRead, payload_key
from copydesk.record.rows import ReadRows
from tests.build.snapshots import snapshot
from tests.conftest import ROOT

PAYLOADS = [next(path.glob("input.*")).read_bytes() for path in sorted((ROOT / "samples").iterdir()) if path.is_dir()]


def read_each(capture: Capture) -> Page:
    """A reading of its own, for which nothing is remembered."""
    return read_capture(capture)


def test_what_was_unused_longest_is_forgotten_first() -> None:
    known = KnownPayloads(room=10)
    known.learn(b"a", b"1234")
    known.learn(b"b", b"1234")
    assert known.recall(b"a") == b"1234"
    known.learn(b"c", b"1234")
    assert [known.recall(key) for key in (b"a", b"b", b"c")] == [b"1234", None, b"1234"]
    known.learn(b"c", b"12345678901")
    assert [known.recall(key) for key in (b"a", b"c")] == [None, None]


def test_the_same_bytes_under_another_type_or_status_are_another_payload() -> None:
    captures = [Capture(b"<p>x", media_type="text/html"), Capture(b"<p>x", media_type="text/plain"), Capture("<p>x")]
    assert len({payload_key(capture) for capture in captures}) == 3
    assert payload_key(captures[0]) != payload_key(Capture(b"<p>x", media_type="text/html", status=404))
    assert payload_key(captures[0]) == payload_key(Capture(b"<p>x", url="https://e.org/", media_type="text/html"))


def test_decisions_are_said_once() -> None:
    read = ReadRows(read_capture)
    first = read(ToRead(Capture(PAYLOADS[0], url="https://one.example/")))
    assert first.decisions is not None
    assert read(ToRead(Capture(PAYLOADS[0], url="https://two.example/"), first.decisions)).decisions is None


def test_a_record_of_copies_is_the_same_as_if_each_were_read_for_the_first_time(tmp_path: Path) -> None:
    # More than are under way at once, so that some are read when their payload is known.
    copies = [
        Capture(payload, url=f"https://site-{host}.example/{number}")
        for host in range(20)
        for number, payload in enumerate(PAYLOADS[:8])
    ]
    for name, read in (("with.db", read_capture), ("without.db", read_each)):
        with open_record(tmp_path / name) as record:
            assert record.add(copies, read=read, workers=1).pages == len(copies)
    assert snapshot(tmp_path / "with.db") == snapshot(tmp_path / "without.db")
