"""Titles: what the page shows as its headline, and what it states, freed of site names and sections."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from html import unescape
from typing import Final

from copydesk.page.findings import Candidate
from copydesk.page.metadata.statements import Statement, refused, usable_first

MAX_TITLE: Final = 400
SUPPORT: Final = 0.25
"""Share of the shorter title's words that a shown headline must share with a stated title to be the same headline."""

STEM: Final = 6
"""Letters of a word by which its forms are told: `Hitzewelle` and `Hitzewellen`."""

MAX_KICKER: Final = 60
"""Letters of a kicker: `Opinion`, `Election in Freedonia`."""

MIN_CORE: Final = 15
MAX_TAIL: Final = 40

_TAIL: Final = re.compile(r"\s*[|｜ㅣ–—\-·•»:]\s*\S")
_SEPARATOR: Final = re.compile(r"(?=[\s|｜ㅣ・»_：:])(?:\s+[|–—\-·•»«:~/\\>←→]+\s+|\s*[|｜ㅣ・»_]\s*|\s*[：]\s*|:\s+)")
_SEPARATING: Final = frozenset("|｜ㅣ–—-·•»«:~/\\><←→_：・")
"""Signs without one of which there is no separator: looking for them costs a tenth of the pattern."""
_SITE_ENDINGS: Final = frozenset(
    {"news", "online", "digital", "tv", "com", "de", "fr", "it", "es", "net", "org", "web"}
)
_SIGNS: Final = re.compile(r"[\W_]+")
_WORD: Final = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]|\w+")
_PREFERENCE: Final = {
    "json-ld": 1,
    "meta:og:title": 0,
    "meta:twitter:title": 3,
    "microdata:headline": 2,
    "title-element": 6,
    "json-ld:alternativeHeadline": 8,
}
_OTHER_PREFERENCE: Final = 5
_INDEPENDENT: Final = frozenset({"meta:og:title", "json-ld", "title-element"})
"""Statements for different readers: networks, search engines, the window. Other meta elements copy one of them."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A text as its letters and digits alone, for comparison."""
    return _SIGNS.sub("", text).casefold()


def may_open(text: str, other: str) -> bool:
    """Whether a text may begin as another one does whose key is given: a look at one sign instead of at all of them."""
    first = text[:1]
    return not (other and first.isalnum()) or other[0] == first.casefold()[0]


@lru_cache(maxsize=1024)
def words(text: str) -> frozenset[str]:
    """The words of a text for comparison; characters for scripts that write without spaces."""
    return frozenset(_WORD.findall(text.casefold()))


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    """The beginnings of a text's words, which inflected forms share."""
    return frozenset([word[:STEM] for word in words(text)])


def likeness(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has in some form, 0 to 1."""
    first, second = _stems(one), _stems(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def plain_title(text: str) -> str:
    """A text as one line, without marks of where it may break and references that were escaped twice."""
    plain = unescape(text) if "&" in text else text
    return " ".join(plain.replace("\u00ad", "").replace("\u200b", "").split())


def without_site(title: str, outlets: Sequence[str], shown: Sequence[str] = ()) -> str:
    """A stated title without the site's name and section before or after it.

    A part goes where it is an outlet's name, or where what is left is a headline that the page shows.
    """
    text = plain_title(title)
    if _SEPARATING.isdisjoint(text):
        return text
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(text)]
    if not cuts:
        return text
    shown_keys = set(map(key, shown))
    if key(text) in shown_keys:
        return text
    rests = [rest.strip() for start, end in cuts for rest in (text[:start], text[end:])]
    if found := next((rest for rest in rests if key(rest) in shown_keys and len(words(rest)) > 2), None):
        return found
    names = set(map(key, outlets)) - {""}
    changed = True
    while changed and cuts:
        changed = False
        (first_start, first_end), (last_start, last_end) = cuts[0], cuts[-1]
        if _is_site(text[last_end:], names):
            text, cuts, changed = text[:last_start].strip(), cuts[:-1], True
        elif _is_site(text[:first_start], names):
            return without_site(text[first_end:], outlets, shown)
    return text


def _without_tail(title: str, others: Sequence[str]) -> str:
    """A title without a short last part, set off by a sign, that another statement of the title does not have."""
    for other in others:
        if title.startswith(other) and len(other) > MIN_CORE:
            tail = title[len(other) :]
            if 0 < len(tail) <= MAX_TAIL and _TAIL.match(tail):
                return other
    return title


def names_site(text: str, names: Set[str]) -> bool:
    """Whether a text is the key of an outlet's name, alone or with an ending such as that of its domain."""
    folded = key(text)
    return folded in names or any(
        folded.startswith(name) and folded[len(name) :] in _SITE_ENDINGS for name in names if len(name) > 1
    )


def _is_site(part: str, names: Set[str]) -> bool:
    if names_site(part, names):
        return True
    folded = key(part)
    return len(folded) > 3 and any(
        (folded.startswith(name) or folded.endswith(name) or (name.startswith(folded) and len(folded) > 5))
        and len(folded) < 3 * len(name)
        for name in names
        if len(name) > 3
    )


def stated_titles(
    statements: Sequence[Statement], outlets: Sequence[str], shown: Sequence[str] = ()
) -> list[Candidate]:
    """Candidates from statements, the best first: `og:title`, JSON-LD, microdata, other meta elements, `<title>`."""
    ranked = sorted(statements, key=lambda each: _PREFERENCE.get(each.method, _OTHER_PREFERENCE))
    candidates = []
    values = [each.raw for each in ranked if each.method != "title-element"]
    bare_of = {raw: without_site(raw[:MAX_TITLE], outlets, shown) for raw in dict.fromkeys(each.raw for each in ranked)}
    names = set(map(key, outlets))
    for each in ranked:
        value = _without_tail(bare_of[each.raw], values)
        values.append(value)
        bare = key(value) in names or not value
        reason = "names the outlet" if bare else None
        candidates.append(Candidate(each.raw, value, each.method, each.place, reason))
    return candidates


def choose_title(
    shown: Sequence[Candidate],
    lower: Sequence[Candidate],
    stated: Sequence[Candidate],
    outlets: Sequence[str],
    sections: Sequence[str],
    kickers: Sequence[str] = (),
) -> tuple[Candidate, ...]:
    """The candidates for the title, the chosen one first.

    `shown` are headlines of the page, those that a reader would take first; `lower` are headings of lower level, which
    are the headline only where a stated title is their whole or their end. The shown headline that shares most with
    the stated titles is preferred to them; one that shares nothing is another article's, or a slogan. The names of
    `outlets` and `sections` are no kickers; `kickers` stand in elements of their own in a heading.
    """
    usable = [each for each in stated if each.refused is None]
    known = list(dict.fromkeys(str(each.value) for each in usable))
    supported = [(support(str(each.value), known), each) for each in shown]
    if known:
        first_stated = key(known[0])
        supported += [(2.0, each) for each in lower if _ends(key(str(each.value)), first_stated)]
    best = max((score for score, _ in supported), default=0.0)
    chosen = next((each for score, each in supported if score == best and score >= SUPPORT), None)
    if chosen is None and shown and not usable:
        chosen = shown[0]
    others = [
        each if score >= SUPPORT else refused(each, "shares no words with the stated titles")
        for score, each in supported
        if each is not chosen
    ]
    first = []
    if chosen is not None:
        shown_alone = _without_apart(str(chosen.value), kickers)
        whole = _kicker_belongs(shown_alone, usable, [str(each.value) for _, each in supported])
        headline = without_kicker(shown_alone, [shown_alone, *known] if whole else known)
        if shown_alone == chosen.value:
            headline = with_stated_kicker(headline, usable, outlets, sections)
        first = [Candidate(chosen.raw, headline, chosen.method, chosen.place)]
    return (*first, *usable, *usable_first(others), *(each for each in stated if each.refused is not None))


def prefer_agreed(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates for the title of a news article, with what all its statements agree on before the shown headline.

    That is what `og:title`, JSON-LD and `<title>` all say. One of the two that only adds a kicker is left as chosen.
    """
    usable = [each for each in candidates if each.refused is None]
    shown = next((each for each in usable if each.method == "visible"), None)
    said = {each.method: each for each in reversed(usable) if each.method in _INDEPENDENT}
    wordings = {key(str(each.value)) for each in said.values()}
    if shown is None or len(said) < len(_INDEPENDENT) or len(wordings) > 1:
        return candidates
    agreed, headline = wordings.pop(), key(str(shown.value))
    if agreed.endswith(headline) or headline.endswith(agreed):
        return candidates
    best = said["meta:og:title"]
    return (best, *(each for each in candidates if each is not best))


def refuse_the_sites(stated: Sequence[Candidate], headline: str) -> list[Candidate]:
    """Stated titles beside a headline with byline or date; one that shares nothing with it is the site's."""
    return [
        refused(each, "shares no words with the headline")
        if each.refused is None and support(headline, [str(each.value)]) < SUPPORT
        else each
        for each in stated
    ]


def support(shown: str, stated: Sequence[str]) -> float:
    """How far the stated titles speak for a shown headline: 1 or more where one of them is its end or the whole.

    A single word is shared by chance, unless a stated title begins or ends with it.
    """
    if not stated:
        return 1.0
    folded = key(shown)
    whole = max((2.0 - 0.01 * number for number, each in enumerate(stated) if _ends(folded, key(each))), default=0.0)
    if not whole and len(words(shown)) == 1:
        return 0.5 if any(key(each).startswith(folded) or key(each).endswith(folded) for each in stated) else 0.0
    return whole or max(min(likeness(shown, each), 0.99) for each in stated)


def _ends(shown: str, stated: str) -> bool:
    return len(stated) > 8 and shown.endswith(stated) and len(shown) - len(stated) <= MAX_KICKER


def with_stated_kicker(
    headline: str, stated: Sequence[Candidate], outlets: Sequence[str], sections: Sequence[str]
) -> str:
    """A shown headline with the kicker that the page states as a part of it: `Election: The polls have closed`.

    That is one set off by a colon in `og:title` which JSON-LD or the `<title>` has as well; what a single statement
    puts before a headline is for search engines.
    """
    folded = key(headline)
    for each in stated:
        kicker, colon, rest = each.raw.partition(": ")
        if each.method != "meta:og:title" or not colon or key(rest) != folded or len(kicker) > MAX_KICKER:
            continue
        whole = key(each.raw)
        others = (key(other.raw) for other in stated if other.method in ("json-ld", "title-element"))
        if any(other.startswith(whole) for other in others) and not (
            key(kicker) in map(key, sections) or _is_site(kicker, set(map(key, outlets)) - {""})
        ):
            return plain_title(each.raw)
    return headline


def _kicker_belongs(headline: str, stated: Sequence[Candidate], shown: Sequence[str]) -> bool:
    """Whether JSON-LD and `<title>` both say all of a shown headline, and no other heading sets a part of it off."""
    folded = key(headline)
    methods = {each.method for each in stated if key(str(each.value)) == folded}
    return methods >= {"json-ld", "title-element"} and all(key(each) != folded or each == headline for each in shown)


def _without_apart(headline: str, kickers: Sequence[str]) -> str:
    """A shown headline without a kicker that has an element of its own and no colon that makes it a part of it."""
    for kicker in kickers:
        rest = headline[len(kicker) :].lstrip(" \n–—|-")
        if headline.startswith(kicker) and len(kicker) <= MAX_KICKER and len(rest) > MIN_CORE and rest[0] != ":":
            return headline if kicker.endswith(":") else rest
    return headline


def without_kicker(shown: str, stated: Sequence[str]) -> str:
    """A shown headline without the kicker that stands in one element with it, where a stated title is its end.

    A headline in capitals or small letters alone, or with words run together at the borders of its elements, is spelt
    as it is stated.
    """
    folded = key(shown)
    for each in stated[:1]:
        if _ends(folded, key(each)) and folded != key(each):
            return each
    same = next((each for each in stated if key(each) == folded), None)
    if same is not None and (shown.isupper() or shown.islower() or len(words(same)) > len(words(shown))):
        return same
    return shown.lstrip(" :|")
