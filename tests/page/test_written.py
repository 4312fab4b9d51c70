"""Whole pages that the verdict learns from: what they say of themselves, and that they are none of those to count."""

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


@pytest.mark.parametrize("writer", written.WRITERS)
def test_errors_and_walls_say_that_they_are_one_of_the_sorts_and_articles_say_nothing(writer: str) -> None:
    for page in written.pages(writer):
        if page.kind is Kind.ARTICLE:
            assert not page.says
        elif page.kind is not Kind.EMPTY:
            assert page.says
            assert page.kind is Kind.ERROR or page.sort in SORTS


def test_every_fold_has_writers() -> None:
    assert {written.fold_of(writer) for writer in written.WRITERS} == set(range(FOLDS))


def test_some_pages_are_learned_from_as_text_and_shells_never() -> None:
    files = [file for writer in written.WRITERS for file in written.files(writer)]
    assert 0.2 < sum(plain for _, _, plain in files) / len(files) < 0.25
    assert all(("<body" in payload.decode().lower()) is not plain for _, payload, plain in files)
    assert not any(plain for page, _, plain in files if page.kind is Kind.EMPTY)


def test_texts_of_articles_are_no_messages_and_prices_and_hints_of_other_pages_are_nothing() -> None:
    lines = list(written.lines(written.WRITERS[0]))
    pages = list(written.pages(written.WRITERS[0]))
    assert {text for text, sort, _ in lines if sort != NONE} == {said for page in pages for said in page.says}
    harmless = {text for text, sort, _ in lines if sort == NONE}
    assert harmless
    assert harmless <= {
        line for page in pages if page.kind is Kind.ARTICLE for line in stripped(page.text).splitlines()
    }


def test_no_page_to_count_is_learned_from() -> None:
    learned = {stripped(page.text).casefold() for writer in written.WRITERS for page in written.pages(writer)}
    counted = {stripped(page.text).casefold() for which in whole_pages.SETS for page in whole_pages.pages(which)}
    assert learned.isdisjoint(counted)
