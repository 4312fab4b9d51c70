"""Patterns of many words: what the look for one of the words rules out, the pattern does not match."""

from copydesk.page.metadata.hinted import Hinted

CALLED = Hinted(r"updat\w*|révis\w*|aj(?:ansı|ans)", ("updat", "ajans"))


def test_a_word_is_found_in_any_case() -> None:
    found = CALLED.search("Last UPDATED on Monday")
    assert found is not None
    assert found.group() == "UPDATED"


def test_ascii_without_any_of_the_words_has_no_match() -> None:
    assert CALLED.search("Published on Monday") is None


def test_a_hint_alone_is_no_match() -> None:
    assert Hinted(r"updated\b", ("updat",)).search("an updating page") is None


def test_other_letters_are_left_to_the_pattern() -> None:
    assert CALLED.search("Révisé lundi") is not None
    assert CALLED.search("HABER AJANSI ©") is not None
