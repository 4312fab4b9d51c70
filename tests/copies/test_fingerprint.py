import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.copies import Fingerprint, Text, fingerprint, fingerprints
from copydesk.copies.fingerprint import BANDS, WIDTH, article_number
from copydesk.copies.words import folded

ARRAYS = ("shingles", "starts", "sentences", "contexts", "values", "bands")
texts = st.lists(st.text(max_size=200), max_size=6).map(lambda parts: Text("x", tuple(parts)))


def same(one: Fingerprint, two: Fingerprint) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ARRAYS)


def words(*parts: str) -> Fingerprint:
    return fingerprint(Text("x", parts))


def test_case_punctuation_quotes_and_paragraph_bounds_leave_no_shingles():
    one = words("“The Bridge,” said Anna, “was closed.”", "It opens on Friday morning.")
    two = words('"the bridge" said anna - "was closed" it opens ON friday morning')
    assert np.array_equal(one.shingles, two.shingles)


def test_compatibility_forms_are_equal():
    assert same(
        words("Der Fluß ﬁndet sein Ende im Hafen von Ｗestmark"),
        words("der fluss findet sein ende im hafen von westmark"),
    )


def test_other_words_are_other_shingles():
    one = words("the bridge over the river was closed")
    two = words("the bridge over the river was opened")
    assert np.count_nonzero(one.shingles != two.shingles) == 1


def test_order_of_letters_and_of_words_counts():
    assert not same(words("on no was saw tea"), words("no on saw was eat"))
    assert not same(words("one two three four five"), words("five four three two one"))


@pytest.mark.parametrize(
    "text",
    ["桥梁在星期一因为撞船事故而关闭了", "橋は月曜日に船の衝突のため閉鎖された", "สะพานถูกปิดในวันจันทร์เพราะเรือชนกัน"],
)
def test_scripts_without_spaces_are_read_by_characters(text):
    print = words(text)
    assert len(print.shingles) > 5
    changed = words(text[:-1] + "x")
    assert 0 < np.isin(print.shingles, changed.shingles).sum() < len(print.shingles)


def test_vowel_signs_do_not_divide_words():
    assert len(words("हिन्दी में लिखा हुआ यह एक छोटा वाक्य है").shingles) == 9 - WIDTH + 1


def test_decimal_points_do_not_end_sentences():
    assert len(words("Prices rose by 3.5 percent in May. They had fallen before that.").starts) == 2


def test_a_text_without_words_has_no_keys():
    for parts in ((), ("",), ("  \n ", "—!"), ("two words",)):
        print = words(*parts)
        assert len(print.shingles) == 0
        assert len(print.bands) == 0


def test_a_text_of_one_shingle_has_all_bands():
    assert len(words("one two three four five").bands) == BANDS


def test_a_changed_word_keeps_most_sentence_keys_of_a_text(paragraphs):
    text = " ".join(paragraphs(1))
    one, two = words(text), words(text.replace(text.split()[30], "altered"))
    assert np.isin(one.sentences, two.sentences).mean() > 0.9


def test_numbers_are_kept_with_the_words_before_them():
    one = words("It was 12 degrees and then it was 14 degrees")
    two = words("It was 12 degrees and then it was 15 degrees")
    assert np.array_equal(one.contexts, two.contexts)
    assert (one.values == two.values).tolist() == [True, False]


@given(st.lists(texts, min_size=1, max_size=6))
def test_a_fingerprint_does_not_depend_on_the_texts_beside_it(batch):
    for text, print in zip(batch, fingerprints(batch), strict=True):
        assert same(print, fingerprint(text))


@given(texts)
def test_a_fingerprint_survives_storage(text):
    print = fingerprint(text)
    assert same(Fingerprint.from_bytes("x", print.to_bytes()), print)


@given(texts)
def test_every_sentence_start_is_a_word(text):
    print = fingerprint(text)
    assert len(print.starts) == len(print.sentences)
    assert np.all(np.diff(print.starts.astype(np.int64)) > 0)


def test_a_fingerprint_of_another_version_is_refused():
    with pytest.raises(ValueError, match="version"):
        Fingerprint.from_bytes("x", bytes([99]) + words("one two three four five").to_bytes()[1:])


def test_a_fingerprint_that_was_cut_is_refused():
    with pytest.raises(ValueError, match="buffer"):
        Fingerprint.from_bytes("x", words("one two three four five six seven").to_bytes()[:-40])


def test_numbers_of_articles_are_signed_and_fixed():
    assert article_number("a") == article_number("a") != article_number("b")
    assert all(-(2**63) <= article_number(str(n)) < 2**63 for n in range(100))


def test_a_very_long_text_is_read_by_its_beginning():
    assert len(folded(Text("x", ("word " * 500_000,)))) == 1_000_000
