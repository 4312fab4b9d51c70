"""The words of a page, as the kernel cuts them and as the model of page kinds knows them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copydesk.page.segments import Elements, Outline
from copydesk.page.traits import measure_and_read
from copydesk.page.vocabulary import PLACES, WordModel, words_of

SIGNS = str.maketrans(".,:()", "     ")
TEXTS = st.text(st.one_of(st.sampled_from(" .,:()\n\t\x1c\x85\xa0\u1680\u2003\u2028\u3000ab"), st.characters()))


def model(**words: dict[str, int]) -> WordModel:
    """A model that knows some words in each place, whose weights speak for the first of two kinds."""
    known = {place: words.get(place, {"other": 0}) for place in PLACES}
    weights = {place: np.array([[weight, 0] for weight in known[place].values()], np.int16) for place in PLACES}
    return WordModel({place: "\n".join(known[place]) for place in PLACES}, weights)


def said(some: WordModel, texts: dict[str, str]) -> list[float]:
    """What the words of texts say beside a page that shows nothing."""
    return measure_and_read(Outline(Elements(), []), [], some, texts)[1]


@given(TEXTS)
def test_words_stand_between_white_space_and_signs(text: str) -> None:
    assert words_of("body", text) == set(text.translate(SIGNS).split())


@given(TEXTS)
def test_lines_are_words_too_where_texts_are_short(text: str) -> None:
    assert words_of("text", text) == {*text.translate(SIGNS).split(), *text.split("\n")}
    assert words_of("naming", text) == set(text.split("\n"))


def test_a_word_speaks_once_in_its_place_and_an_unknown_one_not_at_all() -> None:
    some = model(text={"read": 30, "read more": 12}, body={"read": 5})
    assert said(some, {"text": "read\nread more", "body": "more of it"}) == [42 / 2**0.5, 0.0, 0.0, 0.0]
    assert said(some, {"body": "(read) read, read: it"}) == [5.0, 0.0]
    assert said(some, {"text": "", "naming": ""}) == [0.0, 0.0, 0.0, 0.0]


@given(st.dictionaries(st.text(st.characters(exclude_characters="\n"), min_size=1), st.integers(-99, 99), min_size=1))
def test_each_word_is_told_from_the_others(words: dict[str, int]) -> None:
    some = model(naming=words)
    assert [said(some, {"naming": word})[0] for word in words] == list(map(float, words.values()))


def test_each_of_many_words_is_found() -> None:
    words = {f"word{n}": n % 1_000 for n in range(60_000)}
    some = model(naming=words)
    assert said(some, {"naming": "\n".join(words)}) == [sum(words.values()) / len(words) ** 0.5, 0.0]
    assert said(some, {"naming": "\n".join(f"other{n}" for n in range(60_000))}) == [0.0, 0.0]
