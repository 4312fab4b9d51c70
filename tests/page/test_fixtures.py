"""Whole captures of invented pages: `samples/` and `tests/page/fixtures/`, each with what a careful reader would say."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.page.expectations import KEYS, cases, observed, read_case, same

CASES = cases(ROOT / "samples", ROOT / "tests" / "page" / "fixtures")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_capture_comes_out_as_a_careful_reader_would_say(case: Path, request: pytest.FixtureRequest) -> None:
    found = observed(read_case(case))
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    if request.config.getoption("--update-expectations"):
        text = json.dumps(found, ensure_ascii=False, indent=2)
        (case / "expected.json").write_text(text + "\n", encoding="utf-8")
        return
    assert {key: expected[key] for key in KEYS if not same(key, expected, found)} == {
        key: found[key] for key in KEYS if not same(key, expected, found)
    }
