"""Dates: forms, languages, precision, zone and refusals."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.page.findings import Precision
from copydesk.page.metadata.dates import find_dates, other_order, parse_machine_date, parse_written_date, refusal

CAPTURED = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03", "2026-03"),
        ("2026-03-09T10:11", "2026-03-09T10:11"),
        ("2026-03-09T10:11:12+01:00", "2026-03-09T10:11:12+01:00"),
        ("2026-03-09 10:11:12.345 -0530", "2026-03-09T10:11:12-05:30"),
        ("2026-03-09T10:11:12Z", "2026-03-09T10:11:12+00:00"),
        ("20260309T101112Z", "2026-03-09T10:11:12+00:00"),
        ("2026-03-09T00:00:00", "2026-03-09"),
        ("1773050400", "2026-03-09T10:00:00+00:00"),
    ],
)
def test_machine_dates(raw: str, iso: str) -> None:
    moment = parse_machine_date(raw)
    assert moment is not None
    assert moment.isoformat() == iso


@pytest.mark.parametrize("raw", ["", "soon", "2026-13-09", "2026-02-30", "9999999999999999999", "12:30"])
def test_no_machine_dates(raw: str) -> None:
    assert parse_machine_date(raw) is None


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("en", "March 9, 2026 at 4:05 pm EST", "2026-03-09T16:05-05:00"),
        ("en-GB", "09/03/2026", "2026-03-09"),
        ("en-US", "03/09/2026", "2026-03-09"),
        ("en", "9th March 2026", "2026-03-09"),
        ("de", "Mo., 9. März 2026, 16.05 Uhr", "2026-03-09T16:05"),
        ("de", "09.03.26 | 16:05", "2026-03-09T16:05"),
        ("fr", "Publié le 9 mars 2026 à 16h05", "2026-03-09T16:05"),
        ("es", "9 de marzo de 2026", "2026-03-09"),
        ("pt-BR", "9 de março de 2026 às 16h05", "2026-03-09T16:05"),
        ("it", "9 marzo 2026", "2026-03-09"),
        ("nl", "9 maart 2026", "2026-03-09"),
        ("sv", "9 mars 2026", "2026-03-09"),
        ("fi", "9. maaliskuuta 2026", "2026-03-09"),
        ("pl", "9 marca 2026, 16:05", "2026-03-09T16:05"),
        ("cs", "9. března 2026", "2026-03-09"),
        ("hu", "2026. március 9. 16:05", "2026-03-09T16:05"),
        ("ro", "9 martie 2026", "2026-03-09"),
        ("hr", "9. ožujka 2026.", "2026-03-09"),
        ("lt", "2026 m. kovo 9 d.", "2026-03-09"),
        ("lv", "2026. gada 9. marts", "2026-03-09"),
        ("el", "9 Μαρτίου 2026", "2026-03-09"),
        ("ru", "9 марта 2026, 16:05 МСК", "2026-03-09T16:05"),
        ("uk", "9 березня 2026", "2026-03-09"),
        ("tr", "09 Mart 2026 - 16:05", "2026-03-09T16:05"),
        ("ar", "9 مارس 2026", "2026-03-09"),
        ("he", "9 מרץ 2026", "2026-03-09"),
        ("hi", "9 मार्च 2026", "2026-03-09"),
        ("ja", "2026年3月9日 16時05分", "2026-03-09T16:05"),
        ("ko", "입력 2026.03.09. 오후 4:05", "2026-03-09T16:05"),
        ("zh", "2026年3月9日", "2026-03-09"),
        ("vi", "9/3/2026, 16:05 (GMT+7)", "2026-03-09T16:05+07:00"),
        ("id", "9 Maret 2026", "2026-03-09"),
    ],
)
def test_written_dates(language: str, text: str, iso: str) -> None:
    assert [written.moment.isoformat() for written in find_dates(text, language)] == [iso]


def test_an_update_is_told_from_the_publication() -> None:
    found = list(find_dates("Published: 8 March 2026, 10:00 | Updated: 9 March 2026, 11:00", "en"))
    assert [(each.moment.isoformat(), each.update) for each in found] == [
        ("2026-03-08T10:00", False),
        ("2026-03-09T11:00", True),
    ]


@pytest.mark.parametrize("text", ["3 hours ago", "il y a 3 heures", "vor 3 Stunden", "hace 3 horas"])
def test_relative_dates_count_from_the_capture(text: str) -> None:
    language = {"3": "en", "i": "fr", "v": "de", "h": "es"}[text[0]]
    moment = parse_written_date(text, language, CAPTURED)
    assert moment is not None
    assert moment.relative
    assert moment.isoformat() == "2026-03-10T09:00+00:00"
    assert parse_written_date(text, language, None) is None


def test_days_ago_state_a_day_only() -> None:
    moment = parse_written_date("3 days ago", "en", CAPTURED)
    assert moment is not None
    assert moment.precision is Precision.DAY


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("1970-01-01T00:00:00Z", "placeholder: the zero of a clock"),
        ("0001-01-01", "impossible: before 1800"),
        ("2026-05-01", "future: after the capture"),
    ],
)
def test_refusals(raw: str, reason: str) -> None:
    moment = parse_machine_date(raw)
    assert moment is not None
    assert refusal(moment, CAPTURED) == reason


@given(st.text(max_size=120) | st.from_regex(r"[\d./: T+Z-]{1,40}", fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    parse_machine_date(text)
    list(find_dates(text, "de"))


@pytest.mark.parametrize("text", ["Civic HealthMARCH 9, 2026Updated: MARCH 10, 2026", "LundMar 9, 2026"])
def test_a_month_may_run_on_from_a_word(text: str) -> None:
    found = next(find_dates(text, "en"))
    assert (found.moment.isoformat(), found.update) == ("2026-03-09", False)


def test_the_country_of_the_site_decides_the_order() -> None:
    assert next(find_dates("03/09/2026", "en", "GB")).moment.isoformat() == "2026-09-03"
    assert next(find_dates("03/09/2026", "en-GB", "US")).moment.isoformat() == "2026-03-09"


def test_day_and_month_change_places_only_where_both_orders_are_days() -> None:
    moment = next(find_dates("03/09/2026", "en")).moment
    swapped = other_order("03/09/2026", moment)
    assert swapped is not None
    assert swapped.isoformat() == "2026-09-03"
    assert other_order("03/29/2026", next(find_dates("03/29/2026", "en")).moment) is None
    assert other_order("March 9, 2026", moment) is None
