"""What the pages that no training sees have in common with what it learns from.

    python -m training.verdict.overlap  # how many pages there are of each kind, and how many say what is learned

Only messages are compared, line by line and word for word.
"""

from collections import Counter

from copydesk.page.messages import SORTS
from copydesk.page.verdict import BARE
from training.verdict import books, written
from training.verdict.books import BOOKS, FOLDS
from training.verdict.stripping import stripped
from training.verdict.whole_pages import SETS, WholePage, pages


def learned_messages() -> set[str]:
    """What books, what stands beside them, and written pages say where they carry nothing."""
    said = [*map(books.lines, BOOKS), *map(books.lines_beside, range(FOLDS)), *map(written.lines, written.WRITERS)]
    return {text for lines in said for text, sort, _ in lines if sort in SORTS}


def says_what_is_learned(page: WholePage, learned: set[str]) -> bool:
    """Whether a line of a page is, word for word, one of the `learned` messages."""
    return any(line in learned for line in stripped(page.text).splitlines())


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
        said = sum(says_what_is_learned(page, known) for page in bad)
        print(f"    of {len(bad)} errors, walls and empty pages {said} have a line that is a message that is learned")


if __name__ == "__main__":
    main()
