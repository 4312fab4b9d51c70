"""The choice of the people, the agency and the outlet behind an article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.page.findings import Candidate
from copydesk.page.metadata.agencies import agencies_in, agency_of
from copydesk.page.metadata.datelines import Dateline, read_contributors, read_credit
from copydesk.page.metadata.people import Names, read_names
from copydesk.page.metadata.statements import Statement
from copydesk.page.metadata.urls import domain_words

MAX_OUTLET: Final = 80
_METHOD_ORDER: Final = ("json-ld", "meta", "microdata", "rdfa", "visible", "element", "json-ld:")


@dataclass(frozen=True, slots=True)
class Source:
    """A place that names authors, with the names read from it."""

    statement: Statement
    names: Names


def choose_outlet(statements: Sequence[Statement], url: str | None) -> tuple[Candidate, ...]:
    """The candidates for the outlet: `og:site_name`, the article's publisher, the site's node, application names."""
    order = ("meta:og:site_name", "json-ld")
    ranked = sorted(statements, key=lambda each: order.index(each.method) if each.method in order else len(order))
    candidates = []
    for each in ranked:
        name = each.raw.strip(" .|-–")
        refused = "too long for a name" if len(name) > MAX_OUTLET else "an address" if "://" in name else None
        candidates.append(Candidate(each.raw, name, each.method, each.place, refused))
    if domain := domain_words(url):
        candidates.append(Candidate(url or "", domain, "url", "url"))
    candidates.sort(key=lambda each: (each.refused is not None, each.method == "url"))
    return tuple(candidates)


def read_sources(stated: Sequence[Statement], shown: Sequence[tuple[str, int]], outlets: Sequence[str]) -> list[Source]:
    """All places that name authors, in the order of preference, each with the names in it."""
    lines = [Statement(text, "visible", f"block {index}") for text, index in shown]
    sources = [*stated, *lines]
    sources.sort(key=lambda each: _rank(each.method))
    return [
        Source(each, read_names(each.raw, outlets, named_person=each.kind == "Person" and each.method == "json-ld"))
        for each in sources
    ]


def _rank(method: str) -> int:
    if method.startswith("json-ld:"):
        return _METHOD_ORDER.index("json-ld:")
    return _METHOD_ORDER.index(method.partition(":")[0])


def choose_byline(sources: Sequence[Source], near: str) -> tuple[Candidate, ...]:
    """The candidates for the byline; the statements of one method that name persons stand together as one."""
    groups: dict[str, list[Source]] = {}
    text = near.casefold()
    for source in sources:
        groups.setdefault(_group(source.statement), []).append(source)
    taken: list[Candidate] = []
    refused: list[Candidate] = []
    for group in groups.values():
        persons = tuple(dict.fromkeys(person for source in group for person in source.names.persons))
        first = group[0].statement
        if first.method == "element" and not any(person.casefold() in text for person in persons):
            continue
        raw = "; ".join(source.statement.raw for source in group)
        if persons:
            taken.append(Candidate(raw, persons, first.method, first.place))
        for source in group:
            for name, reason in source.names.refused:
                refused.append(Candidate(name, None, source.statement.method, source.statement.place, reason))
    return (*taken, *refused)


def _group(said: Statement) -> str:
    return said.place if said.method in ("visible", "element") else said.method


def choose_agency(
    sources: Sequence[Source],
    dateline: Dateline | None,
    stated: Sequence[Statement],
    closing: Sequence[tuple[str, int]],
) -> tuple[Candidate, ...]:
    """The candidates for the agency: the dateline, authors that are agencies, stated sources, closing credits."""
    found: list[Candidate] = []
    if dateline is not None and dateline.agency is not None:
        found.append(Candidate(dateline.raw, dateline.agency, "dateline", "first paragraph"))
    for source in sources:
        for agency in source.names.agencies:
            found.append(Candidate(source.statement.raw, agency, source.statement.method, source.statement.place))
    for said in stated:
        if (agency_name := agency_of(said.raw)) is not None:
            found.append(Candidate(said.raw, agency_name, said.method, said.place))
        else:
            found.append(Candidate(said.raw, None, said.method, said.place, "no agency"))
    for text, index in closing:
        for agency in read_credit(text):
            found.append(Candidate(text[-200:], agency, "credit", f"block {index}"))
    return tuple(sorted(found, key=lambda each: each.refused is not None))


def choose_contributors(
    stated: Sequence[Statement], closing: Iterable[tuple[str, int]], outlets: Sequence[str]
) -> tuple[Candidate, ...]:
    """The candidates for contributors: JSON-LD first, then the credit lines at the end of the text."""
    found = [
        Candidate(said.raw, names, said.method, said.place)
        for said in stated
        if (names := read_names(said.raw, outlets, named_person=True).persons)
    ]
    found += [
        Candidate(text[:400], names, "credit", f"block {index}")
        for text, index in closing
        if (names := read_contributors(text))
    ]
    return tuple(found)
