"""Traits: what a page as a whole shows and how it is built, as numbers, and the words that it uses in each place.

A row is made for every page that is read, so all passes over segments are short, and words of errors and walls are
looked for only where a page has no body that would contradict them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import log1p
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.features import DATE_LIKE, LONG, SHAPES
from copydesk.page.hints import Hints
from copydesk.page.lexicon import WORD
from copydesk.page.messages import SORTS
from copydesk.page.segments import Elements, Outline, Segment, Shape, read_length

CUE_CHARS: Final = 300
"""Characters up to which a segment is searched for the words of errors and walls."""
SPOKEN: Final = 120
"""Texts of a page, from its beginning, that are heard for messages."""
CUE_SEGMENTS: Final = 60
"""Visible short segments that are searched: a page of one kind or the other says so near its beginning."""
LIKELIEST: Final = 3
"""Segments, of those likeliest to be main content, that are searched too."""
AROUND: Final = 4
"""Texts before and behind the surest message, and behind the main content, that are looked at with it."""
SENTENCE: Final = 60
BUTTON: Final = 30
LABEL: Final = 14
"""Letters from which a text is a sentence, up to which it may be a button, and up to which it may stand in a menu."""
BODY: Final = 0.5
SURE: Final = 0.85
"""Probabilities from which a block is more likely main content than not, and surely so."""
TEASER_LINKS: Final = 0.25
"""The part of a text that is links from which it may be a teaser."""
BODY_LETTERS: Final = 800
"""Letters of sure main content from which a page is not searched for words of errors and walls."""
OPENING_BLOCKS: Final = 20
OPENING: Final = 2_000
"""Blocks and characters of the main content whose words are looked at."""
NEAR_TOP: Final = 30
"""Segments at a page's beginning among which an article shows its date."""
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
_CODE: Final = re.compile(r"\D{0,24}\b(?:4[0-5]\d|5[0-3]\d)\b\D{0,24}")
"""A text that is a status of HTTP and few words."""
_PRICE: Final = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|zł|kr|USD|EUR)\b")
WORDS_OF_CUES: Final = {
    "error": cues.ERROR, "paywall": cues.PAYWALL, "consent": cues.CONSENT_WALL, "bot": cues.BOT_CHECK,
    "script": cues.NEEDS_SCRIPT, "login": cues.LOGIN, "region": cues.REGION_BLOCK,
    "failure": cues.FAILURE, "barrier": cues.BARRIER,
}  # fmt: skip
_COUNTED_TAGS: Final = tuple(
    "article form table tr pre nav section figure select option dl blockquote aside main li h2 h3 h4 footer".split()
)
_NO_TYPES: Final = [0.0] * len(TYPES)
QUIET: Final = -20.0
"""Log-odds of a message where nothing is said."""
NO_MESSAGE: Final = -1.0
"""Log-odds of a message below which a text is taken for none."""
_NOT_TOLD: Final = [QUIET] * (6 * len(SORTS) + 6) + [0.0] * 16
Said = NDArray[np.float64]
"""Log-odds of texts to be messages, a row for each text, a column for each sort."""
_NO_CUES: Final = [-1.0] * (4 * len(WORDS_OF_CUES))
PLACES: Final = ("markup", "text", "naming", "body")
"""Where a page uses words, in the order of `page_words`: in its markup, its short texts, its title, address and
declared types, and at the beginning of its main content."""


@dataclass(frozen=True, slots=True)
class ShortLines:
    """The short texts of a page: all, a line for each, and those with a digit, as times and prices have."""

    text: str
    numbered: list[str]


def short_lines(outline: Outline) -> ShortLines:
    """The short texts of a page."""
    text = "\n".join([segment.text for segment in outline.segments if len(segment.text) < LONG])
    return ShortLines(text, list(filter(_DIGIT.search, text.split("\n"))))


def page_words(
    outline: Outline, lines: ShortLines, scores: Sequence[float], hints: Hints, url: str | None
) -> tuple[set[str], ...]:
    """The words of a page, a set for each of PLACES. The short texts, `lines`, are words too, as wholes."""
    short = lines.text.lower()
    likely = (s.text for s, score in zip(outline.segments, scores, strict=True) if score >= BODY)
    opening = " ".join(islice(likely, OPENING_BLOCKS))[:OPENING].lower()
    return (
        set(outline.elements.naming_words().words),
        {*_spaced(short).split(), *short.split("\n")},
        _naming_words(hints, url),
        set(_spaced(opening).split()),
    )


def _spaced(text: str) -> str:
    """A text with spaces for the signs that stand at the ends of words."""
    return text.replace(".", " ").replace(",", " ").replace(":", " ").replace("(", " ").replace(")", " ")


def _naming_words(hints: Hints, url: str | None) -> set[str]:
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


def without_teasers(outline: Outline, scores: Sequence[float]) -> Iterator[float]:
    """The probabilities of segments to be main content, with none for teasers of other stories: shown texts that are
    linked in good part, or that follow a link."""
    below_link = False
    for segment, score in zip(outline.segments, scores, strict=True):
        if segment.hidden:
            yield score
            continue
        chars = len(segment.text)
        yield 0.0 if below_link or segment.link_chars >= TEASER_LINKS * chars else score
        below_link = segment.link_chars > chars / 2


def heard(outline: Outline) -> list[int]:
    """The numbers of the segments that may be messages: what is shown and is not mostly links, from the beginning. On
    large pages labels are passed over, such as those of menus whose links were lost with the markup."""
    plain = [n for n, s in enumerate(outline.segments) if not s.hidden and s.link_chars < 0.5 * len(s.text)]
    if len(plain) > SPOKEN:
        plain = [n for n in plain if read_length(outline.segments[n].text) > LABEL]
    return plain[:SPOKEN]


def spoken(outline: Outline, scores: Sequence[float], hints: Hints) -> list[str]:
    """The texts of a page that may be messages: its title (or nothing) and what is `heard`. Nothing where a body
    contradicts them."""
    sure = 0
    for segment, score in zip(outline.segments, without_teasers(outline, scores), strict=True):
        if score >= SURE and segment.shape is not Shape.CAPTION:
            sure += read_length(segment.text)
            if sure >= BODY_LETTERS:
                return []
    return [hints.titles[0] if hints.titles else "", *[outline.segments[n].text for n in heard(outline)]]


def look(
    outline: Outline, lines: ShortLines, scores: Sequence[float], hints: Hints, status: int | None, said: Said
) -> list[float]:
    """What a page shows, as one row: `lines` are its short texts, `scores` the probabilities of its segments to be main
    content, `said` the log-odds of what is `spoken` to be messages. Neither its address nor its elements take part, for
    a page is not bad because its site is small."""
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
        *_cues(shown, _likeliest(segments, scores), hints, sure),
        *_told(outline, scores, said),
        *([float(any(map(pattern.search, hints.types))) for pattern in TYPES.values()] if hints.types else _NO_TYPES),
        0.0 if status is None else float(status // 100),
    ]


def build(outline: Outline, url: str | None) -> list[float]:
    """Of what elements a page is built, and what its address looks like."""
    return [*_repetition(outline.elements), *_address(url)]


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
    numbered = lines.numbered
    times = list(filter(TIME.match, numbered))
    slides = list(filter(SLIDE.search, numbered))
    top = "\n".join([segment.text for segment in segments[:NEAR_TOP] if len(segment.text) < LONG])
    return [
        log1p(len(numbered)), log1p(len(times)), log1p(sum([len(text) <= BARE_TIME for text in times])),
        log1p(len(slides)), log1p(sum([SLIDE.match(text) is not None for text in slides])),
        log1p(sum([_PRICE.search(text) is not None for text in numbered])),
        log1p(sum([DATE_LIKE.search(text) is not None for text in numbered])),
        float(DATE_LIKE.search(top) is not None),
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


def _repetition(elements: Elements) -> list[float]:
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


def _cues(shown: Sequence[Segment], likeliest: Sequence[str], hints: Hints, sure: int) -> list[float]:
    """How many short texts and how many of the likeliest main content, and whether heading and title, speak of errors,
    walls and the like."""
    if sure >= BODY_LETTERS:
        return _NO_CUES
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


def any_message(said: Said) -> Said:
    """The log-odds of texts to be messages of any sort."""
    return np.asarray(np.logaddexp.reduce(said, axis=1))


def _told(outline: Outline, scores: Sequence[float], said: Said) -> list[float]:
    """What title, headings and main content say of each sort of message, what stands around the surest message, and how
    much else is said."""
    if not len(said):
        return _NOT_TOLD
    numbers = heard(outline)
    if not numbers:
        return [*said[0].tolist(), *_NOT_TOLD[len(SORTS) :]]
    segments = [outline.segments[n] for n in numbers]
    likely, own = np.array(scores)[numbers], np.array(list(without_teasers(outline, scores)))[numbers]
    texts, loud = said[1:], any_message(said[1:])
    lengths = np.array([read_length(segment.text) for segment in segments], dtype=np.float64)
    headings = np.array([segment.shape is Shape.HEADING for segment in segments], dtype=bool)
    message, quiet, body, long = loud > 0.0, loud < NO_MESSAGE, likely >= BODY, lengths >= SENTENCE
    order = np.argsort(-likely, kind="stable")[:LIKELIEST]
    last = int(np.flatnonzero(body)[-1]) if body.any() else len(numbers)
    surest = int(loud.argmax())
    before = np.arange(len(numbers)) < surest
    near = [segment.text for segment in segments[max(surest - AROUND, 0) : surest + AROUND + 1]]
    return [
        *said[0].tolist(),
        *_loudest(texts[headings][:2] if headings.any() else texts[:3]),
        *_loudest(texts), *_loudest(texts[order]), *texts[lengths.argmax()].tolist(),
        *_loudest(texts[max(last - 1, 0) : last + AROUND + 1]),
        float(any_message(said[:1])[0]), *[*np.sort(loud)[::-1][:3].tolist(), QUIET, QUIET][:3],
        float(np.average(loud[long], weights=lengths[long])) if long.any() else QUIET,
        float(loud[long].min(initial=0.0)),
        *[
            log1p(float(lengths[chosen].sum()))
            for chosen in (
                message, ~message, body & message, body & ~message,
                (own >= SURE) & quiet, quiet & before, quiet & ~before,
            )
        ],
        float(lengths[message].sum() / max(lengths.sum(), 1.0)),
        float(lengths[body & message].sum() / max(lengths[body].sum(), 1.0)),
        float(message.sum()),
        float(lengths[~message].max(initial=0.0)),
        surest / len(numbers),
        float(sum([len(text) <= BUTTON for text in near])),
        float(any(map(_PRICE.search, near))),
        float(sum([_CODE.fullmatch(segment.text) is not None for segment in segments[:NEAR_TOP]])),
        log1p(len(numbers)),
    ]  # fmt: skip


def _loudest(said: Said) -> list[float]:
    """The highest log-odds of each sort."""
    found: list[float] = said.max(axis=0, initial=QUIET).tolist()
    return found


def _address(url: str | None) -> list[float]:
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
