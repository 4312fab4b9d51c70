"""Articles of the data: their gold texts, by publisher, and endless text in their manner."""

import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

DATA: Final = Path(os.environ.get("COPYDESK_DATA", "../shared/data"))
SEED: Final = 20
MIN_WORDS: Final = 150
HALVES: Final = ("tuning", "report")
SENTENCE_END: Final = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")

Paragraphs = tuple[str, ...]


def articles(half: str) -> list[Paragraphs]:
    """The gold texts of one half of the publishers that are long enough, in a fixed random order."""
    found = [(publisher, text) for publisher, text in (*wcxb(), *fundus()) if count_words(text) >= MIN_WORDS]
    random.Random(SEED).shuffle(found)
    return [text for publisher, text in without_real_copies(found) if half_of(publisher) == half]


def half_of(publisher: str) -> str:
    """The half in which a publisher falls, by a hash of its name."""
    return HALVES[blake2b(publisher.encode(), digest_size=1).digest()[0] % 2]


def without_real_copies(texts: Iterable[tuple[str, Paragraphs]]) -> Iterator[tuple[str, Paragraphs]]:
    """The texts that share less than a tenth of their runs of eight words with earlier ones: the data has copies."""
    seen: set[tuple[str, ...]] = set()
    for publisher, text in texts:
        words = re.findall(r"\w+", " ".join(text).lower())
        runs = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
        if len(runs & seen) < 0.1 * len(runs) or not runs:
            yield publisher, text
        seen |= runs


def wcxb() -> Iterator[tuple[str, Paragraphs]]:
    """The article pages of WCXB, each with its domain."""
    for path in sorted((DATA / "wcxb-dev" / "ground-truth").glob("*.json")):
        page = json.loads(path.read_text())
        if page["_internal"]["page_type"]["primary"] == "article":
            site = (urlsplit(page.get("url") or path.stem).hostname or path.stem).removeprefix("www.")
            yield site, paragraphs_of(page["ground_truth"].get("main_content") or "")


def fundus() -> Iterator[tuple[str, Paragraphs]]:
    """The news pages of Fundus, each with its publisher."""
    for path in sorted((DATA / "fundus").glob("*/*.json")):
        for version in json.loads(path.read_text()).values():
            sections = (version.get("body") or {}).get("sections") or []
            yield path.stem, tuple(text for section in sections for text in section["paragraphs"] if text.strip())


def paragraphs_of(text: str) -> Paragraphs:
    """A plain text by its blank lines."""
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def count_words(paragraphs: Iterable[str]) -> int:
    """Words, or halves of the characters where words are not spaced."""
    return sum(
        max(len(text.split()), len(re.findall(r"[\u3040-\u9fff\u0e00-\u0eff]", text)) // 2) for text in paragraphs
    )


def sentences_of(paragraphs: Iterable[str]) -> list[str]:
    """The sentences of all paragraphs."""
    return [part for text in paragraphs for part in SENTENCE_END.split(text) if part.strip()]


class Babble:
    """Endless new text in the manner of some articles: each word follows the two before it somewhere in them."""

    def __init__(self, models: Iterable[Paragraphs], rng: random.Random) -> None:
        self.rng = rng
        self.following: dict[tuple[str, str], list[str]] = defaultdict(list)
        for paragraphs in models:
            words = " ".join(paragraphs).split()
            for one, two, three in zip(words, words[1:], words[2:], strict=False):
                self.following[one, two].append(three)
        self.openings = sorted(self.following)

    def sentence(self) -> str:
        """A sentence of 12 to 24 words."""
        words = list(self.rng.choice(self.openings))
        for _ in range(self.rng.randint(10, 22)):
            nexts = self.following.get((words[-2], words[-1])) or self.rng.choice(self.openings)
            words.append(self.rng.choice(nexts))
            if self.rng.random() < 0.25:
                words.append(self.rng.choice(self.openings)[0])
        return " ".join(words).strip(".,;: ").capitalize() + "."

    def paragraph(self) -> str:
        """Two or three sentences."""
        return " ".join(self.sentence() for _ in range(self.rng.randint(2, 3)))

    def text(self, words: float) -> Paragraphs:
        """Paragraphs of about so many words."""
        found: list[str] = []
        while count_words(found) < words:
            found.append(self.paragraph())
        return tuple(found)
