"""Scores of an extracted body against a gold text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

# Scripts without spaces are compared by the character: CJK, kana, Hangul is spaced, Thai, Lao, Khmer, Burmese are not.
TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|\\w+", re.UNICODE
)


def tokens(text: str) -> list[str]:
    """Word tokens; in scripts without spaces, characters."""
    text = unicodedata.normalize("NFC", text)
    out: list[str] = []
    for word in TOKEN.findall(text):
        out.append(word)
    return out


def f1(shared: float, found: float, wanted: float) -> float:
    """F1 of counts; two empty sides agree."""
    if not found and not wanted:
        return 1.0
    return 2 * shared / (found + wanted) if shared else 0.0


def ngram_f1(found: str, wanted: str, size: int = 4) -> float:
    """F1 over token n-grams with multiplicity, as the article extraction benchmark of 2019 scores."""
    a, b = (_ngrams(tokens(text), size) for text in (found, wanted))
    return f1((a & b).total(), a.total(), b.total())


def _ngrams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    size = max(1, min(size, len(words)))
    return Counter(tuple(words[n : n + size]) for n in range(len(words) - size + 1)) if words else Counter()


def word_f1(found: str, wanted: str) -> float:
    """F1 over lower-cased words with multiplicity, as the Web Content Extraction Benchmark scores."""
    a, b = (Counter(word.lower() for word in tokens(text)) for text in (found, wanted))
    return f1((a & b).total(), a.total(), b.total())


def normal(text: str) -> str:
    """A paragraph for comparison: NFC, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "").split())


def paragraph_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """F1 over whole paragraphs that agree exactly after normalisation, with multiplicity."""
    a, b = (Counter(filter(None, map(normal, texts))) for texts in (found, wanted))
    return f1((a & b).total(), a.total(), b.total())
