"""Small HTML documents made from fields, for inputs that hold an article's fields instead of its page."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MEDIA_TYPE: Final = "text/html; charset=utf-8; made-from=fields"
"""Says that the document was made from fields: its markup is not the publisher's."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What an input says of an article. `content` is HTML as the publisher wrote it; `text` is plain text."""

    url: str | None = None
    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image: str | None = None
    text: str | None = None
    content: str | None = None


def document(fields: Fields) -> str:
    """An HTML document that carries the fields where publishers put them: in metadata, a heading and paragraphs."""
    head = "".join(_head(fields))
    heading = f"<h1>{html.escape(fields.title)}</h1>\n" if fields.title else ""
    body = fields.content if fields.content is not None else _paragraphs(fields.text or "")
    language = f' lang="{html.escape(fields.language)}"' if fields.language else ""
    return (
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n{head}</head>\n'
        f"<body>\n<article>\n{heading}{body}\n</article>\n</body>\n</html>\n"
    )


def _head(fields: Fields) -> Iterable[str]:
    if fields.title:
        yield f"<title>{html.escape(fields.title)}</title>\n"
        yield _meta("property", "og:title", fields.title)
    if fields.url:
        yield f'<link rel="canonical" href="{html.escape(fields.url)}">\n'
    for author in fields.authors:
        yield _meta("name", "author", author)
    named = (
        ("name", "description", fields.description),
        ("property", "og:site_name", fields.outlet),
        ("property", "article:published_time", fields.published),
        ("property", "article:modified_time", fields.modified),
        ("property", "article:section", fields.section),
        ("property", "og:image", fields.image),
        ("name", "keywords", ", ".join(fields.keywords)),
    )
    yield from (_meta(kind, name, value) for kind, name, value in named if value)


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(value)}">\n'


def _paragraphs(text: str) -> str:
    """Paragraphs are divided by blank lines; a text that has none has one paragraph a line."""
    divider = "\n\n" if "\n\n" in text.strip() else "\n"
    parts = (part.strip() for part in text.replace("\r\n", "\n").split(divider))
    return "\n".join(f"<p>{html.escape(part)}</p>" for part in parts if part)
