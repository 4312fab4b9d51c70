"""Asked: what the labels beside the surest message of a page say."""

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.asked import NEAR, NO_LABELS, NOTHING, asked
from copydesk.page.hints import Hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.messages import BITS, SORTS, MessageModel, runs
from copydesk.page.told import listen

BARRIER = "The rest of this feature is for members."
JOIN = "Join or renew"


def model(message: str, action: str) -> MessageModel:
    """A model that takes one text for a message, and one for an action."""
    weights = np.zeros((2**BITS, len(SORTS) + 1), np.int16)
    for text, column in ((message, 0), (action, len(SORTS))):
        weights[np.unique(runs([text])[1]), column] = 100
    return MessageModel(weights, np.full(len(SORTS) + 1, -8.0))


def numbers(body: str) -> list[float]:
    """What is asked on a page with this body."""
    outline = cut(LexborHTMLParser(f"<html><body>{body}</body></html>"), Limits())
    scores = [float(segment.text.startswith("You smell")) for segment in outline.segments]
    heard_with = model(BARRIER, JOIN)
    return asked(outline, scores, listen(outline, scores, Hints(), heard_with), heard_with)


STORY = "<p>You smell the shop before you find it: scorched cork and peppermint.</p>"
BUTTON = f'<a href="/join">{JOIN}</a>'


def test_a_button_under_the_barrier_is_an_action_behind_it_and_behind_the_story() -> None:
    before, behind, behind_story = np.split(np.array(numbers(f"{STORY}<p>{BARRIER}</p><p>{BUTTON}</p>")), 3)
    assert behind[0] > 0
    assert behind[2] == 1
    assert behind_story[0] == behind[0]
    assert before.tolist() == [*NO_LABELS]


def test_a_button_above_the_barrier_stands_before_it() -> None:
    before, behind, _ = np.split(np.array(numbers(f"{STORY}<p>{BUTTON}</p><p>{BARRIER}</p>")), 3)
    assert before[0] > 0
    assert behind.tolist() == [*NO_LABELS]


def test_a_button_far_away_is_not_looked_at() -> None:
    between = "".join(f"<p>The {n}th of the long and quiet paragraphs that this story has.</p>" for n in range(NEAR))
    _, behind, _ = np.split(np.array(numbers(f"<p>{BARRIER}</p>{between}<p>{BUTTON}</p>")), 3)
    assert behind.tolist() == [*NO_LABELS]


def test_where_nothing_is_said_nothing_is_asked() -> None:
    assert numbers("") == numbers(BUTTON) == [*NOTHING]


def test_teasers_and_hidden_texts_ask_nothing() -> None:
    cards = "".join(f'<div class="card"><a href="/{n}">{JOIN} the long march of day {n}</a></div>' for n in range(3))
    _, behind, _ = np.split(np.array(numbers(f"<p>{BARRIER}</p><p hidden>{JOIN}</p>{cards}")), 3)
    assert behind.tolist() == [*NO_LABELS]
