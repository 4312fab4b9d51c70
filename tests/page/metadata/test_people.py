"""People, agencies, datelines and credits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.page.metadata.agencies import agencies_in, agency_of
from copydesk.page.metadata.datelines import read_contributors, read_credit, read_dateline
from copydesk.page.metadata.people import read_names


@pytest.mark.parametrize(
    ("byline", "persons"),
    [
        ("By Ada Lund", ("Ada Lund",)),
        ("By ADA LUND and JO McKAY", ("Ada Lund", "Jo McKay")),
        ("By Ada Lund and Jo Okoro in Paris", ("Ada Lund", "Jo Okoro")),
        ("Von Ada Lund, Ben Roth und Cem Tuna", ("Ada Lund", "Ben Roth", "Cem Tuna")),
        ("Text: Ada Lund / Fotos: Ben Roth", ("Ada Lund", "Ben Roth")),
        ("Par Zoé Martin et Luc Petit", ("Zoé Martin", "Luc Petit")),
        ("Por Inés Gil y Raúl Soto", ("Inés Gil", "Raúl Soto")),
        ("di Luca Neri", ("Luca Neri",)),
        ("door Anneke de Vries", ("Anneke de Vries",)),
        ("Автор: Иван Петренко", ("Иван Петренко",)),
        ("Ada Lund, Staff Writer", ("Ada Lund",)),
        ("Ada Lund (ada@harbour.example)", ("Ada Lund",)),
        ("김하늘 기자", ("김하늘",)),
        ("Diana Falk", ("Diana Falk",)),
        ("Byron Hale", ("Byron Hale",)),
        ("Home", ()),
        ("Read more", ()),
        ("Harbour Post", ()),
        ("admin", ()),
    ],
)
def test_persons_in_bylines(byline: str, persons: tuple[str, ...]) -> None:
    assert read_names(byline, ["Harbour Post"]).persons == persons


def test_persons_and_agencies_apart() -> None:
    names = read_names("Von Ada Lund mit dpa, AFP")
    assert names.persons == ("Ada Lund",)
    assert names.agencies == ("dpa", "AFP")


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("The Associated Press", "AP"), ("DPA", "dpa"), ("Agence France-Presse", "AFP"), ("ТАСС", "TASS"),
        ("新华社", "Xinhua"), ("연합뉴스", "Yonhap"), ("Anadolu Ajansı", "Anadolu Agency"), ("MENAFN", "MENAFN"),
        ("app", None), ("Ada Lund", None), ("at", None), ("", None),
    ],
)  # fmt: skip
def test_agency_names(name: str, agency: str | None) -> None:
    assert agency_of(name) == agency


def test_agencies_in_a_credit() -> None:
    assert agencies_in("dpa/lni") == ("dpa",)
    assert agencies_in("AFP, REUTERS") == ("AFP", "Reuters")


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("PORT ELLA (AP) — The bridge opened on Monday.", "Port Ella", "AP"),
        ("Berlin (dpa/bb) - Die Brücke ist offen.", "Berlin", "dpa"),
        ("(MENAFN) The bridge opened on Monday.", None, "MENAFN"),
        ("LONDON, March 9 (Reuters) - The bridge opened.", "London", "Reuters"),
        ("(ANSA) - ROMA, 09 MAR - Il ponte è aperto.", "Roma", "ANSA"),
        ("МОСКВА, 9 марта /ТАСС/. Мост открыт.", "Москва", "TASS"),
        ("МОСКВА, 9 мар — РИА Новости. Мост открыт.", "Москва", "RIA Novosti"),
        ("(서울=연합뉴스) 다리가 열렸다.", "서울", "Yonhap"),
        ("新华社北京3月9日电 大桥通车。", "北京", "Xinhua"),
        ("NAIROBI — The bridge opened on Monday.", "Nairobi", None),
    ],
)
def test_datelines(text: str, place: str | None, agency: str | None) -> None:
    dateline = read_dateline(text)
    assert dateline is not None
    assert (dateline.place, dateline.agency) == (place, agency)


@pytest.mark.parametrize(
    "text", ["The bridge opened on Monday.", "BREAKING — The bridge opened.", "(Monday) the bridge opened", ""]
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_closing_credits() -> None:
    assert read_credit("Quelle: dpa") == ("dpa",)
    assert read_credit("— AFP") == ("AFP",)
    assert read_credit("Get the app") == ()
    assert read_credit("A long way home (Reuters)") == ()
    assert read_contributors("Additional reporting by Ada Lund and Jo Okoro.") == ("Ada Lund", "Jo Okoro")
    assert read_contributors("Ada Lund contributed to this report.") == ("Ada Lund",)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    read_names(text, ["Harbour Post"])
    read_dateline(text)
    read_credit(text)
    read_contributors(text)
