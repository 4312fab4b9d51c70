"""Where a copied text came from: the wire that its copies credit, the page they point to, or the first version.

A wire is believed where it is *credited*: in the agency field, in a dateline ("PARIS (AFP) -"), or in a closing
credit ("Reporting by …; © Reuters"). A text that merely reports what an agency said credits nobody.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urlsplit

from copydesk.copies.groups import Group
from copydesk.copies.text import Text

WIRES: Final[Mapping[str, tuple[str, ...]]] = {
    "AAP": ("AAP", "Australian Associated Press"),
    "Adnkronos": ("Adnkronos",),
    "AFP": ("AFP", "Agence France-Presse"),
    "AGI": ("AGI", "Agenzia Giornalistica Italia"),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı"),
    "ANI": ("ANI", "Asian News International"),
    "ANSA": ("ANSA",),
    "Antara": ("Antara",),
    "AP": ("AP", "Associated Press", "The Associated Press"),
    "APA": ("APA", "Austria Presse Agentur"),
    "Belga": ("Belga",),
    "Bernama": ("Bernama",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "Canadian Press": ("Canadian Press", "The Canadian Press"),
    "CNS": ("CNS", "China News Service", "中新社"),
    "ČTK": ("ČTK", "CTK"),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Agencia EFE"),
    "Europa Press": ("Europa Press",),
    "IANS": ("IANS",),
    "Interfax": ("Interfax", "Интерфакс"),
    "Jiji": ("Jiji", "Jiji Press", "時事通信"),
    "Keystone-SDA": ("Keystone-SDA", "Keystone-ATS", "SDA", "ATS"),
    "Kyodo": ("Kyodo", "Kyodo News", "共同通信"),
    "Lusa": ("Lusa",),
    "NTB": ("NTB",),
    "PA": ("PA", "PA Media", "Press Association"),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "Ritzau": ("Ritzau",),
    "STT": ("STT",),
    "TASS": ("TASS", "ТАСС"),
    "TT": ("TT",),
    "UPI": ("UPI", "United Press International"),
    "Ukrinform": ("Ukrinform", "Укрінформ"),
    "Xinhua": ("Xinhua", "新华社", "新華社"),
    "Yonhap": ("Yonhap", "연합뉴스"),
}
"""News agencies, with the names under which texts credit them."""

LEAD_CHARACTERS: Final = 120
"""A dateline with its agency ends within the beginning of the first paragraphs."""

CREDIT_CHARACTERS: Final = 160
"""A paragraph longer than this is text, not a credit."""

CREDIT_PARAGRAPHS: Final = 2
"""Paragraphs at either end in which a dateline or a credit can stand."""

CLEARLY_EARLIER: Final = timedelta(minutes=10)
"""Versions that are less apart than this may have come off one feed in any order."""

MOSTLY_COPIED: Final = 0.5
"""A member with less of its text in the representative has mostly text of its own."""

DAY: Final = timedelta(days=1)

ID_CHARACTERS: Final = 12
"""Characters of an id that are enough to tell texts apart."""

CREDIT: Final = re.compile(
    r"(?i)^\W*(?:\(c\)|copyright|source|via|by|from|with|reporting by|quelle|fuente|fonte|mit material|avec|con)\b"
    r"|^\W*©|^\W*[-–—(\[]"
)
"""How a credit in a paragraph of its own begins, unless it is nothing but the agency's name."""


class Method(StrEnum):
    """How an origin was found."""

    CREDIT = "credit"
    CANONICAL = "canonical"
    EARLIEST = "earliest"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely origin of a group: the `source` that its texts credit, and the member `id` that came first.

    Each is None where it is not known. `reasons` are in plain words, also those that speak for unknown.
    """

    method: Method
    source: str | None
    id: str | None
    reasons: tuple[str, ...]


def find_origin(group: Group, texts: Mapping[str, Text]) -> Origin:
    """The likely origin of a group, given the texts of its members by id."""
    members = [texts[id] for id in sorted(group.ids)]
    first, why_first = first_version(members)
    wires, why_wire = credited(members)
    pointed, why_pointed = pointed_to(members)
    reasons = (*why_wire, *why_pointed, *why_first, *why_complete(group, texts))
    if len(wires) == 1:
        own = [text.id for text in members if named_wire(text.outlet) == wires[0]]
        return Origin(Method.CREDIT, wires[0], own[0] if len(own) == 1 else first, reasons)
    if wires:
        return Origin(Method.UNKNOWN, None, None, reasons)
    if pointed:
        return Origin(Method.CANONICAL, pointed.outlet or host(pointed.url), pointed.id, reasons)
    if first:
        return Origin(Method.EARLIEST, texts[first].outlet or host(texts[first].url) or None, first, reasons)
    return Origin(Method.UNKNOWN, None, None, reasons)


def credited(texts: Sequence[Text]) -> tuple[list[str], tuple[str, ...]]:
    """The wires credited by most texts: one, or several if they are tied; and the reasons."""
    counts = Counter(wire for text in texts for wire in sorted(credits(text)))
    if not counts:
        return [], ()
    most = max(counts.values())
    wires = sorted(wire for wire, count in counts.items() if count == most)
    named = ", ".join(f"{wire} ({count} of {len(texts)})" for wire, count in sorted(counts.items()))
    return wires, (f"credited: {named}" + ("; they contradict each other" if len(wires) > 1 else ""),)


def credits(text: Text) -> frozenset[str]:
    """The wires that a text credits: in its agency field, its outlet, a dateline or a closing credit."""
    fields = {wire for wire in (named_wire(text.agency), named_wire(text.outlet)) if wire}
    opening = {wire for paragraph in text.paragraphs[:CREDIT_PARAGRAPHS] for wire in dateline_wires(paragraph)}
    ends = (*text.paragraphs[:1], *text.paragraphs[-CREDIT_PARAGRAPHS:])
    return frozenset(fields | opening | {wire for paragraph in ends for wire in credit_wires(paragraph)})


def named_wire(name: str | None) -> str | None:
    """The wire that a whole field names: `Reuters`, `The Associated Press`."""
    return wire_names().get(name.strip().casefold()) if name else None


@cache
def wire_names() -> Mapping[str, str]:
    """All names of wires without case."""
    return {name.casefold(): wire for wire, names in WIRES.items() for name in names}


@cache
def wire_pattern() -> re.Pattern[str]:
    """Any name of a wire as a whole word, written as the wires write it: `AP`, never `ap`."""
    names = sorted((name for names in WIRES.values() for name in names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def dateline_wires(paragraph: str) -> Iterable[str]:
    """The wires in the brackets of a dateline, as in `GENEVA (Reuters) -` or `Berlin (dpa/AFP)`."""
    brackets = re.match(r"[^().:]{0,60}[(（]([^()（）]{2,40})[)）]", paragraph[:LEAD_CHARACTERS])
    return wires_in(brackets[1]) if brackets and covered_by_wires(brackets[1]) else ()


def credit_wires(paragraph: str) -> Iterable[str]:
    """The wires in a short paragraph that is a credit."""
    if len(paragraph) > CREDIT_CHARACTERS or not (CREDIT.search(paragraph) or covered_by_wires(paragraph)):
        return ()
    return wires_in(paragraph)


def covered_by_wires(text: str) -> bool:
    """Whether a text consists of nothing but names of wires."""
    return bool(wire_pattern().search(text)) and not re.search(r"\w", wire_pattern().sub("", text))


def wires_in(text: str) -> list[str]:
    """All wires named in a text."""
    return [wire_names()[name.casefold()] for name in wire_pattern().findall(text)]


def pointed_to(texts: Sequence[Text]) -> tuple[Text | None, tuple[str, ...]]:
    """The text at the one address on another site to which others point as canonical."""
    targets = Counter(
        host(text.canonical_url)
        for text in texts
        if text.canonical_url and text.url and host(text.canonical_url) != host(text.url)
    )
    if len(targets) != 1:
        return None, (f"canonical URLs point to {len(targets)} other sites",) if targets else ()
    [(site, count)] = targets.items()
    there = [text for text in texts if host(text.url) == site]
    reason = f"canonical URL of {count} of {len(texts)} points to {site}"
    return there[0] if len(there) == 1 else None, (reason,)


@lru_cache(maxsize=100_000)
def host(url: str | None) -> str:
    """The site of an address, without `www.`; empty if it has none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def first_version(texts: Sequence[Text]) -> tuple[str | None, tuple[str, ...]]:
    """The text that was published first, if it was clearly first, and the reason."""
    dated = sorted((in_utc(text.published), text.id) for text in texts if text.published)
    missing = len(texts) - len(dated)
    if missing:
        return None, (f"{missing} of {len(texts)} have no date",)
    (earliest, id), (second, other) = dated[:2]
    names = labels(texts)
    if second - earliest < CLEARLY_EARLIER:
        return None, (f"{names[id]} and {names[other]} have about the same date",)
    if earliest + DAY > second and any(is_day(moment) for moment, _ in dated[:2]):
        return None, (f"{names[id]} and {names[other]} are dated to a day, less than a day apart",)
    return id, (f"{names[id]} has the earliest date, {earliest:%Y-%m-%d %H:%M} UTC",)


def labels(texts: Collection[Text]) -> Mapping[str, str]:
    """What a reader calls each text; those that would be called alike have the beginning of their id with it."""
    counts = Counter(map(label, texts))
    return {
        text.id: label(text) if counts[label(text)] == 1 else f"{label(text)} ({text.id[:ID_CHARACTERS]})"
        for text in texts
    }


def label(text: Text) -> str:
    """What a reader calls a text: its outlet, its site or its id."""
    return text.outlet or host(text.url) or text.id


def in_utc(moment: datetime) -> datetime:
    """A date in UTC; one without a time zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def is_day(moment: datetime) -> bool:
    """Whether an instant is midnight, as a date without a time is."""
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def why_complete(group: Group, texts: Mapping[str, Text]) -> tuple[str, ...]:
    """A reason that supports others: one version is longer than all others."""
    lengths = sorted(((sum(map(len, texts[id].paragraphs)), id) for id in group.ids), reverse=True)
    (longest, id), (second, _) = lengths[:2]
    names = labels([texts[member] for member in group.ids])
    return (f"{names[id]} is the most complete version",) if longest > second else ()


def independent_sources(
    ids: Collection[str],
    groups: Iterable[Group],
    texts: Mapping[str, Text],
    origins: Mapping[str, Origin] | None = None,
) -> int:
    """How many sources stand behind some texts, when copies of one text and texts of one wire count once.

    A text that shares less than half of itself with its group has text of its own, and counts as a source as well.
    `groups` are those of the texts, `texts` holds the texts and all members of the groups. `origins` are those of
    groups, by their representatives, where they were found before.
    """
    wanted = set(ids)
    grouped: set[str] = set()
    sources: set[str] = set()
    for group in groups:
        inside = wanted.intersection(group.ids)
        if not inside:
            continue
        mostly_copied = {member.id for member in group.members if member.within >= MOSTLY_COPIED}
        grouped |= inside & mostly_copied
        origin = (origins or {}).get(group.representative) or find_origin(group, texts)
        sources.add(origin.source or f"text of {group.representative}")
    return len(sources | {own_source(texts[id]) for id in wanted - grouped})


def own_source(text: Text) -> str:
    """The source of a text that is nobody's copy: its wire, its outlet, its site, or itself."""
    wires = sorted(credits(text))
    return wires[0] if len(wires) == 1 else text.outlet or host(text.url) or f"text of {text.id}"
