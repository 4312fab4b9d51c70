"""Cues: a look at a whole page says of which texts they may be, and leaves none out."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.page import cues

ALL_CUES = [cue for cue in vars(cues).values() if isinstance(cue, cues.Cue)]
SIGNS = (
    "404 Not Found", "Sorry, the page you are looking for does not exist.", "Страница не найдена", "页面不存在",
    "Apps for Android and iPhone", "Download our app", "No comments yet", "Read also: the bridge", "ログイン", "Oops!",
    "Alle Rechte vorbehalten", "Abonnez-vous à la newsletter", "Войти", "تعذر العثور على الصفحة", "Just a moment...",
)  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=60)), max_size=12))
def test_what_is_found_in_a_text_was_possible(texts: list[str]) -> None:
    for text, possible in zip(texts, cues.possible_cues(tuple(texts)).tolist(), strict=True):
        assert [cue.is_in(text, possible) for cue in ALL_CUES] == [cue.is_in(text) for cue in ALL_CUES]


@pytest.mark.parametrize("text", ["Appetite grows with eating", "Pagers are back", "Erroneous reports"])
def test_a_longer_word_that_begins_like_a_phrase_is_not_looked_for(text: str) -> None:
    possible = int(cues.possible_cues((text,))[0])
    assert not possible & (cues.PROMOTION.bit | cues.ERROR.bit)


@given(st.text(alphabet=string.ascii_letters + " ", max_size=80))
def test_case_makes_no_difference(text: str) -> None:
    assert cues.possible_cues((text.upper(),)) == cues.possible_cues((text.lower(),))


@pytest.mark.parametrize("between", ["", "\0", "\0\0", "\n", "\ud800", "\U0001f600", "x" * 70, "é" * 70, "İ"])
def test_what_else_stands_in_a_text_does_not_matter(between: str) -> None:
    texts = (f"{between} A swim", "Nothing", f"İ{between} 404 not found {between}", f"{between} 页面不存在", "")
    error = cues.possible_cues(texts) & cues.ERROR.bit
    assert error.astype(bool).tolist() == [False, False, True, True, False]


def test_words_are_found_wherever_they_stand_in_a_long_text() -> None:
    texts = tuple(f"{'x ' * n}404 not found" for n in range(200))
    assert (cues.possible_cues(texts) & cues.ERROR.bit).all()
