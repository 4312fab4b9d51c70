"""Reported events of an article: who did what to whom, when, where, in what office, and how certain the text says it
is.

>>> coded = code("France's president met the German chancellor in Oslo on Monday.", published=date(2026, 3, 4))
>>> [(str(event.type), event.sources[0].text, event.targets[0].text) for event in coded.events]
[('CONSULT', "France's president", 'the German chancellor')]

Pure: a text and the date of its publication in, values out. The scheme is described in docs/events.md.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from copydesk.events.endpoint import EndpointCoder, EndpointError, Price, Usage
from copydesk.events.offline import OfflineCoder
from copydesk.events.resolve import PersonRow, read_persons
from copydesk.events.scorer import to_scorer_dict
from copydesk.events.types import (
    Actor,
    Attribution,
    Certainty,
    Coded,
    Cue,
    Event,
    EventType,
    Evidence,
    Kind,
    Modality,
    Office,
    Phase,
    PlaceName,
    Polarity,
    Precision,
    Recency,
    Referent,
    Span,
    Status,
    TimeInterval,
)

__all__ = [
    "Actor",
    "Attribution",
    "Certainty",
    "Coded",
    "Coder",
    "Cue",
    "EndpointCoder",
    "EndpointError",
    "Event",
    "EventType",
    "Evidence",
    "Kind",
    "Modality",
    "Office",
    "OfflineCoder",
    "PersonRow",
    "Phase",
    "PlaceName",
    "Polarity",
    "Precision",
    "Price",
    "Recency",
    "Referent",
    "Span",
    "Status",
    "TimeInterval",
    "Usage",
    "code",
    "read_persons",
    "to_scorer_dict",
]


class Coder(Protocol):
    """Whatever reads events out of a text: the offline coder, or a model behind an endpoint."""

    def code(self, text: str, *, published: date | None = None, paragraphs: Sequence[Span] | None = None) -> Coded: ...


def code(
    text: str, *, published: date | None = None, paragraphs: Sequence[Span] | None = None, coder: Coder | None = None
) -> Coded:
    """The events and offices of a text. Without `paragraphs` every line is one; without `coder` the offline one
    reads."""
    return (coder or OfflineCoder()).code(text, published=published, paragraphs=paragraphs)
