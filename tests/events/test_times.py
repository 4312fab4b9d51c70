from datetime import date

import pytest

from copydesk.events.times import expressions, recencies, resolve
from copydesk.events.types import Precision

WEDNESDAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "future", "start", "end"),
    [
        ("They met on Monday.", False, date(2026, 3, 2), date(2026, 3, 2)),
        ("They will meet on Monday.", True, date(2026, 3, 9), date(2026, 3, 9)),
        ("They met yesterday.", False, date(2026, 3, 3), date(2026, 3, 3)),
        ("They met on Wednesday.", False, WEDNESDAY, WEDNESDAY),
        ("They met in November.", False, date(2025, 11, 1), date(2025, 11, 30)),
        ("They met in March 2021.", False, date(2021, 3, 1), date(2021, 3, 31)),
        ("They met on 12 January.", False, date(2026, 1, 12), date(2026, 1, 12)),
        ("They will meet on April 2.", True, date(2026, 4, 2), date(2026, 4, 2)),
        ("They met last week.", False, date(2026, 2, 23), date(2026, 3, 1)),
        ("They meet next month.", True, date(2026, 4, 1), date(2026, 4, 30)),
        ("They met three days ago.", False, date(2026, 3, 1), date(2026, 3, 1)),
        ("They met in 2018.", False, date(2018, 1, 1), date(2018, 12, 31)),
        ("They have met since 2018.", False, date(2018, 1, 1), WEDNESDAY),
        ("They met in the autumn.", False, date(2025, 9, 1), date(2025, 11, 30)),
    ],
)
def test_intervals(text: str, future: bool, start: date, end: date) -> None:
    (expression,) = expressions(text)
    interval = resolve(expression, WEDNESDAY, future)
    assert (interval.start, interval.end) == (start, end)


def test_an_expression_keeps_its_words_and_precision() -> None:
    text = "Talks are due next week in Bern."
    (expression,) = expressions(text)
    assert text[expression.span.start : expression.span.end] == "next week"
    assert resolve(expression, WEDNESDAY, True).precision is Precision.WEEK


def test_without_a_date_only_absolute_times_resolve() -> None:
    (weekday,) = expressions("They met on Monday.")
    (year,) = expressions("They met in 2018.")
    assert resolve(weekday, None, False).start is None
    assert resolve(year, None, False).start == date(2018, 1, 1)


def test_a_modal_is_no_month_and_a_count_no_year() -> None:
    assert expressions("They may march with 2018 people.") == []


def test_an_impossible_day_has_no_interval() -> None:
    (expression,) = expressions("They met on February 30.")
    assert resolve(expression, WEDNESDAY, False).start is None


def test_recency_keeps_relation_and_year() -> None:
    text = "It was the first meeting of the two premiers since 2018."
    ((span, relation, since),) = recencies(text)
    assert (relation, since) == ("first", "2018")
    assert text[span.start : span.end].endswith("since 2018")
