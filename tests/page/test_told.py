"""Told: which texts of a page are heard for messages, and what counts as a body that contradicts them."""

from dataclasses import replace

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.hints import Hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.messages import SORTS
from copydesk.page.segments import Outline
from copydesk.page.told import (
    BODY_LETTERS,
    FEW_TEXTS,
    UNSPOKEN,
    _broken_off,
    body_letters,
    has_long_body,
    listen,
    told,
)
from tests.page.models import INDIFFERENT

SENTENCE = "The ferry between the two banks has run again since Monday, after a winter in the dock. "
PARAGRAPH = f"<p>{SENTENCE * 4}</p>"
CARDS = "".join(
    f'<div class="card"><a href="/{n}">Council votes to keep bus number {n}</a><time>4 March</time><p>{SENTENCE * 4}</p></div>'
    for n in range(8)
)


def page(body: str) -> tuple[Outline, list[float]]:
    """The outline of a page, and scores that take all of it for main content."""
    outline = cut(LexborHTMLParser(f"<html><body>{body}</body></html>"), Limits())
    return outline, [1.0] * len(outline.segments)


def test_nothing_is_heard_where_there_is_a_long_body() -> None:
    outline, scores = page(PARAGRAPH * 3 + "<p>The end.</p>" * FEW_TEXTS)
    assert has_long_body(outline, scores)
    assert listen(outline, scores, Hints(), INDIFFERENT) is UNSPOKEN


def test_a_page_of_few_texts_is_heard_unless_its_body_is_very_long() -> None:
    assert not has_long_body(*page(PARAGRAPH * 3))
    assert has_long_body(*page(PARAGRAPH * 6))


def test_summaries_that_begin_with_their_headline_are_no_long_body() -> None:
    item = f'<li><a href="/7">Council votes to keep the last bus</a><br>{SENTENCE * 3}</li>'
    assert not has_long_body(*page(f"<ol>{item * 9}</ol>"))


def test_title_and_texts_are_heard_and_links_are_not() -> None:
    outline, scores = page('<h1>Gone fishing</h1><p>No such page.</p><p><a href="/">To the front page</a></p>')
    heard = listen(outline, scores, Hints(titles=("Gone",)), INDIFFERENT)
    assert heard.texts == ["Gone", "Gone fishing", "No such page."]


def test_other_stories_and_messages_are_no_body() -> None:
    outline, scores = page(f"<h1>No such page</h1><p>{SENTENCE}</p><p>We looked everywhere for it.</p>{CARDS}")
    heard = listen(outline, scores, Hints(), INDIFFERENT)
    said = np.full((len(heard.texts), len(SORTS)), -9.0)
    body = body_letters(outline, scores, replace(heard, said=said), 1.0)
    assert len(SENTENCE) <= body < BODY_LETTERS
    said[heard.texts.index(SENTENCE.strip()), 0] = 5.0
    assert body_letters(outline, scores, replace(heard, said=said), 1.0) <= body - len(SENTENCE.strip())


def test_every_page_is_described_by_as_many_numbers() -> None:
    lengths = set()
    for body in ("", "<p>Hello</p>", '<a href="/">Home</a>', PARAGRAPH * 3, CARDS, "<p hidden>Hello</p>"):
        outline, scores = page(body)
        lengths.add(len(told(outline, scores, Hints(), listen(outline, scores, Hints(), INDIFFERENT))))
    assert len(lengths) == 1


def test_a_text_breaks_off_or_ends_as_a_sentence_does() -> None:
    ends = {end: _broken_off([SENTENCE.strip(" .") + end]) for end in (".", "…", "...", " […]", "", ".”", "。", " in")}
    assert {end for end, (cut_off, _) in ends.items() if cut_off} == {"…", "...", " […]"}
    assert {end for end, (_, complete) in ends.items() if complete} == {".", ".”", "。"}
    assert _broken_off(["Short."]) == _broken_off([]) == [-1.0, -1.0]
