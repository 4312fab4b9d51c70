"""Verdict: what kind of page a capture is, with a probability and reasons."""

from collections.abc import Sequence
from typing import Final

from copydesk.page import cues
from copydesk.page.blocks import BODY_ROLES, Block, Role
from copydesk.page.findings import Kind, Verdict
from copydesk.page.hints import Hints

BODY_CHARS: Final = 250
"""Characters of running text from which a page carries something to read, whatever else it shows."""
EMPTY_CHARS: Final = 40


def judge(blocks: Sequence[Block], hints: Hints, url: str | None, status: int | None) -> Verdict:
    """The kind of a page, from what it shows."""
    shown = [block for block in blocks if not block.hidden]
    body = sum(len(block.text) for block in shown if block.role in BODY_ROLES)
    text = sum(len(block.text) for block in shown)
    banners = sum(block.role is Role.ERROR_BANNER for block in shown)
    walls = sum(bool(cues.PAYWALL.search(b.text) or cues.CONSENT_WALL.search(b.text)) for b in shown if len(b.text) < 400)
    if body < BODY_CHARS:
        if banners or (status is not None and status >= 400):
            return Verdict(Kind.ERROR, 0.9, ("an error message and no running text",))
        if walls:
            return Verdict(Kind.WALL, 0.8, ("a request to consent, log in or subscribe, and no running text",))
        if text < EMPTY_CHARS:
            return Verdict(Kind.EMPTY, 0.9, ("almost no text",))
        if not body:
            return Verdict(Kind.LISTING, 0.5, ("links and no running text",))
    return Verdict(Kind.ARTICLE, 0.8, (f"{body:,} characters of running text",))
