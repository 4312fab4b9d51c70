"""What the data of a page's scripts says of an article that the page itself does not show."""

import json

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.metadata.state import read_state

TEXT = "The mayor opened the bridge at Ella on Monday, ten years after work began. " * 3


def state_of(*scripts: str) -> dict[str, list[str]]:
    """The raw statements of a page that holds these scripts."""
    page = "".join(f"<script>{script}</script>" for script in scripts)
    return {field: [each.raw for each in said] for field, said in read_state(LexborHTMLParser(page)).items()}


def test_the_fields_beside_the_longest_text() -> None:
    article = {"title": "Ella bridge opens", "authors": [{"name": "Ada Lund"}, "Ben Roth"],
               "publishedAt": "2026-03-09T10:00:00Z", "body": [TEXT, TEXT]}  # fmt: skip
    teaser = {"title": "Ferry sold", "author": "Jo Okoro", "body": TEXT}
    assert state_of(f"window.data = {json.dumps({'related': [teaser], 'article': article})};") == {
        "title": ["Ella bridge opens"],
        "byline": ["Ada Lund", "Ben Roth"],
        "published": ["2026-03-09T10:00:00Z"],
    }


def test_scripts_without_data_state_nothing() -> None:
    assert state_of("let bridge = 1", '{"broken": ', "[" * 5000 + '"a"', '{"title": 7, "author": {"name": {}}}') == {}
