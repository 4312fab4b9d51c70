"""Verdict: what kind of page a capture is, learned from what it shows, with a probability and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page.features import LONG
from copydesk.page.findings import Kind, Verdict
from copydesk.page.hints import Hints
from copydesk.page.segments import Outline
from copydesk.page.traits import CUE_CHARS, PLACES, TYPES, WORDS_OF_CUES, page_words, short_lines, traits
from copydesk.page.trees import Ensemble

KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.OTHER)
"""The kinds that the model tells apart, in the order of its outputs."""
BARE: Final = np.array([kind in (Kind.ERROR, Kind.WALL, Kind.EMPTY) for kind in KINDS])
BARE_FROM: Final = 0.5
"""Probability, of the three kinds that carry nothing together, from which a page is called one of them."""
UNSURE: Final = 0.2
"""Probability below which no kind is named."""


@dataclass(frozen=True, slots=True)
class WordModel:
    """How much each word of a place speaks for each kind of page that real pages show: whole numbers, so that their
    sum is the same in any order."""

    numbers: dict[str, int]
    weights: NDArray[np.int16]

    def scores(self, words: set[str]) -> list[float]:
        """What the words of a page say for each kind, together."""
        known = list(map(self.numbers.__getitem__, self.numbers.keys() & words))
        if not known:
            return [0.0] * self.weights.shape[1]
        total: list[float] = (self.weights.take(known, axis=0).sum(axis=0, dtype=np.int64) / len(known) ** 0.5).tolist()
        return total


@dataclass(frozen=True, slots=True)
class KindModel:
    """Word weights for each of PLACES, and trees over what words and traits say; `sharpness` makes scores log-odds."""

    words: tuple[WordModel, ...]
    trees: Ensemble
    sharpness: float


@cache
def _model() -> KindModel:
    with np.load(str(files("copydesk.page") / "kinds.npz"), allow_pickle=False) as arrays:
        words = tuple(_word_model(arrays[f"{place}.words"], arrays[f"{place}.weights"]) for place in PLACES)
        return KindModel(words, Ensemble.from_arrays(arrays), float(arrays["sharpness"][0]))


def _word_model(words: NDArray[np.uint8], weights: NDArray[np.int16]) -> WordModel:
    names = words.tobytes().decode().split("\n") if words.size else []
    return WordModel({word: n for n, word in enumerate(names)}, weights)


def kind_features(
    outline: Outline,
    scores: Sequence[float],
    hints: Hints,
    url: str | None,
    status: int | None,
    models: Sequence[WordModel],
) -> NDArray[np.float32]:
    """The row that the trees see: what the words of each place say, and the page's traits."""
    lines = short_lines(outline)
    row = traits(outline, lines, scores, hints, url, status)
    for model, words in zip(models, page_words(outline, lines, scores, hints, url), strict=True):
        row += model.scores(words)
    return np.array(row, dtype=np.float32)


def judge(outline: Outline, scores: Sequence[float], hints: Hints, url: str | None, status: int | None) -> Verdict:
    """The kind of a page; `scores` are the segments' probabilities to be main content.

    An HTTP status is one sign among others, and so is the text of an error or a wall.
    """
    model = _model()
    raw = model.trees.score(kind_features(outline, scores, hints, url, status, model.words)) * model.sharpness
    chances = softmax(raw)
    best = choose(chances)
    probability = float(chances[best])
    kind = KINDS[best] if probability >= UNSURE else Kind.OTHER
    return Verdict(kind, probability, reasons(kind, outline, hints))


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of the kinds, from their log-odds."""
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum())


def choose(chances: NDArray[np.float64]) -> int:
    """The number of the kind to name: whether a page carries anything is settled first, then which kind it is."""
    bare = chances[BARE].sum() >= BARE_FROM
    return int(np.where(bare == BARE, chances, -1.0).argmax())


def reasons(kind: Kind, outline: Outline, hints: Hints) -> tuple[str, ...]:
    """What of a page speaks for its kind, in plain words."""
    shown = [segment for segment in outline.segments if not segment.hidden]
    lengths = [len(segment.text) for segment in shown]
    chars = sum(lengths)
    long = sum([length >= LONG for length in lengths])
    said = [f"{long} long blocks among {len(shown)} shown" if shown else "no visible text"]
    if chars:
        linked = sum([segment.link_chars for segment in shown])
        said.append(f"{linked / chars:.0%} of the text is links")
    pattern = TYPES.get(_DECLARED.get(kind, ""))
    declared = min((name for name in hints.types if pattern and pattern.search(name)), default=None)
    if declared:
        said.append(f"the page declares itself {declared}")
    for name in _CUES_OF_KIND.get(kind, ()):
        cue = WORDS_OF_CUES[name]
        sign = next((s.text for s in shown if len(s.text) <= CUE_CHARS and cue.is_in(s.text)), None)
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
