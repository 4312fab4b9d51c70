"""HTML to segments: one walk over the parsed tree, cutting text where a browser would start a new line box."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.capture import CaptureError
from copydesk.page.limits import Limits
from copydesk.page.segments import Elements, Outline, Segment, Shape

# The elements that the HTML standard's suggested style sheet (section 15.3) displays as blocks, list items or tables.
BLOCK_TAGS: Final = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre
    search section select summary table caption tbody thead tfoot tr ul xmp
    """.split()
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
UNSEEN_TAGS: Final = frozenset("head script style svg math iframe noembed noframes datalist".split())
HIDDEN_TAGS: Final = frozenset({"template", "noscript"})
BOLD_TAGS: Final = frozenset({"b", "strong"})
SPACED_TAGS: Final = frozenset({"button", "label"})
BARE_TAGS: Final = frozenset({"b", "br", "img", "strong"})
"""Inline elements whose attributes say nothing here; reading them would cost more than all else about them."""
PLAIN_TAGS: Final = frozenset({"em", "i", "wbr", "input", "source", "meta", "link", "picture"})
"""Those that mean nothing here at all."""
PREFORMATTED: Final = frozenset({"pre", "listing", "plaintext", "xmp", "textarea"})
CELLS: Final = frozenset({"td", "th"})
LISTS: Final = frozenset({"ul", "ol", "menu", "dir", "dl"})
SHAPES: Final = {
    "li": Shape.LIST_ITEM,
    "dt": Shape.LIST_ITEM,
    "dd": Shape.LIST_ITEM,
    "blockquote": Shape.QUOTE,
    "tr": Shape.TABLE,
    "figcaption": Shape.CAPTION,
    "caption": Shape.CAPTION,
}
HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
LONG_CELL: Final = 250
"""Characters from which a table cell is text of its own and not a datum of its row."""
NAMING_ATTRIBUTES: Final = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component"})
TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Void elements, those whose end tag may be left out, and those whose content is not markup: they do not nest.
CLOSED_BY_OTHERS: Final = frozenset(
    """
    area base br col embed hr img input link meta source track wbr
    html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup rt rp script style path
    """.split()
)
HIDING_ATTRIBUTES: Final = frozenset({"hidden", "aria-hidden", "style"})
CLOSED_UNLESS: Final = {"dialog": "open", "noscript": "shadowrootmode", "template": "shadowrootmode"}
"""Elements whose content is not shown unless they have an attribute."""
UNCLOSED_SHARE, UNCLOSED_BLOCKS = 0.8, 4
"""The part of a page's text, and the number of its blocks, from which one link to hold them was never closed."""
WORDS_KEPT: Final = 200
"""Characters kept of an element's class and id: enough for every real one, and nothing to be hurt by."""

# Characters that a browser does not show: soft hyphen, zero-width space, word joiner, byte order mark. The joiners
# U+200C and U+200D stay, for they change the shape of the letters around them.
INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u0000"))
HAS_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\u0000]")


class _Line:
    """The text gathered for the segment in progress, white space collapsed as it comes."""

    __slots__ = ("bold", "breaks", "cells", "images", "length", "links", "parts", "space")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.space = False
        self.breaks = 0
        self.links: list[tuple[int, int, str]] = []
        self.bold = 0
        self.images = 0
        self.cells: list[int] = []

    def add(self, data: str) -> None:
        # Printable text has no white space but single spaces and none of the invisible characters: most of it is clean.
        if data.isprintable() and "  " not in data:
            text = data.strip(" ")
        else:
            data = _visible(data)
            text = " ".join(data.split())
        if not text:
            self.space = True
            return
        if self.length and self.parts[-1][-1] not in "\t\n":
            if self.breaks:
                text = "\n" + text
            elif self.space or data[0].isspace():
                text = " " + text
        self.breaks = 0
        self.space = data[-1].isspace()
        self.parts.append(text)
        self.length += len(text)

    def add_raw(self, data: str) -> None:
        if data:
            self.parts.append(data)
            self.length += len(data)

    def start_cell(self) -> None:
        if self.length and self.parts[-1] != "\t":
            self.add_raw("\t")
            self.cells.append(self.length)


@dataclass(slots=True)
class _Aside:
    """What hidden text inside a sentence interrupts, to be brought back behind it."""

    shape: Shape
    line: _Line
    href: str | None
    link_start: int
    bold_start: int


_Outer = Shape | _Aside | bool
"""What an element interrupts, to be brought back when it closes: the shape or the line outside it, or nothing but that
something ends with it (True)."""


class _Cutter:
    """Walks a tree once and gathers its outline.

    The walk takes much of the time of reading a page, so its paths are short: an inline element that means nothing
    here costs a look at its name and no more.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = Elements()
        self.hidden: list[bool] = []
        self.segments: list[Segment] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.line = _Line()
        self.element = -1
        self.shape = Shape.PARAGRAPH
        self.list_depth = 0
        self.preformatted = 0
        self.href: str | None = None
        self.link_start = 0
        self.bold_depth = 0
        self.bold_start = 0

    def walk(self, root: LexborNode) -> None:
        """Cut all text below `root`, with a stack of its own so that no nesting exhausts Python's."""
        stack: list[tuple[LexborNode, str, _Outer | None]] = []
        deepest, most = self.limits.depth, self.limits.elements
        seen = 0
        node: LexborNode | None = root
        outer: _Outer | None
        while node is not None:
            tag = node.tag or "-"
            if tag == "-text":
                data = node.text_content or ""
                if self.preformatted:
                    self.line.add_raw(_visible(data))
                elif data.isspace():
                    self.line.space = True
                else:
                    self.line.add(data)
            elif tag in BLOCK_TAGS or (tag not in UNSEEN_TAGS and tag[0] not in "-!"):
                seen += 1
                if tag in BLOCK_TAGS:
                    outer = self.enter_block(tag, node.attributes, len(stack))
                elif tag in PLAIN_TAGS:
                    outer = None
                else:
                    outer = self.enter(node, tag, len(stack))
                child = node.child if tag != "template" else _first_child(node)
                if child is not None:
                    stack.append((node, tag, outer))
                    if len(stack) > deepest:
                        raise CaptureError("too-deep", f"elements are nested more than {deepest:,} deep")
                    if seen > most:
                        raise CaptureError("too-many-elements", f"the page has more than {most:,} elements")
                    node = child
                    continue
                if outer is not None:
                    self.leave(tag, outer)
            following = node.next
            while following is None and stack:
                node, tag, outer = stack.pop()
                if outer is not None:
                    self.leave(tag, outer)
                following = node.next
            node = following
        self.flush()

    def enter_block(self, tag: str, attributes: dict[str, str | None], depth: int) -> Shape:
        """Take in a block; the shape of the text outside it, to be brought back when it closes."""
        if self.line.length:
            self.flush()
        outer = self.shape
        words, hidden = _described(tag, attributes) if attributes or tag == "dialog" else ("", False)
        self.open_element(tag, words, hidden, depth)
        if tag in SHAPES:
            self.shape = SHAPES[tag]
        elif tag in LISTS:
            self.list_depth += 1
        elif tag in PREFORMATTED:
            self.preformatted += 1
        return outer

    def enter(self, node: LexborNode, tag: str, depth: int) -> _Outer | None:
        """Take in an element that is no block; what is to be done when it closes, if anything."""
        line = self.line
        if tag in CELLS:
            line.start_cell()
            return None
        if tag in BARE_TAGS:
            return self.open_bare(tag)
        attributes = node.attributes
        if "-" in tag and not line.length:
            return self.enter_block(tag, attributes, depth)
        if tag in HIDDEN_TAGS or not HIDING_ATTRIBUTES.isdisjoint(attributes):
            words, hidden = _described(tag, attributes)
            if hidden:
                # What is hidden inside a sentence must not cut it: it becomes a segment beside the one in progress.
                aside = _Aside(self.shape, line, self.href, self.link_start, self.bold_start)
                self.line = _Line()
                self.href = None
                self.bold_start = 0
                self.open_element(tag, words, True, depth)
                return aside
        if tag == "a":
            if line.links and line.links[-1][1] == line.length:
                line.space = True  # two links that touch are two words to whoever sees the page
            if "href" in attributes:
                self.href = attributes["href"] or ""
                self.link_start = line.length
            return True
        if tag in SPACED_TAGS:
            line.space = True
            return True
        return None

    def open_element(self, tag: str, words: str, hidden: bool, depth: int) -> None:
        elements, parent = self.elements, self.element
        key = (tag, words)
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(elements.distinct)
            elements.distinct.append(key)
        self.element = len(self.hidden)
        elements.parents.append(parent)
        elements.names.append(number)
        elements.depths.append(depth)
        elements.ends.append(0)
        self.hidden.append(hidden or (parent >= 0 and self.hidden[parent]))

    def close_element(self) -> None:
        elements, element = self.elements, self.element
        elements.ends[element] = len(elements.ends)
        self.element = elements.parents[element]

    def open_bare(self, tag: str) -> bool | None:
        if tag == "br":
            self.line_break()
        elif tag == "img":
            self.line.images += 1
        else:
            self.bold_depth += 1
            if self.bold_depth == 1:
                self.bold_start = self.line.length
            return True
        return None

    def line_break(self) -> None:
        if self.preformatted:
            self.line.add_raw("\n")
            return
        self.line.breaks += 1
        if self.line.breaks > 1 and self.line.length:
            self.flush()

    def leave(self, tag: str, outer: _Outer) -> None:
        if isinstance(outer, Shape):
            self.flush()
            self.shape = outer
            self.close_element()
            if tag in LISTS:
                self.list_depth -= 1
            elif tag in PREFORMATTED:
                self.preformatted -= 1
        elif isinstance(outer, _Aside):
            self.flush()
            self.close_element()
            self.shape, self.line, self.href = outer.shape, outer.line, outer.href
            self.link_start, self.bold_start = outer.link_start, outer.bold_start
        elif tag == "a":
            self.close_link()
            self.href = None
        elif tag in BOLD_TAGS:
            self.bold_depth -= 1
            if not self.bold_depth:
                self.line.bold += self.line.length - self.bold_start
        else:
            self.line.space = True

    def close_link(self) -> None:
        if self.href is not None and self.line.length > self.link_start:
            self.line.links.append((self.link_start, self.line.length, self.href))

    def flush(self) -> None:
        """End the segment in progress, if it has text."""
        line = self.line
        if not line.length:
            line.images = 0
            return
        if self.href is not None:
            self.close_link()
        if self.bold_depth:
            line.bold += line.length - self.bold_start
        self.link_start = self.bold_start = 0
        self.line = _Line()
        parts = line.parts
        text = "".join(parts) if len(parts) > 1 else parts[0]
        if line.cells:
            for start, end in _pieces(line.cells, len(text)):
                self.emit(text[start:end], line, start, end - start < len(text))
        else:
            self.emit(text, line, 0, True)

    def emit(self, text: str, line: _Line, offset: int, alone: bool) -> None:
        """Keep a piece of the line that begins at `offset`; `alone` where it is no row of a table with others."""
        start, stripped = offset, text.strip()
        if not stripped:
            return
        if len(stripped) < len(text):
            start += text.index(stripped[0])
            text = stripped
        if len(self.segments) >= self.limits.segments:
            raise CaptureError("too-many-blocks", f"the page has more than {self.limits.segments:,} blocks of text")
        end = start + len(text)
        links = line.links
        if links and (start or end < line.length):
            links = [
                (max(a, start) - start, min(b, end) - start, href) for a, b, href in links if a < end and b > start
            ]
        at = self.element
        level = HEADINGS.get(self.elements.tag(at), 0)
        shape = Shape.HEADING if level else self.shape
        if shape is Shape.TABLE and alone:
            shape = Shape.PARAGRAPH  # one cell to a row: a table that lays out text, and no row of data
        elif shape is Shape.LIST_ITEM:
            level = max(self.list_depth, 1)
        self.segments.append(
            Segment(
                text,
                at,
                shape,
                level,
                links,
                min(line.bold, len(text)),
                line.images,
                self.hidden[at],
            )
        )


def _visible(data: str) -> str:
    return data.translate(INVISIBLE) if not data.isascii() and HAS_INVISIBLE.search(data) else data


def _first_child(node: LexborNode) -> LexborNode | None:
    """The first node inside a template, whose content is no part of the tree."""
    fragments = node.template_fragments()
    return fragments[0].child if fragments else None


def _pieces(cells: list[int], length: int) -> list[tuple[int, int]]:
    """A row as one piece, or cut at its cells where one of them is a text of its own (a table used for layout)."""
    edges = [0, *cells, length]
    pieces = list(pairwise(edges))
    return pieces if any(end - start > LONG_CELL for start, end in pieces) else [(0, length)]


def _described(tag: str, attributes: dict[str, str | None]) -> tuple[str, bool]:
    """The words of an element's naming attributes, and whether it is hidden."""
    words = ""
    hidden = tag in CLOSED_UNLESS and CLOSED_UNLESS[tag] not in attributes
    for name, value in attributes.items():
        if name in NAMING_ATTRIBUTES:
            if value:
                words = f"{words} {value}" if words else value
        elif name in HIDING_ATTRIBUTES:
            hidden = hidden or _hides(name, value)
    return words[:WORDS_KEPT], hidden


def _hides(name: str, value: str | None) -> bool:
    if name == "style":
        return value is not None and HIDDEN_STYLE.search(value[:500]) is not None
    return name == "hidden" or value == "true"


def check_nesting(html: str, limits: Limits) -> None:
    """Refuse markup nested so deep that parsing it would take a time quadratic in its depth.

    Raises CaptureError `too-deep`. A page with few tags cannot be hurt and is not looked at.
    """
    if html.count("<") < 10 * limits.depth:
        return
    open_tags: dict[str, int] = {}
    depth = 0
    for slash, name in TAG.findall(html):
        name = name.lower()
        if name in CLOSED_BY_OTHERS:
            continue
        if not slash:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            if depth > limits.depth:
                raise CaptureError("too-deep", f"elements are nested more than {limits.depth:,} deep")
        elif open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1


def cut(tree: LexborHTMLParser, limits: Limits) -> Outline:
    """The outline of a parsed page. Raises CaptureError where a limit is passed."""
    cutter = _Cutter(limits)
    if tree.root is not None:
        cutter.walk(tree.root)
    return Outline(cutter.elements, _without_unclosed_link(cutter.segments))


def _without_unclosed_link(segments: list[Segment]) -> list[Segment]:
    """The segments without a link that holds nearly the whole page: its end tag is missing, and the parser opens it
    anew in each block behind it."""
    most = UNCLOSED_SHARE * sum([len(segment.text) for segment in segments])
    if sum([segment.link_chars for segment in segments]) <= most:
        return segments
    chars: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for segment in segments:
        for start, end, href in segment.links:
            chars[href] += end - start
        blocks.update({href for _, _, href in segment.links})
    unclosed = {href for href, count in chars.items() if count > most and blocks[href] >= UNCLOSED_BLOCKS}
    if not unclosed:
        return segments
    return [replace(s, links=[link for link in s.links if link[2] not in unclosed]) for s in segments]
