"""The language of a text by its script and its commonest words."""

import pytest

from copydesk.page.metadata.words import language_of

BRIDGE = (
    "The harbour council said on Monday that the old bridge would be closed for the winter, and that a ferry will take "
    "its place until the spring."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BRIDGE, "en"),
        ("Der Rat der Stadt hat am Montag entschieden, dass die alte Brücke für den Winter gesperrt wird und eine "
         "Fähre bis zum Frühjahr an ihre Stelle tritt.", "de"),
        ("Le conseil du port a décidé lundi que le vieux pont sera fermé pour l’hiver et que les habitants prendront "
         "le bac jusqu’au printemps.", "fr"),
        ("Городской совет в понедельник решил, что старый мост закроют на зиму, а жители будут ездить на пароме, "
         "как это было и до его постройки.", "ru"),
        ("시의회는 월요일 낡은 다리를 겨울 동안 닫기로 했다.", "ko"),
        ("町議会は月曜日、古い橋を冬の間閉鎖することを決めた。", "ja"),
        ("Το συμβούλιο αποφάσισε να κλείσει τη γέφυρα.", "el"),
    ],
)  # fmt: skip
def test_script_and_common_words_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Harbour Post", "12 345 678", "Lorem ipsum " * 20])
def test_what_leaves_a_doubt_is_not_told(text: str) -> None:
    assert language_of(text) is None


def test_neighbours_are_not_taken_for_each_other() -> None:
    catalan = (
        "El consell del port ha decidit aquest dilluns que el pont vell es tancarà durant l’hivern i que els veïns "
        "hauran d’agafar el transbordador fins a la primavera."
    )
    assert language_of(catalan) in (None, "ca")


def test_of_languages_with_as_many_words_the_first_is_told_where_the_page_declares_it() -> None:
    shared = "de la " * 10  # common in French, Spanish and others
    assert language_of(shared, frozenset({"fr"})) == "fr"
    assert language_of(shared, frozenset({"es"})) is None
    assert language_of(shared) is None
