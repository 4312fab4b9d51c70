"""Articles a second that a record compares, on generated articles."""

import random
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from copydesk.capture import Capture, Place
from copydesk.copies import Text
from copydesk.page.article import Article
from copydesk.page.blocks import Block, Role
from copydesk.page.findings import Kind, Verdict
from copydesk.page.page import Page
from copydesk.record import Record, open_record
from copydesk.record.copying import compare_all
from copydesk.record.rows import page_rows
from copydesk.record.writing import Run, begin_run, write_page
from syndication.articles import SEED
from syndication.speed import generated


def compute_record_speed(count: int) -> None:
    """Print how long a new record takes to compare its articles and to enter the groups; filling it is not counted."""
    with TemporaryDirectory() as folder, open_record(Path(folder) / "press.db") as record:
        fill(record, generated(count, random.Random(SEED)))
        before = size(record)
        started = time.process_time()
        compare_all(record.connection)
        seconds = time.process_time() - started
        groups = record.connection.execute("SELECT count(*) FROM copy_groups").fetchone()[0]
        grown = (size(record) - before) / count / 1000
    print("| articles | s | articles/s | kB an article | groups |")
    print("|---|---|---|---|---|")
    print(f"| {count} | {seconds:.1f} | {count / seconds:.0f} | {grown:.1f} | {groups} |")


def size(record: Record) -> int:
    """Bytes in use of the record's file."""
    return int(
        record.connection.execute(
            "SELECT (page_count - freelist_count) * page_size "
            "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        ).fetchone()[0]
    )


def fill(record: Record, texts: Iterable[Text]) -> None:
    """Enter texts as articles, without comparing them."""
    connection = record.connection
    connection.execute("BEGIN")
    run = begin_run(connection, Run("1"), datetime(2024, 1, 1, tzinfo=UTC))
    for number, text in enumerate(texts):
        capture = capture_of(number, text)
        write_page(connection, capture, capture.id, page_rows(page_of(capture, text)), run)
    connection.execute("COMMIT")


def capture_of(number: int, text: Text) -> Capture:
    """A capture that would be read as the text."""
    url = f"https://site-{number % 1000}.example/{number}"
    payload = "\n\n".join(text.paragraphs).encode()
    return Capture(payload, url, datetime(2024, 1, 1, tzinfo=UTC), 200, "text/plain", Place("generated", None, number))


def page_of(capture: Capture, text: Text) -> Page:
    """A page with the text as the body of its article."""
    blocks: list[Block] = []
    start = 0
    for index, paragraph in enumerate(text.paragraphs):
        end = start + len(paragraph)
        blocks.append(Block(index, paragraph, start, end, Role.PARAGRAPH, 1.0, 1.0, "p", 0, f"/p[{index + 1}]", ()))
        start = end + 2
    body = tuple(blocks)
    article = Article(
        title=None, deck=None, byline=(), contributors=(), agency=None, outlet=None, dateline=None, published=None,
        modified=None, language="en", section=None, keywords=(), canonical_url=None, images=(), body=body, notices=(),
        confidence=1.0, candidates={},
    )  # fmt: skip
    return Page(
        capture.id, capture.url, capture.captured, "text/plain", "utf-8", "declared", "\n\n".join(text.paragraphs),
        body, body, Verdict(Kind.ARTICLE, 1.0, ("generated",)), (), article,
    )  # fmt: skip
