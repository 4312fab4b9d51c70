"""Time expressions of English news and the days they mean against the article's date.

A bare weekday is the last one for what happened and the next one for what will; a bare month or date likewise. The
grammar
covers what news uses most, in the sense of TIMEX3 (Pustejovsky et al. 2003): dates, weekdays, counted units and
seasons.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from copydesk.events.types import Precision, Span, TimeInterval

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS: Final = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
        ]
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "several": 3, "few": 3, "a few": 3, "a couple of": 2}
UNIT_DAYS: Final = {
    "day": 1,
    "week": 7,
    "month": 30,
    "year": 365,
    "decade": 3652,
    "hour": 0,
    "minute": 0,
    "fortnight": 14,
    "night": 1,
}

DAY: Final = "|".join(WEEKDAYS)
MONTH: Final = "|".join(MONTHS) + r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?"
COUNT: Final = r"\d+|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
UNITS: Final = "day|week|month|year|decade|hour|minute|fortnight|night"
PART: Final = r"(?:\s+(?:night|morning|afternoon|evening))?"
LEAD: Final = (
    r"(?:(?:(?:early|late|later)\s+)?(?:on|in|by|for|from|since|until|before|after|during|at|over|within|as of)\s+)?"
    r"(?:(?:the|early|late|mid-?|evening|morning|night|of)\s+)*"
)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words for a time in a sentence, and which rule reads them."""

    span: Span
    text: str
    rule: str
    groups: tuple[str, ...]


RULES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(rf"\b{LEAD}{body}", re.IGNORECASE))
    for name, body in (
        ("date", rf"({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*,?\s*\d{{1,2}}:)(?:,?\s+(\d{{4}})\b)?"),
        ("date-day-first", rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTH})\b(?:,?\s+(\d{{4}})\b)?"),
        ("month", rf"(last|next|this)?\s*\b({MONTH})\b(?:\s+(?:of\s+)?(\d{{4}})\b|\s+last\s+(year))?"),
        ("weekday", rf"(last|next|this|the following|the previous)?\s*\b({DAY})\b{PART}(\s+(?:last|next)\s+week)?"),
        (
            "day",
            r"\b(today|yesterday|tomorrow|tonight|overnight|the day before yesterday|the day after tomorrow)\b" + PART,
        ),
        (
            "unit",
            r"(last|next|this|past|coming|previous|following|same)\s+(week|month|year|quarter|decade|weekend|night|spring|summer|autumn|fall|winter)\b",
        ),
        ("ago", rf"({COUNT})\s+({UNITS})s?\s+(ago|earlier|before|later|from now)\b"),
        ("span", rf"\b(?:within|in|for|over|during)\s+(the\s+(?:past|last|next|coming)\s+)?({COUNT})\s+({UNITS})s?\b"),
        ("season", r"\b(spring|summer|autumn|winter)\b(?:\s+(?:of\s+)?(\d{4})\b)?"),
        (
            "year",
            r"\b((?:19|20)\d\d)\b(?!\s*(?:people|men|troops|soldiers|tonnes|euros|dollars|metres|percent|protesters))",
        ),
        ("iso", r"\b(\d{4})-(\d{2})-(\d{2})\b"),
    )
)


def expressions(text: str) -> list[Expression]:
    """The time expressions of a sentence, longest first where they overlap, in its order."""
    found: list[Expression] = []
    for name, pattern in RULES:
        for match in pattern.finditer(text):
            groups = tuple((g or "").lower().strip() for g in match.groups())
            if name == "month" and groups[1] in ("may", "march") and not plausible_month(text, match):
                continue
            if name == "season" and not match.group().lower().startswith(
                ("in", "this", "last", "next", "by", "before", "after", "since", "until", "during", "the")
            ):
                continue
            found.append(Expression(Span(*match.span()), match.group(), name, groups))
    kept: list[Expression] = []
    for expression in sorted(found, key=lambda e: (e.span.start - e.span.end, e.span.start)):
        if not any(expression.span.overlaps(other.span) for other in kept):
            kept.append(expression)
    return sorted(kept, key=lambda e: e.span.start)


def plausible_month(text: str, match: re.Match[str]) -> bool:
    """Whether `May` or `March` is a month here: capital, and behind a preposition, or before a year."""
    word = match.group(2)
    return word[:1].isupper() and (match.start(2) > match.start() or bool(match.group(3)) or bool(match.group(1)))


def month_number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.rstrip(".")[:3]))


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


Interval = tuple[date, date, Precision]


def one_day(day: date) -> Interval:
    return day, day, Precision.DAY


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def calendar_day(month: int, day: int, year: str, published: date, future: bool) -> Interval | None:
    """A day of a month, in the year given or the nearest fitting one."""
    if year:
        exact = safe_date(int(year), month, day)
        return one_day(exact) if exact else None
    here = safe_date(published.year, month, day)
    if here is None:
        return None
    if future and here < published - timedelta(days=30):
        here = safe_date(published.year + 1, month, day)
    elif not future and here > published + timedelta(days=1):
        here = safe_date(published.year - 1, month, day)
    return one_day(here) if here else None


def read_date(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    return calendar_day(month_number(groups[0]), int(groups[1]), groups[2], published, future)


def read_date_day_first(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    return calendar_day(month_number(groups[1]), int(groups[0]), groups[2], published, future)


def read_month(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    which, month = groups[0], month_number(groups[1])
    if groups[2]:
        year = int(groups[2])
    elif groups[3]:
        year = published.year - 1
    elif which == "next" or (future and not which):
        year = published.year + (month < published.month)
    else:
        year = published.year - (month > published.month or (which == "last" and month == published.month))
    return (*month_days(year, month), Precision.MONTH)


def read_weekday(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    which, number = groups[0], WEEKDAYS.index(groups[1])
    if "last week" in groups[2] or "next week" in groups[2]:
        monday = published - timedelta(days=published.weekday()) + timedelta(days=-7 if "last" in groups[2] else 7)
        return one_day(monday + timedelta(days=number))
    back = (published.weekday() - number) % 7
    if which == "next" or (future and which != "last"):
        return one_day(published + timedelta(days=(-back) % 7 or (7 if which == "next" else 0)))
    return one_day(published - timedelta(days=back or (7 if which == "last" else 0)))


def read_day(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    shift = {
        "today": 0,
        "tonight": 0,
        "overnight": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return one_day(published + timedelta(days=shift[groups[0]]))


def read_unit(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(groups[0], 0)
    unit = groups[1]
    if unit == "night":
        return one_day(published + timedelta(days=min(step, 0)))
    if unit in ("week", "weekend"):
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        return (
            (monday + timedelta(days=5), monday + timedelta(days=6), Precision.DAY)
            if unit == "weekend"
            else (monday, monday + timedelta(days=6), Precision.WEEK)
        )
    if unit == "month":
        index = published.year * 12 + published.month - 1 + step
        return (*month_days(index // 12, index % 12 + 1), Precision.MONTH)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31), Precision.YEAR
    if unit == "quarter":
        index = published.year * 4 + (published.month - 1) // 3 + step
        first = index % 4 * 3 + 1
        return month_days(index // 4, first)[0], month_days(index // 4, first + 2)[1], Precision.QUARTER
    if unit == "decade":
        return published - timedelta(days=3652), published, Precision.RANGE
    return season(unit, published.year, published, step > 0 or (future and step == 0), step)


def season(name: str, year: int, published: date, future: bool, step: int = 0) -> Interval:
    """Three months that begin with the season's first; without a year the nearest one in the direction of time."""
    first = SEASONS[name]
    start = date(year, first, 1)
    if future and start < published - timedelta(days=90):
        start = date(year + 1, first, 1)
    elif not future and (start > published or (step < 0 and start > published - timedelta(days=90))):
        start = date(year - 1, first, 1)
    index = start.year * 12 + first + 1
    return start, month_days(index // 12, index % 12 + 1)[1], Precision.SEASON


def read_ago(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    count, unit, direction = number(groups[0]), groups[1], groups[2]
    days = timedelta(days=count * UNIT_DAYS[unit])
    if direction in ("before", "earlier", "later"):
        return None
    day = published + days if direction == "from now" else published - days
    if unit == "year":
        year = published.year + (count if direction == "from now" else -count)
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    slack = timedelta(days=UNIT_DAYS[unit] // 2 if unit == "month" else 3 if unit == "week" else 0)
    return day - slack, day + slack, {"month": Precision.MONTH, "week": Precision.WEEK}.get(unit, Precision.DAY)


def read_span(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    days = timedelta(days=number(groups[1]) * UNIT_DAYS[groups[2]])
    if "next" in groups[0] or "coming" in groups[0] or (future and not groups[0]):
        return published, published + days, Precision.RANGE
    return published - days, published, Precision.RANGE


def read_season(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    if groups[1]:
        first = SEASONS[groups[0]]
        index = int(groups[1]) * 12 + first + 1
        return date(int(groups[1]), first, 1), month_days(index // 12, index % 12 + 1)[1], Precision.SEASON
    return season(groups[0], published.year, published, future)


def read_year(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    return date(int(groups[0]), 1, 1), date(int(groups[0]), 12, 31), Precision.YEAR


def read_iso(groups: tuple[str, ...], published: date, future: bool) -> Interval | None:
    day = safe_date(int(groups[0]), int(groups[1]), int(groups[2]))
    return one_day(day) if day else None


READERS: Final[dict[str, Callable[[tuple[str, ...], date, bool], Interval | None]]] = {
    "date": read_date,
    "date-day-first": read_date_day_first,
    "month": read_month,
    "weekday": read_weekday,
    "day": read_day,
    "unit": read_unit,
    "ago": read_ago,
    "span": read_span,
    "season": read_season,
    "year": read_year,
    "iso": read_iso,
}


def number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def resolve(expression: Expression, published: date | None, future: bool) -> TimeInterval:
    """The interval of an expression; `future` says that the event lies ahead. `since` runs to the article's date."""
    absolute = expression.rule in ("year", "iso") or (
        expression.rule in ("date", "date-day-first", "season", "month")
        and any(g.isdigit() and len(g) == 4 for g in expression.groups)
    )
    if published is None and not absolute:
        return TimeInterval(expression.span, expression.text, None, None, None)
    against = published or date(2000, 1, 1)
    interval = READERS[expression.rule](expression.groups, against, future)
    if interval is None:
        return TimeInterval(expression.span, expression.text, None, None, None)
    start, end, precision = interval
    if expression.text.lower().startswith("since") and published is not None and start <= published:
        end, precision = published, Precision.RANGE
    return TimeInterval(expression.span, expression.text, start, end, precision)


def read(text: str, span: Span, published: date | None, future: bool) -> TimeInterval:
    """The interval of words that are known to be a time; without dates where the grammar does not know them."""
    found = expressions(text)
    if not found:
        return TimeInterval(span, text, None, None, None)
    return replace(resolve(found[0], published, future), span=span, text=text)


RANK: Final = r"first|second|third|last|most recent|highest-level|largest|biggest|highest"
SINCE: Final = "|".join(
    (
        r"(?:the\s+)?(?:[A-Za-z]+\s+)?(?:19|20)\d\d",
        r"(?:more than\s+|nearly\s+|almost\s+)?(?:[a-z]+|\d+)\s+years",
        r"(?:the\s+)?(?:spring|summer|autumn|winter|war|invasion|coup)\b[\w ]{0,20}",
        r"last\s+\w+",
        *(month.capitalize() for month in MONTHS),
        r"taking office",
        r"(?:his|her)\s+\w+",
    )
)
RECENT: Final = re.compile(
    rf"\b(?:for\s+)?(?:(?:the|his|her|its|their)\s+)?({RANK})\b[^.;]{{0,90}}?\b(?:since|in)\s+({SINCE})", re.IGNORECASE
)

NOT_SINCE: Final = re.compile(rf"\b(?:not|never|no|nobody|none)\b[^.;,]{{0,60}}?\bsince\s+({SINCE})", re.IGNORECASE)


def recencies(text: str) -> Iterator[tuple[Span, str, str]]:
    """Relations to an earlier event: (words, `first`, `2018`) of "the first meeting since 2018"."""
    for match in RECENT.finditer(text):
        yield Span(*match.span()), match.group(1).lower(), match.group(2)
    for match in NOT_SINCE.finditer(text):
        yield Span(*match.span()), "none", match.group(1)
