"""Declarations: what a page says of itself in its markup, collected once for all who read it."""

from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.page.jsonld import Values, parse_scripts

MAX_NODES: Final = 10_000
DECLARING: Final = ("title", "meta[content]", "script[type*='ld+json' i]")
TELLING: Final = ("base", "link[rel~=canonical i]", "link[rel~=image_src i]", "h1", "time", "figure")
PROPERTIES: Final = ("[itemprop]:not(meta)", "[property]:not(meta)")
AUTHORS: Final = ("a[rel~=author]", "[class*=aut i]", "[class*=byline i]")
"""Elements of interest, by simple selectors: `aut` finds `author` and `autor` in one look at a class."""
_ALL: Final = f":is({','.join((*DECLARING, *TELLING, *PROPERTIES, *AUTHORS))})"
"""All of them at once, as what a search costs is going through the tree; `:is` finds each element once."""

Attributes = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a page says of itself in places that are not shown, and the elements that are named for what they show.

    `titles` are the texts of `<title>` elements, `metas` the attributes of the `<meta>` elements with content. `jsonld`
    are the values of each JSON-LD script; `notes` name those that were repaired or refused. `elements` are links, top
    headings, times, figures, and whatever is marked as a property or named for an author, each with its name and
    attributes.
    """

    titles: tuple[str, ...] = ()
    metas: tuple[Attributes, ...] = ()
    jsonld: tuple[Values, ...] = ()
    notes: tuple[str, ...] = ()
    elements: tuple[tuple[str, Attributes, LexborNode], ...] = ()


def read_declarations(tree: LexborHTMLParser) -> Declarations:
    """The declarations of a parsed page, in its order."""
    titles: list[str] = []
    metas: list[Attributes] = []
    scripts: list[str] = []
    elements: list[tuple[str, Attributes, LexborNode]] = []
    for node in tree.css(_ALL)[:MAX_NODES]:
        tag, attributes = node.tag or "", node.attributes
        if tag == "meta":
            if "content" in attributes:
                metas.append(attributes)
            continue
        elements.append((tag, attributes, node))
        if tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            scripts.append(node.text())
        elif tag == "title" and (parent := node.parent) is not None and parent.tag in ("head", "body"):
            titles.append(node.text())  # those inside an SVG name an icon
    jsonld, notes = parse_scripts(scripts)
    return Declarations(tuple(titles), tuple(metas), jsonld, notes, tuple(elements))
