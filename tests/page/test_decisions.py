"""Decisions: a payload that was read before comes out the same at another address, without asking the models again."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copydesk.capture import Capture
from copydesk.page import decisions
from copydesk.page.findings import Kind
from copydesk.reading import read_again, read_capture
from tests.conftest import ROOT
from tests.page.expectations import cases

CASES = cases(ROOT / "samples", ROOT / "tests" / "page" / "fixtures")
ADDRESSES = (None, "https://shop.example/product/blue-kettle?id=7", "https://ledger.example/2024/05/06/a-ferry-leaves")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_payload_met_again_is_read_as_if_for_the_first_time(case: Path) -> None:
    payload = next(case.glob("input.*")).read_bytes()
    first, decided = read_again(Capture(payload, url="https://one.example/news/1"), None)
    assert first == read_capture(Capture(payload, url="https://one.example/news/1"))
    for url in ADDRESSES:
        again = Capture(payload, url=url, captured=datetime(2025, 3, 4, 5, 6, tzinfo=UTC), status=200)
        assert read_again(again, pickle.loads(pickle.dumps(decided)))[0] == read_capture(again)


def test_a_page_that_its_address_makes_another_kind_is_decided_anew() -> None:
    capture = Capture(next((ROOT / "samples" / "polar-rescue").glob("input.*")).read_bytes())
    page, decided = read_again(capture, None)
    other = decisions.Decisions(Kind.FORUM, *(getattr(decided, name) for name in decided.__slots__[1:]))
    again, new = read_again(capture, other)
    assert (again, new.kind) == (page, decided.kind)


def test_the_models_are_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = next((ROOT / "samples" / "vaccine-envoy").glob("input.*")).read_bytes()
    _, decided = read_again(Capture(payload), None)

    def refuse(*_: object) -> None:
        raise AssertionError("the model was asked")

    monkeypatch.setattr("copydesk.reading.survey_page", refuse)
    monkeypatch.setattr("copydesk.reading.decide", refuse)
    monkeypatch.setattr("copydesk.reading.see", refuse)
    assert read_again(Capture(payload, url="https://two.example/"), decided)[1] is decided


def test_a_page_is_seen_again_where_the_status_is_another() -> None:
    capture = Capture(next((ROOT / "samples" / "polar-rescue").glob("input.*")).read_bytes())
    _, decided = read_again(capture, None)
    page, new = read_again(replace(capture, status=503), decided)
    assert page == read_capture(replace(capture, status=503))
    assert (decided.sight.status, new.sight.status) == (None, 503)
    assert new.roles is decided.roles
