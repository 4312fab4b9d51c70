"""Declarations: the titles, `<meta>` elements and JSON-LD of a page, collected once for all who read them."""

from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.jsonld import Values, parse_scripts

MAX_NODES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a page says of itself in places that are not shown.

    `titles` are the texts of `<title>` elements, `metas` the attributes of the `<meta>` elements with content. `jsonld`
    are the values of each JSON-LD script; `notes` name those that were repaired or refused.
    """

    titles: tuple[str, ...] = ()
    metas: tuple[dict[str, str | None], ...] = ()
    jsonld: tuple[Values, ...] = ()
    notes: tuple[str, ...] = ()


def read_declarations(tree: LexborHTMLParser) -> Declarations:
    """The declarations of a parsed page, in its order."""
    titles: list[str] = []
    metas: list[dict[str, str | None]] = []
    scripts: list[str] = []
    for node in tree.css("title,meta[content],script[type*='ld+json' i]")[:MAX_NODES]:
        tag = node.tag
        if tag == "meta":
            metas.append(node.attributes)
        elif tag == "script":
            scripts.append(node.text())
        elif (parent := node.parent) is not None and parent.tag in ("head", "body"):
            titles.append(node.text())  # those inside an SVG name an icon
    jsonld, notes = parse_scripts(scripts)
    return Declarations(tuple(titles), tuple(metas), jsonld, notes)
