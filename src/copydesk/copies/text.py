"""The input of copy detection: the text of an article and what is known of where it came from."""

from dataclasses import dataclass
from datetime import UTC, datetime

from copydesk.page.findings import Moment, Precision
from copydesk.page.page import Page


@dataclass(frozen=True, slots=True)
class Text:
    """The paragraphs of an article's body, without notices, repeats, promotions, related links and bylines.

    `id` must be unique and stable: groups are ordered by it wherever the texts themselves do not decide.
    """

    id: str
    paragraphs: tuple[str, ...]
    title: str | None = None
    published: datetime | None = None
    captured: datetime | None = None
    outlet: str | None = None
    agency: str | None = None
    canonical_url: str | None = None
    url: str | None = None
    language: str | None = None


def text_of(page: Page, id: str | None = None) -> Text:
    """A page as a text: its article, or where it carries none, its main content."""
    article = page.article
    paragraphs = tuple(block.text for block in (article.body if article else page.body))
    if article is None:
        return Text(id or page.id, paragraphs, captured=page.captured, url=page.url)
    return Text(
        id=id or page.id,
        paragraphs=paragraphs,
        title=article.title,
        published=stated(article.published),
        captured=page.captured,
        outlet=article.outlet,
        agency=article.agency,
        canonical_url=article.canonical_url,
        url=page.url,
        language=article.language,
    )


def stated(moment: Moment | None) -> datetime | None:
    """A date by which versions can be put in order: midnight where only the day was stated, None where less was."""
    if moment is None or moment.precision in (Precision.YEAR, Precision.MONTH):
        return None
    if moment.precision is Precision.DAY:
        return datetime.combine(moment.instant.date(), datetime.min.time(), UTC)
    return moment.instant
