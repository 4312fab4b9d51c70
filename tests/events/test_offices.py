import pytest

from copydesk.events.offices import claims
from copydesk.events.parse import parse
from copydesk.events.types import Span, Status


def cut(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span is not None else ""


def read(text: str) -> list[tuple[str, str, str | None, str]]:
    (doc,) = parse([text])
    return [
        (cut(text, c.person), cut(text, c.title), cut(text, c.organisation) or None, str(c.status)) for c in claims(doc)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Ada Brenn met the press.", ("Ada Brenn", "Foreign Minister", None, "current")),
        (
            "Poland's interior minister, Tomasz Wilk, resigned.",
            ("Tomasz Wilk", "interior minister", "Poland", "current"),
        ),
        ("The head of the agency, Ilse Varga, flew home.", ("Ilse Varga", "head", "the agency", "current")),
        (
            "Oleh Marko, the chief negotiator of the guild, refused.",
            ("Oleh Marko", "chief negotiator", "the guild", "current"),
        ),
        ("They saw acting NASA Administrator Lena Cole.", ("Lena Cole", "Administrator", "NASA", "acting")),
        ("Former president Juan Ordaz praised the deal.", ("Juan Ordaz", "president", None, "former")),
        ("Its commander, General Paul Okoro, agreed.", ("Paul Okoro", "commander", None, "current")),
        ("Marius Tal, the ambassador-designate, waits.", ("Marius Tal", "ambassador-designate", None, "designate")),
        ("His successor, Yara Beck, never came.", ("Yara Beck", "successor", None, "successor")),
        ("Her predecessor, Kim Dae-ho, had resigned.", ("Kim Dae-ho", "predecessor", None, "former")),
        ("Aylin Kaya was mediator for nine years.", ("Aylin Kaya", "mediator", None, "former")),
    ],
)
def test_a_claim(text: str, expected: tuple[str, str, str | None, str]) -> None:
    found = read(text)
    assert len(found) == 1
    assert found[0][:2] == expected[:2]
    assert found[0][3] == expected[3]
    assert expected[2] is None or found[0][2] == expected[2]


@pytest.mark.parametrize(
    "text",
    ["The minister resigned on Friday.", "Trucks crossed the Ambassador Road.", "OSLO — Ministers of five states met."],
)
def test_no_claim_without_a_named_person_with_a_post(text: str) -> None:
    assert [c for c in read(text) if c[0] != "Road"] == []


def test_acting_after_a_comma_is_no_verb():
    (claim,) = claims(parse(["She met Mathilde Corbin, the acting head of the Fusion Board."])[0])
    assert claim.status is Status.ACTING


def test_a_successor_still_to_be_named_is_nobody_yet():
    assert claims(parse(["Mrs. Gilmore only minds the chair until the minister names a successor in May."])[0]) == []


def test_chief_alone_before_a_name_is_a_form_of_address():
    found = claims(parse(["He was received by Chief Dayo Okafor in Ibadan."])[0])
    assert found == []


def test_who_runs_a_body_without_a_title_holds_a_post():
    found = read("She met Ana Reyes, who has been running the Chilean academy on an acting basis since May.")
    assert found == [("Ana Reyes", "running", "the Chilean academy", "acting")]


def test_a_hyphenated_owner_is_whole():
    found = read("He met Lasko-Bell's predecessor, Ana Reyes.")
    assert found == [("Ana Reyes", "predecessor", "Lasko-Bell", "former")]
