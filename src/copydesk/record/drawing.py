"""Contacts drawn over time, as an SVG image that needs nothing else."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final

from copydesk.record.contacts import Contact

WIDTH: Final = 960
LEFT: Final = 110
RIGHT: Final = 45
TOP: Final = 60
ROW: Final = 34
TICKS: Final = 6
FIRM: Final = "#1f5f8b"
OPEN: Final = "#e0a030"
NEGATED: Final = "#b03a2e"
KEY: Final = (
    ("told as a fact", FIRM, FIRM),
    ("planned or possible", OPEN, "white"),
    ("did not happen", NEGATED, NEGATED),
)


def draw(contacts: Sequence[Contact], one: str, two: str) -> str:
    """Dated contacts as an SVG image: a row for each type of event, a mark for each contact, its sentence as its title.

    What is told as a fact is filled; what is planned, expected or possible is an open ring; what did not happen is red.
    """
    dated = [contact for contact in contacts if contact.first is not None]
    kinds = sorted({contact.type for contact in dated})
    days = [date.fromisoformat(day).toordinal() for each in dated for day in (each.first, each.last) if day]
    start, end = (min(days), max(days)) if days else (0, 0)
    height = TOP + ROW * len(kinds) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{LEFT}" y="24" font-size="16">{escape(one)} and {escape(two)}: dated contacts</text>',
        *(_key(number, *entry) for number, entry in enumerate(KEY)),
        *(_row(kind, number) for number, kind in enumerate(kinds)),
        *(_tick(day, start, end, height - 40) for day in _days(start, end) if days),
        *(_mark(contact, TOP + ROW * kinds.index(contact.type) + ROW // 2, start, end) for contact in dated),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _key(number: int, said: str, colour: str, fill: str) -> str:
    x = LEFT + 10 + 160 * number
    dot = f'<circle cx="{x}" cy="41" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    return f'{dot}<text x="{x + 12}" y="45">{said}</text>'


def _x(day: int, start: int, end: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return LEFT + (room / 2 if start == end else room * (day - start) / (end - start))


def _days(start: int, end: int) -> list[int]:
    """Days at equal distances, for the axis."""
    return sorted({start + (end - start) * step // TICKS for step in range(TICKS + 1)})


def _row(kind: str, number: int) -> str:
    y = TOP + ROW * number + ROW // 2
    line = f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#dddddd"/>'
    return f'<text x="10" y="{y + 4}">{kind}</text>{line}'


def _tick(day: int, start: int, end: int, y: int) -> str:
    x = _x(day, start, end)
    said = date.fromordinal(day).isoformat()
    return (
        f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{y}" stroke="#eeeeee"/>'
        f'<text x="{x:.1f}" y="{y + 20}" text-anchor="middle">{said}</text>'
    )


def _mark(contact: Contact, y: int, start: int, end: int) -> str:
    first, last = (_x(date.fromisoformat(day or "").toordinal(), start, end) for day in (contact.first, contact.last))
    colour = NEGATED if contact.polarity == "negative" else FIRM if contact.modality == "asserted" else OPEN
    fill = colour if contact.modality == "asserted" else "white"
    span = f'<line x1="{first:.1f}" y1="{y}" x2="{last:.1f}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
    said = f"{contact.first} {contact.type} ({contact.certainty}): {contact.sentence}"
    dot = f'<circle cx="{(first + last) / 2:.1f}" cy="{y}" r="6" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    return f"<g><title>{escape(said)}</title>{span}{dot}</g>"
