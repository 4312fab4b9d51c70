"""Areas: what the blocks around the main content are, and how likely the role of every block is.

Rules know a block by what it says or by what its markup is called. Where they know nothing, or only that it is a link,
a model decides that has learned from pages labelled by hand; and of every block it says how likely its role is.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.page.blocks import Role
from copydesk.page.features import Matrix
from copydesk.page.roles import Marks
from copydesk.page.trees import Ensemble

NUMBER_OF: Final[dict[Role, int]] = {role: number for number, role in enumerate(Role)}
LEARNED: Final = tuple(role for role in Role if role not in (Role.REPEAT, Role.EMBED, Role.DATELINE, Role.CORRECTION))
"""The roles that the labels have enough of, in the order of the model's outputs."""
OUTPUT_OF: Final[dict[Role, int]] = {role: output for output, role in enumerate(LEARNED)}
AREAS: Final = (Role.NAVIGATION, Role.RELATED, Role.OTHER)
"""The roles that the model tells apart: what the rules call a block of which they know only where it stands, or that it
is a link. The other roles outside the main content are known by words, better than from these labels."""
SHOWN_ROLES: Final = (Role.TITLE, Role.BYLINE, Role.DATE, Role.DECK)
"""The roles that blocks get because they show what was chosen as metadata."""
AREA_OUTPUTS: Final = tuple(OUTPUT_OF[role] for role in AREAS)
_SHOWN_OUTPUTS: Final = [OUTPUT_OF[role] for role in SHOWN_ROLES]
UNLEARNED: Final = -1
"""Stands for the output of a role that is not learned."""

Probabilities = NDArray[np.float64]


class _Model(NamedTuple):
    trees: Ensemble
    said: NDArray[np.float32]
    so: NDArray[np.float32]


@cache
def _model() -> _Model:
    with np.load(str(files("copydesk.page") / "areas.npz"), allow_pickle=False) as arrays:
        return _Model(Ensemble.from_arrays(arrays), arrays["said"], arrays["so"])


def area_columns(scores: Sequence[float], roles: Sequence[Role]) -> Matrix:
    """What the model looks at beside a block's features: its probability to be main content, and the role by the
    rules."""
    # Column after column in memory, as the trees read it.
    table = np.zeros((1 + len(NUMBER_OF), len(roles)), dtype=np.float32)
    table[0] = scores
    table[[1 + NUMBER_OF[role] for role in roles], np.arange(len(roles))] = 1
    return table.T


def role_probabilities(rows: Matrix, marks: Marks) -> Probabilities:
    """What the model says of each learned role, one row for each of the first blocks, those that have features.

    The rows add up to one.
    """
    count = len(rows)
    if not count:
        return np.zeros((0, len(LEARNED)))
    odds = _model().trees.scores(rows, area_columns(marks.body_scores[:count], marks.roles[:count]))
    odds -= odds.max(axis=1, keepdims=True)
    np.exp(odds, out=odds)
    odds /= odds.sum(axis=1, keepdims=True)
    return odds


def settle(marks: Marks, probabilities: Probabilities) -> None:
    """Decide what the rules left open, and give every block the probability of its role."""
    count, roles = len(probabilities), marks.roles
    best = probabilities[:, AREA_OUTPUTS].argmax(axis=1).tolist()
    roles[:count] = [AREAS[area] if role in AREAS else role for role, area in zip(roles, best, strict=False)]
    outputs = [OUTPUT_OF.get(role, UNLEARNED) for role in roles[:count]]
    marks.scores[:count] = _calibrated(probabilities[np.arange(count), outputs]).tolist()
    for n, output in enumerate(outputs):
        if output == UNLEARNED:
            marks.scores[n] = _unlearned(marks.body_scores[n])


def shown_scores(probabilities: Probabilities) -> Probabilities:
    """How likely each block is to have each of SHOWN_ROLES, from what the model says."""
    return _calibrated(probabilities[:, _SHOWN_OUTPUTS])


def shown_score(role: Role, body_score: float, scores: Probabilities, index: int) -> float:
    """How likely a block is to have one of SHOWN_ROLES, by their `scores`; for a block without any, how sure it is to
    be in the body or out."""
    return float(scores[index, SHOWN_ROLES.index(role)]) if index < len(scores) else _unlearned(body_score)


def _calibrated(said: Probabilities) -> Probabilities:
    """How often what the model says with such a probability is so."""
    model = _model()
    return np.interp(said, model.said, model.so)


def _unlearned(body_score: float) -> float:
    return max(body_score, 1 - body_score)
