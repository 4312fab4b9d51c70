"""Whole pages that the verdict learns from: what they say of themselves, and that they are none of those to count."""

from html import unescape

import pytest

from copydesk.page.findings import Kind
from copydesk.page.messages import SORTS
from training.verdict import whole_pages, written
from training.verdict.books import FOLDS, NONE
from training.verdict.stripping import stripped


@pytest.mark.parametrize("writer", written.WRITERS)
def test_what_a_page_is_said_to_say_stands_on_it(writer: str) -> None:
    for page in written.pages(writer):
        text = " ".join(stripped(page.text).split())
        assert [said for said in page.says if said not in text] == []
        assert not (page.kind is Kind.ARTICLE and page.says)


def test_every_fold_has_writers_and_every_fourth_page_with_a_text_is_one() -> None:
    assert {written.fold_of(writer) for writer in written.WRITERS} == set(range(FOLDS))
    found = list(written.files(written.WRITERS[0]))
    plain = [number for number, (_, _, plain) in enumerate(found) if plain]
    assert plain == [n for n, (page, _, _) in enumerate(found) if n % 4 == 3 and page.kind is not Kind.EMPTY]
    assert all((b"<html" in payload.lower()) is not plain for _, payload, plain in found)


def test_the_texts_of_articles_are_no_messages_and_those_of_bad_pages_only_where_they_are_said_to_be() -> None:
    lines = list(written.lines(written.WRITERS[0]))
    pages = {page.name: page for page in written.pages(written.WRITERS[0])}
    messages = {text for text, sort, _ in lines if sort != NONE}
    assert messages == {said for page in pages.values() for said in page.says}
    assert {sort for _, sort, _ in lines} <= {*SORTS, NONE}


def test_no_page_to_count_is_learned_from() -> None:
    learned = {_key(page.text) for writer in written.WRITERS for page in written.pages(writer)}
    assert learned.isdisjoint(_key(page.text) for which in whole_pages.SETS for page in whole_pages.pages(which))


def _key(page: str) -> str:
    return " ".join(unescape(stripped(page)).split()).casefold()
