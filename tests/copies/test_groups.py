import random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.copies import Kind, MemoryIndex, Text, candidates, copy_groups, fingerprint, fingerprints, update
from copydesk.copies.fingerprint import Fingerprint
from copydesk.copies.index import band_rows, sentence_rows

NOTICE = (
    "This report may not be passed on without leave in writing from the desk. "
    "The desk takes no blame for any use of it by others. Readers who find an error are asked to write to it at once. "
    "Each correction is dated and kept in the open. More about the rules of the desk stands on the page about it. "
    "All rights in the report remain with its holders."
)


def ids(groups):
    return [set(group.ids) for group in groups]


def kinds(group):
    return {member.id: member.kind for member in group.members}


def test_the_same_text_is_an_exact_copy(article, paragraphs):
    text = paragraphs(1)
    [group] = copy_groups([article("a", *text), article("b", " ".join(text).upper())])
    assert set(group.ids) == {"a", "b"}
    assert group.kind is Kind.EXACT
    assert group.members[1].jaccard == 1.0
    assert group.members[1].reason == "the same text"


def test_an_edited_text_is_a_near_copy(article, paragraphs):
    text = paragraphs(1)
    edited = [paragraph.replace(paragraph.split()[7], "edited") for paragraph in text]
    [group] = copy_groups([article("a", *text), article("b", *edited), article("c", *paragraphs(2))])
    assert kinds(group) == {group.representative: Kind.EXACT, ({"a", "b"} - {group.representative}).pop(): Kind.NEAR}


def test_a_text_with_three_words_changed_in_each_sentence_is_a_near_copy(article, paragraphs):
    text = paragraphs(1, paragraphs=20, words=14)
    edited = [
        " ".join("edited" if place % 14 in (5, 8, 10) else word for place, word in enumerate(part.split()))
        for part in text
    ]
    [group] = copy_groups([article("a", *text), article("b", *edited), article("c", *paragraphs(2))])
    assert set(group.ids) == {"a", "b"}
    assert group.members[1].kind is Kind.NEAR
    assert group.members[1].reason.endswith("; edited throughout")


def test_a_cut_text_is_contained(article, paragraphs):
    text = paragraphs(1)
    [group] = copy_groups([article("a", *text), article("b", *text[:3])])
    assert group.kind is Kind.CONTAINED
    other = group.members[1]
    assert {other.within > 0.95, other.holds > 0.95} == {True, False}


def test_five_sentences_in_a_row_are_found_in_another_article(article, paragraphs):
    lifted = paragraphs(1)[2:4]
    host = paragraphs(2, paragraphs=12)
    [group] = copy_groups([article("a", *paragraphs(1)), article("b", *host[:6], *lifted, *host[6:])])
    assert group.kind is Kind.CONTAINED
    assert group.members[1].reason.endswith("; 6 sentences in a row")


def test_three_shared_sentences_are_not_a_copy(article, paragraphs):
    host = paragraphs(2, paragraphs=12)
    assert copy_groups([article("a", *paragraphs(1)), article("b", *host, paragraphs(1)[2])]) == ()


def test_unrelated_articles_are_no_copies(article, paragraphs):
    assert copy_groups(article(str(seed), *paragraphs(seed)) for seed in range(30)) == ()


def test_a_long_disclaimer_joins_nobody(article, paragraphs):
    texts = [article(str(seed), *paragraphs(seed, paragraphs=4), NOTICE) for seed in range(30)]
    assert copy_groups(texts) == ()


def test_copies_are_found_in_spite_of_a_disclaimer(article, paragraphs):
    texts = [article(str(seed), *paragraphs(seed, paragraphs=4), NOTICE) for seed in range(30)]
    assert ids(copy_groups([*texts, article("copy", *paragraphs(7, paragraphs=4))])) == [{"7", "copy"}]


def test_a_wire_story_in_forty_papers_is_no_disclaimer(article, paragraphs):
    wire = paragraphs(1)
    texts = [article(str(n), *wire[: 5 + n % 4], *paragraphs(100 + n, paragraphs=2)) for n in range(40)]
    [group] = copy_groups(texts)
    assert len(group.members) == 40


@pytest.mark.parametrize("count", [2, 12])
def test_issues_of_a_recurring_format_are_no_copies(article, count):
    rng = random.Random(3)

    def issue(number):
        values = [rng.randint(10, 99) for _ in range(9)]
        return article(
            str(number),
            f"The weather office expects a high of {values[0]} degrees and a low of {values[1]} degrees inland.",
            f"On the hills the wind will blow at {values[2]} knots in the morning and at {values[3]} knots after noon.",
            f"The chance of rain on the coast is {values[4]} percent and {values[5]} percent inland.",
            f"The lake stands at {values[6]} feet above the mark, the river at {values[7]} feet below its banks.",
            f"Ships should look out for waves of {values[8]} feet off the northern cape during most of the "
            f"coming night.",
        )

    assert copy_groups(issue(number) for number in range(count)) == ()


def test_a_page_that_joins_two_stories_does_not_join_their_groups(article, paragraphs):
    one, two = paragraphs(1), paragraphs(2)
    texts = [article(f"one-{n}", *one[: 8 - n]) for n in range(3)] + [
        article(f"two-{n}", *two[: 8 - n]) for n in range(3)
    ]
    groups = copy_groups([*texts, article("both", *one, *two)])
    assert len(groups) == 2
    for group in groups:
        assert len({id.split("-")[0] for id in group.ids} - {"both"}) == 1


def test_groups_do_not_grow_by_chains(article, paragraphs):
    stock = paragraphs(1, paragraphs=60)
    texts = [article(f"{n:02}", *stock[n * 3 : n * 3 + 6]) for n in range(18)]
    for group in copy_groups(texts):
        numbers = [int(id) for id in group.ids]
        assert max(numbers) - min(numbers) <= 2


def test_very_short_texts_are_nobodys_copies(article):
    assert (
        copy_groups([article("a", "This article is not available."), article("b", "This article is not available.")])
        == ()
    )


@pytest.mark.parametrize(
    "stock",
    ["桥梁星期一因为撞船事故关闭市长表示将会尽快修复受损部分", "港は月曜日に船が衝突したため閉鎖されたと市長は述べた"],
)
def test_scripts_without_spaces_have_copies(article, stock):
    rng = random.Random(5)
    sentences = ["".join(rng.choices(stock, k=25)) + "。" for _ in range(20)]
    other = ["".join(rng.choices(stock, k=25)) + "。" for _ in range(20)]
    texts = [article("a", *sentences), article("b", "".join(sentences[:12])), article("c", *other)]
    assert ids(copy_groups(texts)) == [{"a", "b"}]


def collection(paragraphs) -> list[Fingerprint]:
    rng = random.Random(9)
    texts = [Text(f"notice-{n}", (*paragraphs(200 + n, paragraphs=3), NOTICE)) for n in range(14)]
    for seed in range(6):
        story = paragraphs(seed)
        for n in range(rng.randint(1, 11)):
            kept = [part for part in story if rng.random() < 0.7]
            own = paragraphs(1000 + 50 * seed + n, paragraphs=rng.randint(0, 3))
            texts.append(Text(f"{seed}-{n}", (*kept, *own)))
    texts.append(Text("both", (*paragraphs(0), *paragraphs(1))))
    return list(fingerprints(texts))


def after(batches):
    index = MemoryIndex()
    groups: dict[str, Any] = {}
    for batch in batches:
        change = update(index, batch)
        groups = {id: group for id, group in groups.items() if not change.touched.intersection(group.ids)}
        groups |= {group.representative: group for group in change.groups}
    return sorted(groups.values(), key=lambda group: group.representative)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), parts=st.integers(1, 12), leaders=st.sampled_from([2, 4, 32]))
def test_groups_do_not_depend_on_order_or_on_the_number_of_builds(paragraphs, order, parts, leaders):
    prints = collection(paragraphs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "LEADERS", leaders)
        whole = after([prints])
        order.shuffle(prints)
        assert after([prints[part::parts] for part in range(parts)]) == whole


def test_known_texts_are_passed_over(article, paragraphs):
    index = MemoryIndex()
    prints = list(fingerprints([article("a", *paragraphs(1)), article("b", *paragraphs(1))]))
    update(index, prints)
    assert update(index, prints).groups == ()


def test_ids_with_the_same_number_are_refused(article, paragraphs):
    one = fingerprint(article("a", *paragraphs(1)))
    other = Fingerprint.from_bytes("b", one.to_bytes())
    object.__setattr__(other, "number", one.number)
    with pytest.raises(ValueError, match="same number"):
        update(MemoryIndex(), [one, other])


def test_many_equal_texts_are_one_group(article, paragraphs):
    [group] = copy_groups(article(str(n), *paragraphs(1)) for n in range(300))
    assert len(group.members) == 300


def test_nothing_gives_nothing():
    assert copy_groups([]) == ()
    assert copy_groups([Text("a", ())]) == ()


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_a_pair_is_a_candidate_once_and_only_with_an_end_among_the_texts_that_are_asked_for(
    article, paragraphs, monkeypatch, chunk
):
    monkeypatch.setattr(candidates, "CHUNK", chunk)
    text = paragraphs(1)
    prints = list(fingerprints(article(name, *text) for name in "abcdef"))
    index = MemoryIndex()
    index.add(prints, band_rows(prints), sentence_rows(prints))
    asked = sorted(print.number for print in prints[:3])
    parts = candidates.candidates(index, np.array(asked, np.int64))
    pairs = [pair for lefts, rights in parts for pair in zip(lefts.tolist(), rights.tolist(), strict=True)]
    assert len(pairs) == len(set(pairs)) == 3 + 3 * 3
    assert all(set(pair) & set(asked) for pair in pairs)
