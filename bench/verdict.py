"""Page kinds and their probabilities, as the shipped model says them, on the data of the project.

    python -m bench.verdict [--set fundus|wcxb-dev|made|hard|fresh|development] [--reader copydesk|majority|declared|status] [--misses]

The data lies at `../shared/data` or where `COPYDESK_DATA` says; a folder of the same layout can be named with
`--folder`, as `wcxb-dev=PATH`. The shipped model has learned from `wcxb-dev` and `fundus`: its figures on pages that it
has not seen come from `python -m training.kinds --cross-validate`. The other sets (errors, walls, empty shells and short
news, in `training/verdict/pages`) were written by hand, and no training has seen them; the last of them was looked at.

Other readers give no kinds; beside the model stand three rules: the most frequent kind, the type that the page
declares (OpenGraph and JSON-LD), and the words of an HTTP error in the title.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from selectolax.lexbor import LexborHTMLParser

import copydesk
from copydesk.page.declarations import read_declarations
from copydesk.page.encoding import decode
from copydesk.page.findings import Kind
from copydesk.page.hints import read_hints
from copydesk.page.verdict import BARE
from training.goldsets import GoldPage, data_folder, read_fundus, read_wcxb
from training.reliability import bins, table
from training.verdict import whole_pages
from training.verdict.report import print_bad, print_confusion, scores


@dataclass(frozen=True, slots=True)
class Gold:
    """A page with its kind."""

    name: str
    kind: Kind
    url: str | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader calls a page, and how sure it is."""

    kind: Kind
    probability: float = 1.0


Reader = Callable[[Gold], Found]


def real(pages: Iterator[GoldPage]) -> Iterator[Gold]:
    """The pages of a gold set."""
    for page in pages:
        yield Gold(page.name, Kind(page.kind), page.url, page.html)


def written(which: str) -> Iterator[Gold]:
    """A set of the invented pages that no training has seen."""
    for page in whole_pages.pages(which):
        yield Gold(page.name, page.kind, None, page.text.encode())


def model(page: Gold) -> Found:
    """This project."""
    verdict = copydesk.read(page.payload, url=page.url).verdict
    return Found(verdict.kind, verdict.probability)


def majority(page: Gold) -> Found:
    """The most frequent kind of all."""
    return Found(Kind.ARTICLE)


DECLARED: Final = (
    (r"liveblog", Kind.LIVE_BLOG),
    (r"imagegallery", Kind.GALLERY),
    (r"discussion|qapage", Kind.FORUM),
    (r"techarticle|apireference", Kind.DOCUMENTATION),
    (r"article|posting$", Kind.ARTICLE),
    (r"collectionpage|itemlist", Kind.COLLECTION),
    (r"product", Kind.PRODUCT),
    (r"service|localbusiness", Kind.SERVICE),
)
"""What a declared type says, the surest first."""


def declared(page: Gold) -> Found:
    """The kind that the page's own OpenGraph and JSON-LD types name; an article where they name none."""
    types = read_hints(read_declarations(LexborHTMLParser(decode(page.payload).text))).types
    for pattern, kind in DECLARED:
        if any(re.search(pattern, name) for name in types):
            return Found(kind)
    return Found(Kind.ARTICLE)


def status(page: Gold) -> Found:
    """An error where the title has a status of HTTP or its words; else an article."""
    titles = read_hints(read_declarations(LexborHTMLParser(decode(page.payload).text))).titles[:1]
    says = re.compile(r"\b(?:40[0-9]|410|451|50[0-4])\b|not found|forbidden|error|unavailable", re.IGNORECASE)
    return Found(Kind.ERROR if any(map(says.search, titles)) else Kind.ARTICLE)


READERS: Final[dict[str, Reader]] = {
    "copydesk": model, "majority": majority, "declared": declared, "status": status,
}  # fmt: skip


SETS: Final = ("fundus", "wcxb-dev", *whole_pages.SETS)
"""The sets of pages, the real ones first."""


def pages_of(name: str, folder: Path | None) -> list[Gold]:
    """The pages of a set."""
    if name in whole_pages.SETS:
        return list(written(name))
    folder = folder or data_folder(name)
    return list(real((read_fundus if name == "fundus" else read_wcxb)(folder))) if folder else []


def print_reader(name: str, pages: list[Gold], misses: bool) -> None:
    """The figures of one reader; of this project with the confusions and the reliability of the probability."""
    found, seconds = [], []
    for page in pages:
        started = time.process_time()
        found.append(READERS[name](page))
        seconds.append(time.process_time() - started)
    gold, kinds = [page.kind for page in pages], [answer.kind for answer in found]
    accuracy, f1 = scores(gold, kinds)
    lost = sum(a not in BARE and b in BARE for a, b in zip(gold, kinds, strict=True))
    bad = [b in BARE for a, b in zip(gold, kinds, strict=True) if a in BARE]
    print(
        f"  {name:10}  accuracy {accuracy:.3f}  macro-F1 {sum(f1.values()) / len(f1):.3f}  good called bad {lost}"
        f"  bad found {sum(bad)} of {len(bad)}  {1000 * median(seconds):.1f} ms",
        flush=True,
    )
    if name != "copydesk":
        return
    print_bad([(page.name, page.kind, kind) for page, kind in zip(pages, kinds, strict=True) if page.kind in BARE])
    print_confusion(gold, kinds, f1)
    right = [float(a is b) for a, b in zip(gold, kinds, strict=True)]
    print(table(bins([answer.probability for answer in found], right)))
    for page, answer in zip(pages, found, strict=True):
        if misses and page.kind is not answer.kind:
            print(f"      {page.name}: {page.kind} | {answer.kind} {answer.probability:.2f}")


def main() -> None:
    """Print the tables of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--reader", choices=READERS, action="append", help="a reader (all by default)")
    parser.add_argument("--folder", action="append", default=[], metavar="SET=PATH", help="another folder for a set")
    parser.add_argument("--misses", action="store_true", help="name the pages that are taken for another kind")
    options = parser.parse_args()
    sets = options.set or [name for name in SETS if not (options.misses and name in whole_pages.UNREAD)]
    if options.misses and whole_pages.UNREAD & set(sets):
        parser.error("nobody is to see what is missed of made, hard and fresh: they are for counting alone")
    folders = {name: Path(path) for name, _, path in (given.partition("=") for given in options.folder)}
    for name in sets:
        pages = pages_of(name, folders.get(name))
        if pages:
            print(f"\n{name}: {len(pages)} pages")
            for reader in options.reader or READERS:
                print_reader(reader, pages, options.misses)


if __name__ == "__main__":
    main()
