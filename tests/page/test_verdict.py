"""The verdict on pages whose kind is plain to see, and on generated pages that no model has learned from."""

from importlib.resources import files

import numpy as np
import pytest

import copydesk
from copydesk.capture import Capture
from copydesk.page.findings import ARTICLE_KINDS, Kind
from copydesk.page.trees import Ensemble
from copydesk.page.verdict import BARE, KINDS, called
from copydesk.reading import read_capture
from training.verdict import held_out, make_pages

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
    chances = np.zeros(len(KINDS))
    chances[KINDS.index(Kind.GALLERY)] = 0.15
    chances[KINDS.index(Kind.ERROR)] = 0.45
    chances[KINDS.index(Kind.WALL)] = 0.4
    assert called(chances)[0] is Kind.ERROR
    chances[KINDS.index(Kind.GALLERY)], chances[KINDS.index(Kind.WALL)] = 0.55, 0.0
    assert called(chances)[0] is Kind.GALLERY


def test_one_row_is_scored_as_many_are() -> None:
    with np.load(str(files("copydesk.page") / "kinds.npz"), allow_pickle=False) as arrays:
        trees = Ensemble.from_arrays(
            {part: arrays[f"subjects.{part}"] for part in ("features", "borders", "leaves", "bias")}
        )
        columns = int(arrays["subjects.features"].max()) + 1
    rows = np.random.default_rng(7).normal(scale=3, size=(20, columns)).astype(np.float32)
    assert np.allclose(trees.scores(rows), [trees.score(row) for row in rows], rtol=0, atol=1e-12)


@pytest.fixture(scope="module")
def unseen() -> list[tuple[Kind, Kind]]:
    """Kind and verdict of the invented pages that are held out of training."""
    return [(page.kind, copydesk.read(page.text).verdict.kind) for page in held_out.pages()]


def test_most_held_out_pages_say_nothing_that_a_book_says() -> None:
    learned = held_out.learned_messages()
    bad = [page for page in held_out.pages() if page.kind in BAD]
    assert sum(held_out.says_what_a_book_says(page, learned) for page in bad) <= 45


def test_the_same_book_gives_the_same_pages() -> None:
    assert list(make_pages.files("second")) == list(make_pages.files("second"))


def test_unseen_pages_that_carry_nothing_are_found(unseen: list[tuple[Kind, Kind]]) -> None:
    bad = [found in BAD for kind, found in unseen if kind in BAD]
    assert sum(bad) / len(bad) >= 0.95


def test_unseen_short_items_are_not_thrown_away(unseen: list[tuple[Kind, Kind]]) -> None:
    items = [found for kind, found in unseen if kind in ARTICLE_KINDS]
    assert sum(found in BAD for found in items) / len(items) <= 0.05


def test_three_kinds_carry_nothing() -> None:
    assert set(BARE) == BAD
