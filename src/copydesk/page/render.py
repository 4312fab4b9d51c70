"""Views of a page and its article: plain text, Markdown, semantic HTML, and plain values for JSON."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from copydesk.page.blocks import Block, Role
from copydesk.page.findings import Candidate, Fault, Image, Moment, Notice, Verdict

if TYPE_CHECKING:
    from copydesk.page.article import Article
    from copydesk.page.page import Page

SCHEMA: Final = 1
"""Version of the JSON schema: it grows when a key changes its meaning or goes, not when one is added."""

_MARKDOWN_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>])")
_MARKDOWN_START: Final = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s)")


def to_text(blocks: Sequence[Block]) -> str:
    """Blocks as plain text, separated by blank lines; the items of a list and the rows of a table stand together."""
    return "\n\n".join("\n".join(block.text for block in group) for _, group in _grouped(blocks))


def _grouped(blocks: Sequence[Block]) -> Iterator[tuple[Role, list[Block]]]:
    """Runs of list items, of table rows and of quotes together, every other block alone."""
    together = (Role.LIST_ITEM, Role.TABLE, Role.QUOTE)
    for (role, _), group in groupby(blocks, lambda b: (b.role, None if b.role in together else b.index)):
        yield role, list(group)


def _markdown_text(text: str) -> str:
    escaped = _MARKDOWN_SPECIAL.sub(r"\\\1", text)
    return _MARKDOWN_START.sub(r"\1\\\2", escaped).replace("\n", "  \n")


def to_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as CommonMark, tables as GitHub's extension has them."""
    parts = []
    for role, group in _grouped(blocks):
        texts = [_markdown_text(block.text) for block in group]
        if role is Role.HEADING:
            parts.append(f"{'#' * max(2, min(6, group[0].level or 2))} {texts[0]}")
        elif role is Role.LIST_ITEM:
            depths = [max(block.level, 1) - 1 for block in group]
            parts.append("\n".join("  " * depth + "- " + text for depth, text in zip(depths, texts, strict=True)))
        elif role is Role.QUOTE:
            parts.append("\n>\n".join("> " + text.replace("\n", "\n> ") for text in texts))
        elif role is Role.TABLE:
            parts.append(_markdown_table(group))
        else:
            parts.append(texts[0])
    return "\n\n".join(parts)


def _rows(group: Sequence[Block]) -> list[list[str]]:
    rows = [[cell.strip() for cell in block.text.split("\t")] for block in group]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _markdown_table(group: Sequence[Block]) -> str:
    rows = [[_markdown_text(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in _rows(group)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def to_html(blocks: Sequence[Block]) -> str:
    """Blocks as semantic HTML."""
    parts = []
    for role, group in _grouped(blocks):
        texts = [_html_text(block.text) for block in group]
        if role is Role.HEADING:
            level = max(2, min(6, group[0].level or 2))
            parts.append(f"<h{level}>{texts[0]}</h{level}>")
        elif role is Role.LIST_ITEM:
            parts.append("<ul>\n" + "\n".join(f"<li>{text}</li>" for text in texts) + "\n</ul>")
        elif role is Role.QUOTE:
            parts.append("<blockquote>\n" + "\n".join(f"<p>{text}</p>" for text in texts) + "\n</blockquote>")
        elif role is Role.TABLE:
            rows = ["<tr>" + "".join(f"<td>{_html_text(cell)}</td>" for cell in row) + "</tr>" for row in _rows(group)]
            parts.append("<table>\n" + "\n".join(rows) + "\n</table>")
        else:
            parts.append(f"<p>{texts[0]}</p>")
    return "\n".join(parts)


def _html_text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")


def article_markdown(title: str | None, deck: str | None, body: Sequence[Block]) -> str:
    """Title, deck and body as Markdown."""
    head = [f"# {_markdown_text(title)}"] if title else []
    if deck and not any(block.role is Role.DECK for block in body):
        head.append(f"*{_markdown_text(deck)}*")
    return "\n\n".join([*head, to_markdown(body)]).strip() + "\n"


def article_html(title: str | None, deck: str | None, body: Sequence[Block], language: str | None) -> str:
    """Title, deck and body as one `<article>`."""
    lines = [f'<article lang="{escape(language)}">' if language else "<article>"]
    if title:
        lines.append(f"<h1>{_html_text(title)}</h1>")
    if deck and not any(block.role is Role.DECK for block in body):
        lines.append(f"<p><strong>{_html_text(deck)}</strong></p>")
    return "\n".join([*lines, to_html(body), "</article>"]) + "\n"


def _moment(moment: Moment | None) -> dict[str, Any] | None:
    if moment is None:
        return None
    return {
        "value": moment.isoformat(),
        "instant": moment.instant.isoformat(),
        "precision": moment.precision.value,
        "zoned": moment.zoned,
        "relative": moment.relative,
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    value = candidate.value
    return {
        "raw": candidate.raw,
        "value": _moment(value) if isinstance(value, Moment) else list(value) if isinstance(value, tuple) else value,
        "method": candidate.method,
        "place": candidate.place,
        "refused": candidate.refused,
    }


def _image(image: Image) -> dict[str, Any]:
    return {"url": image.url, "alt": image.alt, "caption": image.caption, "credit": image.credit, "lead": image.lead}


def block_dict(block: Block) -> dict[str, Any]:
    """A block as plain values."""
    return {
        "index": block.index,
        "role": block.role.value,
        "score": round(block.score, 4),
        "body_score": round(block.body_score, 4),
        "span": [block.start, block.end],
        "source": list(block.source) if block.source else None,
        "tag": block.tag,
        "level": block.level,
        "path": block.path,
        "hidden": block.hidden,
        "repeat_of": block.repeat_of,
        "links": [{"span": [link.start, link.end], "href": link.href} for link in block.links],
        "text": block.text,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"kind": fault.kind.value, "blocks": list(fault.blocks), "note": fault.note}


def _notice(notice: Notice) -> dict[str, Any]:
    return {"text": notice.text, "blocks": list(notice.blocks)}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind.value,
        "probability": round(verdict.probability, 4),
        "reasons": list(verdict.reasons),
    }


def _candidates(candidates: Mapping[str, Sequence[Candidate]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [_candidate(each) for each in found] for name, found in candidates.items() if found}


def article_dict(article: "Article") -> dict[str, Any]:
    """An article as plain values."""
    return {
        "title": article.title,
        "deck": article.deck,
        "byline": list(article.byline),
        "contributors": list(article.contributors),
        "agency": article.agency,
        "outlet": article.outlet,
        "dateline": article.dateline,
        "published": _moment(article.published),
        "modified": _moment(article.modified),
        "language": article.language,
        "section": article.section,
        "keywords": list(article.keywords),
        "canonical_url": article.canonical_url,
        "images": [_image(image) for image in article.images],
        "confidence": round(article.confidence, 4),
        "text": article.text,
        "body": [block.index for block in article.body],
        "notices": [_notice(notice) for notice in article.notices],
        "candidates": _candidates(article.candidates),
    }


def page_dict(page: "Page") -> dict[str, Any]:
    """A page as plain values."""
    return {
        "schema": SCHEMA,
        "id": page.id,
        "url": page.url,
        "captured": page.captured.isoformat() if page.captured else None,
        "media_type": page.media_type,
        "encoding": {"name": page.encoding, "method": page.encoding_method},
        "verdict": _verdict(page.verdict),
        "faults": [_fault(fault) for fault in page.faults],
        "article": article_dict(page.article) if page.article else None,
        "body": [block.index for block in page.body],
        "text": page.text,
        "blocks": [block_dict(block) for block in page.blocks],
    }
