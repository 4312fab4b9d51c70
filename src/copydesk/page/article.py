"""The article: a view of the main content of a page, with its fields and the candidates that each was chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from copydesk.page import render
from copydesk.page.blocks import Block
from copydesk.page.findings import Candidate, Image, Moment, Notice


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page shows it; every field is None or empty where the page does not say.

    `byline` names persons, `agency` the wire or syndicator that supplied the text, `contributors` people named in
    a credit line, `dateline` the place that opens the text. `language` is a BCP 47 tag. `confidence` predicts how
    well `body` matches what a reader would call the article (an F1 between 0 and 1). `candidates` holds, by field,
    all that was found, the chosen one first.
    """

    title: str | None
    deck: str | None
    byline: tuple[str, ...]
    contributors: tuple[str, ...]
    agency: str | None
    outlet: str | None
    dateline: str | None
    published: Moment | None
    modified: Moment | None
    language: str | None
    section: str | None
    keywords: tuple[str, ...]
    canonical_url: str | None
    images: tuple[Image, ...]
    body: tuple[Block, ...]
    notices: tuple[Notice, ...]
    confidence: float
    candidates: Mapping[str, tuple[Candidate, ...]]

    @property
    def text(self) -> str:
        """The body as plain text, blocks separated by blank lines."""
        return render.to_text(self.body)

    @property
    def markdown(self) -> str:
        """Title, deck and body as Markdown."""
        return render.article_markdown(self.title, self.deck, self.body)

    @property
    def html(self) -> str:
        """Title, deck and body as clean semantic HTML: one `<article>`, no classes, scripts or styles."""
        return render.article_html(self.title, self.deck, self.body, self.language)

    def to_dict(self) -> dict[str, Any]:
        """The article as plain values for JSON; the schema is in docs/json.md."""
        return render.article_dict(self)
