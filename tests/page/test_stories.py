"""Stories: what on a page is a teaser of another one, and what is its own."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.segments import Outline
from copydesk.page.stories import teasers

OWN = "<h1>Ferry runs again</h1><p>The ferry between the two banks has run again since Monday.</p>"
HEADLINES = (
    "Council votes to keep the last night bus",
    "Rare owl stops work on the bypass",
    "Choir books the cathedral",
)


def own(body: str) -> list[str]:
    """The texts of a page that are no part of a teaser."""
    outline: Outline = cut(LexborHTMLParser(f"<html><body>{body}</body></html>"), Limits())
    return [s.text for s, teaser in zip(outline.segments, teasers(outline), strict=True) if not teaser]


@pytest.mark.parametrize(
    "card",
    [
        '<article id="post-{n}" class="post"><h3><a href="/{n}">{text}</a></h3><time>4 March</time><p>{more}</p></article>',
        '<div class="item i{n}"><span>4.3.</span> <a href="/{n}"><b>{text}</b></a><br>{more}</div>',
        '<li><p class="kicker">Region</p><p>{more}</p><a href="/{n}">{text}</a></li>',
        '<h3><a href="/{n}">{text}</a></h3><time>4 March</time><p>{more}</p>',
    ],
)
def test_a_card_of_a_list_of_stories_is_a_teaser(card: str) -> None:
    more = "It covers forty winters, two wrecks and one wedding, and nobody has asked for it back."
    cards = "".join(card.format(n=n, text=text, more=more) for n, text in enumerate(HEADLINES))
    found = own(f"<main>{OWN}</main><div>{cards}</div>")
    assert found[:2] == ["Ferry runs again", "The ferry between the two banks has run again since Monday."]
    assert not any(more in text for text in found)
    assert not set(HEADLINES) & set(found)


def test_paragraphs_with_links_are_no_teasers() -> None:
    text = 'The operator, <a href="/k">Kestrel Lines</a>, said that tickets cost as much as before.'
    assert len(own(f"<article><h1>Ferry runs again</h1><p>{text}</p><p>{text}</p><p>{text}</p></article>")) == 4


def test_long_sections_with_a_linked_heading_are_no_cards() -> None:
    long = "The ferry between the two banks has run again since Monday, after a winter in the dock. " * 6
    sections = "".join(f'<section><h2><a href="#s{n}">{n}.</a></h2><p>{long}</p></section>' for n in range(3))
    assert own(sections).count(long.strip()) == 3


def test_a_page_without_links_has_no_teasers() -> None:
    assert len(own(OWN)) == 2
