"""`copydesk events`: who is said to have done what to whom, and how certain."""

import json
import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from copydesk.capture import CaptureError
from copydesk.cli.read import CANNOT_READ
from copydesk.coding import HOW_TO_INSTALL, EventsError, events_of_text, offline_coder
from copydesk.page.encoding import decode, decompress
from copydesk.page.limits import Limits

if TYPE_CHECKING:
    from copydesk.events import Coded, Coder, Event, Office

KEY_VARIABLE = "OPENAI_API_KEY"
"""Where the key of an endpoint is taken from."""


class CoderName(StrEnum):
    """What reads the events."""

    OFFLINE = "offline"
    OPENAI = "openai"


def events(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Text or HTML files, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published (2026-03-04); times are read against it.")
    ] = None,
    coder: Annotated[CoderName, typer.Option(help="What reads the events; openai is any compatible endpoint.")] = (
        CoderName.OFFLINE
    ),
    base_url: Annotated[str | None, typer.Option(help="Address of the endpoint, such as https://…/v1.")] = None,
    model: Annotated[str | None, typer.Option(help="The endpoint's model.")] = None,
    persons: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A CSV of persons and their offices.")
    ] = None,
) -> None:
    """List the reported events of articles: type, actors, certainty, each with its sentence; and offices.

    Exit code 0: every file was coded. 1: at least one could not be (a line on standard error names it).
    2: the command was used wrongly.
    """
    day = _day(published)
    try:
        reader = _coder(coder, base_url, model, persons)
    except EventsError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        raise typer.Exit(CANNOT_READ) from error
    console = Console(highlight=False, soft_wrap=True)
    failed = False
    for name in files:
        coded = _coded(name, reader, day)
        if coded is None:
            failed = True
        elif as_json:
            sys.stdout.write(_json(coded, name) + "\n")
        else:
            show(console, coded, name)
    raise typer.Exit(CANNOT_READ if failed else 0)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published is not None else None
    except ValueError:
        raise typer.BadParameter(f"--published {published!r} is not a date like 2026-03-04") from None


def _coder(name: CoderName, base_url: str | None, model: str | None, persons: Path | None) -> "Coder":
    if name is CoderName.OFFLINE:
        if base_url or model:
            raise typer.BadParameter("--base-url and --model go with --coder openai")
        return _with_persons(persons) if persons else offline_coder()
    if not base_url or not model:
        raise typer.BadParameter("--coder openai needs --base-url and --model")
    if persons:
        raise typer.BadParameter("--persons goes with the offline coder")
    try:
        from copydesk.events import EndpointCoder
    except ModuleNotFoundError as error:
        raise EventsError(f"{HOW_TO_INSTALL} ({error.name} is missing)") from error
    return EndpointCoder(base_url, model, api_key=os.environ.get(KEY_VARIABLE))


def _with_persons(path: Path) -> "Coder":
    offline_coder()
    from copydesk.events import OfflineCoder, read_persons

    try:
        return OfflineCoder(persons=read_persons(path))
    except (KeyError, ValueError) as error:
        raise typer.BadParameter(f"--persons {path}: no table of persons: {error}") from error


def _coded(name: str, coder: "Coder", published: date | None) -> "Coded | None":
    """The events of a file; None, with a line on standard error, where they cannot be had."""
    from copydesk.events import EndpointError

    try:
        payload = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = decode(decompress(payload, Limits().payload_bytes)).text
        return events_of_text(text, coder, published)
    except OSError as error:
        print(f"copydesk: {name}: {error.strerror or error}", file=sys.stderr)
    except CaptureError as error:
        print(f"copydesk: {name}: cannot be read ({error.reason}): {error}", file=sys.stderr)
    except EndpointError as error:
        print(f"copydesk: {name}: cannot be coded: {error}", file=sys.stderr)
    return None


def _json(coded: "Coded", name: str) -> str:
    from copydesk.events import to_scorer_dict

    return json.dumps(to_scorer_dict(coded, "-" if name == "-" else Path(name).stem), ensure_ascii=False)


def show(console: Console, coded: "Coded", name: str) -> None:
    """The events of a text as a person wants to see them, each under its sentence; then the offices."""
    console.print(f"[dim]{escape(name)}[/]")
    shown = None
    for event in coded.events:
        sentence = event.evidence.sentence
        if sentence != shown:
            console.print(f"\n{escape(' '.join(coded.text[sentence.start : sentence.end].split()))}")
            shown = sentence
        console.print(f"  {escape(event_line(event, coded.text))}")
    if coded.offices:
        console.print("\n[bold]offices[/]")
    for office in coded.offices:
        console.print(f"  {escape(office_line(office))}")
    dropped = f"; {coded.dropped} parts of the answer are not in the text and were dropped" if coded.dropped else ""
    console.print(f"\n[dim]{len(coded.events)} events, {len(coded.offices)} offices ({coded.method}{dropped})[/]\n")


def event_line(event: "Event", text: str) -> str:
    """One event in a line: type, actors, certainty, and what else the sentence says."""
    sources, targets = (
        ", ".join(_named(actor.text, actor.name) for actor in side) for side in (event.sources, event.targets)
    )
    sure = event.certainty
    fields = [str(sure.modality), str(sure.polarity) if sure.polarity == "negative" else "", str(sure.phase)]
    certainty = ", ".join(field for field in fields if field and field != "none")
    told = [
        f"time: {event.time.text}" if event.time else "",
        f"place: {event.place.text}" if event.place else "",
        f"says: {event.holder.text}" if event.holder else "",
        f"{event.recency.relation} since {event.recency.since}" if event.recency and event.recency.since else "",
        f"reason: {' '.join(text[event.reason.start : event.reason.end].split())}" if event.reason else "",
    ]
    actors = f"{sources or '?'} → {targets}" if targets else sources or "?"
    return f"{event.type}  {actors}  [{certainty}]" + "".join(f"  {part}" for part in told if part)


def office_line(office: "Office") -> str:
    """One claim of office in a line."""
    body = f", {office.organisation_text}" if office.organisation_text else ""
    links = "".join(
        f"; {word} {name}"
        for word, name in (("after", office.predecessor), ("before", office.successor))
        if name is not None
    )
    return f"{office.name}: {office.title_text}{body} [{office.status}]{links}"


def _named(text: str, name: str) -> str:
    return text if name in text else f"{text} ({name})"
