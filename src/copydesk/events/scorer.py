"""The answer in the format of the shared scorer, one object for an article, with further fields beside."""

from collections.abc import Sequence
from typing import Any

from copydesk.events.types import Actor, Coded, Event, Office, Span


def codes(actors: Sequence[Actor]) -> list[str]:
    return list(dict.fromkeys(code for actor in actors for code in actor.countries))


def actor_dict(actor: Actor) -> dict[str, Any]:
    return {
        "span": list(actor.span),
        "text": actor.text,
        "head": list(actor.head),
        "name": actor.name,
        "kind": str(actor.kind),
        "countries": list(actor.countries),
        "sector": actor.sector,
        "referents": [{"name": r.name, "reason": r.reason} for r in actor.referents],
    }


def span_or_none(span: Span | None) -> list[int] | None:
    return list(span) if span is not None else None


def event_dict(event: Event) -> dict[str, Any]:
    """One event: the scorer's fields first, then everything else that is known."""
    sure, when, where = event.certainty, event.time, event.place
    return {
        "type": str(event.type),
        "trigger": list(event.trigger),
        "sources": [list(a.span) for a in event.sources],
        "targets": [list(a.span) for a in event.targets],
        "source_country": codes(event.sources),
        "target_country": codes(event.targets),
        "polarity": str(sure.polarity),
        "modality": str(sure.modality),
        "phase": str(sure.phase),
        "holder": list(event.holder.span) if event.holder else None,
        "time": list(when.span) if when else None,
        "interval": [when.start.isoformat(), when.end.isoformat()] if when and when.start and when.end else None,
        "precision": str(when.precision) if when and when.precision else None,
        "place": list(where.span) if where else None,
        "place_country": where.country if where else None,
        "coordinates": [where.latitude, where.longitude] if where and where.latitude is not None else None,
        "cues": [{"field": c.field, "value": c.value, "span": list(c.span)} for c in sure.cues],
        "recency": {"relation": event.recency.relation, "since": event.recency.since, "span": list(event.recency.span)}
        if event.recency
        else None,
        "reason": span_or_none(event.reason),
        "probability": round(event.probability, 4),
        "type_probability": round(event.type_probability, 4),
        "actors": {
            "sources": [actor_dict(a) for a in event.sources],
            "targets": [actor_dict(a) for a in event.targets],
        },
        "sentence": list(event.evidence.sentence),
        "method": event.evidence.method,
    }


def office_dict(office: Office) -> dict[str, Any]:
    return {
        "person": list(office.person),
        "title": list(office.title),
        "organisation": span_or_none(office.organisation),
        "status": str(office.status),
        "name": office.name,
        "title_text": office.title_text,
        "organisation_text": office.organisation_text,
        "country": office.country,
        "as_of": office.as_of.isoformat() if office.as_of else None,
        "predecessor": office.predecessor,
        "successor": office.successor,
        "sentence": list(office.evidence.sentence),
        "method": office.evidence.method,
    }


def to_scorer_dict(coded: Coded, name: str) -> dict[str, Any]:
    """A coded text as one object of the scorer's JSON lines; `name` is its id."""
    return {
        "id": name,
        "published": coded.published.isoformat() if coded.published else None,
        "method": coded.method,
        "dropped": coded.dropped,
        "events": [event_dict(e) for e in coded.events],
        "offices": [office_dict(o) for o in coded.offices],
    }
