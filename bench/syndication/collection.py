"""The collection: articles, their copies by all operations and strengths, and texts that are nobody's copies."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.copies import Text
from syndication.articles import SEED, Babble, Paragraphs, articles, count_words, sentences_of
from syndication.edits import OPERATIONS
from syndication.lookalikes import lookalikes

COPIES: Final = (3, 14)
"""The fewest and the most copies of an original."""

KEEP_HALF: Final = frozenset(
    (name, f"{strength:g}")
    for name, strengths in {
        "cut from the end": (0.1, 0.3, 0.5),
        "drop and merge paragraphs": (0.1, 0.3, 0.5),
        "new headline and lead": (0.1, 0.2, 0.3, 0.5),
        "replace names and numbers": (0.1, 0.25, 0.5),
        "add local paragraphs": (0.1, 0.3, 0.5, 1.0),
        "quotation marks and spelling": (0.05, 0.1),
        "related links and disclaimer": (0.1, 0.3, 0.5, 1.0),
        "all of these": (0.2, 0.4),
        "two wires merged": (1.0,),
    }.items()
    for strength in strengths
)
"""The cells in which at least half of the text is kept: half of the words, or of the runs of words where single words
are changed throughout."""

CONTAINED: Final = (3, 5, 8, 12)
"""Sentences lifted into another article."""


@dataclass(frozen=True)
class Case:
    """A text with its truth: `sources` are the originals it carries, `cell` its operation and strength."""

    text: Text
    sources: frozenset[str]
    cell: tuple[str, str]


def cases(half: str) -> list[Case]:
    """All texts made from the articles of one half of the publishers, with their truth."""
    rng = random.Random(SEED)
    texts = articles(half)
    models, originals = texts[: len(texts) // 5], texts[len(texts) // 5 :]
    babble = Babble(models, rng)
    alone = (Case(Text(id, text), frozenset({id}), (kind, "")) for id, kind, text in lookalikes(originals, rng, babble))
    return [*copies(originals, rng, babble), *alone]


def copies(originals: Sequence[Paragraphs], rng: random.Random, babble: Babble) -> Iterator[Case]:
    """The originals, and their copies by all operations and strengths in turn."""
    cells = [(name, operation, strength) for name, (operation, all) in OPERATIONS.items() for strength in all]
    turn = 0
    for index, original in enumerate(originals):
        source = f"original-{index}"
        yield Case(Text(source, original), frozenset({source}), ("original", ""))
        for number in range(rng.randint(*COPIES)):
            name, operation, strength = cells[turn % len(cells)]
            turn += 1
            changed = operation(original, strength, rng, babble)
            yield Case(Text(f"{source}-{number}", changed), frozenset({source}), (name, f"{strength:g}"))
        yield from merged(originals, index, rng)
        yield from contained(original, source, CONTAINED[index % len(CONTAINED)], rng, babble)


def merged(originals: Sequence[Paragraphs], index: int, rng: random.Random) -> Iterator[Case]:
    """Every third original merged with the next one, in full or in half."""
    if index % 3 or index + 1 >= len(originals):
        return
    strength = rng.choice((1.0, 0.5))
    parts = [text[: max(2, round(len(text) * strength))] for text in originals[index : index + 2]]
    sources = frozenset({f"original-{index}", f"original-{index + 1}"})
    yield Case(Text(f"merged-{index}", (*parts[0], *parts[1])), sources, ("two wires merged", f"{strength:g}"))


def contained(original: Paragraphs, source: str, count: int, rng: random.Random, babble: Babble) -> Iterator[Case]:
    """Some sentences in a row lifted into an article of 40 sentences."""
    sentences = [part for part in sentences_of(original) if count_words([part]) >= 5 and part[-1] in ".!?。！？"]
    if len(sentences) < count + 3:
        return
    first = rng.randint(0, len(sentences) - count)
    host = list(babble.text(600))
    host.insert(rng.randint(0, len(host)), " ".join(sentences[first : first + count]))
    yield Case(Text(f"holds-{source}", tuple(host)), frozenset({source}), ("sentences contained", str(count)))
