"""Whole pages, written by hand of whoever had not seen what the books say. Those of `pages/` no training sees.

There are four sets. `made` and `fresh` have pages of every sort as they are met; `hard` has mostly stubs, walls and news
of just what these speak of, in as many voices as its writers could think of. The texts of the three are for counting
alone: who reads them, or what is missed of them, can no longer say how the verdict does on pages that nobody has seen.
`development`, written after the same brief as `hard`, is there to be looked at.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.page.findings import Kind

SETS: Final = ("made", "hard", "fresh", "development")
UNREAD: Final = frozenset({"made", "hard", "fresh"})
"""The sets that are for counting alone."""
PAGES: Final = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class WholePage:
    """A page with its kind, the sort of that kind, its language, and which of its texts say that it carries nothing,
    where that is told."""

    name: str
    kind: Kind
    sort: str
    language: str
    text: str
    says: tuple[str, ...]


def pages(which: str) -> Iterator[WholePage]:
    """The pages of one of SETS, in the order of the file."""
    yield from pages_in(PAGES / f"{which}.toml")


def pages_in(path: Path) -> Iterator[WholePage]:
    """The pages of a file."""
    for number, page in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["page"]):
        name = f"{page['kind']}-{page['sort']}-{number:03d}-{page['language']}"
        kind, says = Kind(page["kind"]), tuple(page.get("says", ()))
        yield WholePage(name, kind, page["sort"], page["language"], page["text"], says)
