"""Words of names and texts, cut for a whole page at once: the same as one by one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from copydesk.page.features import feature_names, features
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, Weights, Words, names_words, texts_words
from copydesk.page.segments import Elements, Outline, Segment, Shape, integers

NAMES = st.lists(st.tuples(st.sampled_from(["div", "h1", "news-box", "p"]), st.text(max_size=40)), max_size=8)
TEXTS = st.lists(st.text(alphabet=st.characters(max_codepoint=0xFFFF), max_size=90), max_size=8)


def of_each(words: Words, count: int) -> list[list[str]]:
    return [[word for word, owner in zip(words.words, words.owners, strict=True) if owner == n] for n in range(count)]


def first_words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", text[:80].lower())
    return [*found, f"{' '.join(found)}$"] if len(text) <= 40 and len(found) < 6 else found[:6]


def test_a_name_has_the_words_of_its_parts_and_its_tag() -> None:
    words = names_words(["div", "h1", "news-box"], ["ArticleBody article__text md:w-1/2 x2", "", "заголовокТекста"])
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
    tags, namings = [tag for tag, _ in names], [naming.replace("\0", "") for _, naming in names]
    alone = [of_each(names_words([tag], [naming]), 1)[0] for tag, naming in zip(tags, namings, strict=True)]
    assert of_each(names_words(tags, namings), len(names)) == alone


@given(TEXTS)
def test_texts_have_the_words_that_each_has_alone(texts: list[str]) -> None:
    assert of_each(texts_words(texts), len(texts)) == [first_words(text.replace("\0", " ")) for text in texts]


def column(name: str, outline: Outline, lexicon: Lexicon) -> list[float]:
    values: list[float] = features(outline, Hints(), lexicon)[:, feature_names().index(name)].tolist()
    return values


def test_capital_sigmas_get_the_small_form_of_their_place() -> None:
    texts = ["ΟΔΥΣΣΕΑΣ ΣΑΣ", "İΣ ΑΣ", f"{'Α' * 79}ΣΑ"]
    assert of_each(texts_words(texts), 3) == [first_words(text) for text in texts]
    words = names_words(["div", "x-ΑΣ"], ["ΟΔΟΣ-abcΣ", ""])
    assert of_each(words, 2) == [["<div>", "οδος", "abcς"], ["<x-ΑΣ>"]]


def test_a_different_word_is_there_once_and_its_uses_are_in_order() -> None:
    words = names_words(["p", "p"], ["note lead", "lead"])
    assert words.distinct == ["<p>", "note", "lead"]
    assert words.words == ["<p>", "<p>", "note", "lead", "lead"]
    assert words.owners.tolist() == [0, 1, 0, 0, 1]


def test_a_word_that_a_name_has_twice_counts_once_and_an_unknown_one_not_at_all() -> None:
    lexicon = Lexicon(Weights({"nav": -1.5, "<div>": 0.25}), Weights({}))
    parents, numbers, ends = integers([-1, 0]), integers([0, 1]), integers([2, 2])
    elements = Elements(parents, numbers, numbers, ends, ["div", "p"], ["nav nav-item", "other"])
    outline = Outline(elements, [Segment("Home", element, Shape.PARAGRAPH) for element in (0, 1)])
    assert column("markup_own", outline, lexicon) == [-1.25, 0.0]


def test_mean_and_lowest_weight_are_those_of_known_words() -> None:
    lexicon = Lexicon(Weights({}), Weights({"read": -1.0, "more": -2.0, "read more$": -3.0}))
    segments = [Segment(text, 0, Shape.PARAGRAPH) for text in ("Read more", "Nothing of it")]
    outline = Outline(Elements.root("html"), segments)
    assert column("text_mean", outline, lexicon) == [-2.0, 0.0]
    assert column("text_worst", outline, lexicon) == [-3.0, 0.0]
