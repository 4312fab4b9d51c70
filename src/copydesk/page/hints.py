"""Hints: what a page's own metadata says its article is called and contains, for comparison with its blocks."""

from dataclasses import dataclass
from typing import Any, Final

from copydesk.page.declarations import Declarations
from copydesk.page.jsonld import objects

MAX_TEXT: Final = 100_000
_HINTING: Final = frozenset(
    {"og:title", "twitter:title", "og:description", "description", "og:type", "author", "article:author",
     "article:content_tier"}
)  # fmt: skip
"""Names of meta elements that give a hint."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Texts that the page's metadata gives, white space collapsed; empty where it gives none.

    `titles` come from `<title>`, OpenGraph and JSON-LD; `types` are JSON-LD types and the OpenGraph type, lower-cased;
    `paid` says that the page declares something on it not free to read.
    """

    titles: tuple[str, ...] = ()
    description: str = ""
    article_body: str = ""
    authors: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    paid: bool = False


def read_hints(declared: Declarations) -> Hints:
    """The hints in what a page declares. What is of an unexpected type is passed over: hints are only hints."""
    titles = [_squeezed(title) for title in declared.titles]
    authors: list[str] = []
    types: set[str] = set()
    description = body = ""
    paid = False
    for attributes in declared.metas:
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if name not in _HINTING:
            continue
        if name in ("og:title", "twitter:title"):
            titles.append(_squeezed(attributes["content"]))
        elif name in ("og:description", "description"):
            description = max(description, _squeezed(attributes["content"]), key=len)
        elif name == "og:type":
            types.add(_squeezed(attributes["content"]).lower())
        elif name in ("author", "article:author"):
            authors.append(_squeezed(attributes["content"]))
        elif name == "article:content_tier":
            paid |= _squeezed(attributes["content"]).lower() == "locked"
    for item in objects(declared.jsonld):
        kinds = item.get("@type")
        if isinstance(kinds, str):
            types.add(kinds.lower())
        elif isinstance(kinds, list):
            types.update([kind.lower() for kind in kinds if isinstance(kind, str)])
        if "isAccessibleForFree" in item:
            paid |= any(map(_is_false, _listed(item["isAccessibleForFree"])))
        if "headline" in item:
            titles += map(_squeezed, _listed(item["headline"]))
        if "articleBody" in item:
            body = max([body, *map(_squeezed, _listed(item["articleBody"]))], key=len)
        if "author" in item:
            authors += [_squeezed(who.get("name")) for who in _listed(item["author"]) if isinstance(who, dict)]
    return Hints(tuple(dict.fromkeys(filter(None, titles))), description, body, tuple(authors), frozenset(types), paid)


def _squeezed(value: object) -> str:
    if not isinstance(value, str):
        return ""
    text = value[:MAX_TEXT].strip()
    # Of all white space only the space is printable: to look for others costs a third of taking a text apart.
    return text if "  " not in text and text.isprintable() else " ".join(text.split())


def _is_false(value: object) -> bool:
    """Whether a value of structured data is false, as such, as a word, or as schema.org's name for it."""
    return value is False or (isinstance(value, str) and value.rpartition("/")[2].lower() == "false")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []
