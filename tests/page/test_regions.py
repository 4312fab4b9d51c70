"""Regions: what the names of the elements around a text say of it, where no model takes it for main content."""

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.blocks import Role
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.roles import mark
from copydesk.page.signs import read_signs

FILLING = "<div><p>" + "Nothing of note was said about the harbour. " * 20 + "</p></div>"


def roles_of(html: str) -> dict[str, Role]:
    """The roles of the short texts of a page of which nothing is main content."""
    outline = cut(LexborHTMLParser(f"<html><body>{FILLING}{html}</body></html>"), Limits())
    marks = mark(outline, read_signs(outline), [0.0] * len(outline.segments), plain=False)
    return {segment.text: role for segment, role in zip(outline.segments, marks.roles, strict=True)}


def test_the_innermost_region_says_what_a_text_is() -> None:
    found = roles_of(
        '<div class="comments"><p>one</p><div class="related"><p>two</p></div><p>three</p>'
        "<nav><ul><li>four</li></ul></nav><nav><p>five</p></nav></div><div><p>six</p></div>"
    )
    assert found["one"] is found["three"] is Role.COMMENT
    assert found["two"] is Role.RELATED
    assert found["four"] is found["five"] is Role.NAVIGATION
    assert found["six"] is Role.OTHER


def test_what_stands_behind_regions_that_end_together_is_in_none() -> None:
    found = roles_of('<div class="newsletter"><div class="cookie"><p>one</p></div></div><p>two</p>')
    assert (found["one"], found["two"]) == (Role.NOTICE, Role.OTHER)


def test_an_element_that_holds_most_of_the_page_is_no_region() -> None:
    found = roles_of(f'<div class="comments">{FILLING}<p>one</p><div class="related"><p>two</p></div></div>')
    assert (found["one"], found["two"]) == (Role.OTHER, Role.RELATED)
