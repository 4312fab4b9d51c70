"""HTML to segments: text is cut where a browser would start a new line box.

The kernel does it, in one walk over the tree that the parser has made of the page and written out as markup.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, repeat
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.capture import CaptureError
from copydesk.kernel import Kernel, kernel
from copydesk.page.blocks import Link
from copydesk.page.encoding import Utf8
from copydesk.page.limits import Limits
from copydesk.page.segments import ROW, SHAPES, Elements, Outline, Segment, integers

Named = TypeVar("Named", Link, Segment)

TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Void elements, those whose end tag may be left out, and those whose content is not markup: they do not nest.
CLOSED_BY_OTHERS: Final = frozenset(
    """
    area base br col embed hr img input link meta source track wbr
    html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup rt rp script style path
    """.split()
)
UNCLOSED_SHARE, UNCLOSED_BLOCKS = 0.8, 4
"""The part of a page's text, and the number of its blocks, from which one link to hold them was never closed."""
TEMPLATES_DEEP: Final = 2_000
"""Templates in one another that can be written out on the smallest of stacks, which has half a megabyte."""
MARKUP_SHARE: Final = 8
"""Times that the markup of a parsed page may be as large as a payload may be: a parser repeats an element that was
never closed, with all its attributes, in each block behind it."""
MOST: Final = 2**31 - 1
"""The largest limit that the kernel takes."""


def check_nesting(html: str | Utf8, limits: Limits) -> None:
    """Refuse markup nested so deep that parsing it would take a time quadratic in its depth.

    A page with few tags cannot be hurt and is not looked at. Raises CaptureError `too-deep`.
    """
    tags = html.count("<") if isinstance(html, str) else html.tags
    if tags < 10 * limits.depth:
        return
    open_tags: dict[str, int] = {}
    depth = 0
    for slash, name in TAG.findall(html if isinstance(html, str) else html.data.decode()):
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


def cut(tree: LexborHTMLParser, limits: Limits, html: str | Utf8 = "") -> Outline:
    """The outline of a parsed page. Raises CaptureError where a limit is passed.

    `html` is what was parsed: where it is known to hold few templates, the tree is not searched for them.
    """
    root = tree.root
    if root is None:
        return Outline(Elements(), [])
    if isinstance(html, str) or html.templates > TEMPLATES_DEEP:
        _check_templates(tree)
    start_tag, content = _markup(root, limits)
    one = kernel()
    one.begin()
    passed, chars, link_chars, *arrays = one.run(
        "cut",
        one.put(start_tag),
        len(start_tag),
        one.put(content),
        len(content),
        min(limits.depth, MOST),
        min(limits.elements, MOST),
        min(limits.segments, MOST),
    )
    if passed:
        raise _error(passed, limits)
    outline = _outline(one, arrays)
    return _without_unclosed_link(outline, UNCLOSED_SHARE * chars) if link_chars > UNCLOSED_SHARE * chars else outline


def _markup(root: LexborNode, limits: Limits) -> tuple[bytes, bytes]:
    """The start tag of a page and what stands in it, without its head and what stands between the two: nothing there is
    seen, and the head is often a third of all."""
    attributes = [f' {name}="{_escaped(value or "")}"' for name, value in root.attributes.items()]
    parts = []
    node = root.child
    while node is not None:
        if node.is_element_node and node.tag != "head":
            written = node.html or ""
            if len(written) > MARKUP_SHARE * limits.payload_bytes:
                raise CaptureError("too-large", "what the page leaves open is repeated too often")
            parts.append(written.encode())
        node = node.next
    return f"<{root.tag}{''.join(attributes)}>".encode(), parts[0] if len(parts) == 1 else b"".join(parts)


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")


def _check_templates(tree: LexborHTMLParser) -> None:
    """Refuse templates nested so deep that the parser would exhaust the stack when it writes them out."""
    inner: list[LexborNode] = tree.tags("template")
    if inner:
        inner = [content for template in inner for content in template.template_fragments()]
    for _ in range(TEMPLATES_DEEP):
        if not inner:
            return
        inner = [content for fragment in inner for content in fragment.template_fragments()]
    raise CaptureError("too-deep", f"elements are nested more than {TEMPLATES_DEEP:,} deep")


def _error(passed: int, limits: Limits) -> CaptureError:
    if passed == 1:
        return CaptureError("too-deep", f"elements are nested more than {limits.depth:,} deep")
    if passed == 2:
        return CaptureError("too-many-elements", f"the page has more than {limits.elements:,} elements")
    return CaptureError("too-many-blocks", f"the page has more than {limits.segments:,} blocks of text")


def _outline(one: Kernel, arrays: list[int]) -> Outline:
    texts = _strings(one, arrays, 0)
    hrefs = _strings(one, arrays, 2)
    rows = one.take(arrays[6], ROW * arrays[7], np.int32)
    _, element, forms, level, bold, images, flags, link_chars, counts = _columns(rows, ROW)
    starts, ends, numbers = _columns(one.take(arrays[8], 3 * arrays[9], np.int32), 3)
    placed = tuple(_made(Link, zip(starts, ends, map(hrefs.__getitem__, numbers), strict=True)))
    links = [placed[end - count : end] if count else () for count, end in zip(counts, accumulate(counts), strict=True)]
    shape = map(SHAPES.__getitem__, forms)
    columns = zip(texts, element, shape, level, links, bold, images, map(bool, flags), repeat(None), link_chars)
    return Outline(_elements(one, arrays), list(_made(Segment, columns)), rows.tobytes())


def _made(kind: type[Named], rows: Iterable[tuple[Any, ...]]) -> Iterable[Named]:
    """What `_make` makes of each row, without a call of Python's for each of hundreds."""
    return map(tuple.__new__, repeat(kind), rows)


def _columns(rows: NDArray[np.int32], width: int) -> list[list[int]]:
    """The columns of rows that hold `width` integers each."""
    items = rows.tolist()
    return [items[column::width] for column in range(width)]


def _elements(one: Kernel, arrays: list[int]) -> Elements:
    names = _strings(one, arrays, 4)
    count = arrays[11]
    items = integers()
    items.frombytes(one.take(arrays[10], 4 * 4 * count, np.uint8).tobytes())
    parents, numbers, depths, ends = (items[n * count : (n + 1) * count] for n in range(4))
    return Elements(parents, numbers, depths, ends, names[::2], names[1::2])


def _strings(one: Kernel, arrays: list[int], n: int) -> list[str]:
    """The strings of an array in which each is ended by a NUL."""
    found = str(one.take(arrays[n], arrays[n + 1], np.uint8).data, "utf-8").split("\0")
    found.pop()
    return found


def _without_unclosed_link(outline: Outline, most: float) -> Outline:
    """An outline without a link that holds nearly the whole page, more than `most` characters: its end tag is
    missing, and the parser opens it anew in each block behind it."""
    chars: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for segment in outline.segments:
        for start, end, href in segment.links:
            chars[href] += end - start
        blocks.update({href for _, _, href in segment.links})
    unclosed = {href for href, count in chars.items() if count > most and blocks[href] >= UNCLOSED_BLOCKS}
    if not unclosed:
        return outline
    return Outline(outline.elements, [_without_links(segment, unclosed) for segment in outline.segments])


def _without_links(segment: Segment, hrefs: set[str]) -> Segment:
    links = tuple([link for link in segment.links if link.href not in hrefs])
    return segment._replace(links=links, link_chars=sum([end - start for start, end, _ in links]))
