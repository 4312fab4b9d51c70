"""Hints: what a page's own metadata says of it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.declarations import read_declarations
from copydesk.page.hints import Hints, read_hints


def hints(head: str) -> Hints:
    """The hints of a page with this head."""
    return read_hints(read_declarations(LexborHTMLParser(f"<html><head>{head}</head><body></body></html>")))


def declared(value: str) -> str:
    """Structured data of an article that says whether it is free."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "isAccessibleForFree": {value}}}</script>'


@pytest.mark.parametrize("head", [declared("false"), declared('"False"'), declared('"http://schema.org/False"'),
                                  '<meta property="article:content_tier" content="locked">'])  # fmt: skip
def test_a_page_that_says_that_it_is_not_free_is_paid(head: str) -> None:
    assert hints(head).paid


@pytest.mark.parametrize("head", ["", declared("true"), declared("null"), declared('{"a": [false]}'), declared('"notfalse"'),
                                  '<meta property="article:content_tier" content="metered">'])  # fmt: skip
def test_other_pages_are_not(head: str) -> None:
    assert not hints(head).paid


def test_what_is_nested_deep_below_a_declaration_is_not_spelled_out_at_each_depth() -> None:
    depth, text = 400, "a" * 200_000
    nested = '{"isAccessibleForFree": ' * depth + f'"{text}"' + "}" * depth
    typed = '{"@type": ' * depth + f'"{text}"' + "}" * depth
    for value in (nested, typed):
        assert not hints(f'<script type="application/ld+json">{value}</script>').paid
