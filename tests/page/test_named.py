"""Named: what the elements around the surest messages of a page are called."""

from dataclasses import replace

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.hints import Hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.messages import SORTS
from copydesk.page.named import SIGNS, STEPS, named
from copydesk.page.told import listen
from tests.page.models import INDIFFERENT


def numbers(body: str, message: str) -> dict[str, float]:
    """What is said of the surest message of a page, where one text alone is taken for a message."""
    outline = cut(LexborHTMLParser(f"<html><body>{body}</body></html>"), Limits())
    heard = listen(outline, [0.0] * len(outline.segments), Hints(), INDIFFERENT)
    said = np.full((len(heard.texts), len(SORTS)), -9.0)
    if message in heard.texts:
        said[heard.texts.index(message), 0] = 5.0
    return dict(zip(SIGNS, named(outline, replace(heard, said=said)), strict=False))


def test_the_innermost_name_is_the_nearest() -> None:
    near = numbers('<div class="Story-paywallBox"><p class="paywall">Read on?</p></div><p>News.</p>', "Read on?")
    far = numbers('<div class="Story-paywallBox"><p>Read on?</p></div><p>News.</p>', "Read on?")
    assert near["paywall"] == 1.0
    assert far["paywall"] == 1 - 1 / STEPS
    assert near["body"] == far["body"] == 1 - 1 / STEPS


def test_names_around_other_texts_do_not_count() -> None:
    assert not any(numbers('<div><p>Read on?</p></div><p class="captcha">News.</p>', "Read on?").values())


def test_a_name_too_far_away_does_not_count() -> None:
    inner = "<div>" * STEPS + "<p>Read on?</p>" + "</div>" * STEPS
    assert not any(numbers(f'<section id="login">{inner}</section>', "Read on?").values())


def test_every_page_is_described_by_as_many_numbers() -> None:
    outlines = [
        cut(LexborHTMLParser(body), Limits()) for body in ("", "<p>One</p>", "<p>One</p><p>Two</p><p>Three</p>")
    ]
    lengths = set()
    for outline in outlines:
        lengths.add(len(named(outline, listen(outline, [0.0] * len(outline.segments), Hints(), INDIFFERENT))))
    assert lengths == {2 * len(SIGNS)}
