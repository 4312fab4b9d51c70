"""The command line. It holds no logic of its own: each command calls the library and prints what comes back."""

import typer

from copydesk.cli import copies, record
from copydesk.cli.build import build, fetch
from copydesk.cli.events import events
from copydesk.cli.read import read
from copydesk.cli.timeline import timeline

app = typer.Typer(
    name="copydesk",
    help="Turn captured news pages into a press record that can be trusted and queried.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
for command in (
    read, build, fetch, record.search, record.show, record.export, record.stats, record.failures,
    copies.copies, copies.diff, copies.history, events, timeline,
):  # fmt: skip
    app.command()(command)


@app.callback()
def main() -> None:
    """Turn captured news pages into a press record that can be trusted and queried."""
