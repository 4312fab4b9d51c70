"""Metadata: for each field of an article all candidates that the page offers, and the choice among them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.blocks import Block, Role
from copydesk.page.declarations import Declarations
from copydesk.page.findings import Candidate, Image, Moment
from copydesk.page.metadata import makers, moments, titles, visible
from copydesk.page.metadata.datelines import read_dateline
from copydesk.page.metadata.images import find_images
from copydesk.page.metadata.jsonld import read_jsonld
from copydesk.page.metadata.language import choose_language
from copydesk.page.metadata.markup import Markup, read_markup
from copydesk.page.metadata.state import read_state
from copydesk.page.metadata.statements import Statement, Statements, by_method, merged, usable_first
from copydesk.page.metadata.urls import country_of, normalise, same_page

__all__ = ["Metadata", "read_metadata"]

MAX_KEYWORDS: Final = 40
CLOSING_BLOCKS: Final = 4
"""Blocks at the end of the body, and after it, in which an agency or contributors may be credited."""
SAMPLE_BLOCKS: Final = 12
HEAD_BLOCKS: Final = 30
"""Blocks at the start of a page without any headline, of whose lines one may be what a stated title says."""

_BETWEEN_KEYWORDS: Final = re.compile(r"[,;，、|]")
Candidates = tuple[Candidate, ...]


# A frozen one takes several times as long to make: it is a value by agreement.
@dataclass(slots=True)
class Metadata:
    """The fields of an article, the candidates behind them, and the blocks that showed the chosen values.

    `candidates` has the chosen one first wherever the field has a value; a refused candidate carries its reason.
    `block_roles` gives the role that a block has because it shows a chosen value. `notes` name JSON-LD scripts that
    were repaired or refused.
    """

    title: str | None = None
    deck: str | None = None
    byline: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    agency: str | None = None
    outlet: str | None = None
    dateline: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    canonical_url: str | None = None
    images: tuple[Image, ...] = ()
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    block_roles: Mapping[int, Role] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_metadata(
    tree: LexborHTMLParser | None,
    declared: Declarations,
    blocks: Sequence[Block],
    url: str | None,
    captured: datetime | None,
) -> Metadata:
    """Read the metadata of a page from its tree (None for a text capture), its declarations, and its blocks with roles.

    Never raises on what a page contains. A naive `captured` is taken as UTC.
    """
    markup = read_markup(tree, declared) if tree is not None else Markup({})
    blocks, shown = visible.look(blocks)
    headlines = visible.headlines(shown)
    named = (*(block.text for block in headlines[:3]), *(each.raw for each in markup.statements.get("title", ())[:3]))
    jsonld = read_jsonld(declared.jsonld, url, named)
    drawn = bool(blocks) and blocks[-1].tag == "script"  # what a script would draw stands behind all that is shown
    state = read_state(tree) if tree is not None and drawn else {}
    said = merged((jsonld, markup.statements, state))
    base = normalise(markup.base, url) if markup.base else url
    when = captured.replace(tzinfo=UTC) if captured is not None and captured.tzinfo is None else captured

    outlet = makers.choose_outlet(said.get("outlet", ()), url)
    outlets = tuple(str(each.value) for each in outlet if each.refused is None)
    sections = (*said.get("section", ()), *reversed(said.get("breadcrumb", ())))
    title = _title(blocks, shown, headlines, said, outlets, [each.raw for each in sections])
    title_block = _headline_block(title)
    if title_block is None and _text(title):
        title_block = visible.find_title(shown, _text(title) or "")
    near = visible.around(blocks, title_block)
    body = shown.body
    language = choose_language(said.get("language", ()), _sample(body or near))
    tag = _text(language)

    dates_shown, changes_shown = visible.written_dates(shown, near, tag, country_of(url))
    far = partial(visible.far_dates, shown, near, title_block, tag, when)
    published = moments.choose_published(said, dates_shown, far, url, tag, when)
    modified = moments.choose_modified(said, changes_shown, moments.told(published), tag, when)
    published = moments.at_least_modified(published, modified)
    dated = {seen.block for seen in (*dates_shown, *changes_shown)}
    around = " ".join([block.text for block in near]).casefold()
    authors = said.get("byline", ())
    signed = visible.bylines(blocks, shown, near, dated, stated=bool(authors))
    sources = makers.read_sources(authors, signed, outlet, around)
    of_press = any("News" in each.kind for each in said.get("outlet", ()))
    byline = makers.choose_byline(sources, around, None if of_press else [block.text for block in body])
    closing = _closing(blocks, body)
    main = [*(block for block in shown.titles if block.role is Role.TITLE), *body]
    opening = [block for block in body if block.role is not Role.HEADING][:2]
    dateline = next((found for block in opening if (found := read_dateline(block.text)) is not None), None)
    candidates: dict[str, Candidates] = {
        "title": title,
        "deck": _deck(shown, near, _text(title), said.get("deck", ())),
        "byline": byline,
        "contributors": makers.choose_contributors(said.get("contributors", ()), closing, outlets),
        "agency": makers.choose_agency(
            sources, dateline, said.get("agency", ()), visible.credit_lines(near, dated), closing, outlets
        ),
        "outlet": outlet,
        "dateline": ()
        if dateline is None
        else (Candidate(dateline.raw, dateline.place, "visible", "first paragraph"),),
        "published": published,
        "modified": modified,
        "language": language,
        "section": _sections(sections, _text(title)),
        "keywords": _keywords(said.get("keywords", ())),
        "canonical_url": _canonical(said.get("canonical_url", ()), base, url),
    }
    images = find_images(tree, markup.figures, main, said.get("images", ()), base)
    return _metadata(candidates, images, declared.notes)


def _metadata(candidates: dict[str, Candidates], images: tuple[Image, ...], notes: tuple[str, ...]) -> Metadata:
    """What was chosen for each field, with all candidates."""
    return Metadata(
        title=_text(candidates["title"]),
        deck=_text(candidates["deck"]),
        byline=_names(candidates["byline"]),
        contributors=_names(candidates["contributors"]),
        agency=_text(candidates["agency"]),
        outlet=_text(candidates["outlet"]),
        dateline=_text(candidates["dateline"]),
        published=_moment(candidates["published"]),
        modified=_moment(candidates["modified"]),
        language=_text(candidates["language"]),
        section=_text(candidates["section"]),
        keywords=_names(candidates["keywords"]),
        canonical_url=_text(candidates["canonical_url"]),
        images=images,
        candidates=candidates,
        block_roles=_block_roles(candidates),
        notes=notes,
    )


def _chosen(candidates: Candidates) -> Candidate | None:
    return candidates[0] if candidates and candidates[0].refused is None else None


def _text(candidates: Candidates) -> str | None:
    chosen = _chosen(candidates)
    return chosen.value if chosen is not None and isinstance(chosen.value, str) else None


def _names(candidates: Candidates) -> tuple[str, ...]:
    chosen = _chosen(candidates)
    return chosen.value if chosen is not None and isinstance(chosen.value, tuple) else ()


def _moment(candidates: Candidates) -> Moment | None:
    chosen = _chosen(candidates)
    return chosen.value if chosen is not None and isinstance(chosen.value, Moment) else None


def _block_of(candidates: Candidates) -> int | None:
    """The block that shows the chosen value."""
    chosen = _chosen(candidates)
    if chosen is None:
        return None
    before, _, number = chosen.place.partition("block ")
    return int(number) if not before and number.isdecimal() else None


def _headline_block(title: Candidates) -> int | None:
    """The block that shows the headline, also where what the page states is preferred to its wording."""
    return _block_of(tuple(each for each in title if each.method == "visible"))


_ROLE_OF_FIELD: Final = {
    "modified": Role.DATE, "published": Role.DATE, "byline": Role.BYLINE, "deck": Role.DECK,
}  # fmt: skip


def _block_roles(candidates: Mapping[str, Candidates]) -> dict[int, Role]:
    """The roles of the blocks that show chosen values; one that shows several has the role that comes last here."""
    found: dict[int, Role] = {}
    for name, role in _ROLE_OF_FIELD.items():
        if (index := _block_of(candidates[name])) is not None:
            found[index] = role
    if (headline := _headline_block(candidates["title"])) is not None:
        found[headline] = Role.TITLE
    return found


def _title(
    blocks: Sequence[Block],
    shown: visible.Shown,
    headings: Sequence[Block],
    stated: Statements,
    outlets: Sequence[str],
    sections: Sequence[str],
) -> Candidates:
    names = {titles.key(outlet) for outlet in outlets}
    top, late = visible.split_at_text(shown, headings)
    headlines = [_seen(block) for block in top if not titles.names_site(block.text, names)]
    lines = [block.text for block in top] or [line for b in shown.blocks[:HEAD_BLOCKS] for line in b.text.split("\n")]
    said = titles.stated_titles(stated.get("title", ()), outlets, lines)
    lower = visible.lower_headlines(blocks, top[0].index if top else 0) + late
    spelt = visible.find_spelt(shown, str(said[0].value)) if said else None
    known = {block.index for block in (*top, *lower)}
    lower += [spelt] if spelt is not None and spelt.index not in known else []
    weak = not headlines and all(each.method == "title-element" for each in said)
    if weak and (signed := visible.signed_heading(shown)) is not None:
        headlines, said = [_seen(signed)], titles.refuse_the_sites(said, signed.text)
    kickers = [each.raw for each in stated.get("kicker", ())]
    chosen = titles.choose_title(headlines, [_seen(block) for block in lower], said, outlets, sections, kickers)
    news = any("NewsArticle" in each.kind for each in stated.get("title", ()))
    return titles.prefer_agreed(chosen) if news else chosen


def _seen(block: Block) -> Candidate:
    return Candidate(block.text, titles.plain_title(block.text), "visible", f"block {block.index}")


def _deck(shown: visible.Shown, near: Sequence[Block], title: str | None, stated: Sequence[Statement]) -> Candidates:
    """The standfirst is what the page shows; a description that is not shown is a teaser for other places."""
    seen = visible.deck(shown, near, title, [each.raw for each in stated])
    unseen = [Candidate(each.raw, each.raw, each.method, each.place, "not shown as a standfirst") for each in stated]
    return (*(each.candidate for each in seen), *unseen)


def _sample(blocks: Sequence[Block]) -> str:
    """Text of the body for the detection of its language, from the first blocks that are sentences."""
    return " ".join(block.text[:400] for block in [b for b in blocks if len(b.text) > 60][:3] or blocks[:SAMPLE_BLOCKS])


def _closing(blocks: Sequence[Block], body: Sequence[Block]) -> list[tuple[str, int]]:
    """The texts at the end of the body and right after it, the last first."""
    if not body:
        return []
    last = body[-1].index
    after = [block for block in blocks[last + 1 : last + 1 + CLOSING_BLOCKS] if not block.hidden]
    return [(block.text, block.index) for block in (*reversed(body[-CLOSING_BLOCKS:]), *after)]


def _sections(stated: Sequence[Statement], title: str | None) -> Candidates:
    ranked = by_method(stated, ("meta:article:section", "json-ld"))
    candidates: list[Candidate] = []
    for each in ranked:
        home = titles.key(each.raw) in ("home", "homepage", "startseite", "accueil", "inicio", "главная", "anasayfa")
        same = title is not None and titles.likeness(each.raw, title) > 0.9 and len(each.raw) > 0.5 * len(title)
        reason = "the home page" if home else "the title" if same else "too long" if len(each.raw) > 80 else None
        candidates.append(Candidate(each.raw, each.raw, each.method, each.place, reason))
    return tuple(usable_first(candidates))


def _keywords(stated: Sequence[Statement]) -> Candidates:
    """One candidate for each method; the article's own tags are preferred to the site's `keywords`."""
    order = ("json-ld", "meta:article:tag", "meta:news_keywords")
    methods = sorted({each.method for each in stated}, key=lambda m: (order.index(m) if m in order else len(order), m))
    found = []
    for method in methods:
        group = [each for each in stated if each.method == method]
        words = [word.strip() for each in group for word in _BETWEEN_KEYWORDS.split(each.raw)]
        kept = tuple(dict.fromkeys([word for word in words if 1 < len(word) <= 80]))[:MAX_KEYWORDS]
        if kept:
            found.append(Candidate(", ".join(each.raw for each in group), kept, method, group[0].place))
    return tuple(found)


def _canonical(stated: Sequence[Statement], base: str | None, url: str | None) -> Candidates:
    """`<link rel=canonical>`, then `og:url`, then JSON-LD, then the page's own URL, all normalised."""
    ranked = by_method(stated, ("link:canonical", "meta:og:url", "json-ld"))
    candidates: list[Candidate] = []
    for each in ranked:
        value = normalise(each.raw, base)
        reason = None
        if value is None:
            reason = "no http address"
        elif value.count("/") == 3 and value.endswith("/") and url is not None and not same_page(value, url):
            reason = "the home page"
        candidates.append(Candidate(each.raw, value, each.method, each.place, reason))
    own = normalise(url) if url else None
    if own is not None:
        candidates.append(Candidate(url or own, own, "url", "url"))
    return tuple(usable_first(candidates))
