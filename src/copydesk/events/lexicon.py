"""The word lists of the package: triggers by type, actors by sector, topics, and words of certainty. All are our
own."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def words(text: str) -> frozenset[str]:
    """The words of a short list in the code."""
    return frozenset(text.split())


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
def things() -> Mapping[str, tuple[str, ...]]:
    """Kinds of what acts are done with or to, by noun."""
    return by_word([(label, words) for label, *words in read_lines("things.txt")])


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Groups of verbs of like meaning, by verb; a group is named by its first verb."""
    return by_word([(words[0], words) for words in read_lines("groups.txt")])


@cache
def frames() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Types by verb and kind of thing."""
    table: dict[tuple[str, str], dict[str, None]] = {}
    for label, *words in read_lines("frames.txt"):
        bar = words.index("/")
        for verb in words[:bar]:
            for thing in words[bar + 1 :]:
                table.setdefault((verb, thing), {})[label] = None
    return {pair: tuple(labels) for pair, labels in table.items()}


@cache
def certainty() -> Mapping[str, tuple[str, ...]]:
    """Classes of certainty by lemma."""
    return by_word([(label, words) for label, *words in read_lines("certainty.txt")])


@cache
def factuality() -> Mapping[str, float]:
    """What each sign adds to the number that says how far a text commits itself to an event."""
    return {name: float(weight) for name, weight in read_lines("factuality.txt")}


@cache
def speech() -> frozenset[str]:
    """Verbs of speaking."""
    return frozenset(word for words in read_lines("speech.txt") for word in words)


@cache
def titles() -> frozenset[str]:
    """Nouns that name a post."""
    return frozenset(word for words in read_lines("titles.txt") for word in words)
