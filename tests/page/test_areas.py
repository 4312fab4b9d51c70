"""Areas: the kernel decides what the definition of the model says: softmax of the trees, and a calibrated line."""

from importlib.resources import files

import numpy as np
import pytest

from copydesk.page.areas import AREA_OUTPUTS, AREAS, LEARNED, OUTPUT_OF, ROLES, SHOWN_ROLES, area_columns, settle
from copydesk.page.blocks import Role
from copydesk.page.features import Matrix, feature_names
from copydesk.page.roles import Marks
from copydesk.page.trees import Ensemble


def some_marks(count: int) -> Marks:
    random = np.random.default_rng(count)
    roles = [ROLES[number] for number in random.integers(0, len(ROLES), count)]
    return Marks(roles, [0.0] * count, random.random(count).tolist())


def some_features(count: int) -> Matrix:
    random = np.random.default_rng(count)
    return np.asfortranarray(random.normal(scale=20, size=(count, len(feature_names()))).astype(np.float32))


@pytest.mark.parametrize("count", [1, 17, 300])
def test_blocks_are_settled_by_the_definition(count: int) -> None:
    marks, rows = some_marks(count), some_features(count)
    by_rules, body = list(marks.roles), marks.body_scores
    with np.load(str(files("copydesk.page") / "areas.npz"), allow_pickle=False) as arrays:
        trees, said, so = Ensemble.from_arrays(arrays), arrays["said"], arrays["so"]
    odds = np.exp(trees.scores(rows, area_columns(body, by_rules)))
    likely = odds / odds.sum(axis=1, keepdims=True)
    assert likely.shape == (count, len(LEARNED))

    shown = settle(marks, rows)

    best = [AREAS[area] for area in likely[:, AREA_OUTPUTS].argmax(axis=1)]
    assert marks.roles == [area if role in AREAS else role for role, area in zip(by_rules, best, strict=True)]
    expected = [
        np.interp(likely[n, OUTPUT_OF[role]], said, so) if role in OUTPUT_OF else max(body[n], 1 - body[n])
        for n, role in enumerate(marks.roles)
    ]
    assert np.allclose(marks.scores, expected, rtol=1e-12, atol=0)
    of_shown = likely[:, [OUTPUT_OF[role] for role in SHOWN_ROLES]]
    assert np.allclose(shown, np.interp(of_shown, said, so), rtol=1e-12, atol=0)


def test_blocks_without_features_stay_as_they_are() -> None:
    marks, whole, rows = some_marks(30), some_marks(30), some_features(30)
    assert settle(marks, rows[:0]).shape == (0, len(SHOWN_ROLES))
    assert marks == whole
    shown = settle(marks, rows[:20])
    assert (marks.roles[20:], marks.scores[20:]) == (whole.roles[20:], whole.scores[20:])
    assert np.array_equal(shown, settle(whole, rows)[:20])
    assert (marks.roles[:20], marks.scores[:20]) == (whole.roles[:20], whole.scores[:20])


def test_the_model_sees_the_probability_to_be_main_content_and_the_role_by_the_rules() -> None:
    columns = area_columns([0.25, 0.5], [Role.OTHER, Role.TITLE])
    assert columns[:, 0].tolist() == [0.25, 0.5]
    assert columns[:, 1:].tolist() == [[role is own for role in Role] for own in (Role.OTHER, Role.TITLE)]
    assert area_columns([], []).shape == (0, 1 + len(Role))
