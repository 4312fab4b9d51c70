"""Invented captures and a small reader of them, for tests that are not about reading pages.

A payload is lines of `key: value`, a blank line, and paragraphs. `do: hang` and the like misbehave on purpose.
"""

import ctypes
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from copydesk.capture import Capture, CaptureError, Place
from copydesk.page.article import Article
from copydesk.page.blocks import Block, Link, Role
from copydesk.page.findings import Candidate, Fault, FaultKind, Image, Kind, Moment, Notice, Precision, Verdict
from copydesk.page.page import Page

WORDS = [
    "harbour",
    "council",
    "ferry",
    "granite",
    "lantern",
    "orchard",
    "bridge",
    "minister",
    "copper",
    "winter",
    "meadow",
    "glacier",
    "signal",
    "voyage",
    "archive",
    "kettle",
    "marble",
    "thunder",
    "velvet",
    "compass",
    "island",
    "timber",
    "saffron",
    "beacon",
    "quarry",
]


def payload(number: int = 0, *, title: str | None = None, body: str | None = None, **fields: str) -> bytes:
    """The payload of an invented article."""
    fields = {"title": title or f"The {WORDS[number % 25]} of {WORDS[number * 7 % 25]}", **fields}
    words = [WORDS[(number * step + step * step) % 25] for step in range(1, 60)]
    body = body or f"{' '.join(words[:30])} {number}.\n\n{' '.join(words[30:])}."
    head = "\n".join(f"{name}: {value}" for name, value in fields.items())
    return f"{head}\n\n{body}".encode()


def capture(number: int = 0, **fields: str) -> Capture:
    """An invented capture; its URL and place follow from its number."""
    when = datetime(2024, 1 + number % 12, 1 + number % 28, tzinfo=UTC)
    url = f"https://example.org/{number}"
    return Capture(payload(number, **fields), url, when, 200, "text/plain", Place("/invented", None, number))


def captures(count: int) -> Iterator[Capture]:
    """Invented captures in two languages and of three outlets."""
    for number in range(count):
        yield capture(
            number,
            outlet=("Harbour Post", "Évening Star", "Вечерние вести")[number % 3],
            language=("en", "de-AT")[number % 2],
            published=f"2023-{1 + number % 12:02}-{1 + number % 28:02}",
            byline=("Ada Quill", "Bo Ferro")[number % 2],
        )


def read(given: Capture) -> Page:
    """Read an invented capture."""
    return read_all(given, heed=True)


def read_all(given: Capture, heed: bool = False) -> Page:
    """Read an invented capture; what misbehaves does so only if heeded."""
    raw = given.payload if isinstance(given.payload, str) else given.payload.decode("utf-8", "replace")
    head, _, body = raw.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    if heed:
        misbehave(fields.get("do", ""))
    return page(given, fields, body)


def read_nothing(given: Capture) -> Page:
    """A reader that lacks what it needs."""
    raise FileNotFoundError("there is no model")


def misbehave(what: str) -> None:
    """Do what no page should."""
    if what == "hang":
        time.sleep(600)
    elif what == "burst":
        bytearray(1 << 40)
    elif what == "grow":
        hoard = []
        while True:
            hoard.append(bytearray(1 << 24))
    elif what == "die":
        os._exit(3)
    elif what == "segfault":
        ctypes.string_at(0)
    elif what == "raise":
        raise KeyError("invented")
    elif what == "refuse":
        raise CaptureError("too-large", "there is too much of it")
    elif what == "recurse":
        misbehave(what)


def page(given: Capture, fields: dict[str, str], body: str) -> Page:
    """The page of invented fields."""
    kind = Kind(fields.get("kind", "article"))
    title = fields.get("title")
    texts = [(Role.NAVIGATION, "Home News"), *([(Role.TITLE, title)] if title else [])]
    texts += [(Role.PARAGRAPH, part) for part in body.split("\n\n") if part]
    blocks: list[Block] = []
    position = 0
    for index, (role, text) in enumerate(texts):
        links = (Link(position, position + 4, "/home"),) if role is Role.NAVIGATION else ()
        blocks.append(Block(index, text, position, position + len(text), role, 0.9, 0.5, "p", 0, f"/p[{index}]", links))
        position += len(text) + 2
    shown = tuple(block for block in blocks if block.role is Role.PARAGRAPH)
    text = "\n\n".join(block.text for block in blocks)
    faults = (Fault(FaultKind(fields["fault"]), (1,), "invented"),) if "fault" in fields else ()
    article = found_article(fields, shown) if kind is Kind.ARTICLE else None
    verdict = Verdict(kind, 0.9, ("invented",))
    return Page(
        given.id, given.url, given.captured, "text/plain", "utf-8", "declared", text, tuple(blocks), shown, verdict,
        faults, article,
    )  # fmt: skip


def found_article(fields: dict[str, str], body: tuple[Block, ...]) -> Article:
    """The article of invented fields."""
    title, day = fields.get("title"), fields.get("published")
    moment = Moment(datetime.fromisoformat(day).replace(tzinfo=UTC), Precision.DAY, False) if day else None
    candidates = {"title": (Candidate(title, title, "invented", "line 1"),)} if title else {}
    return Article(
        title=title,
        deck=fields.get("deck"),
        byline=tuple(fields["byline"].split(", ")) if "byline" in fields else (),
        contributors=(),
        agency=fields.get("agency"),
        outlet=fields.get("outlet"),
        dateline=None,
        published=moment,
        modified=None,
        language=fields.get("language"),
        section=None,
        keywords=("invented",),
        canonical_url=None,
        images=(Image("https://example.org/i.png", "alt", "caption", "credit", True),),
        body=body,
        notices=(Notice("All rights reserved.", (1, 2)),),
        confidence=0.8,
        candidates=candidates,
    )
