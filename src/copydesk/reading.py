"""Reading: from a capture to a page, each step a function of plain values."""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count, repeat
from operator import add
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.capture import Capture, CaptureError
from copydesk.kernel import KernelMemoryError
from copydesk.page.areas import Probabilities, shown_score
from copydesk.page.article import Article
from copydesk.page.blocks import BODY_ROLES, Block, Role
from copydesk.page.confidence import expected_f1
from copydesk.page.decisions import Decisions, decide
from copydesk.page.declarations import Declarations, read_declarations
from copydesk.page.encoding import Decoded, decode, decompress
from copydesk.page.faults import find_faults
from copydesk.page.findings import ARTICLE_KINDS, Notice
from copydesk.page.hints import read_hints
from copydesk.page.html import check_nesting, cut
from copydesk.page.limits import Limits
from copydesk.page.metadata import Metadata, read_metadata
from copydesk.page.page import Page
from copydesk.page.plain import cut_text
from copydesk.page.roles import THRESHOLD, survey_page
from copydesk.page.scriptdata import TEXT_CHARS, outline_from_data
from copydesk.page.segments import JOINT, Outline, put_together
from copydesk.page.told import SURE
from copydesk.page.verdict import judge, see

LOOKS_LIKE_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|p|article|table|h1|center)\b",
    re.IGNORECASE | re.DOTALL,
)
HAS_TAGS: Final = re.compile(r"</(?:p|div|body|html|article|section|span|td|a|h[1-6])\s*>", re.IGNORECASE)
NOT_BODY, FROM_DATA = 0.3, 0.9
"""Probabilities given to the blocks of a page whose text stands in its data, and to that text."""
BYLINE_CHARS: Final = 160
"""Characters of a line above the body that names the authors and is no paragraph about them."""
SNIFF: Final = 4_096
"""Characters at the start of a payload that tell HTML from text."""
DEFAULT_LIMITS: Final = Limits()
_BODY_OR_REPEATED: Final = BODY_ROLES | {Role.REPEAT}


def read(
    data: bytes | str,
    *,
    url: str | None = None,
    captured: datetime | None = None,
    media_type: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Page:
    """Read one captured page: HTML or plain text, bytes in any encoding (gzipped or not) or decoded text.

    `media_type` (`text/html; charset=…`, `text/plain`) overrides what the content looks like; `captured` is the time
    against which relative dates are resolved. Raises CaptureError where the capture exceeds a limit or is damaged
    beyond reading; nothing that the page contains raises anything else.
    """
    return read_capture(Capture(data, url=url, captured=captured, media_type=media_type), limits)


def read_capture(capture: Capture, limits: Limits = DEFAULT_LIMITS) -> Page:
    """Read a capture. Raises CaptureError as `read` does."""
    return read_again(capture, None, limits)[0]


def read_again(capture: Capture, known: Decisions | None, limits: Limits = DEFAULT_LIMITS) -> tuple[Page, Decisions]:
    """Read a capture as `read_capture` does, and say what the models decided.

    `known` is what they decided of the same payload with the same media type, caught at another address or time: they
    are not asked again, but for what depends on the address (and on the status, where that is another), and the page
    comes out as it would without it.
    """
    with _uncollected():
        try:
            return _read(capture, known, limits)
        except KernelMemoryError as error:
            raise CaptureError("memory", str(error)) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's cyclic garbage collector from looking through what is made meanwhile: a reading makes some thousand
    objects, hardly any of them in cycles, and needs nearly all of them to its end."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read(capture: Capture, known: Decisions | None, limits: Limits) -> tuple[Page, Decisions]:
    decoded = _decoded(capture, limits)
    plain = not _is_html(decoded, capture.media_type)
    if plain:
        tree, declared, outline = None, Declarations(), cut_text(decoded.text, limits)
    else:
        html = decoded.source
        check_nesting(html, limits)
        tree = LexborHTMLParser(html if isinstance(html, str) else html.data)
        declared, outline = read_declarations(tree), cut(tree, limits, html)
    hints = read_hints(declared)
    if known is None:
        survey = survey_page(outline, hints, plain)
        found = survey.scores
    else:
        survey, found = None, known.found
    shown = outline
    outline, scores, from_script = _with_data(tree, declared, shown, found, limits)
    seen = known.sight if known and known.sight.status == capture.status else None
    sight = seen or see(outline, scores, hints, capture.status)
    verdict = judge(sight, outline, hints, capture.url)
    if known is None or known.kind is not verdict.kind:
        survey = survey or survey_page(shown, hints, plain)
        known = decide(verdict.kind, outline, scores, survey, plain, sight)
    elif not seen:
        known = replace(known, sight=sight)
    text, blocks = make_blocks(outline, known, scores)
    metadata = read_metadata(tree, declared, blocks, capture.url, capture.captured)
    blocks = _with_shown_values(blocks, metadata, known.shown_scores)
    body = tuple([block for block in blocks if block.role in BODY_ROLES])
    faults = find_faults(text, blocks, body, known.cues, verdict.kind, decoded, from_script)
    article = _article(blocks, body, metadata) if verdict.kind in ARTICLE_KINDS and body else None
    page = Page(
        id=capture.id,
        url=capture.url,
        captured=capture.captured,
        media_type="text/plain" if plain else "text/html",
        encoding=decoded.encoding,
        encoding_method=decoded.method,
        text=text,
        blocks=blocks,
        body=body,
        verdict=verdict,
        faults=faults,
        article=article,
    )
    return page, known


def _decoded(capture: Capture, limits: Limits) -> Decoded:
    payload = capture.payload
    if isinstance(payload, str):
        if len(payload) > limits.payload_bytes:
            raise CaptureError("too-large", f"the page has more than {limits.payload_bytes:,} characters")
        return Decoded(payload, "unicode", "declared")
    if len(payload) > limits.payload_bytes:
        raise CaptureError("too-large", f"the page has {len(payload):,} bytes, more than {limits.payload_bytes:,}")
    return decode(decompress(payload, limits.payload_bytes), capture.media_type)


def _is_html(decoded: Decoded, media_type: str | None) -> bool:
    declared = (media_type or "").split(";")[0].strip().lower()
    if declared == "text/plain":
        return False
    if declared in ("text/html", "application/xhtml+xml"):
        return True
    start = decoded.beginning(SNIFF)
    return bool(LOOKS_LIKE_HTML.match(start)) or len(HAS_TAGS.findall(start)) >= 2


def _with_data(
    tree: LexborHTMLParser | None, declared: Declarations, outline: Outline, scores: list[float], limits: Limits
) -> tuple[Outline, list[float], bool]:
    """Add the text of the page's data where the page itself shows hardly any."""
    shown = sum([len(s.text) for s, score in zip(outline.segments, scores, strict=True) if score >= THRESHOLD])
    if tree is None or shown >= TEXT_CHARS:
        return outline, scores, False
    data = outline_from_data(tree, declared, limits)
    if data is None or sum(len(segment.text) for segment in data.segments) < TEXT_CHARS + 2 * shown:
        return outline, scores, False
    offset = len(outline.elements)
    added = [segment._replace(element=segment.element + offset) for segment in data.segments]
    segments = put_together([*outline.segments, *added], [*outline.starts(), *data.starts()])
    whole = Outline(outline.elements + data.elements, segments)
    return whole, [min(score, NOT_BODY) for score in scores] + [FROM_DATA] * len(data.segments), True


def make_blocks(outline: Outline, decided: Decisions, scores: Sequence[float]) -> tuple[str, tuple[Block, ...]]:
    """The page text and its blocks, from segments, what was decided of them, and how likely each is main content."""
    if not outline.segments:
        return "", ()
    texts, homes, _, levels, links, _, _, hidden, sources, _ = zip(*outline.segments, strict=True)
    starts, elements = outline.starts(), outline.elements
    # A page has hundreds of blocks: as columns, they are made without a step of Python's for each.
    blocks = map(
        Block,
        count(),
        texts,
        starts,
        map(add, starts, map(len, texts)),
        decided.roles,
        decided.role_scores,
        scores,
        map(elements.tags.__getitem__, map(elements.names.__getitem__, homes)),
        levels,
        repeat("") if any(sources) else outline.paths(),
        links,
        hidden,
        sources,
        map(decided.repeat_of.get, count()),
    )
    return JOINT.join(texts), tuple(blocks)


def _with_shown_values(blocks: tuple[Block, ...], metadata: Metadata, scores: Probabilities) -> tuple[Block, ...]:
    """Give the blocks that show the title, byline, date or deck these roles."""
    roles = dict(metadata.block_roles)
    title = metadata.title
    if title:
        said_again = [b.index for b in blocks if b.text == title and b.role in BODY_ROLES]
        roles = dict.fromkeys(said_again, Role.TITLE) | roles
    if metadata.byline:
        first = next((b.index for b in blocks if b.role in BODY_ROLES and b.body_score >= SURE), 0)
        above = (b for b in blocks[:first] if b.role in BODY_ROLES and len(b.text) <= BYLINE_CHARS)
        named = (b.index for b in above if any(name in b.text for name in metadata.byline))
        roles = dict.fromkeys(named, Role.BYLINE) | roles
    if not roles:
        return blocks
    changed = list(blocks)
    for index, role in roles.items():
        if changed[index].role is not role:
            score = shown_score(role, changed[index].body_score, scores, index)
            changed[index] = replace(changed[index], role=role, score=score, repeat_of=None)
    return tuple(changed)


def _article(blocks: Sequence[Block], body: tuple[Block, ...], metadata: Metadata) -> Article:
    return Article(
        title=metadata.title,
        deck=metadata.deck,
        byline=metadata.byline,
        contributors=metadata.contributors,
        agency=metadata.agency,
        outlet=metadata.outlet,
        dateline=metadata.dateline,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language,
        section=metadata.section,
        keywords=metadata.keywords,
        canonical_url=metadata.canonical_url,
        images=metadata.images,
        body=body,
        notices=_notices(blocks),
        confidence=_confidence(blocks, body),
        candidates=metadata.candidates,
    )


def _confidence(blocks: Sequence[Block], body: Sequence[Block]) -> float:
    """The F1 that the body can be expected to have; what only stands on the page again takes no part."""
    others = ((block.body_score, len(block.text)) for block in blocks if block.role not in _BODY_OR_REPEATED)
    return expected_f1(((block.body_score, len(block.text)) for block in body), others)


def _notices(blocks: Sequence[Block]) -> tuple[Notice, ...]:
    """Notice blocks in a row are one notice."""
    notice = Role.NOTICE
    found: list[list[Block]] = []
    for block in [block for block in blocks if block.role is notice and not block.hidden]:
        if found and found[-1][-1].index == block.index - 1:
            found[-1].append(block)
        else:
            found.append([block])
    return tuple(Notice("\n".join(b.text for b in group), tuple(b.index for b in group)) for group in found)
