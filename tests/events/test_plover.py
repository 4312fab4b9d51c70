"""One PLOVER record for a sentence."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from copydesk.events import OfflineCoder, code, plover


def told(text: str) -> tuple[str, list[str], list[str]]:
    """Type, sources and targets of the record of a sentence."""
    record = plover.record(code(text, coder=OfflineCoder(threshold=0.03)).events, text)
    assert record is not None
    sources, targets = ([text[slice(*span)] for span in side] for side in (record.sources, record.targets))
    return str(record.type), sources, targets


def test_what_one_says_that_another_must_do_is_asked_of_that_other() -> None:
    kind, sources, targets = told("Norway said on Monday that Iceland must release the sailors.")
    assert kind == "REQUEST"
    assert sources == ["Norway"]
    assert targets == ["Iceland"]


def test_the_thing_that_an_act_is_done_to_stands_as_target_where_nobody_else_is_named() -> None:
    assert told("Hungary has condemned the referendum.") == ("ACCUSE", ["Hungary"], ["the referendum"])


def test_the_main_clause_goes_before_a_clause_of_time() -> None:
    kind, sources, _ = told("After rebels attacked a village in Chad, Sweden welcomed the new government.")
    assert kind == "SUPPORT"
    assert sources == ["Sweden"]


def test_the_other_of_two_coordinated_parties_is_the_target() -> None:
    _, sources, targets = told("Peru and Chile signed an agreement.")
    assert sources == ["Peru"]
    assert targets == ["Chile"]
