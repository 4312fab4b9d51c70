"""Articles a second and memory, on generated articles."""

import random
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from copydesk.copies import Fingerprint, MemoryIndex, Text, fingerprints, update
from syndication.articles import SEED
from syndication.methods import peers


def generated(count: int, rng: random.Random) -> Iterator[Text]:
    """Articles of about 400 words by a vocabulary of 50,000 with Zipf's frequencies, one in four an edited copy."""
    numbers = np.random.default_rng(SEED)
    vocabulary = ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randint(2, 9))) for _ in range(50_000)]
    weights = 1 / np.arange(1, 50_001)
    totals = np.cumsum(weights / weights.sum())
    recent: list[Text] = []
    for index in range(count):
        if recent and rng.random() < 0.25:
            text = replace(copied(rng.choice(recent), rng), id=f"article-{index}")
        else:
            picks = np.searchsorted(totals, numbers.random(rng.randint(300, 500))).tolist()
            words = [vocabulary[min(pick, 49_999)] for pick in picks]
            sentences = [" ".join(words[i : i + 20]).capitalize() + "." for i in range(0, len(words), 20)]
            text = Text(f"article-{index}", tuple(" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)))
            recent.append(text)
            del recent[:-2000]
        yield text


def copied(text: Text, rng: random.Random) -> Text:
    """A text cut and with some words changed."""
    kept = text.paragraphs[: rng.randint(len(text.paragraphs) // 2, len(text.paragraphs))]
    return replace(text, paragraphs=tuple(re.sub(r"(?<= )a\w+", "other", paragraph) for paragraph in kept))


def compute_speed(count: int, parts: int) -> None:
    """Print articles a second and memory; the making of the articles is not counted."""
    articles = generated(count, random.Random(SEED))
    index = MemoryIndex()
    printing, grouping, groups = 0.0, 0.0, 0
    for part in range(parts):
        prints: list[Fingerprint] = []
        goal = count * (part + 1) // parts - count * part // parts
        while goal > 0:
            texts = list(islice(articles, min(goal, 2000)))
            goal -= len(texts)
            started = time.process_time()
            prints += fingerprints(texts)
            printing += time.process_time() - started
        started = time.process_time()
        groups += len(update(index, prints).groups)
        grouping += time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print("| articles | updates | fingerprints, s | groups, s | articles/s | peak memory, GB | groups |")
    print("|---|---|---|---|---|---|---|")
    rate = count / (printing + grouping)
    print(f"| {count} | {parts} | {printing:.1f} | {grouping:.1f} | {rate:.0f} | {memory:.2f} | {groups} |")


def compute_peer_speed(count: int) -> None:
    """Print the articles a second of the peers, on the same articles."""
    print("\n| method | articles | s | articles/s |")
    print("|---|---|---|---|")
    for found in peers(list(generated(count, random.Random(SEED)))):
        print(f"| {found.name} | {count} | {found.seconds:.1f} | {count / found.seconds:.0f} |", flush=True)
