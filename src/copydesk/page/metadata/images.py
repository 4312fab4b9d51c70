"""Images: the lead image that the page names, and those of its main content with captions and credits."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.page.blocks import Block
from copydesk.page.findings import Image
from copydesk.page.metadata.statements import Statement
from copydesk.page.metadata.urls import normalise

MAX_IMAGES: Final = 50
MAX_CAPTION: Final = 600
_STEP: Final = re.compile(r"([a-z0-9\-_:]+)(?:\[(\d+)\])?", re.IGNORECASE)
_CREDIT: Final = re.compile(
    r"(?=[(\[©cpfbiqzфс写사图圖])(?:[(\[]\s*)?(?:©|\(c\)|copyright|photo(?:graph)?s?(?: by| credit)?|"
    r"foto(?:grafie)?s?|bild(?:quelle|er|rechte|nachweis)?|image(?:s)?(?: credit)?|"
    r"credits?|crédits?(?: photo)?|crédito|quelle|fotó|"
    r"zdjęcie|фото|снимка|写真|사진|图片|圖|foto di|foto de)\s?[:：/©]?\s*"
    r"(?P<name>[^()\[\]|]{2,80})[)\]]?\.?\s*$",
    re.IGNORECASE,
)
_CREDIT_WORDS: Final = (
    "©", "(c)", "copyright", "photo", "foto", "bild", "image", "credit", "crédit", "quelle", "fotó", "zdjęcie", "фото",
    "снимка", "写真", "사진", "图片", "圖",
)  # fmt: skip
"""Words without one of which no credit is found."""
_NO_PICTURE: Final = re.compile(
    r"[./](?:(?<=\.)svg(?:\?|$)|(?<=/)(?:pixel|spacer|blank|placeholder|1x1|transparent)\b)", re.IGNORECASE
)
_SIZE: Final = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|w\d+)(?=\.|$)")


def find_images(
    tree: LexborHTMLParser | None,
    figures: Sequence[LexborNode],
    main: Sequence[Block],
    stated: Sequence[Statement],
    base: str | None,
) -> tuple[Image, ...]:
    """The lead image first, then those of a page's figures that stand among the blocks of title and body, `main`.

    The lead is the first image that the metadata names, with the caption of the figure that shows it where one does.
    """
    lead = next((url for each in stated if (url := normalise(each.raw, base)) is not None), None)
    container = _container(tree, main) if tree is not None and figures else None
    shown = list(_shown(figures, container, base)) if container is not None else []
    if not shown:
        return () if lead is None else (Image(lead, lead=True),)
    images: dict[str, Image] = {}
    if lead is not None:
        twin = next((each for each in shown if _picture(each.url) == _picture(lead)), Image(lead))
        images[_picture(lead)] = Image(lead, twin.alt, twin.caption, twin.credit, lead=True)
    for each in shown:
        images.setdefault(_picture(each.url), each)
    found = list(images.values())[:MAX_IMAGES]
    if lead is None and found:
        first = found[0]
        found[0] = Image(first.url, first.alt, first.caption, first.credit, lead=True)
    return tuple(found)


def _picture(url: str) -> str:
    """What two addresses of one picture in several sizes share: the file name without its query and size."""
    name = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return _SIZE.sub("", name).casefold() or url


def _shown(figures: Sequence[LexborNode], container: LexborNode, base: str | None) -> Iterator[Image]:
    """The images of the figures in a container."""
    for figure in islice(_within(figures, container.mem_id), MAX_IMAGES):
        picture = figure.css_first("img")
        if picture is None:
            continue
        attributes = picture.attributes
        if (url := _source(attributes, base)) is None:
            continue
        caption = figure.css_first("figcaption")
        if caption is None and _is_elsewhere(figure):
            continue
        text = " ".join(caption.text(separator=" ").split())[:MAX_CAPTION] if caption is not None else ""
        words, credit = split_credit(text)
        yield Image(url, " ".join((attributes.get("alt") or "").split())[:MAX_CAPTION], words, credit)


def _within(figures: Sequence[LexborNode], container: int) -> Iterator[LexborNode]:
    """The figures that are, or stand in, the container of that identity."""
    known = {container: True}  # elements by whether they stand in it: neighbours go one way up but once
    for figure in figures:
        passed: list[int] = []
        node: LexborNode | None = figure
        while node is not None and (identity := node.mem_id) not in known:
            passed.append(identity)
            node = node.parent
        inside = node is not None and known[identity]
        known.update(dict.fromkeys(passed, inside))
        if inside:
            yield figure


def _is_elsewhere(figure: LexborNode) -> bool:
    """Whether a figure stands in a link, a list or the frame of the page: a teaser of another article."""
    parent = figure.parent
    for _ in range(8):
        if parent is None:
            return False
        if parent.tag in ("a", "li", "aside", "nav", "header", "footer"):
            return True
        parent = parent.parent
    return False


def split_credit(caption: str) -> tuple[str, str]:
    """A caption's words and the credit that closes it: `A bridge. Photo: A. Lund` is `A bridge.` and `A. Lund`."""
    folded = caption[-160:].lower()
    found = _CREDIT.search(caption[-160:]) if any(map(folded.__contains__, _CREDIT_WORDS)) else None
    if found is None:
        return caption, ""
    offset = max(0, len(caption) - 160)
    return caption[: offset + found.start()].rstrip(" |–—-([/"), found["name"].strip(" .:/")


def _source(attributes: dict[str, str | None], base: str | None) -> str | None:
    for name in ("src", "data-src", "data-lazy-src", "data-original"):
        value = attributes.get(name) or ""
        if value and _may_be_picture(value) and (url := normalise(value, base)) is not None:
            return url
    first = (attributes.get("srcset") or attributes.get("data-srcset") or "").strip().partition(" ")[0].rstrip(",")
    return normalise(first, base) if first and _may_be_picture(first) else None


def _may_be_picture(address: str) -> bool:
    """Whether an address is not one of data in itself, of a drawing, or of what only holds a place."""
    return address[:5].lower() != "data:" and not _NO_PICTURE.search(address)


def _container(tree: LexborHTMLParser, main: Sequence[Block]) -> LexborNode | None:
    """The element that holds the title and the body: the deepest that their paths share."""
    paths = [block.path for block in main if block.path]
    if not paths:
        return None
    first, last = min(paths).split("/")[1:], max(paths).split("/")[1:]
    common = list(takewhile(lambda step: step[0] == step[1], zip(first, last, strict=False)))
    node = tree.root
    for step, _ in common[1:]:
        found = _STEP.fullmatch(step)
        child = _child(node, found[1], int(found[2] or 1)) if node is not None and found else None
        if child is None:
            break
        node = child
    return node


def _child(node: LexborNode, tag: str, number: int) -> LexborNode | None:
    child = node.first_child
    while child is not None:
        if child.tag == tag:
            number -= 1
            if number == 0:
                return child
        child = child.next
    return None
