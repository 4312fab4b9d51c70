"""People, agencies, datelines and credits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.page.metadata.agencies import agencies_in, agency_by_name, agency_in_brackets, agency_of
from copydesk.page.metadata.datelines import (
    read_contributors,
    read_credit,
    read_credit_line,
    read_dateline,
    read_supplier,
)
from copydesk.page.metadata.people import (
    is_byline,
    is_common,
    is_label,
    is_name_line,
    is_personal,
    is_signature,
    read_names,
)


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
        ("By Ada Lund in New York", ("Ada Lund",)),
        ("Von Ada Lund und Jo Okoro, New York", ("Ada Lund", "Jo Okoro")),
        ("Par Zoé Martin avec AFP", ("Zoé Martin",)),
        ("Ada Lund HARBOUR POST", ("Ada Lund",)),
        ("Ada Lund Founder & Lead Reviewer", ("Ada Lund",)),
        ("& Ada Lund Writer", ("Ada Lund",)),
        ("Home", ()),
        ("Read more", ()),
        ("Harbour Post", ()),
        ("admin", ()),
    ],
)
def test_persons_in_bylines(byline: str, persons: tuple[str, ...]) -> None:
    assert read_names(byline, ("Harbour Post",)).persons == persons


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
    read_names(text, ("Harbour Post",))
    read_dateline(text)
    read_credit(text)
    read_contributors(text)


@pytest.mark.parametrize(
    ("byline", "person"),
    [
        ("Ada Lund 14 February 2025", "Ada Lund"),
        ("Av Ada Lund 2007-06-21", "Ada Lund"),
        ("Rūta Vaitkė 2025 m. rugsėjo 1 d.", "Rūta Vaitkė"),
        ("记者 柳知遥 2023-05-30 08:15", "柳知遥"),
        ("Publié le samedi 27 avril 2019, par Zoé Martin", "Zoé Martin"),
        ("كتبت: سلوى الدرباني\nالأحد 2 فبراير 2025", "سلوى الدرباني"),
    ],
)
def test_a_date_in_the_byline_leaves_the_name(byline: str, person: str) -> None:
    assert read_names(byline).persons == (person,)


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("By Ada Lund, Atlantic News Bureau", "Atlantic News Bureau"),
        ("Por Inés Gil (ANDINFO)", "ANDINFO"),
        ("Von Ada Lund und npd", "npd"),
        ("Ада Лунд, ВестЛиния", "ВестЛиния"),
        ("كتبت: سلوى الدرباني – وكالة المرفأ", "وكالة المرفأ"),
        ("Ada Lund; Savanna Feature Service", "Savanna Feature Service"),
        ("Ada Lund, The Associated Press", "AP"),
    ],
)
def test_agencies_that_no_list_knows(byline: str, agency: str) -> None:
    names = read_names(byline, ("Harbour Post",))
    assert (len(names.persons), names.agencies) == (1, (agency,))


@pytest.mark.parametrize(
    "byline",
    [
        "By Ada Lund, Harbour Press",
        "Ada Lund (USA)",
        "Ada Lund, LONDON",
        "Von Ada Lund, jwa",
        "Ada Lund, McDonald",
        "Ada Lund, Breaking News",
    ],
)
def test_what_is_no_agency(byline: str) -> None:
    assert read_names(byline, ("The Harbour Press",)).agencies == ()


def test_names_of_agencies() -> None:
    assert agency_by_name("CNA-Press") == "CNA-Press"
    assert agency_by_name("潮見通信") == "潮見通信"
    assert agency_by_name("Ada Lund The Associated Press") is None
    assert agency_in_brackets("KESTREL WIRE") == "KESTREL WIRE"
    assert agency_in_brackets("Updated") is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("(KESTREL WIRE) The director of the rescue agency flew north.", "KESTREL WIRE"),
        ("PORT ELLA (PACIFIC DESK) – The new commissioner leaves on Sunday.", "PACIFIC DESK"),
        ("【潮見通信】県は八日、定期船について方針を固めた。", "潮見通信"),
        ("HOLMVIK (Northwire) - The ferry to Skerra stops.", "Northwire"),
        ("KELMOUTH, Wales (Harbour Press) – The bridge is open.", "Harbour Press"),
    ],
)
def test_datelines_of_agencies_that_no_list_knows(text: str, agency: str) -> None:
    dateline = read_dateline(text)
    assert dateline is not None
    assert dateline.agency == agency


@pytest.mark.parametrize("text", ["Kai Lund (CDU) sagte am Montag, die Brücke bleibe.", "(Photo) The bridge at dawn."])
def test_brackets_that_name_no_agency(text: str) -> None:
    dateline = read_dateline(text)
    assert dateline is None or dateline.agency is None


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("This story was supplied by Crossborder Press and is reproduced here.", "Crossborder Press"),
        ("© 2003 Atlantic News Bureau. Supplied under licence to the Harbour Post.", "Atlantic News Bureau"),
        ("ANDINFO facilita esta información tal cual.", "ANDINFO"),
        ("MENAFN provides the information “as is” without warranty.", "MENAFN"),
        ("© 2003 Harbour Post. All rights reserved.", None),
        ("Photo provided by Ada Lund.", None),
    ],
)
def test_who_supplied_the_text(text: str, supplier: str | None) -> None:
    assert read_supplier(text) == supplier


def test_a_line_with_date_and_agency() -> None:
    assert read_credit_line("2. května 2025, 9:41 | CNA-Press") == ("CNA-Press",)
    assert read_credit_line("2004年10月15日16:28 来源：山海通讯社") == ("山海通讯社",)
    assert read_credit_line("2 May 2025 | Politics") == ()


def test_bylines_and_name_lines() -> None:
    assert is_byline("Publié le 27 avril 2019, par Zoé Martin")
    assert not is_byline("In 2019, par for the course was low")
    assert is_name_line("Ивайло Тренков 30 май 2025")
    assert not is_name_line("Bridge closes for winter")


def test_labels_and_signatures() -> None:
    assert all(map(is_label, ("Written by", "Author:", "Geschrieben von", "Escrito por")))
    assert not is_label("Written by hand in a week")
    assert is_signature("This post was written by Ada Lund, who keeps bees")
    assert is_signature("Authors: Ada Lund and Jo Okoro")
    assert not is_signature("Written by hand, the notes are hard to read")


def test_a_company_after_a_role_is_no_agency() -> None:
    assert read_names("By Ada Lund; Contributor, HarbourTech").agencies == ()
    assert read_names("Ада Лунд, ВестЛиния").agencies == ("ВестЛиния",)


@pytest.mark.parametrize(
    ("name", "personal"),
    [("Ada Lund", True), ("Harbour Abendblatt", False), ("Lund College", False), ("ELLA Lund", False), ("Lund", False)],
)
def test_names_that_can_be_those_of_a_site_and_its_writer(name: str, personal: bool) -> None:
    assert is_personal(name) is personal


def test_a_word_in_small_letters_is_no_part_of_a_name() -> None:
    assert is_common("Quiet Harbour", ["They sought a quiet place."])
    assert not is_common("Ada Lund", ["Ada Lund sought a quiet place."])
