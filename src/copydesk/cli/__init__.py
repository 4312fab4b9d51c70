"""The command line. It holds no logic of its own: each command calls the library and prints what comes back."""

import typer

from copydesk.cli.read import read

app = typer.Typer(
    name="copydesk",
    help="Turn captured news pages into a press record that can be trusted and queried.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command()(read)


@app.callback()
def main() -> None:
    """Turn captured news pages into a press record that can be trusted and queried."""
