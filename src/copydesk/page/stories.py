"""Teasers of other stories: a headline that is a link, and what stands with it.

A list of stories repeats its cards, elements of one name below one parent, each with a link that is long enough to be a
headline. What a card says belongs to another page, however much it looks like main content.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from copydesk.page.segments import Outline, Segment, Shape, read_length

HEADLINE: Final = 16
"""Letters of a link from which it may be a headline."""
LEAD: Final = 14
"""Characters that may stand before it, such as a date, and letters of a text between it and its summary."""
CARD_TEXT: Final = 400
"""Characters up to which the text of a card that is not linked is a summary."""
STEPS: Final = 6
"""Elements that are climbed from a link in search of its card."""
_DIGITS: Final = re.compile(r"\d+")


def teasers(outline: Outline) -> list[bool]:
    """Whether each segment is part of a teaser: it stands in a card of a list of stories, or behind a headline that
    is a link."""
    segments = outline.segments
    found = [False] * len(segments)
    leads = [
        n
        for n, (segment, place) in enumerate(zip(segments, outline.starts(), strict=True))
        if segment.links and not segment.hidden and leads_away(segment, place)
    ]
    if not leads:
        return found
    for texts in _texts_of(_cards(outline, leads), outline):
        if sum([len(segments[n].text) - segments[n].link_chars for n in texts]) <= CARD_TEXT:
            for n in texts:
                found[n] = True
    headlines = {n for n in leads if len(segments[n].text) >= HEADLINE or read_length(segments[n].text) >= HEADLINE}
    below = False
    for n in range(leads[0], len(segments)):
        segment = segments[n]
        if segment.hidden:
            continue
        if n in headlines:
            found[n] = below = True
        elif below and read_length(segment.text) > LEAD:
            found[n] |= segment.shape is not Shape.HEADING
            below = False
    return found


def leads_away(segment: Segment, place: int) -> bool:
    """Whether a segment, which begins at a place in the page text, is a link, or begins with one that may be a
    headline."""
    link = segment.links[0]
    before = link.start - place
    begins = before <= LEAD and read_length(segment.text[before : link.end - place]) >= HEADLINE
    return begins or segment.link_chars > len(segment.text) / 2


def _cards(outline: Outline, leads: Iterable[int]) -> set[int]:
    """The elements that are cards: for each link the innermost around it that has a like beside it with a link too."""
    elements = outline.elements
    numbers: dict[tuple[str, str], int] = {}
    kinds = [
        numbers.setdefault((tag, _DIGITS.sub("", naming) if naming else naming), len(numbers))
        for tag, naming in zip(elements.tags, elements.namings, strict=True)
    ]
    alike: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    ways = []
    for home in {outline.segments[n].element for n in leads}:
        way: list[tuple[int, set[int]]] = []
        element = home
        while element >= 0 and len(way) < STEPS:
            beside = alike[elements.parents[element], kinds[elements.names[element]]]
            beside.add(element)
            way.append((element, beside))
            element = elements.parents[element]
        ways.append(way)
    innermost = (next((element for element, beside in way if len(beside) > 1), None) for way in ways)
    return {card for card in innermost if card is not None}


def _texts_of(cards: set[int], outline: Outline) -> Iterable[list[int]]:
    """The numbers of the shown segments in each card, each in the innermost that it stands in."""
    parents = outline.elements.parents
    home = [-1] * (len(parents) + 1)  # the last place is that of the parent -1
    for element, parent in enumerate(parents):
        home[element] = element if element in cards else home[parent]
    texts: defaultdict[int, list[int]] = defaultdict(list)
    for n, segment in enumerate(outline.segments):
        if not segment.hidden and home[segment.element] >= 0:
            texts[home[segment.element]].append(n)
    return texts.values()
