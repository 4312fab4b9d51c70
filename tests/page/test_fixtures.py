"""Whole captures of invented pages: `samples/` and `tests/page/fixtures/`, each with what a careful reader would say.

`expected.json` says what is right, whether it is reached or not. What is known not to be reached stands under `open`;
a test fails when a field that was right goes wrong, and also when an open one comes right, so that the list stays true.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.page.expectations import KEYS, cases, observed, read_case, same

SAMPLES = cases(ROOT / "samples")
FIXTURES = cases(ROOT / "tests" / "page" / "fixtures")


def expectation(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("case", SAMPLES + FIXTURES, ids=lambda case: case.name)
def test_a_capture_comes_out_as_a_careful_reader_would_say(case: Path, request: pytest.FixtureRequest) -> None:
    expected, found = expectation(case), observed(read_case(case))
    wrong = [key for key in KEYS if not same(key, expected, found)]
    if request.config.getoption("--update-expectations"):
        text = json.dumps(found, ensure_ascii=False, indent=2)
        (case / "expected.json").write_text(text + "\n", encoding="utf-8")
    elif wrong != expected.get("open", []):
        assert {key: found[key] for key in wrong} == {key: expected[key] for key in expected.get("open", [])}


def test_most_samples_come_out_right_in_every_field() -> None:
    assert sum("open" not in expectation(case) for case in SAMPLES) >= 12
