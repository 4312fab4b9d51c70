from datetime import UTC, datetime, timedelta

import pytest

from copydesk.copies import Method, copy_groups, find_origin, independent_sources
from copydesk.copies.origin import credits

NOON = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)


def origin_of(*texts):
    [group] = copy_groups(texts)
    return find_origin(group, {text.id: text for text in texts})


def test_the_agency_field_names_the_source(article, paragraphs):
    origin = origin_of(article("a", *paragraphs(1), agency="Associated Press"), article("b", *paragraphs(1)))
    assert (origin.method, origin.source) == (Method.CREDIT, "AP")
    assert "AP (1 of 2)" in origin.reasons[0]


@pytest.mark.parametrize(
    ("lead", "end", "wires"),
    [
        ("GENEVA, March 4 (Reuters) - The bridge was closed.", "", {"Reuters"}),
        ("Berlin (dpa/AFP) – Die Brücke ist zu.", "", {"dpa", "AFP"}),
        ("The bridge was closed.", "© 2026 AFP", {"AFP"}),
        ("The bridge was closed.", "Source: TASS", {"TASS"}),
        ("The bridge was closed.", "— The Associated Press", {"AP"}),
        ("The mayor told Reuters (a news agency) that the bridge was closed.", "", set()),
        ("Shares of Thomson Reuters fell on Monday.", "The firm rents its desk to Bloomberg.", set()),
        ("The bridge (built in 1920) was closed.", "Apart from that, all is well.", set()),
    ],
)
def test_wires_are_believed_where_they_are_credited(article, lead, end, wires):
    assert credits(article("a", lead, "Nothing else is known of it so far.", end)) == wires


def test_the_wires_own_page_is_the_first_version(article, paragraphs):
    wire = article("b", *paragraphs(1), outlet="Reuters", published=NOON)
    paper = article("a", *paragraphs(1), agency="Reuters", outlet="Westmark Post", published=NOON)
    assert origin_of(paper, wire).id == "b"


def test_contradicting_credits_leave_the_origin_unknown(article, paragraphs):
    origin = origin_of(article("a", *paragraphs(1), agency="AFP"), article("b", *paragraphs(1), agency="dpa"))
    assert (origin.method, origin.source, origin.id) == (Method.UNKNOWN, None, None)
    assert any("contradict" in reason for reason in origin.reasons)


def test_a_canonical_address_elsewhere_names_the_source(article, paragraphs):
    origin = origin_of(
        article("a", *paragraphs(1), url="https://post.example/1", canonical_url="https://times.example/x"),
        article("b", *paragraphs(1), url="https://www.times.example/x", outlet="Times"),
    )
    assert (origin.method, origin.source, origin.id) == (Method.CANONICAL, "Times", "b")


def test_the_clearly_earliest_is_the_origin(article, paragraphs):
    texts = [
        article(id, *paragraphs(1), published=NOON + timedelta(hours=hours), outlet=id)
        for id, hours in (("a", 3), ("b", 0))
    ]
    origin = origin_of(*texts)
    assert (origin.method, origin.id, origin.source) == (Method.EARLIEST, "b", "b")


@pytest.mark.parametrize(
    "dates",
    [
        (NOON, NOON + timedelta(minutes=2)),
        (NOON, None),
        (NOON.replace(hour=0, minute=0), NOON),
        (None, None),
    ],
)
def test_an_origin_that_dates_cannot_tell_is_unknown(article, paragraphs, dates):
    origin = origin_of(*(article(f"{n}", *paragraphs(1), published=date) for n, date in enumerate(dates)))
    assert origin.method is Method.UNKNOWN
    assert origin.reasons


def test_dates_with_and_without_time_zones_are_compared(article, paragraphs):
    origin = origin_of(
        article("a", *paragraphs(1), published=NOON.replace(tzinfo=None)),
        article("b", *paragraphs(1), published=NOON + timedelta(hours=1)),
    )
    assert origin.id == "a"


def test_hostile_addresses_are_no_sites(article, paragraphs):
    origin = origin_of(
        article("a", *paragraphs(1), url="http://[", canonical_url="https://x.example"),
        article("b", *paragraphs(1), url="::", canonical_url="//[::"),
    )
    assert origin.method is Method.UNKNOWN


def sources(*texts):
    groups = copy_groups(texts)
    return independent_sources([text.id for text in texts], groups, {text.id: text for text in texts})


def test_forty_copies_are_one_source(article, paragraphs):
    assert sources(*(article(str(n), *paragraphs(1), outlet=f"Paper {n}") for n in range(40))) == 1


def test_two_stories_of_one_wire_are_one_source(article, paragraphs):
    texts = [article(f"{n}", *paragraphs(n % 2), agency="AFP", outlet=f"Paper {n}") for n in range(4)]
    assert sources(*texts) == 1


def test_a_text_of_its_own_is_a_source_of_its_own(article, paragraphs):
    texts = [article(f"{n}", *paragraphs(1), outlet=f"Paper {n}") for n in range(3)]
    assert sources(*texts, article("own", *paragraphs(2), outlet="Other")) == 2


def test_an_article_that_only_quotes_a_wire_counts_too(article, paragraphs):
    wire = [article(f"{n}", *paragraphs(1), agency="AFP") for n in range(2)]
    assert sources(*wire, article("own", *paragraphs(2, paragraphs=14), *paragraphs(1)[:3], outlet="Other")) == 2


def test_texts_of_one_outlet_are_told_apart(article, paragraphs):
    texts = [
        article(name, *paragraphs(1), outlet="Post", published=datetime(2024, 5, day, 9, tzinfo=UTC))
        for name, day in (("first-version-of-all", 1), ("second-version-of-all", 2))
    ]
    [group] = copy_groups(texts)
    origin = find_origin(group, {text.id: text for text in texts})
    assert origin.reasons == ("Post (first-versio) has the earliest date, 2024-05-01 09:00 UTC",)
