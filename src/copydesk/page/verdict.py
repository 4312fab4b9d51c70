"""Verdict: what kind of page a capture is, learned from what it shows, with a probability and reasons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.features import LONG, markup_words, text_words
from copydesk.page.findings import Kind, Verdict
from copydesk.page.hints import Hints
from copydesk.page.segments import Outline, Segment, Shape, read_length
from copydesk.page.trees import Ensemble

KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.OTHER)
"""The kinds that the model tells apart, in the order of its outputs."""
CUE_CHARS: Final = 300
"""Characters up to which a segment is searched for the words of errors and walls."""
CUE_SEGMENTS: Final = 60
"""Visible short segments that are searched: a page of one kind or the other says so near its beginning."""
BARE_KINDS: Final = (Kind.ERROR, Kind.WALL, Kind.EMPTY)
BODY_CHARS: Final = 300
BODY_BLOCKS: Final = 2
"""Characters and long blocks of main content that contradict an error, a wall or an empty page."""
CONTRADICTED: Final = 0.02
"""What is left of the probability of such a kind then."""
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
_TIME: Final = re.compile(r"^\W*(?:\d{1,2}[:.h]\d{2}|\d+ ?(?:min|hour|h|m|std|Std)\w*\.? ?(?:ago)?)\b")
_SLIDE: Final = re.compile(r"\b\d{1,3}\s*(?:/|of|von|de|sur|di|van|z|из|av|af|の)\s*\d{1,3}\b")
_PRICE: Final = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|zł|kr|USD|EUR)\b")
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
    named = {(element.tag, element.words) for element in outline.elements}
    found = {"." + word for name in named for word in markup_words(*name)}
    for segment in outline.segments:
        if len(segment.text) < LONG:
            found.update(text_words(segment.text))
    return found


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
    chars = sum([len(s.text) for s in shown])
    linked = sum([end - start for s in shown for start, end, _ in s.links])
    long = [s for s in shown if read_length(s.text) >= LONG]
    running = [s for s in long if not s.links or sum([b - a for a, b, _ in s.links]) < 0.5 * len(s.text)]
    body = sum([len(s.text) for s in running])
    short = [s for s in shown if read_length(s.text) < LONG]
    by_shape = [sum([s.shape is shape for s in shown]) for shape in Shape]
    homes: dict[int, int] = {}
    for s in running:
        homes[s.element] = homes.get(s.element, 0) + 1
    longest = max([len(s.text) for s in running], default=0)
    return [
        np.log1p(len(shown)), np.log1p(chars), np.log1p(body), np.log1p(len(running)), np.log1p(longest),
        body / max(chars, 1), linked / max(chars, 1), np.log1p(len(segments) - len(shown)),
        np.log1p(sum([len(s.text) for s in segments]) - chars), np.log1p(sum([len(s.links) for s in shown])),
        np.log1p(sum([s.images for s in shown])), *np.log1p(by_shape),
        *(count / max(len(shown), 1) for count in by_shape),
        np.log1p(sum([bool(_TIME.match(s.text)) for s in short])), np.log1p(sum([bool(_PRICE.search(s.text)) for s in short])),
        np.log1p(sum([bool(_SLIDE.search(s.text)) for s in short])), np.log1p(sum(["?" in s.text for s in short])), np.log1p(max([s.text.count(".") for s in running], default=0)),
        body / max(len(running), 1) / 100, float(len({s.level for s in shown if s.shape is Shape.HEADING})),
        float(sum([s.shape is Shape.HEADING and s.level == 1 for s in shown])),
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


def judge(outline: Outline, hints: Hints, url: str | None, status: int | None, body: Sequence[str]) -> Verdict:
    """The kind of a page. An HTTP status is one sign among others, and no page that has a body is an error or a wall.

    `body` are the texts of its main content, as the roles have it.
    """
    model = _model()
    row = kind_features(outline, hints, url, status, model.words, model.weights)
    scores = model.trees.scores(row[None, :])[0]
    odds = np.exp(scores - scores.max())
    probabilities = odds / odds.sum()
    lengths = [read_length(text) for text in body]
    if sum(lengths) >= BODY_CHARS and sum(length >= LONG for length in lengths) >= BODY_BLOCKS:
        probabilities[[KINDS.index(kind) for kind in BARE_KINDS]] *= CONTRADICTED
        probabilities /= probabilities.sum()
    best = int(probabilities.argmax())
    kind = KINDS[best] if probabilities[best] >= UNSURE else Kind.OTHER
    return Verdict(kind, float(probabilities[best]), reasons(kind, outline, hints))


def reasons(kind: Kind, outline: Outline, hints: Hints) -> tuple[str, ...]:
    """What of a page speaks for its kind, in plain words."""
    shown = [segment for segment in outline.segments if not segment.hidden]
    long = [segment for segment in shown if len(segment.text) >= LONG]
    chars = sum(len(segment.text) for segment in shown)
    linked = sum(end - start for segment in shown for start, end, _ in segment.links)
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
