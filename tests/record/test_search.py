"""Search: what is found, in which order, and how it is shown."""

import unicodedata
from collections.abc import Iterator

import pytest

from copydesk.record import Hit, Order, QueryError, Record, open_record
from copydesk.record.fold import fold, tokens
from copydesk.record.query import Text
from copydesk.record.snippets import LENGTH, pattern, snippet
from tests.record import invented
from tests.record.conftest import Fill


def found(record: Record, query: str) -> list[int]:
    return sorted(hit.number for hit in record.search(query).hits)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("search") / "press.db") as opened:
        opened.add(PAGES, read=invented.read, workers=1)
        yield opened


PAGES = [
        invented.capture(1, title="Ferry leaves", body="The ferry left the harbour.", outlet="Harbour Post",
                         published="2024-01-31", byline="Ada Quill", language="en-GB", agency="AFP"),
        invented.capture(2, title="Harbour news", body="A ferry. The harbour was quiet; nobody left.",
                         outlet="Évening Star", published="2024-02-01", byline="Bo Ferro, Ada Quillon", language="en",
                         fault="truncated"),
        invented.capture(3, title="Паром ушёл", body="Йод и ёлки. Министр ΑΘΉΝΑΣ, οδός.", published="2024-02-29",
                         outlet="Вечерние вести", language="ru", agency="Reuters"),
        invented.capture(4, title="東京都の港", body="フェリーが東京港を出ました。京都ではない。", language="ja"),
        invented.capture(5, title="हिन्दी समाचार", body="नौका चली गई। ภาษาไทยเรือเฟอร์รี่", language="hi"),
        invented.capture(6, title="Listing", body="ferry ferry ferry", kind="listing"),
        invented.capture(7, title="Straße nach Ａlta", body="Der ﬁnanzminister fuhr übers Meer.", language="de"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("ferry", [1, 2]),
        ("FERRY left", [1, 2]),
        ('"ferry left"', [1]),
        ('"left ferry"', []),
        ("title:ferry", [1]),
        ("body:harbour -title:harbour", [1]),
        ("ferr*", [1, 2]),
        ("ferr", []),
        ("ferry NOT quiet", [1]),
        ("NOT ferry", [3, 4, 5, 7]),
        ("leaves OR паром", [1, 3]),
        ("(leaves OR quiet) ferry outlet:star", [2]),
        ("ferry OR outlet:вести", [1, 2, 3]),
        ('outlet:"harbour post"', [1]),
        ("outlet:evening", [2]),
        ("outlet:even*", [2]),
        ("outlet:even", []),
        ("agency:afp OR agency:reuters", [1, 3]),
        ("-agency:afp ferry", [2]),
        ("person:quill", [1]),
        ("person:quill*", [1, 2]),
        ('person:"ada quill"', [1]),
        ("person:'", []),
        ("language:en", [1, 2]),
        ("language:en-gb", [1]),
        ("from:2024-02 to:2024-02-28", [2]),
        ("to:2024-01", [1]),
        ("from:2024-02-29 to:2024-02-29", [3]),
        ("kind:listing", [6]),
        ("kind:any ferry", [1, 2, 6]),
        ("fault:truncated", [2]),
        ("", [1, 2, 3, 4, 5, 7]),
        ("пАРОМ", [3]),
        ("елки", [3]),
        ("иод", []),
        ("αθηνας", [3]),
        ("ΟΔΟΣ", [3]),
        ("東京", [4]),
        ("東京港", [4]),
        ("港京", []),
        ("東", [4]),
        ("京都", [4]),
        ("東京都の港", [4]),
        ("フェリー", [4]),
        ("हिन्दी", [5]),
        ("नौका", [5]),
        ("ภาษาไทย", [5]),
        ("เรือ", [5]),
        ("strasse alta", [7]),
        ("finanzminister", [7]),
        ("UBERS", [7]),
        ("it's", []),
        ('"; DROP TABLE pages"', []),
    ],
)
def test_queries_find(record: Record, query: str, numbers: list[int]) -> None:
    assert found(record, query) == numbers


def test_decomposed_letters_are_the_same_words(record: Record) -> None:
    assert found(record, unicodedata.normalize("NFD", "übers")) == [7]
    assert found(record, unicodedata.normalize("NFD", "йод")) == [3]


def test_a_word_in_the_title_counts_more(record: Record) -> None:
    assert [hit.number for hit in record.search("harbour").hits] == [2, 1]


def test_hits_say_what_they_are(record: Record) -> None:
    [hit] = record.search('"ferry left"').hits
    assert (hit.title, hit.outlet, hit.agency, hit.language) == ("Ferry leaves", "Harbour Post", "AFP", "en-GB")
    assert (hit.kind, hit.dated, hit.url) == ("article", "2024-01-31T00:00:00Z", "https://example.org/1")
    assert hit.snippet.marked() == "The [ferry left] the harbour."


def test_snippets_mark_folded_words(record: Record) -> None:
    for query, marked in {
        "елки οδος": "Йод и [ёлки]. Министр ΑΘΉΝΑΣ, [οδός].",
        "finanzminister ubers": "Der [ﬁnanzminister] fuhr [übers] Meer.",
        "東京港": "フェリーが[東京港]を出ました。京都ではない。",
        "meer OR nothing": "Der ﬁnanzminister fuhr übers [Meer].",
        "fu*": "Der ﬁnanzminister [fuhr] übers Meer.",
    }.items():
        assert record.search(query).hits[0].snippet.marked() == marked


def test_facets_count_all_hits(record: Record) -> None:
    facets = record.search("", limit=1).facets
    assert facets["month"] == {"2024-01": 1, "2024-02": 2, "2024-05": 1, "2024-06": 1, "2024-08": 1}
    assert facets["kind"] == {"article": 6}
    assert facets["agency"] == {"AFP": 1, "Reuters": 1}
    assert record.search("nothing").facets["outlet"] == {}


@pytest.mark.parametrize("order", [None, *Order])
def test_pages_of_hits_are_stable_and_complete(fill: Fill, order: Order | None) -> None:
    record = fill(*invented.captures(60))
    whole = record.search("harbour OR council", limit=100, order=order)
    pages: list[Hit] = []
    after = None
    while True:
        page = record.search("harbour OR council", limit=7, order=order, after=after)
        assert page.total == whole.total
        pages += page.hits
        if page.after is None:
            break
        after = page.after
    assert [hit.number for hit in pages] == [hit.number for hit in whole.hits]
    assert len(pages) == whole.total > 20


def test_what_is_added_meanwhile_does_not_shift_the_pages(fill: Fill) -> None:
    record = fill(*invented.captures(40))
    first = record.search("harbour", limit=10)
    dated = record.search("harbour", limit=10, order=Order.OLDEST)
    more = [invented.capture(9000 + number, body="harbour", published="2030-01-01") for number in range(20)]
    record.add(more, read=invented.read, workers=1)
    second = record.search("harbour", limit=10, after=first.after)
    assert second.total == first.total
    assert all(hit.number <= 40 for hit in second.hits)
    assert {hit.number for hit in record.search("harbour", limit=10, order=Order.OLDEST, after=dated.after).hits} & {
        hit.number for hit in dated.hits
    } == set()


def test_orders(record: Record) -> None:
    newest = record.search("ferry", order=Order.NEWEST)
    assert [hit.number for hit in newest.hits] == [2, 1]
    assert [hit.number for hit in record.search("ferry", order=Order.OLDEST).hits] == [1, 2]
    assert [hit.number for hit in record.search("language:en").hits] == [2, 1]


@pytest.mark.parametrize("after", ["newest:2024:1", "relevance:x:1", "relevance", "relevance:1:y"])
def test_a_place_that_is_none(record: Record, after: str) -> None:
    with pytest.raises(QueryError, match="no place"):
        record.search("ferry", after=after)


def test_folding() -> None:
    assert fold("ÉÇñ Ёж Ρόδος ﬁ ÅÄÖ İstanbul") == "ecn еж ροδοσ fi aao istanbul"
    assert fold("й Й") == "й й"
    assert tokens("abc 東京都 def").split() == ["abc", "東京", "京都", "都", "def"]


def test_the_best_stretch_of_a_long_text_is_shown() -> None:
    text = "ferry " + "word " * 200 + "the ferry left the harbour " + "word " * 200
    found = snippet(text, pattern([Text("ferry"), Text("harbour")]))
    assert "[ferry] left the [harbour]" in found.marked()
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= LENGTH + 4
    assert [found.text[start:end] for start, end in found.marks] == ["ferry", "harbour"]


@pytest.mark.parametrize("odd", ["ß", "ßß ", "ﬁ x ", "\u0301", "ĳ… ½ ", "x\u0301\u0302ß"])
def test_letters_that_fold_to_more_or_less_than_one_do_not_shift_the_marks(odd: str) -> None:
    for before, after in ((odd, ""), ("", odd), (odd * 3 + " so ", odd), ("so ", odd * 2)):
        text = f"{before} Fährße {after} {odd} fährt"
        found = snippet(text, pattern([Text("fahrsse"), Text("fahrt")]))
        assert [found.text[start:end] for start, end in found.marks] == ["Fährße", "fährt"]


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert snippet("word " * 100, pattern([Text("ferry")])).text.endswith("word …")
    assert snippet("short", None).text == "short"
    assert snippet("", None).text == ""
    assert len(snippet("x" * 5000, pattern([Text("x", prefix=True)])).text) < 5100
