"""What a reader sees around the headline: bylines, dates and the deck, each with the block that shows it."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise
from typing import Final, NamedTuple

from copydesk.page.blocks import BODY_ROLES, Block, Role
from copydesk.page.findings import Candidate
from copydesk.page.metadata import dates
from copydesk.page.metadata.people import (
    MAX_BYLINE,
    is_byline,
    is_common,
    is_label,
    is_name_line,
    is_personal,
    is_signature,
)
from copydesk.page.metadata.statements import Statement
from copydesk.page.metadata.titles import MAX_KICKER, key, likeness, may_open

BEFORE: Final = 4
"""Blocks before the headline in which a date or byline may stand."""
AFTER: Final = 16
"""Blocks after the headline in which a date or byline may stand: a deck, an image and its caption come between."""
MIN_RUNNING: Final = 80
MAX_RUNNING: Final = 3
"""Paragraphs of that many characters up to which what follows the headline is still dated together with it."""
BELOW: Final = 3
"""Blocks right below the headline in which a name may stand without any `by`."""
SIGNED: Final = 4
"""Blocks before and after the end of the text in which it may be signed."""
MAX_DATE_BLOCK: Final = 160
MIN_SENTENCE: Final = 40
"""Characters before a date, in a block that ends as a sentence, with which the date is part of the story; or as many
after it, where what opens the sentence is more than a label."""
MIN_OPENING: Final = 20
"""Characters before a date that say more than `Published on`."""
MAX_FAR: Final = 60
"""Characters of a block that is little more than a date."""
MAX_DECK: Final = 600
MAX_LABEL: Final = 60
MIN_DECK_WORDS: Final = 4
MAX_LOWER: Final = 20
"""Blocks after the first headline in which a lower heading may be the headline that is shown."""

MAX_HEADLINE: Final = 400

# Roles by names of this module: looking up a member of an enumeration costs more than all else that is done here.
_TITLE: Final = Role.TITLE
_BYLINE: Final = Role.BYLINE
_DECK: Final = Role.DECK
_MENU: Final = Role.NAVIGATION
_CAPTION: Final = Role.CAPTION
_FRAME: Final = re.compile(r"/(?:nav|li)(?:\[\d+\])?/")
_LOWER: Final = frozenset({"h2", "h3"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_RUNNING: Final = frozenset({Role.PARAGRAPH, Role.REPEAT})
_DATED: Final = frozenset({Role.DATE, Role.BYLINE})
_MARKED: Final = _DATED | {Role.DECK, Role.TITLE}
_SOUGHT: Final = _MARKED | BODY_ROLES
_MAY_BE_DECK: Final = frozenset({Role.PARAGRAPH, Role.HEADING, Role.OTHER})
_SENTENCE_END: Final = re.compile(r"[.:!?。！？।؟…][\"'”’»)\]]*$")
_BODY: Final = frozenset({Role.QUOTE, Role.TABLE, Role.COMMENT, Role.RELATED, Role.NAVIGATION, Role.PROMOTION,
                          Role.REPEAT, Role.CAPTION, Role.NOTICE})  # fmt: skip
_UNSIGNED: Final = _BODY | {Role.LIST_ITEM}
_NO_NAME_LINE: Final = _UNSIGNED - {Role.NAVIGATION}


class Seen(NamedTuple):
    """A value that a block shows; `alone` where the block is a line that is little more than a date."""

    candidate: Candidate
    block: int
    alone: bool = False


class Shown(NamedTuple):
    """The blocks that a reader sees, in their order, and among them those with the roles that the fields look for.

    `titles` are the blocks with that role and all top headings.
    """

    blocks: list[Block]
    titles: list[Block]
    bylines: list[Block]
    dates: list[Block]
    decks: list[Block]
    body: list[Block]


def sort_shown(blocks: Sequence[Block]) -> Shown:
    """Look at each block of a page once."""
    shown = [block for block in blocks if not block.hidden]
    sought = [block for block in shown if block.role in _SOUGHT or block.tag == "h1"]
    body = [block for block in sought if block.role in BODY_ROLES]
    marked = [block for block in sought if block.role in _MARKED or block.tag == "h1"]
    return Shown(
        shown,
        [block for block in marked if block.role is _TITLE or block.tag == "h1"],
        [block for block in marked if block.role is _BYLINE],
        [block for block in marked if block.role in _DATED],
        [block for block in marked if block.role is _DECK],
        body,
    )


def look(blocks: Sequence[Block]) -> tuple[Sequence[Block], Shown]:
    """The blocks of a page and those of them that are shown; where its whole text is hidden until a script shows it,
    all of them as shown.
    """
    shown = sort_shown(blocks)
    if shown.body:
        return blocks, shown
    revealed = [replace(block, hidden=False) for block in blocks]
    return revealed, sort_shown(revealed)


def headlines(shown: Shown) -> list[Block]:
    """The blocks that may be the page's headline, those that the roles call so first, then the top headings."""
    short = [block for block in shown.titles if 2 < len(block.text) <= MAX_HEADLINE]
    outside = [block for block in short if not _in_breadcrumb(block)]
    titled = [block for block in outside if block.role is _TITLE]
    top = [block for block in outside if block.role is not _TITLE]
    return titled + top or [block for block in short if block.tag == "h1"]


def split_at_text(shown: Shown, headings: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The headings above the third paragraph of the text, and those below it: of a part, or of another article."""
    running = (block.index for block in shown.body if len(block.text) >= MIN_RUNNING and block.role in _RUNNING)
    third = next(islice(running, MAX_RUNNING - 1, None), None)
    above = [block for block in headings if third is None or block.index < third]
    return above, [block for block in headings if third is not None and block.index > third]


def lower_headlines(blocks: Sequence[Block], first: int) -> list[Block]:
    """The headings of the second and third level that follow the first headline."""
    after = blocks[first : first + MAX_LOWER]
    return [block for block in after if block.tag in _LOWER and block.role is not _TITLE and not block.hidden]


def _in_breadcrumb(block: Block) -> bool:
    """Whether a heading is the last step of a breadcrumb, which repeats the title of the window, not the headline."""
    path = block.path
    return block.tag == "h1" and ("/nav" in path or "/li" in path) and _FRAME.search(path) is not None


def find_title(shown: Shown, title: str) -> int | None:
    """The index of the first visible block that says the title, alone or after a kicker, whatever its element."""
    wanted = key(title)
    shortest, longest = len(title), len(title) + MAX_KICKER
    for block in shown.blocks:
        if shortest <= len(block.text) <= longest and block.role is not _MENU and key(block.text).endswith(wanted):
            return block.index
    return None


def find_spelt(shown: Shown, title: str) -> Block | None:
    """The first visible block above the text that says the title and nothing else, as the page spells it."""
    wanted = key(title)
    shortest, longest = 0.8 * len(wanted), 1.5 * len(title) + 5
    for block in shown.blocks:
        text = block.text
        if (
            shortest <= len(text) <= longest
            and may_open(text, wanted)
            and block.role is not _MENU
            and key(text) == wanted
        ):
            return block
    return None


def around(blocks: Sequence[Block], title: int | None) -> list[Block]:
    """The visible blocks in which the page says who wrote it and when, those after the headline first."""
    start = title if title is not None else -1
    after = [block for block in blocks[start + 1 : start + 1 + AFTER] if not block.hidden]
    before = [block for block in blocks[max(0, start - BEFORE) : max(0, start)] if not block.hidden]
    return after + before


def bylines(
    blocks: Sequence[Block], shown: Shown, near: Sequence[Block], dated: Set[int], *, stated: bool
) -> list[Statement]:
    """The texts that may be bylines: blocks with that role and blocks near the headline that open like one; where no
    author is stated, also those of the `dated` blocks, or right below the headline, that are nothing but names and
    a date, as without a statement two capitalised words are less often a section; last the signatures.
    """
    named = [block for block in shown.bylines if len(block.text) <= MAX_BYLINE]
    known = {block.index for block in named}
    below = {block.index for block in near[:BELOW]}
    rest = [
        block for block in near if block.index not in known and (block.role not in _BODY or _may_sign(block, below))
    ]
    alike = [(block.index, line) for block in rest for line in block.text.split("\n") if is_byline(line)]
    found = [(block.index, block.text) for block in named[:6]] + alike[:6]
    taken = {index for index, _ in found}
    lines = [] if stated else [block for block in rest if block.index not in taken]
    beside = [
        (block.index, block.text)
        for block in above_text(lines, 2)
        if (block.index in dated or block.index in below) and _is_name_block(block, shown.body)
    ]
    named_lines = [("name-line", each) for each in beside[:2]]
    signed = [("signature", each) for each in (*_labelled(near, taken), *_signatures(blocks, shown.body))]
    ranked = (*(("visible", each) for each in found), *named_lines, *signed)
    return [Statement(text, method, f"block {index}") for method, (index, text) in ranked]


def _is_name_block(block: Block, body: Sequence[Block]) -> bool:
    """Whether a block is nothing but names; in a menu, such as no other words of the page are."""
    if block.tag in _HEADINGS or block.role in _NO_NAME_LINE or not is_name_line(block.text):
        return False
    return block.role is not _MENU or not is_common(block.text, (each.text for each in body))


def _labelled(near: Sequence[Block], taken: Set[int]) -> list[tuple[int, str]]:
    """The names in blocks of their own below a block that is but a label: `Written by`."""
    return [
        (lower.index, lower.text)
        for upper, lower in pairwise(near)
        if is_label(upper.text) and lower.index not in taken and is_name_line(lower.text)
    ]


def _signatures(blocks: Sequence[Block], body: Sequence[Block]) -> list[tuple[int, str]]:
    """The lines at the end of the text and right below it that say who wrote it, last a line that is but a name."""
    last = body[-1].index if body else 0
    ending = [block for block in blocks[max(0, last + 1 - SIGNED) : last + 1 + SIGNED] if not block.hidden]
    signed = [(block.index, block.text) for block in ending if is_signature(block.text)]
    names = [(block.index, block.text) for block in ending if last <= block.index and _is_bare_name(block, body)]
    return signed + _labelled(ending, frozenset()) + names[:1]


def _is_bare_name(block: Block, body: Sequence[Block]) -> bool:
    """Whether a line that leads nowhere is a person's name, of words that the text has in small letters nowhere."""
    if block.links or block.tag in _HEADINGS or block.role in _UNSIGNED or not is_personal(block.text):
        return False
    return not is_common(block.text, (each.text for each in body))


def _may_sign(block: Block, below: Set[int]) -> bool:
    """Whether a byline may stand in a block of a role that has none: no teaser or caption, but in a menu a link right
    below the headline or what opens like a byline, and one line of a notice.
    """
    if block.role is _MENU:
        return block.index in below or is_byline(block.text)
    return block.role is Role.NOTICE and "\n" in block.text


def credit_lines(near: Sequence[Block], dated: Set[int]) -> list[tuple[str, int]]:
    """The short lines right below the headline or with a date, in which an agency may be credited."""
    return [
        (line, block.index)
        for number, block in enumerate(near)
        if (number < BELOW or block.index in dated) and block.role not in _BODY and block.tag not in _HEADINGS
        for line in block.text.split("\n")
        if len(line) <= MAX_DATE_BLOCK
    ]


def above_text(near: Sequence[Block], most: int = MAX_RUNNING) -> list[Block]:
    """The blocks around the headline as far as the text has not gone on for some paragraphs: what follows is signed
    and dated for itself, such as comments and other articles.
    """
    first = near[0].index if near else 0
    paragraphs = 0
    above = []
    for block in near:
        paragraphs += len(block.text) >= MIN_RUNNING and block.role in _RUNNING
        if paragraphs < most or block.index < first:
            above.append(block)
    return above


def signed_heading(shown: Shown) -> Block | None:
    """On a page without a top heading, the lower heading under which a byline or a date stands."""
    signed = (
        upper
        for upper, lower in pairwise(shown.blocks)
        if upper.tag in _HEADINGS and len(lower.text) <= MAX_DATE_BLOCK
        if is_byline(lower.text) or next(dates.find_dates(lower.text, None), None) is not None
    )
    return next(signed, None)


def written_dates(
    shown: Shown, near: Sequence[Block], language: str | None, region: str | None
) -> tuple[list[Seen], list[Seen]]:
    """The dates of publication and of change that the page shows near its headline or in blocks with that role."""
    named = (*shown.dates[:6], *above_text(near))
    short = (block for block in named if len(block.text) <= MAX_DATE_BLOCK)
    places = {block.index: block for block in short if block.role is not _CAPTION}
    published: list[Seen] = []
    modified: list[Seen] = []
    for block in places.values():
        for written in dates.find_dates(block.text, language, region):
            refused = _undated(block.text, written.raw)
            candidate = Candidate(written.raw, written.moment, "visible", f"block {block.index}", refused)
            seen = Seen(candidate, block.index, alone=len(block.text) <= MAX_FAR)
            (modified if written.update else published).append(seen)
    return published, modified


def _undated(text: str, raw: str) -> str | None:
    """Why a date says nothing about the page in whose text it stands, or None where it may."""
    if dates.is_copyright(text):
        return "copyright line"
    before = text.find(raw)
    amid = before > MIN_OPENING and len(text) - before - len(raw) > MIN_SENTENCE
    inside = (amid or before > MIN_SENTENCE) and _SENTENCE_END.search(text) is not None
    return "told in a sentence" if inside else None


def far_dates(
    shown: Shown, near: Sequence[Block], title: int | None, language: str | None, captured: datetime | None
) -> list[Seen]:
    """Dates that are less easily read: in words such as `3 hours ago`, or in a short block further away."""
    named = [block for block in shown.dates if block.role is Role.DATE]
    relative = [block for block in near if len(block.text) <= 60 and dates.is_relative(block.text)]
    for block in dict.fromkeys((*named[:3], *relative[:3])):
        if (moment := dates.parse_written_date(block.text, language, captured)) is not None:
            return [Seen(Candidate(block.text, moment, "visible:natural", f"block {block.index}"), block.index)]
    changed: list[Seen] = []
    for block in shown.blocks:
        if block.index > (title or 0) and len(block.text) <= MAX_FAR:
            for written in dates.find_dates(block.text, language):
                if dates.is_copyright(block.text):
                    break
                method = "modified:visible:far" if written.update else "visible:far"
                found = Seen(Candidate(written.raw, written.moment, method, f"block {block.index}"), block.index)
                if not written.update:
                    return [found]
                changed.append(found)
    return changed[:1]


def deck(shown: Shown, near: Sequence[Block], title: str | None, stated: Sequence[str]) -> list[Seen]:
    """The standfirst as shown: a block with that role, else one near the headline that says a stated description."""
    wanted = [_Wording.of(text.rstrip("….[] ")) for text in dict.fromkeys(stated) if len(text) > 30]
    short = (block for block in shown.decks if len(block.text) <= MAX_DECK)
    found = [block for block in short if not _is_label(block.text) or _says(block.text, wanted)]
    fitting = [block for block in near if block.role in _MAY_BE_DECK and 30 < len(block.text) <= MAX_DECK]
    found += [block for block in fitting if _says(block.text, wanted) and not _repeats(block.text, title)]
    return [Seen(Candidate(b.text, b.text, "visible", f"block {b.index}"), b.index) for b in found[:3]]


def _is_label(text: str) -> bool:
    """Whether a short text heads what follows instead of telling it: a word or two, a question, a date."""
    spaced = text.isascii() or " " in text
    short = len(text) < MAX_LABEL and (
        text.rstrip().endswith((":", "?", "...", "…")) or next(dates.find_dates(text, None), None) is not None
    )
    return short or (spaced and len(text) < MAX_LABEL and len(text.split()) < MIN_DECK_WORDS)


class _Wording(NamedTuple):
    """A stated text, as the length that a text has which shows it, and its key."""

    shortest: float
    longest: float
    key: str

    @classmethod
    def of(cls, text: str) -> "_Wording":
        return cls(0.9 * len(text) - 5, 1.3 * len(text) + 5, key(text))


def _says(shown: str, stated: Iterable[_Wording]) -> bool:
    """Whether a shown text is a stated one, possibly cut short at its end."""
    length = len(shown)
    for shortest, longest, said in stated:
        if shortest <= length <= longest and may_open(shown, said) and key(shown).startswith(said):
            return True
    return False


def _repeats(text: str, title: str | None) -> bool:
    return title is not None and len(text) < len(title) + 20 and likeness(title, text) > 0.9
