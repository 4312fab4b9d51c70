"""Asked: what a page wants its reader to do, by the labels of links and buttons beside its surest message.

A barrier says in a thousand ways that it is one, but it ends in a button, and there are few words for that.
"""

from collections.abc import Sequence
from math import log1p
from typing import Final

from copydesk.page.messages import MessageModel
from copydesk.page.segments import Outline, read_length
from copydesk.page.told import QUIET, SURE, Heard, Said

LETTERS: Final = 60
"""Letters up to which a text is taken for the label of a button or a link."""
NEAR: Final = 6
"""Shown texts before and behind a place that are looked at."""
NO_LABELS: Final = (QUIET, QUIET, 0.0, 0.0)
NOTHING: Final = (*NO_LABELS, *NO_LABELS, *NO_LABELS)
"""What is said of a place without labels, and of a page without messages."""


def asked(outline: Outline, scores: Sequence[float], heard: Heard, model: MessageModel) -> list[float]:
    """What the labels say that stand before the surest message of the page's own, behind it, and behind the last of
    what is surely main content: the highest log-odds of being an action, the highest of being a message, how many are
    actions, and, as a logarithm, how many labels there are."""
    loud = heard.loud
    own = [n for n in heard.numbers if not heard.teaser[n]]
    if not own:
        return [*NOTHING]
    shown = [n for n, segment in enumerate(outline.segments) if not segment.hidden and not heard.teaser[n]]
    places = {n: place for place, n in enumerate(shown)}
    surest = places[max(own, key=loud.__getitem__)]
    last = max((places[n] for n in own if scores[n] >= SURE and loud[n] < 0), default=None)
    around = [shown[max(surest - NEAR, 0) : surest], shown[surest + 1 : surest + 1 + NEAR]]
    around.append([] if last is None else shown[last + 1 : last + 1 + NEAR])
    labels = sorted({n for numbers in around for n in numbers if read_length(outline.segments[n].text) <= LETTERS})
    heard_as = dict(zip(labels, model.all_scores([outline.segments[n].text for n in labels]), strict=True))
    return [value for numbers in around for value in _side([heard_as[n] for n in numbers if n in heard_as])]


def _side(labels: Sequence[Said]) -> list[float]:
    """What some labels say."""
    if not labels:
        return [*NO_LABELS]
    actions = [float(label[-1]) for label in labels]
    return [
        max(actions),
        max(float(label[:-1].max()) for label in labels),
        float(sum(action > 0 for action in actions)),
        log1p(len(labels)),
    ]
