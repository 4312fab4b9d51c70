"""Who is who in one article: persons with their posts, bodies with their countries, surnames, titles and safe pronouns.

What the text itself says comes first ("the head of Russia's space agency Roscosmos"), then a table of persons and
offices if
the user gave one, then the data packages. Every referent carries its reason in plain words.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import countries, grammar, lexicon
from copydesk.events.lexicon import words
from copydesk.events.offices import Claim
from copydesk.events.triggers import sector_marks
from copydesk.events.types import Actor, Kind, Referent, Span

HOME: Final = words("GOV LEG JUD MIL COP SPY PTY OPP CVL LAB REB MED EDU CRM")
"""Sectors whose unnamed members ("the police") belong to the country that the article is about."""
ABOUT: Final = 0.6
"""The share of country mentions from which an article is about one country; below it no country is assumed."""
SINGULAR: Final = frozenset({"he", "she", "him", "her", "his", "hers"})
SPEAKER: Final = frozenset({"i", "me", "my", "mine"})
SPLITTERS: Final = frozenset({"to", "with", "against", "on", "about", "over", "between"})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a table of persons and offices."""

    name: str
    title: str | None = None
    organisation: str | None = None
    country: str | None = None
    sector: str | None = None
    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether the row is valid on a day; without a day every row is."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))


def read_persons(path: Path) -> tuple[PersonRow, ...]:
    """A CSV with columns name, title, organisation, country, sector, start, end; only name is required."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(person_row(row) for row in csv.DictReader(lines))


def person_row(row: Mapping[str, str]) -> PersonRow:
    """A row of the table; empty cells say nothing."""
    start, end = (date.fromisoformat(row[key]) if row.get(key) else None for key in ("start", "end"))
    title, organisation, country, sector = (
        row.get(key) or None for key in ("title", "organisation", "country", "sector")
    )
    return PersonRow(row["name"], title, organisation, country, sector, start, end)


@dataclass(frozen=True, slots=True)
class Known:
    """A person or body of the article: its fullest name, what else it is called, and where it belongs."""

    name: str
    kind: Kind
    aliases: frozenset[str]
    titles: frozenset[str]
    countries: tuple[str, ...]
    sector: str | None
    first: int
    reason: str


@dataclass(frozen=True, slots=True)
class World:
    """All that one article, and the user's table, say of who is who."""

    known: tuple[Known, ...]
    about: str | None
    persons: tuple[tuple[int, int, str], ...] = field(default=())


def surname(name: str) -> str:
    """The last word of a name, with the particle that belongs to it."""
    words = name.split()
    return words[-1]


def sector_of(words: Iterable[str]) -> str | None:
    """The first sector that a row of words gives, pairs first."""
    parts = [w.lower() for w in words]
    table = lexicon.sectors()
    for pair in pairwise(parts):
        if "_".join(pair) in table:
            return table["_".join(pair)][0]
    return next((table[w][0] for w in parts if w in table), None)


def person_known(doc: Doc, claim: Claim, number: int) -> Known:
    """A person with a post, from an office claim of the text."""
    name = doc.text[claim.person.start : claim.person.end]
    title = doc.text[claim.title.start : claim.title.end]
    body = doc.text[claim.organisation.start : claim.organisation.end] if claim.organisation else ""
    sector = sector_of(body.split()) or sector_of(title.split()) or "GOV"
    home = () if sector == "IGO" else countries.codes(body)
    return Known(
        name,
        Kind.PERSON,
        frozenset({name, surname(name)}),
        frozenset({title.lower().split()[-1], title.lower()}),
        home,
        sector,
        number,
        "named with this post in the text",
    )


def bodies(doc: Doc, number: int) -> list[Known]:
    """The organisations of a sentence, with what the noun phrase around each says of it."""
    found = []
    for entity in doc.ents:
        root = entity.root
        if entity.label_ in (
            "PERSON",
            "GPE",
            "LOC",
            "DATE",
            "TIME",
            "CARDINAL",
            "ORDINAL",
            "MONEY",
            "PERCENT",
            "QUANTITY",
            "NORP",
        ) and not described(root):
            continue
        if root.pos_ != "PROPN" or entity.text.lower() in lexicon.triggers("n"):
            continue
        name = entity.text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
        around = root.head if root.dep_ == "appos" else root
        phrase = grammar.phrase(around)
        text = doc.text[phrase.start : phrase.end].replace("’", "'")
        sector = sector_of([name]) or sector_of([t.lemma_ for t in reversed(list(around.subtree)) if t.pos_ == "NOUN"])
        home = () if sector == "IGO" else countries.codes(text)[:1] or countries.codes(name)
        noun = around.lemma_.lower() if around.pos_ == "NOUN" else ""
        found.append(
            Known(
                name,
                Kind.ORGANISATION,
                frozenset({name}),
                frozenset({noun} - {""}),
                home,
                sector,
                number,
                "named so in the text",
            )
        )
    return found


def described(root: Token) -> bool:
    """Whether a name stands in apposition to a noun for a body: "space agency Roscosmos"."""
    return (
        root.dep_ == "appos"
        and root.head.pos_ == "NOUN"
        and bool(sector_marks(root.head))
        and root.head.lemma_ not in lexicon.titles()
    )


def merge(entries: Sequence[Known]) -> list[Known]:
    """One entry for each name, with all its titles; a country or sector that is said anywhere counts."""
    merged: dict[str, Known] = {}
    for entry in entries:
        old = merged.get(entry.name)
        merged[entry.name] = (
            entry
            if old is None
            else Known(
                entry.name,
                old.kind,
                old.aliases | entry.aliases,
                old.titles | entry.titles,
                old.countries or entry.countries,
                old.sector or entry.sector,
                old.first,
                old.reason,
            )
        )
    return list(merged.values())


def settle(entries: Sequence[Known], claims: Sequence[tuple[int, Doc, Claim]]) -> list[Known]:
    """Give persons the country of their body where the text tells it elsewhere."""
    places = {entry.name: entry.countries for entry in entries if entry.kind is Kind.ORGANISATION and entry.countries}
    out = []
    for entry in entries:
        if entry.kind is Kind.PERSON and not entry.countries:
            organisations = [
                doc.text[c.organisation.start : c.organisation.end]
                for _, doc, c in claims
                if c.organisation and doc.text[c.person.start : c.person.end] == entry.name
            ]
            home = next((home for body in organisations for name, home in places.items() if name in body), ())
            entry = Known(
                entry.name, entry.kind, entry.aliases, entry.titles, home, entry.sector, entry.first, entry.reason
            )
        out.append(entry)
    return out


def from_table(rows: Sequence[PersonRow], published: date | None) -> list[Known]:
    """The rows of the user's table that are valid on the article's date."""
    return [
        Known(
            r.name,
            Kind.PERSON,
            frozenset({r.name, surname(r.name)}),
            frozenset({r.title.lower()} if r.title else ()),
            (r.country,) if r.country else (),
            r.sector,
            0,
            "in the table of persons",
        )
        for r in rows
        if r.holds(published)
    ]


def survey(
    docs: Sequence[Doc],
    claims: Sequence[Sequence[Claim]],
    rows: Sequence[PersonRow] = (),
    published: date | None = None,
) -> World:
    """Read who is who out of an article."""
    entries: list[Known] = []
    counts: Counter[str] = Counter()
    places: list[tuple[int, int, str]] = []
    for number, (doc, posts) in enumerate(zip(docs, claims, strict=True)):
        entries += [person_known(doc, claim, number) for claim in posts]
        entries += bodies(doc, number)
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                name = entity.text.removesuffix("'s").removesuffix("’s")
                places.append((number, entity.start_char, name))
                if " " in name:
                    entries.append(
                        Known(
                            name,
                            Kind.PERSON,
                            frozenset({name, surname(name)}),
                            frozenset(),
                            (),
                            None,
                            number,
                            "named in full in the text",
                        )
                    )
        places += [(number, claim.person.start, doc.text[claim.person.start : claim.person.end]) for claim in posts]
        counts.update(code for code, _, _ in countries.mentioned(doc.text))
    flat = [(n, doc, c) for n, (doc, posts) in enumerate(zip(docs, claims, strict=True)) for c in posts]
    table = [k for k in from_table(rows, published) if any(alias in doc.text for alias in k.aliases for doc in docs)]
    top = counts.most_common(1)
    about = top[0][0] if top and top[0][1] >= max(2, ABOUT * sum(counts.values())) else None
    people = {alias for k in entries + table if k.kind is Kind.PERSON for alias in k.aliases}
    entries = [k for k in entries if k.kind is Kind.PERSON or k.name not in people]
    places += surnames(docs, {surname(k.name) for k in entries if k.kind is Kind.PERSON and " " in k.name})
    return World(tuple(settle(merge(entries + table), flat)), about, tuple(sorted(set(places))))


def surnames(docs: Sequence[Doc], known: Set[str]) -> Iterator[tuple[int, int, str]]:
    """Where persons are named by their surname alone, also where the pipeline takes that for something else."""
    for number, doc in enumerate(docs):
        for token in doc:
            first = token.i == 0 or doc[token.i - 1].pos_ != "PROPN"
            if first and token.pos_ == "PROPN" and token.text in known:
                yield number, token.idx, token.text


def find(world: World, name: str) -> list[Known]:
    """The entries that a name may mean: equal names first, then surnames, the earliest first."""
    exact = [k for k in world.known if k.name == name]
    return exact or [
        k for k in world.known if name in k.aliases or (surname(name) in k.aliases and len(name.split()) == 1)
    ]


def nearest_person(world: World, number: int, before: int) -> list[Known]:
    """The persons named last before a place: of the same sentence, else of the sentence before."""
    for sentence, limit in ((number, before), (number - 1, 1 << 30)):
        names = [name for n, start, name in world.persons if n == sentence and start < limit]
        unique = list(dict.fromkeys(k.name for name in names for k in find(world, name)[:1]))
        if unique:
            return [find(world, name)[0] for name in unique]
    return []


def by_title(world: World, head: Token, number: int) -> list[Known]:
    """The entries that a definite noun may mean: "the agency", "the president"."""
    words = {head.lemma_.lower()}
    return [k for k in reversed(world.known) if k.titles & words and k.first <= number][:1]


def own_countries(doc: Doc, head: Token, span: Span) -> tuple[str, ...]:
    """The countries that a phrase itself names, up to a preposition that leads to somebody else."""
    text = doc.text[span.start : span.end]
    for token in head.children:
        if (
            token.dep_ == "prep"
            and token.lower_ in SPLITTERS
            and token.idx > head.idx
            and span.start < token.idx < span.end
        ):
            text = doc.text[span.start : token.idx]
            break
    return countries.codes(text)


def candidates_for(world: World, head: Token, span: Span, number: int, speaker: str | None) -> list[tuple[Known, str]]:
    """Whom a phrase may mean, with reasons, the preferred one first."""
    doc = head.doc
    text = doc.text[span.start : span.end]
    word = head.lower_
    if word in SPEAKER and speaker:
        return [(k, "the speaker of the quotation") for k in find(world, speaker)[:1]]
    if word in SINGULAR:
        people = nearest_person(world, number, head.idx)
        return [
            (k, "the only person named before" if len(people) == 1 else "one of the persons named before")
            for k in people
        ]
    named = [k for k in world.known if len(k.name) > 2 and k.name in text]
    if named:
        return [(k, k.reason) for k in sorted(named, key=lambda k: (k.kind is not Kind.PERSON, -len(k.name)))]
    if head.pos_ == "PROPN":
        return [(k, "by surname") for k in find(world, head.text)]
    if any(c.lower_ in ("the", "its", "his", "her", "their") for c in head.children):
        return [(k, "by its description in the text") for k in by_title(world, head, number)]
    return []


def kind_of(head: Token, best: Known | None, codes: tuple[str, ...], text: str) -> Kind:
    """Whether a phrase names a person, an organisation, a country or a group."""
    if best is not None:
        return best.kind
    if head.ent_type_ in ("GPE", "NORP") or (
        codes and countries.names().get(text.removeprefix("the ").removeprefix("The ")) is not None
    ):
        return Kind.COUNTRY
    if head.ent_type_ == "PERSON" or head.lower_ in SINGULAR | SPEAKER:
        return Kind.PERSON
    if head.tag_ in ("NNS", "NNPS") or head.lower_ in ("they", "them", "we", "us", "their", "our"):
        return Kind.GROUP
    return (
        Kind.PERSON
        if head.lemma_.lower() in lexicon.titles()
        else Kind.ORGANISATION
        if head.pos_ in ("NOUN", "PROPN")
        else Kind.GROUP
    )


def actor(world: World, head: Token, span: Span, number: int, offset: int, speaker: str | None = None) -> Actor:
    """A participant, resolved as far as the article allows; `offset` is where its sentence begins."""
    doc = head.doc
    text = doc.text[span.start : span.end]
    options = candidates_for(world, head, span, number, speaker)
    safe = options[:1] if len({k.name for k, _ in options}) == 1 or head.lower_ not in SINGULAR else []
    best = safe[0][0] if safe else None
    codes = own_countries(doc, head, span)
    marks = sector_marks(head)
    kind = kind_of(head, best, codes, text)
    sector = (best.sector if best and best.sector else None) or (
        marks[0] if marks else "GOV" if kind is Kind.COUNTRY else None
    )
    if not codes and best is not None:
        codes = best.countries
    if not codes and sector in HOME and world.about and head.ent_type_ != "ORG":
        codes = (world.about,)
    referents = tuple(Referent(k.name, reason) for k, reason in options)
    return Actor(
        span.shifted(offset),
        text,
        Span(head.idx, head.idx + len(head)).shifted(offset),
        best.name if best is not None else text,
        kind,
        () if sector == "IGO" else codes,
        sector,
        referents,
    )
