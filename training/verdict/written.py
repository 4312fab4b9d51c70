"""Whole pages that the training learns from: written by hand like those that are counted, by other writers.

What books and skeletons give is put together by rule; here bylines, prices, small print, offers and barriers stand as a
writer thought that they stand on one page. Each file of `writers/` has the pages of one writer, all in one fold.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from copydesk.page.findings import Kind
from copydesk.page.messages import SORTS
from training.verdict.books import FOLDS, NONE
from training.verdict.stripping import as_text, stripped
from training.verdict.whole_pages import WholePage, pages_in

FOLDER: Final = Path(__file__).parent / "writers"
WRITERS: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
TEXT_WEIGHT: Final = 0.5
SHORTEST: Final = 30
"""What a text of a written article weighs as one that is no message, and the letters that it has more than: shorter ones
are labels, which may ask for just what a barrier does."""


def fold_of(writer: str) -> int:
    """The fold of a writer."""
    return WRITERS.index(writer) % FOLDS


def pages(writer: str) -> Iterator[WholePage]:
    """The pages of a writer."""
    yield from pages_in(FOLDER / f"{writer}.toml")


def files(writer: str) -> Iterator[tuple[WholePage, bytes, bool]]:
    """The pages of a writer with the payload of each, and whether it is a text: every fourth is, as a tool that strips
    markup would have left it, unless it has none."""
    for number, page in enumerate(pages(writer)):
        plain = as_text(number, page.kind)
        yield page, (stripped(page.text) if plain else page.text).encode(), plain


def lines(writer: str) -> Iterator[tuple[str, str, float]]:
    """The texts of a writer's pages with the sort of message that each is, and a weight. Prices, hints and labels of
    pages that carry nothing are left out: they stand beside messages and are none."""
    for page in pages(writer):
        sort = page.sort if page.kind is Kind.WALL else str(page.kind)
        if sort in SORTS:
            yield from ((text, sort, 1.0) for text in page.says)
        elif page.kind is Kind.ARTICLE:
            yield from ((text, NONE, TEXT_WEIGHT) for text in stripped(page.text).splitlines() if len(text) > SHORTEST)
