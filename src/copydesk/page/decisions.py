"""Decisions: what the models say of the blocks of a payload, so that it need not be asked again where the same payload
was caught at another address."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copydesk.page.areas import Probabilities, settle
from copydesk.page.blocks import Role
from copydesk.page.features import Survey
from copydesk.page.findings import Kind
from copydesk.page.roles import mark, threshold_for
from copydesk.page.segments import Outline
from copydesk.page.signs import read_signs
from copydesk.page.verdict import Sight


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was seen of a page, and the roles of its segments where it is of this kind, as columns, which pickle well.

    `found` are the probabilities of what the page shows to be main content, `shown_scores` those to have one of the
    roles that are given by what a block shows; `cues` has the bits of the cues that each text may have.
    """

    kind: Kind
    found: list[float]
    roles: list[Role]
    role_scores: list[float]
    repeat_of: dict[int, int]
    shown_scores: Probabilities
    cues: NDArray[np.uint32]
    sight: Sight


def decide(
    kind: Kind, outline: Outline, scores: Sequence[float], shown: Survey, plain: bool, sight: Sight
) -> Decisions:
    """Decide the role of every segment.

    `scores` are the segments' probabilities to be main content; `shown` is the survey of the first of them, those that
    the page shows, or of all where no text of its data came to them; and `sight` what was seen of it all.
    """
    signs = shown.signs if len(shown.scores) == len(scores) else read_signs(outline)
    marks = mark(outline, signs, scores, plain, threshold_for(kind, outline, scores))
    likely = settle(marks, shown.rows if not plain else shown.rows[:0])
    return Decisions(kind, shown.scores, marks.roles, marks.scores, marks.repeat_of, likely, signs.cues, sight)
