"""People: the persons in a byline, apart from agencies, outlets, roles, places and menu words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from copydesk.page.metadata.agencies import (
    agencies_in,
    agency_beside_person,
    agency_by_name,
    agency_in_brackets,
    agency_of,
)

MAX_BYLINE: Final = 300
MAX_NAMES: Final = 20
MAX_WORDS: Final = 5
"""Words of a name besides particles: `María José de la Cruz Pérez Ruiz` has five."""

_BY: Final = (
    r"by|written by|words by|story by|reported by|reporting by|report by|text by|posted by|published by|created by|"
    r"authored by|authors?|"
    r"von|vom|ein(?:e)? \w+ von|text|texte|text und fotos?|autor(?:in|en)?|fotos?|bilder|photos?|photos? by|par|"
    r"rédigé par|écrit par|publié par|propos recueillis par|"
    r"por|escrito por|redacción|di|a cura di|testo di|scritto da|pubblicato da|da|door|av|tekst|tekst av|"
    r"skrevet av|skrevet af|af|"
    r"autor|autorka|autorzy|tekst|opracowanie|oprac|přidal|napsal[a]?|szerző|írta|scris de|de|autor[i]?|"
    r"автор(?:ы|и|ка)?|текст|yazan|haber|haberi|tarafından|penulis|oleh|reporter|editor|wartawan|tác giả|theo|"
    r"teksti|kirjoittaja|höfundur|frétt af|autore|autores|reportage|reporters?|kirjutas|autorius|parengė|autors|"
    r"συντάκτης|του|της|γράφει (?:ο|η)|بقلم|كتب|كتبت|إعداد|نویسنده|لेखक|द्वारा|লেখক|โดย|ผู้เขียน|"
    r"文|記者|记者|作者|撰文|編集|text and photos?|fotos? und text|bericht|kommentar von|autorin"
)
_PREFIX: Final = re.compile(
    rf"^(?:(?:{_BY})\s?[:：]\s?|(?:{_BY})\s+(?=\S)|(?-i:[Bb]y(?=[A-Z][a-z]+ [A-Z])|[Vv]on(?=[A-Z][a-z]+ [A-Z]))|"
    rf"[-–—•|/©✍&]\s*)+",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"(?:^|[\s|•·(,;])(?:[A-Za-zäöü]{0,14}\s)?(?:by|von|par|por|di|door|av|af)\s+(?=[A-ZÀ-ÞА-Я])"
)
_DROP: Final = re.compile(
    r"\([^)]*\)|（[^）]*）|\[[^\]]*\]|\S+@\S+\.\w+|https?://\S+|www\.\S+|@\w+|"
    r"\b(?:reviewed|edited|updated|checked|approved|researched|translated) by\b.*$|\b\d{1,2}[.:]\d{2}\b.*$|"
    r"(?:\b\d{1,2}[./ -]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? )\d.*$",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(
    r"\s*[;,|•·●⋅∙、，；\n\t]\s*|\s+[/&+–—]\s+|\s+-\s+|(?<=\w)/(?=\w)|"
    r"\s+(?:and|und|et|y|e|og|och|ja|en|ve|и|та|і|й|dan|và|i|și|si|és|και|و|और|a|u|und|sowie|with|mit|avec|con|com|met|و)\s+(?=\S)"
)
_JOINED_SURNAME: Final = frozenset({"y", "e", "i"})
_PLACE_TAIL: Final = re.compile(r"\s+(?:(?:in|aus|à|en|from|at|for|für|pour|per|reports?|berichtet)\s+.*|on)$")
_ROLE_WORDS: Final = frozenset(
    """
    staff writer writers reporter reporters correspondent correspondents editor editors editorial contributor
    contributors columnist columnists journalist journalists photographer photographers producer producers senior
    chief deputy managing associate assistant freelance guest special digital redakteur redakteurin redaktor
    redaktorin redaktion korrespondent korrespondentin volontär volontärin reporterin chefredakteur chefredakteurin
    ressortleiter ressortleiterin autor autorin mitarbeiter mitarbeiterin journaliste correspondant correspondante
    rédaction redacción redactor redactora corresponsal enviado enviada periodista redação repórter redazione
    corrispondente inviato inviata redactie verslaggever journalisti journalistin redaksjonen redaktionen toimitus
    redakcja redakce dziennikarz szerkesztő redacția редакция редакція корреспондент кореспондент журналист
    обозреватель muhabir muhabiri editör editörü redaksi analyst professor director ceo founder president author
    newsroom desk team news online agencies agenturen nachrichten agencias agences agenzie wire service services
    bureau press agency nachrichtenagentur magazine media daily today video photo photos foto fotos bilde bilder
    graphic graphics illustration images getty opinion politics sport sports business wirtschaft politik kultur home
    menu login sign subscribe share follow read more comment comments updated published posted minute minutes min hour
    hours ago uhr copyright rights reserved admin administrator webmaster unknown anonymous advertisement sponsored
    exclusive analysis explainer post posts profile about stories guide tips with for your how what why where
    article articles kontakt contact email facebook twitter linkedin instagram whatsapp latest журналистка envoyé
    envoyée reviewer reviewers
    """.split()
)
_ROLE_PHRASES: Final = ("dr of", "dr. of", "partner content", "view all", "author's")
_CITIES: Final = frozenset(
    {"new york", "new delhi", "hong kong", "tel aviv", "los angeles", "san francisco", "las vegas", "mexico city",
     "buenos aires", "são paulo", "sao paulo", "rio de janeiro", "kuala lumpur", "abu dhabi", "cape town",
     "addis ababa", "addis abeba", "phnom penh", "st. petersburg", "saint petersburg", "sankt petersburg"}
)  # fmt: skip
"""Cities of correspondents that are written as a name of a person is."""
_NOT_IN_KEY: Final = re.compile(r"[\W_]+|^the\b")
_TOKEN: Final = re.compile(r"\w+")
_CJK_ROLE: Final = re.compile(
    r"\s*(?:외\s?\d+명|기자|특파원|논설위원|선임기자|記者|记者|通訊員|通讯员|編集委員|編輯|编辑|特派員|報導|报道|综合报道|[=＝].*)"
)
_CJK_NAME: Final = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff々ー・ 　]{2,12}|[가-힣]{2,5}(?:\s[가-힣]{2,5})?")
_PARTICLES: Final = frozenset(
    (
        *("de", "del", "della", "dello", "degli", "dalla", "di", "da", "dos", "das", "do", "du", "des", "der", "den"),
        *("ter", "ten", "te", "op", "'t", "van", "von", "vom", "zu", "zum", "zur", "la", "le", "el", "al", "bin"),
        *("bint", "ibn", "abu", "ben", "y", "e", "i", "och", "af", "av", "und", "the", "o'", "d'", "l'", "dit", "st"),
        *("san", "in"),
    )
)
_NO_BEGINNING: Final = frozenset({"the", "in", "of", "and", "y", "e", "i", "och", "af", "av"})
_TWO_WORDS: Final = re.compile(r"[A-ZÀ-Þ][\w.’'-]*\s[A-ZÀ-Þ][\w.’'-]*\s")
_OTHER_WORK: Final = re.compile(
    r"^(?:medically |expert |fact[- ]?)?(?:reviewed|checked|edited|verified|approved|translated|filmed) by\b|"
    r"^(?:fact[- ]checked)\b|^(?:foto|photo|bild|image|picture|illustration|video|grafik)s?\s?(?:by|:|von|credit)",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]{2,50})[)）\]]")
_SMALL_AGENCY: Final = re.compile(r"\s(?:und|mit|and|with|et|avec|y|con)\s([a-z]{3,4})$")
"""An agency written as `dpa` is, joined to persons; initials of editors follow a comma or a slash."""
MIN_CAPITALS: Final = 4
"""Capitals in the brackets of a byline that are an agency: fewer are a country, a degree or a party."""
_NUMBER_TAIL: Final = re.compile(r"(?<=\w)\s+\d.*$")
MAX_LABEL: Final = 30
_WROTE: Final = re.compile(
    r"(?:(?:article|story|post|text|words)\s)?(?:(?:was\s)?(?:written|posted|authored)\s)?by|authors?|written|"
    r"(?:geschrieben|verfasst)\svon|autor(?:in|en)?|text(?:\svon)?|(?:écrit|rédigé|publié)\spar|auteurs?|"
    r"escrito\spor|autor[ae]?s?|scritto\sda|autor[ei]|geschreven\sdoor|skrevet\saf|skrevet\sav|skriven\sav|"
    r"автор|yazan|penulis|作者|文|撰文",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"(?:this\s(?:article|story|post|piece)\s)?(?:was\s)?(?:originally\s)?(?:written|posted|authored)\sby\s:?\s?(?-i:[A-ZÀ-Þ])|"
    r"(?:authors?|autor(?:in|en)?|auteurs?|autor[ei])\s?:\s?(?-i:[A-ZÀ-Þ])|"
    r"(?:geschrieben|verfasst)\svon\s(?-i:[A-ZÀ-Þ])|(?:écrit|rédigé)\spar\s(?-i:[A-ZÀ-Þ])|"
    r"escrito\spor\s(?-i:[A-ZÀ-Þ])|scritto\sda\s(?-i:[A-ZÀ-Þ])|geschreven\sdoor\s(?-i:[A-ZÀ-Þ])",
    re.IGNORECASE,
)
MAX_MIDDLE: Final = 120
MAX_NAME_LINE: Final = 80
_NAME_WORD: Final = re.compile(r"[^\W\d_][\w’'\-]+")
_MIDDLE_BY: Final = re.compile(
    r"^[^a-z]*(?:published|posted|written|updated|on|in)?\b.*?[\d|·•∙,]\s*(?i:by)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE
)
_DATED_BY: Final = re.compile(
    r"^.{0,60}?(?:\b\d{4}|\d[:.h]\d\d)\b[^\w\n]{0,6}(?:by|par|von|por|di|door|av|af|przez|od|от|oleh)\s+(?=[^\W\d_a-zà-ÿ])"
)
_DATE_SIGN: Final = re.compile(r"[\d|·•∙,]")
_YEAR_OR_TIME: Final = re.compile(r"\d(?:\d{3}|[:.h]\d\d)")
_MAY_DROP: Final = re.compile(r"[(（\[@/.\d]|[Bb][Yy] ")
_LABELS: Final = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ")
_ROLE_TAIL: Final = re.compile(
    r"(?<=[a-zà-ÿ.])\s+(?:former|senior|staff|deputy|chief|managing|associate|assistant|contributing|editor|reporter|"
    r"correspondent|writer|founder|director|journalist|columnist|analyst|consultant|contributor|corresponsal|redakteur|"
    r"redakteurin|korrespondent|korrespondentin)\b.*$",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|herr|frau|sir|dame|monsieur|madame|sig|sra?|don|doña)\.?\s+", re.IGNORECASE
)
_NO_NAME: Final = re.compile(r"[<>{}=_#$%!?\"]|\.\w{2,3}$|://")
_CREDENTIALS: Final = re.compile(
    r"^(?:ph\.?d|m\.?d|mba|m\.?a|m\.?sc|b\.?sc|rd|rdn|cpa|esq|jr|sr|ii|iii|fand|ms|rn|dds|cfa|cfp)\.?$", re.I
)


_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FIRMS: Final = (
    "zeitung", "blatt", "post", "posten", "presse", "bote", "kurier", "courier", "anzeiger", "rundschau", "times",
    "tribune", "herald", "gazette", "journal", "chronicle", "express", "telegraph", "guardian", "observer", "mirror",
    "independent", "standard", "examiner", "inquirer", "welt", "diario", "gaceta", "corriere", "giornale", "gazeta",
    "dagblad", "dagbladet", "tidning", "tidningen", "nyheter", "sanomat", "lehti", "review", "weekly", "daily",
    "network", "group", "gmbh", "inc", "inc.", "ltd", "llc", "corporation", "company", "association", "institute",
    "foundation", "university", "college", "school", "clinic", "hospital", "dentistry", "store", "shop", "bank",
    "official", "global", "solutions", "systems", "labs", "studio", "studios", "partners", "consulting", "club",
    "international", "society", "council", "center", "centre", "pravda", "welle", "jazeera", "arabiya", "radio",
)  # fmt: skip
_DEGREE: Final = re.compile(r"^(?:(?:dr|prof|professor)\.?\s)+", re.IGNORECASE)
THE_OUTLET: Final = "names the outlet"
A_ROLE: Final = "a role or a menu word"


@dataclass(frozen=True, slots=True)
class Names:
    """The persons and agencies that a byline names, and the parts of it that are neither, each with the reason."""

    persons: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=4096)
def read_names(raw: str, outlets: tuple[str, ...] = (), *, named_person: bool = False) -> Names:
    """Read the names in a byline or in a metadata value that should hold names.

    `outlets` are the names of the page's outlet, never a person. `named_person` says that the source calls the value
    a person, so that a single word (`Sweidah`) is believed.
    """
    if _OTHER_WORK.match(raw):
        return Names(refused=((raw[:MAX_BYLINE], "another's work than writing"),))
    text = without_label(_after_by("; ".join(raw[:MAX_BYLINE].splitlines())))
    persons: dict[str, None] = {}
    agencies: dict[str, None] = dict.fromkeys(_bracketed(text, outlets))
    refused: list[tuple[str, str]] = []
    for part in _parts(text):
        name = _clean_name(part)
        name = _before_outlet(name, outlets)
        if not name:
            continue
        employed = bool(refused) and refused[-1][1] == A_ROLE
        if (agency := _agency(part, name, outlets, after_person=bool(persons) and not employed)) is not None:
            agencies[agency] = None
        elif reason := refusal(name, outlets, named_person=named_person):
            agencies.update(dict.fromkeys(agencies_in(part)))
            refused.append((name, reason))
        else:
            persons.setdefault(repaired_case(name))
    if persons and not agencies and (found := _SMALL_AGENCY.search(text)):
        agencies[found[1]] = None
    return Names(tuple(persons)[:MAX_NAMES], tuple(agencies), tuple(refused))


def _bracketed(text: str, outlets: Sequence[str]) -> list[str]:
    """The agencies in the brackets of a byline: `By Ada Lund (ANDINFO)`."""
    found = (agency_in_brackets(each, MIN_CAPITALS) for each in _BRACKETS.findall(text))
    return [each for each in found if each is not None and not names_outlet(each, outlets)]


def _agency(part: str, name: str, outlets: Sequence[str], *, after_person: bool) -> str | None:
    """The agency that a part of a byline names: one that is known, or that its name tells and that is no outlet."""
    if known := agency_of(part) or agency_of(name):
        return known
    told = agency_by_name(name) or (agency_beside_person(name) if after_person else None)
    return told if told is not None and not names_outlet(told, outlets) else None


def without_degree(name: str) -> str:
    """A name without the `Dr` before it."""
    return _DEGREE.sub("", name)


def _after_by(text: str) -> str:
    """What follows the `by` of a line that opens with something else: `Posted 9 March 2026 by Ada Lund`."""
    found = _by_in_the_middle(text)
    return text[found.end() :] if found else text


def _by_in_the_middle(text: str) -> re.Match[str] | None:
    """The opening of a line up to the `by` that follows a date or a sign."""
    if "by" in text.lower() and _DATE_SIGN.search(text) and (found := _MIDDLE_BY.match(text)):
        return found
    return _DATED_BY.match(text) if _YEAR_OR_TIME.search(text) else None


def without_label(text: str) -> str:
    """A byline without the words that open it: `By`, `Text:`, `Ein Kommentar von` …"""
    text = " ".join(text.split())
    found = _PREFIX.match(text)
    return text[found.end() :].strip() if found else text


def is_byline(text: str) -> bool:
    """Whether a short text opens as a byline does: a `by` word and a capital, or a CJK name with its role."""
    return len(text) <= MAX_BYLINE and bool(
        _OPENING.match(text)
        or (len(text) <= MAX_MIDDLE and _by_in_the_middle(text))
        or (len(text) <= 40 and not text.isascii() and _CJK_ROLE.search(text) and not text.endswith("。"))
    )


def is_label(text: str) -> bool:
    """Whether a text is but the label of a name that follows: `Written by`."""
    return len(text) <= MAX_LABEL and _WROTE.fullmatch(text.strip(" :")) is not None


def is_signature(text: str) -> bool:
    """Whether a line below a text says who wrote it: `This post was written by Ada Lund`."""
    found = _SIGNATURE.match(text) if len(text) <= MAX_BYLINE else None
    return found is not None


def is_name_line(text: str) -> bool:
    """Whether a text, apart from a date, is nothing but names of two or three capitalised words."""
    parts = _parts(text) if len(text) <= MAX_NAME_LINE else []
    return bool(parts) and all(_is_name(_NUMBER_TAIL.sub("", part)) for part in parts)


def _is_name(text: str) -> bool:
    """Whether a text is two or three capitalised words, with initials and particles between them."""
    text = text.strip()
    if " " not in text or not text[0].isupper() or text[-1] in ".,:;!?":
        return False
    first, *middle, last = text.split()
    inner = [word for word in middle if not (word in _PARTICLES or (len(word) == 2 and word[1] == "."))]
    return len(inner) <= 1 and all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in (first, *inner, last))


_OPENING: Final = re.compile(
    r"^(?i:(?:(?:ein|eine|un|une|une?\s\w+|an?|the)\s)?(?:kommentar|analyse|analysis|kolumne|interview|bericht|"
    r"gastbeitrag|essay|"
    r"opinion|comment|reportage|story|words|written|posted|reported|text und fotos|propos recueillis)\s)?(?i:by|"
    r"von|par|por|di|door|av|af|автор|oleh|penulis|text|tekst|yazan|autor(?:in)?|"
    r"reporter|de|theo|írta|szerző|teksti|بقلم|كتب|कब)\s?:?\s*(?=[A-ZÀ-ÞА-ЯĀ-Ž\u0600-\u06ff])"
)


def _parts(text: str) -> list[str]:
    """The pieces of a byline between commas, conjunctions and slashes; parentheses, addresses and dates are dropped."""
    cleaned = _DROP.sub(" ", text) if _MAY_DROP.search(text) else text
    labels = _LABELLED.split(cleaned) if any(label in cleaned for label in _LABELS) else (cleaned,)
    pieces = [piece for label in labels for piece in _SEPARATOR.split(label)]
    return [piece for piece in pieces if piece and piece.strip(" .:-–—|")]


@lru_cache(maxsize=1024)  # a page names its author in many places
def _clean_name(part: str) -> str:
    name = without_label(part)
    name = _PLACE_TAIL.sub("", _NUMBER_TAIL.sub("", name))
    name = _ROLE_TAIL.sub("", name) if _TWO_WORDS.match(name) else name
    name = name if name.isascii() else _CJK_ROLE.sub("", name)
    if title := _TITLES.match(name):
        name = name[title.end() :]
    return name.strip(" .,:;-–—|/*\"“”„«»'").strip()


def _before_outlet(name: str, outlets: Sequence[str]) -> str:
    """A person's name without the outlet's after it: `Ada Lund HARBOUR POST`."""
    for outlet in outlets:
        if name.casefold().endswith(f" {outlet.casefold()}") and is_personal(name[: -len(outlet)].rstrip()):
            return name[: -len(outlet)].rstrip()
    return name


def names_outlet(name: str, outlets: Sequence[str], *, named_person: bool = False) -> bool:
    """Whether a name is an outlet's: equal to it, longer by a word (`Harbour Post Online`), or a part of it.

    What the source calls a person may be a part of an outlet's name: `Ada Lund` of `Ada Lund's Notes`.
    """
    folded, first = _key(name), name.split()[0].casefold()
    for outlet in filter(None, map(_key, outlets)):
        if folded == outlet or (len(outlet) > 4 and outlet in folded) or first == outlet:
            return True
        if not named_person and len(folded) > 5 and folded in outlet:
            return True
    return False


def refusal(name: str, outlets: Sequence[str], *, named_person: bool = False) -> str | None:
    """Why a name is no person's, or None where it can be one."""
    return THE_OUTLET if names_outlet(name, outlets, named_person=named_person) else _no_name(name, named_person)


@lru_cache(maxsize=1024)
def _no_name(name: str, named_person: bool) -> str | None:
    """Why a name is no person's, whatever the outlet."""
    if _CREDENTIALS.match(name):
        return "a degree, not a name"
    if names_role(name):
        return A_ROLE
    if name.casefold() in _CITIES:
        return "a place"
    if any(map(str.isdigit, name)) or _NO_NAME.search(name):
        return "no name: digits or signs"
    if _CJK_NAME.fullmatch(name):
        return None
    words = name.split()
    content = [word for word in words if word.casefold() not in _PARTICLES]
    if len(name) > 60 or len(content) > MAX_WORDS or len(name) < 2:
        return "no name: too long or too short"
    if len(words) == 1 and not named_person:
        return "no name: a single word"
    small = [word for word in words if word[0].islower() and word.casefold() not in _PARTICLES and "'" not in word]
    if words[0] in _NO_BEGINNING or (small and not (named_person and len(words) <= 3)):
        return "no name: words in small letters"
    return None


def is_common(names: str, texts: Iterable[str]) -> bool:
    """Whether texts write a word of a supposed name in small letters: `Home` of `Home Decor`, not `Lund`."""
    words = {word.lower() for word in _LETTERS.findall(names)}
    return any(not words.isdisjoint(_LETTERS.findall(text)) for text in texts)


def is_personal(name: str) -> bool:
    """Whether a name is two or three words, none of them a role, in capitals, or what firms and papers are called."""
    return _is_name(name) and not names_role(name) and not any(map(_is_of_firm, name.split()))


def _is_of_firm(word: str) -> bool:
    return (word.isupper() and len(word) > 1 and "." not in word) or word.casefold().endswith(_FIRMS)


def names_role(name: str) -> bool:
    """Whether a name has a word that is a role or stands in menus."""
    folded = name.lower()
    return not _ROLE_WORDS.isdisjoint(_TOKEN.findall(folded)) or any(map(folded.__contains__, _ROLE_PHRASES))


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return _NOT_IN_KEY.sub("", name).casefold()


def repaired_case(name: str) -> str:
    """A name in capitals or in small letters as a name is written; others are kept."""
    if len(name) > 4 and " " in name and (name.replace("Mc", "MC").isupper() or name.islower()):
        return re.sub(r"[^\W\d_]+(?:['’](?=[^\W\d_]{2}))?", lambda word: _capitalised(word.group()), name)
    return name


def _capitalised(word: str) -> str:
    lower = word.lower()
    if lower in _PARTICLES:
        return lower
    return f"Mc{lower[2:].capitalize()}" if lower.startswith("mc") and len(lower) > 4 else lower.capitalize()
