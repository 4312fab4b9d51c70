"""Titles freed of site names and kickers."""

from dataclasses import replace

import pytest

from copydesk.page.findings import Candidate
from copydesk.page.metadata.titles import choose_title, likeness, with_stated_kicker, without_kicker, without_site


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
