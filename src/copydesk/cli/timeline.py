"""`copydesk timeline`: the dated contacts of two actors."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from copydesk.cli.reporting import JsonOption, RecordOption, reported
from copydesk.record import Contact, RecordError, open_record
from copydesk.record.drawing import draw


def timeline(
    one: Annotated[str, typer.Argument(metavar="A", help="An actor: words of a name, or a country such as FRA.")],
    two: Annotated[str, typer.Argument(metavar="B", help="The other actor.")],
    record: RecordOption = Path("press.db"),
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw them to an SVG file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the reported contacts of two actors over time, each with its sentence; copies of a text count once."""
    with reported():
        with open_record(record, read_only=True) as opened:
            found = opened.contacts(one, two)
            if not found and not opened.is_coded():
                raise RecordError(f"{record} has no events: build it with --events")
        if plot is not None:
            _write(plot, draw(found, one, two))
    if as_json:
        typer.echo(json.dumps([asdict(contact) for contact in found], ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    for contact in found:
        print_contact(console, contact)
    console.print("1 contact" if len(found) == 1 else f"{len(found):,} contacts")


def _write(path: Path, image: str) -> None:
    try:
        path.write_text(image, encoding="utf-8")
    except OSError as error:
        raise RecordError(f"{path} cannot be written: {error.strerror or error}") from error


def print_contact(console: Console, contact: Contact) -> None:
    """A contact: when, what, between whom and how certain; its sentence and where that stands."""
    days = contact.first or "no date"
    if contact.last != contact.first:
        days += f" to {contact.last}"
    days += " (reported)" if contact.reported and contact.first else ""
    sides = " → ".join(", ".join(side) for side in (contact.sources, contact.targets) if side)
    console.print(f"[bold]{days}  {contact.type}[/]  {escape(sides)}  {escape(f'[{contact.certainty}]')}")
    console.print(f"  {escape(contact.sentence)}")
    copies = f"and {contact.copies:,} more with this text" if contact.copies else None
    about = " · ".join(part for part in (contact.outlet, contact.title, contact.id[:12], copies) if part)
    console.print(f"  [dim]{escape(about)}[/]\n")
