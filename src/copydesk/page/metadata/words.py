"""The language of a text by its script and its commonest words, where these leave no doubt."""

import re
import struct
from collections.abc import Sequence, Set
from typing import Final

MIN_WORDS: Final = 20
SHARE: Final = 0.2
"""Share of a text's words that must be common words of its language. With these numbers 2,626 of 2,807 samples of
the pages of `bench/metadata.py` are told, each as the model tells it."""
DECLARED_SHARE: Final = 0.1
LEAD: Final = 1.5
"""How many times as many of them as of any other language's: a quotation or a name decides nothing."""
MIN_SCRIPT: Final = 0.7
"""Share of a text's letters that must be of a script that one language alone is written in."""
MIN_KANA: Final = 0.3

_WORD: Final = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("th", re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")),
    ("hy", re.compile(r"[\u0531-\u0586]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
)
_OTHER_SCRIPT: Final = re.compile(r"[\u0370-\u03ff\u0530-\u1fff\u3041-\uffdc]")
_KANA: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_COMMON: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that is was for it with as his on be at by had not are but from or have an they "
        "which you were her she there would their we him been has when who will more no if out so said "
        "what up its about into than i my do can other could over only some time new our your after how "
        "all these also most just because while where between since during",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
        "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war "
        "haben nur oder aber vor",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont "
        "avec son ont aux cette ses mais comme on été elle était leur nous d l qu c n s y ou",
        "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o "
        "este sí porque esta entre cuando muy sin sobre también me hasta hay donde han quien desde todo "
        "nos durante fue",
        "it": "di e il la che in un a per è una sono del con non i le si da al della dei come nel più gli alla "
        "ha lo ma anche ai delle dal se nella suo questo l d o stato degli su sua ed tra",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu "
        "sua ou quando muito nos já também só pelo pela até isso entre era depois foi é são",
        "nl": "de het een van en in is dat op te voor met zijn die niet aan er om ook als dan maar bij door "
        "naar uit nog worden wordt tot over ze hij werd heeft deze zich hebben al meer",
        "sv": "och i att det som en på är av för med den till inte har de ett om var men vi han från så sig kan "
        "man när nu efter över också vid år skulle hade eller ska ut där mot",
        "no": "og i det er på som en å av til for at med de har ikke den om et fra var men seg vil også han ble "
        "etter kan hun være ved mot år skal når eller sier",
        "da": "og i at det er en til på som af for de med den har ikke der et om fra var men sig også han blev "
        "efter kan ved mod år skal når eller siger vil være",
        "fi": "ja on ei että se oli hän mutta ovat myös kun ole joka mukaan jo niin kuin vain sen olla nyt "
        "vuoden sekä tai jos siitä hänen voi mitä",
        "pl": "w i na z się do nie że to o jest jak za po od przez dla ale co ma są tym który która które oraz "
        "był było być jego tak już ze także",
        "cs": "a v se na je že s z do o to i by za ve pro jako po ale jsou který která které ze od byl bylo "
        "podle už také jeho při když aby",
        "hu": "a az és hogy nem is egy volt de ez meg már csak el mint ki még lesz van azt vagy ha szerint után "
        "illetve akkor minden ami aki",
        "ro": "de și în a la cu pe că nu din o un care mai este pentru se au fi sunt ce prin după fost al ale "
        "lui dar sau către",
        "tr": "ve bir bu da de için ile olarak çok daha olan en gibi kadar sonra dedi ne o var ancak ise her "
        "olduğunu olduğu göre üzerine",
        "id": "yang dan di ini itu dengan untuk dari dalam tidak pada akan ke juga oleh karena ada kata bisa "
        "para sudah telah saat lebih tersebut adalah",
        "vi": "của và là các có được trong cho đã với không này người một để những về khi đến từ ra vào năm "
        "cũng sẽ theo",
        "ru": "и в не на что с он по как это но из у за от к же о для был его или бы так все она были при еще "
        "также который которые уже мы до года",
        "uk": "і в на не що з у та до як за це від про для він але його або було під також які який після має є "
        "року й ми вже",
        "bg": "на и в да за се от е не с по са че като до при ще през след беше който която които но това има или",
        "ar": "في من على أن إلى عن التي الذي مع ما هذا هذه كان أنه بعد لا بين كما وقد قال أو قد ذلك كانت لم حتى "
        "خلال يوم",
        "ca": "de la i el que a en les del els per un una és amb al no ha es va dels pel més com però ser seva "
        "són aquest aquesta també fins ja o hi",
        "gl": "de a o que e do da en un os unha as para por con non no se na dos ao das máis como é pola polo á "
        "seu súa ten foi tamén onde entre sobre",
        "sk": "a v sa na je že s z do o to aj za vo pre ako po ale sú ktorý ktorá ktoré zo od bol bolo podľa už "
        "tiež jeho pri keď aby si by",
        "hr": "je u i na se da za su od s o a koji što iz kao do nije će bi to po ne ili te ali koja koje sam "
        "još nakon prema više",
        "af": "die van en in is het dat nie te wat op vir met aan om sy hy word as daar by ook deur was sal "
        "hulle maar na ons uit",
        "ms": "yang dan di ini itu dengan untuk dari dalam tidak pada akan ke juga oleh kerana ada kata bagi "
        "telah lebih tersebut adalah beliau katanya mereka boleh",
        "sr": "је у и на се да за су од с о а који што из као до није ће би то по не или те али која које још након",
        "mk": "на и во да се за од е не со дека по што како до при ќе беше кој која кои но ова има или ги го",
        "ur": "کے کی میں ہے اور سے کا کو اس نے پر کہ ہیں یہ بھی نہیں تھا ایک جو گیا کر ہو تھے",
        "fa": "و در به از که این را با است برای آن یک بر خود تا کرد شد شده هم نیز اما می های",
    }.items()
}

_NAMES: Final = tuple(_COMMON)
_COUNTS: Final = struct.Struct(f"<{len(_NAMES)}I")
"""The counts of the words of all languages, in one number."""
_VOTES: Final = {
    word: sum(1 << 32 * number for number, common in enumerate(_COMMON.values()) if word in common)
    for word in frozenset().union(*_COMMON.values())
}
"""For each word one number with a 1 in the place of each language that it is common in: the sum over the words of a
text has the counts of all languages."""


def language_of(text: str, declared: Set[str] = frozenset()) -> str | None:
    """The language of a text of some sentences, or None where its script and words leave a doubt.

    Where the language with most words is one of those that the page declares, less is asked of it.
    """
    if not text.isascii() and _OTHER_SCRIPT.search(text) and (found := _script_of(text)) is not None:
        return found
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return None
    votes = list(filter(None, map(_VOTES.get, words)))
    counts = _COUNTS.unpack(sum(votes).to_bytes(_COUNTS.size, "little"))
    *_, second, first = sorted(counts)
    best = _NAMES[counts.index(first) if first > second else _first_of(counts, first, votes)]
    share, lead = (DECLARED_SHARE, 1.0) if best in declared else (SHARE, LEAD)
    return best if first >= share * len(words) and first >= lead * second else None


def _first_of(counts: Sequence[int], most: int, votes: list[int]) -> int:
    """Of several languages with the same number of words the one that has the first of them."""
    tied = [number for number, count in enumerate(counts) if count == most]
    return next((number for vote in votes for number in tied if vote >> 32 * number & 1), tied[0])


def knows(language: str) -> bool:
    """Whether the common words of a language are known, so that most of its texts are told by them."""
    return language in _COMMON


def _script_of(text: str) -> str | None:
    """The language that alone is written in the script of most of a text's letters."""
    letters = sum(map(str.isalpha, text))
    if len(_KANA.findall(text)) >= MIN_KANA * letters:
        return "ja"
    return next((each for each, script in _SCRIPTS if len(script.findall(text)) >= MIN_SCRIPT * letters), None)
