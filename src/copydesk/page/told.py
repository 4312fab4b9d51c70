"""What a page says, text by text, and where: whether it carries a message alone, or news with something beside it.

Texts are heard with the model of messages. What counts is also what stands around the surest message, and how all that
the page says of its own sounds beside the teasers of other stories.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log1p
from operator import mul
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page.features import DATE_LIKE
from copydesk.page.hints import Hints
from copydesk.page.messages import SORTS, MessageModel
from copydesk.page.segments import Outline, Segment, Shape, read_length
from copydesk.page.stories import leads_away, teasers

Said = NDArray[np.float64]
"""Log-odds of texts to be messages, a row for each text, a column for each sort."""
SPOKEN: Final = 120
"""Texts of a page, from its beginning, that are heard for messages."""
LIKELIEST: Final = 3
"""Segments, of those likeliest to be main content, that are looked at by themselves."""
AROUND: Final = 4
"""Texts before and behind the surest message, and behind the main content, that are looked at with it."""
SENTENCE: Final = 60
PHRASE: Final = 40
BUTTON: Final = 30
LABEL: Final = 14
"""Letters from which a text is a sentence, and a phrase, up to which it may be a button, and up to which it may stand
in a menu."""
BODY: Final = 0.5
SURE: Final = 0.85
"""Probabilities from which a block is more likely main content than not, and surely so."""
BODY_LETTERS: Final = 800
"""Letters of sure main content from which a page is not searched for words of errors and walls."""
FEW_TEXTS, LONG_MESSAGE = 30, 2_000
"""Shown texts up to which that takes more letters, and how many: some walls explain themselves at length."""
TEASER_LINKS: Final = 0.25
"""The part of a text that is links from which it cannot be what is surely the body."""
BREAK: Final = 3
"""Links in a row that end a run of texts, as a teaser does."""
QUIET: Final = -20.0
"""Log-odds of a message where nothing is said."""
UNHEARD: Final = -5.0
"""Those of a text that is not listened to."""
NO_MESSAGE: Final = -1.0
NO_HINT: Final = -3.0
HINT: Final = -2.0
"""Log-odds of a message below which a text is taken for none, below which nothing in it sounds like one, and from which
something does."""
NEAR_TOP: Final = 30
"""Segments at a page's beginning among which an article shows its date, and an error its number."""
ORDINARY: Final = -3.5
"""Log-odds of a message that other stories have where there are too few to say."""
_CUT_OFF: Final = re.compile(r"(?:…|\.\.\.)\W*$")
_COMPLETE: Final = re.compile(r"[.!?。！？؟।॥։។။]\W*$")
"""The ends of a text that breaks off, and of one that does not."""
_CODE: Final = re.compile(r"\D{0,24}\b(?:4[0-5]\d|5[0-3]\d)\b\D{0,24}")
"""A text that is a status of HTTP and few words."""
PRICE: Final = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|zł|kr|USD|EUR)\b")


def any_message(said: Said) -> Said:
    """The log-odds of texts to be messages of any sort."""
    return np.asarray(np.logaddexp.reduce(said, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What of a page may be messages, and how it sounds: `texts` has its title (or nothing), then the segments that
    `numbers` names, `said` the log-odds of these texts.

    `teaser` says of every segment whether it is part of a teaser, `loud` has the log-odds of each segment that is heard
    to be a message of any sort. All are empty where a body contradicts messages.
    """

    texts: list[str]
    numbers: list[int]
    teaser: list[bool]
    said: Said
    loud: dict[int, float] = field(init=False)

    def __post_init__(self) -> None:
        loud = dict(zip(self.numbers, any_message(self.said[1:]).tolist(), strict=True))
        object.__setattr__(self, "loud", loud)


UNSPOKEN: Final = Heard([], [], [], np.zeros((0, len(SORTS))))


def listen(outline: Outline, scores: Sequence[float], hints: Hints, model: MessageModel) -> Heard:
    """Hear of a page what is shown and is not mostly links, from the beginning. On large pages labels are passed over,
    such as those of menus whose links were lost with the markup."""
    if has_long_body(outline, scores):
        return UNSPOKEN
    segments = outline.segments
    plain = [n for n, s in enumerate(segments) if not s.hidden and s.link_chars < 0.5 * len(s.text)]
    if len(plain) > SPOKEN:
        plain = [n for n in plain if read_length(segments[n].text) > LABEL][:SPOKEN]
    title = hints.titles[0] if hints.titles else ""
    texts = [title, *[segments[n].text for n in plain]]
    return Heard(texts, plain, teasers(outline), model.scores(texts))


def has_long_body(outline: Outline, scores: Sequence[float]) -> bool:
    """Whether a page plainly has a body: much sure main content that is hardly linked, follows no link, and begins with
    no headline that is one."""
    segments = outline.segments
    shown = (segment for segment in segments if not segment.hidden)
    few = next(islice(shown, FEW_TEXTS, None), None) is None
    enough = LONG_MESSAGE if few else BODY_LETTERS
    sure: list[str] = []
    chars = 0
    for n in [n for n, score in enumerate(scores) if score >= SURE]:
        segment = segments[n]
        text, linked = segment.text, segment.link_chars
        own = segment.hidden or not (linked >= TEASER_LINKS * len(text) or _follows_link(segments, n))
        if own and segment.shape is not Shape.CAPTION and not (linked and leads_away(segment, outline.starts()[n])):
            sure.append(text)
            chars += len(text)
            if chars >= enough:
                return True
    return sum(map(read_length, sure)) >= enough


def _follows_link(segments: Sequence[Segment], n: int) -> bool:
    """Whether the last segment that is shown before one is mostly a link."""
    before = next((segments[m] for m in range(n - 1, -1, -1) if not segments[m].hidden), None)
    return before is not None and before.link_chars > len(before.text) / 2


def body_letters(outline: Outline, scores: Sequence[float], heard: Heard, below: float) -> int:
    """Letters of what is surely main content, of no other story, and no message of log-odds from `below` on."""
    return sum(
        read_length(segment.text)
        for n, (segment, score, teaser) in enumerate(zip(outline.segments, scores, heard.teaser, strict=True))
        if score >= SURE
        and (segment.hidden or not teaser)
        and segment.shape is not Shape.CAPTION
        and heard.loud.get(n, QUIET) < below
    )


def told(outline: Outline, scores: Sequence[float], hints: Hints, heard: Heard) -> list[float]:
    """What a page says of messages, as numbers."""
    return [*_voices(outline, scores, heard), *_runs_told(outline, scores, hints, heard)]


_NO_VOICES: Final = [QUIET] * (7 * len(SORTS) + 6) + [0.0] * 16


def _voices(outline: Outline, scores: Sequence[float], heard: Heard) -> list[float]:
    """What title, headings and main content say of each sort of message, what stands around the surest message, and how
    much else is said."""
    said, numbers = heard.said, heard.numbers
    if not len(said):
        return _NO_VOICES
    if not numbers:
        return [*said[0].tolist(), *_NO_VOICES[len(SORTS) :]]
    segments = [outline.segments[n] for n in numbers]
    likely, own = np.array(scores)[numbers], ~np.array(heard.teaser)[numbers]
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
        *_loudest(texts), *_loudest(texts[own]), *_loudest(texts[order]), *texts[lengths.argmax()].tolist(),
        *_loudest(texts[max(last - 1, 0) : last + AROUND + 1]),
        float(any_message(said[:1])[0]), *[*np.sort(loud)[::-1][:3].tolist(), QUIET, QUIET][:3],
        float(np.average(loud[long], weights=lengths[long])) if long.any() else QUIET,
        float(loud[long].min(initial=0.0)),
        *[
            log1p(float(lengths[chosen].sum()))
            for chosen in (
                message, ~message, body & message, body & ~message,
                (likely >= SURE) & own & quiet, quiet & before, quiet & ~before,
            )
        ],
        float(lengths[message].sum() / max(lengths.sum(), 1.0)),
        float(lengths[body & message].sum() / max(lengths[body].sum(), 1.0)),
        float(message.sum()),
        float(lengths[~message].max(initial=0.0)),
        surest / len(numbers),
        float(sum([len(text) <= BUTTON for text in near])),
        float(any(map(PRICE.search, near))),
        float(sum([_CODE.fullmatch(segment.text) is not None for segment in segments[:NEAR_TOP]])),
        log1p(len(numbers)),
    ]  # fmt: skip


def _loudest(said: Said) -> list[float]:
    """The highest log-odds of each sort."""
    found: list[float] = said.max(axis=0, initial=QUIET).tolist()
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """Shown segments of a page's own in a row, with few links between them: what a reader takes in at once."""

    numbers: list[int]
    links: int


def _runs(outline: Outline, teaser: Sequence[bool]) -> list[Run]:
    """The runs of a page. A teaser ends one, and so do several links."""
    found: list[Run] = []
    numbers: list[int] = []
    between = beside = 0
    for n, segment in enumerate(outline.segments):
        if segment.hidden:
            continue
        linked = segment.link_chars >= 0.5 * len(segment.text)
        if not linked and not teaser[n]:
            numbers.append(n)
            beside = 0
            continue
        beside = beside + 1 if linked else BREAK
        if numbers:
            between += 1
            if beside >= BREAK:
                found.append(Run(numbers, between - 1))
                numbers, between = [], 0
    return [*found, Run(numbers, between)] if numbers else found


_OF_RUN, _OF_PAGE, _OF_SUREST = 13, 11, 16
_NO_RUNS: Final = [-2.0] * (2 * _OF_RUN + _OF_PAGE + _OF_SUREST)


def _runs_told(outline: Outline, scores: Sequence[float], hints: Hints, heard: Heard) -> list[float]:
    """What the run with the surest message and the longest run say, how much a page says of its own in all, how that
    sounds beside other stories, and what stands with the surest message in its element and in its run."""
    runs = _runs(outline, heard.teaser) if heard.numbers else []
    if not runs:
        return _NO_RUNS
    segments, loud = outline.segments, heard.loud
    felt = {n: read_length(segments[n].text) for run in runs for n in run.numbers}
    own = [n for n in felt if n in loud]
    others = [loud[n] for n in heard.numbers if heard.teaser[n]]
    usual = median(others) if len(others) >= 3 else ORDINARY
    longest = max(runs, key=lambda run: sum([felt[n] for n in run.numbers]))
    surest = max(own, key=loud.__getitem__, default=None)
    around = next((run for run in runs if surest in run.numbers), longest)

    def letters(numbers: Iterable[int], which: Callable[[float], bool]) -> float:
        return log1p(sum([felt[n] for n in numbers if which(loud.get(n, UNHEARD))]))

    def of_run(run: Run) -> list[float]:
        said = [loud.get(n, UNHEARD) for n in run.numbers]
        long = [felt[n] for n in run.numbers]
        return [
            log1p(sum(long)), float(len(long)), max(said), sum(map(mul, said, long)) / max(sum(long), 1),
            min([value for value, length in zip(said, long, strict=True) if length >= PHRASE], default=0.0),
            float(max(long)), letters(run.numbers, NO_HINT.__gt__), letters(run.numbers, NO_MESSAGE.__gt__),
            letters(run.numbers, (0.0).__lt__),
            float(sum([felt[n] < SENTENCE and DATE_LIKE.search(segments[n].text) is not None for n in run.numbers])),
            float(sum([segments[n].shape is Shape.HEADING for n in run.numbers])), float(run.links),
            sum([max(value - HINT, 0.0) for value in said]),
        ]  # fmt: skip

    row = [
        *of_run(around), *of_run(longest), float(around is longest),
        float(len(runs)), usual, (UNHEARD if surest is None else loud[surest]) - usual,
        float(any_message(heard.said[:1])[0]) - usual, log1p(sum(felt.values())),
        *[
            letters([n for n in own if scores[n] >= least], NO_MESSAGE.__gt__) for least in (0.0, BODY, SURE)
        ],
        float(sum(heard.teaser)), float(len(others)),
    ]  # fmt: skip
    if surest is None:
        return row + [-1.0] * _OF_SUREST
    home = segments[surest].element
    for _ in range(2):
        home = max(outline.elements.parents[home], 0)
        inside = [n for n in own if home <= segments[n].element < outline.elements.ends[home]]
        row += [letters(inside, NO_MESSAGE.__gt__), letters(inside, (0.0).__lt__), float(len(inside))]
    place = around.numbers.index(surest)
    title = hints.titles[0].lower() if hints.titles else ""
    return [
        *row, *_broken_off([segments[n].text for n in around.numbers[:place] if loud.get(n, UNHEARD) < 0.0]),
        letters(around.numbers[:place], (0.0).__gt__), letters(around.numbers[place:], (0.0).__gt__),
        place / len(around.numbers), float(felt[surest]), scores[surest], max([scores[n] for n in around.numbers]),
        float(segments[surest].shape is Shape.HEADING), float(segments[surest].text.lower() in title),
    ]  # fmt: skip


def _broken_off(texts: Sequence[str]) -> list[float]:
    """Whether the last of some texts that is long enough for a sentence breaks off, and whether it ends as one does."""
    last = next((text for text in reversed(texts) if read_length(text) >= PHRASE), None)
    if last is None:
        return [-1.0, -1.0]
    end = last[-4:]
    cut_off = _CUT_OFF.search(end) is not None
    return [float(cut_off), float(not cut_off and _COMPLETE.search(end) is not None)]
