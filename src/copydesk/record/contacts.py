"""Contacts: the reported events between two actors, in the order of time, each text counted once."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from copydesk.record.copies import mostly_copied
from copydesk.record.matching import folded_names
from copydesk.record.texts import as_list


@dataclass(frozen=True, slots=True)
class Contact:
    """A reported event in which two actors take part.

    `first` and `last` are the days on which it is said to happen; where the text does not say when, both are the day of
    the page, and `reported` is true. `copies` counts other pages with the same text.
    """

    first: str | None
    last: str | None
    reported: bool
    type: str
    polarity: str
    modality: str
    phase: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    sentence: str
    id: str
    title: str | None
    outlet: str | None
    copies: int

    @property
    def certainty(self) -> str:
        """Modality, polarity and phase in words, without what goes without saying."""
        said = (self.modality, self.polarity, self.phase)
        return ", ".join(word for word in said if word not in ("positive", "none"))


_BETWEEN: Final = """
SELECT DISTINCT one.capture, one.event FROM actors AS one JOIN actors AS two USING (capture, event)
WHERE one.folded IN (SELECT value FROM json_each(?)) AND two.folded IN (SELECT value FROM json_each(?))
AND (one.side <> two.side
    OR NOT EXISTS (SELECT 1 FROM actors WHERE (capture, event) = (one.capture, one.event) AND side = 'target'))
"""
"""Both sides of an event, or the parties of one that has no other side, such as a meeting."""
_CONTACT: Final = (
    "SELECT happened_from, happened_to, substr(dated, 1, 10), type, polarity, modality, phase, "
    "substr(text, sentence_start + 1, sentence_end - sentence_start), captures.id, title, outlet "
    "FROM events JOIN pages USING (capture) JOIN texts USING (capture) JOIN articles USING (capture) "
    "JOIN captures USING (capture) WHERE capture = ? AND event = ?"
)
_ACTORS: Final = "SELECT text FROM actors WHERE capture = ? AND event = ? AND side = ? ORDER BY position"


def contacts(connection: sqlite3.Connection, one: str, two: str) -> list[Contact]:
    """The events between two actors, the earliest first, those without any date last."""
    names = [json.dumps(folded_names(connection, "actors", name)) for name in (one, two)]
    found = sorted(connection.execute(_BETWEEN, names).fetchall())
    copies = _folded(connection, sorted({capture for capture, _ in found}))
    kept = [_contact(connection, capture, event, copies[capture]) for capture, event in found if capture in copies]
    return sorted(kept, key=lambda contact: (contact.first is None, contact.first or "", contact.id))


def _folded(connection: sqlite3.Connection, numbers: list[int]) -> dict[int, int]:
    """Of all captures with the same text the earliest, and how many others there are."""
    groups = mostly_copied(connection, numbers)
    dated = connection.execute(
        "SELECT capture FROM json_each(?) CROSS JOIN pages ON capture = value ORDER BY dated IS NULL, dated, capture",
        (as_list(numbers),),
    )
    first: dict[int, int] = {}
    for (number,) in dated:
        first.setdefault(groups.get(number, number), number)
    counts = Counter(groups.get(number, number) for number in numbers)
    return {number: counts[group] - 1 for group, number in first.items()}


def _contact(connection: sqlite3.Connection, capture: int, event: int, copies: int) -> Contact:
    row: tuple[Any, ...] = connection.execute(_CONTACT, (capture, event)).fetchone()
    first, last, dated, kind, polarity, modality, phase, sentence, page, title, outlet = row
    sources, targets = (
        tuple(text for (text,) in connection.execute(_ACTORS, (capture, event, side))) for side in ("source", "target")
    )
    return Contact(
        first or dated, last or first or dated, first is None, kind, polarity, modality, phase, sources, targets,
        sentence, page, title, outlet, copies,
    )  # fmt: skip
