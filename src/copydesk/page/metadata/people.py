"""People: the persons in a byline, apart from agencies, outlets, roles, places and menu words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.page.metadata.agencies import agencies_in, agency_of

MAX_BYLINE: Final = 300
MAX_NAMES: Final = 20

_BY: Final = (
    r"by|written by|words by|story by|reported by|reporting by|report by|text by|posted by|published by|created by|"
    r"authored by|reviewed by|"
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
    rf"[-–—•|/©✍]\s*)+",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"(?:^|[\s|•·(,;])(?:[A-Za-zäöü]{0,14}\s)?(?:by|von|par|por|di|door|av|af)\s+(?=[A-ZÀ-ÞА-Я])"
)
_DROP: Final = re.compile(
    r"\([^)]*\)|（[^）]*）|\[[^\]]*\]|\S+@\S+\.\w+|https?://\S+|www\.\S+|@\w+|"
    r"\b\d{1,2}[.:]\d{2}\b.*$|(?:\b\d{1,2}[./ -]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? )\d.*$",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(
    r"\s*[;,|•·、，；\n\t]\s*|\s+[/&+–—]\s+|\s+-\s+|(?<=\w)/(?=\w)|"
    r"\s+(?:and|und|et|y|e|og|och|ja|en|ve|и|та|і|й|dan|và|i|și|si|és|και|و|और|a|u|und|sowie|with|mit|in|و)\s+(?=\S)"
)
_JOINED_SURNAME: Final = frozenset({"y", "e", "i"})
_PLACE_TAIL: Final = re.compile(r"\s+(?:in|aus|à|en|from|at|for|für|pour|per|reports?|berichtet)\s+.*$")
_ROLE_WORDS: Final = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|editorial|contributors?|columnists?|journalists?|"
    r"photographers?|producers?|senior|chief|deputy|managing|associate|assistant|freelance|guest|special|digital|"
    r"redakteur(?:in)?|redaktor(?:in)?|redaktion|korrespondent(?:in)?|volontär(?:in)?|reporterin|chefredakteur(?:in)?|"
    r"ressortleiter(?:in)?|autor(?:in)?|mitarbeiter(?:in)?|journaliste?|envoyée? spéciale?|correspondante?|rédaction|"
    r"redacción|redactor[a]?|corresponsal|enviad[oa]|periodista|redação|repórter|redazione|corrispondente|inviat[oa]|"
    r"redactie|verslaggever|journalistin?|redaksjonen|redaktionen|toimitus|redakcja|redakce|dziennikarz|szerkesztő|"
    r"redacția|редакция|редакція|корреспондент|кореспондент|журналист[а-я]*|обозреватель|muhabir[i]?|editör[ü]?|"
    r"redaksi|"
    r"analyst|professor|dr\.? of|director|ceo|founder|president|author|newsroom|desk|team|news|online|agencies|"
    r"agenturen|nachrichten|agencias|agences|agenzie|wire|services?|bureau|press|agency|nachrichtenagentur|"
    r"magazine|media|daily|today|video|photos?|fotos?|bilder?|graphics?|illustration|opinion|politics|sports?|"
    r"business|wirtschaft|politik|kultur|home|menu|login|sign|subscribe|share|follow|read|more|comments?|updated|"
    r"published|posted|minutes?|min|hours?|ago|uhr|copyright|rights|reserved|admin|administrator|webmaster|unknown|"
    r"anonymous|advertisement|sponsored|partner content|exclusive|analysis|explainer|view all|posts?|profile|about|"
    r"author's|latest|stories|articles?|kontakt|contact|email|facebook|twitter|linkedin|instagram|whatsapp|latest)\b",
    re.IGNORECASE,
)
_CJK_ROLE: Final = re.compile(
    r"\s*(?:외\s?\d+명|기자|특파원|논설위원|선임기자|記者|记者|通訊員|通讯员|編集委員|編輯|编辑|特派員|報導|报道|综合报道|[=＝].*)"
)
_CJK_NAME: Final = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff々ー・ 　]{2,12}|[가-힣]{2,5}(?:\s[가-힣]{2,5})?")
_PARTICLES: Final = frozenset(
    "de del della di da dos das do du des der den ter ten te van von vom zu zum zur la le el al bin bint ibn abu ben "
    "y e i och af av und the o' d' l' dit st san della dello degli dalla av der op 't den in".split()
)
_TITLES: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|herr|frau|sir|dame|monsieur|madame|sig|sra?|don|doña)\.?\s+", re.IGNORECASE
)
_CREDENTIALS: Final = re.compile(
    r"^(?:ph\.?d|m\.?d|mba|m\.?a|m\.?sc|b\.?sc|rd|rdn|cpa|esq|jr|sr|ii|iii|fand|ms|rn|dds|cfa|cfp)\.?$", re.I
)


@dataclass(frozen=True, slots=True)
class Names:
    """The persons and agencies that a byline names, and the parts of it that are neither, each with the reason."""

    persons: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def read_names(raw: str, outlets: Sequence[str] = (), *, named_person: bool = False) -> Names:
    """Read the names in a byline or in a metadata value that should hold names.

    `outlets` are the names of the page's outlet, never a person. `named_person` says that the source calls the value
    a person, so that a single word (`Sweidah`) is believed.
    """
    text = without_label(raw[:MAX_BYLINE])
    persons: dict[str, None] = {}
    agencies: dict[str, None] = {}
    refused: list[tuple[str, str]] = []
    for part in _parts(text):
        name = _clean_name(part)
        if not name:
            continue
        if (agency := agency_of(part) or agency_of(name)) is not None:
            agencies[agency] = None
        elif reason := refusal(name, outlets, named_person=named_person):
            agencies.update(dict.fromkeys(agencies_in(part)))
            refused.append((name, reason))
        else:
            persons.setdefault(repaired_case(name))
    return Names(tuple(persons)[:MAX_NAMES], tuple(agencies), tuple(refused))


def without_label(text: str) -> str:
    """A byline without the words that open it: `By`, `Text:`, `Ein Kommentar von` …"""
    return _PREFIX.sub("", " ".join(text.split())).strip()


def is_byline(text: str) -> bool:
    """Whether a short text opens as a byline does: a `by` word and a capital, or a CJK name with its role."""
    return len(text) <= MAX_BYLINE and bool(
        _OPENING.match(text) or (len(text) <= 40 and _CJK_ROLE.search(text) and not text.endswith("。"))
    )


_OPENING: Final = re.compile(
    r"^(?i:(?:(?:ein|eine|un|une|une?\s\w+|an?|the)\s)?(?:kommentar|analyse|analysis|kolumne|interview|bericht|"
    r"gastbeitrag|essay|"
    r"opinion|comment|reportage|story|words|written|posted|reported|text und fotos|propos recueillis)\s)?(?i:by|"
    r"von|par|por|di|door|av|af|автор|oleh|penulis|text|tekst|yazan|autor(?:in)?|"
    r"reporter|de|theo|írta|szerző|teksti|بقلم|كتب|कब)\s?:?\s*(?=[A-ZÀ-ÞА-ЯĀ-Ž\u0600-\u06ff])"
)


def _parts(text: str) -> list[str]:
    """The pieces of a byline between commas, conjunctions and slashes; parentheses, addresses and dates are dropped."""
    cleaned = _DROP.sub(" ", text)
    labels = _LABELLED.split(cleaned)
    pieces = [piece for label in labels for piece in _SEPARATOR.split(label)]
    return [piece for piece in pieces if piece and piece.strip(" .:-–—|")]


def _clean_name(part: str) -> str:
    name = without_label(part)
    name = _PLACE_TAIL.sub("", name)
    name = _CJK_ROLE.sub("", name) if _CJK_ROLE.search(name) else name
    name = _TITLES.sub("", name)
    return name.strip(" .,:;-–—|/*\"“”„«»'").strip()


def refusal(name: str, outlets: Sequence[str], *, named_person: bool = False) -> str | None:
    """Why a name is no person's, or None where it can be one."""
    key = _key(name)
    if key and any(key == _key(outlet) or (len(key) > 5 and key in _key(outlet)) or
           (len(_key(outlet)) > 4 and _key(outlet) in key) or name.split()[0].casefold() == outlet.casefold()
           for outlet in outlets if outlet):  # fmt: skip
        return "names the outlet"
    if _CREDENTIALS.match(name):
        return "a degree, not a name"
    if _ROLE_WORDS.search(name):
        return "a role or a menu word"
    if any(char.isdigit() for char in name) or re.search(r"[<>{}=_#$%!?\"]|\.\w{2,3}$|://", name):
        return "no name: digits or signs"
    if _CJK_NAME.fullmatch(name):
        return None
    words = name.split()
    if len(name) > 60 or len(words) > 6 or len(name) < 2:
        return "no name: too long or too short"
    if len(words) == 1 and not named_person:
        return "no name: a single word"
    small = [word for word in words if word[0].islower() and word.casefold() not in _PARTICLES and "'" not in word]
    if small and not (named_person and len(words) <= 3):
        return "no name: words in small letters"
    return None


def _key(name: str) -> str:
    return re.sub(r"[\W_]+|^the\b", "", name).casefold()


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
