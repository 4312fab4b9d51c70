"""Texts that stand in a page's data only: JSON-LD, and the state that a script would draw the page from."""

import json
import re
from collections import defaultdict
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.declarations import Declarations
from copydesk.page.html import cut
from copydesk.page.jsonld import objects
from copydesk.page.limits import Limits
from copydesk.page.segments import Elements, Outline, Segment, Shape, put_together, starts_of

TEXT_CHARS: Final = 200
"""Characters that a text in data must have, and must have more than the page shows, to be read instead."""
STRING_CHARS: Final = 60
"""Characters from which a string with a sentence's end is text and not a label."""
MAX_SCRIPT: Final = 5_000_000
MAX_VALUES: Final = 200_000
SENTENCE: Final = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*(?:\s|<|$)")
ASSIGNED: Final = re.compile(r"(?:=|JSON\.parse\(|\.push\()\s*([{\[].*[}\]])\s*\)?;?\s*$", re.DOTALL)
MARKUP: Final = re.compile(r"<(?:p|br|h[1-6]|ul|ol|div|blockquote)\b", re.IGNORECASE)


def outline_from_data(tree: LexborHTMLParser, declared: Declarations, limits: Limits) -> Outline | None:
    """The article's text as the page's data gives it, cut like a page; None where the data holds none.

    JSON-LD `articleBody` is taken where it is long enough; else the strings that share one place in a script's data
    (list positions apart) and together are the longest.
    """
    bodies = (item.get("articleBody") for item in objects(declared.jsonld))
    longest = max((body for body in bodies if isinstance(body, str)), key=len, default="")
    if len(longest) >= TEXT_CHARS:
        return _outline([longest], limits, "json-ld")
    best: list[str] = []
    for script in tree.css("script:not([src])"):
        if script.attributes.get("type") == "application/ld+json":
            continue
        texts = _longest_texts(script.text() or "")
        if sum(map(len, texts)) > sum(map(len, best)):
            best = texts
    return _outline(best, limits, "script") if sum(map(len, best)) >= TEXT_CHARS else None


def parse_script(script: str) -> Any:
    """The data that a script holds or assigns; None where it holds none that can be read."""
    if len(script) > MAX_SCRIPT or '"' not in script:
        return None
    text = script.strip()
    if text[:1] not in "{[":
        assigned = ASSIGNED.search(text)
        if not assigned:
            return None
        text = assigned.group(1)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _longest_texts(script: str) -> list[str]:
    value = parse_script(script)
    by_place: dict[tuple[str, ...], list[str]] = defaultdict(list)
    stack: list[tuple[tuple[str, ...], Any]] = [((), value)]
    for _ in range(MAX_VALUES):
        if not stack:
            break
        place, item = stack.pop()
        if isinstance(item, dict):
            stack.extend(((*place[-6:], str(key)), child) for key, child in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((place, child) for child in reversed(item))
        elif (
            isinstance(item, str)
            and len(item) >= STRING_CHARS
            and SENTENCE.search(item)
            and item not in by_place[place]
        ):
            by_place[place].append(item)
    return max(by_place.values(), key=lambda texts: sum(map(len, texts)), default=[])


def _outline(texts: list[str], limits: Limits, name: str) -> Outline:
    segments: list[Segment] = []
    starts: list[int] = []
    for text in texts:
        found = _segments(text, limits)
        segments += found
        starts += starts_of(found)
    return Outline(Elements.root(name), put_together(segments, starts))


def _segments(text: str, limits: Limits) -> list[Segment]:
    if MARKUP.search(text):
        inner = cut(LexborHTMLParser(text), limits)
        return [segment._replace(element=0, hidden=True) for segment in inner.segments]
    plain = LexborHTMLParser(text).text() if "<" in text or "&" in text else text
    lines = filter(None, (" ".join(line.split()) for line in plain.split("\n")))
    return [Segment(line, 0, Shape.PARAGRAPH, hidden=True) for line in lines]
