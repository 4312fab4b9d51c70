from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from copydesk.events.sentences import paragraph_spans, split
from copydesk.events.types import Span


def texts(text: str) -> list[str]:
    return [s.text for s in split(text)]


def test_paragraphs_are_split_one_by_one() -> None:
    assert texts("Envoys meet in Bern\nThe talks began. They ended.") == [
        "Envoys meet in Bern",
        "The talks began.",
        "They ended.",
    ]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    assert len(texts("Gen. J. P. Alder met U.S. officials, e.g. Dr. Moss of Acme Inc. in Oslo.")) == 1


def test_an_hour_before_a_capital_ends_a_sentence() -> None:
    assert texts("A curfew runs from 8 p.m. to 6 a.m. President Oru was held.") == [
        "A curfew runs from 8 p.m. to 6 a.m.",
        "President Oru was held.",
    ]


def test_quotation_marks_belong_to_their_sentence() -> None:
    assert texts('"We agree." He left.') == ['"We agree."', "He left."]


def test_a_dateline_stands_by_itself() -> None:
    assert texts("OSLO (Agency) — Envoys met.") == ["OSLO (Agency) —", "Envoys met."]
    assert texts("(AGENCY) Envoys met.") == ["(AGENCY)", "Envoys met."]
    assert texts("NATO troops left - at last.") == ["NATO troops left - at last."]


def test_given_paragraphs_are_used() -> None:
    text = "One line.\nAnd another."
    assert [s.span for s in split(text, [Span(10, len(text))])] == [Span(10, 22)]


@given(st.text(alphabet="Ab .!?\n\"'U", max_size=80))
def test_sentences_lie_in_their_text_in_order(text: str) -> None:
    parts = split(text)
    assert all(text[s.span.start : s.span.end] == s.text for s in parts)
    assert all(a.span.end <= b.span.start for a, b in pairwise(parts))
    assert sum(len("".join(s.text.split())) for s in parts) == sum(
        len("".join(text[p.start : p.end].split())) for p in paragraph_spans(text)
    )
