"""Invented pages, cut into blocks by a reader small enough to be seen through."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.blocks import Block, Role
from copydesk.page.declarations import Declarations, read_declarations
from copydesk.page.metadata import Metadata, read_metadata

CAPTURED = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
URL = "https://www.harbour-post.example/world/2026/03/09/bridge-opens"

Reader = Callable[..., Metadata]

_ROLES = {"h1": Role.TITLE, "h2": Role.HEADING, "h3": Role.HEADING, "p": Role.PARAGRAPH, "figcaption": Role.CAPTION,
          "li": Role.LIST_ITEM}  # fmt: skip


def html_blocks(tree: LexborHTMLParser) -> list[Block]:
    """A block for each element of text; `data-role` states its role."""
    blocks: list[Block] = []
    for node in tree.css("h1,h2,h3,p,div,li,figcaption"):
        if node.css_first("p,div,h1,h2,h3,li,figcaption") is not node and node.css("p,div,h1,h2,h3,li")[1:]:
            continue
        text = " ".join(node.text(separator=" ").split())
        tag = node.tag or ""
        role = Role(node.attributes.get("data-role") or _ROLES.get(tag, Role.OTHER))
        level = int(tag[1]) if tag in ("h1", "h2", "h3") else 0
        if text:
            blocks.append(block(len(blocks), text, role, tag, level))
    return blocks


def block(index: int, text: str, role: Role, tag: str = "", level: int = 0) -> Block:
    """A block without span and evidence."""
    return Block(index, text, 0, len(text), role, 0.9, 0.9, tag, level, f"/html/body/{tag}[{index + 1}]" if tag else "")


@pytest.fixture
def read_page() -> Reader:
    """Read the metadata of a page from its head and body."""

    def read(
        head: str = "", body: str = "", url: str | None = URL, captured: datetime | None = CAPTURED, lang: str = "en"
    ) -> Metadata:
        tree = LexborHTMLParser(f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>")
        return read_metadata(tree, read_declarations(tree), html_blocks(tree), url, captured)

    return read


@pytest.fixture
def read_text() -> Reader:
    """Read the metadata of a text capture from its lines, each with its role."""

    def read(*lines: tuple[Role, str], captured: datetime | None = CAPTURED) -> Metadata:
        return read_metadata(
            None, Declarations(), [block(i, text, role) for i, (role, text) in enumerate(lines)], None, captured
        )

    return read
