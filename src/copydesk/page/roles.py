"""Roles: what each block is on its page, decided here and nowhere else.

A learned model says which blocks are main content; markup and the cues of many languages say what the others are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.blocks import Role
from copydesk.page.confidence import best_threshold
from copydesk.page.features import Survey, feature_names, survey
from copydesk.page.findings import ARTICLE_KINDS, Kind
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, Weights
from copydesk.page.metadata.datelines import read_dateline
from copydesk.page.metadata.people import MAX_NAME_LINE, is_byline, is_name_line
from copydesk.page.regions import REGIONS
from copydesk.page.repeats import find_repeats
from copydesk.page.segments import Outline, Segment, Shape, read_length
from copydesk.page.signs import Signs, read_signs
from copydesk.page.trees import Ensemble

THRESHOLD: Final = 0.55
"""Probability from which a block of an article is main content: where cross-validated F1 is highest
(`training.roles`), and flat for 0.05 to either side. On other kinds of page it depends on how sure the rest is."""
SCARCE, LOWERED = 400, 0.4
"""Characters of sure main content below which it does so on an article too, and how low it may go then: short news is
all doubt. Anything from 400 to 1,000 and from 0.4 to 0.45 is better than one threshold on each set."""
SHORT: Final = 220
"""Characters up to which a block can be a banner, a heading over comments, or a link to another article."""
CERTAIN: Final = 0.9
"""Probability of being main content from which no cue but a legal one takes a block out of the body."""
ALL_LINKED: Final = 0.9
DOUBTED: Final = 0.7
"""Probability up to which a linked heading is taken for that of another article."""
LONGEST_NOTICE: Final = 1_500
BUTTON: Final = 40
"""Characters of a link that is a button or a step of a menu, whatever its words."""
ALMOST_SURE: Final = 0.98
"""The same for offers of newsletters and apps, which stand between paragraphs and look like them."""
NAMES_KEPT: Final = 16_384
"""Names of elements of which it is kept what they speak of: those of one site come again on each of its pages."""
LINKED: Final = 0.5
"""Share of a block's text in links above which it leads somewhere rather than says something."""

_DECK: Final = re.compile(
    r"stand-?first|\bde[ck]k?\b|\blede\b|\blead\b|sub-?(?:title|head(?:line)?)|\bintro\b|chap[oô]|\bsapo\b|ingress|entradilla|"
    r"\bbajada\b|sommario|vorspann|excerpt|kicker-text|article-summary",
    re.IGNORECASE,
)
_QUOTE: Final = re.compile(r"pull-?quote|block-?quote|\bquote\b", re.IGNORECASE)
DECK_CHARS: Final = 600
_EMBEDS: Final = (
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post", "bluesky-embed", "reddit-embed",
    "telegram-post", "mastodon-embed",
)  # fmt: skip

# Python 3.11 finds a member in its enumeration several times as slowly as a name: these are asked for at each segment.
_OTHER, _RELATED, _NAVIGATION, _CAPTION, _PARAGRAPH = (
    Role.OTHER, Role.RELATED, Role.NAVIGATION, Role.CAPTION, Role.PARAGRAPH,
)  # fmt: skip
_HEADING_SHAPE, _CAPTION_SHAPE = Shape.HEADING, Shape.CAPTION

_BODY_ROLE: Final = {
    Shape.PARAGRAPH: Role.PARAGRAPH,
    Shape.HEADING: Role.HEADING,
    Shape.LIST_ITEM: Role.LIST_ITEM,
    Shape.QUOTE: Role.QUOTE,
    Shape.TABLE: Role.TABLE,
    Shape.CAPTION: Role.CAPTION,
}


@dataclass(slots=True)
class Marks:
    """What the segments of a page are taken for, as columns: for each its role with its probability, and that of being
    main content; and for those that repeat another, by their numbers, the number of that."""

    roles: list[Role]
    scores: list[float]
    body_scores: Sequence[float]
    repeat_of: dict[int, int] = field(default_factory=dict)

    def set(self, n: int, role: Role) -> None:
        """Give a segment a role that no model speaks of: it is as sure as that it is main content, or none."""
        self.roles[n] = role
        self.scores[n] = max(self.body_scores[n], 1 - self.body_scores[n])

    def certain(self) -> list[int]:
        """The segments that are surely main content."""
        return [n for n, score in enumerate(self.body_scores) if score >= CERTAIN]

    def having(self, role: Role) -> list[int]:
        """The segments that have a role."""
        if role not in self.roles:  # so with most roles on most pages, and soonest told
            return []
        return [n for n, each in enumerate(self.roles) if each is role]


@dataclass(frozen=True, slots=True)
class _Model:
    trees: Ensemble
    lexicon: Lexicon


@cache
def _model(plain: bool) -> _Model:
    name = "roles-text.npz" if plain else "roles-html.npz"
    with np.load(str(files("copydesk.page") / name), allow_pickle=False) as arrays:
        words = [Weights(_weights(arrays[f"{part}.words"], arrays[f"{part}.weights"])) for part in ("markup", "text")]
        return _Model(Ensemble.from_arrays(arrays), Lexicon(*words))


def _weights(words: NDArray[np.uint8], weights: NDArray[np.float32]) -> dict[str, float]:
    names = words.tobytes().decode().split("\n") if words.size else []
    return dict(zip(names, weights.tolist(), strict=True))


def survey_page(outline: Outline, hints: Hints, plain: bool) -> Survey:
    """What there is to say of the segments of a page, by the model of such pages."""
    if not outline.segments:
        return Survey(np.zeros((0, len(feature_names())), np.float32), [], read_signs(outline))
    model = _model(plain)
    return survey(outline, hints, model.lexicon, model.trees)


def threshold_for(kind: Kind, outline: Outline, scores: Sequence[float]) -> float:
    """The probability from which a block of such a page is main content."""
    article = kind in ARTICLE_KINDS
    pairs = zip(outline.segments, scores, strict=True)
    if article and sum([len(segment.text) for segment, score in pairs if score >= CERTAIN]) >= SCARCE:
        return THRESHOLD
    best = best_threshold(scores, [len(segment.text) for segment in outline.segments])
    return min(max(best, LOWERED), THRESHOLD) if article else best


def mark(outline: Outline, signs: Signs, scores: Sequence[float], plain: bool, threshold: float = THRESHOLD) -> Marks:
    """The role of every segment, from its signs, its probability to be main content and the threshold for it."""
    segments, possible = outline.segments, signs.cues.tolist()
    namings = "\n".join(outline.elements.namings)
    roles = _first_roles(segments, signs.regions, scores, threshold)
    marks = Marks(roles, [score if score >= threshold else 1 - score for score in scores], scores)
    certain = marks.certain()
    _mark_hidden(segments, marks)
    _mark_named(outline, namings, marks, certain)
    _mark_cues(segments, marks, possible, certain)
    _mark_banners(segments, marks, possible, certain)
    _mark_comments(segments, marks, possible, certain)
    _mark_embeds(outline, namings, marks)
    _mark_next_article(segments, marks)
    if plain:
        _mark_text_title(segments, marks)
    _mark_repeats(segments, signs.twins, marks)
    if plain:
        _mark_next_text(segments, marks)
    return marks


def _first_roles(
    segments: Sequence[Segment], regions: Sequence[int], scores: Sequence[float], threshold: float
) -> list[Role]:
    """The roles as they are by what the segments are and where they stand, before anything is read."""
    return [
        _BODY_ROLE[segment.shape]
        if score >= threshold or segment.shape is _CAPTION_SHAPE
        else REGIONS[region] or _unplaced_role(segment)
        for segment, score, region in zip(segments, scores, regions, strict=True)
    ]


def _unplaced_role(segment: Segment) -> Role:
    if not _leads_on(segment):
        return _OTHER
    return _RELATED if len(segment.text) > 40 else _NAVIGATION


def _leads_on(segment: Segment) -> bool:
    """Whether a segment leads somewhere rather than says something."""
    return segment.link_chars > LINKED * len(segment.text)


def _mark_hidden(segments: Sequence[Segment], marks: Marks) -> None:
    """Hidden text that the page also shows is no second body. Other hidden text may be body: much of it is only folded."""
    hidden = [n for n, segment in enumerate(segments) if segment.hidden]
    if hidden:
        shown = {segment.text for segment in segments if not segment.hidden}
        for n in hidden:
            if segments[n].text in shown:
                marks.set(n, Role.OTHER)


@lru_cache(maxsize=NAMES_KEPT)
def _names_deck(naming: str) -> bool:
    return _DECK.search(naming) is not None


@lru_cache(maxsize=NAMES_KEPT)
def _names_quote(naming: str) -> bool:
    return _QUOTE.search(naming) is not None


def _mark_named(outline: Outline, namings: str, marks: Marks, certain: Sequence[int]) -> None:
    """Decks and quotes that the markup names as such: a deck before the text begins, a quote inside it."""
    segments, elements, roles = outline.segments, outline.elements, marks.roles
    running = [n for n in certain if roles[n] is _PARAGRAPH]
    first, last = (running[0], running[-1]) if running else (0, -1)
    for n, (segment, role) in enumerate(zip(segments[: first + 1], roles[: first + 1], strict=True)):
        called = (
            role in _COULD_BE_DECK and len(segment.text) <= DECK_CHARS and _names_deck(elements.words(segment.element))
        )
        if called or (segment.shape is _HEADING_SHAPE and segment.level > 1 and segment.text[-1] in ".!?"):
            marks.set(n, Role.DECK)
    if last > first and "quote" in namings.lower():
        for n in range(first + 1, last + 1):
            if roles[n] is _PARAGRAPH and _names_quote(elements.words(segments[n].element)):
                marks.set(n, Role.QUOTE)


_COULD_BE_DECK: Final = frozenset({Role.PARAGRAPH, Role.HEADING, Role.OTHER})


def _mark_cues(segments: Sequence[Segment], marks: Marks, possible: Sequence[int], certain: Sequence[int]) -> None:
    """Notices, corrections, promotions and links to other articles, known by their words."""
    last_body = certain[-1] if certain else -1
    speaking = [n for n, bits in enumerate(possible) if bits & _ROLE_CUES]
    for n in sorted({*speaking, *_linked_headings(segments, marks)}):
        role, segment, bits = marks.roles[n], segments[n], possible[n]
        if role is _NAVIGATION:
            if len(segment.text) >= LONG_LINE and not segment.links and cues.NOTICE.is_in(segment.text, bits):
                marks.set(n, Role.NOTICE)
        elif role is not _CAPTION and not (
            len(segment.text) < BUTTON and role not in _REPEATABLE and _leads_on(segment)
        ):
            found = _cue_role(segment, role, marks.body_scores[n], bits, n >= last_body)
            if found is not None:
                marks.set(n, found)
    _join_notices(segments, marks)


_ROLE_CUES: Final = cues.NOTICE.bit | cues.RELATED.bit | cues.PROMOTION.bit | cues.CORRECTION.bit | cues.PAYWALL.bit


def _cue_role(segment: Segment, role: Role, score: float, possible: int, at_end: bool) -> Role | None:
    """The role that the words of a segment speak of, if it can be told from main content."""
    text, length, doubtful = segment.text, len(segment.text), score < CERTAIN
    unsure = doubtful or at_end or (length < 2 * SHORT and score < ALMOST_SURE)
    if unsure and length < LONGEST_NOTICE and cues.NOTICE.is_in(text, possible):
        return Role.NOTICE
    if length > 2 * SHORT:
        return None
    if not doubtful:
        if length <= SHORT:
            if _leads_on(segment) and cues.RELATED.opens(text, possible):
                return Role.RELATED
            if score < ALMOST_SURE and cues.PROMOTION.is_in(text, possible):
                return Role.PROMOTION
        return None
    if length <= SHORT:
        if role in _REPEATABLE and cues.CORRECTION.opens(text, possible):
            return Role.CORRECTION
        if cues.RELATED.opens(text, possible) or (score < DOUBTED and _is_linked_heading(segment)):
            return Role.RELATED
    if cues.PAYWALL.is_in(text, possible):
        return Role.WALL
    return Role.PROMOTION if cues.PROMOTION.is_in(text, possible) else None


def _linked_headings(segments: Sequence[Segment], marks: Marks) -> list[int]:
    pairs = zip(segments, marks.body_scores, strict=True)
    return [
        n
        for n, (segment, score) in enumerate(pairs)
        if segment.shape is _HEADING_SHAPE and score < DOUBTED and _is_linked_heading(segment)
    ]


def _is_linked_heading(segment: Segment) -> bool:
    """A heading that is a link is the headline of another article."""
    return segment.shape is _HEADING_SHAPE and segment.level > 1 and segment.link_chars / len(segment.text) > ALL_LINKED


def _join_notices(segments: Sequence[Segment], marks: Marks) -> None:
    """A heading such as "Disclaimer:" takes the text under it along, and a notice goes on in what is not body."""
    for n in marks.having(Role.NOTICE):
        while n + 1 < len(segments) and len(segments[n].text) < LONG_LINE and segments[n].text.rstrip().endswith(":"):
            n += 1
            marks.set(n, Role.NOTICE)


def _mark_banners(segments: Sequence[Segment], marks: Marks, possible: Sequence[int], certain: Sequence[int]) -> None:
    """Error messages, with the bare codes and apologies beside them."""
    bit = cues.ERROR.bit
    banners = [
        n
        for n, bits in enumerate(possible)
        if bits & bit
        and marks.body_scores[n] < CERTAIN
        and len(segments[n].text) <= SHORT
        and not segments[n].hidden
        and not _leads_on(segments[n])
        and cues.ERROR.is_in(segments[n].text, bits)
    ]
    if not banners:
        return
    if len(certain) >= 3:
        # In an article that has a body, what looks like an error inside or after it is news or a template.
        banners = [n for n in banners if n < certain[0] or marks.roles[n] not in _REPEATABLE]
    shown = [n for n, segment in enumerate(segments) if not segment.hidden]
    at = {n: place for place, n in enumerate(shown)}
    for n in banners:
        marks.set(n, Role.ERROR_BANNER)
        for step in (-1, 1):
            place = at[n] + step
            while 0 <= place < len(shown) and cues.ERROR_COMPANION.is_all_of(segments[shown[place]].text):
                marks.set(shown[place], Role.ERROR_BANNER)
                place += step


_COMMENT_CUES: Final = cues.COMMENTS_HEAD.bit | cues.COMMENTS_EMPTY.bit | cues.COMMENTS_BOX.bit


def _mark_comments(segments: Sequence[Segment], marks: Marks, possible: Sequence[int], certain: Sequence[int]) -> None:
    """Comment sections: their heading, and what follows it outside the body."""
    begin = next((n for n, bits in enumerate(possible) if bits & _COMMENT_CUES), None)
    if begin is None:
        return
    first, after = (certain[0], certain[-1]) if certain else (len(segments), -1)
    under = False
    for n in range(begin, len(segments)):
        bits = possible[n]
        if not (under or bits & _COMMENT_CUES):
            continue
        segment, role, doubtful = segments[n], marks.roles[n], marks.body_scores[n] < CERTAIN
        text = segment.text
        if len(text) <= SHORT and (doubtful or n > first):
            head = cues.COMMENTS_HEAD.is_all_of(text, bits)
            if head and n > first and any(map(str.isdigit, text)):
                marks.set(n, Role.COMMENT)
                under, after = True, n
                continue
            if doubtful and (head or cues.COMMENTS_EMPTY.is_in(text, bits) or cues.COMMENTS_BOX.is_in(text, bits)):
                marks.set(n, Role.COMMENT)
                under = n > after
                continue
        if under and (role is Role.OTHER or (role is Role.PARAGRAPH and (doubtful or n > after))):
            marks.set(n, Role.COMMENT)
        elif segment.shape is _HEADING_SHAPE or role is not Role.COMMENT:
            under = False


def _mark_next_article(segments: Sequence[Segment], marks: Marks) -> None:
    """A headline of the first level that follows the article's comments begins another article."""
    comments = marks.having(Role.COMMENT)
    if not comments:
        return
    heads = [n for n, segment in enumerate(segments) if segment.level == 1 and segment.shape is _HEADING_SHAPE]
    if not heads or heads[-1] < comments[0]:
        return
    text = next((n for n, segment in enumerate(segments) if _is_running(segment, marks.roles[n])), len(segments))
    section = next((n for n in comments if n > text), len(segments))
    start = next((n for n in heads if n > section), len(segments))
    _mark_related_from(start, marks)


def _mark_related_from(start: int, marks: Marks) -> None:
    for n in range(start, len(marks.roles)):
        if marks.roles[n] in _REPEATABLE:
            marks.set(n, Role.RELATED)


def _mark_next_text(segments: Sequence[Segment], marks: Marks) -> None:
    """In plain text a second dateline under a short line, its title or date, begins another article."""
    roles = marks.roles
    first = next((n for n, segment in enumerate(segments) if _is_running(segment, roles[n])), None)
    if first is None or read_dateline(segments[first].text) is None:
        return
    for n in range(first + 2, len(segments)):
        could_be = roles[n] in _REPEATABLE or roles[n] is Role.OTHER
        below_line = len(segments[n - 1].text) < LONG_LINE <= len(segments[n].text)
        if could_be and below_line and read_dateline(segments[n].text) is not None:
            marks.set(n, Role.RELATED)
            _mark_related_from(n + 1, marks)
            return


def _mark_embeds(outline: Outline, namings: str, marks: Marks) -> None:
    if not _names_embed(namings):
        return
    elements = outline.elements
    own = list(map(_names_embed, elements.namings))
    embedded = [False] * (len(elements) + 1)  # the last is the outside of a root, whose parent is -1
    for e, (parent, name) in enumerate(zip(elements.parents, elements.names, strict=True)):
        embedded[e] = embedded[parent] or own[name]
    for n, segment in enumerate(outline.segments):
        if embedded[segment.element]:
            marks.set(n, Role.EMBED)


def _names_embed(naming: str) -> bool:
    return any(name in naming for name in _EMBEDS)


def _mark_text_title(segments: Sequence[Segment], marks: Marks) -> None:
    """In plain text the title is the last line above the body that could be one: short, no sentence, and none of the
    lines that stand between a headline and its text.
    """
    roles = marks.roles
    body = (n for n, role in enumerate(roles) if role in _REPEATABLE and _is_running(segments[n], role))
    first = next(body, None)
    above = range(first - 1, max(-1, first - 1 - TITLE_WITHIN), -1) if first is not None else range(0)
    found = [n for n in above if _could_be_title(segments[n].text) and roles[n] in _TITLE_FROM]
    if found:
        best = max(found, key=lambda n: (_is_likely_title(segments[n].text), n))
        marks.set(best, Role.TITLE)


def _is_running(segment: Segment, role: Role) -> bool:
    return role in _RUNNING and read_length(segment.text) >= LONG_LINE


_RUNNING: Final = frozenset({Role.PARAGRAPH, Role.QUOTE})


def _could_be_title(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    if not 6 <= read_length(text) <= 200 or text[-1] in ".:;,。…" or letters <= 0.6 * len(text):
        return False
    return not ((len(text) <= MAX_NAME_LINE and is_byline(text)) or _TRAIL.search(text) or _PICTURE.match(text))


def _is_likely_title(text: str) -> bool:
    """Whether a line is long enough for a headline, and neither names nor a date."""
    enough = len(text.split()) >= TITLE_WORDS or read_length(text) >= LONG_TITLE
    return enough and not is_name_line(text) and not (len(text) <= LONG_LINE and _DAY.search(text))


_TRAIL: Final = re.compile(r"\s[>›»/]\s|^(?:home|inicio|accueil|startseite)\b.*[>›»/|]|\s\|\s.*\s\|\s", re.IGNORECASE)
"""A breadcrumb, or a row of sections."""
_PICTURE: Final = re.compile(
    r"(?:photo(?:graph)?|foto|bild|image|picture|illustration|gra[fp]hi[ck]|infografik)s?\b(?:\s\w+){0,2}\s?[:：©/]|"
    r"(?:写真|撮影|사진|图片|圖)\s?[:：=＝]",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"\b\d{1,2}\b.{1,24}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.{1,3}\d{1,2}\b")


TITLE_WITHIN: Final = 12
"""Lines above the body of a plain text among which its title is looked for."""
TITLE_WORDS: Final = 4
"""Words from which a line above the body is rather a title than a section or a button."""
LONG_LINE: Final = 60
LONG_TITLE: Final = 30
_TITLE_FROM: Final = frozenset({Role.OTHER, Role.PARAGRAPH, Role.HEADING, Role.TITLE})


def _mark_repeats(segments: Sequence[Segment], twins: Sequence[int], marks: Marks) -> None:
    roles = marks.roles

    def considered(n: int) -> bool:
        role, segment = roles[n], segments[n]
        return role in _REPEATABLE or (role is _OTHER and not segment.hidden and len(segment.text) >= LONG_LINE)

    for n, first in find_repeats(segments, considered, twins).items():
        if roles[first] is not Role.OTHER:  # what only stands outside the body is no repeat of it
            marks.set(n, Role.REPEAT)
            marks.repeat_of[n] = first


_REPEATABLE: Final = frozenset(
    {Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.TABLE, Role.CAPTION, Role.TITLE, Role.DECK}
)
