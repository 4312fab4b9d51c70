"""Pages that no training sees: whole pages, written by hand of whoever had not seen what the books say.

    python -m training.verdict.whole_pages  # how many there are of each kind, and how many say what a book says

There are three sets. `made` has pages of every sort as they are met; `hard` has mostly stubs, walls and news of just what
these speak of, in as many voices as its writers could think of. The texts of both are for counting alone: who reads them,
or what is missed of them, can no longer say how the verdict does on pages that nobody has seen. `development`, written
after the same brief as `hard`, is there to be looked at.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from copydesk.page.findings import Kind
from copydesk.page.messages import SORTS
from copydesk.page.verdict import BARE
from training.verdict.books import BOOKS, FOLDS, MESSAGES, lines_beside, own_phrases
from training.verdict.stripping import stripped

SETS: Final = ("made", "hard", "development")
UNREAD: Final = frozenset({"made", "hard"})
"""The sets that are for counting alone."""
PAGES: Final = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class WholePage:
    """A page with its kind, the sort of that kind, and its language."""

    name: str
    kind: Kind
    sort: str
    language: str
    text: str


def pages(which: str) -> Iterator[WholePage]:
    """The pages of one of SETS, in the order of the file."""
    text = (PAGES / f"{which}.toml").read_text(encoding="utf-8")
    for number, page in enumerate(tomllib.loads(text)["page"]):
        name = f"{page['kind']}-{page['sort']}-{number:03d}-{page['language']}"
        yield WholePage(name, Kind(page["kind"]), page["sort"], page["language"], page["text"])


def learned_messages() -> set[str]:
    """What the books say on pages that carry nothing."""
    own = {
        entry[place]
        for book in BOOKS
        for table in own_phrases(book).values()
        for key, places in MESSAGES.items()
        for entry in table.get(key, ())
        for place in places
    }
    return own | {text for fold in range(FOLDS) for text, sort, _ in lines_beside(fold) if sort in SORTS}


def says_what_a_book_says(page: WholePage, learned: set[str]) -> bool:
    """Whether a line of a page is, word for word, one of the `learned` messages."""
    return any(unescape(line) in learned for line in stripped(page.text).splitlines())


def main() -> None:
    """Print what there is."""
    known = learned_messages()
    for which in SETS:
        found = list(pages(which))
        print(f"{which}: {len(found)} pages")
        for what in ("kind", "sort", "language"):
            counts = Counter(str(getattr(page, what)) for page in found)
            print(f"    {what:8}", ", ".join(f"{name} {count}" for name, count in counts.most_common()))
        bad = [page for page in found if page.kind in BARE]
        said = sum(says_what_a_book_says(page, known) for page in bad)
        print(f"    of {len(bad)} errors, walls and empty pages {said} have a line that is a message of a book")


if __name__ == "__main__":
    main()
