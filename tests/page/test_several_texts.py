"""A text capture that holds more than one article, or one article twice."""

from copydesk import FaultKind, read

ARTICLE = """Ferry line to Skerra to close in spring

12 January 2026

HOLMVIK (Northwire) - The ferry to Skerra will make its last crossing on 30 March, the harbour board decided on Monday.

The board said that the number of passengers had fallen by half in ten years, to fewer than 40 on a winter day."""
OTHER = """Storm takes roof off school in Ostby

11 January 2026

OSTBY (Northwire) - A storm lifted the roof of the primary school in Ostby on Sunday night, when nobody was inside.

Pupils will be taught in the parish hall until the roof is mended, the head teacher said on Monday morning."""


def test_a_second_dateline_in_a_text_begins_another_article() -> None:
    page = read(f"{ARTICLE}\n\n{OTHER}")
    assert page.article is not None
    assert "Skerra" in page.article.text
    assert "primary school" not in page.article.text
    assert FaultKind.MIXED_ARTICLES in [fault.kind for fault in page.faults]


def test_an_article_printed_twice_is_repeated_and_not_mixed_with_another() -> None:
    page = read(f"{ARTICLE}\n\n{ARTICLE}")
    assert page.article is not None
    assert page.article.text.count("last crossing") == 1
    assert [fault.kind for fault in page.faults] == [FaultKind.REPEATED_BODY]


def test_a_line_that_leads_to_another_article_does_not_begin_one() -> None:
    first, *rest = ARTICLE.rsplit("\n\n", 1)
    page = read("\n\n".join((first, "READ ALSO: Two bridges fail load test", *rest)))
    assert FaultKind.MIXED_ARTICLES not in [fault.kind for fault in page.faults]
