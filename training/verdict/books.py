"""The books that training pages are made from, and that messages are learned from: invented phrases by language
(`phrases/`) and skeletons of markup (`skeletons/`)."""

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
BESIDE: Final = "beside.toml"
"""What stands beside stories and barriers, by language: offers that keep nobody from reading, labels of buttons under
barriers, and of those under stories."""
FOLDS: Final = 5
"""Into so many parts the books are divided for training, and what stands beside, so that no text of it is in two."""
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
    """The phrases of a book by language."""
    paths = (HERE / "phrases" / f"{BOOKS[0]}.toml", HERE / "phrases" / f"{book}.toml", HERE / BESIDE)
    first, own, beside = map(_tables, paths)
    fold = fold_of(book)
    return {
        code: {key: texts[fold::FOLDS] for key, texts in beside[code].items()}
        | {key: first[code][key] for key in CHROME if key not in table}
        | table
        for code, table in own.items()
    }


@cache
def _tables(path: Path) -> dict[str, dict[str, Any]]:
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
    shells, those of usual servers, and all that stands on good pages.

    In each language messages and actions weigh as much as all else, so that no language is itself a sign of one.
    """
    for table in phrases_of(book).values():
        messages = [(text, "empty") for text in table.get("empty", ())]
        for key, places in MESSAGES.items():
            sort = key.removesuffix("s")
            for entry in table.get(key, ()):
                texts = [entry[place] for place in places]
                messages += [(text, sort) for text in (*texts, " ".join(texts[-2:]))]
        named = [(entry, n) for key, places in ACTIONS.items() for entry in table.get(key, ()) for n in places]
        actions = {*[entry[n] for entry, n in named if n < len(entry)], *table["buttons"]} - {""}
        good = [entry[:2] for entry in table.get("paywall", ())]
        good += [*table.get("briefs", ()), *table.get("lives", ()), *table.get("galleries", ())]
        good += [table[key] for key in ("headlines", "teasers", "nav", "footer", "sites", "offers", "more")]
        good.append([table[key] for key in ("search", "popular", "cookie", "newsletter")])
        others = [text for texts in good for text in texts]
        yield from ((text, sort, 1.0) for text, sort in messages)
        yield from ((text, ACTION, 1.0) for text in sorted(actions))
        yield from ((text, NONE, (len(messages) + len(actions)) / len(others)) for text in others)
    for page in load(book).main["server"]:
        yield from ((text, "error", 1.0) for text in stripped(page).splitlines() if len(text) > 3)
