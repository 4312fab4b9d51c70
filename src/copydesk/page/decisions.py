"""Decisions: what the models say of the blocks of a payload, so that it need not be asked again where the same payload
was caught at another address."""

from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.page.areas import Probabilities, role_probabilities, settle, shown_scores
from copydesk.page.blocks import Role
from copydesk.page.features import Matrix
from copydesk.page.findings import Kind
from copydesk.page.roles import mark, threshold_for
from copydesk.page.segments import Outline
from copydesk.page.verdict import Sight


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was seen of a page, and the roles of its segments where it is of this kind, as columns, which pickle well.

    `found` are the probabilities of what the page shows to be main content, `shown_scores` those to have one of the
    roles that are given by what a block shows.
    """

    kind: Kind
    found: list[float]
    roles: list[Role]
    role_scores: list[float]
    repeat_of: dict[int, int]
    shown_scores: Probabilities
    sight: Sight


def decide(
    kind: Kind, outline: Outline, scores: Sequence[float], rows: Matrix, found: list[float], plain: bool, sight: Sight
) -> Decisions:
    """Decide the role of every segment.

    `scores` are the segments' probabilities to be main content, `rows` the features of the first of them, those that
    the page shows, `found` what the model said of these, and `sight` what was seen of it all.
    """
    marks = mark(outline, scores, plain, threshold_for(kind, outline, scores))
    likely = role_probabilities(rows if not plain else rows[:0], marks)
    settle(marks, likely)
    return Decisions(kind, found, marks.roles, marks.scores, marks.repeat_of, shown_scores(likely), sight)
