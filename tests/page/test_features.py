"""Features of segments: what the kernel computes is what Python's own strings and patterns say."""

import random
import sys
import unicodedata
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wasmtime import Trap

from copydesk.page.characters import (
    ALNUM,
    BASIC_PLANE,
    CASED_CODES,
    DECIMAL,
    IN_WORD,
    KNOWN_CODES,
    MARK,
    SPACE,
    WIDE,
    WORD,
    case_table,
    traits,
)  # fmt: skip
from copydesk.page.features import DATE_LIKE, Matrix, feature_names, features
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, Weights
from copydesk.page.segments import WIDE as WIDE_PATTERN
from copydesk.page.segments import Elements, Outline, Segment, Shape, integers, letters_and_digits
from copydesk.page.signs import read_signs

NO_WORDS = Lexicon(Weights({}), Weights({}))
EVERYTHING = [chr(code) for code in range(sys.maxunicode + 1)]
TEXTS = st.lists(st.text(st.characters() | st.sampled_from("aAßİΣ .,19:/-年"), min_size=1), min_size=1, max_size=6)
DATES = st.text("0123456789:./-年 _a19202٣𝟎", min_size=1, max_size=90)


def outline_of(*texts: str) -> Outline:
    return Outline(Elements.root("html"), [Segment(text, 0, Shape.PARAGRAPH) for text in texts])


def rows_of(outline: Outline, hints: Hints | None = None) -> dict[str, list[float]]:
    rows: Matrix = features(outline, hints or Hints(), NO_WORDS)
    return {name: rows[:, n].tolist() for n, name in enumerate(feature_names())}


def key_of(text: str) -> str:
    return letters_and_digits(text[:120]).casefold() + text[120:]


def test_every_column_has_a_name_of_its_own() -> None:
    names = feature_names()
    assert len(set(names)) == len(names) == features(outline_of("a"), Hints(), NO_WORDS).shape[1]
    assert names[:3] == ("chars", "words", "upper")
    assert names[-1] == "level+2"


def test_rows_lie_column_after_column() -> None:
    rows = features(outline_of("One", "Two", "Three"), Hints(), NO_WORDS)
    assert rows.dtype == np.float32
    assert rows.T.flags.c_contiguous


def test_what_is_known_of_characters_is_what_python_says() -> None:
    table = np.full(len(EVERYTHING), 0, dtype=np.uint8)
    table[:KNOWN_CODES] = traits()
    for bit, said in (
        (ALNUM, [char.isalnum() for char in EVERYTHING]),
        (DECIMAL, [char.isdecimal() for char in EVERYTHING]),
        (IN_WORD, [WORD.match(char) is not None for char in EVERYTHING[:BASIC_PLANE]]),
        (WIDE, [WIDE_PATTERN.match(char) is not None for char in EVERYTHING]),
    ):
        assert (table[: len(said)] & bit > 0).tolist() == said
        assert not (table[len(said) :] & bit).any()
    spaces = (table & 15)[:BASIC_PLANE] == SPACE
    assert spaces.tolist() == [char.isspace() for char in EVERYTHING[:BASIC_PLANE]]
    assert (table & 15).max() == MARK


@pytest.mark.parametrize("change", [str.lower, str.casefold])
def test_changes_of_case_are_those_of_python(change: Callable[[str], str]) -> None:
    one, several = case_table(change)
    found = [
        chr(code) if code >= 0 else "".join(map(chr, filter(None, several[~code].tolist()))) for code in one.tolist()
    ]
    assert found == [change(char) for char in EVERYTHING[:CASED_CODES]]
    assert all(change(char) == char for char in EVERYTHING[CASED_CODES:])


@given(TEXTS)
def test_characters_are_counted_by_class(texts: list[str]) -> None:
    rows = rows_of(outline_of(*texts))
    for n, text in enumerate(texts):
        basic = [char for char in text if char < "\U00010000"]
        read = len(text) + 1.5 * len(WIDE_PATTERN.findall(text))
        letters = [char for char in basic if unicodedata.category(char) in ("Lu", "Lt", "Ll", "Lo", "Lm")]
        upper = [char for char in letters if unicodedata.category(char) in ("Lu", "Lt")]
        digits = [char for char in basic if unicodedata.category(char) == "Nd"]
        assert rows["chars"][n] == np.float32(np.log1p(read))
        assert rows["upper"][n] == np.float32(len(upper) / max(len(letters), 1))
        assert rows["digits"][n] == np.float32(len(digits) / read)
        assert rows["spaces"][n] == np.float32(sum(char.isspace() for char in basic) / read)
        assert rows["copyright"][n] == ("©" in text)
        assert rows["ends_colon"][n] == (text[-1] == ":")


@given(st.lists(DATES, min_size=1))
def test_dates_are_those_of_the_pattern(texts: list[str]) -> None:
    found = rows_of(outline_of(*texts))
    for n, text in enumerate(texts):
        has_digit = any(char.isdecimal() and char < "\U00010000" for char in text)
        assert found["date_like"][n] == (has_digit and len(text) < 80 and DATE_LIKE.search(text) is not None)


@given(TEXTS, TEXTS, st.text(max_size=60))
def test_likeness_is_to_what_metadata_says(texts: list[str], others: list[str], said: str) -> None:
    titles = (*others, *texts[1:2])
    hints = Hints(titles, said + texts[0] + said, " ".join(others) + texts[-1], tuple(others))
    rows = rows_of(outline_of(*texts), hints)
    keys, title_keys = list(map(key_of, texts)), set(map(key_of, titles))
    described = letters_and_digits(hints.description).casefold()
    authors = [name.casefold() for name in others if len(name) > 3]
    for n, (text, key) in enumerate(zip(texts, keys, strict=True)):
        folded, said_enough = text.casefold(), len(text) >= 20
        could_be_title = 8 <= len(text) <= 300
        in_title = 2 if key in title_keys else folded in " | ".join(titles).casefold()
        assert rows["is_title"][n] == (in_title if could_be_title else 0)
        assert rows["in_description"][n] == (described != "" and said_enough and key[:80] in described)
        assert rows["in_article_body"][n] == ((1 if text in hints.article_body else -1) if said_enough else 0)
        assert rows["names_author"][n] == (len(text) < 200 and any(name in folded for name in authors))
        assert rows["repeats"][n] == min(keys.count(key) - 1, 5)
        assert rows["earlier"][n] == (keys.index(key) < n)


def test_texts_are_found_in_a_body_that_repeats_itself_without_end() -> None:
    numbers = random.Random(1)
    body = "".join("a" * numbers.randrange(140, 151) + numbers.choice("bc") for _ in range(600))
    starts = [numbers.randrange(len(body) - 900) for _ in range(300)]
    texts = [body[start : start + numbers.randrange(20, 900)] for start in starts]
    texts += [f"{text}{'a' * numbers.randrange(200)}" for text in texts]
    assert {text in body for text in texts} == {True, False}
    found = rows_of(outline_of(*texts), Hints(article_body=body))["in_article_body"]
    assert found == [1 if text in body else -1 for text in texts]


def test_neighbours_stand_beside_each_row_and_nothing_beyond_the_ends() -> None:
    rows = rows_of(outline_of("a", "bb?", "ccc"))
    chars = rows["chars"]
    assert rows["chars-2"] == [-1, -1, chars[0]]
    assert rows["chars-1"] == [-1, chars[0], chars[1]]
    assert rows["chars+1"] == [chars[1], chars[2], -1]
    assert rows["chars+2"] == [chars[2], -1, -1]


def test_columns_are_smoothed_over_nine_segments_and_zeros_beyond_the_ends() -> None:
    few, many = rows_of(outline_of("A.", "b", "c", "d.")), rows_of(outline_of(*["A.", "b"] * 10))
    assert few["smooth_ends_sentence"] == [0.5] * 4
    assert np.allclose(many["smooth_ends_sentence"], np.convolve([1.0, 0.0] * 10, np.ones(9) / 9, mode="same"))


def test_where_a_segment_stands() -> None:
    # html > (nav > a.menu, main > (article > (p, p), p))
    elements = Elements(
        integers([-1, 0, 1, 0, 3, 4, 4, 3]),
        integers([0, 1, 2, 3, 4, 5, 5, 5]),
        integers([0, 1, 2, 1, 2, 3, 3, 2]),
        integers([8, 3, 3, 8, 7, 6, 7, 8]),
        ["html", "nav", "a", "main", "article", "p"],
        ["", "", "menu", "", "", ""],
    )
    long = "This is running text, and there is enough of it to count as such, as it is long. " * 2
    texts = {2: "Home", 5: long, 6: long, 7: "More"}
    outline = Outline(elements, [Segment(text, element, Shape.PARAGRAPH) for element, text in texts.items()])
    rows = rows_of(outline)
    assert rows["depth"] == [2, 3, 3, 2]
    assert rows["below_main"] == [-1, 1, 1, -1]
    assert rows["above_main"] == [2, 0, 0, 1]
    assert rows["main_depth"] == [2] * 4
    assert rows["rank"] == [1, 1, 2, 1]
    assert rows["home_alone"] == [1] * 4
    assert rows["region_0"] == [1, 0, 0, 0]
    assert rows["region_4"] == [0, 1, 1, 0]
    assert rows["region_5"] == [0, 1, 1, 1]
    assert rows["home_running"] == [0, 0.5, 0.5, 0]
    assert rows["parent_running"] == [0, 1, 1, 1]
    assert rows["like_count"] == np.log1p([1, 2, 2, 1]).astype(np.float32).tolist()
    assert rows["running_before"] == [0, 0, 0.5, 1]
    assert rows["since_running"] == [50, 0, 0, 1]
    assert rows["until_running"] == [1, 0, 0, 50]


def test_words_of_names_are_kept_where_they_were_found() -> None:
    outline = outline_of("a")
    features(outline, Hints(), NO_WORDS)
    assert outline.elements.naming_words() == "<html>"


def test_rows_that_do_not_fit_the_texts_are_refused() -> None:
    outline = outline_of("One.", "Two.")
    outline.rows()
    outline.segments.append(Segment("Three.", 0, Shape.PARAGRAPH))
    with pytest.raises(Trap):
        read_signs(outline)
