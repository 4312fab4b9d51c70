"""Traits: what a page as a whole shows and how it is built, as numbers, and the words that it uses in each place.

A row is made for every page that is read, so all passes over segments are short, and words of errors and walls are
looked for only where a page has no body that would contradict them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import log1p
from typing import Final
from urllib.parse import urlsplit

import numpy as np

from copydesk.page import cues
from copydesk.page.characters import WORD
from copydesk.page.features import DATE_LIKE, LONG, SHAPES
from copydesk.page.hints import Hints
from copydesk.page.segments import Elements, Outline, Segment, Shape, read_length
from copydesk.page.told import BODY, BODY_LETTERS, LIKELIEST, NEAR_TOP, PRICE, SURE

CUE_CHARS: Final = 300
"""Characters up to which a segment is searched for the words of errors and walls."""
CUE_SEGMENTS: Final = 60
"""Visible short segments that are searched: a page of one kind or the other says so near its beginning."""
OPENING_BLOCKS: Final = 20
OPENING: Final = 2_000
"""Blocks and characters of the main content whose words are looked at."""
BARE_TIME: Final = 8
"""Characters of a line that is a time and nothing else."""
REPEATED: Final = 5
"""Elements of one name from which they are the entries of a list."""

TYPES: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "article": r"article|posting$|report$",
        "live": r"liveblog",
        "product": r"^product|offer|^og:product",
        "forum": r"discussion|qapage|question|comment$",
        "list": r"collectionpage|itemlist|searchresults",
        "gallery": r"imagegallery|mediagallery",
        "service": r"^service|organization|localbusiness|corporation|government|faqpage|school|university",
        "documentation": r"techarticle|softwaresourcecode|apireference|softwareapplication",
        "website": r"^website$",
    }.items()
}
"""Patterns of the types that a page declares, by what they speak for."""
_ADDRESS: Final = tuple(
    map(
        re.compile,
        (
            r"forum|thread|/t/|topic|question|discussion|community|viewtopic|/r/",
            r"product|/p/|/dp/|/item|shop|store|sku",
            r"docs?[./]|documentation|reference|manual|guide|/api|wiki|tutorial|learn",
            r"collection|categor|/c/|/tag|browse|catalog|genre|department",
            r"service|about|solution|pricing|program|contact|support|department",
            r"blog|news|article|story|/20\d\d/",
            r"galler|photo|bilder|foto|slideshow",
            r"live|ticker|direct",
            r"\b404\b|error|not-?found",
        ),
    )
)
_DIGIT: Final = re.compile(r"\d")
"""What each of the three below needs: most texts are looked at once, not five times."""
TIME: Final = re.compile(r"^\W*(?:\d{1,2}[:.h]\d{2}|\d+ ?(?:min|hour|h|m|std|Std)\w*\.? ?(?:ago)?)\b")
SLIDE: Final = re.compile(r"\b\d{1,3}\s*(?:/|of|von|de|sur|di|van|z|из|av|af|の)\s*\d{1,3}\b")
WORDS_OF_CUES: Final = {
    "error": cues.ERROR, "paywall": cues.PAYWALL, "consent": cues.CONSENT_WALL, "bot": cues.BOT_CHECK,
    "script": cues.NEEDS_SCRIPT, "login": cues.LOGIN, "region": cues.REGION_BLOCK,
    "failure": cues.FAILURE, "barrier": cues.BARRIER,
}  # fmt: skip
_COUNTED_TAGS: Final = tuple(
    "article form table tr pre nav section figure select option dl blockquote aside main li h2 h3 h4 footer".split()
)
_NO_TYPES: Final = [0.0] * len(TYPES)
_NO_CUES: Final = [-1.0] * (4 * len(WORDS_OF_CUES))
PLACES: Final = ("markup", "text", "body", "naming")
"""Where a page uses words: in its markup, its short texts, at the beginning of its main content, and in its title,
declared types and address, which come last since an address is of one capture only."""


@dataclass(frozen=True, slots=True)
class ShortLines:
    """The short texts of a page: all, a line for each; those with a digit; of these those that begin with a time, those
    that count something, and how many of them begin with that."""

    text: str
    numbered: list[str]
    times: list[str]
    counting: list[str]
    counters: int


def short_lines(outline: Outline) -> ShortLines:
    """The short texts of a page."""
    text = "\n".join([segment.text for segment in outline.segments if len(segment.text) < LONG])
    numbered = list(filter(_DIGIT.search, text.split("\n")))
    counting = list(filter(SLIDE.search, numbered))
    counters = sum([SLIDE.match(line) is not None for line in counting])
    return ShortLines(text, numbered, list(filter(TIME.match, numbered)), counting, counters)


def shown_words(outline: Outline, lines: ShortLines, scores: Sequence[float]) -> tuple[set[str], set[str]]:
    """The words of a page's short texts, `lines`, which are words too, as wholes; and of the beginning of its body."""
    short = lines.text.lower()
    likely = (s.text for s, score in zip(outline.segments, scores, strict=True) if score >= BODY)
    opening = " ".join(islice(likely, OPENING_BLOCKS))[:OPENING].lower()
    return {*_spaced(short).split(), *short.split("\n")}, set(_spaced(opening).split())


def _spaced(text: str) -> str:
    """A text with spaces for the signs that stand at the ends of words."""
    return text.replace(".", " ").replace(",", " ").replace(":", " ").replace("(", " ").replace(")", " ")


def naming_words(hints: Hints, url: str | None) -> set[str]:
    """The words of title (as they are), declared types, and the address with a sign for its part."""
    words = {f"<{name}>" for name in hints.types}
    if hints.titles:
        words.update(WORD.findall(hints.titles[0].lower()))
    if url:
        parts = urlsplit(url.lower())
        words.update([f"/{word}" for word in WORD.findall(parts.path)])
        words.update([f"?{word}" for word in WORD.findall(parts.query)])
        words.update([f"@{label}" for label in parts.netloc.split(".")])
    return words


def look(outline: Outline, lines: ShortLines, scores: Sequence[float], hints: Hints, status: int | None) -> list[float]:
    """What a page shows, as one row: `lines` are its short texts, `scores` the probabilities of its segments to be main
    content. Neither its address nor its elements take part, for a page is not bad because its site is small."""
    segments = outline.segments
    felt = _read_lengths([segment.text for segment in segments])
    shown = [segment for segment in segments if not segment.hidden]
    read = [length for length, segment in zip(felt, segments, strict=True) if not segment.hidden]
    sure = _sure_letters(segments, scores, felt)
    return [
        *_amounts(shown, read, len(segments)),
        *_numbers(segments, lines),
        *_body(outline, scores, sum(read)),
        float(sure),
        *_cues(shown, segments, scores, hints, sure),
        *([float(any(map(pattern.search, hints.types))) for pattern in TYPES.values()] if hints.types else _NO_TYPES),
        0.0 if status is None else float(status // 100),
    ]


def _read_lengths(texts: Sequence[str]) -> list[int]:
    """The lengths of texts as a reader feels them."""
    whole = "".join(texts)
    if whole.isascii() or int(np.frombuffer(whole.encode("utf-16-le", "surrogatepass"), np.uint16).max()) < 0x3040:
        return [len(text) for text in texts]
    return [read_length(text) for text in texts]


def _amounts(shown: Sequence[Segment], read: Sequence[int], count: int) -> list[float]:
    """How much text and how many links, images and shapes are shown, of how many segments in all."""
    lengths = [len(s.text) for s in shown]
    links = [s.link_chars for s in shown]
    chars, number = max(sum(lengths), 1), max(len(shown), 1)
    running = [
        felt for felt, link, length in zip(read, links, lengths, strict=True) if felt >= LONG and link < 0.5 * length
    ]
    body = sum(running)
    shapes = Counter([s.shape for s in shown])
    levels = [s.level for s in shown if s.level]
    return [
        *map(log1p, (len(shown), sum(lengths), body, len(running), max(running, default=0), count - len(shown))),
        body / max(sum(read), 1), sum(links) / chars, body / max(len(running), 1) / 100,
        log1p(sum([len(s.links) for s in shown])), log1p(sum([s.images for s in shown])),
        *[log1p(shapes.get(shape, 0)) for shape in SHAPES],
        *[shapes.get(shape, 0) / number for shape in SHAPES],
        float(len(set(levels))), float(levels.count(1)), float(levels.count(2)),
        sum([link > 0.9 * length for link, length in zip(links, lengths, strict=True)]) / number,
    ]  # fmt: skip


def _numbers(segments: Sequence[Segment], lines: ShortLines) -> list[float]:
    """Times, prices, counters, dates and questions among the short texts."""
    numbered, times = lines.numbered, lines.times
    prices = sum([PRICE.search(text) is not None for text in numbered])
    top = filter(_DIGIT.search, [segment.text for segment in segments[:NEAR_TOP] if len(segment.text) < LONG])
    return [
        log1p(len(numbered)), log1p(len(times)), log1p(sum([len(text) <= BARE_TIME for text in times])),
        log1p(len(lines.counting)), log1p(lines.counters),
        log1p(prices),
        log1p(sum([DATE_LIKE.search(text) is not None for text in numbered])),
        float(any(map(DATE_LIKE.search, top))),
        log1p(lines.text.count("?")),
    ]  # fmt: skip


def _body(outline: Outline, scores: Sequence[float], chars_shown: int) -> list[float]:
    """The blocks that are likely main content: how many, how long, of which shapes, and how they repeat."""
    found = [(n, s) for n, (s, score) in enumerate(zip(outline.segments, scores, strict=True)) if score >= BODY]
    if not found:
        return [0.0] * 24
    segments = [s for _, s in found]
    count = len(segments)
    lengths = [len(s.text) for s in segments]
    chars = sum(lengths)
    shapes = Counter([s.shape for s in segments])
    parents, names = outline.elements.parents, outline.elements.names
    homes = Counter([names[s.element] for s in segments])
    around = {parents[s.element] for s in segments} - {-1}
    alike = Counter([names[e] for e in around])
    runs = 1 + sum([b - a > 1 for (a, _), (b, _) in pairwise(found)])
    first, last = found[0][0], found[-1][0]
    return [
        log1p(count), log1p(chars), chars / count, float(max(lengths)),
        chars / max(chars_shown, 1),
        sum([length < LONG for length in lengths]) / count,
        sum([s.link_chars for s in segments]) / max(chars, 1),
        log1p(sum([len(s.links) for s in segments])), log1p(sum([s.images for s in segments])),
        *[shapes[shape] / count for shape in SHAPES],
        log1p(shapes[Shape.HEADING]),
        first / len(scores), (last - first + 1) / len(scores), log1p(runs), runs / count,
        log1p(max(homes.values())), log1p(len(around)), log1p(max(alike.values(), default=0)),
        sum(["?" in s.text for s in segments]) / count,
    ]  # fmt: skip


def _sure_letters(segments: Sequence[Segment], scores: Sequence[float], felt: Sequence[int]) -> int:
    """Letters of what is surely main content, as many as there are or as are enough."""
    sure = [
        length
        for segment, score, length in zip(segments, scores, felt, strict=True)
        if score >= SURE and segment.shape is not Shape.CAPTION
    ]
    return min(sum(sure), BODY_LETTERS)


def repetition(elements: Elements) -> list[float]:
    """How many elements of some tags there are, and how often the most frequent names come again."""
    count = max(len(elements), 1)
    names = Counter(elements.names)
    tags: dict[str, int] = {}
    often = []
    for name, times in names.items():
        tag, words = elements.distinct[name]
        tags[tag] = tags.get(tag, 0) + times
        if words and times >= REPEATED:
            often.append(times)
    return [
        log1p(count), *[log1p(tags.get(tag, 0)) for tag in _COUNTED_TAGS],
        log1p(max(often, default=0)), log1p(len(often)), sum(often) / count, float("text" in tags),
    ]  # fmt: skip


def _likeliest(segments: Sequence[Segment], scores: Sequence[float]) -> list[str]:
    """The beginnings of the few segments that are likeliest to be main content."""
    first = sorted(zip(scores, segments, strict=True), key=lambda pair: -pair[0])[:LIKELIEST]
    return [segment.text[:CUE_CHARS] for _, segment in first]


def _cues(
    shown: Sequence[Segment], segments: Sequence[Segment], scores: Sequence[float], hints: Hints, sure: int
) -> list[float]:
    """How many short texts and how many of the likeliest main content, and whether heading and title, speak of errors,
    walls and the like."""
    if sure >= BODY_LETTERS:
        return _NO_CUES
    likeliest = _likeliest(segments, scores)
    short = [segment.text for segment in shown if len(segment.text) <= CUE_CHARS]
    if len(short) > CUE_SEGMENTS:
        half = CUE_SEGMENTS // 2
        short = short[:half] + [text for text in short[half:] if text[-1] in ".!?"][:half]
    title = " ".join(hints.titles[:2])
    headings = [s.text for s in shown if s.shape is Shape.HEADING][:2] or short[:3]
    return [
        value
        for cue in WORDS_OF_CUES.values()
        for value in (
            float(min(sum([cue.is_in(text) for text in short]), 5)),
            float(sum([cue.is_in(text) for text in likeliest])),
            float(any(cue.is_in(text) for text in headings)),
            float(cue.is_in(title)),
        )
    ]


def address(url: str | None) -> list[float]:
    """What an address looks like."""
    if not url:
        return [-1.0] * (len(_ADDRESS) + 6)
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    whole = f"{parts.netloc}{parts.path}".lower()
    return [
        *[float(pattern.search(whole) is not None) for pattern in _ADDRESS],
        float(len(steps)), float(steps[-1].count("-") + 1 if steps else 0), float(bool(parts.query)),
        float(sum(map(str.isdigit, parts.path))), float(parts.path.endswith("/")), float(len(parts.path)),
    ]  # fmt: skip
