"""The commands about copies: `copies`, `diff` and `history`."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from copydesk.capture import CaptureError
from copydesk.cli.reporting import JsonOption, RecordOption, reported
from copydesk.copies import Differences, Text, differences, text_of, to_dict, to_html_page, to_terminal
from copydesk.copies import history as history_of
from copydesk.reading import read as read_page
from copydesk.record import Copy, CopyGroup, RecordError, open_record

HtmlOption = Annotated[bool, typer.Option("--html", help="Print an HTML page with both texts side by side.")]


def _one_form(as_json: bool, as_html: bool) -> None:
    if as_json and as_html:
        raise typer.BadParameter("choose one of --json, --html")


def copies(
    query: Annotated[str, typer.Argument(help="Groups with a page that a search finds; without it all groups.")] = "",
    record: RecordOption = Path("press.db"),
    limit: Annotated[int, typer.Option(min=1, help="Groups to show, the largest first.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show which pages carry the same text, where it came from, and how many sources stand behind it."""
    with reported(), open_record(record, read_only=True) as opened:
        found = list(islice(opened.copies(query), limit + 1))
    groups = found[:limit]
    if as_json:
        typer.echo(json.dumps([asdict(group) for group in groups], ensure_ascii=False))
        return
    console = Console()
    for group in groups:
        print_group(console, group)
    if not groups:
        console.print("no copies")
    elif len(found) > limit:
        console.print(f"there are more than {limit}: see --limit")


def print_group(console: Console, group: CopyGroup) -> None:
    """A group with its members, why they are in it, and where the text came from."""
    sources = f"{group.sources} independent source" + ("" if group.sources == 1 else "s")
    console.print(f"[bold]{group.kind} · {len(group.copies)} copies · {sources}[/]", highlight=False)
    origin = group.origin
    named = " ".join(part for part in (origin.source, f"({origin.id[:12]})" if origin.id else None) if part)
    shown = f"{named}, by {origin.method}" if named else origin.method.value
    console.print(f"origin: {escape(shown)}", highlight=False)
    for reason in origin.reasons:
        console.print(f"  [dim]{escape(reason)}[/]", highlight=False)
    for copy in group.copies:
        reason = "represents the group" if copy is group.copies[0] else copy.reason
        console.print(f"{escape(_about(copy))}\n  [dim]{escape(reason)}[/]", highlight=False)
    console.print()


def _about(copy: Copy) -> str:
    named = copy.title or copy.url or copy.id
    return " · ".join(part for part in (copy.id[:12], (copy.dated or "")[:10], copy.outlet, named) if part)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A page file, or a page of the record: id, prefix, URL.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The page or file to compare it with.")],
    record: RecordOption = Path("press.db"),
    context: Annotated[int, typer.Option(min=0, help="Unchanged paragraphs to show around changed ones.")] = 1,
    as_json: JsonOption = False,
    as_html: HtmlOption = False,
) -> None:
    """Show what was changed from one text to another. Two files need no record."""
    _one_form(as_json, as_html)
    with reported():
        left, right = _texts((before, after), record)
    found = differences(left, right)
    shown = _labelled(found, {text.id: _label(text) for text in (left, right)})
    if as_json:
        typer.echo(json.dumps(to_dict(found), ensure_ascii=False))
    elif as_html:
        typer.echo(to_html_page("What was changed", shown))
    else:
        console = Console(highlight=False)
        console.print(to_terminal(shown, context, colour=_has_colour(console)))


def _texts(names: Sequence[str], record: Path) -> Iterator[Text]:
    """The texts of files and of pages of the record, which is opened where it is needed."""
    with ExitStack() as stack:
        opened = None
        for name in names:
            if "://" not in name and Path(name).is_file():
                yield _text_of_file(Path(name))
                continue
            opened = opened or stack.enter_context(open_record(record, read_only=True))
            text = opened.text(name)
            if text is None:
                raise RecordError(f"there is no file {name}, and {record} has no article of that name")
            yield text


def _text_of_file(path: Path) -> Text:
    try:
        return text_of(read_page(path.read_bytes()), str(path))
    except (OSError, CaptureError) as error:
        raise RecordError(f"{path} cannot be read: {error}") from error


def history(
    url: Annotated[str, typer.Argument(help="The URL of pages that were caught at several times.")],
    record: RecordOption = Path("press.db"),
    context: Annotated[int, typer.Option(min=0, help="Unchanged paragraphs to show around changed ones.")] = 1,
    as_json: JsonOption = False,
    as_html: HtmlOption = False,
) -> None:
    """Show what was changed from each version of a page to the next."""
    _one_form(as_json, as_html)
    with reported(), open_record(record, read_only=True) as opened:
        versions = opened.versions(url)
        if not versions:
            raise RecordError(f"the record has no article from {url}")
    steps = history_of(versions)
    if as_json:
        typer.echo(json.dumps([to_dict(step) for step in steps], ensure_ascii=False))
        return
    times = {text.id: f"{text.captured:%Y-%m-%d %H:%M} ({text.id[:12]})" for text in versions if text.captured}
    shown = [_labelled(step, times) for step in steps]
    count = f"{len(versions)} version" + ("" if len(versions) == 1 else "s")
    if as_html:
        typer.echo(to_html_page(f"{count} of {url}", *shown))
        return
    console = Console(highlight=False)
    console.print(count)
    for step in shown:
        console.print(to_terminal(step, context, colour=_has_colour(console)))


def _has_colour(console: Console) -> bool:
    return console.is_terminal and not console.no_color


def _label(text: Text) -> str:
    """What a reader calls a page of the record: whose it is and when it was caught; a file goes by its name."""
    if text.captured is None:
        return text.id
    known = text.outlet or text.url, f"{text.captured:%Y-%m-%d %H:%M}"
    return f"{' · '.join(part for part in known if part)} ({text.id[:12]})"


def _labelled(step: Differences, labels: dict[str, str]) -> Differences:
    return replace(step, left=labels.get(step.left, step.left), right=labels.get(step.right, step.right))
