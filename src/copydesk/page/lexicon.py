"""Words of markup and of short texts, and what a model has learned that they say."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

REMEMBERED: Final = 16_384
"""Names of elements and short texts that are kept with their words or weights: those of one site come again on each of
its pages."""
WORD: Final = re.compile(r"[^\W\d_]+")
ASCII_WORD: Final = re.compile("[a-z]+")
LOWER_NAME: Final = re.compile("[a-z]{3,}")
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
ASCII_NAME: Final = re.compile("[A-Z]*[a-z]+|[A-Z]+")
"""A word of a name in camel case: `ArticleBody` has two. The ASCII forms of both patterns take half of the time."""
FIRST_WORDS: Final = 6
"""Words of a longer text by which it is known."""
OPENING, WHOLE = 80, 40
"""Characters of a text that are looked at, and up to which it is also known as a whole."""


@lru_cache(maxsize=REMEMBERED)
def markup_words(tag: str, naming: str) -> tuple[str, ...]:
    """The words of an element's naming attributes, lower-cased, each once, after its name as `<name>`."""
    if not naming and "-" not in tag:
        return (f"<{tag}>",)
    naming = f"{naming} {tag}" if "-" in tag else naming
    if naming.isascii():
        if naming.islower():
            words = LOWER_NAME.findall(naming)
        else:
            words = [word.lower() for word in ASCII_NAME.findall(naming) if len(word) > 2]
    else:
        words = [word for word in WORD.findall(CAMEL.sub(" ", naming).lower()) if len(word) > 2]
    return (f"<{tag}>", *dict.fromkeys(words))


def text_words(text: str) -> tuple[str, ...]:
    """The words by which short texts are known: the first six, and the whole where it has at most five."""
    return _opening_words(text[:OPENING], len(text) <= WHOLE)


@lru_cache(maxsize=REMEMBERED)
def _opening_words(text: str, whole: bool) -> tuple[str, ...]:
    text = text.lower()
    words = (ASCII_WORD if text.isascii() else WORD).findall(text)
    if whole and len(words) < FIRST_WORDS:
        return (*words, " ".join(words) + "$")
    return tuple(words[:FIRST_WORDS])


class Lexicon:
    """Learned weights: how much a word of markup, or of a short text, speaks for being main content."""

    def __init__(self, markup: Mapping[str, float], text: Mapping[str, float]) -> None:
        self.markup, self.text = markup, text

        @lru_cache(maxsize=REMEMBERED)
        def of_markup(tag: str, naming: str) -> float:
            return sum([markup[word] for word in markup_words(tag, naming) if word in markup], 0.0)

        @lru_cache(maxsize=REMEMBERED)
        def of_opening(opening: str, whole: bool) -> tuple[float, float]:
            found = [text[word] for word in _opening_words(opening, whole) if word in text]
            return (sum(found) / len(found), min(found)) if found else (0.0, 0.0)

        self.of_markup = of_markup
        self._of_opening = of_opening

    def of_text(self, text: str) -> tuple[float, float]:
        """The mean and the lowest weight of a text's words."""
        return self._of_opening(text[:OPENING], len(text) <= WHOLE)
