"""How well and how fast copies are found, beside MinHash with union-find.

    python bench/copies.py quality                 # precision and recall by operation and strength, clusters, peers
    python bench/copies.py curve                   # the same figures against the settings
    python bench/copies.py speed --articles 100000 # articles a second and memory, on generated articles

Nobody publishes a gold set of syndicated news that could be used here, so one is made: articles with known texts are
changed as editors change them, with known truth and growing strength, and mixed with pairs that only look like copies.
The articles are the gold texts of WCXB and Fundus in the folder named by COPYDESK_DATA (default ../shared/data).
"""

import argparse
import json
import os
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import combinations, islice
from math import comb
from pathlib import Path
from typing import Final

from copydesk.copies import Fingerprint, MemoryIndex, Text, candidates, compare, fingerprints, update

DATA: Final = Path(os.environ.get("COPYDESK_DATA", "../shared/data"))
SEED: Final = 20
MIN_WORDS: Final = 150
COPIES: Final = (3, 14)
SENTENCE_END: Final = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")

Paragraphs = tuple[str, ...]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """A text with its truth: `sources` are the originals it carries, `cell` its operation and strength."""

    text: Text
    sources: frozenset[str]
    cell: tuple[str, str]


@dataclass(frozen=True)
class Found:
    """What a method found: pairs that it calls copies, and clusters."""

    name: str
    pairs: frozenset[Pair]
    clusters: tuple[frozenset[str], ...]
    seconds: float


# Articles


def articles() -> list[Paragraphs]:
    """The gold texts of the data that are long enough, in a fixed random order."""
    found = [text for text in (*wcxb(), *fundus()) if count_words(text) >= MIN_WORDS]
    random.Random(SEED).shuffle(found)
    return list(without_real_copies(found))


def without_real_copies(texts: Iterable[Paragraphs]) -> Iterator[Paragraphs]:
    """The texts that share less than a tenth of their runs of eight words with earlier ones: the data has real "
    "copies."""
    seen: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"\w+", " ".join(text).lower())
        runs = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
        if len(runs & seen) < 0.1 * len(runs) or not runs:
            yield text
        seen |= runs


def wcxb() -> Iterator[Paragraphs]:
    """The article pages of WCXB."""
    for path in sorted((DATA / "wcxb-dev" / "ground-truth").glob("*.json")):
        page = json.loads(path.read_text())
        if page["_internal"]["page_type"]["primary"] == "article":
            yield paragraphs_of(page["ground_truth"].get("main_content") or "")


def fundus() -> Iterator[Paragraphs]:
    """The news pages of Fundus."""
    for path in sorted((DATA / "fundus").glob("*/*.json")):
        for version in json.loads(path.read_text()).values():
            sections = (version.get("body") or {}).get("sections") or []
            yield tuple(text for section in sections for text in section["paragraphs"] if text.strip())


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


# What editors do

Operation = Callable[[Paragraphs, float, random.Random, Babble], Paragraphs]


def cut(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Cut from the end, by sentences."""
    left = (1 - strength) * count_words(text)
    kept: list[str] = []
    for paragraph in text:
        sentences: list[str] = []
        for sentence in sentences_of([paragraph]):
            if left > 0:
                sentences.append(sentence)
                left -= count_words([sentence])
        if sentences:
            kept.append(" ".join(sentences))
    return tuple(kept)


def drop(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Drop paragraphs (sentences, where there are few), and join some of the rest."""
    units = list(text) if len(text) >= 8 else sentences_of(text)
    goal = strength * count_words(units)
    order = list(range(len(units)))
    rng.shuffle(order)
    dropped: set[int] = set()
    for place in order:
        size = count_words([units[place]])
        if goal >= size * 0.6:
            dropped.add(place)
            goal -= size
    return joined([unit for place, unit in enumerate(units) if place not in dropped], strength, rng)


def joined(units: Sequence[str], strength: float, rng: random.Random) -> Paragraphs:
    """Some neighbouring paragraphs made into one."""
    result: list[str] = []
    for unit in units:
        if result and rng.random() < strength:
            result[-1] += " " + unit
        else:
            result.append(unit)
    return tuple(result)


def new_lead(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """A new lead in place of the beginning."""
    sentences = sentences_of(text)
    rest = sentences[max(1, round(strength * len(sentences))) :]
    return (*babble.text(strength * count_words(text)), *(" ".join(rest[i : i + 3]) for i in range(0, len(rest), 3)))


def names_numbers(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Replace names and numbers."""

    def other(match: re.Match[str]) -> str:
        if rng.random() >= strength:
            return match[0]
        if match[0][0].isdigit():
            return str(rng.randint(2, 9 * 10 ** max(0, len(match[0]) - 1)))
        return "".join(rng.choice("aeiou" if letter in "aeiou" else "bdfgklmnprst") for letter in match[0]).capitalize()

    return tuple(re.sub(r"\d+|(?<=[a-z,] )[A-Z]\w{2,}", other, paragraph) for paragraph in text)


def local(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Add local paragraphs, so many words to each word of the text."""
    result = list(text)
    for paragraph in babble.text(strength * count_words(text)):
        result.insert(rng.randint(0, len(result)), paragraph)
    return tuple(result)


SPELLINGS: Final = (("our", "or"), ("ise", "ize"), ("isation", "ization"), ("tre", "ter"), ("ll", "l"), ("ß", "ss"))


def spelling(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Other quotation marks, other spellings, and single words left out, put in or replaced."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if rng.random() >= strength:
            return word
        for one, two in SPELLINGS:
            if one in word:
                return word.replace(one, two)
            if two in word and len(word) > 6:
                return word.replace(two, one)
        return rng.choice((word, word, "also " + word, "", rng.choice(("which", "then", "now", "later"))))

    marks = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", '"': "”"})
    return tuple(re.sub(r"[^\W\d_]+", other, paragraph.translate(marks)) for paragraph in text)


DISCLAIMERS: Final = (
    "This material is provided for information only and does not amount to advice of any kind. The publisher accepts "
    "no liability for losses that follow from its use. Readers should seek counsel of their own before they act on it. "
    "Opinions expressed by contributors are theirs alone. All rights in the work remain with their holders.",
    "We use small files to remember your choices and to measure how our pages are read. You may change your "
    "mind at any "
    "time in the settings at the foot of each page. Some partners store information on your device as well. Without "
    "your consent we show the same pages with fewer features. More is said in our statement on privacy.",
    "Our newsroom follows a code of standards that is published on this site. If you believe that this report contains "
    "an error, write to the readers' desk with the address of the page. Corrections are made in the open and dated. "
    "No part of this report may be reproduced without leave in writing. Syndication requests go to the same desk.",
)


def furniture(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Related links between the paragraphs, and a disclaimer below."""
    result: list[str] = []
    for paragraph in text:
        result.append(paragraph)
        if rng.random() < strength:
            result.append("Read more: " + babble.sentence())
    return (*result, rng.choice(DISCLAIMERS))


def everything(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """A little of all at once."""
    for operation in (cut, names_numbers, spelling, local, furniture):
        text = operation(text, strength / 3, rng, babble)
    return text


OPERATIONS: Final[Mapping[str, tuple[Operation, tuple[float, ...]]]] = {
    "cut from the end": (cut, (0.1, 0.3, 0.5, 0.7)),
    "drop and merge paragraphs": (drop, (0.1, 0.3, 0.5, 0.7)),
    "new headline and lead": (new_lead, (0.1, 0.2, 0.3, 0.5)),
    "replace names and numbers": (names_numbers, (0.1, 0.25, 0.5, 1.0)),
    "add local paragraphs": (local, (0.1, 0.3, 0.5, 1.0)),
    "quotation marks and spelling": (spelling, (0.05, 0.1, 0.2, 0.3)),
    "related links and disclaimer": (furniture, (0.1, 0.3, 0.5, 1.0)),
    "all of these": (everything, (0.2, 0.4, 0.6, 0.8)),
}
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


def cases() -> list[Case]:
    """All texts with their truth."""
    rng = random.Random(SEED)
    texts = articles()
    models, originals = texts[: len(texts) // 5], texts[len(texts) // 5 :]
    babble = Babble(models, rng)
    return [*copies(originals, rng, babble), *only_alike(originals, rng, babble)]


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


# What only looks like a copy


def only_alike(originals: Sequence[Paragraphs], rng: random.Random, babble: Babble) -> Iterator[Case]:
    """Texts that are nobody's copies."""
    for index, original in enumerate(originals[::3]):
        few = [part for part in sentences_of(original) if count_words([part]) <= 0.07 * count_words(original)]
        shared = rng.sample(few, min(3, len(few)))
        text = tuple(interleaved(list(babble.text(350)), shared, rng))
        yield alone(f"topic-{index}", text, "same topic and phrases")
    for index in range(60):
        text = (*babble.text(150), *paragraphs_of(DISCLAIMERS[index % len(DISCLAIMERS)]))
        yield alone(f"disclaimer-{index}", text, "same disclaimer")
    for name, form in (("weather", weather), ("results", results), ("market", market)):
        for index in range(60):
            yield alone(f"{name}-{index}", form(rng), f"format: {name}")


def alone(id: str, text: Paragraphs, kind: str) -> Case:
    """A text that has no copies."""
    return Case(Text(id, text), frozenset({id}), (kind, ""))


def interleaved(paragraphs: list[str], sentences: Sequence[str], rng: random.Random) -> list[str]:
    """Sentences put into paragraphs, apart from each other."""
    for sentence in sentences:
        place = rng.randrange(len(paragraphs))
        paragraphs[place] += " " + sentence
    return paragraphs


PLACES: Final = (
    "Norby",
    "Eastmere",
    "Port Halden",
    "Lower Sand",
    "Kirrow",
    "Velm",
    "Ostrand",
    "Quay Hill",
    "Tarn",
    "Brisk",
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SKIES: Final = ("sunny spells", "light rain", "heavy showers", "thick cloud", "clear skies", "morning fog")


def weather(rng: random.Random) -> Paragraphs:
    """A weather report."""
    day, sky = rng.choice(DAYS), rng.choice(SKIES)
    north, south = rng.sample(PLACES, 2)
    return (
        f"Forecasters at the regional weather office expect {sky} on {day}, with temperatures between "
        f"{rng.randint(-5, 9)} "
        f"and {rng.randint(10, 31)} degrees across most of the lowlands during the day.",
        f"In the hills around {north} it will stay cooler, with highs of no more than {rng.randint(3, 18)} "
        f"degrees and a "
        f"wind of up to {rng.randint(10, 90)} kilometres an hour from the west that will ease towards the evening.",
        f"Along the coast near {south} the water has a temperature of {rng.randint(4, 22)} degrees and waves can reach "
        f"{rng.randint(1, 5)} metres, so bathers and small boats are asked to watch the flags on the beaches.",
        f"The chance of rain is {rng.randint(5, 95)} percent before noon and {rng.randint(5, 95)} percent after "
        f"it, and the "
        "office asks drivers to allow for longer ways to work on wet roads.",
        f"The sun rises at {rng.randint(4, 8)}:{rng.randint(10, 59)} and sets at "
        f"{rng.randint(16, 21)}:{rng.randint(10, 59)}, "
        f"and the outlook for the following days remains unsettled with a slow change to {rng.choice(SKIES)}.",
    )


def results(rng: random.Random) -> Paragraphs:
    """A report of a league's round."""
    teams = rng.sample(PLACES, 8)
    scores = [(rng.randint(0, 6), rng.randint(0, 6)) for _ in range(4)]
    games = tuple(
        f"{one} met {two} in front of {rng.randint(400, 40000)} spectators and the match ended "
        f"{score[0]}-{score[1]} after a "
        f"first half in which both sides had their chances, with the decisive moment in minute {rng.randint(2, 90)}."
        for one, two, score in zip(teams[::2], teams[1::2], scores, strict=True)
    )
    return (
        f"Here are the results of round {rng.randint(1, 34)} of the regional league, with the table after all "
        f"matches of the "
        "weekend as reported by the clubs.",
        *games,
        f"{teams[0]} leads the table with {rng.randint(20, 80)} points ahead of {teams[3]} with "
        f"{rng.randint(10, 70)} points, "
        f"while {teams[5]} is last with {rng.randint(0, 19)} points and a goal difference of minus "
        f"{rng.randint(5, 60)}.",
    )


def market(rng: random.Random) -> Paragraphs:
    """A market report."""
    way = rng.choice(("rose", "fell", "edged up", "slipped", "gained", "lost ground"))

    def number() -> str:
        return f"{rng.randint(1, 9)}.{rng.randint(10, 99)}"

    return (
        f"Shares {way} on {rng.choice(DAYS)} as investors weighed company earnings against the prospect of "
        f"higher borrowing "
        f"costs, with the benchmark index closing at {rng.randint(1000, 9000)} points, a change of {number()} percent.",
        f"Among the sectors, banks moved by {number()} percent, energy companies by {number()} percent and "
        f"makers of consumer "
        f"goods by {number()} percent in trading that was about {rng.randint(2, 30)} percent below the average "
        f"of the month.",
        f"The yield of the ten-year government bond stood at {number()} percent, after {number()} percent at "
        f"the close of the "
        f"previous session, and the currency bought {number()} units of the neighbouring one in late trading.",
        f"A barrel of crude oil cost {rng.randint(30, 120)}.{rng.randint(10, 99)} in the afternoon, while an "
        f"ounce of gold was "
        f"traded at {rng.randint(1000, 3000)}, and analysts said that volumes would stay thin until the end of "
        f"the week.",
    )


# Methods


def copydesk(texts: Sequence[Text]) -> Found:
    """This library."""
    started = time.process_time()
    return replace(grouped(list(fingerprints(texts))), seconds=time.process_time() - started)


def grouped(prints: Sequence[Fingerprint]) -> Found:
    """What this library finds among fingerprints."""
    started = time.process_time()
    index = MemoryIndex()
    change = update(index, prints)
    seconds = time.process_time() - started
    ids = {print.number: print.id for print in prints}
    pairs = frozenset(pair(ids[match.left], ids[match.right]) for match in index.matches(ids))
    return Found("copydesk", pairs, tuple(frozenset(group.ids) for group in change.groups), seconds)


def peers(texts: Sequence[Text]) -> Iterator[Found]:
    """MinHash of 128 values over word 5-grams by `datasketch`, with union-find.

    Once what shares a band is one cluster, as in text-dedup; once only pairs whose estimated similarity reaches the
    threshold are joined.
    """
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found, import-untyped, unused-ignore]

    started = time.process_time()
    hashes = {text.id: MinHash(num_perm=128) for text in texts}
    for text in texts:
        words = re.findall(r"\w+", " ".join(text.paragraphs).lower())
        hashes[text.id].update_batch({" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))})
    hashing = time.process_time() - started
    for threshold in (0.8, 0.7):
        started = time.process_time()
        lsh = MinHashLSH(threshold=threshold, num_perm=128)
        for id, own in hashes.items():
            lsh.insert(id, own)
        found = [(id, other) for id, own in hashes.items() for other in lsh.query(own)]
        alike = [(id, other) for id, other in found if hashes[id].jaccard(hashes[other]) >= threshold]
        seconds = hashing + time.process_time() - started
        yield united(f"datasketch, J ≥ {threshold}", hashes, alike, seconds)
        yield united(f"MinHash + union-find, J ≥ {threshold}", hashes, found, seconds)


def united(name: str, ids: Iterable[str], pairs: Iterable[Pair], seconds: float) -> Found:
    """Clusters by union-find over pairs."""
    parent = {id: id for id in ids}
    for one, two in pairs:
        parent[root(parent, one)] = root(parent, two)
    clusters: dict[str, set[str]] = defaultdict(set)
    for id in parent:
        clusters[root(parent, id)].add(id)
    found = tuple(frozenset(members) for members in clusters.values() if len(members) > 1)
    return Found(name, pairs_within(found), found, seconds)


def root(parent: dict[str, str], id: str) -> str:
    """The root of a text in a forest, with paths halved."""
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id


def pair(one: str, two: str) -> Pair:
    """A pair in order."""
    return (one, two) if one < two else (two, one)


def pairs_within(clusters: Iterable[Collection[str]]) -> frozenset[Pair]:
    """All pairs of each cluster."""
    return frozenset(pair(one, two) for ids in clusters for one, two in combinations(ids, 2))


# Figures


def precision(found: Collection[Pair], truth: Mapping[str, Case]) -> float:
    """The part of the found pairs that carry text of one original."""
    right = sum(bool(truth[one].sources & truth[two].sources) for one, two in found)
    return right / len(found) if found else 1.0


def recalls(found: Collection[Pair], truth: Mapping[str, Case]) -> dict[tuple[str, str], tuple[int, int]]:
    """For each cell the pairs of copy and original that were found, and all of them."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for case in truth.values():
        for source in case.sources - {case.text.id}:
            hits, total = counts.get(case.cell, (0, 0))
            counts[case.cell] = (hits + (pair(case.text.id, source) in found), total + 1)
    return counts


def false_by_kind(found: Collection[Pair], truth: Mapping[str, Case]) -> Counter[tuple[str, str]]:
    """Wrong pairs by the operations of both."""
    wrong = ((one, two) for one, two in found if not truth[one].sources & truth[two].sources)
    return Counter(pair(truth[one].cell[0], truth[two].cell[0]) for one, two in wrong)


def precision_of(name: str, found: Collection[Pair], truth: Mapping[str, Case]) -> float:
    """The precision of the pairs with a text of this operation."""
    return precision([both for both in found if any(truth[id].cell[0] == name for id in both)], truth)


def recall(counts: Mapping[tuple[str, str], tuple[int, int]], cells: Iterable[tuple[str, str]]) -> float:
    """The recall over some cells together."""
    chosen = [counts[cell] for cell in cells if cell in counts]
    return sum(hits for hits, _ in chosen) / max(1, sum(total for _, total in chosen))


def main_source(case: Case) -> str:
    """The cluster in which a text belongs: its first original."""
    return min(case.sources)


def adjusted_rand(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985)."""
    labels, golden = labelled(clusters, truth)
    both = sum(comb(count, 2) for count in Counter(zip(labels, golden, strict=True)).values())
    found, real = (sum(comb(count, 2) for count in Counter(side).values()) for side in (labels, golden))
    expected = found * real / comb(len(labels), 2)
    return (both - expected) / ((found + real) / 2 - expected)


def b_cubed(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> float:
    """The F1 of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    labels, golden = labelled(clusters, truth)
    both, found, real = Counter(zip(labels, golden, strict=True)), Counter(labels), Counter(golden)
    exact = sum(count * count / found[label] for (label, _), count in both.items()) / len(labels)
    whole = sum(count * count / real[gold] for (_, gold), count in both.items()) / len(labels)
    return 2 * exact * whole / (exact + whole)


def labelled(clusters: Sequence[frozenset[str]], truth: Mapping[str, Case]) -> tuple[list[str], list[str]]:
    """The found and the true cluster of each text."""
    found = {id: f"cluster-{index}" for index, ids in enumerate(clusters) for id in ids}
    return [found.get(id, id) for id in truth], [main_source(case) for case in truth.values()]


def compute_quality(with_peers: bool) -> None:
    """Print all figures as Markdown tables."""
    truth = {case.text.id: case for case in cases()}
    texts = [case.text for case in truth.values()]
    found = [copydesk(texts)]
    if with_peers and find_spec("datasketch"):
        found += peers(texts)
    own = found[0]
    together = pairs_within(own.clusters)
    print(f"{len(texts)} texts, {sum(case.cell[0] == 'original' for case in truth.values())} originals\n")
    print_methods(found, truth)
    print_cells(own, together, truth)
    print("\nWrong pairs:", dict(false_by_kind(own.pairs, truth)), "in groups:", dict(false_by_kind(together, truth)))


def print_methods(found: Sequence[Found], truth: Mapping[str, Case]) -> None:
    """One row for each method."""
    contained_cells = [("sentences contained", str(count)) for count in CONTAINED if count >= 5]
    print("| method | precision | recall, half kept | recall, contained | ARI | B-cubed F1 | texts/s |")
    print("|---|---|---|---|---|---|---|")
    for method in found:
        counts = recalls(method.pairs, truth)
        figures = (
            precision(method.pairs, truth),
            recall(counts, KEEP_HALF),
            recall(counts, contained_cells),
            adjusted_rand(method.clusters, truth),
            b_cubed(method.clusters, truth),
        )
        print(
            f"| {method.name} | " + " | ".join(f"{x:.4f}" for x in figures) + f" | {len(truth) / method.seconds:.0f} |"
        )


def print_cells(own: Found, in_groups: Collection[Pair], truth: Mapping[str, Case]) -> None:
    """One row for each operation and strength."""
    matched, together = recalls(own.pairs, truth), recalls(in_groups, truth)
    print(
        "\n| operation | strength | copies | recall of matches | recall of groups | precision of matches | at "
        "least half kept |"
    )
    print("|---|---|---|---|---|---|---|")
    for cell in sorted(matched, key=lambda cell: (cell[0], float(cell[1] or 0))):
        hits, total = matched[cell]
        half = "yes" if cell in KEEP_HALF else ""
        exact = precision_of(cell[0], own.pairs, truth)
        print(
            f"| {cell[0]} | {cell[1]} | {total} | {hits / total:.3f} | {together[cell][0] / total:.3f} | "
            f"{exact:.4f} | {half} |"
        )


# Speed


def generated(count: int, rng: random.Random) -> Iterator[Text]:
    """Articles of about 400 words by a vocabulary of 50,000 with Zipf's frequencies, one in four an edited copy."""
    import numpy as np

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


# Settings


def compute_curve() -> None:
    """Print precision and recall against each setting, the others as they are."""
    truth = {case.text.id: case for case in cases()}
    prints = list(fingerprints(case.text for case in truth.values()))
    settings: tuple[tuple[object, str, tuple[float, ...]], ...] = (
        (compare, "SAME_TEXT", (0.2, 0.3, 0.4, 0.5, 0.6)),
        (compare, "MIN_RUN", (3, 5)),
        (candidates, "MIN_SENTENCES", (1, 3, 100)),
        (compare, "CARRIED", (0.5, 1.0)),
        (compare, "MIN_SHARED", (10, 60)),
        (compare, "FORMAT_AGREEMENT", (0.0, 0.5)),
    )
    contained_cells = [("sentences contained", str(count)) for count in CONTAINED if count >= 5]
    print("| setting | value | precision | recall, half kept | recall, contained | ARI |")
    print("|---|---|---|---|---|---|")
    for module, name, values in settings:
        usual = getattr(module, name)
        for value in values:
            setattr(module, name, value)
            found = grouped(prints)
            counts = recalls(found.pairs, truth)
            figures = (
                precision(found.pairs, truth),
                recall(counts, KEEP_HALF),
                recall(counts, contained_cells),
                adjusted_rand(found.clusters, truth),
            )
            mark = " (chosen)" if value == usual else ""
            print(f"| {name} | {value}{mark} | " + " | ".join(f"{x:.4f}" for x in figures) + " |", flush=True)
        setattr(module, name, usual)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("quality", "curve", "speed"))
    parser.add_argument("--articles", type=int, default=10_000, help="articles to generate for `speed`")
    parser.add_argument("--updates", type=int, default=1, help="parts in which `speed` adds them")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="measure copydesk alone")
    chosen = parser.parse_args()
    if chosen.what == "speed":
        compute_speed(chosen.articles, chosen.updates)
    elif chosen.what == "curve":
        compute_curve()
    else:
        compute_quality(chosen.peers)


if __name__ == "__main__":
    main()
