"""Plain text to segments: a text capture cut into the blocks that a reader sees, with spans in the original."""

import re
from typing import Final

from copydesk.capture import CaptureError
from copydesk.page.limits import Limits
from copydesk.page.segments import Elements, Outline, Segment, Shape

LINE: Final = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
BLANK: Final = re.compile(r"(?:\r\n|[\n\r\u2028\u2029\x0b\x0c])[^\S\n\r]*(?:\r\n|[\n\r\u2028\u2029\x0b\x0c])")
BULLET: Final = re.compile(r"(?:[-*•·▪◦‣–]|\d{1,3}[.)])\s+(?=\S)")
SENTENCE_END: Final = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*$")
WRAP_WIDTHS: Final = range(40, 101)
"""Characters of the longest line, in a text that somebody broke at a fixed width."""
FULL_LINE: Final = 0.75
"""Share of that width that a line must fill to have been broken for want of room."""
# Characters that a browser does not show: soft hyphen, zero-width space, word joiner, byte order mark. The joiners
# U+200C and U+200D stay, for they change the shape of the letters around them. The kernel drops the same from HTML.
INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u0000"))
HAS_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\u0000]")


def cut_text(text: str, limits: Limits) -> Outline:
    """The outline of a plain text: one element that holds all segments. Raises CaptureError where a limit is passed."""
    lines = [(match.start(), match.end()) for match in LINE.finditer(text) if match.group().strip()]
    segments: list[Segment] = []
    for start, end in _join_wrapped(text, lines):
        clean = text[start:end]
        if HAS_INVISIBLE.search(clean):
            clean = clean.translate(INVISIBLE)
        clean = " ".join(clean.split())
        if not clean:
            continue
        while text[start].isspace():
            start += 1
        end = start + len(text[start:end].rstrip())
        if len(segments) >= limits.segments:
            raise CaptureError("too-many-blocks", f"the page has more than {limits.segments:,} blocks of text")
        bullet = BULLET.match(clean)
        shape = Shape.LIST_ITEM if bullet else Shape.PARAGRAPH
        segments.append(Segment(clean, 0, shape, int(bool(bullet)), source=(start, end)))
    return Outline(Elements.root("text"), segments)


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines joined to paragraphs where a paragraph was broken over them."""
    width = _wrap_width(text, lines)
    joined: list[tuple[int, int]] = []
    last = (0, 0)
    for line in lines:
        if joined and _continues(text, last, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last = line
    return joined


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The width at which a text was broken, or 0 where lines have no common one."""
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 6 or lengths[-1] not in WRAP_WIDTHS:
        return 0
    width = lengths[-1]
    full = sum(length >= FULL_LINE * width for length in lengths)
    return width if full >= len(lengths) / 2 else 0


def _continues(text: str, above: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if BLANK.search(text, above[1], line[0] + 1):
        return False
    upper, lower = text[above[0] : above[1]].strip(), text[line[0] : line[1]].strip()
    if BULLET.match(lower):
        return False
    if width and len(upper) >= FULL_LINE * width:
        return True
    return lower[0].islower() and not SENTENCE_END.search(upper)
