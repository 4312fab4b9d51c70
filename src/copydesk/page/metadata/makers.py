"""The choice of the people, the agency and the outlet behind an article."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from copydesk.page.findings import Candidate
from copydesk.page.metadata.agencies import agency_of
from copydesk.page.metadata.datelines import (
    Dateline,
    may_name_contributors,
    may_name_supplier,
    read_contributors,
    read_credit,
    read_credit_line,
    read_supplier,
)
from copydesk.page.metadata.people import (
    THE_OUTLET,
    Names,
    is_common,
    is_personal,
    names_outlet,
    read_names,
    without_degree,
)
from copydesk.page.metadata.statements import Statement, by_method, refused, usable_first
from copydesk.page.metadata.urls import domain_words

MAX_OUTLET: Final = 80
MAX_JOINTS: Final = 6
"""Characters beside each name (`By`, commas, `and`) in an element that is a byline and no biography."""
MAX_SINGLE: Final = 40
"""Characters of a byline in which a single word is believed to be a name."""
MAX_MORE: Final = 3
"""Names that a fuller byline may add to the preferred one; a list that adds more is the staff's."""
_METHOD_ORDER: Final = (
    "json-ld",
    "meta",
    "microdata",
    "rdfa",
    "script",
    "visible",
    "element",
    "json-ld:",
    "name-line",
    "signature",
)
_UNSTATED: Final = frozenset({"name-line", "signature"})
"""Methods that are believed only where nobody else is named."""


class Source(NamedTuple):
    """A place that names authors, with the names read from it."""

    statement: Statement
    names: Names


def choose_outlet(statements: Sequence[Statement], url: str | None) -> tuple[Candidate, ...]:
    """The candidates for the outlet: `og:site_name`, the article's publisher, the site's node, application names."""
    candidates = []
    for each in by_method(statements, ("meta:og:site_name", "json-ld")):
        name = each.raw.strip(" .|-–")
        if each.kind == "Person" or each.method == "json-ld:Person":
            candidates.append(Candidate(each.raw, name, each.method, each.place, "a person"))
            continue
        reason = "too long for a name" if len(name) > MAX_OUTLET else "an address" if "://" in name else None
        candidates.append(Candidate(each.raw, name, each.method, each.place, reason))
    if domain := domain_words(url):
        candidates.append(Candidate(url or "", domain, "url", "url"))
    return tuple(usable_first(candidates))


def read_sources(
    stated: Sequence[Statement], shown: Sequence[Statement], outlet: Sequence[Candidate], near: str
) -> list[Source]:
    """All places that name authors, in the order of preference, each with the names in it.

    Elements named for authors count only where their names stand in `near`, the case-folded text around the headline:
    others belong to the teasers of other articles. Signatures count where nothing else names a person.
    """
    ranked = sorted((*stated, *shown), key=lambda each: _rank(each.method))
    known = tuple(str(each.value) for each in outlet if each.refused is None)
    named = tuple(str(each.value) for each in outlet if each.refused is None and each.method != "url")
    read: list[Source] = []
    for each in ranked:
        if each.method == "signature" and _name_persons(read):
            continue
        person = _is_person(each)
        labelled = len(each.raw) <= MAX_SINGLE and each.raw[:1].isupper() and f"by {each.raw.casefold()}" in near
        single = person or labelled
        source = Source(each, read_names(_in_order(each), named if person else known, named_person=single))
        if each.method != "element" or _stands_in(source, near):
            read.append(source)
    return read


def _name_persons(sources: Iterable[Source]) -> bool:
    return any(source.names.persons for source in sources)


def _is_person(said: Statement) -> bool:
    card = said.method.startswith("meta:") and said.kind == "Person"
    return card or (said.method == "json-ld" and said.kind.lower() in ("person", ""))


def _stands_in(source: Source, text: str) -> bool:
    persons = source.names.persons
    return any(person.casefold() in text for person in persons) or source.statement.raw.casefold() in text


def _in_order(said: Statement) -> str:
    """The raw value; a name of a bibliography (`Lund, Ada`) with the given name first."""
    last, comma, first = said.raw.partition(",")
    return f"{first.strip()} {last}" if comma and said.method == "meta:citation_author" else said.raw


def _rank(method: str) -> int:
    if method.startswith("json-ld:"):
        return _METHOD_ORDER.index("json-ld:")
    return _METHOD_ORDER.index(method.partition(":")[0])


def choose_byline(sources: Sequence[Source], near: str, body: Sequence[str] | None) -> tuple[Candidate, ...]:
    """The candidates for the byline; the statements of one method that name persons stand together as one.

    Names that are shown beside the headline, in the case-folded text `near`, are preferred to names that are only
    stated, and of two groups of names the larger one where it is shown and has all names of the other. Where nobody is
    named but by the outlet's name, the site may bear its writer's, as the words of `body` tell: the text of a page
    whose publisher is no news outlet.
    """
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(_group(source.statement), []).append(source)
    taken = [candidate for group in groups.values() if (candidate := _joined(group)) is not None]
    shown = [each for each in taken if each.method not in _UNSTATED and _is_shown(each, near)]
    if shown:
        first = next((each for each in shown[1:] if _is_fuller(each, shown[0], near)), shown[0])
        taken = [first, *(each for each in taken if each is not first)]
    if not taken and body is not None:
        taken = _writers_of_own_sites(sources, body)
    others = (
        Candidate(name, None, source.statement.method, source.statement.place, reason)
        for source in sources
        for name, reason in source.names.refused
    )
    return (*taken, *others)


def _writers_of_own_sites(sources: Sequence[Source], body: Sequence[str]) -> list[Candidate]:
    """The outlet's name, where it can be a person's: no firm's, and none of its words is another in the text."""
    firms = {source.statement.raw for source in sources if source.statement.kind not in ("", "Person")}
    for source in sources:
        said = source.statement
        names = [name for name, reason in source.names.refused if reason == THE_OUTLET]
        if names == [said.raw] and said.raw not in firms and is_personal(said.raw) and not is_common(said.raw, body):
            return [Candidate(said.raw, (said.raw,), said.method, said.place)]
    return []


def _is_fuller(candidate: Candidate, chosen: Candidate, near: str) -> bool:
    """Whether a group of names, all of them shown, has those of the chosen one and a few more; in an element: and
    little else.
    """
    if candidate.method in _UNSTATED or candidate.value == chosen.value:
        return False
    more, known = ({without_degree(name) for name in _persons(each)} for each in (candidate, chosen))
    if not more > known or len(more) > len(known) + MAX_MORE:
        return False
    if not all(name.casefold() in near for name in more):
        return False
    return candidate.method != "element" or len(candidate.raw) <= sum(map(len, more)) + MAX_JOINTS * len(more)


def _joined(group: Sequence[Source]) -> Candidate | None:
    persons = tuple(dict.fromkeys(person for source in group for person in source.names.persons))
    first = group[0].statement
    raw = "; ".join(source.statement.raw for source in group)
    return Candidate(raw, persons, first.method, first.place) if persons else None


def _persons(candidate: Candidate) -> tuple[str, ...]:
    return candidate.value if isinstance(candidate.value, tuple) else ()


def _is_shown(candidate: Candidate, text: str) -> bool:
    return any(person.casefold() in text for person in _persons(candidate))


def _group(said: Statement) -> str:
    return said.place if said.method in ("visible", "element") else said.method


def choose_agency(
    sources: Sequence[Source],
    dateline: Dateline | None,
    stated: Sequence[Statement],
    lines: Sequence[tuple[str, int]],
    closing: Sequence[tuple[str, int]],
    outlets: Sequence[str],
) -> tuple[Candidate, ...]:
    """The candidates for the agency: the dateline, authors that are agencies, stated sources, lines beside the
    headline, closing credits and notices. What is no known agency must not be the outlet.
    """
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
    for text, index in lines:
        found += [Candidate(text, agency, "visible", f"block {index}") for agency in read_credit_line(text)]
    supplied = may_name_supplier([text for text, _ in closing])
    for text, index in closing:
        credited = read_credit(text)
        if not credited and supplied and (supplier := read_supplier(text)):
            credited = (supplier,)
        for agency in credited:
            found.append(Candidate(text[-200:], agency, "credit", f"block {index}"))
    checked = [_not_the_outlet(each, outlets) for each in found]
    return tuple(usable_first(checked))


def _not_the_outlet(candidate: Candidate, outlets: Sequence[str]) -> Candidate:
    """A candidate for the agency, refused where it is no known one and names the outlet."""
    name = candidate.value
    own = isinstance(name, str) and agency_of(name) is None and names_outlet(name, outlets)
    return refused(candidate, "names the outlet") if own else candidate


def choose_contributors(
    stated: Sequence[Statement], closing: Sequence[tuple[str, int]], outlets: tuple[str, ...]
) -> tuple[Candidate, ...]:
    """The candidates for contributors: JSON-LD first, then the credit lines at the end of the text."""
    found = [
        Candidate(said.raw, names, said.method, said.place)
        for said in stated
        if (names := read_names(said.raw, outlets, named_person=True).persons)
    ]
    if may_name_contributors([text for text, _ in closing]):
        found += [
            Candidate(text[:400], names, "credit", f"block {index}")
            for text, index in closing
            if (names := read_contributors(text))
        ]
    return tuple(found)
