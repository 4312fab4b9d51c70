"""Cues: the words by which errors, notices, comments and promotions are known in many languages.

Each is a set of phrases looked for in the text of one block. They are general words of the trade, not phrases of any
one site.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import Kernel
from copydesk.page.characters import BASIC_PLANE

CuesOf = NDArray[np.uint32]
"""For each text the bits of the cues that it may have."""

STEM, PREFIX = 5, 3
"""Letters of a word by which a phrase's first word is looked up before the phrase is searched for: the fewer where the
phrase leaves open how the word goes on behind them. Such a stem is written with a `*`."""
REMEMBERED: Final = 4_096
"""Texts whose words are kept: several cues are looked for in each, and those of one site come again."""
STEMS: Final = re.compile(rf"(\w{{1,{STEM}}})\w*")
LONGEST_OPENING: Final = 100
"""Characters of the longest text that is nothing but a phrase and signs."""
SLOT_BITS: Final = 11
"""The kernel's table of stems has 2 to that many slots, more than twice as many as there are stems."""
MARK_BITS: Final = 16
"""First bits of the number of a stem by which the kernel knows most words to be none."""
BORDERS: Final = frozenset({r"\b", r"\)", r"\W", r"\s", " ", "-", "'"})
"""Parts of a pattern that end a word."""
_CUES_OF: Final[defaultdict[str, int]] = defaultdict(int)
"""For each stem the cues that have it, a bit for each: complete once this module is."""
_CUES_OF_PAIR: Final[defaultdict[tuple[str, str], int]] = defaultdict(int)
"""The same for each stem together with the letter behind a space that must follow it, or with none: the shortest words
are the most frequent ones."""
_CUES_OF_PREFIX: Final[defaultdict[str, int]] = defaultdict(int)
"""The same for stems with a `*`, without it."""
_CUES_FROM: Final[defaultdict[str, int]] = defaultdict(int)
"""The same for the characters with which phrases begin that may stand inside of a word, in texts not in ASCII."""
_NUMBERS: Final = count()
ALL: Final = -1
"""The bits of all cues, of a text of which nothing is known yet."""


def _bit(stems: Iterable[str], beginnings: Iterable[str]) -> int:
    """The bit of one more cue, which texts with one of these stems or characters may speak of."""
    bit: int = 1 << next(_NUMBERS)
    for stem in stems:
        if stem.endswith("*"):
            _CUES_OF_PREFIX[stem[:-1]] |= bit
        else:
            word, _, letter = stem.partition(" ")
            _CUES_OF[word] |= bit
            _CUES_OF_PAIR[word, letter] |= bit
    for char in beginnings:
        _CUES_FROM[char] |= bit
    return bit


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> tuple[str, set[str], int]:
    """A text in lower case, those of its stems that some cue has, and the bits of these cues."""
    lowered = text.lower()
    words = set(STEMS.findall(lowered))
    stems, prefixes = _CUES_OF.keys() & words, _CUES_OF_PREFIX.keys() & {word[:PREFIX] for word in words}
    bits = 0
    for stem in stems:
        bits |= _CUES_OF[stem]
    for prefix in prefixes:
        bits |= _CUES_OF_PREFIX[prefix]
    if not text.isascii():
        for char in _CUES_FROM.keys() & set(lowered):
            bits |= _CUES_FROM[char]
    return lowered, stems | prefixes, bits


def load_stems(memory: Kernel) -> int:
    """Give the stems to a kernel, as `Kernel.keep` does it once; their address there.

    It knows the stem of a word by a number, which others may share: where it finds a cue to be possible in a text,
    `Cue.is_in` and the like still have to tell.
    """
    cues_of: dict[int, int] = defaultdict(int)
    for (stem, letter), bits in _CUES_OF_PAIR.items():
        number = _number(stem, STEM)
        cues_of[_with_letter(number, letter) if letter else number] |= bits
    for stem, bits in _CUES_OF_PREFIX.items():
        cues_of[_number(stem, PREFIX)] |= bits
    slots = np.zeros((1 << SLOT_BITS, 2), dtype=np.uint64)
    marked = np.zeros(1 << MARK_BITS, dtype=bool)
    for number, bits in cues_of.items():
        marked[number >> 64 - MARK_BITS] = True
        slot = number >> 64 - SLOT_BITS
        while slots[slot, 1]:
            slot = (slot + 1) % len(slots)
        slots[slot] = number, bits
    lowered = np.array([ord(_letter(chr(code))) for code in range(BASIC_PLANE)], dtype=np.uint16)
    of_words = np.array([chr(code).isalnum() or chr(code) == "_" for code in range(BASIC_PLANE)])
    inner = np.zeros(BASIC_PLANE, dtype=np.uint32)
    for char, bits in _CUES_FROM.items():
        inner[ord(_letter(char))] |= bits
    arrays = (lowered * of_words[lowered], inner[lowered], np.packbits(marked, bitorder="little"), slots)
    places = [memory.put(array) for array in arrays]
    return memory.put(np.array([*places, SLOT_BITS], dtype=np.uint32))


def _letter(char: str) -> str:
    """A letter in lower case, as the kernel has it: the small sigma alone depends on what follows."""
    return "σ" if char == "ς" else char.lower()[0]


def _number(stem: str, letters: int) -> int:
    """The number by which the kernel knows a stem of at most so many letters."""
    number = 0
    for n in range(letters):
        number = _with_letter(number, stem[n : n + 1])
    return number


def _with_letter(number: int, letter: str) -> int:
    """The number of a stem with one letter, or none, behind it."""
    code = ord(_letter(letter)) if letter else 0
    return (number + code) * 0x9E37_79B9_7F4A_7C15 & (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases, as patterns over lower-case text.

    Hardly any text has a phrase, and a search for many of them takes long to find none. So phrases that begin with a
    word are kept by the stem of that word, `at_words`, and tried where a text has such a stem; `opening` are those that
    a text must begin with, `inner` those of scripts without spaces, which begin anywhere. `bit` stands for the cue among
    those that are possible in a text by its signs; who knows these gives them along.
    """

    bit: int
    at_words: dict[str, re.Pattern[str]]
    inner: re.Pattern[str] | None
    opening: re.Pattern[str] | None

    def is_in(self, text: str, possible: int = ALL) -> bool:
        """Whether one of the phrases stands in a text."""
        if not possible & self.bit:
            return False
        lowered, stems, bits = _read(text)
        if not bits & self.bit:
            return False
        if self._begins_at_a_word(lowered, stems):
            return True
        return self.inner is not None and not text.isascii() and self.inner.search(lowered) is not None

    def _begins_at_a_word(self, lowered: str, stems: set[str]) -> bool:
        for stem in stems:
            if stem in self.at_words:
                phrases = self.at_words[stem]
                place = lowered.find(stem)
                while place >= 0:
                    if phrases.match(lowered, place):
                        return True
                    place = lowered.find(stem, place + 1)
        return self.opening is not None and self.opening.match(lowered) is not None


@dataclass(frozen=True, slots=True)
class Opening:
    """Phrases with which a text begins, as a pattern over lower-case text that allows for signs before them.

    `bit` stands for the cue among those that are possible in a text by its signs; who knows these gives them along.
    """

    bit: int
    pattern: re.Pattern[str]

    def opens(self, text: str, possible: int = ALL) -> bool:
        """Whether a text begins with one of the phrases."""
        known = _read(text)[2] if possible == ALL else possible
        return known & self.bit != 0 and self.pattern.match(text.lower()) is not None

    def is_all_of(self, text: str, possible: int = ALL) -> bool:
        """Whether a text is one of the phrases and nothing else."""
        if len(text) > LONGEST_OPENING:
            return False
        known = _read(text)[2] if possible == ALL else possible
        return known & self.bit != 0 and self.pattern.fullmatch(text.lower()) is not None


def _opening(pattern: str) -> Opening:
    words = pattern.removeprefix(r"\W*").removeprefix(r"(?:\d+\s*)?")
    stems = _stems("", words)
    # Phrases without a first word are of scripts without spaces, and none of them is in ASCII letters.
    beginnings = {char for char in _beginnings(words) if not char.isascii()} if "" in stems else set()
    return Opening(_bit(stems - {""}, beginnings), re.compile(pattern))


def _any(*phrases: str) -> Cue:
    """A cue of several phrases."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    inner, opening = [], []
    stems: set[str] = set()
    for phrase in chain.from_iterable(map(_alternatives, phrases)):
        if not phrase.startswith((r"\b", r"^\W*")):
            inner.append(phrase)
            continue
        words = phrase.removeprefix(r"\b").removeprefix(r"^\W*")
        first = _stems("", words)
        if "" in first:
            raise ValueError(f"a phrase without a first word: {phrase}")
        stems |= first
        if phrase.startswith("^"):
            opening.append(phrase.removeprefix("^"))
        else:
            for stem in sorted({stem.removesuffix("*").partition(" ")[0] for stem in first}):
                by_stem[stem].append(words)
    at_words = {stem: re.compile(r"\b(?:" + "|".join(some) + ")") for stem, some in by_stem.items()}
    beginnings = set().union(*map(_beginnings, inner))
    if any(map(str.isascii, beginnings)):
        raise ValueError(f"a phrase that may begin anywhere, in ASCII: {inner}")
    return Cue(_bit(stems, beginnings), at_words, _joined(inner), _joined(opening))


def _joined(phrases: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(phrases)) if phrases else None


def _stems(start: str, pattern: str) -> set[str]:
    """The stems of what begins with `start` and goes on as a pattern says; the empty one where it may be any.

    A word that is shorter than a stem has behind it a space and the letter with which the next must begin, if one must.
    """
    if len(start) == STEM:
        return {start}
    any_word = {start[:PREFIX] + "*"} if len(start) >= PREFIX else {""}
    ways, rest = _ways(pattern)
    if rest.startswith(("*", "+", "{")):
        return {start} if pattern == r"\W*$" else any_word
    if len(ways) > 1 or pattern.startswith("(?:"):
        return set().union(*(_stems(start, way + rest) for way in ways))
    if ways[0].isalnum():
        return _stems(start + ways[0], rest)
    if ways[0] == " ":
        letters = _first_letters(rest)
        return {f"{start} {letter}" for letter in letters} if all(letters) else {start}
    return {start} if ways[0] in BORDERS else any_word


def _first_letters(pattern: str) -> set[str]:
    """The letters and digits with which what a pattern matches must begin; an empty one where it may be without any."""
    ways, rest = _ways(pattern)
    if rest.startswith(("*", "+", "{")):
        return {""}
    if len(ways) > 1 or pattern.startswith("(?:"):
        return set().union(*(_first_letters(way + rest) for way in ways))
    return {ways[0] if ways[0].isalnum() else ""}


def _beginnings(pattern: str) -> set[str]:
    """The characters with which what a pattern matches can begin."""
    ways, rest = _ways(pattern)
    if len(ways) > 1 or pattern.startswith("(?:"):
        return set().union(*(_beginnings(way + rest) for way in ways))
    return {ways[0]}


def _ways(pattern: str) -> tuple[list[str], str]:
    """The alternatives of the letter or group with which a pattern begins, and the rest behind it."""
    grouped = pattern.startswith("(?:")
    end = _group_end(pattern) if grouped else 2 if pattern.startswith("\\") else 1
    ways = _alternatives(pattern[3 : end - 1]) if grouped else [pattern[:end]]
    return ([*ways, ""], pattern[end + 1 :]) if pattern[end : end + 1] == "?" else (ways, pattern[end:])


def _group_end(pattern: str) -> int:
    """The place behind the group with which a pattern begins."""
    depth = 0
    for n, char in enumerate(pattern):
        depth += (char == "(") - (char == ")") if pattern[n - 1 : n] != "\\" else 0
        if not depth:
            return n + 1
    raise ValueError(f"a group without its end: {pattern}")


def _alternatives(phrase: str) -> list[str]:
    """The alternatives of a pattern's outermost level."""
    parts, depth, start = [], 0, 0
    for n, char in enumerate(phrase):
        depth += (char == "(") - (char == ")") if phrase[n - 1 : n] != "\\" else 0
        if char == "|" and not depth:
            parts.append(phrase[start:n])
            start = n + 1
    return [*parts, phrase[start:]]


ERROR: Final = _any(
    r"\b(?:error|http|erreur|fehler|errore|código|код|ошибка|błąd|hata|fout)\W{0,3}(?:4(?:0[0-5]|10|29|51)|50[0-4])\b",
    r"\b(?:400|401|402|403|404|405|410|500|501|502|503|504)\W{1,3}(?:error|not found|forbidden|unauthori[sz]ed|bad gateway|service unavailable|internal server)",
    r"\bpage (?:was |is |could |can)?(?:not|n[o'’]t)(?: be)? (?:found|available|exist)",
    r"\b(?:page|article|url|address)\b.{0,50}\b(?:could not|couldn[’']t|cannot|can[’']t|was not|wasn[’']t|not) (?:be )?(?:found|located|displayed)",
    r"\b(?:page|seite|página|pagina|strona|страница)\b.{0,60}\b(?:404|410)\b", r"\berror\W{1,4}(?:0x)?[0-9a-f]{6,8}\b|\b(?:connection|request|session|timeout) (?:timed out|expired)\b",
    r"\b(?:warning|notice|fatal error|parse error|deprecated): .{5,200} (?:in|on line) \S+", r"\b(?:mysql|pdo|database|sql)\w*\b.{0,40}\b(?:error|failed|refused|too many connections)",
    r"\b(?:sorry|oops|désolé|lo sentimos|entschuldigung)\b.{0,60}\b(?:error|went wrong|erreur|fehler|problem|problema)",
    r"\b(?:page|article|story|content|url|link|file|document|resource)\b.{0,60}(?:does ?n[o'’]t|does not|do not|no longer|did not) exist",
    r"\b(?:couldn[’']t|could not|can(?:not|[’']t)|unable to) (?:find|locate|display) (?:the|that|this|your|what)? ?.{0,20}\b(?:page|article|url|content)",
    r"\b(?:page|article|content)\b.{0,30}(?:has been|was|been) (?:moved|removed|deleted)\b",
    r"\bno longer available\b", r"\bnot found on this server\b", r"\binternal server error\b", r"\baccess (?:is )?denied\b",
    r"\b(?:bad gateway|gateway time-?out|service (?:temporarily )?unavailable|403 forbidden)\b",
    r"\bsomething went wrong\b", r"\ban (?:unexpected )?error (?:has )?occurred\b",
    r"\bseite\b.{0,40}(?:nicht gefunden|existiert nicht|nicht verfügbar|nicht vorhanden)",
    r"\bpage (?:introuvable|non trouvée|demandée n['’]existe)", r"\bpage\b.{0,60}(?:n['’]existe (?:pas|plus)|introuvable)\b",
    r"\bpágina\b.{0,60}(?:no (?:se )?(?:encontrada|encontr|existe|disponible)|não (?:foi )?(?:encontrada|existe|disponível))",
    r"\b(?:pagina|articolo|contenuto)\b.{0,60}non (?:è (?:più )?(?:disponibile|stat[ao] trovat[ao])|esiste|trovat[ao])",
    r"\b(?:artículo|contenido|artigo|conteúdo)\b.{0,60}(?:ya no (?:está disponible|existe)|não (?:está (?:mais )?disponível|existe))",
    r"\b(?:article|contenu)\b.{0,40}(?:n['’]est plus disponible|n['’]existe plus)", r"\b(?:artikel|beitrag|inhalt)\b.{0,40}(?:nicht (?:mehr )?verfügbar|existiert nicht|wurde gelöscht)",
    r"\b(?:artikel|pagina)\b.{0,40}(?:niet (?:meer )?beschikbaar|bestaat niet)", r"\b(?:artykuł|treść)\b.{0,40}(?:nie istnieje|niedostępn)", r"\b(?:статья|материал|новость)\b.{0,40}(?:не найден|не существует|удал[её]н)",
    r"\bpagina\b.{0,60}(?:non (?:trovata|esiste|disponibile|è stata trovata)|niet (?:gevonden|bestaat)|nu (?:a fost|există))",
    r"\bstron[ay]\b.{0,50}nie (?:została |)(?:znaleziono|znaleziona|istnieje)", r"\bnie (?:znaleziono|istnieje)\b.{0,30}\bstron",
    r"\bстраниц\w*.{0,60}не (?:найден|существу)", r"\bсторінк\w*.{0,60}не (?:знайден|існу)", r"\bпроизошла ошибка",
    r"\bsayfa\b.{0,40}(?:bulunamadı|mevcut değil)", r"\bsidan\b.{0,40}(?:hittades inte|finns inte|kunde inte hittas)",
    r"\bsiden\b.{0,40}(?:ikke (?:funnet|fundet)|finnes ikke|findes ikke|blev ikke fundet)", r"\bsivua ei löyt",
    r"\bstránk\w+\b.{0,40}(?:nenalezena|neexistuje|nebyla nalezena|sa nenašla)", r"\baz oldal\b.{0,40}nem (?:található|létezik)",
    r"\bhalaman\b.{0,40}tidak (?:ditemukan|ada|tersedia)", r"\bkhông tìm thấy (?:trang|nội dung)", r"\btrang\b.{0,40}không tồn tại",
    r"الصفحة.{0,40}(?:غير موجودة|غير متاحة|لا وجود)", r"صفحه.{0,40}(?:یافت نشد|وجود ندارد)", r"הדף.{0,30}(?:לא נמצא|אינו קיים)",
    r"पृष्ठ.{0,30}नहीं मिला", r"पेज.{0,30}नहीं मिला", r"\bη σελίδα.{0,50}(?:δεν βρέθηκε|δεν υπάρχει)", r"ไม่พบหน้า",
    r"ページ(?:が|は).{0,20}(?:見つかりません|存在しません|ございません)", r"(?:找不到|无法找到|不存在).{0,12}(?:页面|頁面|网页|網頁)",
    r"(?:页面|頁面|网页|網頁).{0,20}(?:不存在|找不到|已删除|已刪除|未找到)", r"페이지를? ?.{0,12}(?:찾을 수 없|존재하지 않)",
)  # fmt: skip
FAILURE: Final = _any(
    r"\btry (?:again|once more|searching|a search|our search|another)\b", r"\b(?:reload|refresh) (?:the|this|your)? ?(?:page|browser)\b",
    r"\b(?:broken|dead|outdated|expired|faulty) link\b", r"\blinks? (?:you followed|may|might|is|was|has|no longer)\b",
    r"\bcheck (?:the|that the|your) (?:address|url|spelling|link|connection)\b", r"\b(?:mistyped|misspelled|misspelt)\b",
    r"\b(?:does ?n[o'’]t|does not|no longer|did not) (?:exist|available|work)", r"\bnot (?:be )?(?:found|available|exist)\b", r"\bnothing (?:was |is |to )?(?:found|here|there|show|see)\b",
    r"\b(?:could|can|was|were)(?:n[’']t|not| not) (?:be )?(?:load|find|found|show|open|display|complet|process|reach|deliver|locat|answer)",
    r"\b(?:moved|removed|renamed|withdrawn|deleted) or\b", r"\b(?:been|was) (?:moved|removed|deleted|taken down|unpublished|archived)\b",
    r"\b(?:maintenance|server|requested|unavailable|went wrong|errors?|oops|timed? ?out|front ?page|home ?page)\b",
    r"\b(?:nicht|nichts) (?:mehr )?(?:gefunden|verfügbar|erreichbar|vorhanden|geladen|auffindbar)", r"\b(?:fehler|störung|wartung\w*|leider|anfrage|existiert nicht|gelöscht|verschoben|schiefgelaufen|hoppla|versuchen sie|neu laden|startseite)\b",
    r"\b(?:erreur|introuvable|indisponible|supprimée?|déplacée?|retirée?|réessaye[rz]|désolée?s?|serveur|actualise[rz]|expirée?|oups|existe pas|existe plus|accueil)\b",
    r"\b(?:encontrad[ao]|encontramos|disponible|eliminad[ao]|retirad[ao]|movid[ao]|servidor|inténtelo|inténtalo|intentarlo|mantenimiento|fallo|fallado|solicitad[ao]|portada|pudimos|podemos)\b",
    r"\b(?:erro|desculpe|removid[ao]|disponível|tente|manutenção|apagad[ao]|excluíd[ao]|página inicial)\b", r"\bnão (?:existe|foi|está|encontr|conseguimos|podemos|pôde)",
    r"\b(?:errore|trovat[ao]|rimoss[ao]|spostat[ao]|cancellat[ao]|riprova\w*|manutenzione|spiacenti|richiest[ao])\b", r"\bnon (?:esiste|è|siamo|riesce|riusciamo|possiamo|disponibile)\b",
    r"\b(?:fout|storing|helaas|gevonden|verwijderd|verplaatst|opnieuw|onderhoud|bestaat niet|beschikbaar|voorpagina)\b",
    r"\b(?:fel|tyvärr|hittades|hittas|hittar|flyttats|tagits|raderats|försök|startsidan|underhåll|finns inte)\b",
    r"\b(?:fejl|feil|desværre|beklager|findes ikke|finnes ikke|fundet|funnet|fjernet|slettet|flyttet|prøv|forsiden|vedligehold\w*|vedlikehold)\b",
    r"\b(?:virhe|valitettavasti|löydy|löytynyt|poistettu|siirretty|yritä|etusivulle|huolto\w*|häiriö)\b",
    r"\b(?:błąd|niestety|przepraszamy|znaleziono|istnieje|usunięt\w*|przeniesion\w*|spróbuj\w*|niedostępn\w*|główną|serwer\w*)\b",
    r"\b(?:chyba|chybě|omlouváme|nenalezen\w*|neexistuje|odstraněn\w*|přesunut\w*|zkuste|nedostupn\w*|hlavní stran\w*)\b",
    r"\b(?:hiba|sajnáljuk|sajnos|található|létezik|törölték|töröltük|áthelyez\w*|próbálja|elérhető|karbantartás\w*|főoldal\w*)\b",
    r"\b(?:eroare|găsit\w*|există|ștears\w*|mutat\w*|încercați|indisponibil\w*|mentenanță|prima pagină)\b",
    r"\b(?:ошибк\w*|сожалению|извините|найден\w*|существует|удал[её]н\w*|перемещ\w*|попробуйте|недоступ\w*|главную|сервер\w*|устарел\w*)\b",
    r"\b(?:помилк\w*|жаль|вибачте|знайден\w*|існує|видален\w*|переміщ\w*|спробуйте|недоступн\w*|головну)\b",
    r"\b(?:hata|üzgünüz|maalesef|bulunamadı|bulunamıyor|mevcut|kaldırılmış|kaldırıldı|silinmiş|taşınmış|tekrar|sunucu\w*|bakım\w*|ana ?sayfa\w*)\b",
    r"\b(?:kesalahan|maaf|ditemukan|tersedia|dihapus|dipindahkan|coba|beranda|gangguan|pemeliharaan)\b",
    r"\b(?:không tồn tại|không tìm thấy|xin lỗi|thử lại|trang chủ|bảo trì|bị xóa|máy chủ)",
    r"(?:خطأ|عذرا|غير موجود|غير متاح|تعذر|لم نتمكن|لم يتم العثور|المحاولة|الخادم|حذف|الرئيسية)", r"(?:خطا|متأسفانه|پیدا نشد|یافت نشد|وجود ندارد|دوباره|سرور|حذف شده)",
    r"(?:שגיאה|מצטערים|לא נמצא|אינו זמין|אינה זמינה|נסו שוב|הוסר|לא קיים|לעמוד הבית|תקלה)",
    r"(?:エラー|見つかりません|存在しません|申し訳|削除|移動|再読み込み|もう一度|サーバー|メンテナンス|表示できません|お探しの)",
    r"(?:出错|错误|錯誤|不存在|找不到|抱歉|已删除|已刪除|被删除|稍后|稍後|重试|重試|服务器|伺服器|维护|維護|无法|無法|失效|首页|首頁)",
    r"(?:오류|찾을 수 없|존재하지 않|죄송|삭제|다시 시도|서버|점검|이동되|변경되|원활하지)",
    r"(?:त्रुटि|क्षमा करें|नहीं मिला|नहीं मिली|मौजूद नहीं|हटा दि|फिर से|सर्वर)", r"\b(?:σφάλμα|λυπούμαστε|βρέθηκε|υπάρχει|διαγραφεί|μετακινηθεί|δοκιμάστε|διαθέσιμ\w*|αρχική)\b",
    r"(?:ข้อผิดพลาด|ขออภัย|ไม่พบ|ไม่เจอ|ถูกลบ|ลองใหม่|ลองอีกครั้ง|เซิร์ฟเวอร์|หมดอายุ|ไม่พร้อม|หน้าแรก|หน้าหลัก)",
)  # fmt: skip
BARRIER: Final = _any(
    r"\b(?:subscri\w+|log ?in|sign in|sign up|register\w*|account|password|members?|membership|trial|cookies?|consent|privacy|personali[sz]ed|robots?|humans?|captcha|verify\w*|verification|browser|javascript|country|countries|region|territory|unusual traffic|automated)\b",
    r"\b(?:abonnent\w*|abonnement\w*|abonnieren|abo|anmelden|einloggen|registrier\w*|konto|passwort|einwilligung|zustimm\w*|werbung|roboter|mensch|sicherheit\w*|datenschutz)\b",
    r"\b(?:abonné\w*|abonnez|connecte[rz]|connexion|inscri\w+|compte|mot de passe|consentement|traceurs|publicité\w*|confidentialité|humain)\b",
    r"\b(?:suscri\w+|sesión|regístrate|registrar\w*|cuenta|contraseña|consentimiento|publicidad|privacidad|humano|navegador|país)\b",
    r"\b(?:assin\w+|cadastr\w+|senha|conta|consentimento|exclusivo)\b", r"\b(?:abbonat\w*|abbonamento|accedi|registrati|consenso|pubblicità|riservat\w*|paese)\b",
    r"\b(?:abonnee\w*|inloggen|aanmelden|toestemming|advertenties|wachtwoord|akkoord)\b", r"\b(?:prenumer\w+|logga in|samtycke|annonser|lösenord|godkänn\w*)\b",
    r"\b(?:abonnér\w*|abonner\w*|logg? ind?|logg inn|samtykke\w*|annoncer|adgangskode|passord)\b", r"\b(?:tilaaj\w+|tilaa|kirjaudu|evästei\w*|salasana|suostumu\w*|tunnus)\b",
    r"\b(?:subskry\w+|prenumerat\w*|zaloguj\w*|zarejestr\w*|zgod\w+|konta|hasło|reklam\w*|prywatność|robotem)\b", r"\b(?:předplat\w+|přihla\w+|přihlá\w+|registr\w+|souhlas\w*|heslo|soukromí)\b",
    r"\b(?:előfizet\w+|jelentkez\w+|bejelentkez\w*|regisztr\w+|hozzájárul\w*|jelszó|sütik\w*)\b", r"\b(?:abonați|abonament\w*|autentific\w*|conectați|parol\w+|consimțământ\w*|publicitate)\b",
    r"\b(?:подпис\w+|войдите|войти|вход|зарегистр\w+|парол\w+|согласи\w+|реклам\w*|робот\w*|браузер\w*)\b", r"\b(?:передплат\w+|увійдіть|увійти|зареєстр\w+|згод\w+)\b",
    r"\b(?:abone\w*|giriş\w*|üye\w*|şifre\w*|çerez\w*|onay\w*|güvenlik)\b", r"\b(?:berlangganan|langganan|masuk|daftar|terdaftar|kata sandi|persetujuan)\b",
    r"\b(?:đăng nhập|đăng ký|mật khẩu|thuê bao|đồng ý)", r"(?:اشترك|اشتراك|مشترك|تسجيل الدخول|حساب|كلمة المرور|موافق|الارتباط|روبوت)", r"(?:اشتراک|ورود|رمز عبور|ثبت نام|ثبت‌نام)",
    r"(?:מנוי|התחבר|הרשמה|סיסמה|עוגיות|פרטיות|רובוט)", r"(?:会員|ログイン|登録|購読|有料|パスワード|同意|ロボット|認証|クッキー)", r"(?:登录|登錄|登入|注册|註冊|会员|會員|订阅|訂閱|付费|密码|验证|驗證|同意|机器人)",
    r"(?:로그인|회원|구독|비밀번호|동의|로봇|인증|쿠키)", r"(?:लॉग ?इन|सदस्य|पासवर्ड|सहमत|सब्सक्राइब)", r"\b(?:συνδρομ\w+|συνδεθείτε|σύνδεση|εγγραφ\w+|συγκατάθεσ\w+|κωδικ\w+)\b",
    r"(?:สมาชิก|เข้าสู่ระบบ|ลงทะเบียน|รหัสผ่าน|คุกกี้|ยินยอม|หุ่นยนต์)",
)  # fmt: skip
"""Words that pages which carry nothing are written in. News uses them as well, so they say something of a page only
where there is little else."""
ERROR_COMPANION: Final = _opening(
    r"\W*(?:(?:error\W*)?(?:400|401|402|403|404|405|410|429|500|501|502|503|504)|sorry|oops+|uh(?:-| )?oh|ooh|whoops|error|error!|forbidden|not found|"
    r"désolé\w*|entschuldigung|fehler|lo sentimos|ops|ups|erro|errore|ошибка|извините|hoppla|申し訳ありません|エラー|抱歉|오류|عذر[اًا]*|عفوا|(?:رسالة )?(?:ال)?خطأ)\W*",
)
"""A block that means nothing alone, and belongs to the error banner that stands beside it."""

NOTICE: Final = _any(
    r"\ball rights (?:are )?reserved\b", r"^\W*(?:legal )?(?:disclaimer|notice|haftungsausschluss|avis juridique|aviso legal)\W*:",
    r"^\W*(?:legal )?disclaimer\b.{0,3}$", r"\bwithout (?:any )?warrant(?:y|ies)\b", r"\bwithout (?:prior |express |our )*(?:written )?(?:permission|consent)\b",
    r"\bmay not be (?:reproduced|published|republished|broadcast|copied|redistributed|rewritten)\b", r"\b(?:accepts?|assumes?|take|bear)s? no (?:responsibility|liability)\b",
    r"\b(?:do|does) not (?:accept|assume) (?:any )?(?:responsibility|liability)\b", r"\blicen[cs]ed under\b", r"\bcreative commons\b", r"^\W*c\) ?\d{4}",
    r"^\W*copyright\b", r"©\s*(?:copyright )?(?:19|20)\d\d", r"\bread the original (?:article|story)\b", r"\bsyndication agreement\b", r"\b(?:supplied|provided|distributed) (?:by|under)\b.{0,60}\b(?:licen[cs]e|agreement|reproduced)\b", r"\brepublish this (?:article|story)\b", r"\bholds the copyright\b", r"\bused (?:by|with) permission\b", r"\bnot for (?:further )?(?:publication|broadcast|redistribution)\b", r"\bthis (?:article|story|piece|report) (?:was|is|has been) (?:first |originally )?(?:published|republished|syndicated|provided|distributed)\b",
    r"\brepublished (?:from|with permission|here)\b", r"\bnot (?:been )?edited by\b.{0,40}\bstaff\b", r"\bautomatically (?:generated|published) from\b",
    r"\bviews expressed\b.{0,80}\b(?:author|own|necessarily)\b", r"\b(?:we|this (?:web)?site|our (?:web)?site)\b.{0,30}\bcookies?\b", r"\bcookies?\b.{0,60}\b(?:policy|consent|accept|experience|browsing)\b",
    r"\balle rechte vorbehalten\b", r"\bnachdruck\b.{0,60}(?:verboten|untersagt|genehmigung)", r"\btous droits (?:de .{0,30} )?réservés\b", r"\breproduction\b.{0,30}(?:interdite|prohibited)", r"\b(?:todos los derechos reservados|todos os direitos reservados)\b", r"\bprohibida (?:su|la) reproducción\b",
    r"\btutti i diritti (?:sono )?riservati\b", r"\briproduzione riservata\b", r"\balle rechten voorbehouden\b", r"\bwszelkie prawa zastrzeżone\b", r"\bvšechna práva vyhrazena\b", r"\btüm hakları saklıdır\b", r"\bhak cipta dilindungi\b",
    r"\bвсе права защищены", r"\bперепечатка\b", r"\b(?:усі|всі) права захищен", r"\bпри (?:полном|частичном|любом).{0,40}использовании материалов", r"無断(?:転載|複製|使用)", r"著作権", r"版权(?:所有|归)", r"版權(?:所有|歸)", r"未经.{0,12}(?:授权|许可)", r"무단 ?(?:전재|복제)", r"저작권자",
    r"جميع الحقوق محفوظة", r"کلیه حقوق", r"כל הזכויות שמורות", r"\bμε επιφύλαξη παντός δικαιώματος\b", r"สงวนลิขสิทธิ์", r"\bbản quyền (?:thuộc|©)",
    r"\b(?:ce site|notre site|diese (?:website|seite|webseite)|este sitio|questo sito|deze website|ta strona|este site)\b.{0,40}\bcookies?\b", r"\bcookies?\b.{0,60}\b(?:verwend|akzept|utilis|zustimm|aceptar|accett|accept|akkoord|zgod)", r"\b(?:файлы|використовує) ?cookie", r"クッキー", r"ملفات تعريف الارتباط",
)  # fmt: skip

COMMENTS_HEAD: Final = _opening(
    r"\W*(?:\d+\s*)?(?:(?:your |reader['’]?s['’]? |readers['’]? )?comments?|comment section|reader comments|join the conversation|leave a (?:reply|comment)|post a comment|add a comment|"
    r"kommentare?|kommentarer|leserkommentare|(?:vos |les )?commentaires?|comentarios?|comentários?|commenti|reacties|komentarze|komentáře|komentarai|yorumlar|komentar|hozzászólások|"
    r"комментари[ийяев]+|коментар[іiи]\w*|コメント|评论|評論|留言|댓글|التعليقات|تعليقات|نظرات|תגובות|σχόλια|bình luận|ความคิดเห็น)\W*(?:[(\[]?\s*\d*\s*[)\]]?)\W*",
)
COMMENTS_EMPTY: Final = _any(
    r"^\W*nothing here yet\W*$", r"^\W*(?:0|no) comments?(?: yet| so far)?\b.{0,40}$", r"\bcomments?\W{1,3}(?:\(?0\)?)\W*$", r"\bbe the first (?:one )?to (?:comment|leave|post|write|reply)", r"\bthere are (?:currently )?no (?:comments|responses)\b",
    r"\b(?:noch )?keine kommentare\b", r"\bschreiben sie den ersten kommentar\b", r"\b(?:aucun|pas de) commentaire", r"\bsoyez le premier à (?:commenter|réagir)", r"\b(?:no hay|sin|ningún) comentarios?\b", r"\bsé el primero en comentar", r"\b(?:nenhum comentário|sem comentários|ainda não há comentários)\b", r"\bseja o primeiro a comentar",
    r"\b(?:nessun commento|ancora nessun commento)\b", r"\b(?:nog )?geen reacties\b", r"\bbrak komentarzy\b", r"\bhenüz yorum yapılmamış\b|\bhenüz yorum yok\b|\bilk yorumu\b", r"\b(?:inga|ingen) kommentar", r"\bžádné komentáře\b", r"\bbelum ada komentar\b",
    r"\b(?:нет|пока нет|ещё нет|еще нет) комментариев", r"\bкомментариев (?:пока )?нет", r"\b(?:немає|поки немає) коментарів", r"コメント(?:は|が)?(?:まだ)?(?:ありません|ない|\W*0)", r"(?:暂无|暫無|还没有|沒有|没有)(?:评论|評論|留言|回应)", r"(?:댓글이 없|등록된 댓글)", r"لا (?:توجد|يوجد) تعليقات", r"אין תגובות", r"\bkhông có bình luận|\bchưa có bình luận",
)  # fmt: skip
COMMENTS_BOX: Final = _any(
    r"\b(?:log ?in|sign in|register)\b.{0,30}\bto (?:post|leave|add|write) ?(?:a )?comment", r"\byour email address will not be published\b", r"\bpost (?:a )?comment\b", r"\bview comments?\b", r"\bcomments? (?:are|is) closed\b", r"\bwrite a comment\b",
)  # fmt: skip

RELATED: Final = _opening(
    r"\W*(?:related(?: (?:stories|articles|news|content|posts|topics|coverage|links|reading))?|read (?:more|also|next)|more (?:on this|from|stories|news|like this)|see also|also read|recommended(?: for you)?|"
    r"you (?:may|might) (?:also )?like|most (?:read|popular|viewed)|trending(?: now)?|popular(?: stories| now| posts)?|latest (?:news|stories)|don['’]t miss|keep reading|further reading|what to read next|editor['’]?s['’]? picks?|top stories|"
    r"mehr zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren|meistgelesen\w*|weitere (?:artikel|themen|nachrichten)|verwandte (?:artikel|themen)|"
    r"(?:à )?lire aussi|sur le même (?:sujet|thème)|articles? (?:liés|similaires|recommandés)|à ne pas manquer|les plus lus|voir aussi|"
    r"(?:lea|lee|ver|vea|leer) también|noticias relacionadas|te puede interesar|más (?:leídas?|leídos|noticias|información)|lo más (?:leído|visto)|relacionad[oa]s|leia (?:também|mais)|veja (?:também|mais)|notícias relacionadas|mais lidas|"
    r"leggi anche|potrebbe interessarti|articoli correlati|i più letti|lees ook|meest gelezen|gerelateerd\w*|czytaj (?:też|także|również)|zobacz (?:też|także|również)|polecane|powiązane|przeczytaj (?:też|także)|čtěte také|související|ilgili haberler|bunlar da ilginizi çekebilir|çok okunanlar|baca juga|berita terkait|terpopuler|läs (?:också|även|mer)|les også|læs også|mest lest|"
    r"читайте (?:также|ещё|еще)|по теме|похожие (?:статьи|новости|материалы)|популярное|читайте також|關連(?:記事|新聞)|関連(?:記事|ニュース)|あわせて読みたい|人気記事|相关(?:阅读|新闻|文章)|相關(?:新聞|報導|文章)|延伸閱讀|추천 ?기사|관련 ?(?:기사|뉴스)|인기 ?(?:기사|뉴스)|اقرأ (?:أيضا|أيضاً|المزيد)|مواضيع (?:ذات صلة|متعلقة)|أخبار ذات صلة|الأكثر قراءة|קראו גם|διαβάστε (?:επίσης|ακόμα|ακόμη)|tin liên quan|xem thêm|đọc thêm)\b\W*(?::|$|\S)",
)
PROMOTION: Final = _any(
    r"\b(?:sign up|subscribe|signup|register)\b.{0,80}\b(?:newsletter|inbox|e-?mail|briefing|alerts?|updates|channel|podcast|today|free)\b", r"\bnewsletter\b.{0,60}\b(?:sign up|subscribe|abonn|inscri|anmeld|suscr|iscriv|registr)", r"\bget (?:the )?.{0,40}\b(?:in|to|into) your inbox\b", r"\bdownload\b.{0,30}\bapp\b", r"\bget the .{0,30} app\b", r"\b(?:app|apps)\b.{0,60}\b(?:android|iphone|ios|google play|app store)\b", r"\b(?:free )?(?:in|on) our app\b", r"\bapp\b.{0,30}\b(?:herunterladen|indirin|télécharge\w*|scarica|descarga\w*|baixe|pobierz|letölt)|\b(?:laden sie|téléchargez|scarica|descarga|descargue|baixe|pobierz)\b.{0,30}\bapp\w*|\buygulama\w* indir|\bour (?:weekly|daily|free) (?:letter|newsletter|e-?mail)", r"\bfollow us on\b", r"\bjoin (?:our|us on)\b.{0,30}\b(?:whatsapp|telegram|channel|facebook)", r"\bsupport (?:our|independent) journalism\b", r"\badvertisement\b", r"^\W*(?:anzeige|publicité|publicidad|pubblicità|реклама|reklama|reklam|iklan|annonse|広告|广告|廣告|광고|إعلان)\W*$",
    r"\bnewsletter (?:abonnieren|bestellen)\b|\bmelden sie sich\b.{0,40}\bnewsletter\b", r"\babonnez-vous\b|\binscrivez-vous\b.{0,60}\b(?:newsletter|lettre)", r"\bsuscríbe(?:te|se)\b", r"\bassine (?:a|nossa)\b|\bbaixe o app\b|\bdescarga\b.{0,20}\bapp\b", r"\biscriviti\b.{0,40}\bnewsletter\b", r"\bmeld je aan\b.{0,40}\bnieuwsbrief\b", r"\bzapisz się\b.{0,40}\bnewsletter", r"\bподпи(?:шитесь|сывайтесь)", r"\bпідпи(?:шіться|суйтесь)", r"メールマガジン|アプリを(?:ダウンロード|入手)", r"(?:关注|訂閱|订阅|下载|下載).{0,12}(?:公众号|電子報|客户端|app)", r"اشترك في|حمل التطبيق|تابعونا",
    r"הורידו את האפליקציה|הירשמו ל(?:ניוזלטר|עדכונים|דיוור)|הצטרפו ל(?:ערוץ|קבוצת)", r"(?:دانلود|دریافت) (?:اپ|اپلیکیشن)|عضویت در خبرنامه", r"ดาวน์โหลดแอป|สมัครรับ(?:ข่าวสาร|จดหมายข่าว)", r"앱.{0,6}(?:다운로드|설치)|뉴스레터.{0,4}(?:구독|신청)", r"ऐप डाउनलोड",
    r"\bladda ner\b.{0,20}\bapp|\blast ned\b.{0,20}\bapp|\bhent\b.{0,20}\bapp", r"\b(?:anmäl dig|skriv upp dig|meld deg på|tilmeld dig)\b.{0,40}\b(?:nyhetsbrev|nyhedsbrev)", r"\btilaa\b.{0,30}\buutiskirje", r"\b(?:odebír\w+|přihlaste se)\b.{0,40}\bnewsletter", r"\babonează-te\b.{0,40}\bnewsletter",
    r"\bhírlev\w+\b.{0,40}\biratkoz|\biratkoz\w+ fel\b.{0,40}\bhírlev", r"\bbülten\w*\b.{0,40}\b(?:abone|kaydol)", r"\bεγγραφείτε\b.{0,40}\bnewsletter", r"\bunduh\b.{0,20}\baplikasi", r"\btải ứng dụng\b|\bđăng ký nhận (?:bản )?tin\b",
)  # fmt: skip

CONSENT_WALL: Final = _any(
    r"\b(?:we|us) (?:and our|&) (?:\d+ )?partners\b", r"\b(?:accept|reject|manage) (?:all|cookies|and continue|preferences)\b", r"\byour privacy (?:choices|matters)\b", r"\b(?:alle(?:s)? )?akzeptieren\b.{0,40}\b(?:ablehnen|weiter|cookies)\b", r"\btout accepter\b|\baccepter et (?:continuer|fermer)\b", r"\baceptar (?:todo|y continuar|todas)\b|\baceitar (?:todos|e continuar)\b", r"\baccetta (?:tutto|e continua)\b", r"\b(?:alles|alle cookies) accepteren\b|\bakkoord\b", r"\b(?:przejdź do serwisu|zgadzam się|akceptuję)\b", r"\bпринять (?:все|и продолжить)",
)  # fmt: skip
CONSENT_ASKED: Final = _any(
    r"\b(?:asks? for|need|request)s? your consent\b", r"\b(?:do not consent|manage (?:options|preferences|choices)|reject all|accept all|confirm my choices)\b", r"\bwe (?:and our \d* ?partners )?(?:value your privacy|store and/or access)\b", r"\b(?:einwilligung|zustimmung)\b.{0,80}\b(?:daten|cookies)\b|\balle akzeptieren\b|\beinstellungen verwalten\b", r"\b(?:tout accepter|tout refuser|continuer sans accepter|gérer mes choix|avec votre consentement)\b", r"\b(?:aceptar todo|rechazar todo|gestionar opciones|aceitar todos|rejeitar todos)\b", r"\b(?:accetta tutto|rifiuta tutto|gestisci opzioni|alles accepteren|alles weigeren|voorkeuren beheren)\b", r"\b(?:akceptuję wszystko|odrzuć wszystko|zarządzaj opcjami)\b", r"\bпринять все|\bотклонить все",
)  # fmt: skip
PAYWALL: Final = _any(
    r"\b(?:subscribe|log ?in|sign in|register)\b.{0,40}\bto (?:continue|keep|read|unlock|access)\b", r"\bto (?:continue|keep) reading\b", r"\b(?:subscriber|member|premium)s?[- ](?:only|exclusive)\b|\bonly for subscribers\b|\bfor subscribers\b", r"\balready a (?:subscriber|member)\b", r"\b(?:this|the) (?:article|story|content) is (?:reserved )?for (?:our )?(?:subscribers|members)\b", r"\byou have (?:reached|read) your\b.{0,40}\b(?:limit|free)\b", r"\bunlock this (?:article|story)\b",
    r"\bweiterlesen mit\b|\bjetzt (?:weiterlesen|freischalten)\b|\bsie sind bereits abonnent", r"\b(?:article )?réservé (?:à nos|aux) abonnés\b|\bdéjà abonné", r"\b(?:contenido |artículo )?exclusivo para suscriptores\b|\bya eres suscriptor|\bpara seguir leyendo\b", r"\bexclusivo para assinantes\b|\bjá é assinante", r"\briservato agli abbonati\b|\bsei già abbonato", r"\balleen voor abonnees\b|\blees verder met\b", r"\b(?:tylko|dostępny) dla (?:subskrybentów|prenumeratorów)\b", r"\bтолько для подписчиков|\bдоступно по подписке", r"(?:有料|会員)(?:会員)?(?:限定|記事)|この記事は(?:有料|会員)", r"(?:订阅|訂閱|会员|會員).{0,8}(?:阅读全文|閱讀全文|继续阅读|繼續閱讀)", r"유료 ?회원|구독자 ?전용", r"للمشتركين فقط",
)  # fmt: skip
TRUNCATED_END: Final = re.compile(r"(?:\s|[\w,])(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
TRUNCATED_CHARS: Final = 6
"""Characters of the longest such end."""
CORRECTION: Final = _opening(
    r"\W*(?:correction|clarification|editor['’]s note|update|erratum|korrektur|richtigstellung|rectificatif|corrección|correzione|rectificatie|sprostowanie|исправление|поправка|訂正|更正)\b\W*:",
)

BOT_CHECK: Final = _any(
    r"\b(?:h|re)?captcha", r"\brobot\b", r"\bbots?\b", r"\bverify (?:that )?you(?:'| a)re", r"\bhuman", r"\bunusual (?:traffic|activity)", r"\bddos",
    r"\bchecking your browser", r"\bsecurity check", r"\bray id", r"\bmensch sind", r"\bêtes (?:un )?humain", r"\beres humano", r"\bчеловек", r"\bробот",
    r"ロボット", r"人机", r"機器人", r"로봇",
)  # fmt: skip
NEEDS_SCRIPT: Final = _any(
    r"\benable javascript", r"\bjavascript (?:is|must be|to run)", r"\bjavascript\b.{0,40}(?:aktivier|activ|habilit|włącz|ενεργοπ|включ|有効|启用|啟用)",
    r"\bplease wait", r"\bloading",
)  # fmt: skip
LOGIN: Final = _any(
    r"\b(?:log ?in|sign ?in|password|e-?mail address|anmelden|passwort|connexion|mot de passe|iniciar sesión|contraseña|accedi|inloggen|hasło|войти|пароль)\b",
    r"ログイン", r"登录", r"登錄", r"로그인", r"تسجيل الدخول",
)  # fmt: skip
REGION_BLOCK: Final = _any(
    r"\bnot available in your (?:region|country|location)", r"\bgdpr\b", r"\b451", r"\bunavailable for legal reasons", r"\beuropean economic area",
)  # fmt: skip
