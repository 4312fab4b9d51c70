"""The books that training pages are made from, and that messages are learned from: invented phrases by language
(`phrases/`) and skeletons of markup (`skeletons/`), and what any of them may use (`beside/`)."""

import html
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from copydesk.page.messages import ACTION
from training.verdict.stripping import stripped

HERE: Final = Path(__file__).parent
BOOKS: Final = tuple(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twentyfirst twentysecond twentythird twentyfourth
    twentyfifth twentysixth twentyseventh twentyeighth twentyninth thirtieth thirtyfirst thirtysecond thirtythird
    thirtyfourth thirtyfifth thirtysixth thirtyseventh thirtyeighth thirtyninth
    """.split()
)
"""The books, each in one fold of the training."""
CHROME: Final = ("sites", "nav", "footer", "search", "popular", "cookie", "newsletter")
"""What a language takes from the first book where its own has none."""
BESIDE: Final = HERE / "beside"
"""What any book may use, a file for each language: barriers of some sorts, offers that keep nobody from reading, small
print and labels of buttons that go with either, labels of what is done with a story, and what stands around one."""
BARRIERS: Final = ("paywall", "login", "consent", "region")
"""The sorts of barriers there, each a title (or nothing) and a message."""
HARMLESS: Final = ("offers", "terms", "more", "bylines", "captions", "decks", "endings")
"""What of it is no message: also what stands above and behind stories."""
FOLDS: Final = 5
"""Into so many parts the books are divided for training, and what is beside them: no text of it is in two, but for the
titles of some barriers."""
ACTIONS: Final = {"errors": (3,), "consent": (2, 3), "login": (2,)}
"""Which phrases of an entry are labels of what a page that carries nothing asks to do."""
MESSAGES: Final = {
    "errors": (0, 1, 2), "consent": (0, 1), "login": (0, 1), "paywall": (2, 3), "region": (0, 1), "bot": (0, 1),
}  # fmt: skip
"""Which phrases of an entry are messages."""
NONE: Final = "none"
"""The sort of a text that is no message."""


@dataclass(frozen=True)
class Material:
    """What the pages of one book are made of: phrases by language, styles of site, and skeletons by page kind."""

    languages: dict[str, dict[str, Any]]
    styles: list[dict[str, str]]
    main: dict[str, list[str]]
    gallery: list[dict[str, str]]
    live: list[dict[str, str]]


def escaped(value: Any) -> Any:
    """Phrases made safe for markup, in lists of any depth."""
    if isinstance(value, str):
        return html.escape(value, quote=True).replace("&#x27;", "\u2019")
    return [escaped(item) for item in value]


def phrases_of(book: str) -> dict[str, dict[str, Any]]:
    """The phrases that the pages of a book are made of, by language."""
    return {code: beside(code, fold_of(book)) | table for code, table in own_phrases(book).items()}


def own_phrases(book: str) -> dict[str, dict[str, Any]]:
    """The phrases of a book by language."""
    first, own = (_tables(HERE / "phrases" / f"{name}.toml") for name in (BOOKS[0], book))
    return {code: {key: first[code][key] for key in CHROME if key not in table} | table for code, table in own.items()}


def beside(language: str, fold: int) -> dict[str, Any]:
    """The part of a fold of what stands beside the books in a language; barriers are named `paywall barriers`."""
    tables = _tables(BESIDE / f"{language}.toml")
    texts = {key: tables[key][fold::FOLDS] for key in (*HARMLESS, "buttons")}
    return texts | {f"{sort} barriers": tables["barriers"][sort][fold::FOLDS] for sort in BARRIERS}


@cache
def _tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def fold_of(book: str) -> int:
    """The fold of a book."""
    return BOOKS.index(book) % FOLDS


def load(book: str) -> Material:
    """The material of a book."""
    skeletons = tomllib.loads((HERE / "skeletons" / f"{book}.toml").read_text(encoding="utf-8"))
    languages = {
        code: {key: escaped(value) for key, value in table.items()} for code, table in phrases_of(book).items()
    }
    return Material(languages, skeletons["style"], skeletons["main"], skeletons["gallery"], skeletons["live"])


def lines(book: str) -> Iterator[tuple[str, str, float]]:
    """The texts of a book with the sort of message that each is, and a weight: the wordings of errors, walls and
    shells, those of usual servers, and all that stands on good pages."""
    for table in own_phrases(book).values():
        messages = [(text, "empty") for text in table.get("empty", ())]
        for key, places in MESSAGES.items():
            for entry in table.get(key, ()):
                messages += _said([entry[place] for place in places], key.removesuffix("s"))
        named = [(entry, n) for key, places in ACTIONS.items() for entry in table.get(key, ()) for n in places]
        actions = {entry[n] for entry, n in named if n < len(entry)} - {""}
        good = [entry[:2] for entry in table.get("paywall", ())]
        good += [*table.get("briefs", ()), *table.get("lives", ()), *table.get("galleries", ())]
        good += [table[key] for key in ("headlines", "teasers", "nav", "footer", "sites")]
        good.append([table[key] for key in ("search", "popular", "cookie", "newsletter")])
        yield from _weighed(messages, actions, [text for texts in good for text in texts])
    for page in load(book).main["server"]:
        yield from ((text, "error", 1.0) for text in stripped(page).splitlines() if len(text) > 3)


def lines_beside(fold: int) -> Iterator[tuple[str, str, float]]:
    """The texts of a fold of what stands beside the books, as `lines` has those of a book."""
    for path in sorted(BESIDE.glob("*.toml")):
        table = beside(path.stem, fold)
        messages = [line for sort in BARRIERS for entry in table[f"{sort} barriers"] for line in _said(entry, sort)]
        yield from _weighed(messages, set(table["buttons"]), [text for key in HARMLESS for text in table[key]])


def _said(texts: list[str], sort: str) -> list[tuple[str, str]]:
    """The texts of a message, and what is said last as one."""
    said = [text for text in texts if text]
    return [(text, sort) for text in dict.fromkeys((*said, " ".join(said[-2:])))]


def _weighed(messages: list[tuple[str, str]], actions: set[str], others: list[str]) -> Iterator[tuple[str, str, float]]:
    """Texts of one language, where messages and actions weigh as much as all else, so that no language is itself a
    sign of one."""
    yield from ((text, sort, 1.0) for text, sort in messages)
    yield from ((text, ACTION, 1.0) for text in sorted(actions))
    yield from ((text, NONE, (len(messages) + len(actions)) / len(others)) for text in others)
