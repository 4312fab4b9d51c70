"""Read every sample capture, then say in one table what each turned out to be: `make demo`."""

import json
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

import copydesk
from copydesk.cli.read import show

HERE = Path(__file__).parent


def main() -> None:
    console = Console()
    table = Table(title="What the samples are", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading in ("sample", "verdict", "faults", "title", "body"):
        table.add_column(heading, overflow="fold")
    for path in sorted(HERE.glob("*/input.*")):
        known = path.with_name("meta.json")
        meta = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
        captured = datetime.fromisoformat(meta["captured"]) if "captured" in meta else None
        page = copydesk.read(
            path.read_bytes(), url=meta.get("url"), captured=captured, media_type=meta.get("media_type")
        )
        name = str(path.relative_to(HERE.parent))
        console.print(show(page, name))
        console.print()
        chars = sum(len(block.text) for block in page.body)
        faults = ", ".join(fault.kind for fault in page.faults)
        title = page.article.title if page.article else None
        table.add_row(
            path.parent.name,
            page.verdict.kind,
            faults or "-",
            title or "-",
            f"{len(page.body)} blocks, {chars:,} characters",
        )
    console.print(table)
    console.print("\nLook closer at one: .venv/bin/copydesk read samples/polar-rescue/input.txt --blocks")


if __name__ == "__main__":
    main()
