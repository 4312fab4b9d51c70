"""Reading as a whole: what holds for every page, however hostile."""

import gzip
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copydesk
from copydesk import CaptureError, Limits, Page, Role

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = ("p div span b a br table tr td ul li h1 h2 script style template noscript pre svg math select option title form "
        "blockquote figure figcaption article nav x-y frameset textarea iframe").split()  # fmt: skip
TEXT = st.text(max_size=60) | st.sampled_from(
    ["404", "No comments", "© 2020", "Ã©tÃ©", "\u00ad\u200b", "<", "&nbsp;", "&#0;", "]]>"]
)


def check(page: Page) -> None:
    """What holds for every page."""
    assert "\n\n".join(block.text for block in page.blocks) == page.text
    for index, block in enumerate(page.blocks):
        assert block.index == index
        assert page.text[block.start : block.end] == block.text
        assert block.text.strip() == block.text != ""
        assert 0 <= block.score <= 1
        assert 0 <= block.body_score <= 1
        assert isinstance(block.role, Role)
        for link in block.links:
            assert block.start <= link.start <= link.end <= block.end
        if block.repeat_of is not None:
            assert block.role is Role.REPEAT
            assert block.repeat_of < index
    assert all(block in page.blocks for block in page.body)
    assert all(0 <= number < len(page.blocks) for fault in page.faults for number in fault.blocks)
    if page.article:
        assert page.article.body == page.body
        assert isinstance(page.article.markdown, str)
        assert isinstance(page.article.html, str)
    assert page.to_dict()["blocks"] is not None


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes_are_read(payload: bytes) -> None:
    if payload[:2] == b"\x1f\x8b":
        payload = b" " + payload
    check(copydesk.read(payload))


@SLOW
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check(copydesk.read(text))


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Tags in any order, closed or not, with texts and attributes between them."""
    pieces = draw(
        st.lists(st.one_of(st.tuples(st.sampled_from(["<", "</"]), st.sampled_from(TAGS)), TEXT), max_size=40)
    )
    attributes = draw(
        st.sampled_from(["", " class='related comments'", " hidden", " style=display:none", " href=x", " id=\x00"])
    )
    return "".join(piece if isinstance(piece, str) else f"{piece[0]}{piece[1]}{attributes}>" for piece in pieces)


@SLOW
@given(markup())
def test_any_nesting_is_read(html: str) -> None:
    check(copydesk.read(html, media_type="text/html"))


@SLOW
@given(markup())
def test_reading_is_deterministic(html: str) -> None:
    assert copydesk.read(html, media_type="text/html") == copydesk.read(html, media_type="text/html")


@SLOW
@given(st.lists(TEXT, max_size=12))
def test_the_spans_of_a_text_capture_lead_to_the_original_characters(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = copydesk.read(text, media_type="text/plain")
    check(page)
    for block in page.blocks:
        assert block.source is not None
        original = text[slice(*block.source)]
        assert "".join(block.text.split()) == "".join(
            original.translate(dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, 0])).split()
        )


def test_compressed_pages_are_read() -> None:
    html = "<html><body><p>short</body></html>"
    assert copydesk.read(gzip.compress(html.encode())).text == copydesk.read(html).text


HOSTILE: dict[str, tuple[bytes | str, str]] = {
    "100,000 nested elements": ("<html>" + "<div>" * 100_000, "too-deep"),
    "20 MB": ("<html><p>" + "word " * 4_000_000, "too-large"),
    "a payload that unpacks to 2 GB": (gzip.compress(b"\0" * 40_000_000, 1), "too-large"),
    "a million elements": ("<html><body>" + "<i>x</i>" * 500_000, "too-many-elements"),
    "a hundred thousand paragraphs": ("<html><body>" + "<p>x</p>" * 100_000, "too-many-blocks"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_beyond_a_limit_ends_with_a_failure_that_names_it(name: str) -> None:
    payload, reason = HOSTILE[name]
    started = time.process_time()
    with pytest.raises(CaptureError) as caught:
        copydesk.read(payload)
    assert caught.value.reason == reason
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body><p class='{'x' * 10_000_000}'>One attribute of ten megabytes.</p>",
        '<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><html><body><p>&c; stays as it is.</p>',
        "<html><body><table><tr><td colspan=1000000000 rowspan=1000000000>A cell that claims the world.</td></table>",
        '<html><head><script type="application/ld+json">' + "[" * 100_000 + "</script></head><body><p>Deep data.</p>",
    ],
    ids=["attribute", "entities", "colspan", "json"],
)
def test_absurd_pages_are_read_all_the_same(html: str) -> None:
    page = copydesk.read(html)
    check(page)
    assert page.blocks


def test_a_limit_can_be_set_by_the_caller() -> None:
    with pytest.raises(CaptureError, match="more than 10"):
        copydesk.read("<p>longer than ten</p>", limits=Limits(payload_bytes=10))
