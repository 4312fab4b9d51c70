"""The pages that training generates: what a template becomes, and what the pages of two folds share."""

import re
from itertools import combinations

import pytest

from training.verdict.books import BARRIERS, BESIDE, FOLDS, HARMLESS, NONE, beside, lines_beside
from training.verdict.make_pages import broken_off, pages, spread, titled, with_below


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
    assert with_below("<a>$yes</a>", [], "<i>{}</i>", ["Then $9."], "<p>{}</p>")[0] == "<a>$yes</a> <p>${below0}</p>"


def test_buttons_stand_behind_a_message_that_is_an_attribute_and_nowhere_without_one() -> None:
    template, _ = with_below('<form><input type="submit" value="$yes"></form>', ["Join"], "<i>{}</i>", [], "")
    assert template == '<form><input type="submit" value="$yes"> <i>${below0}</i></form>'
    assert with_below("<p>$title</p>", ["Join"], "<i>{}</i>", [], "") == ("<p>$title</p>", {})


def test_a_text_breaks_off_at_the_end_of_a_word() -> None:
    assert broken_off("He came. She went home.", 0.45) == "He came"
    assert broken_off("He came. She went home.", 0.7) == "He came. She"
    assert broken_off("彼は来た。彼女は帰った。", 0.6) == "彼は来た。彼女"
    assert broken_off("Tom &amp; Ada went home.", 0.3) == "Tom &amp;"


def test_a_page_without_a_title_of_its_own_has_the_site_s_and_no_empty_element() -> None:
    assert titled("<div><h1 class=big>$title</h1><p>$message</p></div>", "") == "<div><p>$message</p></div>"
    assert titled("<h1>$title</h1>", "Members only") == "<h1>$title</h1>"
    titles = [title.strip() for _, _, page in pages("second") for title in re.findall(r"<title>(.*?)</title>", page)]
    assert titles
    assert not [title for title in titles if not title or title[0] in "-|"]


def test_two_folds_share_no_text_that_stands_beside_the_books() -> None:
    for path in BESIDE.glob("*.toml"):
        folds = [beside(path.stem, fold) for fold in range(FOLDS)]
        for first, second in combinations(folds, 2):
            for key in (*HARMLESS, "buttons"):
                assert set(first[key]).isdisjoint(second[key])
            for sort in BARRIERS:
                messages = [{message for _, message in fold[f"{sort} barriers"]} for fold in (first, second)]
                assert messages[0].isdisjoint(messages[1])


def test_in_each_language_messages_and_labels_weigh_as_much_as_all_else() -> None:
    lines = list(lines_beside(0))
    harmless = sum(weight for _, sort, weight in lines if sort == NONE)
    assert harmless == pytest.approx(sum(weight for _, sort, weight in lines if sort != NONE))
