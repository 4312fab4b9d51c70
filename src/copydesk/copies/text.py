"""The input of copy detection: the text of an article and what is known of where it came from."""

from dataclasses import dataclass
from datetime import datetime


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
