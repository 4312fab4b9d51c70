"""The query language: what it understands, and what it says of mistakes."""

import pytest

from copydesk.record.query import All, Either, Filter, Node, Not, QueryError, Text, parse


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", All(())),
        ("ferry", Text("ferry")),
        ("harb*", Text("harb", prefix=True)),
        ('"ferry left"', Text("ferry left")),
        ("ferry left", All((Text("ferry"), Text("left")))),
        ("ferry AND left", All((Text("ferry"), Text("left")))),
        ("ferry OR left late", Either((Text("ferry"), All((Text("left"), Text("late")))))),
        ("(ferry OR left) late", All((Either((Text("ferry"), Text("left"))), Text("late")))),
        ("ferry NOT left", All((Text("ferry"), Not(Text("left"))))),
        ("ferry -left", All((Text("ferry"), Not(Text("left"))))),
        ("-(a OR b)", Not(Either((Text("a"), Text("b"))))),
        ("well-known", Text("well-known")),
        ("and or not", All((Text("and"), Text("or"), Text("not")))),
        ("title:ferry", Text("ferry", column="title")),
        ('outlet:"Harbour Post"', Filter("outlet", "Harbour Post")),
        ("Outlet:Harb*", Filter("outlet", "Harb", prefix=True)),
        ("from:2024", Filter("from", "2024-01-01")),
        ("type:consult", Filter("type", "CONSULT")),
        ("certainty:Planned", Filter("certainty", "planned")),
        ("during:2024-02", Filter("during", "2024-02-01/2024-02-29")),
        ("actor:Ros*", Filter("actor", "Ros", prefix=True)),
        ("to:2024", Filter("to", "2024-12-31")),
        ("to:2024-02", Filter("to", "2024-02-29")),
        ("to:2024-2-3", Filter("to", "2024-02-03")),
        ("at 10:30", All((Text("at"), Text("10:30")))),
    ],
)
def test_queries(query: str, expected: Node) -> None:
    assert parse(query) == expected


@pytest.mark.parametrize(
    ("query", "position", "message"),
    [
        ("ferry OR", 8, "ends where a word is expected"),
        ("OR ferry", 0, "'OR' stands where a word is expected"),
        ("(ferry", 0, "parenthesis is not closed"),
        ("ferry)", 5, "without an opening one"),
        ("a ()", 3, "stands where a word is expected"),
        ('ferry "left', 6, "quotation mark is not closed"),
        ("colour:red", 0, "no field colour:"),
        ("outlet:(a)", 0, "needs a word or a phrase"),
        ("ferry outlet: post", 6, "outlet: needs a word or a phrase right after the colon"),
        ("ferry from:May", 11, "needs a date"),
        ("to:2024-13", 3, "needs a date"),
        ("during:May", 7, "during: needs a date"),
        ("type:talk", 5, "type: is one of AGREE"),
        ("certainty:maybe", 10, "certainty: is one of positive"),
        ("to:2023-02-29", 3, "needs a date"),
        ("ferry ***", 6, "no letter or digit"),
        ("ferry :left", 6, "colon needs a field"),
        ("NOT", 3, "ends where"),
    ],
)
def test_mistakes_are_named_with_their_place(query: str, position: int, message: str) -> None:
    with pytest.raises(QueryError, match=message.replace("(", r"\(")) as caught:
        parse(query)
    assert caught.value.position == position
    assert str(caught.value).splitlines()[-1] == "  " + " " * position + "^"


@pytest.mark.parametrize("query", ["(" * 40 + "a" + ")" * 40, "-" * 50 + "a", "a OR " * 200 + "b"])
def test_long_queries(query: str) -> None:
    parse(query)
