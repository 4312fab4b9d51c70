"""The commands that look into a record: `search`, `show`, `export`, `stats` and `failures`."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from copydesk.cli.copies import print_group
from copydesk.cli.reporting import JsonOption, RecordOption, reported
from copydesk.record import CopyGroup, Format, Hit, Order, RecordError, Span, open_record
from copydesk.record.entries import Entry
from copydesk.record.exporting import export as export_record
from copydesk.record.exporting import flat, format_of

BAR = 40
"""Width of the longest bar of a drawing, in characters."""
LABEL = 36
"""Width of the longest name beside a bar."""
SHOWN_VALUES = 20
"""Values of a field that are shown."""
TIMES = ("month", "months", "timeline")
"""Counts over time, which are shown in full."""


class View(StrEnum):
    """How `show` shows a page."""

    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"
    BLOCKS = "blocks"
    PAYLOAD = "payload"


def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", prefix*, AND, OR, NOT, outlet:, person:, from: …')],
    record: RecordOption = Path("press.db"),
    limit: Annotated[int, typer.Option(min=1, help="Hits to show.")] = 20,
    after: Annotated[str | None, typer.Option(help="Go on after the place that the last page of hits named.")] = None,
    order: Annotated[Order | None, typer.Option(help="Order of the hits.")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count the hits by field and month.")] = False,
    fold: Annotated[
        bool, typer.Option("--fold", help="Show of all copies of a text one, and count the others.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Search the record."""
    with reported(), open_record(record, read_only=True) as opened:
        results = opened.search(query, limit=limit, after=after, order=order, fold=fold)
    if as_json:
        typer.echo(json.dumps(asdict(results), ensure_ascii=False))
        return
    console = Console()
    for hit in results.hits:
        _print_hit(console, hit)
    if facets:
        for name, counts in results.facets.items():
            _print_counts(console, name, counts, plot=name == "month")
    sources = f" from {results.sources:,} independent source" if results.sources is not None else ""
    sources += "s" if sources and results.sources != 1 else ""
    more = f"; more with --after {results.after}" if results.after else ""
    console.print(f"{results.total:,} found{sources}{more}")


def _print_hit(console: Console, hit: Hit) -> None:
    folded = f"and {hit.copies:,} more with this text" if hit.copies else None
    about = " · ".join(part for part in (hit.outlet, (hit.dated or "")[:10], hit.kind, hit.id[:12], folded) if part)
    console.print(f"[bold]{escape(hit.title or hit.url or hit.id)}[/]", highlight=False)
    console.print(f"[dim]{escape(about)}[/]", highlight=False)
    text = hit.snippet.text
    position = 0
    shown = ""
    for start, end in hit.snippet.marks:
        shown += f"{escape(text[position:start])}[reverse]{escape(text[start:end])}[/]"
        position = end
    console.print(shown + escape(text[position:]) + "\n", highlight=False)


def show(
    page: Annotated[str, typer.Argument(help="The id of a capture, the beginning of it, or its URL.")],
    record: RecordOption = Path("press.db"),
    view: Annotated[View, typer.Option("--as", help="What to show of it.")] = View.MARKDOWN,
    copies: Annotated[bool, typer.Option("--copies", help="Show its copies instead.")] = False,
) -> None:
    """Show one page of the record."""
    with reported(), open_record(record, read_only=True) as opened:
        entry = opened.article(page)
        if entry is None:
            raise RecordError(f"the record has no page {page}")
        if copies:
            _show_copies(opened.copies_of(entry.id), view)
        elif view is View.PAYLOAD:
            payload = opened.capture(entry.id).payload
            typer.get_binary_stream("stdout").write(payload.encode() if isinstance(payload, str) else payload)
        elif view is View.BLOCKS:
            for block in opened.blocks(entry.number):
                typer.echo(f"{block.index:4} {block.role.value:12} {block.score:.2f}  {block.text}")
        else:
            typer.echo(_rendered(entry, view))


def _show_copies(group: CopyGroup | None, view: View) -> None:
    if view is View.JSON:
        typer.echo(json.dumps(asdict(group) if group else None, ensure_ascii=False))
    elif group is None:
        typer.echo("no copies")
    else:
        print_group(Console(), group)


def _rendered(entry: Entry, view: View) -> str:
    if view is View.JSON:
        return json.dumps(flat(entry), ensure_ascii=False, indent=2)
    if view is View.MARKDOWN and entry.article is not None:
        return entry.article.markdown
    return entry.text


def export(
    target: Annotated[Path, typer.Argument(help="The file or folder to write; it must not exist.")],
    record: RecordOption = Path("press.db"),
    kind: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="What to write; by default as the target is named."),
    ] = None,
    query: Annotated[str, typer.Option("--query", "-q", help="Which pages, as in a search.")] = "",
) -> None:
    """Write articles to a file or folder; the count printed is that of what was written, checked against the record."""
    with reported(), open_record(record, read_only=True) as opened:
        count = export_record(opened, target, kind or format_of(target), query)
    typer.echo(f"{count:,} written to {target}, as many as were found")


def stats(
    record: RecordOption = Path("press.db"),
    query: Annotated[str | None, typer.Option("--query", "-q", help="Count the hits of a search over time.")] = None,
    span: Annotated[Span, typer.Option("--by", help="The step of the timeline.")] = Span.MONTH,
    plot: Annotated[bool, typer.Option("--plot", help="Draw bars.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count what the record holds: pages over time, by kind, outlet and language, faults and failures."""
    with reported(), open_record(record, read_only=True) as opened:
        if query is not None or span is not Span.MONTH:
            counts: dict[str, Any] = {"timeline": opened.timeline(query or "", span)}
        else:
            counts = asdict(opened.stats())
    if as_json:
        typer.echo(json.dumps(counts, ensure_ascii=False))
        return
    console = Console()
    for name, value in counts.items():
        if isinstance(value, dict):
            _print_counts(console, name, value, plot)
        else:
            console.print(f"{name}: {value:,}", highlight=False)


def _print_counts(console: Console, name: str, counts: dict[str, int], plot: bool) -> None:
    """A table of counts, with bars; of many values the most frequent, but all steps of time."""
    if not counts:
        return
    shown = list(counts.items()) if name in TIMES else list(counts.items())[:SHOWN_VALUES]
    table = Table(title=name, title_justify="left", show_header=False, box=None, padding=(0, 1))
    table.add_column(max_width=LABEL, no_wrap=True, overflow="ellipsis")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, overflow="crop")
    most = max(counts.values())
    bar = max(8, min(BAR, console.width - LABEL - 16))
    for value, count in shown:
        table.add_row(escape(value), f"{count:,}", "█" * max(1, round(bar * count / most)) if plot else "")
    console.print(table)
    if len(shown) < len(counts):
        console.print(f" … and {len(counts) - len(shown):,} more: see --json", highlight=False)


def failures(
    record: RecordOption = Path("press.db"),
    examples: Annotated[int, typer.Option(min=0, help="Failures of each class to show.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Group what could not be read by its reason."""
    with reported(), open_record(record, read_only=True) as opened:
        groups = opened.failures(examples)
    if as_json:
        typer.echo(json.dumps([asdict(group) for group in groups], ensure_ascii=False))
        return
    for group in groups:
        typer.echo(f"{group.count:>8,}  {group.reason}")
        for where, message in group.examples:
            typer.echo(f"          {where}: {message}")
    if not groups:
        typer.echo("no failures")
