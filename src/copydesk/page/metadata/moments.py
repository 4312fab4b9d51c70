"""The choice of the dates of publication and of change among all that the page states and shows."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from copydesk.page.findings import Candidate, Moment, Precision
from copydesk.page.metadata import dates
from copydesk.page.metadata.statements import Statement, Statements, refused, usable_first
from copydesk.page.metadata.urls import date_in_url
from copydesk.page.metadata.visible import Seen

MAX_OWN: Final = 3
"""Dates of publication in microdata that one article states; more of them are those of a list of articles."""
CLOCK_DRIFT: Final = timedelta(days=1)
"""How much earlier than the publication a change may be dated: systems save a page before they publish it."""

MOVED: Final = timedelta(days=2)
"""How much earlier than the stated publication a shown date is another one: less is a matter of time zones."""

Far = Callable[[], Sequence[Seen]]
"""Gives the dates that cost more to find or are less certain; asked only where nothing else states a date."""


def choose_published(
    said: Statements, shown: Sequence[Seen], far: Far, url: str | None, language: str | None, captured: datetime | None
) -> tuple[Candidate, ...]:
    """The candidates for the publication, the chosen one first.

    Preference: what the page states as its publication (JSON-LD of the article, `article:published_time` and its
    like, microdata), JSON-LD of the web page, a `<time>` after the headline whose day is also written there, a date
    written beside the headline, another `<time>`, a date of creation, the URL, that of
    the lead image; and only where none of these gives a
    date, one that is written elsewhere. Within the chosen day the most precise statement gives the time.
    """
    times = [each for each in said.get("time", ()) if each.kind == ""]
    stated = _parsed(_ranked(said.get("published", ())), language, captured)
    pictures = [each.raw for each in said.get("images", ())[:1]]
    named = [*_url_date(url or "", "url"), *(found for each in pictures for found in _url_date(each, "url:image"))]
    in_url = _parsed(named, language, captured)
    known = {_day(each) for each in (*stated, *in_url)}
    visible = [_in_known_order(_checked(each.candidate, captured), known) for each in shown]
    days = {_day(each) for each in visible if each.refused is None}
    timed = sorted(_parsed(times, language, captured), key=lambda each: _day(each) not in days)
    agreeing = sum(_day(each) in days for each in timed)
    rest = [*said.get("created", ()), *(each for each in said.get("time", ()) if each.kind == "before-headline")]
    late = _parsed(rest, language, captured)
    lines = [each for each, seen in zip(visible, shown, strict=True) if seen.alone]
    ranked = (*_printed_before(stated, lines), *stated, *timed[:agreeing], *visible, *timed[agreeing:], *late, *in_url)
    candidates = list(dict.fromkeys(ranked))
    if not any(map(_states_a_day, candidates)):
        candidates = [*(_checked(each.candidate, captured) for each in far()), *candidates]
    return _with_time(usable_first(candidates))


def _in_known_order(candidate: Candidate, known: Set[date | None]) -> Candidate:
    """A written date with day and month the other way round, where only so it is a day that the page states."""
    if not isinstance(candidate.value, Moment) or _day(candidate) in known:
        return candidate
    other = dates.other_order(candidate.raw, candidate.value)
    return replace(candidate, value=other) if other is not None and other.instant.date() in known else candidate


def _printed_before(stated: Sequence[Candidate], lines: Sequence[Candidate]) -> list[Candidate]:
    """The date in a line of its own that is days before the stated one: systems date a text anew when it moves."""
    said = next((each for each in stated if _states_a_day(each)), None)
    printed = next((each for each in lines if _states_a_day(each)), None)
    if said is None or printed is None:
        return []
    return [printed] if _instant(printed) < _instant(said) - MOVED else []


def _instant(candidate: Candidate) -> datetime:
    assert isinstance(candidate.value, Moment)
    return candidate.value.instant


def _day(candidate: Candidate) -> date | None:
    return candidate.value.instant.date() if isinstance(candidate.value, Moment) else None


def _states_a_day(candidate: Candidate) -> bool:
    """Whether a candidate holds and states at least a day."""
    value = candidate.value if candidate.refused is None else None
    return isinstance(value, Moment) and value.precision not in (Precision.YEAR, Precision.MONTH)


def choose_modified(
    said: Statements, shown: Sequence[Seen], published: Moment | None, language: str | None, captured: datetime | None
) -> tuple[Candidate, ...]:
    """The candidates for the last change: stated, in a `<time>` for updates, shown as an update, in that order."""
    ranked = [*_ranked(said.get("modified", ())), *(each for each in said.get("time", ()) if each.kind == "modified")]
    found = [*_parsed(ranked, language, captured), *(_checked(each.candidate, captured) for each in shown)]
    return _with_time(usable_first(_not_before(each, published) for each in found))


def told(published: Sequence[Candidate]) -> Moment | None:
    """The chosen publication, unless it is a guess: a date far from the headline, or the month of a picture's name."""
    first = next(iter(published), None)
    if first is None or first.refused is not None or not isinstance(first.value, Moment):
        return None
    guess = first.method == "visible:far" or (first.method == "url:image" and not _states_a_day(first))
    return None if guess else first.value


def at_least_modified(published: tuple[Candidate, ...], modified: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates for the publication; where it is not told, first the date of the last change, marked by its
    method.

    A page that dates only its last change was published by then.
    """
    if told(published) is not None or not modified or modified[0].refused is not None:
        return published
    return (replace(modified[0], method=f"modified:{modified[0].method}"), *published)


def _ranked(statements: Sequence[Statement]) -> list[Statement]:
    """Statements of the article's own node first, then meta elements and microdata, then those of other nodes."""
    others = [each for each in statements if not each.method.startswith("microdata:")]
    listed = len(statements) - len(others) > MAX_OWN
    return sorted(
        others if listed else statements,
        key=lambda each: (each.method != "json-ld") + each.method.startswith("json-ld:"),
    )


def _url_date(url: str, method: str) -> list[Statement]:
    found = date_in_url(url)
    return [Statement(found, method, url)] if found else []


def _parsed(statements: Iterable[Statement], language: str | None, captured: datetime | None) -> list[Candidate]:
    return [_candidate(each, language, captured) for each in statements]


def _candidate(said: Statement, language: str | None, captured: datetime | None) -> Candidate:
    moment = dates.parse_machine_date(said.raw)
    if moment is None:
        written = next(dates.find_dates(said.raw, language), None)
        moment = written.moment if written is not None else None
    reason = "not read as a date" if moment is None else None
    return _checked(Candidate(said.raw, moment, said.method, said.place, reason), captured)


def _checked(candidate: Candidate, captured: datetime | None) -> Candidate:
    if candidate.refused is not None or not isinstance(candidate.value, Moment):
        return candidate
    reason = dates.refusal(candidate.value, captured)
    return candidate if reason is None else refused(candidate, reason)


def _not_before(candidate: Candidate, published: Moment | None) -> Candidate:
    value = candidate.value
    if candidate.refused is not None or published is None or not isinstance(value, Moment):
        return candidate
    early = value.instant < published.instant - CLOCK_DRIFT
    return refused(candidate, "before the publication") if early else candidate


def _with_time(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with the most precise statement of the chosen day in front."""
    if not candidates or candidates[0].refused is not None:
        return tuple(candidates)
    chosen = candidates[0].value
    if not isinstance(chosen, Moment) or chosen.precision is not Precision.DAY:
        return tuple(candidates)
    finer = [each for each in candidates[1:] if each.refused is None and _refines(each.value, chosen)]
    best = next((each for each in finer if isinstance(each.value, Moment) and each.value.zoned), None)
    best = best or next(iter(finer), candidates[0])
    return (best, *(each for each in candidates if each is not best))


def _refines(value: object, chosen: Moment) -> bool:
    precise = isinstance(value, Moment) and value.precision in (Precision.MINUTE, Precision.SECOND)
    return precise and isinstance(value, Moment) and value.instant.date() == chosen.instant.date()
