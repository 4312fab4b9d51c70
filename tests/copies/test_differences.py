import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from copydesk.copies import Text, differences, history, to_dict, to_html, to_html_page, to_terminal
from copydesk.copies.differences import Operation, Subject, in_order, word_edits

LEAD = "The harbour of Westmark was closed on Monday after 14 ships collided, Mayor Ilse Brandt said."
QUOTE = "“We have never seen anything like it,” said Brandt."
TRAFFIC = "Traffic resumed slowly. Trucks waited for hours at the northern gate."
LAST = "The port was opened by her grandfather in the year of the flood."


def compared(before, after, titles=(None, None)):
    return differences(Text("a", tuple(before), title=titles[0]), Text("b", tuple(after), title=titles[1]))


def operations(found):
    return [(pair.left, pair.right, pair.operation.value) for pair in found.paragraphs]


def changed(found, subject):
    return [(change.before, change.after) for change in found.changes if change.subject is subject]


def test_equal_texts_do_not_differ():
    found = compared([LEAD, QUOTE], [LEAD, QUOTE])
    assert found.summary == "identical text"
    assert found.words_kept == found.words_before == found.words_after


def test_numbers_names_and_headline_are_told():
    after = LEAD.replace("14", "16").replace("Ilse Brandt", "Karl Otten")
    found = compared([LEAD, LAST], [after, LAST], ("Harbour closed", "Port shut"))
    assert changed(found, Subject.NUMBER) == [("14", "16")]
    assert changed(found, Subject.NAME) == [("Ilse Brandt", "Karl Otten")]
    assert found.summary == "headline changed; 1 number changed; 1 name changed; 1 paragraph edited"


def test_a_cut_is_told_in_percent():
    found = compared([LEAD, QUOTE, TRAFFIC, LAST], [LEAD, QUOTE])
    assert found.summary == "cut by 49%; 2 paragraphs removed"
    assert operations(found)[2:] == [((2,), (), "delete"), ((3,), (), "delete")]


def test_a_changed_quote_is_listed_and_other_marks_are_not():
    assert changed(compared([QUOTE], [QUOTE.replace("“", "„").replace("”", "“")]), Subject.QUOTE) == []
    altered = compared([QUOTE], [QUOTE.replace("never", "often")])
    assert changed(altered, Subject.QUOTE) == [
        ("We have never seen anything like it,", "We have often seen anything like it,")
    ]


def test_other_quotation_marks_are_no_edit():
    assert compared([QUOTE], ['"We have never seen anything like it," said Brandt.']).summary == "identical text"


def test_a_moved_paragraph_is_found():
    found = compared([LEAD, QUOTE, TRAFFIC, LAST], [LAST, LEAD, QUOTE, TRAFFIC])
    assert [pair.moved for pair in found.paragraphs] == [True, False, False, False]
    assert found.summary == "1 paragraph moved"


def test_a_moved_and_edited_paragraph_is_found():
    found = compared([LEAD, QUOTE, TRAFFIC, LAST], [LAST.replace("grandfather", "mother"), LEAD, QUOTE, TRAFFIC])
    assert found.paragraphs[0].moved
    assert found.paragraphs[0].operation is Operation.REPLACE


def test_joined_and_divided_paragraphs_are_recognised():
    assert operations(compared([LEAD, QUOTE, TRAFFIC], [LEAD, QUOTE + " " + TRAFFIC])) == [
        ((0,), (0,), "equal"),
        ((1, 2), (1,), "equal"),
    ]
    assert operations(compared([QUOTE + " " + TRAFFIC], [QUOTE, TRAFFIC])) == [((0,), (0, 1), "equal")]


def test_an_added_paragraph_stands_where_it_was_added():
    assert operations(compared([LEAD, LAST], [LEAD, TRAFFIC, LAST])) == [
        ((0,), (0,), "equal"),
        ((), (1,), "insert"),
        ((1,), (2,), "equal"),
    ]


def test_a_rewritten_passage_is_one_change():
    edits = word_edits("Then he slowly went to the old house by car", "Then she drove to a new barn by car")
    assert [edit.operation for edit in edits] == [Operation.EQUAL, Operation.REPLACE, Operation.EQUAL]


def test_words_without_spaces_are_compared_by_characters():
    [*edits] = word_edits("桥梁在星期一关闭", "桥梁在星期二关闭")
    assert [(edit.before, edit.after) for edit in edits if edit.operation is Operation.REPLACE] == [("一", "二")]


def test_a_word_that_opens_a_sentence_is_no_name():
    found = compared(["Then it rained and then it froze all night."], ["Later it rained and then it froze all night."])
    assert ("Then", "Later") not in changed(found, Subject.NAME)


def test_nouns_of_languages_that_capitalise_them_are_no_names():
    one = Text("a", ("Gestern sah man dort ein Haus am Ufer.",), language="de")
    two = Text("b", ("Gestern sah man dort ein Boot am Ufer.",), language="de")
    assert changed(differences(one, two), Subject.NAME) == []


paragraphs = st.lists(st.text(alphabet="ab cd.1“”’\n桥Ä", max_size=30), max_size=6)


@given(paragraphs, paragraphs)
def test_edits_tell_both_texts_in_full(before, after):
    found = compared(before, after)
    lefts = {pair.left: "".join(edit.before for edit in pair.edits) for pair in found.paragraphs if pair.left}
    rights = {pair.right: "".join(edit.after for edit in pair.edits) for pair in found.paragraphs if pair.right}
    assert sorted(place for places in lefts for place in places) == list(range(len(before)))
    assert sorted(place for places in rights for place in places) == list(range(len(after)))
    for places, text in lefts.items():
        assert text.split() == "\n".join(before[place] for place in places).split()
    for places, text in rights.items():
        assert text.split() == "\n".join(after[place] for place in places).split()


@given(paragraphs, paragraphs)
def test_what_is_inserted_one_way_is_deleted_the_other_way(before, after):
    there, back = compared(before, after), compared(after, before)
    assert (there.words_before, there.words_after) == (back.words_after, back.words_before)


@given(st.lists(st.integers(0, 20), unique=True))
def test_what_has_not_moved_is_in_order(values):
    kept = [values[place] for place in in_order(values)]
    assert kept == sorted(kept)
    assert bool(kept) == bool(values)


def test_hostile_texts_are_compared_in_time():
    found = compared(["a " * 60_000], ["b a " * 30_000])
    assert found.words_before == 60_000
    compared(["x"] * 3000, ["x y"] * 3000)


def test_versions_of_one_address_are_a_history():
    times = [datetime(2026, 3, day, tzinfo=UTC) for day in (4, 3, 5)]
    versions = [Text(str(n), (LEAD, QUOTE)[: n + 1], captured=time) for n, time in enumerate(times)]
    assert [(step.left, step.right) for step in history(versions)] == [("1", "0"), ("0", "2")]


class Balance(HTMLParser):
    """Reads HTML and keeps its text and elements."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], set(), ""

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(paragraphs, paragraphs)
def test_html_is_balanced_and_escaped(before, after):
    reader = Balance()
    reader.feed(to_html(compared(["<script>x</script>", *before], ["<b onclick=1>", *after], ("<i>", "&amp;"))))
    assert reader.open == []
    assert reader.seen <= {
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ins",
        "del",
        "br",
        "ul",
        "li",
        "small",
    }


def test_the_html_page_stands_alone():
    page = to_html_page("Changes", compared([LEAD], [LEAD.replace("14", "16")]))
    assert page.startswith("<!doctype html>")
    assert "after <del>14</del>" in page
    assert "after <ins>16</ins>" in page
    assert "<li>number: <del>14</del> → <ins>16</ins></li>" in page


def test_json_tells_everything():
    value = json.loads(json.dumps(to_dict(compared([LEAD], [LEAD.replace("14", "16")]))))
    assert value["summary"] == "1 number changed; 1 paragraph edited"
    assert value["changes"] == [{"subject": "number", "before": "14", "after": "16"}]
    assert value["paragraphs"][0]["operation"] == "replace"


@pytest.mark.parametrize("colour", [True, False])
def test_the_terminal_shows_changes_and_leaves_out_the_rest(colour):
    found = compared([LEAD, QUOTE, TRAFFIC, LAST], [LEAD.replace("14", "16"), QUOTE, TRAFFIC, LAST])
    written = io.StringIO()
    Console(file=written, force_terminal=colour, width=200).print(to_terminal(found))
    shown = written.getvalue()
    assert "16" in shown
    assert "never seen" in shown
    assert "Trucks" not in shown
    assert ("\x1b[" in shown) is colour


def test_without_colour_changes_stand_in_brackets():
    shown = to_terminal(compared([LEAD], [LEAD.replace("14", "16").replace("Mayor ", "")]), colour=False).plain
    assert "after [-14-] {+16+} ships" in shown
    assert "[-Mayor-] Ilse" in shown
