"""The title of a text capture: the headline among the lines that stand above the text."""

import pytest

from copydesk.page.blocks import Role
from copydesk.page.hints import Hints
from copydesk.page.limits import Limits
from copydesk.page.plain import cut_text
from copydesk.page.roles import mark, survey_page

BODY = (
    "The mayor opened the bridge at Ella on Monday, ten years after work began, and walked over it alone.",
    "The ferry that it replaces will be sold to a museum, said Jo Okoro, who has steered it since 1989.",
    "The council expects two thousand cars a day, and has asked the villages to vote on a toll in the autumn.",
)
HEADLINE = "Ella bridge opens after ten years of work"


def title_of(*above: str) -> list[str]:
    """The blocks of a text capture that are marked as its title."""
    outline = cut_text("\n\n".join((*above, *BODY)), Limits())
    survey = survey_page(outline, Hints(), plain=True)
    marks = mark(outline, survey.signs, survey.scores, plain=True)
    return [outline.segments[n].text for n in marks.having(Role.TITLE)]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("By Prosper Okoro, Transport Correspondent",),
        ("Por Inés Gil (ANDINFO)",),
        ("Ada Lund, Ben Roth and Cem Tuna",),
        ("By Ada Lund, 25 January 2025",),
        ("Saturday 25 January 2025",),
        ("Photo by staff: Ada Lund at Harbour Post",),
        ("By Ada Lund", "Home > News > Transport and roads"),
        ("News | Sport | Opinion | Letters to the editor",),
    ],
)
def test_what_stands_below_the_headline_is_not_the_title(lines: tuple[str, ...]) -> None:
    assert title_of("Home", "News", HEADLINE, *lines) == [HEADLINE]


def test_a_short_line_is_the_title_where_no_longer_one_is() -> None:
    assert title_of("Bridge opens", "By Ada Lund") == ["Bridge opens"]
