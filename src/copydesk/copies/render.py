"""Differences for the terminal, as plain values for JSON, and as HTML side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Any, Final

from rich.text import Text as Styled

from copydesk.copies.differences import Aligned, Changed, Differences, Edit, Operation

REMOVED: Final = "red strike"
ADDED: Final = "green underline"
MARKS: Final[Mapping[Operation, str]] = {
    Operation.EQUAL: "  ",
    Operation.REPLACE: "~ ",
    Operation.INSERT: "+ ",
    Operation.DELETE: "- ",
}
STYLE: Final = (
    "body{max-width:80em;margin:2em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif;color:#222}"
    "table.differences{width:100%;table-layout:fixed;border-collapse:collapse;margin-bottom:3em}"
    "table.differences caption{text-align:left;font-weight:bold;padding:.4em .8em}"
    "table.differences th{text-align:left;padding:.4em .8em;overflow-wrap:anywhere}"
    "table.differences td{vertical-align:top;padding:.4em .8em;border-top:1px solid #ccc;overflow-wrap:anywhere}"
    "table.differences tr.title td{font-size:1.2em;font-weight:bold}"
    "table.differences tr.equal td{color:#666}"
    "table.differences del{background:#fdd}table.differences ins{background:#dfd;text-decoration:none}"
    "table.differences tr.moved td{border-left:3px solid #99c}"
    "table.differences small{color:#447}"
    "table.differences caption ul{margin:.4em 0;font-weight:normal}"
)
"""The style sheet that the HTML is made for."""


def to_terminal(found: Differences, context: int = 1, colour: bool = True) -> Styled:
    """Differences as coloured text: removed words struck through in red, added ones underlined in green.

    Without colour they stand in brackets, `[-removed-]` and `{+added+}`. Unchanged paragraphs are left out, but for so
    many around each changed one.
    """
    text = Styled(f"{found.left} → {found.right}\n", style="bold")
    text.append(found.summary + "\n\n", style="not bold italic")
    if any(edit.operation != Operation.EQUAL for edit in found.title):
        text.append_text(styled(found.title, "# ", colour)).append("\n\n")
    for pair in with_context(found.paragraphs, context):
        if pair is None:
            text.append("  …\n\n", style="not bold dim")
        else:
            text.append_text(styled(pair.edits, mark(pair), colour)).append("\n\n")
    for change in found.changes:
        text.append(f"{change.subject.value}: ", style="not bold")
        text.append(change.before or "(none)", style=f"not bold {REMOVED}" if change.before else "not bold dim")
        text.append(" → ", style="not bold")
        text.append(change.after or "(none)", style=f"not bold {ADDED}" if change.after else "not bold dim")
        text.append("\n")
    return text


def mark(pair: Aligned) -> str:
    """A sign before a paragraph that says what became of it."""
    return "> " if pair.moved else MARKS[pair.operation]


def styled(edits: Sequence[Edit], sign: str, colour: bool) -> Styled:
    """Edits in one run, what was removed before what took its place."""
    text = Styled(sign, style="not bold")
    for edit in edits:
        if edit.operation == Operation.EQUAL:
            text.append(edit.after)
        else:
            text.append(edit.before if colour else bracketed(edit.before, "[-", "-]"), style=REMOVED)
            text.append(" " if edit.before and edit.after and not edit.after[0].isspace() else "")
            text.append(edit.after if colour else bracketed(edit.after, "{+", "+}"), style=ADDED)
    return text


def bracketed(text: str, opening: str, closing: str) -> str:
    """A run of words in brackets, the space around it outside."""
    words = text.strip()
    return text.replace(words, f"{opening}{words}{closing}") if words else text


def with_context(pairs: Sequence[Aligned], context: int) -> Iterator[Aligned | None]:
    """Changed and moved paragraphs with some around them; None stands for what is left out."""
    changed = [place for place, pair in enumerate(pairs) if pair.moved or pair.operation != Operation.EQUAL]
    shown = {near for place in changed for near in range(place - context, place + context + 1)}
    gap = False
    for place, pair in enumerate(pairs):
        if place in shown:
            yield pair
        elif not gap:
            yield None
        gap = place not in shown


def to_dict(found: Differences) -> dict[str, Any]:
    """Differences as plain values for JSON."""
    paragraphs = [{"operation": pair.operation.value, **asdict(pair)} for pair in found.paragraphs]
    return {"summary": found.summary, **asdict(found), "paragraphs": paragraphs}


def to_html(found: Differences) -> str:
    """Differences as one HTML table, the left text on the left: a fragment without a style sheet.

    The caption sums them up, and lists changed numbers, names and quotes.
    """
    rows = [row(found.title, "title")] if found.title else []
    rows += [row(pair.edits, "moved" if pair.moved else pair.operation.value) for pair in found.paragraphs]
    head = f'<tr><th scope="col">{escape(found.left)}</th><th scope="col">{escape(found.right)}</th></tr>'
    changes = "".join(map(item, found.changes))
    caption = f"<caption>{escape(found.summary)}{f'<ul>{changes}</ul>' if changes else ''}</caption>"
    return f'<table class="differences">{caption}<thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def to_html_page(title: str, *found: Differences) -> str:
    """Differences, or the steps of a history, as an HTML page that stands alone."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
    )
    body = "".join(map(to_html, found))
    return f"<!doctype html><html><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>"


def item(change: Changed) -> str:
    """A changed number, name or quote as an item of a list."""
    before, after = marked(change.before or "", "del"), marked(change.after or "", "ins")
    return f"<li>{change.subject.value}: {before or '(none)'} → {after or '(none)'}</li>"


def row(edits: Sequence[Edit], name: str) -> str:
    """Both sides of some edits as a table row, each in the direction of its script."""
    left = "".join(side(edit.before, "del", edit.operation) for edit in edits)
    right = "".join(side(edit.after, "ins", edit.operation) for edit in edits)
    note = '<small dir="ltr">moved</small> ' if name == "moved" else ""
    return f'<tr class="{name}"><td dir="auto">{left}</td><td dir="auto">{note}{right}</td></tr>'


def side(text: str, tag: str, operation: Operation) -> str:
    """One side of an edit, in an element if it was changed."""
    return safe(text) if operation == Operation.EQUAL else marked(text, tag)


def marked(text: str, tag: str) -> str:
    """A run of words in an element, the space around it outside."""
    words = text.strip()
    return safe(text).replace(safe(words), f"<{tag}>{safe(words)}</{tag}>", 1) if words else safe(text)


def safe(text: str) -> str:
    """Escaped text."""
    return escape(text).replace("\n", "<br>")
