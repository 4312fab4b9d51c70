"""Texts that stand in a page's data only."""

import json

import copydesk
from copydesk import FaultKind

FIRST = (
    "The lamp at Roc Point has been lit by the sun since Thursday, and its keeper has stayed to wipe the panels clean."
)
SECOND = (
    "“Panels do not wave to ships,” said the keeper, who has lived on the rock for thirty-one years and means to go on."
)


def page_with(script: str) -> copydesk.Page:
    return copydesk.read(
        f"<html><head><title>Lamp turns to the sun</title></head><body><div id=root></div>{script}</body></html>"
    )


def test_text_pushed_to_a_script_in_pieces_of_markup_is_found() -> None:
    pushed = json.dumps([1, f"<div><p>{FIRST}</p><p>{SECOND}</p></div>"])
    page = page_with(f"<script>self.__state=self.__state||[]</script><script>self.__state.push({pushed})</script>")
    assert [block.text for block in page.body] == [FIRST, SECOND]
    assert FaultKind.HIDDEN_BODY in {fault.kind for fault in page.faults}


def test_text_assigned_to_a_variable_is_found() -> None:
    state = json.dumps({"article": {"paragraphs": [{"text": FIRST}, {"text": SECOND}]}, "menu": [{"text": "Home"}]})
    assert [block.text for block in page_with(f"<script>window.__STATE__ = {state};</script>").body] == [FIRST, SECOND]


def test_links_in_data_have_their_places_in_the_text_of_the_page() -> None:
    markup = [
        f"<p>{FIRST} It is run by the <a href='/harbours'>harbour board</a>.</p><p>A <a href='/keepers'>keeper</a> agrees.</p>",
        SECOND,
        f"<p>“{SECOND}” says <a href='/lamp'>the lamp’s own page</a>.</p>",
    ]
    state = json.dumps({"texts": markup})
    page = page_with(f"<nav>Coast <a href='/home'>Home</a></nav><script>window.__STATE__ = {state};</script>")
    linked = [(page.text[link.start : link.end].strip(), link.href) for block in page.blocks for link in block.links]
    assert linked == [
        ("Home", "/home"),
        ("harbour board", "/harbours"),
        ("keeper", "/keepers"),
        ("the lamp’s own page", "/lamp"),
    ]


def test_a_script_without_text_gives_none() -> None:
    assert not page_with('<script>window.config = {"ads": ["top", "side"], "version": "1.2.3"};</script>').body
