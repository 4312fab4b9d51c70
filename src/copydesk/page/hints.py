"""Hints: what a page's own metadata says its article is called and contains, for comparison with its blocks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

MAX_SCRIPT: Final = 2_000_000
"""Characters of a JSON-LD script that is still read."""
MAX_NODES: Final = 5_000
"""Objects of a JSON-LD script that are looked at."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Texts that the page's metadata gives, white space collapsed; empty where it gives none.

    `titles` come from `<title>`, OpenGraph and JSON-LD; `types` are JSON-LD types and the OpenGraph type, lower-cased.
    """

    titles: tuple[str, ...] = ()
    description: str = ""
    article_body: str = ""
    authors: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()


def read_hints(tree: LexborHTMLParser) -> Hints:
    """The hints of a parsed page. What is broken or too large is passed over: hints are only hints."""
    titles: list[str] = []
    authors: list[str] = []
    types: set[str] = set()
    description = body = ""
    for node in tree.css('title, meta[property], meta[name], script[type="application/ld+json"]'):
        if node.tag == "meta":
            attributes = node.attributes
            name = (attributes.get("property") or attributes.get("name") or "").lower()
            content = _squeezed(attributes.get("content"))
            if name in ("og:title", "twitter:title"):
                titles.append(content)
            elif name in ("og:description", "description"):
                description = max(description, content, key=len)
            elif name == "og:type":
                types.add(content.lower())
            elif name in ("author", "article:author"):
                authors.append(content)
        elif node.tag == "title":
            titles.append(_squeezed(node.text()))
        else:
            for item in objects(node.text() or ""):
                types.update(str(kind).lower() for kind in _listed(item.get("@type")))
                titles.extend(_squeezed(text) for text in _listed(item.get("headline")))
                body = max([body, *(_squeezed(text) for text in _listed(item.get("articleBody")))], key=len)
                authors.extend(
                    _squeezed(who.get("name")) for who in _listed(item.get("author")) if isinstance(who, dict)
                )
    return Hints(tuple(dict.fromkeys(filter(None, titles))), description, body, tuple(authors), frozenset(types))


def _squeezed(value: object) -> str:
    return " ".join(value[:100_000].split()) if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def objects(script: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, however deep, up to MAX_NODES."""
    if len(script) > MAX_SCRIPT:
        return
    try:
        stack: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            stack.extend(reversed(value[:MAX_NODES]))
