"""Reported events as rows of the record. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk.record.fold import fold
from copydesk.record.rows import Row, cleaned, to_json

if TYPE_CHECKING:
    from copydesk.events import Actor, Coded, Event, Office


@dataclass(frozen=True, slots=True)
class EventRows:
    """The rows of one coded text, each in the order of its table's columns after `capture`."""

    coding: Row
    events: tuple[Row, ...]
    actors: tuple[Row, ...]
    offices: tuple[Row, ...]


def event_rows(coded: "Coded") -> EventRows:
    """The rows of a coded text."""
    bodies = {office.name: office.organisation_text for office in coded.offices if office.organisation_text}
    return EventRows(
        coding=(coded.method, coded.dropped),
        events=tuple(_event(number, event, coded.text) for number, event in enumerate(coded.events)),
        actors=tuple(row for number, event in enumerate(coded.events) for row in _actors(number, event, bodies)),
        offices=tuple(_office(number, office) for number, office in enumerate(coded.offices)),
    )


def _event(number: int, event: "Event", text: str) -> Row:
    sure, when, where, holder, recency = event.certainty, event.time, event.place, event.holder, event.recency
    cues = to_json([cue.field, cue.value, *cue.span] for cue in sure.cues)
    time: Row = (when.text, when.start, when.end, when.precision) if when else (None,) * 4
    place: Row = (where.text, where.country, where.latitude, where.longitude) if where else (None,) * 4
    return cleaned((
        number, event.type.value, *event.trigger, *event.evidence.sentence, sure.polarity.value, sure.modality.value,
        sure.phase.value, cues, holder.text if holder else None, holder.verb if holder else None,
        *(str(value) if value is not None else None for value in time), *place,
        recency.relation if recency else None, recency.since if recency else None,
        text[slice(*event.reason)] if event.reason else None, event.probability, event.type_probability,
    ))  # fmt: skip


def _actors(number: int, event: "Event", bodies: Mapping[str, str]) -> Iterator[Row]:
    for side, actors in (("source", event.sources), ("target", event.targets)):
        for position, actor in enumerate(actors):
            yield cleaned((number, side, position, *_actor(actor, bodies.get(actor.name))))


def _actor(actor: "Actor", organisation: str | None) -> Row:
    from copydesk.events.countries import plain_names

    nations = [plain_names().get(code, "") for code in actor.countries]
    said = " · ".join(part for part in (actor.name, actor.text, organisation, *actor.countries, *nations) if part)
    return (
        *actor.span, actor.text, actor.name, actor.kind.value, to_json(actor.countries), actor.sector, organisation,
        fold(said),
    )  # fmt: skip


def _office(number: int, office: "Office") -> Row:
    return cleaned((
        number, office.name, office.title_text, office.organisation_text, office.status.value, office.country,
        office.as_of.isoformat() if office.as_of else None, office.predecessor, office.successor, *office.person,
        *office.evidence.sentence,
    ))  # fmt: skip
