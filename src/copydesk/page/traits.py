"""Traits: what a page as a whole shows and how it is built, as numbers, and the words that it uses in each place.

A row is made for every page that is read: the kernel counts what is counted, and words of errors and walls are looked
for only where a page has no body that would contradict them.
"""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import log1p
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import numpy as np

from copydesk.page import cues
from copydesk.page.characters import WORD
from copydesk.page.features import LONG
from copydesk.page.hints import Hints
from copydesk.page.lexicon import ready
from copydesk.page.segments import SHAPE_NUMBERS, SHAPES, Elements, Outline, Segment, Shape
from copydesk.page.told import BODY, BODY_LETTERS, LIKELIEST, SURE
from copydesk.page.vocabulary import NO_WORDS, WordModel, placed

CUE_CHARS: Final = 300
"""Characters up to which a segment is searched for the words of errors and walls."""
CUE_SEGMENTS: Final = 60
"""Visible short segments that are searched: a page of one kind or the other says so near its beginning."""
OPENING_BLOCKS: Final = 20
OPENING: Final = 2_000
"""Blocks and characters of the main content whose words are looked at."""
TYPES_KEPT: Final = 1_024
"""Declared types of which it is kept what they speak for: there are few, and each page has some."""
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
WORDS_OF_CUES: Final = {
    "error": cues.ERROR, "paywall": cues.PAYWALL, "consent": cues.CONSENT_WALL, "bot": cues.BOT_CHECK,
    "script": cues.NEEDS_SCRIPT, "login": cues.LOGIN, "region": cues.REGION_BLOCK,
    "failure": cues.FAILURE, "barrier": cues.BARRIER,
}  # fmt: skip
_COUNTED_TAGS: Final = tuple(
    "article form table tr pre nav section figure select option dl blockquote aside main li h2 h3 h4 footer".split()
)
_NO_CUES: Final = [-1.0] * (4 * len(WORDS_OF_CUES))


def used_words(outline: Outline, scores: Sequence[float]) -> dict[str, str]:
    """The words that a page uses, by their places: in its markup, in its short texts, a line for each, and at the
    beginning of its body."""
    texts = outline.texts()
    likely = [text for text, score in zip(texts, scores, strict=True) if score >= BODY]
    return {
        "markup": outline.elements.naming_words(),
        "text": "\n".join([text for text in texts if len(text) < LONG]).lower(),
        "body": " ".join(likely[:OPENING_BLOCKS])[:OPENING].lower(),
    }


def naming_words(hints: Hints, url: str | None) -> str:
    """The words of title (as they are), declared types, and the address with a sign for its part, a line each."""
    words = [f"<{name}>" for name in hints.types if "\n" not in name]
    if hints.titles:
        words += WORD.findall(hints.titles[0].lower())
    if url:
        parts = urlsplit(url.lower())
        words += [f"/{word}" for word in WORD.findall(parts.path)]
        words += [f"?{word}" for word in WORD.findall(parts.query)]
        words += [f"@{label}" for label in parts.netloc.split(".")]
    return "\n".join(words)


class Amounts(NamedTuple):
    """How many of some segments there are, their characters, those in links, their links and images, and how many there
    are of each of SHAPES."""

    number: int
    chars: int
    linked: int
    links: int
    images: int
    shapes: list[int]


class Measures(NamedTuple):
    """What a page shows, and what of it is likely main content, counted.

    `letters` are the characters of all that is shown as a reader feels them; of running text, which is long and hardly
    linked, there are so many segments, with so many letters, and such in the longest. `leading` segments are hardly
    more than links, `long_ones` have LONG characters; `levels` says how many there are, `of_first` and `of_second` how
    often there are these.

    What is likely main content has so many characters in the longest segment, `short_ones` of less than LONG, and
    stands between `first` and `last` in so many `runs`. `homes_alike` is how many stand in elements of the most
    frequent name, `parents` how many elements are around those, `parents_alike` how many of these have their most
    frequent name; so many have a question mark in them, `asking`. `sure_letters` are those of what is surely main
    content and no caption; `captions` counts all.

    Of the lines of texts shorter than LONG some are `numbered`, with a digit in them. Of these some begin with a time
    (`times`), or are that and nothing else (`bare_times`), some count something (`counting`), or begin with that
    (`counters`), some have `prices`, some `dates`. Of the texts at the page's beginning some have `early_dates`, and
    all have so many `questions`, marks of them.
    """

    shown: Amounts
    letters: int
    running: int
    running_letters: int
    longest_running: int
    leading: int
    long_ones: int
    levels: int
    of_first: int
    of_second: int
    likely: Amounts
    longest: int
    short_ones: int
    first: int
    last: int
    runs: int
    homes_alike: int
    parents: int
    parents_alike: int
    asking: int
    sure_letters: int
    captions: int
    numbered: int
    times: int
    bare_times: int
    counting: int
    counters: int
    prices: int
    dates: int
    early_dates: int
    questions: int


def measure(outline: Outline, scores: Sequence[float]) -> Measures:
    """Count what a page shows; `scores` are the probabilities of its segments to be main content."""
    return measure_and_read(outline, scores, None, {})[0]


def measure_and_read(
    outline: Outline, scores: Sequence[float], model: WordModel | None, texts: Mapping[str, str]
) -> tuple[Measures, list[float]]:
    """Count what a page shows, and say what the words of some texts in lower case, which are named by their PLACES, say
    for each kind, place after place. A word counts once."""
    segments, elements = outline.segments, outline.elements
    one = ready()
    known = model.kept_by(one) if model else NO_WORDS
    data, spans = placed(texts)
    codes = outline.codes()
    probabilities = array("d", (BODY, SURE, *scores))
    one.begin()
    page = one.put(b"".join([probabilities, outline.rows(), elements.parents, elements.names, codes, data]))
    sizes = (len(segments), len(elements), len(elements.tags), len(codes) // 4)
    found, size, said, count, *_ = one.run("see", page, *sizes, SHAPE_NUMBERS[Shape.CAPTION], *known, *spans)
    numbers = iter(one.take(found, size, np.int64).tolist())
    measures = Measures._make([_next_amounts(numbers), *islice(numbers, 9), _next_amounts(numbers), *numbers])
    return measures, one.take(said, count, np.float64).tolist()


def _next_amounts(numbers: Iterator[int]) -> Amounts:
    return Amounts._make([*islice(numbers, 5), list(islice(numbers, len(SHAPES)))])


def look(
    outline: Outline, measures: Measures, scores: Sequence[float], hints: Hints, status: int | None
) -> list[float]:
    """What a page shows, as one row: `measures` count it, `scores` are the probabilities of its segments to be main
    content. Neither its address nor its elements take part, for a page is not bad because its site is small."""
    declared = kinds_declared(hints)
    return [
        *_amounts(measures, len(outline.segments)),
        *_numbers(measures),
        *_body(measures, len(scores)),
        float(min(measures.sure_letters, BODY_LETTERS)),
        *_cues(outline.segments, scores, hints, measures.sure_letters),
        *[float(kind in declared) for kind in TYPES],
        0.0 if status is None else float(status // 100),
    ]


def kinds_declared(hints: Hints) -> frozenset[str]:
    """The names in TYPES for which the types speak that a page declares."""
    return frozenset().union(*map(_spoken_for, hints.types))


@lru_cache(maxsize=TYPES_KEPT)
def _spoken_for(declared: str) -> frozenset[str]:
    return frozenset([name for name, pattern in TYPES.items() if pattern.search(declared)])


def _amounts(measures: Measures, count: int) -> list[float]:
    """How much text and how many links, images and shapes are shown, of how many segments in all."""
    shown, running, body = measures.shown, measures.running, measures.running_letters
    number = max(shown.number, 1)
    return [
        *map(log1p, (shown.number, shown.chars, body, running, measures.longest_running, count - shown.number)),
        body / max(measures.letters, 1), shown.linked / max(shown.chars, 1), body / max(running, 1) / 100,
        log1p(shown.links), log1p(shown.images),
        *map(log1p, shown.shapes),
        *[times / number for times in shown.shapes],
        float(measures.levels), float(measures.of_first), float(measures.of_second),
        measures.leading / number,
    ]  # fmt: skip


def _numbers(measures: Measures) -> list[float]:
    """Times, prices, counters, dates and questions among the short texts."""
    return [
        log1p(measures.numbered), log1p(measures.times), log1p(measures.bare_times),
        log1p(measures.counting), log1p(measures.counters), log1p(measures.prices), log1p(measures.dates),
        float(measures.early_dates > 0), log1p(measures.questions),
    ]  # fmt: skip


def _body(measures: Measures, segments: int) -> list[float]:
    """The blocks that are likely main content: how many, how long, of which shapes, and how they repeat."""
    likely = measures.likely
    count, chars = likely.number, likely.chars
    if not count:
        return [0.0] * 24
    return [
        log1p(count), log1p(chars), chars / count, float(measures.longest),
        chars / max(measures.letters, 1),
        measures.short_ones / count,
        likely.linked / max(chars, 1),
        log1p(likely.links), log1p(likely.images),
        *[times / count for times in likely.shapes],
        log1p(likely.shapes[SHAPE_NUMBERS[Shape.HEADING]]),
        measures.first / segments, (measures.last - measures.first + 1) / segments,
        log1p(measures.runs), measures.runs / count,
        log1p(measures.homes_alike), log1p(measures.parents), log1p(measures.parents_alike),
        measures.asking / count,
    ]  # fmt: skip


def repetition(elements: Elements) -> list[float]:
    """How many elements of some tags there are, and how often the most frequent names come again."""
    count = max(len(elements), 1)
    frequency = np.bincount(elements.names, minlength=len(elements.tags)).tolist()
    tags = dict.fromkeys(_COUNTED_TAGS, 0)
    often = []
    for tag, words, times in zip(elements.tags, elements.namings, frequency, strict=True):
        if tag in tags:
            tags[tag] += times
        if times >= REPEATED and words:
            often.append(times)
    return [
        log1p(count), *map(log1p, tags.values()),
        log1p(max(often, default=0)), log1p(len(often)), sum(often) / count, float("text" in elements.tags),
    ]  # fmt: skip


def _likeliest(segments: Sequence[Segment], scores: Sequence[float]) -> list[str]:
    """The beginnings of the few segments that are likeliest to be main content."""
    first = sorted(zip(scores, segments, strict=True), key=lambda pair: -pair[0])[:LIKELIEST]
    return [segment.text[:CUE_CHARS] for _, segment in first]


def _cues(segments: Sequence[Segment], scores: Sequence[float], hints: Hints, sure: int) -> list[float]:
    """How many short texts and how many of the likeliest main content, and whether heading and title, speak of errors,
    walls and the like."""
    if sure >= BODY_LETTERS:
        return _NO_CUES
    likeliest = _likeliest(segments, scores)
    shown = [segment for segment in segments if not segment.hidden]
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
