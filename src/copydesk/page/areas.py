"""Areas: what the blocks around the main content are, and how likely the role of every block is.

Rules know a block by what it says or by what its markup is called. Where they know nothing, or only that it is a link,
a model decides that has learned from pages labelled by hand; and of every block it says how likely its role is.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel, kernel
from copydesk.page.blocks import Role
from copydesk.page.features import Matrix
from copydesk.page.roles import Marks
from copydesk.page.trees import Ensemble

ROLES: Final = tuple(Role)
NUMBER_OF: Final[dict[Role, int]] = {role: number for number, role in enumerate(ROLES)}
LEARNED: Final = tuple(role for role in Role if role not in (Role.REPEAT, Role.EMBED, Role.DATELINE, Role.CORRECTION))
"""The roles that the labels have enough of, in the order of the model's outputs."""
OUTPUT_OF: Final[dict[Role, int]] = {role: output for output, role in enumerate(LEARNED)}
AREAS: Final = (Role.NAVIGATION, Role.RELATED, Role.OTHER)
"""The roles that the model tells apart: what the rules call a block of which they know only where it stands, or that it
is a link. The other roles outside the main content are known by words, better than from these labels."""
SHOWN_ROLES: Final = (Role.TITLE, Role.BYLINE, Role.DATE, Role.DECK)
"""The roles that blocks get because they show what was chosen as metadata."""
AREA_OUTPUTS: Final = tuple(OUTPUT_OF[role] for role in AREAS)
UNLEARNED: Final = -1
"""Stands for the output of a role that is not learned."""

Probabilities = NDArray[np.float64]


class _Model(NamedTuple):
    trees: Ensemble
    said: NDArray[np.float32]
    so: NDArray[np.float32]

    def load(self, memory: Kernel) -> int:
        """Put into a kernel what it is to know beside the trees."""
        numbers = ([OUTPUT_OF.get(role, UNLEARNED) for role in ROLES], *map(_numbers, (AREAS, SHOWN_ROLES)))
        parts = [part for some in numbers for part in (len(some), memory.put(np.array(some, dtype=np.int32)))]
        line = [memory.put(part.astype(np.float64)) for part in (self.said, self.so)]
        return memory.put(np.array([*parts, len(self.said), *line], dtype=np.uint32))


@cache
def _model() -> _Model:
    with np.load(str(files("copydesk.page") / "areas.npz"), allow_pickle=False) as arrays:
        return _Model(Ensemble.from_arrays(arrays), arrays["said"], arrays["so"])


def _numbers(roles: Sequence[Role]) -> list[int]:
    return [NUMBER_OF[role] for role in roles]


def _told(body_scores: Sequence[float], roles: Sequence[Role]) -> bytes:
    """What is known of blocks, as the kernel reads it."""
    return array("d", body_scores).tobytes() + bytes(_numbers(roles))


def area_columns(body_scores: Sequence[float], roles: Sequence[Role]) -> Matrix:
    """What the model looks at beside a block's features: its probability to be main content, and the role by the
    rules."""
    memory = kernel()
    memory.begin()
    address, size, *_ = memory.run("area_columns", len(roles), memory.put(_told(body_scores, roles)), len(ROLES))
    return memory.take(address, size, np.float32).reshape(1 + len(ROLES), len(roles)).T


def settle(marks: Marks, rows: Matrix) -> Probabilities:
    """Decide what the rules left open of the first blocks, those that have a row of features, and give each of them the
    probability of its role; how likely each is to have each of SHOWN_ROLES, (blocks, roles)."""
    count, columns = rows.shape
    if not count:
        return np.zeros((0, len(SHOWN_ROLES)))
    memory, model = kernel(), _model()
    learned = model.trees.kept_by(memory, columns + 1 + len(ROLES)), memory.keep(model, model.load)
    memory.begin()
    places = memory.put(_told(marks.body_scores[:count], marks.roles[:count])), memory.put(rows.T)
    address, size, numbers, *_ = memory.run("settle", *learned, count, *places, columns)
    scores = memory.take(address, size, np.float64)
    marks.scores[:count] = scores[:count].tolist()
    marks.roles[:count] = [ROLES[number] for number in memory.take(numbers, count, np.uint8).tolist()]
    return scores[count:].reshape(count, len(SHOWN_ROLES))


def shown_score(role: Role, body_score: float, scores: Probabilities, index: int) -> float:
    """How likely a block is to have one of SHOWN_ROLES, by their `scores`; for a block without any, how sure it is to
    be in the body or out."""
    return float(scores[index, SHOWN_ROLES.index(role)]) if index < len(scores) else _unlearned(body_score)


def _unlearned(body_score: float) -> float:
    return max(body_score, 1 - body_score)
