"""What counts as standing on a page twice, and what does not."""

import unicodedata
from collections.abc import Sequence

import pytest

from copydesk.page.repeats import _alike, _Entry, find_repeats
from copydesk.page.segments import Elements, Outline, Segment, Shape
from copydesk.page.signs import read_signs

A = "The harbour board of Lower Wick met on Tuesday evening and put off the vote on the new crane until the spring."
B = "Its chair, Oona Feld, said that three of the seven members had asked for more time to read the engineers' report."
C = "“Nobody here wants a second accident,” she told the forty people who had come to listen, most of them dockers."


def repeats(*texts: str) -> dict[int, int]:
    return found_in(texts, [True] * len(texts))


def found_in(texts: Sequence[str], considered: Sequence[bool]) -> dict[int, int]:
    outline = Outline(Elements.root("html"), [Segment(text, 0, Shape.PARAGRAPH) for text in texts])
    return find_repeats(outline.segments, considered.__getitem__, read_signs(outline).twins)


def test_a_body_printed_twice_is_found_at_its_second_place() -> None:
    assert repeats(A, B, C, A, B, C) == {3: 0, 4: 1, 5: 2}


def test_a_part_printed_again_is_found() -> None:
    assert repeats(A, B, C, B, C) == {3: 1, 4: 2}


def test_small_differences_do_not_hide_a_repeat() -> None:
    assert repeats(C, "La fête du café à Évry a été reportée à samedi prochain à cause des fortes pluies qui tombent.", C.replace("“", '"').replace("”", '"'),
                   "La fete du cafe a Evry a ete reportee a samedi prochain a cause des fortes pluies qui tombent.") == {2: 0, 3: 1}  # fmt: skip


def test_a_lost_accent_that_took_its_letter_along_is_a_small_difference() -> None:
    first = "Le préfet a décidé de fermer l'école du village dès la rentrée, a annoncé la mairie hier soir à Évreux."
    assert repeats(first, B, first.replace("é", ""), B) == {2: 0, 3: 1}


def test_a_heading_inside_a_repeated_run_is_repeated_too() -> None:
    assert repeats(A, "What comes next", B, A, "What comes next", B) == {3: 0, 4: 1, 5: 2}


def test_a_refrain_stays() -> None:
    verse = "Row the boat and row it slow"
    assert repeats(verse, A, verse, B, verse) == {}


def test_time_stamps_and_table_headings_stay() -> None:
    assert repeats("10:45", A, "10:45", B, "Name\tVotes", "Name\tVotes") == {}


def test_a_pull_quote_taken_from_a_paragraph_stays() -> None:
    assert repeats(C, A, "“Nobody here wants a second accident”") == {}


def test_only_possible_main_content_takes_part() -> None:
    assert found_in([A, B, A, B], [True, True, False, False]) == {}


def test_scripts_without_spaces_are_weighed_by_the_character() -> None:
    text = "県は八日、沖ノ根島と本土を結ぶ定期船について、冬の間も一日二便の運航を続ける方針を固めた。赤字は県と町が半分ずつ負担することになる見通しだ。"
    assert repeats(text, A, text) == {2: 0}


FRENCH = "Éva à Évreux: déjà l'été, « où êtes-vous allés cet été » a demandé le préfet à Noël, déçu d'être né trop tôt."
GREEK = (
    "Ο Οδυσσέας γύρισε στο σπίτι του ύστερα από είκοσι χρόνια και βρήκε τους μνηστήρες να τρώνε το βιος του ως τέλος."
)
KOREAN = "섬과 본토를 잇는 여객선은 겨울에도 하루 두 번 다닌다고 현이 팔일 밝혔다. 적자는 현과 읍이 절반씩 부담하게 될 전망이다."


def bold(text: str) -> str:
    """A text in the letters that mathematics has for it, which stand beyond the Basic Multilingual Plane."""
    return "".join(chr(ord(char) - ord("a") + 0x1D41A) if "a" <= char <= "z" else char for char in text)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        *((text, unicodedata.normalize("NFD", text)) for text in (FRENCH, GREEK, KOREAN)),
        *((text, text.upper()) for text in (A, FRENCH)),
        *((A, again) for again in (f"— {A} …", A.replace(" ", "\0"), bold(A), f"🎉 {A} 🎉")),
    ],
)
def test_a_text_in_other_signs_says_the_same(text: str, again: str) -> None:
    assert repeats(text, B, C, again, B) == {3: 0, 4: 1}


def test_a_page_of_one_line_is_not_compared_with_itself_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: _Entry, other: _Entry) -> bool:
        nonlocal compared
        compared += 1
        return _alike(one, other)

    monkeypatch.setattr("copydesk.page.repeats._alike", counted)
    count = 2_000
    assert len(repeats(*[A] * count)) > 0.9 * count
    assert compared < 60 * count
