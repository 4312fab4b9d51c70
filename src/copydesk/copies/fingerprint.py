"""Fingerprints: what is kept of a text to find its copies and to prove them.

Shingles are runs of five words (Broder, "On the resemblance and containment of documents", 1997), each hashed to
32 bits; two texts of 400 words agree in a shingle by accident of hashing once in some 25,000 comparisons.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from copydesk.copies.arrays import Codes, Flags, Keys
from copydesk.copies.text import Text
from copydesk.copies.words import UPPER, Words, random_numbers, read_words

VERSION: Final = 1
"""Changes whenever a fingerprint of the same text would come out otherwise."""

WIDTH: Final = 5
"""Words in a shingle: three join articles of one topic by their set phrases, eight lose copies with many edits."""

BANDS: Final = 20
ROWS: Final = 5
"""20 bands of 5 make a pair with Jaccard similarity 0.5 a candidate in 47 of 100 cases, with 0.65 in 92, with 0.8 in
99.96; what they miss below is found by sentences."""

BATCH: Final = 250_000
"""Characters fingerprinted at once: enough to make array operations cheap, few enough to stay in the cache."""

NO_SENTENCE: Final = 0xFFFFFFFF
"""The key of a sentence with fewer words than a shingle."""

STEPS: Final = random_numbers(3, WIDTH)
MASKS: Final = random_numbers(4, BANDS * ROWS).astype(np.uint32)
FACTORS: Final = random_numbers(5, BANDS * ROWS).astype(np.uint32) | np.uint32(1)
BAND_STEPS: Final = random_numbers(6, BANDS * ROWS).reshape(BANDS, ROWS)
BAND_SEEDS: Final = random_numbers(7, BANDS)
CONTEXT_STEPS: Final = random_numbers(8, 3)
HEADER: Final = struct.Struct("<BIIII")


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of a text.

    `number` is a hash of `id` and stands for it in an index. `shingles` are in the order of the text, one for each
    word but the last four; `starts` are the words at which sentences begin. `sentences` has for each of them the
    smallest of its shingles, the key by which it is found again although some of its words were changed. `contexts`
    are hashes of the two words before each number, `values` of those words and the number. `bands` are the keys
    under which near copies meet.
    """

    id: str
    number: int
    shingles: Codes
    starts: Codes
    sentences: Codes
    contexts: Codes
    values: Codes
    bands: Keys

    def to_bytes(self) -> bytes:
        """All but the id, to be stored."""
        sizes = (len(self.shingles), len(self.starts), len(self.contexts), len(self.bands))
        codes = np.concatenate((self.shingles, self.starts, self.sentences, self.contexts, self.values))
        parts = codes.astype("<u4", copy=False).tobytes(), self.bands.astype("<i8", copy=False).tobytes()
        return HEADER.pack(VERSION, *sizes) + b"".join(parts)

    @classmethod
    def from_bytes(cls, id: str, data: bytes) -> "Fingerprint":
        """The fingerprint that `to_bytes` stored. Raises ValueError if it was made by another version."""
        version, shingles, starts, contexts, bands = HEADER.unpack_from(data)
        if version != VERSION:
            raise ValueError(f"fingerprint of version {version}, this is version {VERSION}")
        ends = list(accumulate((shingles, starts, starts, contexts, contexts), initial=0))
        codes = np.frombuffer(data, "<u4", ends[-1], HEADER.size).astype(np.uint32, copy=False)
        keys = np.frombuffer(data, "<i8", bands, HEADER.size + 4 * ends[-1]).astype(np.int64, copy=False)
        first, second, third, fourth, fifth = (codes[start:end] for start, end in pairwise(ends))
        return cls(id, article_number(id), first, second, third, fourth, fifth, keys)


def article_number(id: str) -> int:
    """A signed number of 64 bits for an id: an integer key of a database."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def fingerprint(text: Text) -> Fingerprint:
    """The fingerprint of one text; `fingerprints` is much faster for many."""
    return next(fingerprints((text,)))


def fingerprints(texts: Iterable[Text]) -> Iterator[Fingerprint]:
    """The fingerprints of texts, in their order."""
    batch: list[Text] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += sum(map(len, text.paragraphs))
        if size >= BATCH:
            yield from of_batch(batch)
            batch, size = [], 0
    yield from of_batch(batch)


def of_batch(texts: Sequence[Text]) -> Iterator[Fingerprint]:
    """The fingerprints of texts that are worked on together."""
    if not texts:
        return
    words = read_words(texts)
    shingles, whole = make_shingles(words)
    starts = np.flatnonzero(np.diff(words.sentence, prepend=-1))
    keys = sentence_keys(shingles, words.sentence, starts)
    numbers, contexts, values = number_contexts(words)
    word_bounds = np.searchsorted(words.text, np.arange(len(texts) + 1))
    sentence_bounds = np.searchsorted(starts, word_bounds)
    number_bounds = np.searchsorted(numbers, word_bounds)
    bands = band_keys(shingles, whole, word_bounds)
    within = (starts - np.repeat(word_bounds[:-1], np.diff(sentence_bounds))).astype(np.uint32)
    bounds = np.stack([word_bounds, sentence_bounds, number_bounds]).T.tolist()
    for text, keyed, ((word, first, one), (end, last, other)) in zip(texts, bands, pairwise(bounds), strict=True):
        yield Fingerprint(
            id=text.id,
            number=article_number(text.id),
            shingles=shingles[word : max(word, end - WIDTH + 1)],
            starts=within[first:last],
            sentences=keys[first:last],
            contexts=contexts[one:other],
            values=values[one:other],
            bands=keyed,
        )


def make_shingles(words: Words) -> tuple[Codes, Flags]:
    """For each word the hash of the shingle that begins there, and whether that shingle lies in one text."""
    count = len(words.hashes)
    shingles = np.zeros(count, np.uint64)
    whole = np.zeros(count, np.bool_)
    inner = max(0, count - WIDTH + 1)
    for step in range(WIDTH):
        shingles[:inner] += words.hashes[step : step + inner] * STEPS[step]
    whole[:inner] = words.text[:inner] == words.text[count - inner :]
    return (shingles >> UPPER).astype(np.uint32), whole


def sentence_keys(shingles: Codes, sentence: Keys, starts: Keys) -> Codes:
    """The smallest shingle that lies within each sentence."""
    if not len(starts):
        return np.zeros(0, np.uint32)
    within = np.full(len(shingles), NO_SENTENCE, np.uint32)
    inner = max(0, len(shingles) - WIDTH + 1)
    same = sentence[:inner] == sentence[len(sentence) - inner :]
    within[:inner][same] = shingles[:inner][same]
    return np.minimum.reduceat(within, starts)


def number_contexts(words: Words) -> tuple[Keys, Codes, Codes]:
    """Where numbers stand, the hash of the two words before each, and the hash of those and the number."""
    masked = np.where(words.number, np.uint64(0), words.hashes)
    places = np.flatnonzero(words.number)
    places = places[places >= 2]
    places = places[words.text[places] == words.text[places - 2]]
    context = masked[places - 1] * CONTEXT_STEPS[0] + masked[places - 2] * CONTEXT_STEPS[1]
    value = context + words.hashes[places] * CONTEXT_STEPS[2]
    return places, (context >> UPPER).astype(np.uint32), (value >> UPPER).astype(np.uint32)


def band_keys(shingles: Codes, whole: Flags, bounds: Keys) -> list[Keys]:
    """The band keys of each text, none for a text that is shorter than a shingle."""
    none = np.zeros(0, np.int64)
    counts = np.add.reduceat(np.append(whole, False).astype(np.int64), bounds[:-1]) * (np.diff(bounds) > 0)
    filled = np.flatnonzero(counts)
    if not len(filled):
        return [none] * len(counts)
    least = minhashes(shingles[whole], np.cumsum(counts[filled]) - counts[filled])
    rows = least.T.reshape(len(filled), BANDS, ROWS).astype(np.uint64)
    keys = ((rows * BAND_STEPS).sum(axis=2, dtype=np.uint64) ^ BAND_SEEDS).view(np.int64)
    result = [none] * len(counts)
    for place, index in enumerate(filled.tolist()):
        result[index] = keys[place]
    return result


def minhashes(shingles: Codes, starts: Keys) -> Codes:
    """The smallest value of each hash function, a row each, over the shingles of each text, a column each."""
    least = np.empty((BANDS * ROWS, len(starts)), np.uint32)
    buffer = np.empty_like(shingles)
    for index, (mask, factor) in enumerate(zip(MASKS, FACTORS, strict=True)):
        np.bitwise_xor(shingles, mask, out=buffer)
        np.multiply(buffer, factor, out=buffer)
        np.minimum.reduceat(buffer, starts, out=least[index])
    return least
