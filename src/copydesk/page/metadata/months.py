"""Month names by language, as the beginnings that inflected and shortened forms share; January first."""

from functools import cache
from typing import Final

_STEMS: Final[dict[str, str]] = {
    "af": "jan feb maart|mrt apr mei jun jul aug sep okt nov des",
    "ar": "يناير|كانون_الثاني|جانفي فبراير|شباط|فيفري مارس|آذار|اذار أبريل|ابريل|إبريل|نيسان|أفريل مايو|أيار|ايار|ماي "
    "يونيو|حزيران|جوان يوليو|تموز|جويلية أغسطس|اغسطس|آب|أوت سبتمبر|أيلول|ايلول أكتوبر|اكتوبر|تشرين_الأول "
    "نوفمبر|تشرين_الثاني ديسمبر|كانون_الأول",
    "az": "yan fev mar apr may iyun iyul avq sen okt|okty noy dek",
    "be": "студ|сту лют сак крас|кра трав|май|мая чэрв|чэр ліп жні|жнів вер кас ліст|ліс снеж|сне",
    "bg": "яну фев|февр мар апр май юни|юн юли|юл авг сеп окт ное|ноем дек",
    "bn": "জানু ফেব্রু মার্চ এপ্রিল মে জুন জুলাই আগস্ট|অগস্ট সেপ্টে অক্টো নভে ডিসে",
    "bs": "jan feb mar apr maj jun jul|juli avg|aug sep okt nov dec",
    "ca": "gen|gener febr|feb març abr maig|mai juny jul ag|agost set oct nov des",
    "cs": "led úno|unor bře|brez dub kvě|kvet červn|červen|čvn|cervna červenc|čvc|cervenc srp zář|zari říj|"
    "rijn lis pro",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "de": "jan|jän feb mär|mrz|maerz apr mai jun jul aug sep okt nov dez",
    "el": "ιαν φεβ|φεβρ μαρ|μάρ απρ|απριλ μαϊ|μάι|μαΐ|μαι ιουν|ιούν ιουλ|ιούλ αυγ|αύγ σεπ οκτ|οκτώβ νοε|νοέ δεκ",
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "es": "ene|enero feb mar abr may jun jul ago sep|set oct nov dic",
    "et": "jaan veeb märts|mär apr mai juuni|jun juuli|jul aug sep okt nov dets",
    "eu": "urt ots mar api mai eka uzt abu ira urr aza abe",
    "fa": "ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "fr": "janv|jan févr|fév|fevr|feb mars|mar avr mai juin juil août|aout sept|sep oct nov déc|dec",
    "ga": "ean feabh|fea márta|már aib beal|bea meith|mei iúil lún meán|mea deir|dfó|dei samh nol",
    "gl": "xan feb mar abr mai xuñ xul ago set out nov dec",
    "gu": "જાન્યુ ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ|જુલાઇ ઑગસ્ટ|ઓગસ્ટ સપ્ટે ઑક્ટો|ઓક્ટો નવે ડિસે",
    "he": "ינו פבר|פברו מרץ|מרס אפר מאי יונ יול אוג ספט אוק נוב דצמ",
    "hi": "जन|जनवरी फ़र|फर|फ़रवरी मार्च अप्रै मई जून जुला अग|अगस्त सितं|सित अक्टू|अक्तू नव|नवंबर दिस|दिसंबर",
    "hr": "sije velj ožuj trav svib lip srp kolo ruj|ruja list stud pros",
    "hu": "jan feb márc|már ápr|apr máj jún júl aug szept|sze okt nov dec",
    "hy": "հունվ փետր|փետ մարտ ապր մայ հունիս|հնս հուլիս|հլս օգոս|օգս սեպ հոկ նոյ դեկ",
    "id": "jan feb|peb mar apr mei jun jul agu|agt|ags sep okt nov|nop des",
    "is": "jan feb mar apr maí jún júl ágú sep okt nóv des",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "ka": "იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ",
    "kk": "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
    "lt": "saus vas kov bal geg birž lie rugp rugs spal lapkr|lap gruod|gru",
    "lv": "janv|jan febr|feb mart|mar apr mai jūn jūl aug sept|sep okt nov dec",
    "mk": "јан фев мар апр мај јун јул авг сеп|септ окт ное|ноем дек",
    "ml": "ജനു ഫെബ്രു മാർച്ച് ഏപ്രിൽ മേയ്|മെയ് ജൂൺ ജൂലൈ ഓഗ|ആഗസ്റ്റ് സെപ്റ്റം ഒക്ടോ നവം ഡിസം",
    "mr": "जाने|जानेवारी फेब्रु मार्च एप्रि मे जून जुलै ऑग सप्टें ऑक्टो नोव्हें डिसें",
    "ms": "jan feb mac apr mei jun jul ogo|ogos sep okt nov dis",
    "nl": "jan feb maart|mrt|maa apr mei jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "pl": "sty lut mar kwi maj|maja cze lip sie wrz paź lis gru",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi|nov dec",
    "ru": "янв фев мар апр май|мая июн июл авг сен окт ноя дек",
    "sk": "jan feb mar apr máj jún júl aug sep okt nov dec",
    "sl": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "sq": "jan shk mar pri maj qer korr|kor gush|gus sht tet nën|nen dhj",
    "sr": "jan|јан feb|феб mar|мар apr|апр maj|мај jun|јун jul|јул avg|авг sep|сеп okt|окт nov|нов dec|дец",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sw": "jan feb mac apr mei jun jul ago sep okt nov des",
    "ta": "ஜன பிப் மார்ச் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச",
    "te": "జన ఫిబ్ర మార్చి ఏప్రి మే జూన్ జులై|జూలై ఆగ సెప్టెం అక్టో నవం డిసెం",
    "th": "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค สิงหาคม|ส.ค "
    "กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค",
    "tr": "oca şub|sub mar nis may haz tem ağu|agu eyl eki kas ara",
    "uk": "січ лют бер квіт|кві трав|тра черв|чер лип|липн серп|сер вер|верес жовт|жов лист|лис груд|гру",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "uz": "yan fev mar apr may iyun iyul avg sen okt noy dek",
    "zu": "jan feb mas|mash eph|ephr mey jun jul aga sep okt nov dis",
}
_ALIASES: Final = {"nb": "no", "nn": "no", "hr-sr": "hr", "sh": "sr", "in": "id", "iw": "he", "xh": "zu", "kl": "da"}


@cache
def _table(language: str) -> tuple[tuple[str, int], ...]:
    """The beginnings of a language with their months, the longest first."""
    stems = _STEMS[language].split()
    pairs = [(stem.replace("_", " "), month) for month, group in enumerate(stems, 1) for stem in group.split("|")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def month_of(word: str, languages: tuple[str, ...]) -> int | None:
    """The month (1–12) that a word names in the first of the languages that knows it; None where none does."""
    folded = word.casefold().strip(" .,")
    for language in languages:
        known = _ALIASES.get(language, language)
        if known in _STEMS:
            for stem, month in _table(known):
                if folded.startswith(stem):
                    return month
    return None
