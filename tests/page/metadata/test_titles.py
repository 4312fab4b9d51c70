"""Titles freed of site names and kickers."""

from dataclasses import replace

import pytest

from copydesk.page.findings import Candidate
from copydesk.page.metadata.titles import (
    choose_title,
    likeness,
    names_site,
    plain_title,
    prefer_agreed,
    support,
    with_stated_kicker,
    without_kicker,
    without_site,
)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Ella bridge opens | Harbour Post", "Ella bridge opens"),
        ("Ella bridge opens - HarbourPost.com", "Ella bridge opens"),
        ("Harbour Post: Ella bridge opens", "Ella bridge opens"),
        ("Ella bridge opens – Harbour Post News", "Ella bridge opens"),
        ("Ella: the bridge opens", "Ella: the bridge opens"),
        ("Ella bridge - a history", "Ella bridge - a history"),
        ("Harbour Post", "Harbour Post"),
    ],
)
def test_without_site(title: str, clean: str) -> None:
    assert without_site(title, ["Harbour Post"]) == clean


def test_what_the_page_shows_is_the_title() -> None:
    assert without_site("Ella bridge opens | Bridges | World", [], ["Ella bridge opens"]) == "Ella bridge opens"


def test_without_kicker() -> None:
    assert without_kicker("World Ella bridge opens", ["Ella bridge opens"]) == "Ella bridge opens"
    assert without_kicker("Ella bridge opens", ["Something else"]) == "Ella bridge opens"


def test_a_headline_without_capitals_is_spelt_as_it_is_stated() -> None:
    assert without_kicker("ella bridge opens", ["Ella bridge opens"]) == "Ella bridge opens"
    assert without_kicker("ELLA BRIDGE OPENS", ["Ella bridge opens"]) == "Ella bridge opens"
    assert without_kicker("Ella Bridge Opens", ["Ella bridge opens"]) == "Ella Bridge Opens"


def test_a_title_is_one_line_without_references_and_marks_of_breaks() -> None:
    assert plain_title("Har\u00adbour\u200b opens") == "Harbour opens"
    assert plain_title("Salt &#x26; rope\nA day at Ella") == "Salt & rope A day at Ella"
    assert without_site("Salt &#38; rope at Ella | Harbour Post", ["Harbour Post"]) == "Salt & rope at Ella"


def test_a_domain_names_its_site() -> None:
    assert names_site("harbourpost.com", {"harbourpost"})
    assert not names_site("Harbour Post opens a new office", {"harbourpost"})


def test_a_single_word_within_a_stated_title_is_no_headline() -> None:
    assert support("Rope", ["How Ella lost the rope of its bridge"]) == 0
    assert support("Rope", ["Rope: what holds the bridge of Ella"]) > 0


def stated(**texts: str) -> list[Candidate]:
    """Titles that a page states, by method."""
    methods = {"og": "meta:og:title", "ld": "json-ld", "title": "title-element"}
    return [Candidate(text, text, methods[name], "") for name, text in texts.items()]


def test_a_kicker_that_the_page_states_twice_belongs_to_the_title() -> None:
    twice = stated(og="After the storm: Ella bridge opens", title="After the storm: Ella bridge opens | Harbour Post")
    assert with_stated_kicker("Ella bridge opens", twice, ["Harbour Post"], []) == "After the storm: Ella bridge opens"


@pytest.mark.parametrize(
    "said",
    [
        stated(og="Ella bridge opens", ld="After the storm: Ella bridge opens"),
        stated(og="Bridges of Ella: Ella bridge opens", ld="Ella bridge opens"),
        stated(og="World: Ella bridge opens", title="World: Ella bridge opens"),
        stated(og="Harbour Post Blog: Ella bridge opens", title="Harbour Post Blog: Ella bridge opens"),
    ],
)
def test_what_is_stated_once_or_names_the_site_is_no_kicker(said: list[Candidate]) -> None:
    assert with_stated_kicker("Ella bridge opens", said, ["Harbour Post"], ["World"]) == "Ella bridge opens"


def test_a_kicker_in_an_element_of_its_own_is_no_part_of_the_headline() -> None:
    heading = "After the storm Ella bridge opens again"
    shown = [Candidate(heading, heading, "visible", "")]
    said = stated(og="Bridges: Ella bridge opens again", title="Bridges: Ella bridge opens again")
    assert choose_title(shown, [], said, [], [], ["After the storm"])[0].value == "Ella bridge opens again"
    with_colon = [replace(shown[0], value="After the storm: Ella bridge opens again")]
    assert choose_title(with_colon, [], [], [], [], ["After the storm"])[0].value == with_colon[0].value


def test_words_in_other_forms_speak_for_a_headline() -> None:
    assert likeness("Brücken gesperrt", "Die Brückensperrung") == 0.5


WHOLE = "After the storm: Ella bridge opens"


def test_a_kicker_in_the_line_of_the_headline_that_json_ld_and_title_have_belongs_to_it() -> None:
    said = stated(og="Ella bridge opens", ld=WHOLE, title=WHOLE)
    shown = Candidate(WHOLE, WHOLE, "visible", "block 1")
    apart = Candidate("After the storm Ella bridge opens", "After the storm Ella bridge opens", "visible", "block 2")
    assert choose_title([shown], [], said, [], [])[0].value == WHOLE
    assert choose_title([shown, apart], [], said, [], [])[0].value == "Ella bridge opens"
    assert choose_title([shown], [], said[:2], [], [])[0].value == "Ella bridge opens"


@pytest.mark.parametrize(
    ("headline", "said", "first"),
    [
        (
            "The bridge of Ella opens",
            dict.fromkeys(("og", "ld", "title"), "Ella bridge opens at last"),
            "meta:og:title",
        ),
        ("The bridge of Ella opens", dict.fromkeys(("og", "title"), "Ella bridge opens at last"), "visible"),
        (
            "The bridge of Ella opens",
            {"og": "Ella bridge opens", "ld": "Ella bridge opens", "title": "The bridge of Ella opens"},
            "visible",
        ),
        ("Ella bridge opens", dict.fromkeys(("og", "ld", "title"), WHOLE), "visible"),
    ],
)
def test_what_all_statements_agree_on_comes_first(headline: str, said: dict[str, str], first: str) -> None:
    shown = Candidate(headline, headline, "visible", "block 1")
    chosen = prefer_agreed((shown, *stated(**said)))
    assert chosen[0].method == first
    assert set(chosen) == {shown, *stated(**said)}
