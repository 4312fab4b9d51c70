"""Verdict: what kind of page a capture is, learned from what it shows, with a probability and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import add
from struct import pack
from typing import Final

import numpy as np

from copydesk.kernel import kernel
from copydesk.page.asked import asked
from copydesk.page.findings import Kind, Verdict
from copydesk.page.hints import Hints
from copydesk.page.messages import MessageModel
from copydesk.page.named import named
from copydesk.page.segments import Outline
from copydesk.page.told import BODY_LETTERS, NO_MESSAGE, QUIET, Heard, body_letters, listen, told
from copydesk.page.traits import (
    CUE_CHARS,
    TYPES,
    WORDS_OF_CUES,
    Measures,
    address,
    kinds_declared,
    look,
    measure_and_read,
    naming_words,
    repetition,
    used_words,
)
from copydesk.page.trees import Ensemble
from copydesk.page.vocabulary import PLACES, WordModel, placed

BARE: Final = (Kind.ERROR, Kind.WALL, Kind.EMPTY)
"""The kinds of page that carry nothing."""
FORMS: Final = (*BARE, Kind.GALLERY, Kind.LIVE_BLOG, Kind.OTHER)
"""What a page is by its form, whatever it is about: other pages have a subject."""
SUBJECTS: Final = tuple(kind for kind in Kind if kind not in FORMS)
"""The kinds that are told apart by what a page is about."""
KINDS: Final = (*FORMS[:-1], *SUBJECTS)
"""All kinds, in the order of their probabilities."""
BARE_FROM: Final = 0.73
"""Probability, of the three kinds that carry nothing together, from which a page is called one of them: a page that is
lost weighs as much as two errors that are kept, and what that is worth is flat from 0.68 to 0.74."""
NEWS_LETTERS, STUB_LETTERS = 200, 600
PLAINLY: Final = 1.0
"""Letters of sure main content that contradict an error and an empty page, and a wall, which may show as much of what is
behind it; and the log-odds from which a text is plainly a message and does not count among them."""
FEW: Final = 2
"""Counters of pictures, or times of entries, from which a page may be a gallery or a live blog."""
RULED_OUT, NO_STUB, BEYOND_DOUBT = 0.002, 0.02, 0.00001
CONTRADICTED: Final = 0.01
SHOWN: Final = 5.0
"""What the odds of a form are multiplied by where a body rules it out, where it rules out a wall, where it is so long
that no banner above it can be in doubt, where the page contradicts it, and where it shows it plainly."""
RARE: Final = 0.2
"""What the odds of galleries and live blogs are multiplied by: there are fewer of them than of the generated ones that
they are learned from."""
UNSURE: Final = 0.2
"""Probability below which no kind is named."""


@dataclass(frozen=True, slots=True)
class KindModel:
    """What messages sound like, trees that tell forms from what a page shows and says, the weights of words, and trees
    that tell subjects from all of it; `sharpness` makes the scores of both log-odds."""

    messages: MessageModel
    forms: Ensemble
    words: WordModel
    subjects: Ensemble
    sharpness: tuple[float, float]


@cache
def _model() -> KindModel:
    with np.load(str(files("copydesk.page") / "kinds.npz"), allow_pickle=False) as arrays:
        words = WordModel(
            {place: arrays[f"{place}.words"].tobytes().decode() for place in PLACES},
            {place: arrays[f"{place}.weights"] for place in PLACES},
        )
        forms, subjects = (
            Ensemble.from_arrays({part: arrays[f"{name}.{part}"] for part in ("features", "borders", "leaves", "bias")})
            for name in ("forms", "subjects")
        )
        of_forms, of_subjects = arrays["sharpness"].tolist()
        messages = MessageModel(arrays["messages.weights"], arrays["messages.bias"])
        return KindModel(messages, forms, words, subjects, (of_forms, of_subjects))


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to say of a page whatever its address, as columns, which pickle well: how much it shows, its traits,
    what it says of messages, the evidence for its form, and what its words say in all of PLACES but the last.

    `shown` are how many segments it shows, how many of them are long, their characters and those of them in links.
    """

    status: int | None
    shown: tuple[int, int, int, int]
    traits: list[float]
    messages: list[float]
    factors: list[float]
    repetition: list[float]
    words: list[float]


def see(outline: Outline, scores: Sequence[float], hints: Hints, status: int | None) -> Sight:
    """See a page; `scores` are the segments' probabilities to be main content.

    An HTTP status is one sign among others, and so is the text of an error or a wall.
    """
    model = _model()
    measures, words = measure_and_read(outline, scores, model.words, used_words(outline, scores))
    heard = listen(outline, scores, hints, model.messages)
    return Sight(
        status,
        (measures.shown.number, measures.long_ones, measures.shown.chars, measures.shown.linked),
        look(outline, measures, scores, hints, status),
        messages_told(outline, scores, hints, heard, model.messages),
        evidence(outline, measures, scores, hints, heard),
        repetition(outline.elements),
        words,
    )


def messages_told(
    outline: Outline, scores: Sequence[float], hints: Hints, heard: Heard, model: MessageModel
) -> list[float]:
    """What a page says of messages, what the elements around them are called, what the labels beside them ask for, and
    whether the page declares itself not free: of use for its form alone."""
    return [
        *told(outline, scores, hints, heard),
        *named(outline, heard),
        *asked(outline, scores, heard, model),
        float(hints.paid),
    ]


def judge(sight: Sight, outline: Outline, hints: Hints, url: str | None) -> Verdict:
    """The kind of a page that was seen."""
    model = _model()
    forms = [*sight.traits, *sight.messages]
    subjects = [*sight.traits, *sight.repetition, *address(url), *sight.words]
    numbers = pack(f"={len(forms) + len(subjects)}f", *forms, *subjects)
    naming, spans = placed({"naming": naming_words(hints, url)})
    one = kernel()
    words = model.words.kept_by(one)
    models = model.forms.kept_by(one, len(forms)), model.subjects.kept_by(one, len(subjects) + words.weights)
    one.begin()
    found = one.run("judge", *models, one.put(numbers + naming), len(forms), len(subjects), *words, *spans)
    of_forms, of_subjects = (
        [sharpness * score for score in one.take(found[n], found[n + 1], np.float64).tolist()]
        for n, sharpness in zip((0, 2), model.sharpness, strict=True)
    )
    kind, probability = called(chances_of(of_forms, of_subjects, sight.factors))
    return Verdict(kind, probability, reasons(kind, sight, outline, hints))


def evidence(outline: Outline, measures: Measures, scores: Sequence[float], hints: Hints, heard: Heard) -> list[float]:
    """By how much what must be there makes each of FORMS more or less likely, beyond what generated pages teach."""
    declared = kinds_declared(hints)
    gallery = _gallery_factor(measures, "gallery" in declared)
    live = _live_blog_factor(measures, "live" in declared)
    bare = wall = CONTRADICTED if SHOWN in (gallery, live) else 1.0
    letters = body_letters(outline, scores, heard, PLAINLY) if heard.texts else BODY_LETTERS
    if letters >= NEWS_LETTERS:
        bare = RULED_OUT if letters < BODY_LETTERS else BEYOND_DOUBT
    if letters >= STUB_LETTERS:
        wall = min(wall, NO_STUB if heard.texts else RULED_OUT)
    if letters >= NEWS_LETTERS and max(heard.loud.values(), default=QUIET) < NO_MESSAGE:
        wall = RULED_OUT  # nothing on the page sounds like the message of a wall
    return [bare, wall, bare, RARE * gallery, RARE * live, 1.0]


def _gallery_factor(measures: Measures, declared: bool) -> float:
    """Galleries count their pictures, or have a caption for each of many."""
    if measures.counters > FEW:
        return SHOWN
    return 1.0 if declared or measures.counters == FEW or measures.captions >= 2 * FEW else CONTRADICTED


def _live_blog_factor(measures: Measures, declared: bool) -> float:
    """Live blogs have entries with their times."""
    if declared or measures.bare_times > FEW:
        return SHOWN
    return 1.0 if measures.times >= FEW else CONTRADICTED


def chances_of(forms: Sequence[float], subjects: Sequence[float], factors: Sequence[float]) -> list[float]:
    """Probabilities of KINDS, from the log-odds of forms and of subjects, and the evidence for forms.

    What looks like a gallery or a live blog, and shows nothing of one, is a page like others: it is no more likely to
    be a wall because it is none.
    """
    highest, best = max(forms), max(subjects)
    odds = np.exp([score - highest for score in forms] + [score - best for score in subjects]).tolist()
    of_forms, of_subjects = _shares(odds[: len(forms)]), _shares(odds[len(forms) :])
    contradicted = 0.0
    for n in range(len(BARE), len(FORMS) - 1):  # galleries and live blogs
        if factors[n] <= RARE * CONTRADICTED:
            contradicted += of_forms[n]
    of_forms[-1] += contradicted
    *named_forms, other = _shares([share * factor for share, factor in zip(of_forms, factors, strict=True)])
    return [*named_forms, *[other * share for share in of_subjects]]


def _shares(parts: Sequence[float]) -> list[float]:
    """What each of some numbers is of all."""
    whole = reduce(add, parts)
    return [part / whole for part in parts]


def called(chances: Sequence[float]) -> tuple[Kind, float]:
    """The kind to name, and its probability: whether a page carries anything is settled first, then which kind it is."""
    bare, others = chances[: len(BARE)], chances[len(BARE) :]
    some = bare if reduce(add, bare) >= BARE_FROM else others
    probability = max(some)
    best = KINDS[chances.index(probability, 0 if some is bare else len(BARE))]
    return best if probability >= UNSURE else Kind.OTHER, probability


def reasons(kind: Kind, sight: Sight, outline: Outline, hints: Hints) -> tuple[str, ...]:
    """What of a page speaks for its kind, in plain words."""
    shown, long, chars, linked = sight.shown
    said = [f"{long} long blocks among {shown} shown" if shown else "no visible text"]
    if chars:
        said.append(f"{linked / chars:.0%} of the text is links")
    pattern = TYPES.get(_DECLARED.get(kind, ""))
    declared = min((name for name in hints.types if pattern and pattern.search(name)), default=None)
    if declared:
        said.append(f"the page declares itself {declared}")
    for name in _CUES_OF_KIND.get(kind, ()):
        cue = WORDS_OF_CUES[name]
        texts = (s.text for s in outline.segments if not s.hidden and len(s.text) <= CUE_CHARS)
        sign = next((text for text in texts if cue.is_in(text)), None)
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
