"""One PLOVER record for a sentence, by PLOVER's own conventions, out of the events of our scheme.

PLOVER (Open Event Data Alliance 2018; Halterman et al. 2023) has no fields of certainty and codes one act for a
sentence: what an
actor says it will do is AGREE where the act is friendly and THREATEN where it is hostile, what it will not do or
fails to do is
REJECT, an authority's order is the act that it orders, and an act's place can stand as its target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.events.types import Event, EventType, Modality, Phase, Polarity, Span

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
ORDERS: Final = ("order", "decree", "instruct", "rule")
MENACES: Final = ("ultimatum", "deadline")
WILLING: Final = ("ready", "willing", "prepared", "open", "offer")
CALLS_OFF: Final = ("cancel", "scrap", "call off", "called off", "drop", "abandon", "shelve")
FIRST: Final = 0.5
"""How much of an event's weight is left for each likely event before it that shares its source."""
LIKELY: Final = 0.3


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


def record(events: Sequence[Event], text: str, source: Span | None = None, target: Span | None = None) -> Record | None:
    """The main act of one sentence; `source` and `target` say between whom, where that is known."""
    if not events:
        return None
    ranked = sorted(range(len(events)), key=lambda n: -weight(events[n], events[:n], source, target))
    main = events[ranked[0]]
    content = next((e for e in events[ranked[0] + 1 :]), None)
    targets = spans(main, "targets")
    sources = spans(main, "sources")
    if not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    if not targets and content is not None:
        targets = tuple(
            s
            for s in (*spans(content, "targets"), *spans(content, "sources"))
            if not any(s.overlaps(o) for o in sources)
        )
    if not targets and main.place is not None:
        targets = (main.place.span,)
    return Record(convert(main, content, text), sources, targets, main)
