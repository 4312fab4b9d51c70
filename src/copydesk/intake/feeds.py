"""RSS, Atom and JSON feeds: each entry that carries its full content is a capture."""

import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from copydesk.capture import Capture, Place
from copydesk.intake.documents import MEDIA_TYPE, Fields, document
from copydesk.intake.failure import Failure

_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_RSS1: Final = "{http://purl.org/rss/1.0/}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"


def read_feed(payload: bytes, place: Place) -> Iterator[Capture | Failure]:
    """The entries of an RSS or Atom feed. An entry with a summary only is a failure that names its link."""
    if b"<!ENTITY" in payload:
        yield Failure(place, "unsafe-xml", "the feed declares entities of its own")
        return
    try:
        root = ElementTree.fromstring(payload)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        yield Failure(place, "broken-file", f"the feed is no XML: {error}")
        return
    outlet = _find(root, "channel/title", f"{_ATOM}title", f"{_RSS1}channel/{_RSS1}title")
    language = _find(root, "channel/language") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    items = [*root.iterfind("channel/item"), *root.iterfind(f"{_RSS1}item")]
    entries = [_rss(item, outlet, language) for item in items]
    entries += [_atom(entry, outlet, language) for entry in root.iterfind(f"{_ATOM}entry")]
    yield from (_entry(fields, place) for fields in entries)


def read_json_feed(payload: bytes, place: Place) -> Iterator[Capture | Failure]:
    """The items of a JSON feed."""
    try:
        feed = json.loads(payload)
    except ValueError as error:
        yield Failure(place, "broken-file", f"the feed is no JSON: {error}")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        yield Failure(place, "broken-file", "the feed has no list of items")
        return
    for item in items:
        if isinstance(item, dict):
            yield _entry(_json_item(item, feed), place)


def _entry(fields: Fields, place: Place) -> Capture | Failure:
    if not fields.content and not fields.text:
        return Failure(place, "no-content", "the feed gives no full content of this entry", fields.url)
    return Capture(document(fields), fields.url, None, None, MEDIA_TYPE, place)


def _rss(item: Element, outlet: str | None, language: str | None) -> Fields:
    author = _find(item, f"{_DC}creator", "author")
    return Fields(
        url=_find(item, "link", f"{_RSS1}link"),
        title=_find(item, "title", f"{_RSS1}title"),
        description=_find(item, "description"),
        authors=(author,) if author else (),
        outlet=outlet,
        published=_date(_find(item, "pubDate", f"{_DC}date")),
        language=language,
        keywords=tuple(category.text for category in item.iterfind("category") if category.text),
        content=_find(item, _CONTENT),
    )


def _atom(entry: Element, outlet: str | None, language: str | None) -> Fields:
    links = entry.findall(f"{_ATOM}link")
    link = next((link for link in links if link.get("rel", "alternate") == "alternate"), None)
    content = entry.find(f"{_ATOM}content")
    return Fields(
        url=link.get("href") if link is not None else None,
        title=_find(entry, f"{_ATOM}title"),
        description=_find(entry, f"{_ATOM}summary"),
        authors=tuple(name.text for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name") if name.text),
        outlet=outlet,
        published=_find(entry, f"{_ATOM}published"),
        modified=_find(entry, f"{_ATOM}updated"),
        language=language,
        content=_markup(content) if content is not None and content.get("type", "text") != "text" else None,
        text=content.text if content is not None and content.get("type", "text") == "text" else None,
    )


def _json_item(item: dict[str, Any], feed: dict[str, Any]) -> Fields:
    authors = item.get("authors") or [item.get("author")]
    return Fields(
        url=_string(item.get("url")),
        title=_string(item.get("title")),
        description=_string(item.get("summary")),
        authors=tuple(str(author["name"]) for author in authors if isinstance(author, dict) and author.get("name")),
        outlet=_string(feed.get("title")),
        published=_string(item.get("date_published")),
        modified=_string(item.get("date_modified")),
        language=_string(item.get("language") or feed.get("language")),
        keywords=tuple(str(tag) for tag in item.get("tags") or []),
        image=_string(item.get("image")),
        content=_string(item.get("content_html")),
        text=_string(item.get("content_text")),
    )


def _find(element: Element, *paths: str) -> str | None:
    """The text of the first of these elements that has any."""
    found = (element.findtext(path) for path in paths)
    return next((text.strip() for text in found if text and text.strip()), None)


def _markup(content: Element) -> str:
    """The markup inside Atom content: escaped (`html`) or as elements (`xhtml`)."""
    for element in content.iter():
        element.tag = element.tag.rpartition("}")[2]
    children = "".join(ElementTree.tostring(child, encoding="unicode", method="html") for child in content)
    return (content.text or "") + children


def _date(text: str | None) -> str | None:
    """A feed's date as ISO 8601 where it is in the mail format, else as it is written."""
    if not text:
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except ValueError:
        return text


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
