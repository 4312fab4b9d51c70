"""Titles freed of site names and kickers."""

import pytest

from copydesk.page.metadata.titles import without_kicker, without_site


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
