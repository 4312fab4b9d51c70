"""What a page says about itself: one raw value for one field, with its place, before anything is parsed or chosen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from copydesk.page.findings import Candidate

MAX_VALUE: Final = 4_000
"""Characters that are kept of one stated value; no headline, name, date or description of a news page is longer."""
MAX_STATEMENTS: Final = 64
"""Statements that are kept for one field; a page that states more is a list of other articles."""


class Statement(NamedTuple):
    """A raw value that the page states for a field.

    `method` says how it is stated (`json-ld`, `meta:og:title`, `itemprop`, …), `place` where. `kind` is the
    schema.org type of the value where one is given (`Person`, `Organization`), else empty.
    """

    raw: str
    method: str
    place: str
    kind: str = ""


Statements = Mapping[str, tuple[Statement, ...]]
"""The statements of a page by field, in the order in which the page makes them."""


class StatementsBuilder:
    """Gathers statements by field within the limits; equal statements of one method are kept once."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, dict[tuple[str, str], Statement]] = defaultdict(dict)

    def add(self, field: str, raw: str, method: str, place: str, kind: str = "") -> None:
        """Keep a value that is not blank; whitespace is collapsed and the length limited."""
        text = " ".join(raw[: 2 * MAX_VALUE].split())[:MAX_VALUE]
        values = self._fields[field]
        if text and len(values) < MAX_STATEMENTS:
            values.setdefault((method, text), Statement(text, method, place, kind))

    def build(self) -> Statements:
        """The statements gathered so far."""
        return MappingProxyType({field: tuple(values.values()) for field, values in self._fields.items()})


def by_method(statements: Sequence[Statement], order: Sequence[str]) -> Sequence[Statement]:
    """Statements with those of some methods first, in the order of these."""
    if len(statements) < 2:
        return statements
    places = {method: place for place, method in enumerate(order)}
    return sorted(statements, key=lambda each: places.get(each.method, len(order)))


def usable_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates with those that are refused last."""
    return sorted(candidates, key=lambda each: each.refused is not None)


def refused(candidate: Candidate, reason: str) -> Candidate:
    """A candidate that is not taken, with the reason."""
    return Candidate(candidate.raw, candidate.value, candidate.method, candidate.place, reason)


def merged(parts: Iterable[Statements]) -> Statements:
    """The statements of several readers as one mapping, those of the first reader first."""
    found: dict[str, tuple[Statement, ...]] = {}
    for part in parts:
        for field, statements in part.items():
            found[field] = found.get(field, ()) + statements
    return found
