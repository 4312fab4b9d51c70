"""Roles: what each block is on its page, decided here and nowhere else.

A learned model says which blocks are main content; markup and the cues of many languages say what the others are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page import cues
from copydesk.page.blocks import Role
from copydesk.page.confidence import best_threshold
from copydesk.page.features import Matrix, feature_names, features
from copydesk.page.findings import ARTICLE_KINDS, Kind
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, Weights
from copydesk.page.metadata.datelines import read_dateline
from copydesk.page.metadata.people import MAX_NAME_LINE, is_byline, is_name_line
from copydesk.page.repeats import find_repeats
from copydesk.page.segments import Elements, Outline, Segment, Shape, read_length
from copydesk.page.trees import Ensemble, logistic

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

_REGION_WORDS: Final = {
    Role.COMMENT: "comment comments commentlist disqus kommentar kommentare commentaire commentaires comentario comentarios "
    "reaction reactions respond",
    Role.NOTICE: "cookie cookies consent gdpr copyright disclaimer legal imprint",
    Role.RELATED: "related recommend recommended recommendation recommendations readmore readnext readalso mostread "
    "mostpopular mostviewed trending popular teaser teasers outbrain taboola upnext seealso recirc recirculation",
    Role.PROMOTION: "newsletter newsletters subscribe subscription subscriptions promo promos promotion advert adverts "
    "advertisement advertising advertorial sponsor sponsored donate donation paywall appbanner cta",
    Role.NAVIGATION: "nav navbar navigation menu menus breadcrumb breadcrumbs pagination pager share sharing social toolbar "
    "masthead footer topbar sidebar tags topics skip",
}
_REGIONS: Final = (*_REGION_WORDS, Role.NAVIGATION, None)
"""The regions by rank: those that words name, then that of tags, then none."""
_REGION_RANKS: Final = dict.fromkeys(("<nav>", "<footer>", "<menu>"), len(_REGION_WORDS)) | {
    word: rank for rank, words in reversed([*enumerate(_REGION_WORDS.values())]) for word in words.split()
}
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
REGION_SHARE: Final = 0.4
"""Share of the page's text above which an element is no region of it: a `<body class="has-comments">` names nothing."""

_BODY_ROLE: Final = {
    Shape.PARAGRAPH: Role.PARAGRAPH,
    Shape.HEADING: Role.HEADING,
    Shape.LIST_ITEM: Role.LIST_ITEM,
    Shape.QUOTE: Role.QUOTE,
    Shape.TABLE: Role.TABLE,
    Shape.CAPTION: Role.CAPTION,
}


@dataclass(slots=True)
class Mark:
    """The role of one segment with its probability, that of being main content, and what it repeats."""

    role: Role
    score: float
    body_score: float
    repeat_of: int | None = None


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


def block_rows(outline: Outline, hints: Hints, plain: bool) -> Matrix:
    """What the models look at: the features of each segment, one row for each."""
    if not outline.segments:
        return np.zeros((0, len(feature_names())), dtype=np.float32)
    return features(outline, hints, _model(plain).lexicon)


def body_scores(rows: Matrix, plain: bool) -> list[float]:
    """The probability of each segment to be main content, from its features."""
    scores: list[float] = logistic(_model(plain).trees.scores(rows)[:, 0]).tolist()
    return scores


def threshold_for(kind: Kind, outline: Outline, scores: Sequence[float]) -> float:
    """The probability from which a block of such a page is main content."""
    lengths = [len(segment.text) for segment in outline.segments]
    if kind not in ARTICLE_KINDS:
        return best_threshold(scores, lengths)
    sure = sum([length for score, length in zip(scores, lengths, strict=True) if score >= CERTAIN])
    return THRESHOLD if sure >= SCARCE else min(max(best_threshold(scores, lengths), LOWERED), THRESHOLD)


def mark(outline: Outline, scores: Sequence[float], plain: bool, threshold: float = THRESHOLD) -> list[Mark]:
    """The role of every segment, from its probability to be main content and the threshold for it."""
    segments = outline.segments
    regions = _regions(outline)
    cues_of = cues.possible_cues([segment.text for segment in segments])
    marks = [
        Mark(_BODY_ROLE[segment.shape], score, score)
        if score >= threshold
        else Mark(_outside_role(segment, regions[segment.element]), 1 - score, score)
        for segment, score in zip(segments, scores, strict=True)
    ]
    _mark_hidden(segments, marks)
    _mark_named(outline, marks)
    _mark_cues(segments, marks, cues_of)
    _mark_banners(segments, marks, cues_of)
    _mark_comments(segments, marks, cues_of)
    _mark_embeds(outline, marks)
    _mark_next_article(segments, marks)
    if plain:
        _mark_text_title(segments, marks)
    _mark_repeats(segments, marks)
    if plain:
        _mark_next_text(segments, marks)
    return marks


def _outside_role(segment: Segment, region: Role | None) -> Role:
    if segment.shape is Shape.CAPTION:
        return Role.CAPTION
    if region is not None:
        return region
    if _leads_on(segment):
        return Role.RELATED if len(segment.text) > 40 else Role.NAVIGATION
    return Role.OTHER


def _leads_on(segment: Segment) -> bool:
    """Whether a segment leads somewhere rather than says something."""
    return segment.link_chars > LINKED * len(segment.text)


def _named_regions(elements: Elements) -> list[Role | None]:
    """The region that each of the elements' names speaks of; comments before notices before related links, and so on."""
    words = elements.naming_words()
    ranks = np.fromiter(
        map(_REGION_RANKS.get, words.distinct, repeat(len(_REGIONS) - 1)), np.int64, len(words.distinct)
    )
    found = np.full(len(elements.distinct), len(_REGIONS) - 1)
    np.minimum.at(found, words.owners, ranks[words.numbers])
    return [_REGIONS[rank] for rank in found.tolist()]


def _regions(outline: Outline) -> list[Role | None]:
    """For each element, the role that its own or an ancestor's name gives to what stands in it; the innermost wins."""
    elements = outline.elements
    own = _named_regions(elements)
    found: list[Role | None] = [None] * (len(elements) + 1)  # the last is the outside of a root, whose parent is -1
    if not any(own):
        return found
    sizes = [0] * len(elements)
    for segment in outline.segments:
        sizes[segment.element] += len(segment.text)
    upto = [0, *accumulate(sizes)]
    most = REGION_SHARE * upto[-1]
    for e, (parent, name, end) in enumerate(zip(elements.parents, elements.names, elements.ends, strict=True)):
        role = own[name]
        found[e] = role if role is not None and upto[end] - upto[e] <= most else found[parent]
    return found


def _mark_hidden(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    """Hidden text that the page also shows is no second body. Other hidden text may be body: much of it is only folded."""
    if any(segment.hidden for segment in segments):
        shown = {segment.text for segment in segments if not segment.hidden}
        for segment, mark in zip(segments, marks, strict=True):
            if segment.hidden and segment.text in shown:
                _set(mark, Role.OTHER)


@lru_cache(maxsize=NAMES_KEPT)
def _names_deck(naming: str) -> bool:
    return _DECK.search(naming) is not None


@lru_cache(maxsize=NAMES_KEPT)
def _names_quote(naming: str) -> bool:
    return _QUOTE.search(naming) is not None


def _mark_named(outline: Outline, marks: Sequence[Mark]) -> None:
    """Decks and quotes that the markup names as such: a deck before the text begins, a quote inside it."""
    running = [n for n, mark in enumerate(marks) if mark.role is Role.PARAGRAPH and mark.body_score >= CERTAIN]
    first, last = (running[0], running[-1]) if running else (0, -1)
    segments, elements = outline.segments, outline.elements
    for n in range(min(first + 1, len(marks))):
        segment, mark = segments[n], marks[n]
        if segment.shape is Shape.HEADING and segment.level > 1 and segment.text[-1] in ".!?":
            _set(mark, Role.DECK)
        could_be = mark.role in _COULD_BE_DECK and len(segment.text) <= DECK_CHARS
        if could_be and _names_deck(elements.words(segment.element)):
            _set(mark, Role.DECK)
    for n in range(first + 1, last + 1):
        if marks[n].role is Role.PARAGRAPH and _names_quote(elements.words(segments[n].element)):
            _set(marks[n], Role.QUOTE)


_COULD_BE_DECK: Final = frozenset({Role.PARAGRAPH, Role.HEADING, Role.OTHER})


def _mark_cues(segments: Sequence[Segment], marks: Sequence[Mark], cues_of: Sequence[int]) -> None:
    """Notices, corrections, promotions and links to other articles, known by their words."""
    last_body = max((n for n, mark in enumerate(marks) if mark.body_score >= CERTAIN), default=-1)
    for n, (segment, mark, possible) in enumerate(zip(segments, marks, cues_of, strict=True)):
        if not possible & _ROLE_CUES and segment.shape is not Shape.HEADING:
            continue
        role, text = mark.role, segment.text
        if role is Role.NAVIGATION:
            if len(text) >= LONG_LINE and not segment.links and cues.NOTICE.is_in(text, possible):
                _set(mark, Role.NOTICE)
        elif role is not Role.CAPTION and not (len(text) < BUTTON and role not in _REPEATABLE and _leads_on(segment)):
            found = _cue_role(segment, mark, possible, n >= last_body)
            if found is not None:
                _set(mark, found)
    _join_notices(segments, marks)


_ROLE_CUES: Final = cues.NOTICE.bit | cues.RELATED.bit | cues.PROMOTION.bit | cues.CORRECTION.bit | cues.PAYWALL.bit


def _cue_role(segment: Segment, mark: Mark, possible: int, at_end: bool) -> Role | None:
    """The role that the words of a segment speak of, if it can be told from main content."""
    text, score = segment.text, mark.body_score
    length, doubtful = len(text), mark.body_score < CERTAIN
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
        if mark.role in _REPEATABLE and cues.CORRECTION.opens(text, possible):
            return Role.CORRECTION
        if cues.RELATED.opens(text, possible) or (score < DOUBTED and _is_linked_heading(segment)):
            return Role.RELATED
    if cues.PAYWALL.is_in(text, possible):
        return Role.WALL
    return Role.PROMOTION if cues.PROMOTION.is_in(text, possible) else None


def _is_linked_heading(segment: Segment) -> bool:
    """A heading that is a link is the headline of another article."""
    return segment.shape is Shape.HEADING and segment.level > 1 and segment.link_chars / len(segment.text) > ALL_LINKED


def _join_notices(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    """A heading such as "Disclaimer:" takes the text under it along, and a notice goes on in what is not body."""
    for n, mark in enumerate(marks[:-1]):
        if mark.role is Role.NOTICE and len(segments[n].text) < LONG_LINE and segments[n].text.rstrip().endswith(":"):
            _set(marks[n + 1], Role.NOTICE)


def _mark_banners(segments: Sequence[Segment], marks: Sequence[Mark], cues_of: Sequence[int]) -> None:
    """Error messages, with the bare codes and apologies beside them."""
    banners = [
        n
        for n, (segment, mark, possible) in enumerate(zip(segments, marks, cues_of, strict=True))
        if possible & cues.ERROR.bit
        and mark.body_score < CERTAIN
        and len(segment.text) <= SHORT
        and not segment.hidden
        and not _leads_on(segment)
        and cues.ERROR.is_in(segment.text, possible)
    ]
    if not banners:
        return
    if sum(mark.body_score >= CERTAIN for mark in marks) >= 3:
        # In an article that has a body, what looks like an error inside or after it is news or a template.
        first = next(n for n, mark in enumerate(marks) if mark.body_score >= CERTAIN)
        banners = [n for n in banners if n < first or marks[n].role not in _REPEATABLE]
    shown = [n for n, segment in enumerate(segments) if not segment.hidden]
    at = {n: place for place, n in enumerate(shown)}
    for n in banners:
        _set(marks[n], Role.ERROR_BANNER)
        for step in (-1, 1):
            place = at[n] + step
            while 0 <= place < len(shown) and cues.ERROR_COMPANION.is_all_of(segments[shown[place]].text):
                _set(marks[shown[place]], Role.ERROR_BANNER)
                place += step


_COMMENT_CUES: Final = cues.COMMENTS_HEAD.bit | cues.COMMENTS_EMPTY.bit | cues.COMMENTS_BOX.bit


def _mark_comments(segments: Sequence[Segment], marks: Sequence[Mark], cues_of: Sequence[int]) -> None:
    """Comment sections: their heading, and what follows it outside the body."""
    body = [n for n, mark in enumerate(marks) if mark.body_score >= CERTAIN]
    first, after = (body[0], body[-1]) if body else (len(marks), -1)
    under = False
    for n, (segment, mark, possible) in enumerate(zip(segments, marks, cues_of, strict=True)):
        if not (under or possible & _COMMENT_CUES):
            continue
        text, doubtful = segment.text, mark.body_score < CERTAIN
        if len(text) <= SHORT and (doubtful or n > first):
            head = cues.COMMENTS_HEAD.is_all_of(text, possible)
            if head and n > first and any(map(str.isdigit, text)):
                _set(mark, Role.COMMENT)
                under, after = True, n
                continue
            if doubtful and (
                head or cues.COMMENTS_EMPTY.is_in(text, possible) or cues.COMMENTS_BOX.is_in(text, possible)
            ):
                _set(mark, Role.COMMENT)
                under = n > after
                continue
        if under and (mark.role is Role.OTHER or (mark.role is Role.PARAGRAPH and (doubtful or n > after))):
            _set(mark, Role.COMMENT)
        elif segment.shape is Shape.HEADING or mark.role is not Role.COMMENT:
            under = False


def _mark_next_article(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    """A headline of the first level that follows the article's comments begins another article."""
    heads = [n for n, segment in enumerate(segments) if segment.level == 1 and segment.shape is Shape.HEADING]
    comments = [n for n, mark in enumerate(marks) if mark.role is Role.COMMENT] if heads else []
    if not comments or heads[-1] < comments[0]:
        return
    text = next((n for n, mark in enumerate(marks) if _is_running(segments[n], mark)), len(marks))
    section = next((n for n in comments if n > text), len(marks))
    start = next((n for n in heads if n > section), len(marks))
    for mark in marks[start:]:
        if mark.role in _REPEATABLE:
            _set(mark, Role.RELATED)


def _mark_next_text(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    """In plain text a second dateline under a short line, its title or date, begins another article."""
    first = next((n for n, mark in enumerate(marks) if _is_running(segments[n], mark)), None)
    if first is None or read_dateline(segments[first].text) is None:
        return
    for n in range(first + 2, len(marks)):
        could_be = marks[n].role in _REPEATABLE or marks[n].role is Role.OTHER
        below_line = len(segments[n - 1].text) < LONG_LINE <= len(segments[n].text)
        if could_be and below_line and read_dateline(segments[n].text) is not None:
            _set(marks[n], Role.RELATED)
            for mark in marks[n + 1 :]:
                if mark.role in _REPEATABLE:
                    _set(mark, Role.RELATED)
            return


def _mark_embeds(outline: Outline, marks: Sequence[Mark]) -> None:
    elements = outline.elements
    namings = [naming for _, naming in elements.distinct]
    if not _names_embed("\n".join(namings)):
        return
    own = list(map(_names_embed, namings))
    embedded = [False] * (len(elements) + 1)
    for e, (parent, name) in enumerate(zip(elements.parents, elements.names, strict=True)):
        embedded[e] = embedded[parent] or own[name]
    for segment, mark in zip(outline.segments, marks, strict=True):
        if embedded[segment.element]:
            _set(mark, Role.EMBED)


def _names_embed(naming: str) -> bool:
    return any(name in naming for name in _EMBEDS)


def _mark_text_title(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    """In plain text the title is the last line above the body that could be one: short, no sentence, and none of the
    lines that stand between a headline and its text.
    """
    first = next(
        (n for n, mark in enumerate(marks) if mark.role in _REPEATABLE and _is_running(segments[n], mark)), None
    )
    above = range(first - 1, max(-1, first - 1 - TITLE_WITHIN), -1) if first is not None else range(0)
    found = [n for n in above if _could_be_title(segments[n].text) and marks[n].role in _TITLE_FROM]
    if found:
        best = max(found, key=lambda n: (_is_likely_title(segments[n].text), n))
        _set(marks[best], Role.TITLE)


def _is_running(segment: Segment, mark: Mark) -> bool:
    return mark.role in (Role.PARAGRAPH, Role.QUOTE) and read_length(segment.text) >= LONG_LINE


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


def _mark_repeats(segments: Sequence[Segment], marks: Sequence[Mark]) -> None:
    considered = [
        mark.role in _REPEATABLE or (mark.role is Role.OTHER and not segment.hidden and len(segment.text) >= LONG_LINE)
        for segment, mark in zip(segments, marks, strict=True)
    ]
    for n, first in find_repeats([segment.text for segment in segments], considered).items():
        if marks[first].role is not Role.OTHER:  # what only stands outside the body is no repeat of it
            _set(marks[n], Role.REPEAT)
            marks[n].repeat_of = first


_REPEATABLE: Final = frozenset(
    {Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.TABLE, Role.CAPTION, Role.TITLE, Role.DECK}
)


def _set(mark: Mark, role: Role) -> None:
    mark.role = role
    mark.score = max(mark.body_score, 1 - mark.body_score)
