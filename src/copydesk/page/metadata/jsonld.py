"""JSON-LD: what the page's own node says."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple

from copydesk.page.jsonld import Values
from copydesk.page.metadata.statements import Statements, StatementsBuilder
from copydesk.page.metadata.urls import same_page

MAX_NODES: Final = 1_000
MAX_DEPTH: Final = 12
"""Levels of nesting that are followed from a script's root to a node or a value."""

_CONTAINERS: Final = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLE: Final = ("article", "posting", "report", "advertisercontent")
_PAGE: Final = (
    "webpage", "itempage", "review", "recipe", "videoobject", "audioobject", "imagegallery", "mediagallery",
    "creativework", "podcastepisode", "event", "qapage", "howto", "book", "movie", "product", "faqpage", "aboutpage",
    "profilepage", "collectionpage", "course", "dataset",
)  # fmt: skip
_WEB_PAGE: Final = ("webpage", "itempage")
_OUTLET: Final = ("website", "organization", "newspaper", "periodical")
"""Endings of the types of each kind of node, in small letters."""

Node = dict[str, Any]


def read_jsonld(scripts: Sequence[Values], url: str | None, titles: Sequence[str] = ()) -> Statements:
    """The statements in the values of a page's scripts.

    The article node of this page speaks first: the one that names `url`, else one whose headline stands in `titles`
    (what the page shows or calls its title), else the first. Nodes inside lists of other articles are never read.
    """
    nodes: list[tuple[str, Node]] = []
    for number, values in enumerate(scripts):
        for value in values:
            nodes.extend(_nodes(value, f"json-ld[{number}]"))
    return _statements(nodes[:MAX_NODES], url, titles)


def _nodes(value: Any, place: str, depth: int = 0) -> Iterator[tuple[str, Node]]:
    """The nodes that can speak for the page: the root, the members of root lists and graphs, main entities."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for index, member in enumerate(value[:MAX_NODES]):
            yield from _nodes(member, f"{place}[{index}]", depth + 1)
    elif isinstance(value, dict):
        yield place, value
        for key in _CONTAINERS:
            if key in value:
                yield from _nodes(value[key], f"{place}.{key}", depth + 1)


def types_of(node: Node) -> "Types":
    """The schema.org types of a node."""
    return _types(texts(node.get("@type")))


class Types(NamedTuple):
    """The names of a node's types without their prefix, and of which kinds they make it."""

    names: tuple[str, ...]
    article: bool
    page: bool
    web_page: bool
    outlet: bool


@lru_cache(maxsize=1024)
def _types(stated: tuple[str, ...]) -> Types:
    names = tuple(text.rpartition("/")[2].rpartition(":")[2] for text in stated)
    folded = [name.lower() for name in names]
    kinds = (any(name.endswith(endings) for name in folded) for endings in (_ARTICLE, _PAGE, _WEB_PAGE, _OUTLET))
    return Types(names, *kinds)


def texts(value: Any, depth: int = 0) -> tuple[str, ...]:
    """The strings in a value: itself, its members, or the `@value`, `name`, `url` or `@id` of a node, in that order."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (unescape(value) if "&" in value else value,) if value.strip() else ()
    if depth > MAX_DEPTH:
        return ()
    if isinstance(value, list):
        return tuple(text for member in value[:200] for text in texts(member, depth + 1))
    if isinstance(value, dict):
        for key in ("@value", "name", "url", "@id"):
            if found := texts(value.get(key), depth + 1):
                return found
    return ()


def _statements(nodes: list[tuple[str, Node]], url: str | None, titles: Sequence[str]) -> Statements:
    said = StatementsBuilder()
    by_id = {node["@id"]: node for _, node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    typed = [(place, node, types_of(node)) for place, node in nodes]
    articles = [each for each in typed if each[2].article]
    pages = [each for each in typed if each[2].page]
    if len(articles) > 1:
        folded = [title.casefold() for title in titles]
        articles.sort(key=lambda item: _strangeness(item[1], url, folded))
        if len(articles) > 3 and _strangeness(articles[0][1], url, folded) == 3:
            articles = []  # a list of teasers, none of them this page
    for place, node, types in articles[:1]:
        _article(said, place, node, types.names, by_id, "json-ld")
    if articles:
        pages = [each for each in pages if each[2].web_page]
    for place, node, types in pages[:3]:
        _article(said, place, node, types.names, by_id, f"json-ld:{types.names[0]}")
    for place, node, types in typed:
        if types.outlet:
            for text in texts(node.get("name"))[:1]:
                said.add("outlet", text, f"json-ld:{types.names[0]}", f"{place}.name")
        if "BreadcrumbList" in types.names:
            for text in _breadcrumbs(node):
                said.add("breadcrumb", text, "json-ld:BreadcrumbList", place)
    return said.build()


def _strangeness(node: Node, url: str | None, titles: Sequence[str]) -> int:
    """0 for a node that names this page and one of its titles (in small letters), 3 for one that names neither."""
    named = (*texts(node.get("url")), *texts(node.get("mainEntityOfPage")), *texts(node.get("@id")))
    own_url = url is not None and any(same_page(text, url) for text in named)
    headline = " ".join(" ".join(texts(node.get("headline") or node.get("name"))[:1]).split()).casefold()
    own_title = bool(headline) and any(headline in title or title in headline for title in titles)
    return 3 - 2 * own_url - own_title


_SIMPLE_FIELDS: Final = (
    ("title", "headline", ""),
    ("title", "alternativeHeadline", ":alternativeHeadline"),
    ("deck", "description", ""),
    ("published", "datePublished", ""),
    ("created", "dateCreated", ""),
    ("published", "uploadDate", ":uploadDate"),
    ("modified", "dateModified", ""),
    ("language", "inLanguage", ""),
    ("section", "articleSection", ""),
    ("keywords", "keywords", ""),
    ("canonical_url", "mainEntityOfPage", ""),
    ("canonical_url", "url", ""),
)
"""Fields with the keys that give them, and what the method is marked with that such a value is stated by."""
_PEOPLE_FIELDS: Final = (
    ("byline", "author"),
    ("byline", "creator"),
    ("contributors", "contributor"),
    ("outlet", "publisher"),
    ("outlet", "isPartOf"),
    ("agency", "sourceOrganization"),
    ("agency", "provider"),
    ("agency", "copyrightHolder"),
)


def _article(
    said: StatementsBuilder, place: str, node: Node, types: Sequence[str], by_id: dict[str, Node], method: str
) -> None:
    kind = " ".join(types)
    for field, key, mark in _SIMPLE_FIELDS:
        if (value := node.get(key)) is not None:
            for text in texts(value):
                said.add(field, text, method + mark, f"{place}.{key}", kind if field == "title" else "")
    if "headline" not in node:
        for text in texts(node.get("name"))[:1]:
            said.add("title", text, method, f"{place}.name")
    for field, key in _PEOPLE_FIELDS:
        for name, kind in _named(node[key], by_id) if key in node else ():
            if key == "isPartOf" and not kind.lower().endswith(_OUTLET):
                continue
            said.add(field, name, method, f"{place}.{key}", kind)
    for image in _images(node.get("image"), by_id):
        said.add("images", image, method, f"{place}.image")


def _named(value: Any, by_id: dict[str, Node], depth: int = 0) -> Iterator[tuple[str, str]]:
    """The names in a value that stands for persons or organisations, with the type of each."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for member in value[:100]:
            yield from _named(member, by_id, depth + 1)
    elif isinstance(value, str):
        if value.strip() and not value.startswith(("http:", "https:", "#", "/")):
            yield unescape(value), ""
    elif isinstance(value, dict):
        reference = value.get("@id")
        if "name" not in value and isinstance(reference, str):
            value = by_id.get(reference, value)
        linked = by_id.get(reference, {}) if isinstance(reference, str) else {}
        kind = next(iter(types_of(value).names or types_of(linked).names), "")
        if isinstance(value.get("name"), list | dict):
            yield from _named(value["name"], by_id, depth + 1)
        elif names := texts(value.get("name")):
            yield names[0], kind
        elif given := (*texts(value.get("givenName")), *texts(value.get("familyName"))):
            yield " ".join(given), kind


def _images(value: Any, by_id: dict[str, Node], depth: int = 0) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for member in value[:50]:
            yield from _images(member, by_id, depth + 1)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        reference = value.get("@id")
        node = by_id.get(reference, value) if isinstance(reference, str) else value
        yield from (texts(node.get("url")) or texts(node.get("contentUrl")))[:1]


def _breadcrumbs(node: Node) -> Iterator[str]:
    members = node.get("itemListElement")
    for member in members[:20] if isinstance(members, list) else ():
        if isinstance(member, dict):
            yield from (texts(member.get("name")) or texts(member.get("item")))[:1]
