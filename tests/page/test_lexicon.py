"""Words of names and texts, cut for a whole page at once: the same as one by one."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copydesk.page.lexicon import Weights, Words, names_words, texts_words

NAMES = st.lists(st.tuples(st.sampled_from(["div", "h1", "news-box", "p"]), st.text(max_size=40)), max_size=8)
TEXTS = st.lists(st.text(alphabet=st.characters(max_codepoint=0xFFFF), max_size=90), max_size=8)


def of_each(words: Words, count: int) -> list[list[str]]:
    return [[word for word, owner in zip(words.words, words.owners, strict=True) if owner == n] for n in range(count)]


def first_words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", text[:80].lower())
    return [*found, f"{' '.join(found)}$"] if len(text) <= 40 and len(found) < 6 else found[:6]


def test_a_name_has_the_words_of_its_parts_and_its_tag() -> None:
    words = names_words([("div", "ArticleBody article__text md:w-1/2 x2"), ("h1", ""), ("news-box", "заголовокТекста")])
    assert of_each(words, 3) == [
        ["<div>", "article", "body", "article", "text"],
        ["<h1>"],
        ["<news-box>", "заголовоктекста", "news", "box"],
    ]


def test_a_text_has_its_first_six_words_and_a_short_one_is_known_as_a_whole() -> None:
    words = texts_words(["Read more", "One two three four five six seven", "2024", ""])
    assert of_each(words, 4) == [
        ["read", "more", "read more$"],
        ["one", "two", "three", "four", "five", "six"],
        ["$"],
        ["$"],
    ]


@given(NAMES)
def test_names_do_not_run_into_each_other(names: list[tuple[str, str]]) -> None:
    names = [(tag, naming.replace("\0", "")) for tag, naming in names]
    assert of_each(names_words(names), len(names)) == [of_each(names_words([name]), 1)[0] for name in names]


@given(TEXTS)
def test_texts_have_the_words_that_each_has_alone(texts: list[str]) -> None:
    assert of_each(texts_words(texts), len(texts)) == [first_words(text.replace("\0", " ")) for text in texts]


def test_a_word_that_a_name_has_twice_counts_once_and_an_unknown_one_not_at_all() -> None:
    weights = Weights({"nav": -1.5, "<div>": 0.25})
    words = names_words([("div", "nav nav-item"), ("p", "other")])
    assert weights.sums(words, 2).tolist() == [-1.25, 0.0]


def test_mean_and_lowest_weight_are_those_of_known_words() -> None:
    weights = Weights({"read": -1.0, "more": -2.0, "read more$": -3.0})
    mean, lowest = weights.means_and_lowest(texts_words(["Read more", "Nothing of it"]), 2)
    assert np.allclose(mean, [-2.0, 0.0])
    assert lowest.tolist() == [-3.0, 0.0]
