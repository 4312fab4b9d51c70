"""From bytes to characters."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.capture import CaptureError
from copydesk.page.encoding import decode, decompress

RUSSIAN = "Совет деревни Малые Вязы решил отложить собрание до весны, сообщил староста. " * 4


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(name: str) -> None:
    found = decode("Größe".encode(name), "text/html; charset=iso-8859-1")
    assert (found.text, found.method) == ("Größe", "bom")


def test_the_header_is_believed_before_the_meta_element() -> None:
    payload = b'<meta charset="koi8-r">' + "д".encode("cp1251") * 3
    found = decode(payload, "text/html; charset=windows-1251")
    assert (found.encoding, found.method) == ("cp1251", "header")
    assert found.text.endswith("ддд")


def test_the_meta_element_is_believed_before_detection() -> None:
    found = decode(b'<meta http-equiv=Content-Type content="text/html; charset=Shift_JIS">' + "新聞".encode("cp932"))
    assert (found.encoding, found.method) == ("cp932", "meta")
    assert found.text.endswith("新聞")


def test_undeclared_text_is_detected() -> None:
    assert RUSSIAN in decode(RUSSIAN.encode("cp1251")).text


def test_valid_utf8_wins_over_a_wrong_declaration() -> None:
    found = decode("Größe und Maß".encode(), "text/html; charset=iso-8859-1")
    assert (found.text, found.encoding) == ("Größe und Maß", "utf-8")


def test_latin_1_means_windows_1252_as_on_the_web() -> None:
    assert decode(b"\x93quoted\x94", "text/html; charset=iso-8859-1").text == "“quoted”"


def test_an_unknown_label_is_passed_over() -> None:
    assert decode(b"plain", "text/html; charset=no-such-thing").text == "plain"


@pytest.mark.parametrize("label", ["hex", "zlib", "rot13", "base64"])
def test_a_codec_that_is_no_character_encoding_is_passed_over(label: str) -> None:
    assert decode(b"caf\xe9 ol\xe9 " * 9, f"text/html; charset={label}").text.startswith("caf")


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=gbk", "x; charset=\0"]),
)
def test_no_bytes_raise(payload: bytes, media_type: str | None) -> None:
    found = decode(payload, media_type)
    assert found.broken == found.text.count("\ufffd")


PIECES = [
    *(bytes([byte]) for byte in (0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF)),
    *(text.encode() for text in ("é", "\ud7ff", "\ue000", "\uffff", "😀", "\U0010ffff", "<", "<TemPlate", "</template", "a" * 15)),
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=2), max_size=20).map(b" ".join))
def test_what_is_utf8_stays_as_it_is_with_its_tags_counted(payload: bytes) -> None:
    source = decode(payload, "text/plain; charset=iso-8859-15").source
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        assert isinstance(source, str)
    else:
        assert source == (payload, text.count("<"), text.lower().count("<template"))


@given(st.text(max_size=12), st.integers(0, 12))
def test_a_beginning_is_the_first_characters(text: str, count: int) -> None:
    assert decode(b"|" + text.encode()).beginning(1 + count) == "|" + text[:count]


def test_gzip_is_undone_within_a_limit() -> None:
    assert decompress(gzip.compress(b"page"), 10) == b"page"
    with pytest.raises(CaptureError, match="more than 10 bytes when decompressed"):
        decompress(gzip.compress(b"p" * 1_000_000), 10)


def test_damaged_gzip_is_refused() -> None:
    with pytest.raises(CaptureError, match="gzip compression is damaged"):
        decompress(b"\x1f\x8b" + b"\xff" * 30, 1000)
