"""One PLOVER record for a sentence, by PLOVER's own conventions, out of the events of our scheme.

PLOVER (Open Event Data Alliance 2018; Halterman et al. 2023) has no fields of certainty and codes one act for a
sentence: what an actor says it will do is AGREE where the act is friendly and THREATEN where it is hostile, what it
will not do or fails to do is REJECT, an authority's order is the act that it orders, what one says that another must
do is asked of that other, and an act's place, or the thing that it is done to, can stand as its target.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar
from copydesk.events.parse import parse
from copydesk.events.roles import NO_ACTORS
from copydesk.events.triggers import ACTOR_ENTITIES
from copydesk.events.types import Actor, Event, EventType, Kind, Modality, Phase, Polarity, Span

FRIENDLY: Final = frozenset(
    {
        EventType.AID,
        EventType.CONSULT,
        EventType.COOPERATE,
        EventType.CONCEDE,
        EventType.RETREAT,
        EventType.SUPPORT,
        EventType.AGREE,
    }
)
HOSTILE: Final = frozenset(
    {EventType.PROTEST, EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.MOBILIZE}
)
MUTUAL: Final = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
"""Types of acts that parties do with each other, so that the second party is the target of the first."""
ORDERS: Final = ("order", "decree", "instruct", "rule")
MENACES: Final = ("ultimatum", "deadline")
WILLING: Final = ("ready", "willing", "prepared", "open", "offer")
CALLS_OFF: Final = ("cancel", "scrap", "call off", "called off", "drop", "abandon", "shelve")
FIRST: Final = 0.5
"""How much of an event's weight is left for each likely event before it that shares its source."""
LIKELY: Final = 0.3
NESTED: Final = 0.4
"""How much of it is left for each clause of time, reason, aim or description that the trigger stands in. Both were
chosen on
every other sentence of the public set."""
SUBORDINATE: Final = frozenset({"advcl", "relcl", "acl", "pcomp"})


@dataclass(frozen=True, slots=True)
class Record:
    """Who did what to whom, as one row."""

    type: EventType
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    event: Event


def spans(event: Event, side: str) -> tuple[Span, ...]:
    return tuple(actor.span for actor in (event.sources if side == "sources" else event.targets))


def meets(mine: Sequence[Span], given: Span | None) -> bool:
    return given is not None and any(span.overlaps(given) for span in mine)


def weight(event: Event, before: Sequence[Event], source: Span | None, target: Span | None) -> float:
    """How likely an event is the sentence's main act: probable, early in its chain, and between the actors that are
    asked for."""
    mine = spans(event, "sources")
    chained = sum(
        not mine or any(a.overlaps(b) for a in mine for b in spans(other, "sources"))
        for other in before
        if other.probability > LIKELY
    )
    bonus = 1 + meets(mine, source) + 0.5 * meets(spans(event, "targets"), target)
    return event.probability * FIRST**chained * bonus


def cued(event: Event, text: str, words: Sequence[str]) -> bool:
    """Whether one of these words decides how certain an event is."""
    return any(text[cue.span.start : cue.span.end].lower().startswith(tuple(words)) for cue in event.certainty.cues)


def convert(event: Event, content: Event | None, text: str) -> EventType:
    """The type in PLOVER's terms."""
    sure = event.certainty
    words = text[event.trigger.start : event.trigger.end].lower()
    if event.type is EventType.REQUEST and content is not None and words.startswith(ORDERS):
        return content.type
    if any(word in words for word in MENACES):
        return EventType.THREATEN
    if sure.modality is Modality.REQUESTED:
        return EventType.REQUEST
    if event.type in FRIENDLY and sure.modality is Modality.POSSIBLE and cued(event, text, WILLING):
        return EventType.AGREE
    if words.startswith(CALLS_OFF) and content is not None and content.type in FRIENDLY:
        return EventType.REJECT
    if event.type in FRIENDLY and (sure.polarity is Polarity.NEGATIVE or sure.phase is Phase.CANCELLED):
        return EventType.REJECT
    if sure.modality in (Modality.PLANNED, Modality.EXPECTED) and sure.polarity is Polarity.POSITIVE:
        if event.type in FRIENDLY:
            return EventType.AGREE
        return EventType.THREATEN if event.type in HOSTILE else event.type
    return event.type


def trigger_words(event: Event, doc: Doc) -> list[Token]:
    """The words of a trigger in the parse of its sentence."""
    return [t for t in doc if event.trigger.start <= t.idx < event.trigger.end]


def nesting(event: Event, doc: Doc) -> int:
    """How many subordinate clauses a trigger stands in."""
    last = trigger_words(event, doc)[-1]
    return sum(t.dep_ in SUBORDINATE for t in (last, *last.ancestors))


def is_nation(actor: Actor) -> bool:
    """Whether an actor is a person, a country, or of a known one."""
    return bool(actor.countries) or actor.kind in (Kind.PERSON, Kind.COUNTRY)


def recipient(event: Event, doc: Doc) -> Span | None:
    """The name to whom a thing goes: Peru in "returned the vases to Peru"."""
    named = (
        grammar.phrase(thing)
        for word in trigger_words(event, doc)
        for preposition, thing in grammar.prepositional(word)
        if preposition == "to" and any(t.ent_type_ in ACTOR_ENTITIES for t in thing.subtree)
    )
    return next(named, None)


def things(event: Event, doc: Doc) -> list[Span]:
    """What an act is done to or with, be it an actor or not: objects of the trigger and of its prepositions."""
    words = trigger_words(event, doc)
    objects = [c for word in words for c in word.children if c.dep_ == "dobj" and c not in words]
    oblique = [t for word in words for _, t in grammar.prepositional(word) if t.ent_type_ not in NO_ACTORS]
    return [grammar.phrase(t) for t in (*objects, *oblique)]


def clear(options: Iterable[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The spans that overlap none of those taken."""
    return tuple(s for s in options if not any(s.overlaps(t) for t in taken))


def names_in(doc: Doc) -> list[Span]:
    """The names of persons, bodies, countries and peoples in a sentence."""
    return [Span(e.start_char, e.end_char) for e in doc.ents if e.label_ in ACTOR_ENTITIES]


def acted_upon(main: Event, names: Sequence[Span], done_to: Sequence[Span]) -> tuple[Span, ...]:
    """Whom or what an act without a target of its own is done to: the object that names somebody, else the next name,
    the place, another name, or any object."""
    naming = [span for span in done_to if meets(names, span)]
    after = [span for span in names if span.start > main.trigger.start]
    place = [main.place.span] if main.place is not None else []
    return tuple([*naming, *after, *place, *names, *done_to][:1])


def parties(main: Event, doc: Doc) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Source and target of the main act; PLOVER leaves neither empty where the sentence names anybody."""
    sources, targets = spans(main, "sources"), spans(main, "targets")
    asked = main.type is not EventType.REQUEST and main.certainty.modality is Modality.REQUESTED
    if asked and main.holder is not None and sources and not meets(sources, main.holder.span):
        sources, targets = (main.holder.span,), sources
    if targets and not any(is_nation(actor) for actor in main.targets):
        to = recipient(main, doc)
        targets = clear([to], (*sources, *targets)) or targets if to is not None else targets
    if main.type in MUTUAL and not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    names = clear(names_in(doc), (*sources, *targets))
    if not sources:
        sources, names = names[:1], names[1:]
    targets = targets or acted_upon(main, names, clear(things(main, doc), sources))
    if not targets or (len(sources) > 1 and not meets(names_in(doc), targets[0])):
        return sources[:1], sources[1:] or targets
    return sources, targets


def record(events: Sequence[Event], text: str, source: Span | None = None, target: Span | None = None) -> Record | None:
    """The main act of one sentence; `source` and `target` say between whom, where that is known."""
    if not events:
        return None
    doc = parse([text])[0]
    weights = [weight(e, events[:n], source, target) * NESTED ** nesting(e, doc) for n, e in enumerate(events)]
    first = max(range(len(events)), key=weights.__getitem__)
    main, content = events[first], next(iter(events[first + 1 :]), None)
    return Record(convert(main, content, text), *parties(main, doc), main)
