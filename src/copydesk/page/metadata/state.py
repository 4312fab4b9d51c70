"""What the state that a script would draw a page from says of its article, where the page shows no text itself."""

from collections.abc import Iterator
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.metadata.statements import Statements, StatementsBuilder
from copydesk.page.scriptdata import parse_script

MAX_NODES: Final = 20_000
MAX_NAMES: Final = 10
_FIELDS: Final = {
    "title": ("headline", "title"),
    "deck": ("standfirst", "description", "summary"),
    "byline": ("author", "authors", "byline"),
    "published": ("publishedAt", "datePublished", "published_at", "publishDate", "published", "publicationDate"),
    "modified": ("updatedAt", "dateModified", "updated_at", "modified", "lastModified"),
}


def read_state(tree: LexborHTMLParser) -> Statements:
    """The statements that stand beside the longest text in the data of the page's scripts."""
    said = StatementsBuilder()
    nodes = (
        node
        for script in tree.css("script:not([src])")
        if script.attributes.get("type") != "application/ld+json"
        for node in _nodes(parse_script(script.text() or ""))
    )
    article = max(nodes, key=_text_length, default={})
    for field, keys in _FIELDS.items():
        for key in keys:
            for value in _values(article.get(key)):
                said.add(field, value, f"script:{key}", "script")
    return said.build()


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a value, the outer ones first."""
    stack = [value]
    for _ in range(MAX_NODES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(reversed(item.values()))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def _text_length(node: dict[str, Any]) -> int:
    """The length of an object's longest own text, paragraphs in a list together."""
    return max(map(_length, node.values()), default=0)


def _length(value: Any) -> int:
    parts = value if isinstance(value, list) else [value]
    return sum(len(part) for part in parts if isinstance(part, str))


def _values(value: Any) -> list[str]:
    """The strings of a value: itself, the names of an object or of a list of them."""
    parts = value if isinstance(value, list) else [value]
    named = (part.get("name") if isinstance(part, dict) else part for part in parts[:MAX_NAMES])
    return [part for part in named if isinstance(part, str)]
