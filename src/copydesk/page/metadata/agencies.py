"""News agencies and syndicators: the world's by the names that credits use, others by how their names are written."""

import re
from functools import cache, lru_cache
from typing import Final

_AGENCIES: Final[dict[str, str]] = {
    "AFP": "Agence France-Presse|Agence France Presse|AFP-JIJI|АФП|法新社|فرانس برس|أ ف ب",
    "AP": "Associated Press|The Associated Press|美联社|美聯社|АП|أسوشيتد برس|AP News|Press Association of America",
    "Reuters": "Thomson Reuters|Reuters News Agency|路透|路透社|Рейтер|رويترز|रॉयटर्स|ロイター|로이터",
    "Bloomberg News": "Bloomberg|彭博社|블룸버그",
    "UPI": "United Press International",
    "dpa": "Deutsche Presse-Agentur|Deutsche Presse Agentur|dpa-infocom|dpa-AFX|dpa/tmn|dpa-tmn|dpa international",
    "AFX": "dpa-afx",
    "epd": "Evangelischer Pressedienst",
    "KNA": "Katholische Nachrichten-Agentur",
    "SID": "Sport-Informations-Dienst|Sport-Informations-Dienst (SID)",
    "dts": "dts Nachrichtenagentur",
    "APA": "Austria Presse Agentur|Austria Presseagentur",
    "Keystone-SDA": "SDA|sda-ats|Keystone-ATS|Schweizerische Depeschenagentur|Keystone SDA|ATS",
    "ANSA": "Agenzia ANSA|Ansa",
    "Adnkronos": "",
    "AGI": "Agenzia Italia|Agenzia Giornalistica Italia",
    "Askanews": "",
    "LaPresse": "",
    "EFE": "Agencia EFE|Efe|EFEAGRO|EFE Agencia",
    "Europa Press": "EuropaPress|EP Agencia",
    "Servimedia": "",
    "ACN": "Agència Catalana de Notícies",
    "Lusa": "Agência Lusa|LUSA",
    "ANP": "Algemeen Nederlands Persbureau",
    "Belga": "Agence Belga|BELGA",
    "PA Media": "Press Association|PA news agency|PA News Agency",
    "NTB": "Norsk Telegrambyrå",
    "TT": "TT Nyhetsbyrån|Tidningarnas Telegrambyrå",
    "Ritzau": "Ritzaus Bureau|Ritzau/AFP",
    "STT": "Suomen Tietotoimisto|STT-Lehtikuva",
    "BNS": "Baltic News Service",
    "ELTA": "",
    "LETA": "",
    "PAP": "Polska Agencja Prasowa",
    "ČTK": "CTK|Česká tisková kancelář|Czech News Agency",
    "TASR": "",
    "SITA": "",
    "MTI": "Magyar Távirati Iroda",
    "Agerpres": "AGERPRES",
    "Mediafax": "",
    "BTA": "БТА|Bulgarian News Agency",
    "Tanjug": "Танјуг",
    "Beta": "Novinska agencija Beta",
    "HINA": "Hina",
    "STA": "Slovenska tiskovna agencija",
    "FENA": "",
    "SRNA": "",
    "MIA": "МИА",
    "ANA-MPA": "AMNA|ΑΠΕ-ΜΠΕ|ΑΠΕ - ΜΠΕ",
    "Ukrinform": "Укрінформ|Укринформ",
    "Interfax": "Интерфакс|Интерфакс-Украина|Інтерфакс-Україна|Interfax-Ukraine",
    "TASS": "ТАСС|ITAR-TASS|ИТАР-ТАСС",
    "RIA Novosti": "РИА Новости|РИА «Новости»",
    "BelTA": "БЕЛТА|БелТА",
    "Kazinform": "Казинформ",
    "Azertac": "AZƏRTAC",
    "Trend News Agency": "Trend",
    "Armenpress": "Արմենպրես",
    "Anadolu Agency": "Anadolu Ajansı|Anadolu|AA|وكالة الأناضول|الأناضول",
    "DHA": "Demirören Haber Ajansı",
    "İHA": "IHA|İhlas Haber Ajansı",
    "ANKA": "ANKA Haber Ajansı",
    "IRNA": "ایرنا",
    "ISNA": "ایسنا",
    "Tasnim": "تسنیم",
    "Mehr": "Mehr News Agency|مهر",
    "Fars": "Fars News Agency|فارس",
    "WAM": "وام|Emirates News Agency",
    "SPA": "واس|Saudi Press Agency",
    "KUNA": "كونا",
    "QNA": "قنا|Qatar News Agency",
    "MENA": "Middle East News Agency",
    "SANA": "سانا|Syrian Arab News Agency",
    "Petra": "بترا",
    "MENAFN": "",
    "MAP": "Maghreb Arabe Presse",
    "APS": "Algérie Presse Service",
    "PANA": "Pana Press|Panapress",
    "NAN": "News Agency of Nigeria",
    "GNA": "Ghana News Agency",
    "SAnews": "South African Government News Agency",
    "ANGOP": "",
    "Xinhua": "新华社|新華社|Xinhua News Agency|新华网|신화통신",
    "China News Service": "中新社|中国新闻社|中新网",
    "CNA": "中央社|Central News Agency",
    "Kyodo": "共同通信|共同|Kyodo News|共同社",
    "Jiji Press": "時事通信|時事|Jiji|JIJI",
    "Yonhap": "연합뉴스|Yonhap News Agency|聯合新聞",
    "Newsis": "뉴시스",
    "News1": "뉴스1",
    "KCNA": "조선중앙통신|朝中社",
    "Antara": "ANTARA",
    "Bernama": "BERNAMA",
    "VNA": "TTXVN|Thông tấn xã Việt Nam|Vietnam News Agency",
    "PNA": "Philippine News Agency",
    "PTI": "Press Trust of India|पीटीआई|भाषा|PTI Bhasha",
    "IANS": "Indo-Asian News Service|आईएएनएस",
    "ANI": "Asian News International|एएनआई",
    "UNI": "United News of India|यूएनआई|वार्ता",
    "APP": "Associated Press of Pakistan",
    "BSS": "Bangladesh Sangbad Sangstha|বাসস",
    "UNB": "United News of Bangladesh",
    "AAP": "Australian Associated Press",
    "The Canadian Press": "Canadian Press|La Presse canadienne|La Presse Canadienne",
    "Télam": "Telam",
    "Noticias Argentinas": "",
    "Prensa Latina": "",
    "Notimex": "",
    "Agência Brasil": "Agencia Brasil|EBC",
    "Estadão Conteúdo": "Estadao Conteudo|Agência Estado",
    "Folhapress": "FOLHAPRESS",
    "Colprensa": "",
    "Tribune News Service": "TNS|Tribune Content Agency",
    "Inter Press Service": "IPS",
    "Project Syndicate": "",
    "The Conversation": "",
    "Religion News Service": "RNS",
    "States Newsroom": "",
    "Stacker": "",
    "StatePoint": "",
    "Zenger News": "Zenger",
    "SWNS": "South West News Service",
    "Cover Media": "",
    "BANG Showbiz": "Bang Showbiz",
    "PR Newswire": "PRNewswire|Cision",
    "Business Wire": "BusinessWire",
    "GlobeNewswire": "Globe Newswire",
    "Newsfile": "Newsfile Corp.",
    "ACCESS Newswire": "ACCESSWIRE",
    "EIN Presswire": "",
    "ots": "news aktuell|presseportal",
    "APA-OTS": "OTS",
    "PRESSWIRE": "",
    "News Aktuell": "",
}
_SHORT_WORDS: Final = frozenset(
    {"aa", "at", "trend", "beta", "mehr", "fars", "mena", "uni", "map", "cp", "sta", "sita"}
)
"""Names that are also ordinary words or initials: an agency only where they are spelt as the agency spells itself."""


_SIGNS: Final = re.compile(r"[\s.\-–‐]+")
_PARTS: Final = re.compile(r"\s*[/,;|&+()（）=]\s*|\s+(?:and|und|et|y|e|with|mit|con|avec|i|og|och)\s+|\s+-\s+")
MAX_AGENCY: Final = 60


@cache
def _by_key() -> dict[str, str]:
    names = (
        (name, alias) for name, aliases in _AGENCIES.items() for alias in (name, *filter(None, aliases.split("|")))
    )
    return {_key(alias): name for name, alias in reversed(tuple(names))}


def _key(name: str) -> str:
    return _SIGNS.sub("", name).casefold()


@lru_cache(maxsize=4096)
def agency_of(name: str) -> str | None:
    """The agency that a name stands for, by its usual short name; None where it is no agency's name.

    A short name counts only as the agency spells it or in capitals: `app` is no agency, `APP` is one.
    """
    text = name.strip(" .,;:()[]/*")
    if not 1 < len(text) <= MAX_AGENCY or (found := _by_key().get(folded := _key(text))) is None:
        return None
    if text in (found, *_AGENCIES[found].split("|")):
        return found
    ambiguous = folded in _SHORT_WORDS or (len(folded) <= 4 and not text.isupper())
    return None if ambiguous else found


def agencies_in(credit: str) -> tuple[str, ...]:
    """The agencies that a short credit names, such as `dpa/lni`, `AFP, REUTERS` or `mit Material von AP`."""
    parts = _PARTS.split(credit[:200])
    found = [agency_of(part) or agency_of(part.split()[-1] if part.split() else "") for part in parts if part.strip()]
    return tuple(dict.fromkeys(agency for agency in found if agency))


_CAPITALS: Final = re.compile(r"[^\W\d_]{3,}(?:[ \-][^\W\d_]{2,}){0,3}")
_NO_AGENCY: Final = re.compile(
    r"(?:breaking|local|world|latest|sports?|our|city|university|free|video|live|exclusive|updated?|corrected|opinion|analysis|"
    r"usa|uae|ussr|urgent|photos?|review|letters?|advertorial|sponsored|youtube|tiktok|linkedin|whatsapp|facebook)\b",
    re.IGNORECASE,
)
_BOOKS: Final = re.compile(r"(?:[’']s|\buniversity|\bcollege) press$", re.IGNORECASE)
"""Houses that publish books, not news."""
_AGENCY_NAME: Final = re.compile(
    r"[^\W\d_][\w.&’'\-]*(?:\s[\w.&’'\-]+){0,3}(?:[\s\-](?i:(?:news)?wire|press|presse|prensa|syndicate|news|features)|"
    r"\s(?i:(?:news|press|information|feature|telegraph)\s(?:agency|bureau|service)|features?\sservice|wire\sservice))|"
    r"(?i:agence|agencia|agência|agenzia|agencja|agentura|agentur|агентство|агенция|агенція|وكالة|خبرگزاری|สำนักข่าว)\s\S.{1,40}|"
    r"\S.{1,40}(?i:agentur|pressedienst|persbureau|nyhetsbyrån?|nyhedsbureau|uutistoimisto|\sajansı|\shírügynökség)|"
    r"[\u4e00-\u9fff\u3040-\u30ff]{2,10}(?:通信社?|通讯社|通訊社|新闻社|新聞社|电讯|電訊)|[가-힣]{2,10}통신"
)
_AGENCY_WORDS: Final = (
    "agen", "ajans", "bureau", "features", "news", "prensa", "press", "service", "syndicate", "toimisto", "wire",
)  # fmt: skip
"""Parts of words without one of which no name in ASCII says that it is an agency's."""
_PROPER: Final = re.compile(r"[A-ZÀ-Þ][\w&.’'\-]+(?:\s[A-ZÀ-Þ][\w&.’'\-]+){0,2}")
_RUN_TOGETHER: Final = re.compile(r"(?!Ma?c|De|Di|La|Le|Du|Van|Fitz)[^\W\d_]{3,12}[^\W\d_]{3,12}")


@lru_cache(maxsize=4096)
def agency_by_name(name: str) -> str | None:
    """A name that says itself that it is an agency's (`Atlantic News Bureau`, `CNA-Press`, `潮見通信`), or None."""
    text = " ".join(name.split()).strip(" .,;:()[]【】/*")
    if text.isascii():
        fits = 4 < len(text) <= 50 and any(map(text.lower().__contains__, _AGENCY_WORDS))
    else:
        fits = len(text) > 2
    if (
        not fits
        or not _AGENCY_NAME.fullmatch(text)
        or text[0].islower()
        or _NO_AGENCY.match(text)
        or _BOOKS.search(text)
    ):
        return None
    words = text.split()
    after_another_name = any(agency_of(" ".join(words[n:])) for n in range(1, len(words)))
    return None if after_another_name else agency_of(text) or text


def agency_in_brackets(name: str, shortest: int = 3) -> str | None:
    """What stands in brackets where an agency is credited: a known name, one that says so, or capitals (`ANDINFO`)."""
    text = " ".join(name.split())
    if known := next(iter(agencies_in(text)), None) or agency_by_name(text):
        return known
    capitals = text.isupper() and shortest <= len(text) <= 30 and _CAPITALS.fullmatch(text)
    return text if capitals and not _NO_AGENCY.match(text) else None


def agency_after_place(name: str) -> str | None:
    """What stands in brackets between a place in capitals and a dash, written as a name: `Northwire`."""
    return name if _PROPER.fullmatch(name) and not _NO_AGENCY.match(name) else None


def agency_beside_person(name: str) -> str | None:
    """A single word that follows a person and is written as only a firm's name is: `ВестЛиния`."""
    inner = sum(map(str.isupper, name[1:]))
    together = name[:1].isupper() and inner == 1 and not name[-1].isupper() and _RUN_TOGETHER.fullmatch(name)
    return name if together and not _NO_AGENCY.match(name) else None
