"""Verdict: what kind of page a capture is, learned from what it shows, with a probability and reasons."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log1p
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.features import DATE_LIKE, LONG
from copydesk.page.findings import Kind, Verdict
from copydesk.page.hints import Hints
from copydesk.page.lexicon import REMEMBERED, markup_words, text_words
from copydesk.page.segments import Outline, Segment, Shape, read_length
from copydesk.page.trees import Ensemble

KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.OTHER)
"""The kinds that the model tells apart, in the order of its outputs."""
CUE_CHARS: Final = 300
"""Characters up to which a segment is searched for the words of errors and walls."""
CUE_SEGMENTS: Final = 60
"""Visible short segments that are searched: a page of one kind or the other says so near its beginning."""
SURE: Final = 0.85
"""Probability from which a block counts as main content against the page being an error or a wall."""
BODY_LETTERS: Final = 150
"""Letters of sure main content that contradict an error, a wall or an empty page."""
STUB_LETTERS: Final = 120
"""Letters of it up to which such a page may still have a teaser."""
EMPTY_LETTERS: Final = 200
"""Letters that an empty page may show: a name, a menu, a word of waiting."""
ITEM_LETTERS: Final = 80
"""Letters of sure main content that make the shortest news item."""
NEAR_TOP: Final = 30
BARE_TIME: Final = 8
"""Characters of a line that is a time and nothing else."""
SLIDES: Final = 2
"""Counters of pictures, or times of entries, from which a page may be a gallery or a live blog."""
CONTRADICTED: Final = 0.02
SHOWN: Final = 5.0
"""What the odds of such a kind are multiplied by where the page contradicts it, and where it shows it plainly."""
UNSURE: Final = 0.2
"""Probability below which no kind is named."""

_TYPES: Final = {
    "article": r"article|posting$|report$",
    "live": r"liveblog",
    "product": r"^product|offer|^og:product",
    "forum": r"discussion|qapage|question|comment$",
    "list": r"collectionpage|itemlist|searchresults",
    "gallery": r"imagegallery|mediagallery",
    "service": r"^service|organization|localbusiness|corporation|government|faqpage|school|university",
    "documentation": r"techarticle|softwaresourcecode|apireference|softwareapplication",
    "website": r"^website$",
}
_ADDRESS: Final = {
    "forum": r"forum|thread|/t/|topic|question|discussion|community|viewtopic|/r/",
    "product": r"product|/p/|/dp/|/item|shop|store|sku",
    "documentation": r"docs?[./]|documentation|reference|manual|guide|/api|wiki|tutorial|learn",
    "collection": r"collection|categor|/c/|/tag|browse|catalog|genre|department",
    "service": r"service|about|solution|pricing|program|contact|support|department",
    "article": r"blog|news|article|story|/20\d\d/",
    "gallery": r"galler|photo|bilder|foto|slideshow",
    "live": r"live|ticker|direct",
    "error": r"\b404\b|error|not-?found",
}
_DIGIT: Final = re.compile(r"\d")
"""What each of the three below needs: most texts are looked at once, not three times."""
_TIME: Final = re.compile(r"^\W*(?:\d{1,2}[:.h]\d{2}|\d+ ?(?:min|hour|h|m|std|Std)\w*\.? ?(?:ago)?)\b")
_SLIDE: Final = re.compile(r"\b\d{1,3}\s*(?:/|of|von|de|sur|di|van|z|из|av|af|の)\s*\d{1,3}\b")
_PRICE: Final = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|zł|kr|USD|EUR)\b")
_BARE_CUES: Final = (cues.NOTICE, cues.ERROR, cues.PAYWALL, cues.CONSENT_WALL, cues.BOT_CHECK)
_WORDS_OF_CUES: Final = {
    "error": cues.ERROR, "paywall": cues.PAYWALL, "consent": cues.CONSENT_WALL, "bot": cues.BOT_CHECK,
    "script": cues.NEEDS_SCRIPT, "login": cues.LOGIN, "region": cues.REGION_BLOCK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindModel:
    """Trees over page features, and for each kind the weights of words of markup and of short texts."""

    trees: Ensemble
    words: dict[str, int]
    weights: NDArray[np.float32]


def page_words(outline: Outline) -> set[str]:
    """The words of a page's markup and of its short texts; those of markup begin with a full stop."""
    found: set[str] = set()
    for name in outline.elements.distinct:
        found.update(_markup_page_words(*name))
    for segment in outline.segments:
        if len(segment.text) < LONG:
            found.update(text_words(segment.text))
    return found


@lru_cache(maxsize=REMEMBERED)
def _markup_page_words(tag: str, naming: str) -> tuple[str, ...]:
    return tuple(["." + word for word in markup_words(tag, naming)])


def kind_features(
    outline: Outline,
    hints: Hints,
    url: str | None,
    status: int | None,
    words: dict[str, int],
    weights: NDArray[np.float32],
) -> NDArray[np.float32]:
    """One row that describes a page as a whole."""
    segments = outline.segments
    shown = [segment for segment in segments if not segment.hidden]
    row: list[float] = [*_amounts(segments, shown), *_cue_counts(shown, hints)]
    types = " ".join(sorted(hints.types))
    row += (
        [float(any(re.search(pattern, kind) for kind in hints.types)) for pattern in _TYPES.values()]
        if types
        else [0.0] * len(_TYPES)
    )
    row += _address(url)
    row.append(0.0 if status is None else float(status // 100))
    known = [words[word] for word in page_words(outline) if word in words]
    if known:
        total = weights[known].sum(axis=0, dtype=np.float64)
        row += (total / np.sqrt(len(known))).tolist()
    else:
        row += [0.0] * len(KINDS)
    return np.array(row, dtype=np.float32)


def _amounts(segments: Sequence[Segment], shown: Sequence[Segment]) -> list[float]:
    count = len(shown)
    lengths = [len(s.text) for s in shown]
    chars, linked = sum(lengths), sum([s.link_chars for s in shown])
    read = [read_length(s.text) for s in shown]
    short = [s.text for s, length in zip(shown, read, strict=True) if length < LONG]
    running = [
        s.text for s, length in zip(shown, read, strict=True) if length >= LONG and s.link_chars < 0.5 * len(s.text)
    ]
    numbered = [text for text in short if _DIGIT.search(text)]
    body = sum(map(len, running))
    shapes = Counter([s.shape for s in shown])
    by_shape = [shapes[shape] for shape in Shape]
    levels = [s.level for s in shown if s.shape is Shape.HEADING]
    return [
        *map(log1p, (count, chars, body, len(running), max(map(len, running), default=0))),
        body / max(chars, 1), linked / max(chars, 1),
        log1p(len(segments) - count), log1p(sum([len(s.text) for s in segments]) - chars),
        log1p(sum([len(s.links) for s in shown])), log1p(sum([s.images for s in shown])),
        *map(log1p, by_shape),
        *[amount / max(count, 1) for amount in by_shape],
        log1p(sum([bool(_TIME.match(text)) for text in numbered])),
        log1p(sum([bool(_PRICE.search(text)) for text in numbered])),
        log1p(sum([bool(_SLIDE.search(text)) for text in numbered])),
        log1p(sum(["?" in text for text in short])), log1p(max([text.count(".") for text in running], default=0)),
        body / max(len(running), 1) / 100, float(len(set(levels))), float(levels.count(1)),
    ]  # fmt: skip


def _cue_counts(shown: Sequence[Segment], hints: Hints) -> list[float]:
    """How many short texts, and whether the title, speak of errors, walls and the like."""
    texts = [s.text for s in shown if len(s.text) <= CUE_CHARS]
    if len(texts) > CUE_SEGMENTS:
        texts = (
            texts[: CUE_SEGMENTS // 2] + [t for t in texts[CUE_SEGMENTS // 2 :] if t[-1] in ".!?"][: CUE_SEGMENTS // 2]
        )
    title = " ".join(hints.titles[:2])
    headings = [s.text for s in shown if s.shape is Shape.HEADING][:2] or texts[:3]
    return [
        value
        for pattern in _WORDS_OF_CUES.values()
        for value in (
            float(min(sum([pattern.is_in(text) for text in texts]), 5)),
            float(any(pattern.is_in(text) for text in headings)),
            float(pattern.is_in(title)),
        )
    ]


def _address(url: str | None) -> list[float]:
    if not url:
        return [-1.0] * (len(_ADDRESS) + 4)
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    whole = f"{parts.netloc}{parts.path}".lower()
    return [
        *(float(bool(re.search(pattern, whole))) for pattern in _ADDRESS.values()),
        float(len(steps)), float(len(steps[-1].split("-")) if steps else 0), float(bool(parts.query)),
        float(sum(map(str.isdigit, parts.path))),
    ]  # fmt: skip


@cache
def _model() -> KindModel:
    with np.load(str(files("copydesk.page") / "kinds.npz"), allow_pickle=False) as arrays:
        names = arrays["words"].tobytes().decode().split("\n")
        words = {word: n for n, word in enumerate(names)}
        return KindModel(Ensemble.from_arrays(arrays), words, arrays["weights"].astype(np.float32))


def judge(outline: Outline, scores: Sequence[float], hints: Hints, url: str | None, status: int | None) -> Verdict:
    """The kind of a page. An HTTP status is one sign among others.

    `scores` are the segments' probabilities to be main content. An error, a wall or an empty page must also show
    itself as one, and a page with a body is none of them.
    """
    model = _model()
    row = kind_features(outline, hints, url, status, model.words, model.weights)
    raw = model.trees.scores(row[None, :])[0]
    odds = np.exp(raw - raw.max())
    for kind, factor in _evidence(outline, hints, status, _sure_letters(outline, scores)).items():
        odds[KINDS.index(kind)] *= factor
    probabilities = odds / odds.sum()
    best = int(probabilities.argmax())
    kind = KINDS[best] if probabilities[best] >= UNSURE else Kind.OTHER
    return Verdict(kind, float(probabilities[best]), reasons(kind, outline, hints))


def _sure_letters(outline: Outline, scores: Sequence[float]) -> int:
    """Letters of what is surely main content and no message of an error or a wall, counted until they are enough."""
    letters = 0
    for segment, score in zip(outline.segments, scores, strict=True):
        if score < SURE or segment.shape is Shape.CAPTION:
            continue
        if len(segment.text) > 2 * CUE_CHARS or not any(cue.is_in(segment.text) for cue in _BARE_CUES):
            letters += read_length(segment.text)
        if letters >= BODY_LETTERS:
            break
    return letters


def _evidence(outline: Outline, hints: Hints, status: int | None, body: int) -> dict[Kind, float]:
    """By how much what a page shows and says makes those kinds more or less likely that must show themselves."""
    factors = {Kind.GALLERY: _gallery_factor(outline, hints), Kind.LIVE_BLOG: _live_blog_factor(outline, hints)}
    if body >= ITEM_LETTERS and _shows_article(outline, hints):
        factors[Kind.ARTICLE] = SHOWN
    return factors | _bare_evidence(outline, hints, status, body)


def _shows_article(outline: Outline, hints: Hints) -> bool:
    """A declared article, or one headline with a date near it: what even the shortest item has."""
    if any(re.search(_TYPES["article"], name) for name in hints.types):
        return True
    dated = any(len(s.text) < LONG and DATE_LIKE.search(s.text) for s in outline.segments[:NEAR_TOP])
    return dated and sum(s.shape is Shape.HEADING and s.level == 1 for s in outline.segments) <= 1


def _gallery_factor(outline: Outline, hints: Hints) -> float:
    """Galleries count their pictures, or have a caption for each of many."""
    counters = sum(len(s.text) < CUE_CHARS and bool(_SLIDE.match(s.text)) for s in outline.segments)
    if counters > SLIDES:
        return SHOWN
    declared = any(re.search(_TYPES["gallery"], name) for name in hints.types)
    captions = sum(s.shape is Shape.CAPTION for s in outline.segments)
    return 1.0 if declared or counters == SLIDES or captions >= 2 * SLIDES else CONTRADICTED


def _live_blog_factor(outline: Outline, hints: Hints) -> float:
    """Live blogs have entries with their times."""
    if any("liveblog" in name for name in hints.types):
        return SHOWN
    times = [s.text for s in outline.segments if len(s.text) < LONG and _TIME.match(s.text)]
    if sum(len(text) <= BARE_TIME for text in times) > SLIDES:
        return SHOWN
    return 1.0 if len(times) >= SLIDES else CONTRADICTED


def _bare_evidence(outline: Outline, hints: Hints, status: int | None, body: int) -> dict[Kind, float]:
    if body >= BODY_LETTERS:
        return dict.fromkeys((Kind.ERROR, Kind.WALL, Kind.EMPTY), CONTRADICTED)
    shown = [segment.text for segment in outline.segments if not segment.hidden]
    short = [*(text for text in shown if len(text) <= CUE_CHARS), *hints.titles[:1]]
    error = (status is not None and status >= 400) or any(cues.ERROR.is_in(text) for text in short)
    wall = any(_WORDS_OF_CUES[name].is_in(text) for name in _CUES_OF_KIND[Kind.WALL] for text in short)
    empty = sum(map(read_length, shown)) < EMPTY_LETTERS
    shows = {Kind.ERROR: error, Kind.WALL: wall, Kind.EMPTY: empty}
    return {
        kind: SHOWN if here and body < STUB_LETTERS else 1.0 if here else CONTRADICTED for kind, here in shows.items()
    }


def reasons(kind: Kind, outline: Outline, hints: Hints) -> tuple[str, ...]:
    """What of a page speaks for its kind, in plain words."""
    shown = [segment for segment in outline.segments if not segment.hidden]
    long = [segment for segment in shown if len(segment.text) >= LONG]
    chars = sum(len(segment.text) for segment in shown)
    linked = sum(segment.link_chars for segment in shown)
    said = [f"{len(long)} long blocks among {len(shown)} shown" if shown else "no visible text"]
    if chars:
        said.append(f"{linked / chars:.0%} of the text is links")
    declared = sorted(name for name in hints.types if re.search(_TYPES.get(_DECLARED.get(kind, ""), "$^"), name))
    if declared:
        said.append(f"the page declares itself {declared[0]}")
    for name in _CUES_OF_KIND.get(kind, ()):
        sign = next((s.text for s in shown if len(s.text) <= CUE_CHARS and _WORDS_OF_CUES[name].is_in(s.text)), None)
        if sign:
            said.append(f"it says “{sign[:80]}”")
            break
    return tuple(said)


_DECLARED: Final = {
    Kind.ARTICLE: "article", Kind.LIVE_BLOG: "live", Kind.PRODUCT: "product", Kind.FORUM: "forum", Kind.LISTING: "list",
    Kind.COLLECTION: "list", Kind.GALLERY: "gallery", Kind.SERVICE: "service", Kind.DOCUMENTATION: "documentation",
}  # fmt: skip
_CUES_OF_KIND: Final = {
    Kind.ERROR: ("error",),
    Kind.WALL: ("bot", "consent", "paywall", "login", "region"),
    Kind.EMPTY: ("script",),
}
