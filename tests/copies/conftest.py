"""Invented texts."""

import random
from collections.abc import Callable

import pytest

from copydesk.copies import Text

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "yu",
    "zan",
    "bor",
    "cal",
    "den",
    "fir",
    "gol",
]


def invented_words(seed: int, count: int) -> list[str]:
    """Words that nobody else uses in this order."""
    rng = random.Random(seed)
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) for _ in range(count)]


def invented_paragraphs(seed: int, paragraphs: int = 8, sentences: int = 3, words: int = 14) -> tuple[str, ...]:
    """Paragraphs of sentences of invented words."""
    stock = iter(invented_words(seed, paragraphs * sentences * words))
    return tuple(
        " ".join(" ".join(next(stock) for _ in range(words)).capitalize() + "." for _ in range(sentences))
        for _ in range(paragraphs)
    )


@pytest.fixture
def paragraphs() -> Callable[..., tuple[str, ...]]:
    """Makes invented paragraphs from a seed."""
    return invented_paragraphs


@pytest.fixture
def article() -> Callable[..., Text]:
    """Makes an article of invented paragraphs; other fields by name."""

    def make(id: str, *parts: str, **fields: object) -> Text:
        return Text(id, tuple(parts), **fields)  # type: ignore[arg-type]

    return make
