"""What the pages that no training sees have in common with what it learns from.

python -m training.verdict.overlap  # how many pages there are of each kind, and how many say what is learned
"""

from collections import Counter
from html import unescape

from copydesk.page.messages import SORTS
from copydesk.page.verdict import BARE
from training.verdict.books import BOOKS, FOLDS, MESSAGES, lines_beside, own_phrases
from training.verdict.stripping import stripped
from training.verdict.whole_pages import SETS, WholePage, pages
from training.verdict.written import WRITERS, lines


def learned_messages() -> set[str]:
    """What books and written pages say where they carry nothing."""
    own = {
        entry[place]
        for book in BOOKS
        for table in own_phrases(book).values()
        for key, places in MESSAGES.items()
        for entry in table.get(key, ())
        for place in places
    }
    others = [*map(lines_beside, range(FOLDS)), *map(lines, WRITERS)]
    return own | {text for said in others for text, sort, _ in said if sort in SORTS}


def says_what_is_learned(page: WholePage, learned: set[str]) -> bool:
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
        said = sum(says_what_is_learned(page, known) for page in bad)
        print(f"    of {len(bad)} errors, walls and empty pages {said} have a line that is a message that is learned")


if __name__ == "__main__":
    main()
