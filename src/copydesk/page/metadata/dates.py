"""Dates: machine-readable and written ones, as instants with the precision and zone that their source states."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, NamedTuple

from copydesk.page.findings import Moment, Precision
from copydesk.page.metadata.hinted import Hinted
from copydesk.page.metadata.months import month_of

MAX_DATE_TEXT: Final = 200
FIRST_YEAR: Final = 1800
FUTURE_SLACK: Final = timedelta(days=1)
"""A page in Auckland is dated up to 13 hours after a capture in UTC."""

_ISO: Final = re.compile(
    r"^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:T|\s+|$)|\s*$)"
    r"(?:T?(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d+)?)?\s*(Z\b|UTC|GMT|[+-]\s?\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\d*(Z|[+-]\d{2}:?\d{2})?)?$")
_EPOCH: Final = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")
_ZONES: Final = {
    name: hours
    for hours, names in {
        0.0: "utc gmt z wet",
        1.0: "bst cet mez west wat",
        2.0: "cest mesz eet sast cat",
        3.0: "eest msk eat trt",
        5.5: "ist",
        7.0: "wib",
        8.0: "sgt hkt myt pht wita awst",
        9.0: "jst kst wit",
        10.0: "aest",
        11.0: "aedt",
        12.0: "nzst",
        13.0: "nzdt",
        -3.0: "brt art",
        -4.0: "edt",
        -5.0: "est cdt",
        -6.0: "cst mdt",
        -7.0: "mst pdt",
        -8.0: "pst",
    }.items()
    for name in names.split()
}
_LETTER: Final = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0980-\u0dff\u0e31-\u0e4e])"
_WORD: Final = (
    rf"[^\W\d_]{_LETTER}{{1,14}}(?:\.(?:[^\W\d_]\.?)?)?(?:\s(?:الثاني|الأول))?|[ก-ฮ]\.[ก-ฮ]\.?|[ก-ฮ]ี\.[ก-ฮ]\.?"
)
_CONNECTOR: Final = r"(?:de|del|di|do|da|of|den|na|на|لـ|i|y)"
_NUMERIC: Final = re.compile(
    r"(?<![\d.,/-])(?:"
    r"(?P<y>\d{4})\s?(?:[./-]|年|년)\s?(?P<m>\d{1,2})\s?(?:[./-]|月|월)\s?(?P<d>\d{1,2})(?:日|일)?|"
    r"(?P<a>\d{1,2})\s?(?P<sep>[./-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<c>\d{4}|(?<=\d\d(?P=sep)\d\d(?P=sep))\d{2}(?!\d))"
    r")(?![\d])"
)
_SET_OFF: Final = re.compile(r"\d\s?[./年년-]\s?\d")
"""What a date in numbers has: looking for it costs a tenth of the pattern."""
_DAY_MONTH_YEAR: Final = re.compile(
    rf"(?P<d>\d(?<!\d\d)\d?)(?:\.|er|º|ª|°|st|nd|rd|th)?[\s,\-]{{1,2}}(?:{_CONNECTOR}\s)?(?P<w>(?:{_WORD}))"
    rf"[\s,\-]{{1,3}}(?:{_CONNECTOR}\s)?(?P<y>\d{{4}})(?!\d)"
)
_MONTH_DAY_YEAR: Final = re.compile(
    rf"(?:(?<!\w)|(?<=[a-z])(?=[A-Z]))(?P<w>(?:{_WORD}))\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:at\s)?(?P<y>\d{{4}})(?!\d)"
)
_DAY_YEAR: Final = re.compile(r"\d(?:st|nd|rd|th)?,?\s(?:at\s)?\d{4}")
"""What a date has whose month comes first."""
_YEAR_DAY: Final = re.compile(r"\d\d{3}[^\d|]{3,}\d")
"""What a date has whose year comes first: three signs are the shortest name of a month with the space after it."""
_YEAR_MONTH_DAY: Final = re.compile(
    rf"(?P<y>\d(?<!\d\d)\d{{3}})(?:\.|\sm\.|\s?оны?|,)?\s?(?:gada\s)?(?P<w>(?:{_WORD}))\s(?P<d>\d{{1,2}})(?!\d)"
)
_DAY_FIRST_LATVIAN: Final = re.compile(rf"(?P<y>\d(?<!\d\d)\d{{3}})\.\s?gada\s(?P<d>\d{{1,2}})\.\s?(?P<w>(?:{_WORD}))")
_RUN_ON: Final = re.compile(r".*[a-z](?=[A-Z])")
"""The words that a page runs together with a month, as elements without a space between them: `HealthMarch`."""
_YEAR: Final = re.compile(r"\d(?:\d{3}|\d\s?[./-]\s?\d{2}\s?[./-]\s?\d{2})")
"""What a written date has at least: a year in four digits, or all of it in pairs of digits."""
_CLOCK: Final = re.compile(r"\d\s?[:.hH時时點点시]\s?[0-5]\d")
"""What a time of day has: looking for it costs a tenth of the pattern."""
_TIME: Final = re.compile(
    r"(?<![\d.,])(?P<half>오전|오후|午前|午後|上午|下午)?\s?(?P<h>[01]?\d|2[0-4])\s?(?:[:.h]|時|时|點|点|시)\s?"
    r"(?P<min>[0-5]\d)(?:分|분)?(?::(?P<s>[0-5]\d))?(?![\d.,]\d)\s?(?P<ap>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE_AFTER: Final = re.compile(
    r"^[\s(]{0,2}(?:Uhr\s?)?(?:(?:UTC|GMT)\s?)?(?P<off>[+-]\d{1,2}(?::?\d{2})?)(?!\d)|"
    r"^[\s(]{0,2}(?P<name>[A-Za-z]{1,4})\b",
)
_RELATIVE: Final = re.compile(
    r"\b(?:ago|vor|il y a|hace|fa|há|geleden|sedan|siden|sitten|temu|před|pred|назад|тому|önce|yang lalu|lalu|trước|"
    r"purtroppo|yesterday|today|gestern|heute|hier|ayer|hoy|ieri|oggi|ontem|hoje|вчера|сегодня|вчора|сьогодні|"
    r"dün|bugün|"
    r"wczoraj|dzisiaj|včera|dnes|igår|idag|i går|i dag|eilen|tänään|gisteren|vandaag|kemarin|hôm qua|hôm nay)\b|"
    r"時間前|分前|日前|시간 전|분 전|일 전|小时前|小時前|分钟前|分鐘前|天前|昨天|今天|昨日|今日|어제|오늘|घंटे पहले|"
    r"मिनट पहले|قبل|منذ|ساعت پیش|ชั่วโมงที่แล้ว|ঘণ্টা আগে",
    re.IGNORECASE,
)
_UPDATED: Final = Hinted(
    r"updat|edited|modif|aktual|stand\b|geändert|mis[e]? à jour|màj|actuali[sz]|atuali[sz]|aggiorn|обновл|оновл|"
    r"изменен|更新|修正|업데이트|수정|güncel|bijgewerkt|gewijzigd|oppdater|opdater|uppdater|frissít|módosít|diperbarui|"
    r"cập nhật|päivitet|muokattu|uuendatud|atjaunin|atnaujin|ενημέρ|zmien|izmen|ažuriran|posodob|تحديث|بروزرسانی|अपडेट|"
    r"עודכן|แก้ไข",
    ("updat", "edited", "modif", "aktual", "stand", "actuali", "atuali", "aggiorn", "bijgewerkt", "gewijzigd",
     "oppdater", "opdater", "uppdater", "diperbarui", "muokattu", "uuendatud", "atjaunin", "atnaujin", "zmien",
     "izmen", "posodob"),
)  # fmt: skip
_BOUNDARY: Final = re.compile(r"\d{4}|[|•·;]")
"""What ends the words that belong to an earlier date."""
_COPYRIGHT: Final = Hinted(
    r"(?<!\w)©|\(c\)|copyright|all rights reserved|alle rechte", ("(c)", "copyright", "all rights", "alle rechte")
)
_PLACEHOLDERS: Final = (date(1970, 1, 1), date(1900, 1, 1))
_MONTH_FIRST_REGIONS: Final = frozenset({"US", "PH", "PR"})


class WrittenDate(NamedTuple):
    """A date found in running text: the moment, the words that state it, and whether they call it an update."""

    moment: Moment
    raw: str
    update: bool


@lru_cache(maxsize=1024)  # a page states one date in many places
def parse_machine_date(raw: str) -> Moment | None:
    """A date in a form made for machines: ISO 8601 and its usual mistakes, RFC 2822, seconds since 1970."""
    text = raw.strip()[:MAX_DATE_TEXT]
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _moment(*found.group(1, 2, 3, 4, 5, 6, 7))
    if _EPOCH.match(text):
        seconds = float(text)
        return Moment(
            datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC), Precision.SECOND, zoned=True
        )
    return None


def _moment(
    year: str | int,
    month: str | int | None,
    day: str | int | None,
    hour: str | int | None = None,
    minute: str | int | None = None,
    second: str | int | None = None,
    zone: str | None = None,
) -> Moment | None:
    """A moment of the parts that are stated; midnight to the second is how systems write a date without a time."""
    offset = _offset(zone)
    try:
        instant = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0) % 24,
            int(minute or 0),
            int(second or 0),
            tzinfo=offset or UTC,
        )
    except (ValueError, OverflowError):
        return None
    if not month:
        precision = Precision.YEAR
    elif not day:
        precision = Precision.MONTH
    elif hour is None or (second is not None and (instant.hour, instant.minute, instant.second) == (0, 0, 0)):
        precision = Precision.DAY
    else:
        precision = Precision.MINUTE if second is None else Precision.SECOND
    return Moment(instant, precision, zoned=offset is not None)


@lru_cache(maxsize=256)
def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    text = zone.replace(" ", "").lower()
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    if not (found := re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})?", text)):
        return None
    delta = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(delta if found[1] == "+" else -delta) if delta < timedelta(hours=24) else None


def find_dates(text: str, language: str | None, region: str | None = None) -> Iterator[WrittenDate]:
    """The dates written in a short text, in order. `language` decides month names and the order of `3/4/2024`."""
    text = text[:MAX_DATE_TEXT]
    if not _YEAR.search(text):
        return
    base, month_first = _locale(language, region)
    languages = tuple(dict.fromkeys((base, "en"))) if base else ("en",)
    taken = 0
    for start, end, (year, month, day) in sorted(_days(text, languages, month_first)):
        if start < taken:
            continue
        time = _time_near(text, start, end)
        taken = time[0] if time and time[0] > end else end
        moment = _moment(year, month, day, *(time[1:] if time else ()))
        if moment is not None:
            before = text[max(0, start - 40) : start]
            yield WrittenDate(moment, text[start:taken].strip(), update=is_update(before))


def is_update(before: str) -> bool:
    """Whether the words before a date, back to the date before them, call it an update."""
    return _UPDATED.search(_BOUNDARY.split(before)[-1]) is not None


@lru_cache(maxsize=256)
def _locale(language: str | None, region: str | None) -> tuple[str | None, bool]:
    base, _, rest = (language or "").replace("_", "-").partition("-")
    where = (region or rest[-2:]).upper()
    return base.lower() or None, where in _MONTH_FIRST_REGIONS or (base.lower() == "en" and not where)


def _days(text: str, languages: tuple[str, ...], month_first: bool) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    for found in _NUMERIC.finditer(text) if _SET_OFF.search(text) else ():
        if found["y"]:
            yield found.start(), found.end(), (int(found["y"]), int(found["m"]), int(found["d"]))
            continue
        first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
        year += 2000 if year < 100 else 0
        swap = second > 12 or (month_first and first <= 12 and found["sep"] != ".")
        day, month = (second, first) if swap else (first, second)
        yield found.start(), found.end(), (year, month, day)
    month_first_dates = (_MONTH_DAY_YEAR,) if _DAY_YEAR.search(text) else ()
    year_first_dates = (_YEAR_MONTH_DAY,) if _YEAR_DAY.search(text) else ()
    latvian_dates = (_DAY_FIRST_LATVIAN,) if "gada" in text else ()
    for pattern in (_DAY_MONTH_YEAR, *month_first_dates, *year_first_dates, *latvian_dates):
        for found in pattern.finditer(text):
            run_on = _RUN_ON.match(found["w"])
            if (named := month_of(found["w"][run_on.end() :] if run_on else found["w"], languages)) is not None:
                start = found.start() + (run_on.end() if run_on and found.start() == found.start("w") else 0)
                yield start, found.end(), (_western_year(int(found["y"])), named, int(found["d"]))


def other_order(raw: str, moment: Moment) -> Moment | None:
    """A moment written as `3/4/2026` with day and month the other way round; None where only one order is possible."""
    found = _NUMERIC.search(raw)
    if found is None or found["y"] or moment.instant.day > 12:
        return None
    return replace(moment, instant=moment.instant.replace(day=moment.instant.month, month=moment.instant.day))


def _western_year(year: int) -> int:
    """The year of the common era for a year of the Thai calendar, which is 543 ahead."""
    return year - 543 if 2450 <= year <= 2650 else year


def _time_near(text: str, start: int, end: int) -> tuple[int, int, int, int | None, str | None] | None:
    """End, hour, minute, second and zone of the time that stands beside a date."""
    found = _TIME.search(text, end, end + 28) if _CLOCK.search(text, end, end + 28) else None
    if found is None and _CLOCK.search(text, max(0, start - 14), start):
        found = _TIME.search(text[:start], max(0, start - 14))
    if found is None or "|" in text[end : found.start()][2:]:
        return None
    hour = int(found["h"])
    half = (found["half"] or found["ap"] or "").lower()
    if half and hour <= 12:
        late = half[0] == "p" or half in ("오후", "午後", "下午")
        hour = hour % 12 + (12 if late else 0)
    zone = None
    finish = found.end()
    if after := _ZONE_AFTER.match(text[found.end() : found.end() + 16]):
        zone = after["off"] or (after["name"] if (after["name"] or "").lower() in _ZONES else None)
        finish += after.end() if zone else 0
    return max(finish, end), hour, int(found["min"]), int(found["s"]) if found["s"] else None, zone


def parse_written_date(raw: str, language: str | None, captured: datetime | None) -> Moment | None:
    """A date in words that the fast patterns do not know, by `dateparser`; relative ones count from the capture.

    None where the words are no date, or are relative and the capture time is unknown.
    """
    text = " ".join(raw.split())[:MAX_DATE_TEXT]
    relative = bool(_RELATIVE.search(text))
    if len(text) > 60 or (relative and captured is None) or not (relative or _looks_dated(text)):
        return None
    base = (language or "en").replace("_", "-").partition("-")[0].lower()
    return _parse_natural(text, base, captured if relative else None)


def _looks_dated(text: str) -> bool:
    return bool(re.search(r"(?<!\d)(?:19|20|2[45])\d\d(?!\d)|[۰-۹٠-٩०-९]{4}", text)) and len(text.split()) >= 2


@lru_cache(maxsize=256)
def _parse_natural(text: str, language: str, captured: datetime | None) -> Moment | None:
    from dateparser.date import DateDataParser  # 0.3 s to load: only where a page has no date that is easier to read

    base = (captured or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    settings = {"RELATIVE_BASE": base, "RETURN_TIME_AS_PERIOD": True, "REQUIRE_PARTS": ["year"]}
    if captured is not None:
        settings.pop("REQUIRE_PARTS")
    languages = [language, "en"] if language != "en" else ["en"]
    try:
        data = DateDataParser(languages=languages, settings=settings).get_date_data(text)
    except (ValueError, OverflowError):  # a language that dateparser does not know, or a count beyond all calendars
        return None
    if data.date_obj is None:
        return None
    periods = {"year": Precision.YEAR, "month": Precision.MONTH, "time": Precision.MINUTE}
    precision = periods.get(data.period or "day", Precision.DAY)
    if captured is not None and re.search(r"\d", text) and data.date_obj.time() != datetime.min.time():
        precision = Precision.MINUTE if abs(base - data.date_obj) < timedelta(days=1) else Precision.DAY
    instant = data.date_obj
    zoned = instant.tzinfo is not None or captured is not None
    return Moment(instant if instant.tzinfo else instant.replace(tzinfo=UTC), precision, zoned, captured is not None)


def is_relative(text: str) -> bool:
    """Whether a text states a date relative to the reader's now."""
    return bool(_RELATIVE.search(text[:MAX_DATE_TEXT]))


def is_copyright(text: str) -> bool:
    """Whether a text is a copyright line, whose year says nothing about the page."""
    return _COPYRIGHT.search(text[:MAX_DATE_TEXT]) is not None


def refusal(moment: Moment, captured: datetime | None) -> str | None:
    """Why a moment cannot be when a page was published, or None where it can."""
    if moment.instant.year < FIRST_YEAR:
        return f"impossible: before {FIRST_YEAR}"
    if moment.instant.date() in _PLACEHOLDERS:
        return "placeholder: the zero of a clock"
    if captured is not None and moment.instant > captured + FUTURE_SLACK:
        return "future: after the capture"
    return None
