"""Statements in the page's markup: meta elements, links, microdata, RDFa, `<time>` and elements named for authors."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.page.declarations import Attributes, Declarations
from copydesk.page.metadata.dates import is_update
from copydesk.page.metadata.statements import Statements, StatementsBuilder

MAX_TEXT: Final = 300
"""Characters of an element's text that are read as a name or a date; a longer element is a container."""
MAX_LABEL: Final = 40
"""Characters before a `<time>` that may say what it dates."""
MAX_HINTS: Final = 30
MAX_TIMES: Final = 5

_KICKER_NAMES: Final = (
    "kicker", "overline", "overtitle", "topline", "dachzeile", "eyebrow", "supertitle", "pretitle", "surtitre",
    "antetitulo", "volanta",
)  # fmt: skip
KICKERS: Final = ",".join(f"[class*={name} i]" for name in _KICKER_NAMES)

_META: Final[dict[str, str]] = {
    key: field
    for field, keys in {
        "title": "ogtitle twittertitle title headline dctitle dctermstitle parselytitle sailthrutitle citationtitle "
        "cxenseparsetitle hdl",
        "deck": "ogdescription description twitterdescription dcdescription dctermsdescription sailthrudescription",
        "byline": "author authors articleauthor articleauthors ogauthor ogarticleauthor byl byline dccreator "
        "dctermscreator twittermiscwrittenby parselyauthor sailthruauthor cxenseparseauthor citationauthor",
        "outlet": "ogsitename applicationname applemobilewebapptitle dcpublisher dctermspublisher publisher sitename "
        "prismpublicationname citationjournaltitle",
        "agency": "source newssource articlesource dcsource provider newsagency agency credit",
        "published": "articlepublishedtime ogarticlepublishedtime articlepublished datepublished publisheddate "
        "publishdate pubdate publicationdate ogpubdate datepublication dcdateissued dctermsissued "
        "sailthrudate parselypubdate cxenseparserecspublishtime cxenseparserecspublishedtime cxenseparsepublishtime "
        "prismpublicationdate citationpublicationdate originalpublicationdate displaydate published publishedat "
        "publishtime releasedate contentpublishdate articledateoriginal articlepubdate publishedtime dateposted",
        "created": "date dcdate dctermsdate dcdatecreated dctermscreated datecreated created creationdate "
        "articlecreated citationdate dateavailable uploaddate timestamp",
        "modified": "articlemodifiedtime ogupdatedtime ogarticlemodifiedtime datemodified lastmodified modified "
        "dcdatemodified dctermsmodified updated revised dateupdated lastupdated lastupdateddate lastupdate "
        "articleupdatedtime updatedtime modifieddate modificationdate updatedat lastmod",
        "section": "articlesection section parselysection category articlecategory ogarticlesection",
        "keywords": "keywords newskeywords articletag ogarticletag parselytags sailthrutags dcsubject dctermssubject",
        "language": "contentlanguage language dclanguage dctermslanguage oglocale inlanguage",
        "canonical_url": "ogurl twitterurl parselylink",
        "images": "ogimage ogimageurl ogimagesecureurl twitterimage twitterimagesrc thumbnail parselyimageurl",
    }.items()
    for key in keys.split()
}
_PROPERTIES: Final[dict[str, str]] = {
    "headline": "title",
    "alternativeheadline": "title",
    "title": "title",
    "description": "deck",
    "author": "byline",
    "creator": "byline",
    "datepublished": "published",
    "uploaddate": "published",
    "issued": "published",
    "datecreated": "created",
    "created": "created",
    "datemodified": "modified",
    "modified": "modified",
    "articlesection": "section",
    "keywords": "keywords",
    "publisher": "outlet",
    "inlanguage": "language",
}
_URL_FIELDS: Final = frozenset({"canonical_url", "images"})
_DATE_FIELDS: Final = frozenset({"published", "created", "modified"})
_OTHER_THINGS: Final = re.compile(r"comment|person|organization|image|video|rating|review|product|offer|list", re.I)
_OTHER_HINTS: Final = (
    "comment", "bio", "avatar", "image", "img", "photo", "picture", "social", "follow", "related", "teaser", "widget",
    "description", "share", "icon", "caption", "more", "recommend", "promo", "authoris", "authoriz", "mail", "twitter",
    "popover", "tooltip", "modal", "count", "autoren-", "newsletter",
)  # fmt: skip
_PHOTO: Final = re.compile(r"(?:foto|photo|bild|image|picture|©)", re.IGNORECASE)
_WRITTEN_BY: Final = re.compile(
    r"written|author|verfasst|geschrieben|autor|escrito|écrit|auteur|scritto|autore|geschreven|auteur|skrevet|skriven|"
    r"napisa|автор|написа|yazan|oleh|penulis|작성|投稿者|作者|执笔|كتب|kirjoitta",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d")
_UPDATE: Final = ("updat", "modif", "aktual", "revis", "edited", "changed")
MAX_ANCESTORS: Final = 12
_CONTAINERS: Final = frozenset(
    {"html", "body", "main", "article", "section", "aside", "form", "script", "style", "img"}
)


class Markup(NamedTuple):
    """What the markup says: statements, the base URL, and the figures that may be pictures of the article."""

    statements: Statements
    base: str | None = None
    figures: tuple[LexborNode, ...] = ()


def read_markup(tree: LexborHTMLParser, declared: Declarations) -> Markup:
    """Read all that the markup states."""
    said = StatementsBuilder()
    if tree.root is not None:
        attributes = tree.root.attributes
        said.add("language", attributes.get("lang") or attributes.get("xml:lang") or "", "html-lang", "html")
    if declared.titles:
        said.add("title", declared.titles[0], "title-element", "title")
    cards = _metas(said, declared.metas)
    base = None
    times = 0
    after_headline = False
    figures: list[LexborNode] = []
    hints: list[LexborNode] = []
    for tag, attributes, node in declared.elements:
        if tag == "figure":
            figures.append(node)
        elif tag == "time":
            times += 1
            if times <= MAX_TIMES:
                _time(said, node, attributes, times, after_headline)
        elif tag == "h1":
            after_headline = True
            _kicker(said, node)
        elif tag == "link":
            _link(said, attributes)
        elif tag == "base":
            base = base or attributes.get("href")
        if "itemprop" in attributes or "property" in attributes:
            _property(said, node, tag, attributes)
        if _names_an_author(tag, attributes):
            hints.append(node)
    _author_hints(said, hints[:MAX_HINTS])
    for number in ("1", "2") if cards else ():
        if _WRITTEN_BY.match(cards.get("label" + number, "")):
            said.add("byline", cards.get("data" + number, ""), f"meta:twitter:data{number}", "meta", "Person")
    return Markup(said.build(), base, tuple(figures))


def _kicker(said: StatementsBuilder, heading: LexborNode) -> None:
    """State the element in a heading that is named for a kicker."""
    for node in () if _is_leaf(heading) else heading.css(KICKERS)[:1]:
        if node.mem_id != heading.mem_id:
            said.add("kicker", _text(node), "element", "h1")


def _is_leaf(node: LexborNode) -> bool:
    """Whether an element holds nothing, or nothing but a text."""
    inner = node.child
    return inner is None or (inner.is_text_node and inner.next is None)


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ")[: 4 * MAX_TEXT].split())


def _metas(said: StatementsBuilder, metas: Iterable[Attributes]) -> dict[str, str]:
    """State what the meta elements say; the labels and values of a Twitter card (`twitter:label1`, `twitter:data1`),
    which may name the author.
    """
    cards: dict[str, str] = {}
    for attributes in metas:
        content = attributes["content"]
        if not content:
            continue
        for attribute in _NAMING:
            name = attributes.get(attribute)
            if not name:
                continue
            if name.startswith(("twitter:label", "twitter:data")):
                cards[name.removeprefix("twitter:")] = content
                continue
            field, method = _MEANINGS[name] if name in _MEANINGS else _meaning(name)
            if field is None and attribute == "itemprop":
                field = _PROPERTIES.get(name.lower())
            if field is not None:
                said.add(field, content, method, "meta")
                break
    return cards


_NAMING: Final = ("property", "name", "itemprop", "http-equiv")
"""Attributes of a meta element that may name what it states, the first before the others."""
_MEANINGS: Final[dict[str, tuple[str | None, str]]] = {}
"""The meanings of names that were seen before: sites use the same few."""
MAX_MEANINGS: Final = 4_096
MAX_NAME: Final = 100


def _meaning(name: str) -> tuple[str | None, str]:
    """The field that a meta element of this name states, if any, and the method; `article:published_time` and
    `articlePublishedTime` are one.
    """
    folded = name.lower()
    meaning = _META.get(re.sub(r"[\W_]+", "", folded)), f"meta:{folded.strip()}"
    if len(name) <= MAX_NAME and len(_MEANINGS) < MAX_MEANINGS:
        _MEANINGS[name] = meaning
    return meaning


def _link(said: StatementsBuilder, attributes: Attributes) -> None:
    relations = (attributes.get("rel") or "").lower().split()
    href = attributes.get("href") or ""
    if "canonical" in relations:
        said.add("canonical_url", href, "link:canonical", "link")
    elif "image_src" in relations:
        said.add("images", href, "link:image_src", "link")


def _time(said: StatementsBuilder, node: LexborNode, attributes: Attributes, number: int, after_headline: bool) -> None:
    names = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}".lower()
    text = _text(node)[:MAX_TEXT]
    update = any(map(names.__contains__, _UPDATE)) or is_update(_words_before(node) + _DATE.split(text, 1)[0])
    kind = "modified" if update else "" if after_headline else "before-headline"
    said.add("time", attributes.get("datetime") or text, "time", f"time[{number}]", kind)


def _words_before(node: LexborNode) -> str:
    """The last words of what stands right before an element: `Updated on`."""
    before = node.prev
    while before is not None and before.is_text_node and not (before.text() or "").strip():
        before = before.prev
    return "" if before is None else (before.text() or "")[-MAX_LABEL:].strip() + " "


def _property(said: StatementsBuilder, node: LexborNode, tag: str, attributes: Attributes) -> None:
    rdfa = "itemprop" not in attributes
    method = "rdfa" if rdfa else "microdata"
    for name in (attributes.get("property" if rdfa else "itemprop") or "").split():
        field = _PROPERTIES.get(name.rpartition(":")[2].lower())
        if field is None or _about_another_thing(node):
            continue
        if field in _DATE_FIELDS:
            value = attributes.get("content") or attributes.get("datetime") or _text(node)
        elif field in ("byline", "outlet"):
            value = _name_of(node, attributes)
        else:
            value = attributes.get("content") or _text(node)
        if len(value) <= MAX_TEXT or field == "deck":
            said.add(field, value, f"{method}:{name}", tag)


def _name_of(node: LexborNode, attributes: Attributes) -> str:
    """The name of a person or organisation: its own, that of its `name` property, or its text."""
    if content := attributes.get("content"):
        return content
    named = node.css("[itemprop=name],[property=name]")
    return ", ".join((each.attributes.get("content") or _text(each)) for each in named[:10]) or _text(node)


def _about_another_thing(node: LexborNode) -> bool:
    """Whether the nearest enclosing item is not the page or its article: a comment, a person, an image …"""
    parent = node.parent
    for _ in range(12):
        if parent is None or parent.tag == "body":
            return False
        attributes = parent.attributes
        if "comment" in (attributes.get("class") or "") + (attributes.get("id") or ""):
            return True
        if kind := attributes.get("itemtype") or attributes.get("typeof"):
            return bool(_OTHER_THINGS.search(kind.rpartition("/")[2]))
        parent = parent.parent
    return False


def _names_an_author(tag: str, attributes: Attributes) -> bool:
    """Whether an element that is no container is named for an author by its class, or a link by its relation."""
    if tag == "a" and "author" in (attributes.get("rel") or "").lower().split():
        return True
    names = (attributes.get("class") or "").lower()
    if tag in _CONTAINERS or not ("author" in names or "byline" in names or "autor" in names):
        return False
    for name in names.split():
        if ("author" in name or "byline" in name or "autor" in name) and not any(map(name.__contains__, _OTHER_HINTS)):
            return True
    return False


def _author_hints(said: StatementsBuilder, hints: list[LexborNode]) -> None:
    """State each outermost short element that is named for an author; neighbours of one kind make one statement."""
    groups: dict[tuple[str, int, int], list[str]] = {}
    articles: dict[int, int] = {}
    inside: set[int] = set()
    for number, node in enumerate(hints):
        chain = _ancestors(node)
        if not inside.isdisjoint(chain) or not 2 < len(text := _hint_text(node)) <= MAX_TEXT:
            continue
        inside.add(node.mem_id)
        grandparent = chain[min(1, len(chain) - 1)] if chain else number
        article = articles.setdefault(_article_of(node), len(articles))
        groups.setdefault((node.attributes.get("class") or node.tag or "", grandparent, article), []).append(text)
    for (name, _, article), found in groups.items():
        place = f".{name}"[:80] + (f" in article {article + 1}" if article else "")
        said.add("byline", "; ".join(dict.fromkeys(found[:12])), "element", place)


def _article_of(node: LexborNode) -> int:
    """The `<article>` in which an element stands, or 0."""
    parent = node.parent
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag == "article":
            break
        parent = parent.parent
    return parent.mem_id if parent is not None and parent.tag == "article" else 0


def _hint_text(node: LexborNode) -> str:
    """The text of a hint; where it is a list of links, the links apart. Photo credits are none, nor are containers."""
    text = _text(node)
    if len(text) > MAX_TEXT or _PHOTO.match(text):
        return ""
    links = [] if _is_leaf(node) else [_text(link) for link in node.css("a")[:12]]
    return "; ".join(links) if len(links) > 1 and " ".join(links) == text else text


def _ancestors(node: LexborNode) -> list[int]:
    chain: list[int] = []
    parent = node.parent
    while parent is not None and len(chain) < 8:
        chain.append(parent.mem_id)
        parent = parent.parent
    return chain
