"""Title, authors and publication date beside other readers, on the data of the project.

    python bench/metadata.py [--set fundus|wcxb-dev] [--half 0|1] [--misses FIELD]

The data lies at `../shared/data` or where `COPYDESK_DATA` says. A reader that is not installed is named and skipped.
Titles and names are compared after NFC, with whitespace collapsed and quotation marks made plain; names also without
case, and names of news agencies by the agency that they mean (`Associated Press` is `AP`). A date is right when it
falls on the gold day, as written or in UTC. `either` is the share of the pages whose gold title is a top heading or begins
their `og:title` on which one of the two, as copydesk reads them, is the gold.
"""

import argparse
import gzip
import importlib
import json
import os
import re
import time
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.metadata.agencies import agency_of

DATA: Final = Path(os.environ.get("COPYDESK_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Gold:
    """A page with what is known of it; None where the gold does not say."""

    name: str
    publisher: str
    html: str
    url: str | None
    captured: datetime | None
    title: str | None
    authors: frozenset[str] | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found on a page."""

    title: str | None = None
    authors: frozenset[str] = frozenset()
    published: datetime | None = None
    titles: frozenset[str] = frozenset()
    """The shown headline and `og:title` as read, where a reader gives both."""


Reader = Callable[[Gold], Found]


@dataclass(slots=True)
class Score:
    """The counts of one reader over a set of pages."""

    titles: list[bool] = field(default_factory=list)
    either: list[bool] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    author_f1: list[float] = field(default_factory=list)
    authors_hit: int = 0
    authors_found: int = 0
    authors_gold: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, gold: Gold, found: Found) -> None:
        """Count one page."""
        if gold.title is not None:
            self.titles.append(plain(found.title) == plain(gold.title))
            if found.titles and either_is_gold(gold):
                self.either.append(plain(gold.title) in map(plain, {found.title, *found.titles}))
        if gold.authors is not None:
            expected, named = names(gold.authors), names(found.authors)
            hits = len(expected & named)
            self.authors_hit += hits
            self.authors_found += len(named)
            self.authors_gold += len(expected)
            total = len(expected) + len(named)
            self.author_f1.append(2 * hits / total if total else 1.0)
        if gold.published is not None:
            self.dates.append(found.published is not None and same_day(found.published, gold.published))

    def row(self) -> str:
        """The figures as a line of the table."""
        named = self.authors_found + self.authors_gold
        f1 = 2 * self.authors_hit / named if named else 0.0
        either = f"{mean(self.either):.3f}" if self.either else ""
        time_per_page = 1000 * median(self.seconds)
        return (
            f"{mean(self.titles):6.3f}  {either:>6}  {f1:10.3f}  {mean(self.author_f1):12.3f}  {mean(self.dates):6.3f}"
            f"  {time_per_page:8.1f}"
        )


def plain(text: str | None) -> str:
    """A text for comparison: NFC, plain quotation marks, no soft hyphens, whitespace collapsed."""
    marks = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00ad": None, "\u200b": None})
    return " ".join(unicodedata.normalize("NFC", text or "").translate(marks).split())


def either_is_gold(gold: Gold) -> bool:
    """Whether the gold title is a top heading of the page or the beginning of its `og:title`."""
    tree = LexborHTMLParser(gold.html)
    shown = [plain(node.text(separator=" ")) for node in tree.css("h1")]
    stated = [plain(node.attributes.get("content")) for node in tree.css("meta[property='og:title']")]
    wanted = plain(gold.title)
    return wanted in shown or any(title.startswith(wanted) for title in stated)


def names(authors: frozenset[str]) -> frozenset[str]:
    """Names for comparison; an agency is the same under each of its names."""
    return frozenset((agency_of(name) or agency_of(name.upper()) or plain(name)).casefold() for name in authors if name)


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two dates fall on one day, as written or, where both are zoned, in UTC."""
    if one.date() == other.date():
        return True
    zoned = one.tzinfo is not None and other.tzinfo is not None
    return zoned and one.astimezone(UTC).date() == other.astimezone(UTC).date()


def fundus() -> Iterator[Gold]:
    """News pages of 40 countries: the n-th oldest page of a publisher belongs to the n-th entry of its gold."""
    for file in sorted((DATA / "fundus").glob("*/*.json")):
        info = json.loads((file.parent / "meta.info").read_text("utf-8"))
        pages = sorted(file.parent.glob(f"{file.stem}_[0-9]*.html.gz"))
        for gold, page in zip(json.loads(file.read_text("utf-8")).values(), pages, strict=False):
            known = info.get(page.name, {})
            captured = known.get("crawl_date")
            yield Gold(
                page.name.removesuffix(".html.gz"),
                file.stem,
                gzip.decompress(page.read_bytes()).decode("utf-8"),
                known.get("url"),
                datetime.fromisoformat(captured).replace(tzinfo=UTC) if captured else None,
                gold["title"],
                frozenset(gold.get("authors") or ()),
                datetime.fromisoformat(gold["publishing_date"]),
            )


def wcxb() -> Iterator[Gold]:
    """The articles of the development split of WCXB."""
    for file in sorted((DATA / "wcxb-dev" / "ground-truth").glob("*.json")):
        page = json.loads(file.read_text("utf-8"))
        if page["_internal"]["page_type"]["primary"] != "article":
            continue
        gold = page["ground_truth"]
        html = DATA / "wcxb-dev" / "html" / f"{file.stem}.html.gz"
        yield Gold(
            file.stem,
            page.get("url", "").partition("//")[2].partition("/")[0],
            gzip.decompress(html.read_bytes()).decode("utf-8", "replace"),
            page.get("url"),
            None,
            gold.get("title"),
            split_authors(gold["author"]) if gold.get("author") else None,
            read_date(gold.get("publish_date")),
        )


def split_authors(text: str) -> frozenset[str]:
    """The names in one line, without degrees."""
    parts = re.split(r"\s*(?:[,;&|/]|\band\b)\s*", text)
    degree = re.compile(r"(?i)(?:ph\.?\s?d|m\.?d|m\.?s|m\.?a|mba|rdn?|cpa|jr|fand|ldn|dds|esq|cfp)\.?$")
    return frozenset(part for part in parts if part and not degree.match(part))


def read_date(value: object) -> datetime | None:
    """A date as readers give it: a datetime, or text that begins with an ISO date."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def copydesk_reader() -> Reader:
    """This project: byline and agency together are the authors."""
    copydesk: Any = importlib.import_module("copydesk")

    def read(page: Gold) -> Found:
        article = copydesk.read(page.html, url=page.url, captured=page.captured).article
        if article is None:
            return Found()
        authors = (*article.byline, *((article.agency,) if article.agency else ()))
        offered = article.candidates["title"]
        titles = frozenset(str(each.value) for each in offered if each.method in ("visible", "meta:og:title"))
        published = article.published
        if published is None:
            return Found(article.title, frozenset(authors), titles=titles)
        instant = published.instant if published.zoned else published.instant.replace(tzinfo=None)
        return Found(article.title, frozenset(authors), instant, titles)

    return read


def trafilatura_reader() -> Reader:
    """trafilatura: `bare_extraction` with its metadata."""
    trafilatura: Any = importlib.import_module("trafilatura")

    def read(page: Gold) -> Found:
        found = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True)
        if found is None:
            return Found()
        authors = frozenset(name.strip() for name in (found.author or "").split(";") if name.strip())
        return Found(found.title, authors, read_date(found.date))

    return read


def newspaper_reader() -> Reader:
    """newspaper4k."""
    newspaper: Any = importlib.import_module("newspaper")

    def read(page: Gold) -> Found:
        article = newspaper.Article(page.url or "https://page.invalid/", fetch_images=False)
        article.download(input_html=page.html)
        article.parse()
        return Found(article.title, frozenset(article.authors), read_date(article.publish_date))

    return read


def newsplease_reader() -> Reader:
    """news-please."""
    newsplease: Any = importlib.import_module("newsplease")

    def read(page: Gold) -> Found:
        found = newsplease.NewsPlease.from_html(page.html, url=page.url, fetch_images=False)
        return Found(found.title, frozenset(found.authors or ()), read_date(found.date_publish))

    return read


def htmldate_reader() -> Reader:
    """htmldate: the date alone."""
    htmldate: Any = importlib.import_module("htmldate")

    def read(page: Gold) -> Found:
        return Found(published=read_date(htmldate.find_date(page.html, original_date=True, url=page.url)))

    return read


def mediacloud_reader() -> Reader:
    """mediacloud-metadata: title and date. What it changes in readability is undone, as news-please reads titles by it."""
    readability: Any = importlib.import_module("readability.readability")
    cleaner = readability.html_cleaner
    titles: Any = importlib.import_module("mcmetadata.titles")
    dates: Any = importlib.import_module("mcmetadata.dates")
    readability.html_cleaner = cleaner

    def read(page: Gold) -> Found:
        title = titles.from_html(page.html)
        return Found(title, published=read_date(dates.guess_publication_date(page.html, page.url or "")))

    return read


READERS: Final[dict[str, Callable[[], Reader]]] = {
    "copydesk": copydesk_reader,
    "trafilatura": trafilatura_reader,
    "newspaper4k": newspaper_reader,
    "news-please": newsplease_reader,
    "htmldate": htmldate_reader,
    "mediacloud-metadata": mediacloud_reader,
}
SETS: Final = {"fundus": fundus, "wcxb-dev": wcxb}


def in_half(page: Gold, half: int | None) -> bool:
    """Whether a page's publisher belongs to a half of the set: rules are developed on one and checked on the other."""
    return half is None or zlib.crc32(page.publisher.encode()) % 2 == half


def measure(read: Reader, pages: list[Gold], misses: str | None) -> Score:
    """Score one reader; a page on which it fails counts as not read."""
    score = Score()
    failures = 0
    for page in pages:
        start = time.process_time()
        try:
            found = read(page)
        except Exception as error:  # other readers fail in ways of their own
            failures += 1
            last = f"{type(error).__name__}: {error}"
            found = Found()
        score.seconds.append(time.process_time() - start)
        score.add(page, found)
        if misses is not None:
            expected, got = getattr(page, misses), getattr(found, misses)
            if expected is not None and str(expected) != str(got):
                print(f"  {page.name}: {expected!s} | {got!s}")
    if failures:
        print(f"  {failures} pages failed, the last with {last[:120]}")
    return score


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=SETS, action="append", help="a set of pages (both by default)")
    parser.add_argument("--reader", choices=READERS, action="append", help="a reader (all by default)")
    parser.add_argument("--half", type=int, choices=(0, 1), help="one half of the publishers")
    parser.add_argument("--misses", choices=("title", "authors", "published"), help="print the misses of a field")
    options = parser.parse_args()
    for name in options.set or SETS:
        pages = [page for page in SETS[name]() if in_half(page, options.half)]
        print(f"\n{name}: {len(pages)} pages")
        print(
            f"{'':20}  {'title':>6}  {'either':>6}  {'authors F1':>10}  {'(page mean)':>12}  {'date':>6}  {'ms/page':>8}"
        )
        for reader in options.reader or READERS:
            try:
                read = READERS[reader]()
            except ImportError as error:
                print(f"{reader:20}  not installed: {error}")
                continue
            print(f"{reader:20}  {measure(read, pages, options.misses).row()}", flush=True)


if __name__ == "__main__":
    main()
