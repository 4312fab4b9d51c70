"""The word lists of the package: triggers by type, actors by sector, topics, and words of certainty. All are our own."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def read_lines(name: str) -> list[list[str]]:
    """The lines of a word list as words, without comments."""
    text = files("copydesk.events").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def by_word(rows: list[tuple[str, list[str]]]) -> Mapping[str, tuple[str, ...]]:
    """Word to classes, in the order of the file and without repetition."""
    table: dict[str, dict[str, None]] = {}
    for label, words in rows:
        for word in words:
            table.setdefault(word, {})[label] = None
    return {word: tuple(labels) for word, labels in table.items()}


@cache
def triggers(part: str) -> Mapping[str, tuple[str, ...]]:
    """Types by word, for `v` verbs, `n` nouns or `x` verbs with a second word (`call_off`)."""
    return by_word([(label, words) for label, kind, *words in read_lines("triggers.txt") if kind == part])


@cache
def sectors() -> Mapping[str, tuple[str, ...]]:
    """PLOVER sectors by noun or name, words joined by `_`."""
    return by_word([(label, words) for label, *words in read_lines("sectors.txt")])


@cache
def topics() -> Mapping[str, tuple[str, ...]]:
    """Topics that report no political events, by lemma."""
    return by_word([(label, words) for label, *words in read_lines("topics.txt")])


@cache
def certainty() -> Mapping[str, tuple[str, ...]]:
    """Classes of certainty by lemma."""
    return by_word([(label, words) for label, *words in read_lines("certainty.txt")])


@cache
def speech() -> frozenset[str]:
    """Verbs of speaking."""
    return frozenset(word for words in read_lines("speech.txt") for word in words)


@cache
def titles() -> frozenset[str]:
    """Nouns that name a post."""
    return frozenset(word for words in read_lines("titles.txt") for word in words)
