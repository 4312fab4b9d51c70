"""`copydesk read`: show what captured pages are."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from copydesk.capture import CaptureError
from copydesk.page.article import Article
from copydesk.page.blocks import Block, Role
from copydesk.page.findings import Moment
from copydesk.page.page import Page
from copydesk.page.render import to_html, to_markdown, to_text
from copydesk.reading import read as read_page

CANNOT_READ: Final = 1
WRONG_USE: Final = 2


class Output(StrEnum):
    """What `copydesk read` prints."""

    SHOW = "show"
    JSON = "json"
    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    BLOCKS = "blocks"


def read(
    pages: Annotated[list[str], typer.Argument(metavar="PAGE...", help="HTML or text files, or - for standard input.")],
    url: Annotated[str | None, typer.Option(help="The address that the page was caught from.")] = None,
    captured: Annotated[
        str | None, typer.Option(help="When it was caught (ISO 8601); relative dates are resolved against it.")
    ] = None,
    media_type: Annotated[
        str | None, typer.Option(help="The declared type, such as 'text/html; charset=koi8-r'.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the article as Markdown.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the body as plain text.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print the article as clean HTML.")] = False,
    blocks: Annotated[
        bool, typer.Option("--blocks", help="Print every block with role, score, path and span.")
    ] = False,
) -> None:
    """Say what captured pages are: the article, and what is wrong with the page.

    Exit code 0: every page was read. 1: at least one could not be read (a line on standard error names it).
    2: the command was used wrongly.
    """
    flags = {
        Output.JSON: as_json,
        Output.MARKDOWN: markdown,
        Output.TEXT: text,
        Output.HTML: html,
        Output.BLOCKS: blocks,
    }
    chosen = [output for output, wanted in flags.items() if wanted]
    if len(chosen) > 1:
        raise typer.BadParameter(f"choose one of {', '.join(f'--{output}' for output in chosen)}")
    moment = _moment(captured)
    output = chosen[0] if chosen else Output.SHOW
    failed = False
    console = Console(highlight=False)
    for number, name in enumerate(pages):
        try:
            page = read_page(_payload(name), url=url, captured=moment, media_type=media_type)
        except OSError as error:
            print(f"copydesk: {name}: {error.strerror or error}", file=sys.stderr)
            failed = True
        except CaptureError as error:
            print(f"copydesk: {name}: cannot be read ({error.reason}): {error}", file=sys.stderr)
            failed = True
        else:
            if output is Output.SHOW:
                if number:
                    console.print()
                console.print(show(page, name))
            elif output is Output.BLOCKS:
                console.print(block_table(page, name), soft_wrap=False)
            else:
                sys.stdout.write(_PRINTERS[output](page))
    raise typer.Exit(CANNOT_READ if failed else 0)


def _payload(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _moment(captured: str | None) -> datetime | None:
    if captured is None:
        return None
    try:
        moment = datetime.fromisoformat(captured)
    except ValueError:
        raise typer.BadParameter(
            f"--captured {captured!r} is not a date like 2026-03-04 or 2026-03-04T05:06Z"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _json(page: Page) -> str:
    return json.dumps(page.to_dict(), ensure_ascii=False) + "\n"


def _markdown(page: Page) -> str:
    return page.article.markdown if page.article else to_markdown(page.body) + "\n"


def _text(page: Page) -> str:
    return (page.article.text if page.article else to_text(page.body)) + "\n"


def _html(page: Page) -> str:
    return page.article.html if page.article else to_html(page.body) + "\n"


_PRINTERS: Final[dict[Output, Callable[[Page], str]]] = {
    Output.JSON: _json,
    Output.MARKDOWN: _markdown,
    Output.TEXT: _text,
    Output.HTML: _html,
}


def show(page: Page, name: str) -> Group:
    """The page as a person wants to see it: article first, the page report under it."""
    parts: list[Text | Table | Padding] = [Text(name, style="dim")]
    if page.article:
        parts.extend(_article(page.article))
    elif page.body:
        parts.append(Padding(Text(to_text(page.body)), (1, 2)))
    parts.append(_report(page))
    return Group(*parts)


def _article(article: Article) -> list[Text | Table | Padding]:
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style="dim")
    fields.add_column()
    rows = {
        "deck": article.deck,
        "byline": ", ".join(article.byline),
        "contributors": ", ".join(article.contributors),
        "agency": article.agency,
        "outlet": article.outlet,
        "dateline": article.dateline,
        "published": _dated(article, "published", article.published),
        "modified": _dated(article, "modified", article.modified),
        "language": _found(article, "language", article.language),
        "section": article.section,
        "canonical": article.canonical_url,
    }
    for label, value in rows.items():
        if value:
            fields.add_row(label, escape(value))
    body = [_body_block(block) for block in article.body]
    return [Text(article.title or "(no title)", style="bold"), fields, *body]


def _dated(article: Article, name: str, moment: Moment | None) -> str | None:
    return _found(article, name, moment.isoformat()) if moment else None


def _found(article: Article, name: str, value: str | None) -> str | None:
    candidates = article.candidates.get(name, ())
    return f"{value}  ({candidates[0].method})" if value and candidates else value


def _body_block(block: Block) -> Padding:
    marks = {Role.LIST_ITEM: "• ", Role.QUOTE: "│ "}
    style = "bold" if block.role is Role.HEADING else "italic" if block.role in (Role.QUOTE, Role.DECK) else ""
    text = Text(marks.get(block.role, "") + block.text.replace("\t", "  |  "), style=style)
    return Padding(text, (1 if block.role not in (Role.LIST_ITEM, Role.TABLE) else 0, 2, 0, 2))


def _report(page: Page) -> Padding:
    report = Table.grid(padding=(0, 2))
    report.add_column(style="dim", no_wrap=True)
    report.add_column()
    verdict = page.verdict
    report.add_row(
        "verdict", f"[bold]{verdict.kind}[/bold]  {verdict.probability:.2f}  {escape('; '.join(verdict.reasons))}"
    )
    for fault in page.faults:
        where = ", ".join(map(str, fault.blocks[:12])) + (" …" if len(fault.blocks) > 12 else "")
        report.add_row("fault", f"[yellow]{fault.kind}[/yellow]  {escape(fault.note)}  [dim]blocks {where}[/dim]")
    for notice in page.article.notices if page.article else ():
        where = ", ".join(map(str, notice.blocks))
        report.add_row("notice", f"{escape(_short(notice.text, 100))}  [dim]blocks {where}[/dim]")
    counts = {role: sum(block.role is role for block in page.blocks) for role in Role}
    said = ", ".join(f"{count} {role}" for role, count in counts.items() if count)
    report.add_row("blocks", f"{said or 'none'}  [dim]({page.encoding}, {page.encoding_method})[/dim]")
    return Padding(report, (1, 0, 0, 0))


def block_table(page: Page, name: str) -> Table:
    """Every block on a line: the view in which a wrong decision is found."""
    table = Table(title=name, title_justify="left", box=None, padding=(0, 1), expand=True)
    for heading in ("block", "role", "score", "body", "span"):
        table.add_column(heading, no_wrap=True)
    table.add_column("path", overflow="fold", ratio=2)
    table.add_column("text", overflow="fold", ratio=3)
    for block in page.blocks:
        role = f"{block.role} of {block.repeat_of}" if block.repeat_of is not None else str(block.role)
        path = block.path or (f"source {block.source[0]}-{block.source[1]}" if block.source else "")
        hidden = "(hidden) " if block.hidden else ""
        table.add_row(
            str(block.index), role, f"{block.score:.2f}", f"{block.body_score:.2f}", f"{block.start}-{block.end}",
            escape(path), escape(hidden + _short(block.text, 160)),
        )  # fmt: skip
    return table


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
