"""The values of reported events: what an article says that political actors did, and how certain it says it is.

Spans count characters of the text that was coded. The scheme that the words below follow is described in
docs/events.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class EventType(StrEnum):
    """The sixteen types of PLOVER (Political Language Ontology for Verifiable Event Records)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Polarity(StrEnum):
    """Whether the event is told as happening or as not happening."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How the event is told: as a fact, a plan, a forecast, a possibility, a condition or a request."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    REQUESTED = "requested"


class Phase(StrEnum):
    """How far the event has come."""

    COMPLETED = "completed"
    ONGOING = "ongoing"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    FAILED = "failed"
    NONE = "none"


class Status(StrEnum):
    """How a person is said to hold an office."""

    CURRENT = "current"
    ACTING = "acting"
    FORMER = "former"
    DESIGNATE = "designate"
    SUCCESSOR = "successor"


class Kind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    GROUP = "group"


class Precision(StrEnum):
    """The unit to which a time is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


class Span(NamedTuple):
    """A range of characters."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return min(self.end, other.end) > max(self.start, other.start)

    def shifted(self, offset: int) -> "Span":
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read (the sentence, by its characters and its number) and what made it."""

    sentence: Span
    number: int
    method: str


@dataclass(frozen=True, slots=True)
class Referent:
    """Whom a mention may mean: a name, with the reason in plain words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant as the sentence names it (`span`, `text`, `head`) and as the article lets it be understood.

    `name` is the fullest name that the article or the table of persons gives; `referents` holds every candidate, the
    preferred one first. `countries` are ISO 3166-1 alpha-3 codes, `sector` is a PLOVER sector such as GOV or MIL.
    """

    span: Span
    text: str
    head: Span
    name: str
    kind: Kind
    countries: tuple[str, ...] = ()
    sector: str | None = None
    referents: tuple[Referent, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decide one field of an event: `field` is polarity, modality, phase, holder or recency."""

    field: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """When something is said to happen: the words, and the first and last day against the article's date."""

    span: Span
    text: str
    start: date | None
    end: date | None
    precision: Precision | None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Where something is said to happen, with country and coordinates where a gazetteer knows them."""

    span: Span
    text: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks the words in which an event stands, with the verb of speaking where there is one."""

    span: Span
    text: str
    name: str
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Recency:
    """How the event relates to an earlier one: "for the first time since 2018" has relation `first` and since
    `2018`."""

    span: Span
    relation: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How certain the text says an event is: separate fields, the words that decide them, and probabilities."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    phase: Phase = Phase.NONE
    cues: tuple[Cue, ...] = ()
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A reported happening between or by political actors, at one mention of the text.

    `probability` predicts that the mention is an event at all, `type_probability` that it is of this type.
    """

    type: EventType
    trigger: Span
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    certainty: Certainty
    holder: Attribution | None
    time: TimeInterval | None
    place: PlaceName | None
    recency: Recency | None
    reason: Span | None
    probability: float
    type_probability: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Office:
    """A claim, as of the article's date, that a person holds, held or will hold a title in an organisation."""

    person: Span
    name: str
    title: Span
    title_text: str
    organisation: Span | None
    organisation_text: str | None
    status: Status
    country: str | None
    as_of: date | None
    predecessor: str | None
    successor: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Coded:
    """All that was read from one text. `dropped` counts answers of a backend that could not be tied to the text."""

    text: str
    published: date | None
    sentences: tuple[Span, ...]
    events: tuple[Event, ...]
    offices: tuple[Office, ...]
    method: str
    dropped: int = 0


SECTORS: Final = {
    "GOV": "government: executive, ministries, officials",
    "LEG": "parliaments and their members",
    "JUD": "courts and prosecutors",
    "MIL": "armed forces",
    "COP": "police and security services",
    "SPY": "intelligence services",
    "REB": "armed opposition, rebels and gangs",
    "OPP": "political opposition",
    "PTY": "political parties",
    "IGO": "intergovernmental organisations",
    "NGO": "aid and rights organisations, unions, charities",
    "REL": "religious bodies",
    "BUS": "companies",
    "MED": "media",
    "EDU": "schools and universities",
    "CVL": "citizens and crowds",
    "LAB": "workers and unions",
    "JRN": "journalists",
    "UAF": "unidentified armed forces",
    "CRM": "criminal groups",
    "REF": "refugees and migrants",
}
