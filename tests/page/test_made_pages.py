"""The pages that training generates: what a template becomes, and what the pages of two folds share."""

from itertools import combinations

from training.verdict.books import BARRIERS, BOOKS, FOLDS, HARMLESS, phrases_of
from training.verdict.make_pages import broken_off, spread, with_below


def test_a_message_in_several_paragraphs_stands_in_elements_like_its_own() -> None:
    template, slots = spread('<h1>$headline</h1><p class="lead">$message&hellip;</p>', ["One.", "Two."])
    assert template == ('<h1>$headline</h1><p class="lead">${message0}</p>\n<p class="lead">${message1}&hellip;</p>')
    assert slots == {"message0": "One.", "message1": "Two."}


def test_a_message_beside_other_elements_is_broken_into_lines() -> None:
    template, _ = spread("<div>$message<br>$title</div>", ["One.", "Two."])
    assert template == "<div>${message0}<br><br>${message1}<br>$title</div>"


def test_a_message_that_was_a_button_becomes_a_text_above_buttons_like_it() -> None:
    template, slots = with_below('<div><a class="cta" href="/">$yes</a></div>', ["Join", "Log in"], "<i>{}</i>", [], "")
    cta = '<a class="cta" href="/">'
    assert template == f"<div><p>$yes</p> {cta}${{below0}}</a> {cta}${{below1}}</a></div>"
    assert slots == {"below0": "Join", "below1": "Log in"}


def test_small_print_stands_below_the_buttons() -> None:
    template, slots = with_below("<p>$yes</p>", ["Join"], "<i>{}</i>", ["Then $9."], "<small>{}</small>")
    assert template == "<p>$yes</p> <i>${below0}</i> <small>${below1}</small>"
    assert slots == {"below0": "Join", "below1": "Then $9."}


def test_a_message_that_was_a_text_keeps_its_element() -> None:
    assert with_below("<p>$yes</p>", ["Join"], "<i>{}</i>", [], "")[0] == "<p>$yes</p> <i>${below0}</i>"
    assert with_below("<p>$yes</p>", [], "<i>{}</i>", [], "") == ("<p>$yes</p>", {})


def test_buttons_stand_behind_a_message_that_is_an_attribute_and_nowhere_without_one() -> None:
    template, _ = with_below('<form><input type="submit" value="$yes"></form>', ["Join"], "<i>{}</i>", [], "")
    assert template == '<form><input type="submit" value="$yes"> <i>${below0}</i></form>'
    assert with_below("<p>$title</p>", ["Join"], "<i>{}</i>", [], "") == ("<p>$title</p>", {})


def test_a_text_breaks_off_at_the_end_of_a_word() -> None:
    assert broken_off("He came. She went home.", 0.45) == "He came"
    assert broken_off("He came. She went home.", 0.7) == "He came. She"
    assert broken_off("彼は来た。彼女は帰った。", 0.6) == "彼は来た。彼女"


def test_books_of_two_folds_share_nothing_of_what_stands_beside_stories() -> None:
    assert len(BOOKS) > FOLDS
    folds = [phrases_of(book) for book in BOOKS[:FOLDS]]
    for first, second in combinations(folds, 2):
        for language in first.keys() & second.keys():
            for key in (*HARMLESS, "buttons"):
                assert set(first[language][key]).isdisjoint(second[language][key])
            for sort in BARRIERS:
                said = {message for _, message in first[language][f"{sort} barriers"]}
                assert said.isdisjoint(message for _, message in second[language][f"{sort} barriers"])
