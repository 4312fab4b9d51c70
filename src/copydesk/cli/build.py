"""The commands that fill a record: `build` and `fetch`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from copydesk.build import Options, fetch_into, summary
from copydesk.build import build as build_record
from copydesk.cli.reporting import RecordOption, WaitOption, reported
from copydesk.intake import PRESETS, Columns
from copydesk.intake.web import Manners
from copydesk.page.findings import Kind
from copydesk.pool import Budget
from copydesk.record import Added, Choice


def build(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…",
            help="Files, folders or fsspec URLs: HTML, text, WARC, WACZ, WET, JSON Lines, Parquet, feeds, zip, tar.",
            show_default=False,
        ),
    ],
    record: RecordOption = Path("press.db"),
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes.  [default: one for each core]")] = None,
    since: Annotated[str | None, typer.Option(help="Keep pages dated on or after a day, such as 2024-05-31.")] = None,
    only: Annotated[list[Kind] | None, typer.Option(help="Keep pages of this kind; may be given again.")] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Keep articles in this language, such as en or pt-BR; may be given again.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Keep at most so many pages.")] = None,
    keep_payload: Annotated[bool, typer.Option("--keep-payload", help="Keep the pages themselves too.")] = False,
    events: Annotated[bool, typer.Option("--events", help="Code the reported events of articles in English.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Read pages again that could not be read before.")] = False,
    preset: Annotated[
        str | None, typer.Option(help=f"Columns of JSON and Parquet rows as in dumps of: {', '.join(PRESETS)}.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=NAME", help="Where a field stands, such as html=page.raw.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Most time for one page.")] = 30.0,
    memory: Annotated[int, typer.Option(min=16, help="Most memory for one page, in MiB.")] = 768,
    max_bytes: Annotated[int, typer.Option(min=1, help="Most bytes of one page, in MiB.")] = 16,
    wait: WaitOption = 0.0,
) -> None:
    """Read captures of any kind into a record. Safe to stop and to start again."""
    with reported():
        options = Options(
            choice=_choice(since, only or [], language or [], limit),
            columns=chosen_columns(preset, column or []),
            budget=Budget(seconds, memory << 20),
            max_bytes=max_bytes << 20,
            keep_payload=keep_payload,
            events=events,
        )
        console = Console(stderr=True)
        added = build_record(inputs, record, options=options, workers=workers, retry=retry, wait=wait, console=console)
        _report(added, record)


def _report(added: Added, record: Path) -> None:
    """Say what came of it, and where to look for what failed."""
    typer.echo(summary(added))
    if added.failed:
        typer.echo(f"what could not be read, and why: copydesk failures --record {record}", err=True)


def _choice(since: str | None, only: list[Kind], languages: list[str], limit: int | None) -> Choice:
    try:
        return Choice(since, frozenset(only), frozenset(languages), limit)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def chosen_columns(preset: str | None, pairs: list[str]) -> Columns | None:
    """The columns of a preset, changed by pairs of field and name; None where neither is given."""
    if preset is None and not pairs:
        return None
    if preset is not None and preset not in PRESETS:
        raise typer.BadParameter(f"there is no preset {preset}; there are {', '.join(PRESETS)}")
    columns = PRESETS[preset] if preset else Columns()
    changes = dict(pair.partition("=")[::2] for pair in pairs)
    unknown = [name for name in changes if name not in Columns.__dataclass_fields__]
    if unknown:
        known = ", ".join(Columns.__dataclass_fields__)
        raise typer.BadParameter(f"there is no field {', '.join(unknown)}; there are {known}")
    return Columns(**{name: changes.get(name, getattr(columns, name)) for name in Columns.__dataclass_fields__})


def fetch(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL…", show_default=False)] = None,
    from_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file with one URL a line.")
    ] = None,
    record: RecordOption = Path("press.db"),
    delay: Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one host.")] = 2.0,
    seconds: Annotated[float, typer.Option(min=0.1, help="Most time for one page.")] = 30.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="Most bytes of one page, in MiB.")] = 16,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Allow private addresses.")] = False,
    ignore_robots: Annotated[bool, typer.Option("--ignore-robots", help="Do not ask robots.txt.")] = False,
    wait: WaitOption = 0.0,
) -> None:
    """Fetch pages politely into a record, with their payload. A page that has not changed is not fetched again."""
    lines = from_file.read_text(encoding="utf-8").splitlines() if from_file else []
    wanted = [url for url in (*(urls or ()), *(line.strip() for line in lines)) if url]
    if not wanted:
        raise typer.BadParameter("name the URLs to fetch, or a file of them with --from-file")
    manners = Manners(delay, seconds, max_bytes << 20, robots=not ignore_robots, private=allow_private)
    with reported():
        added = fetch_into(wanted, record, manners=manners, wait=wait, console=Console(stderr=True))
        _report(added, record)
