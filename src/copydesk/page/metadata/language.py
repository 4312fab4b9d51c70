"""The language of a page as a BCP 47 tag: what is declared, checked against what the text is written in."""

import re
from collections.abc import Sequence, Set
from functools import cache, lru_cache
from typing import Any, Final

from copydesk.page.findings import Candidate
from copydesk.page.metadata.statements import Statement, by_method, refused
from copydesk.page.metadata.words import knows, language_of

SAMPLE: Final = 300
"""Characters of text that are looked at: 0.2 ms, and longer samples changed no decision on the measured pages."""
MIN_SAMPLE: Final = 40
"""Characters below which a detection is not believed against a declaration."""
CERTAIN: Final = 0.9
MIN_LETTERS: Final = 15
"""Letters among the first characters of a sample without which nothing is detected."""
LIKELY: Final = 0.7
"""Probability of another language than the declared ones that overrules them; less is asked where these are ones whose
words the text would have."""
TOLD: Final = 0.99
"""Probability of a language that script and common words tell; a model decides the rest, as it is slow to load."""

_NOISE: Final = re.compile(r"(?=[hw\d])(?:https?:\S+|www\.\S+|\d+)")  # looking ahead skips most of it fast
_NUMBER: Final = re.compile(r"\d\d*")  # a pattern that opens with a repetition is searched for more slowly
_TAG: Final = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?\b")
_NAMES: Final = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "nederlands": "nl", "russian": "ru", "русский": "ru", "turkish": "tr", "türkçe": "tr", "arabic": "ar",
    "العربية": "ar", "chinese": "zh", "中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko",
    "hindi": "hi", "polish": "pl", "polski": "pl", "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi",
    "ukrainian": "uk", "greek": "el", "hebrew": "he", "vietnamese": "vi", "indonesian": "id", "isizulu": "zu",
    "kiswahili": "sw", "swahili": "sw",
}  # fmt: skip
_OLD_TAGS: Final = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "kr": "ko", "cz": "cs", "dk": "da",
                    "gr": "el", "ua": "uk", "vn": "vi", "se": "sv", "gb": "en", "us": "en", "eng": "en"}  # fmt: skip
_CLOSE: Final = (
    {"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"zh", "yue"}, {"gl", "pt"},
    {"zu", "xh", "st", "tn", "nr", "ss", "ve", "ts"}, {"fil", "tl"}, {"fa", "prs"}, {"hi", "mr", "ne"}, {"bg", "mk"},
    {"de", "lb", "gsw", "nds"}, {"kl", "da"}, {"es", "an", "ast"}, {"oc", "ca"}, {"af", "nl"}, {"ur", "hi"},
)  # fmt: skip
"""Languages that a short sample does not tell apart: a declaration of one is not overruled by the other."""


@lru_cache(maxsize=256)
def tag(raw: str) -> str | None:
    """The BCP 47 tag that a declaration means (`de_DE` is `de-DE`, `English` is `en`); None where it means none."""
    text = raw.strip()
    if (named := _NAMES.get(text.casefold())) is not None:
        return named
    found = _TAG.match(text)
    if found is None or (found[2] is None and found[3] is None and len(found.group()) != len(text.split(",")[0])):
        return None
    base = _OLD_TAGS.get(found[1].lower(), found[1].lower())
    script = found[2].title() if found[2] else None
    region = found[3].upper() if found[3] else None
    if base in ("und", "mul", "zxx", "xx"):
        return None
    return "-".join(filter(None, (base, script, region)))


def choose_language(statements: Sequence[Statement], sample: str) -> tuple[Candidate, ...]:
    """The candidates for the language, the chosen one first.

    A declaration (`<html lang>`, then the others) is taken where the text is in that language or too short to tell;
    else the detected language, and the declaration is refused. Templates in `en` around other languages are common.
    """
    ranked = by_method(statements, ("html-lang", "json-ld", "meta:og:locale"))
    declared = [Candidate(each.raw, tag(each.raw), each.method, each.place) for each in ranked]
    known = [each for each in declared if each.value is not None]
    unknown = [refused(each, "no language tag") for each in declared if each.value is None]
    detection = detect(sample, frozenset(close for each in known for close in _close_to(str(each.value))))
    if detection is None:
        return (*known, *unknown)
    language, probability = detection
    detected = Candidate(sample[:40], language, "detected", f"text, probability {probability:.2f}")
    agreeing = [each for each in known if _same(str(each.value), language)]
    if agreeing:
        others = [refused(each, "not the language of the text") for each in known if each not in agreeing]
        return (*agreeing, detected, *others, *unknown)
    needed = LIKELY if all(knows(str(each.value).partition("-")[0]) for each in known) else CERTAIN
    if known and (probability < needed or len(sample) < MIN_SAMPLE):
        return (*known, refused(detected, "uncertain"), *unknown)
    return (detected, *(refused(each, "not the language of the text") for each in known), *unknown)


def detect(text: str, declared: Set[str] = frozenset()) -> tuple[str, float] | None:
    """The language of a text and its probability; None where the text has too few letters to tell.

    `declared` are the languages that the page says it is in.
    """
    opening = text[: 2 * SAMPLE]
    noise = _NOISE if "http" in opening or "www." in opening else _NUMBER
    sample = noise.sub(" ", opening)[:SAMPLE]
    if not any(sum(map(str.isalpha, sample[:length])) >= MIN_LETTERS for length in (40, 200)):
        return None
    if (told := language_of(sample, declared)) is not None:
        return told, TOLD
    language, probability = _identifier().classify(sample)
    return str(language), float(probability)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.9 s and 127 MB: only where words leave a doubt

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _same(declared: str, detected: str) -> bool:
    return detected in _close_to(declared)


@lru_cache(maxsize=256)
def _close_to(declared: str) -> frozenset[str]:
    """The language of a tag, and those that a short sample does not tell from it."""
    base = declared.partition("-")[0]
    return frozenset({base}.union(*(group for group in _CLOSE if base in group)))
