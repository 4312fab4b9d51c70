"""Trees: the kernel gives the scores that the definition of oblivious trees gives."""

from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from copydesk.page.trees import LEVELS, Ensemble

MODELS = (("roles-html", ""), ("roles-text", ""), ("areas", ""), ("kinds", "forms."), ("kinds", "subjects."))
PARTS = ("features", "borders", "leaves", "bias")

Arrays = dict[str, NDArray[Any]]


def by_definition(arrays: Arrays, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Each tree on its own: level n says bit n of the leaf's number."""
    answers = rows[:, arrays["features"]] > arrays["borders"]
    leaves = (answers << np.arange(answers.shape[2])).sum(axis=2)
    outputs = arrays["leaves"][np.arange(len(arrays["leaves"])), leaves].astype(np.float64)
    return np.asarray(outputs.sum(axis=1) + arrays["bias"])


def some_rows(arrays: Arrays, count: int) -> NDArray[np.float32]:
    """Rows of which many values are borders themselves, or no finite numbers."""
    random = np.random.default_rng(count)
    columns, borders = arrays["features"].ravel(), arrays["borders"].ravel()
    rows = random.normal(scale=3, size=(count, int(columns.max()) + 1)).astype(np.float32)
    for column, border in zip(columns, borders, strict=True):
        rows[random.random(count) < 0.1, column] = border
    rows[random.random(rows.shape) < 0.02] = np.nan
    rows[random.random(rows.shape) < 0.02] = np.inf
    return rows


def model(name: str, prefix: str) -> Arrays:
    with np.load(str(files("copydesk.page") / f"{name}.npz"), allow_pickle=False) as arrays:
        return {part: arrays[prefix + part] for part in PARTS}


def invented(trees: int, levels: int, outputs: int) -> Arrays:
    random = np.random.default_rng(trees)
    return {
        "features": random.integers(0, 5, (trees, levels)).astype(np.int32),
        "borders": random.integers(-9, 9, (trees, levels)).astype(np.float32),
        "leaves": random.normal(size=(trees, 2**levels, outputs)).astype(np.float32),
        "bias": random.normal(size=outputs).astype(np.float32),
    }


@pytest.mark.parametrize(("name", "prefix"), MODELS)
@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 255, 256, 257, 700])
def test_each_model_is_scored_by_its_definition(name: str, prefix: str, count: int) -> None:
    arrays = model(name, prefix)
    rows = some_rows(arrays, count)
    found = Ensemble.from_arrays(arrays).scores(rows)
    assert found.shape == (count, len(arrays["bias"]))
    assert np.allclose(found, by_definition(arrays, rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("trees", "levels", "outputs"), [(1, 1, 1), (3, LEVELS, 2), (5, 3, 1), (6, 2, 3)])
def test_any_number_of_trees_levels_and_outputs_will_do(trees: int, levels: int, outputs: int) -> None:
    arrays = invented(trees, levels, outputs)
    rows = some_rows(arrays, 40)
    assert np.allclose(Ensemble.from_arrays(arrays).scores(rows), by_definition(arrays, rows), rtol=0, atol=1e-12)


def test_a_matrix_in_two_parts_is_scored_as_the_whole_however_it_lies_in_memory() -> None:
    arrays = model("areas", "")
    trees, rows = Ensemble.from_arrays(arrays), some_rows(arrays, 300)
    whole = trees.scores(rows)
    assert np.array_equal(trees.scores(np.asfortranarray(rows)), whole)
    for columns in (1, 100, rows.shape[1]):
        assert np.array_equal(trees.scores(rows[:, :columns], rows[:, columns:]), whole)


def test_one_row_is_scored_as_many_are() -> None:
    arrays = model("kinds", "subjects.")
    trees, rows = Ensemble.from_arrays(arrays), some_rows(arrays, 20)
    assert np.array_equal(trees.scores(rows), [trees.scores(row[None])[0] for row in rows])


def test_rows_without_a_column_that_is_asked_for_are_refused() -> None:
    arrays = model("areas", "")
    rows = some_rows(arrays, 3)
    with pytest.raises(ValueError, match="columns"):
        Ensemble.from_arrays(arrays).scores(rows[:, :-1])
    with pytest.raises(ValueError, match="columns"):
        Ensemble.from_arrays(arrays).scores(rows[:, :-1], rows[:2])


def test_trees_of_too_many_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="levels"):
        Ensemble.from_arrays(invented(2, LEVELS + 1, 1))
