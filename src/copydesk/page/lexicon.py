"""Words of markup and of short texts, and what a model has learned that they say."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

REMEMBERED: Final = 16_384
"""Names of elements and short texts that are kept with their words or weights: those of one site come again on each of
its pages."""
WORD: Final = re.compile(r"[^\W\d_]+")
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
OPENING, WHOLE = 80, 40
"""Characters of a text that are looked at, and up to which it is also known as a whole."""


@lru_cache(maxsize=REMEMBERED)
def markup_words(tag: str, naming: str) -> tuple[str, ...]:
    """The words of an element's naming attributes, lower-cased, each once, after its name as `<name>`."""
    if not naming and "-" not in tag:
        return (f"<{tag}>",)
    naming = f"{naming} {tag}" if "-" in tag else naming
    if not naming.islower():
        naming = CAMEL.sub(" ", naming).lower()
    return (f"<{tag}>", *dict.fromkeys([word for word in WORD.findall(naming) if len(word) > 2]))


def text_words(text: str) -> tuple[str, ...]:
    """The words by which short texts are known: the first six, and the whole where it has at most five."""
    return _opening_words(text[:OPENING], len(text) <= WHOLE)


@lru_cache(maxsize=REMEMBERED)
def _opening_words(text: str, whole: bool) -> tuple[str, ...]:
    words = WORD.findall(text.lower())
    if whole and len(words) <= 5:
        return (*words, " ".join(words) + "$")
    return tuple(words[:6])


class Lexicon:
    """Learned weights: how much a word of markup, or of a short text, speaks for being main content."""

    def __init__(self, markup: Mapping[str, float], text: Mapping[str, float]) -> None:
        self.markup, self.text = markup, text

        @lru_cache(maxsize=REMEMBERED)
        def of_markup(tag: str, naming: str) -> float:
            return sum([markup.get(word, 0.0) for word in markup_words(tag, naming)])

        @lru_cache(maxsize=REMEMBERED)
        def of_opening(opening: str, whole: bool) -> tuple[float, float]:
            found = [text[word] for word in _opening_words(opening, whole) if word in text]
            return (sum(found) / len(found), min(found)) if found else (0.0, 0.0)

        self.of_markup = of_markup
        self._of_opening = of_opening

    def of_text(self, text: str) -> tuple[float, float]:
        """The mean and the lowest weight of a text's words."""
        return self._of_opening(text[:OPENING], len(text) <= WHOLE)
