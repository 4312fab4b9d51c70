"""Cues: a look at a whole page says of which texts they may be, and leaves none out."""

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.segments import Elements, Outline, Segment, Shape
from copydesk.page.signs import read_signs

ALL_CUES = [cue for cue in vars(cues).values() if isinstance(cue, cues.Cue)]
SIGNS = (
    "404 Not Found", "Sorry, the page you are looking for does not exist.", "Страница не найдена", "页面不存在",
    "Apps for Android and iPhone", "Download our app", "No comments yet", "Read also: the bridge", "ログイン", "Oops!",
    "Alle Rechte vorbehalten", "Abonnez-vous à la newsletter", "Войти", "تعذر العثور على الصفحة", "Just a moment...",
)  # fmt: skip


def possible_cues(*texts: str) -> NDArray[np.uint32]:
    """For each text of a page the bits of the cues that are possible in it."""
    return read_signs(Outline(Elements.root("html"), [Segment(text, 0, Shape.PARAGRAPH) for text in texts])).cues


@given(st.lists(st.one_of(st.sampled_from(SIGNS), st.text(min_size=1, max_size=60)), max_size=12))
def test_what_is_found_in_a_text_was_possible(texts: list[str]) -> None:
    for text, possible in zip(texts, possible_cues(*texts).tolist(), strict=True):
        assert [cue.is_in(text, possible) for cue in ALL_CUES] == [cue.is_in(text) for cue in ALL_CUES]


@pytest.mark.parametrize("text", ["Appetite grows with eating", "Pagers are back", "Erroneous reports"])
def test_a_longer_word_that_begins_like_a_phrase_is_not_looked_for(text: str) -> None:
    possible = int(possible_cues(text)[0])
    assert not possible & (cues.PROMOTION.bit | cues.ERROR.bit)


@pytest.mark.parametrize("text", ["All in all", "To be or not", "İn the end", "All"])
def test_a_short_word_is_not_looked_for_where_another_word_than_in_a_phrase_follows(text: str) -> None:
    assert not possible_cues(text)[0] & (cues.NOTICE.bit | cues.PAYWALL.bit)


@pytest.mark.parametrize(
    "text", ["All rights reserved", "x ALL RIGHTS RESERVED", "To keep reading", "all are reserved"]
)
def test_a_short_word_is_looked_for_where_the_next_begins_like_that_of_a_phrase(text: str) -> None:
    looked_for = possible_cues(text)[0] & (cues.NOTICE.bit | cues.PAYWALL.bit) != 0
    assert looked_for == (cues.NOTICE.is_in(text) or cues.PAYWALL.is_in(text))


@given(st.text(alphabet=string.ascii_letters + " ", min_size=1, max_size=80))
def test_case_makes_no_difference(text: str) -> None:
    assert possible_cues(text.upper()) == possible_cues(text.lower())


@pytest.mark.parametrize("between", ["", "\0", "\0\0", "\n", "\ud800", "\U0001f600", "x" * 70, "é" * 70, "İ"])
def test_what_else_stands_in_a_text_does_not_matter(between: str) -> None:
    texts = (f"{between} A swim", "Nothing", f"İ{between} 404 not found {between}", f"{between} 页面不存在", " ")
    error = possible_cues(*texts) & cues.ERROR.bit
    assert error.astype(bool).tolist() == [False, False, True, True, False]


def test_words_are_found_wherever_they_stand_in_a_long_text() -> None:
    texts = tuple(f"{'x ' * n}404 not found" for n in range(200))
    assert (possible_cues(*texts) & cues.ERROR.bit).all()
