"""Datelines and credits: the place and the agency that open a text, and the credit lines that close it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.page.metadata.agencies import (
    MAX_AGENCY,
    agencies_in,
    agency_after_place,
    agency_by_name,
    agency_in_brackets,
    agency_of,
)
from copydesk.page.metadata.people import read_names

_PLACE: Final = (
    r"[A-ZÀ-ÞА-ЯЁІЇЄҐΑ-ΩĀ-Ž][\w’'.\-]*(?:[ /][A-ZÀ-ÞА-ЯЁІЇЄҐΑ-ΩĀ-Ž][\w’'.\-]*|\s(?:de|del|la|le|am|an|der|di|da|"
    r"do|of)(?=\s)){0,4}"
    r"(?:,\s?[A-ZÀ-ÞА-Я][\w.’'\-]{1,20}(?:\s[A-ZÀ-ÞА-Я][\w.’'\-]{1,20})?(?!\s\d))?"
)
_DAY: Final = r"(?:,?\s(?:\d{1,2}\.?\s[^\W\d_]{3,12}\.?|[^\W\d_]{3,10}\.?\s\d{1,2})(?:,?\s\d{4})?)"
_DASH: Final = r"\s*(?:[-–—―:]+|\.\s)\s*"
_PLACE_FIRST: Final = tuple(
    (re.compile(pattern), signs)
    for pattern, signs in (
        (
            rf"^(?P<place>{_PLACE}){_DAY}?\s?[(\[/](?P<agency>[^()\[\]/]{{2,40}}(?:/[^()\[\]/]{{2,20}})?)[)\]/](?:{_DASH}|\s|$)",
            "([/",
        ),
        (
            rf"^(?P<place>{_PLACE}){_DAY}?\s[-–—]\s(?P<agency>[^\W\d][\w .]{{1,24}}?)(?:\s[-–—]\s|\.\s)",
            "-–—",
        ),
    )
)
"""Patterns of datelines that name the agency after the place, each with signs without one of which it finds nothing:
looking for them costs a third of the pattern."""
_AGENCY_FIRST: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]{_DASH}(?P<place>{_PLACE}){_DAY}{_DASH}",
        r"^[(（\[【](?P<place>[^\W\d_]{2,8})\s?[=＝]\s?(?P<agency>[^\W\d_]{2,12})[)）\]】]",
        r"^[【\[(]?(?P<agency>新华社|新華社|中新社|中央社)(?P<place>[^\W\d_]{2,6}?)(?:\d{1,2}月)?(?:\d{1,2}日)?[电電]",
        r"^[(\[（【](?P<agency>[^()\[\]（）【】]{2,40})[)\]）】]\s?[-–—:]?\s*",
    )
)
_AGENCY_OPENS: Final = "([（【新中"
"""Signs with one of which a dateline opens that names the agency first."""
_SET_OFF: Final = re.compile(r"^[(（\[【]|[)\]]\s*[-–—―]+\s*$")
_NAME: Final = r"(?P<name>[^\W\d_a-zà-ÿ][\w’'&\-]*(?:\s(?:of\s)?[^\W\d_a-zà-ÿ][\w’'&\-]*){0,4})"
_GIVEN: Final = r"supplied|provided|distributed|syndicated|furnished"
_SUPPLIED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:(?:story|article|text|report|content|information|material|copy|news) (?:was |is |has been )?)"
        rf"(?:originally )?(?i:{_GIVEN}) by (?:the )?{_NAME}",
        rf"^(?i:{_GIVEN}) by (?:the )?{_NAME}",
        rf"^{_NAME} (?:provides|supplies|facilita|fournit|fornisce|fornece|stellt) "
        r"(?i:the|this|esta|este|la|los|ces?|le|les|queste|estas|diese[ns]?) "
        r"(?i:information|content|material|article|informa\w+|conten\w+|contenu|text\w*|inhalt\w*)",
        rf"^(?:©|\([cC]\)|Copyright)\s*(?:©\s*)?(?:\d{{4}}\s)?{_NAME}[.,]? (?i:{_GIVEN}) (?i:under|by|to|through)",
    )
)
_SOURCE: Final = re.compile(
    r"(?i:quelle|source|fuente|fonte|bron|kilde|källa|lähde|источник|джерело|kaynak|sumber|nguồn|来源|來源|źródło|zdroj|"
    r"forrás|sursa|πηγή|المصدر|출처)\s?[:：]\s?"
)
_BETWEEN_PIECES: Final = re.compile(r"[|·•,;，；]|\s[-–—]\s")
"""What stands between pieces: looking for it costs a tenth of the split."""
_PIECES: Final = re.compile(r"\s*[|·•,;，；]\s*|\s+[-–—]\s+")
_PLACE_ONLY: Final = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-ЯЁ]{3,}(?:[ .\-][A-ZÀ-ÞА-ЯЁ]{2,}){0,3}(?:, [A-Z][\w. ]{1,20}?)?)(?:"
    + _DAY
    + r")?\s*[—–:-]+\s"
    r"|^(?P<city>[A-ZÀ-ÞÄÖÜ][a-zà-ÿßäöü\-]{3,}(?: [A-ZÀ-ÞÄÖÜ][a-zà-ÿßäöü\-]+)?)(?:\s?[—–]\s|\.\s(?=[A-ZÄÖÜ„»]))"
)
_PLACE_ENDS: Final = "—–:-."
"""Signs one of which ends a place without an agency."""
_NOT_A_PLACE: Final = re.compile(
    r"^(?:TLDR|UPDATE|BREAKING|EXCLUSIVE|LIVE|WATCH|NEWS|VIDEO|PHOTOS?|NOTE|EDITOR|OPINION|ANALYSIS|REVIEW|EXPLAINER|"
    r"[A-Z]{2,4}\d|PROJECT|WARNING|TIPS?|STEP|QUESTION|ANSWER|PROS|CONS|SUMMARY|BACKGROUND|CONTEXT|PRICE|WHO|WHAT|WHERE|"
    r"WHEN|WHY|HOW|FAQ|ALERT|CORRECTION|MEINUNG|KOMMENTAR|EXKLUSIV|DIRECT|VIDÉO|СРОЧНО|URGENT)",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?i:(?:additional |further |with )?(?:reporting|report) (?:contributed )?by|contributing|"
    r"contributed to this (?:report|article|story)|"
    r"mitarbeit|mit material von|avec (?:l')?|con (?:información|colaboración) de|collaborazione di|"
    r"met medewerking van|"
    r"editing by|writing by|edited by|quelle[n]?:|source[s]?:|fuente[s]?:|fonte:|bron:|kilde:|källa:|lähde:|источник:|"
    r"джерело:|kaynak:|sumber:|nguồn:|来源[:：]|來源[:：]|źródło:|zdroj:|forrás:|sursa:|πηγή:|المصدر:)"
)
_CONTRIBUTOR: Final = re.compile(
    r"(?i:(?:additional |further )?reporting by|mitarbeit:?|unter mitarbeit von|avec la collaboration de|"
    r"con (?:la )?colaboración de|con la collaborazione di|met medewerking van|med bidrag av|"
    r"при участии)\s*:?\s*(?P<names>[^.;\n]{4,160})"
)
_CONTRIBUTED: Final = re.compile(
    r"^(?P<names>[^.;\n]{4,160}?)\s(?i:also contributed|contributed(?: to this| reporting|\s*\.?$)|"
    r"haben? (?:an diesem|zu diesem))"
)


_CREDIT_WORDS: Final = (" by", "contribut", "mitarbeit", "material", "avec", "con ", "collabora", "medewerking")
_SOURCE_WORDS: Final = (
    "quelle", "source", "fuente", "fonte:", "bron:", "kilde:", "källa:", "lähde:", "источник:", "джерело:", "kaynak:",
    "sumber:", "nguồn:", "来源", "來源", "źródło:", "zdroj:", "forrás:", "sursa:", "πηγή:", "المصدر:",
)  # fmt: skip
_CONTRIBUTOR_WORDS: Final = (
    "reporting by", "mitarbeit", "contribu", "colaboración", "collabor", "medewerking", "bidrag", "участии", "haben ",
    "habe ",
)  # fmt: skip
_SUPPLIER_WORDS: Final = (
    "suppl", "provid", "distribut", "syndicat", "furnish", "facilita", "fourni", "forni", "fornec", "stellt",
)  # fmt: skip
"""Words without one of which a pattern finds nothing: looking for them costs a tenth of the pattern."""

_LAST_BRACKETS: Final = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,40})[)\]]\.?$")
_BETWEEN_AGENCIES: Final = re.compile(r"[/,;|&+ ]+")
MAX_SIGNED: Final = 40
"""Characters of a line that is nothing but agencies and the initials of editors."""
MAX_NOTICE: Final = 400


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a text: the place, the agency that is named with it, and the words as written."""

    raw: str
    place: str | None
    agency: str | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline of a text's first paragraph, or None where it opens without one.

    `CITY (AP) —`, `City (dpa/lni) -`, `(MENAFN) Text`, `(서울=연합뉴스)`, `北京5月3日电`, `CITY /TASS/.`, `CITY —`.
    """
    opening = text[:120].lstrip("*_ \u200b")
    for pattern in _agency_patterns(opening):
        if (found := pattern.match(opening)) and (agency := _named(found)) is not None:
            place = found.groupdict().get("place")
            return Dateline(found.group().strip(), _place(place), agency)
    set_off = any(map(opening.__contains__, _PLACE_ENDS))
    if set_off and (found := _PLACE_ONLY.match(opening)) and not _NOT_A_PLACE.match(found.group()):
        place = found["place"] or found["city"]
        if found["city"] and (len(text) < 80 or (found.group().rstrip().endswith(".") and " " in place)):
            return None
        if agency_of(place):
            return Dateline(found.group().strip(), None, agency_of(place))
        return Dateline(found.group().strip(), _place(place), None)
    return None


def _agency_patterns(opening: str) -> Sequence[re.Pattern[str]]:
    """The patterns that may find a dateline with an agency in the opening of a text."""
    if opening[:1] in _AGENCY_OPENS:
        return _AGENCY_FIRST
    return [pattern for pattern, signs in _PLACE_FIRST if any(map(opening.__contains__, signs))]


def _named(dateline: re.Match[str]) -> str | None:
    """The agency of a dateline; what is in brackets may also be one by how it is written, unless it follows a name
    in a sentence, as a party does. After a place in capitals and before a dash nothing else can stand there.
    """
    named = dateline["agency"]
    if not _SET_OFF.search(dateline.group()):
        return next(iter(agencies_in(named)), None)
    place = (dateline.groupdict().get("place") or "").partition(",")[0]
    in_capitals = len(place) > 2 and place.isupper()
    return agency_in_brackets(named) or (agency_after_place(named) if in_capitals else None)


def _place(place: str | None) -> str | None:
    if place is None:
        return None
    text = place.strip(" ,.-–—")
    words = [word.capitalize() if word.isupper() and len(word) > 3 else word for word in re.split(r"(?<=[ /-])", text)]
    return "".join(
        word if not word.strip(" /-").isupper() or len(word.strip()) <= 3 else word.capitalize() for word in words
    )


def _has(text: str, words: Iterable[str]) -> bool:
    """Whether one of some words, in small letters, stands in a text."""
    folded = text.lower()
    return any(map(folded.__contains__, words))


def read_credit(text: str) -> tuple[str, ...]:
    """The agencies that a closing credit line names: `Quelle: dpa`, `(Reuters)`, `— AFP`, `With reporting by AP`."""
    if len(text) > 200:
        closed = ")" in text[-3:] or "]" in text[-3:]
        tail = _LAST_BRACKETS.search(text[-60:]) if closed else None
        return agencies_in(tail["credit"]) if tail else ()
    said = _has(text, _CREDIT_WORDS) or ((":" in text or "：" in text) and _has(text, _SOURCE_WORDS))
    if said and (found := _CREDIT.search(text)):
        return agencies_in(text[found.end() :])
    bare = text.strip(" .()[]—–-*/")
    if len(bare) > MAX_AGENCY:
        return ()
    parts = _BETWEEN_AGENCIES.split(bare) if len(bare) <= MAX_SIGNED else ()
    signed = parts and all(agency_of(part) or (part.islower() and len(part) <= 4) for part in parts)
    return agencies_in(bare) if signed or agency_of(bare) else ()


def may_name_supplier(texts: Iterable[str]) -> bool:
    """Whether `read_supplier` may find anything in some texts: one look at all of them costs less than one at each."""
    return _has("\n".join([text[:MAX_NOTICE] for text in texts]), _SUPPLIER_WORDS)


def read_supplier(text: str) -> str | None:
    """Who supplied the text, as a notice says: `supplied by …`, `… provides the information`, `© … Supplied …`."""
    text = text[:MAX_NOTICE]
    if not _has(text, _SUPPLIER_WORDS):
        return None
    found = next((found for pattern in _SUPPLIED if (found := pattern.search(text))), None)
    return (agency_of(found["name"]) or found["name"]) if found else None


def read_credit_line(text: str) -> tuple[str, ...]:
    """The agencies in a line beside the headline, by how their names are written: `2 May 2025 | CNA-Press`."""
    parts = _SOURCE.split(text) if ":" in text or "：" in text else [text]
    if _BETWEEN_PIECES.search(text):
        parts = [piece for part in parts for piece in _PIECES.split(part)]
    return tuple(dict.fromkeys(filter(None, map(agency_by_name, parts))))


def may_name_contributors(texts: Iterable[str]) -> bool:
    """Whether `read_contributors` may find anybody in some texts."""
    return _has("\n".join([text[:MAX_NOTICE] for text in texts]), _CONTRIBUTOR_WORDS)


def read_contributors(text: str) -> tuple[str, ...]:
    """The persons that a credit names: `Additional reporting by …`, `… contributed to this report`."""
    if len(text) > MAX_NOTICE or not _has(text, _CONTRIBUTOR_WORDS):
        return ()
    found = _CONTRIBUTOR.search(text) or _CONTRIBUTED.match(text)
    return read_names(found["names"]).persons if found else ()
