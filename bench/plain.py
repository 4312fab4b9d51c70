"""A reader of ready-made articles, to fill a record with many of them without measuring how pages are read."""

import json

from copydesk.capture import Capture, CaptureError
from copydesk.page.article import Article
from copydesk.page.blocks import Block, Role
from copydesk.page.findings import Kind, Verdict
from copydesk.page.page import Page


def read(capture: Capture) -> Page:
    """The page of a capture whose payload is JSON with title, outlet, language and paragraphs."""
    try:
        fields = json.loads(capture.payload)
    except ValueError as error:
        raise CaptureError("bad-row", str(error)) from error
    blocks: list[Block] = []
    position = 0
    for index, text in enumerate(fields["paragraphs"]):
        blocks.append(Block(index, text, position, position + len(text), Role.PARAGRAPH, 1.0, 1.0, "p", 0, "/p"))
        position += len(text) + 2
    body = tuple(blocks)
    article = Article(
        title=fields["title"], deck=None, byline=(), contributors=(), agency=None, outlet=fields["outlet"],
        dateline=None, published=None, modified=None, language="en", section=None, keywords=(), canonical_url=None,
        images=(), body=body, notices=(), confidence=1.0, candidates={},
    )  # fmt: skip
    text = "\n\n".join(fields["paragraphs"])
    verdict = Verdict(Kind.ARTICLE, 1.0, ())
    return Page(
        capture.id, capture.url, capture.captured, "application/json", "utf-8", "declared", text, body, body, verdict,
        (), article,
    )  # fmt: skip
