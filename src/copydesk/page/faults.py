"""Faults: what is wrong with a page, with the blocks that show it."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from copydesk.page import cues
from copydesk.page.blocks import BODY_ROLES, Block, Role
from copydesk.page.encoding import Decoded
from copydesk.page.findings import ARTICLE_KINDS, Fault, FaultKind, Kind
from copydesk.page.metadata.datelines import read_dateline

RUNNING: Final = 80
"""Characters from which a block is running text and no line that leads to another article."""
DAMAGED: Final = 2
"""Signs of damage in one block (or three on a page) from which it is no accident of quoting."""
_TAIL: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œž"
_OPENINGS: Final = "ÃÂÅÄâÐÑРСØÙã\ufffd"
"""Letters with one of which all that MOJIBAKE finds begins: a page without any is soon told."""
_AFTER_R: Final = "[°-їЎўЂ-Џ]"
_AFTER_S: Final = "[Ѐ-Џ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ]"
# Bytes of UTF-8 as Western, Cyrillic and other code pages show them. All begin with one class of letters, which a text
# is searched for quickly; what must stand before each tail is looked back at.
MOJIBAKE: Final = re.compile(
    f"[{_OPENINGS}](?:(?<=\ufffd)|(?<=[ÃÂÅÄÐÑ])[{_TAIL}Ÿ]|(?<=Ã) |(?<=â)€[™œžš“”˜¦\u009d\u0093\u0094\u0098\u0099]?|"
    f"(?:(?<=Р){_AFTER_R}|(?<=С){_AFTER_S})(?:Р{_AFTER_R}|С{_AFTER_S})|"
    "(?<=[ØÙ])[\u0080-\u00bfˆ„†‡]|(?<=ã)[\u0080-\u0083ƒ‚€][\u0080-\u00bf]?)"
)
_SOUGHT: Final = (Role.ERROR_BANNER, Role.REPEAT, Role.WALL, Role.RELATED, Role.COMMENT)


def find_faults(
    text: str,
    blocks: Sequence[Block],
    body: Sequence[Block],
    possible: cues.CuesOf,
    kind: Kind,
    decoded: Decoded,
    from_script: bool,
) -> tuple[Fault, ...]:
    """All faults of a page, in the order of FaultKind.

    `text` is that of all blocks; `possible` has the bits of the cues that each block may have.
    """
    chars = sum([len(block.text) for block in body])
    banners, repeats, walls, related, comments = _of_sought_roles(blocks)
    checks = (
        _error_banner(banners, kind),
        _repeated_body(repeats, chars),
        _truncated(body, kind),
        _paywalled(blocks, possible, walls, chars, kind),
        _consent_wall(blocks, possible, body, kind),
        _mixed_articles(blocks, related, kind),
        _encoding_damage(text, blocks, decoded),
        _empty_comments(comments, possible),
        _hidden_body(body, chars, from_script),
    )
    return tuple([fault for fault in checks if fault is not None])


def _of_sought_roles(blocks: Sequence[Block]) -> Iterable[list[Block]]:
    """The blocks of each of the roles that may tell of a fault."""
    found: dict[Role, list[Block]] = {role: [] for role in _SOUGHT}
    for block in [block for block in blocks if block.role in found]:
        found[block.role].append(block)
    return found.values()


def _speaking(blocks: Sequence[Block], possible: cues.CuesOf, cue: cues.Cue) -> list[Block]:
    """The blocks of a page in which a cue may be found."""
    bit = cue.bit
    return [block for block, bits in zip(blocks, possible.tolist(), strict=True) if bits & bit]


def _fault(kind: FaultKind, blocks: Sequence[Block], note: str) -> Fault | None:
    return Fault(kind, tuple(block.index for block in blocks), note) if blocks else None


def _error_banner(found: Sequence[Block], kind: Kind) -> Fault | None:
    if kind in (Kind.ERROR, Kind.EMPTY, Kind.WALL):
        return None
    banners = [block for block in found if not block.hidden]
    return _fault(FaultKind.ERROR_BANNER, banners, "an error message stands beside the content")


def _repeated_body(repeats: Sequence[Block], body_chars: int) -> Fault | None:
    if not repeats:
        return None
    chars = sum([len(block.text) for block in repeats])
    share = f"{min(1.0, chars / body_chars):.0%} of the body" if body_chars else "text"
    return _fault(FaultKind.REPEATED_BODY, repeats, f"{share} stands on the page again")


def _truncated(body: Sequence[Block], kind: Kind) -> Fault | None:
    if kind not in ARTICLE_KINDS or not body:
        return None
    end = body[-1].text.rstrip()[-cues.TRUNCATED_CHARS :]
    if not cues.TRUNCATED_END.search(end):
        return None
    return _fault(FaultKind.TRUNCATED, body[-1:], "the last paragraph breaks off")


def _paywalled(
    blocks: Sequence[Block], possible: cues.CuesOf, walls: Sequence[Block], body_chars: int, kind: Kind
) -> Fault | None:
    if kind not in ARTICLE_KINDS and kind is not Kind.WALL:
        return None
    stub = kind is Kind.WALL or body_chars < STUB_CHARS
    if not (stub or walls):
        return None
    speaking = _speaking(blocks, possible, cues.PAYWALL)
    offers = (b for b in speaking if b.role not in _TEXT_ROLES and len(b.text) < 400)
    signs = [block for block in offers if cues.PAYWALL.is_in(block.text)]
    if not (stub or any(block.role is Role.WALL for block in signs)):
        return None
    return _fault(FaultKind.PAYWALLED, signs, "the text is offered to subscribers only")


STUB_CHARS: Final = 1_200
"""Characters of a body up to which a subscription offer means that the rest is missing."""
_TEXT_ROLES: Final = BODY_ROLES | {Role.REPEAT, Role.COMMENT, Role.NAVIGATION, Role.RELATED}


def _consent_wall(blocks: Sequence[Block], possible: cues.CuesOf, body: Sequence[Block], kind: Kind) -> Fault | None:
    if kind in ARTICLE_KINDS:
        first = body[0].index if body else 0
        speaking = _speaking(blocks[:first], possible[:first], cues.CONSENT_ASKED)
        asked = [block for block in speaking if not block.hidden and cues.CONSENT_ASKED.is_in(block.text)]
        if len(asked) < 2:
            return None
        return _fault(FaultKind.CONSENT_WALL, asked, "a request for consent stands before the text")
    if kind is not Kind.WALL:
        return None
    asking = [block for block in _speaking(blocks, possible, cues.CONSENT_WALL) if cues.CONSENT_WALL.is_in(block.text)]
    signs = [block for block in asking if "cookie" in block.text.lower()]
    return _fault(FaultKind.CONSENT_WALL, signs or asking, "the page asks for consent before it shows anything")


def _mixed_articles(blocks: Sequence[Block], related: Sequence[Block], kind: Kind) -> Fault | None:
    """Two headlines of the first level, each with running text of its own under it; in plain text two datelines."""
    if kind is not Kind.ARTICLE:
        return None
    others = [b for b in related if b.tag == "h1" or (b.source is not None and _begins_another(b))]
    if others:
        return _fault(FaultKind.MIXED_ARTICLES, others, "another article begins below this one")
    heads = [n for n, b in enumerate(blocks) if b.tag == "h1" and not b.hidden and b.role is not Role.REPEAT]
    if len(heads) < 2:
        return None
    with_text = []
    for n, stop in pairwise([*heads, len(blocks)]):
        chars = sum(len(b.text) for b in blocks[n + 1 : stop] if len(b.text) >= RUNNING and not b.links)
        if chars >= 300:
            with_text.append(blocks[n])
    distinct = {block.text.casefold() for block in with_text}
    return (
        _fault(FaultKind.MIXED_ARTICLES, with_text, "several articles stand on the page") if len(distinct) > 1 else None
    )


def _begins_another(block: Block) -> bool:
    """Whether a block of a text is the first paragraph of another article."""
    return len(block.text) >= RUNNING and read_dateline(block.text) is not None


def _encoding_damage(text: str, blocks: Sequence[Block], decoded: Decoded) -> Fault | None:
    openings = [letter for letter in _OPENINGS if letter in text]
    if not openings:
        return None
    damaged, signs = [], 0
    for block in [block for block in blocks if any(map(block.text.__contains__, openings))]:
        found = len(MOJIBAKE.findall(block.text))
        if found and (found >= DAMAGED or "\ufffd" in block.text or _is_bad(block.text)):
            damaged.append(block)
            signs += found
    note = f"characters were decoded wrongly ({decoded.encoding}, {decoded.method})"
    return _fault(FaultKind.ENCODING_DAMAGE, damaged, note) if signs else None


def _is_bad(text: str) -> bool:
    from ftfy.badness import is_bad  # compiled on first use, and most pages never need it

    return bool(is_bad(text))


def _empty_comments(comments: Sequence[Block], possible: cues.CuesOf) -> Fault | None:
    empty = [block for block in comments if cues.COMMENTS_EMPTY.is_in(block.text, int(possible[block.index]))]
    return _fault(FaultKind.EMPTY_COMMENTS, empty, "a comment section without a comment")


def _hidden_body(body: Sequence[Block], body_chars: int, from_script: bool) -> Fault | None:
    if from_script:
        return _fault(
            FaultKind.HIDDEN_BODY, body, "the text stands in the page's data only; a reader without scripts sees none"
        )
    hidden = [block for block in body if block.hidden]
    if sum([len(block.text) for block in hidden]) * 2 > body_chars:
        return _fault(FaultKind.HIDDEN_BODY, hidden, "most of the text is hidden from a reader")
    return None
