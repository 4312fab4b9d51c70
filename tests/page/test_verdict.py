"""The verdict on pages whose kind is plain to see, and on generated pages that no model has learned from."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

import copydesk
from copydesk.capture import Capture
from copydesk.page.findings import ARTICLE_KINDS, Kind
from copydesk.page.hints import Hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.messages import SORTS
from copydesk.page.told import BODY_LETTERS, LONG_MESSAGE, listen
from copydesk.page.traits import measure
from copydesk.page.verdict import (
    BARE,
    BARE_FROM,
    BEYOND_DOUBT,
    CONTRADICTED,
    KINDS,
    NEWS_LETTERS,
    NO_STUB,
    PLAINLY,
    RULED_OUT,
    STUB_LETTERS,
    SUBJECTS,
    called,
    chances_of,
    evidence,
)
from copydesk.reading import read_capture
from tests.page.models import INDIFFERENT
from training.verdict import make_pages, overlap, whole_pages

BAD = {Kind.ERROR, Kind.WALL, Kind.EMPTY}

ITEM = """<html><head><title>Ferry runs again - Harbour Post</title></head><body><article><h1>Ferry runs again</h1>
<p class="date">4 March 2024</p><p>The ferry between the two banks has run again since Monday, after a winter in dock.</p>
<p>Tickets cost as much as before, the operator said, and bicycles travel free until the end of the month.</p>
</article></body></html>"""
MISSING = """<html><head><title>Page not found</title></head><body><h1>404</h1><p>The page could not be found.</p>
<a href="/">Home</a></body></html>"""


def test_a_short_item_is_an_article() -> None:
    assert copydesk.read(ITEM).verdict.kind is Kind.ARTICLE


def test_a_page_that_only_says_that_it_was_not_found_is_an_error() -> None:
    verdict = copydesk.read(MISSING).verdict
    assert verdict.kind is Kind.ERROR
    assert any("could not be found" in reason or "404" in reason for reason in verdict.reasons)


def test_an_article_delivered_with_an_error_status_stays_an_article() -> None:
    assert read_capture(Capture(ITEM, status=404)).verdict.kind is Kind.ARTICLE


def test_an_error_delivered_with_success_stays_an_error() -> None:
    assert read_capture(Capture(MISSING, status=200)).verdict.kind is Kind.ERROR


def test_a_page_without_any_text_is_empty() -> None:
    shell = (
        '<html><head><title>News</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>'
    )
    assert copydesk.read(shell).verdict.kind is Kind.EMPTY


def test_whether_a_page_carries_anything_is_settled_before_its_kind() -> None:
    chances = [0.0] * len(KINDS)
    chances[KINDS.index(Kind.GALLERY)] = 0.15
    chances[KINDS.index(Kind.ERROR)] = 0.45
    chances[KINDS.index(Kind.WALL)] = 0.4
    assert called(chances)[0] is Kind.ERROR
    chances[KINDS.index(Kind.GALLERY)], chances[KINDS.index(Kind.WALL)] = 0.55, 0.0
    assert called(chances)[0] is Kind.GALLERY


def factors(letters: int, loud: float, *, before: str = "<p>Hint</p>") -> list[float]:
    """The evidence of a page that surely has so many letters of main content, each text of which is heard as loudly,
    with something before it that has a hint of a message."""
    text = "".join(f"<p>{'a' * 100}</p>" for _ in range(letters // 100)) + f"<p>{'a' * (letters % 100)}</p>"
    outline = cut(LexborHTMLParser(f"<html><body>{before}{text}</body></html>"), Limits())
    scores = [float(segment.text.startswith("a")) for segment in outline.segments]
    heard = listen(outline, scores, Hints(), INDIFFERENT)
    said = np.full((len(heard.texts), len(SORTS)), loud - np.log(len(SORTS)))
    said[[n for n, text in enumerate(heard.texts) if text == "Hint"]] = -np.log(len(SORTS))
    return evidence(outline, measure(outline, scores), scores, Hints(), replace(heard, said=said))


@pytest.mark.parametrize(
    ("letters", "error", "wall"),
    [(NEWS_LETTERS - 1, 1.0, 1.0), (NEWS_LETTERS, RULED_OUT, 1.0), (STUB_LETTERS - 1, RULED_OUT, 1.0),
     (STUB_LETTERS, RULED_OUT, NO_STUB), (BODY_LETTERS, BEYOND_DOUBT, NO_STUB), (LONG_MESSAGE, BEYOND_DOUBT, RULED_OUT)],
)  # fmt: skip
def test_a_body_rules_out_an_error_and_a_longer_one_a_wall(letters: int, error: float, wall: float) -> None:
    of_error, of_wall, of_empty, *_ = factors(letters, -5.0)
    assert (of_error, of_wall, of_empty) == (error, wall, error)


def test_a_page_with_a_text_on_which_nothing_sounds_like_a_message_is_no_wall() -> None:
    assert factors(NEWS_LETTERS, -5.0, before="")[1] == RULED_OUT
    assert factors(NEWS_LETTERS - 1, -5.0, before="")[1] == 1.0


def test_what_only_looks_like_a_gallery_is_no_wall_for_that() -> None:
    forms = [log(chance) for chance in (0.01, 0.1, 0.01, 0.78, 0.06, 0.04)]
    chances = chances_of(forms, [0.0] * len(SUBJECTS), factors(0, -5.0))
    assert sum(chances) == pytest.approx(1.0)
    assert sum(chances[:3]) < BARE_FROM


def test_what_is_plainly_a_message_rules_out_nothing() -> None:
    assert factors(STUB_LETTERS, PLAINLY)[:3] == [1.0] * 3


def test_a_gallery_that_counts_its_pictures_is_no_wall_however_long_it_is() -> None:
    counters = "<p>Hint</p>" + "".join(f"<p>{n} / 9</p>" for n in range(1, 10))
    assert factors(0, -5.0, before=counters)[1] == factors(STUB_LETTERS, -5.0, before=counters)[1] == CONTRADICTED


@pytest.fixture(scope="module")
def unseen() -> list[tuple[Kind, Kind]]:
    """Kind and verdict of the invented pages that are held out of training."""
    return [(page.kind, copydesk.read(page.text).verdict.kind) for page in whole_pages.pages("made")]


@pytest.mark.parametrize(("which", "most"), [("made", 62), ("hard", 20), ("fresh", 48)])
def test_most_held_out_pages_say_nothing_that_is_learned(which: str, most: int) -> None:
    learned = overlap.learned_messages()
    bad = [page for page in whole_pages.pages(which) if page.kind in BAD]
    assert sum(overlap.says_what_is_learned(page, learned) for page in bad) <= most


def test_the_same_book_gives_the_same_pages() -> None:
    assert list(make_pages.files("second")) == list(make_pages.files("second"))


def test_unseen_pages_that_carry_nothing_are_found(unseen: list[tuple[Kind, Kind]]) -> None:
    bad = [found in BAD for kind, found in unseen if kind in BAD]
    assert sum(bad) / len(bad) >= 0.98


def test_unseen_short_items_are_not_thrown_away(unseen: list[tuple[Kind, Kind]]) -> None:
    items = [found for kind, found in unseen if kind in ARTICLE_KINDS]
    assert sum(found in BAD for found in items) / len(items) <= 0.05


@pytest.mark.parametrize(("which", "least", "lost"), [("hard", 0.9, 0.05), ("fresh", 0.94, 0.05)])
def test_unseen_pages_of_other_writers_are_told_from_short_news(which: str, least: float, lost: float) -> None:
    found = [(page.kind, copydesk.read(page.text).verdict.kind) for page in whole_pages.pages(which)]
    bad = [verdict in BAD for kind, verdict in found if kind in BAD]
    good = [verdict in BAD for kind, verdict in found if kind not in BAD]
    assert sum(bad) / len(bad) >= least
    assert sum(good) / len(good) <= lost


def test_three_kinds_carry_nothing() -> None:
    assert set(BARE) == BAD
