"""JSON-LD: found in graphs, repaired where broken, refused where it is hostile."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.page.jsonld import MAX_SCRIPT, parse_script, parse_scripts, repair
from copydesk.page.metadata.jsonld import read_jsonld

ARTICLE = {"@type": "NewsArticle", "headline": "Bridge opens", "datePublished": "2026-03-09"}


def said(*scripts: str, url: str | None = None) -> dict[str, list[str]]:
    """The raw values by field."""
    return {
        field: [each.raw for each in values] for field, values in read_jsonld(parse_scripts(scripts)[0], url).items()
    }


def test_article_in_a_graph() -> None:
    script = json.dumps({"@graph": [{"@type": "WebSite", "name": "Harbour Post"}, ARTICLE]})
    assert said(script)["title"] == ["Bridge opens"]
    assert said(script)["outlet"] == ["Harbour Post"]


def test_article_as_main_entity() -> None:
    assert said(json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}))["title"][0] == "Bridge opens"


def test_author_by_reference() -> None:
    graph = [{**ARTICLE, "author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada Lund"}]
    assert said(json.dumps({"@graph": graph}))["byline"] == ["Ada Lund"]


def test_article_of_this_page_speaks_before_others() -> None:
    other = {**ARTICLE, "headline": "Other", "url": "https://harbour.example/other"}
    own = {**ARTICLE, "url": "https://www.harbour.example/bridge/"}
    assert said(json.dumps([other, own]), url="http://harbour.example/bridge")["title"] == ["Bridge opens"]


def test_teasers_in_a_list_are_not_read() -> None:
    script = json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]})
    assert "title" not in said(script)


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "Bridge opens",}',
        '<!-- {"@type": "NewsArticle", "headline": "Bridge opens"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Bridge opens"}\n//]]>',
        '{"@type": "NewsArticle", /* the title */ "headline": "Bridge opens"};',
        '{"@type": "NewsArticle", "headline": "Bridge opens", "author": {"name": "Ada Lund"',
        '{"@type": "NewsArticle", "headline": "Bridge\n opens"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Bridge opens&quot;}",
        '{"@type": "WebSite", "name": "Harbour Post"}{"@type": "NewsArticle", "headline": "Bridge opens"}',
    ],
)
def test_broken_scripts_are_repaired(broken: str) -> None:
    assert said(broken)["title"] == ["Bridge opens"]


def test_bare_quotes_inside_a_string_stay() -> None:
    assert json.loads(repair('{"headline": "She said "no" again"}')) == {"headline": 'She said "no" again'}


def test_scalar_fields_are_saved_from_ruins() -> None:
    values, note = parse_script('{"@type": [}{ "headline": "Bridge opens", } ] "datePublished": "2026-03-09" x')
    assert values
    assert note is not None


def test_limits_are_noted() -> None:
    assert parse_script(" " * 10 + '"' * (MAX_SCRIPT + 1))[1] == f"refused: longer than {MAX_SCRIPT} characters"
    assert parse_script("[" * 100_000)[1] == "refused: nested too deep"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["@type", "@id", "@graph", "headline", "author", "name", "image", "url", "mainEntity",
                         "datePublished", "itemListElement", "publisher", "keywords"]), inner, max_size=5),
    max_leaves=30,
)  # fmt: skip


@given(_VALUES)
@settings(max_examples=200, deadline=None)
def test_any_json_is_read(value: Any) -> None:
    statements = read_jsonld([(value,)], "https://harbour.example/a")
    assert all(each.raw for values in statements.values() for each in values)


@given(st.text(alphabet='{}[]",:\\/*abn0 \n;', max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(script: str) -> None:
    values, note = parse_script(script)
    assert values or note or not script.strip() or isinstance(values, tuple)
