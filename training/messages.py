"""The model of messages: what errors, walls and pages that wait for a script say, against all other text.

It learns from the phrases of the books in `training/verdict` and from what whole pages are said to say, and from the texts
of good pages as what is none.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from copydesk.page.cues import BARRIER, FAILURE
from copydesk.page.messages import ACTION, BITS, SORTS, UNIT, MessageModel, damped, runs
from copydesk.page.segments import Outline
from copydesk.page.told import SURE
from training.verdict.books import NONE

STRENGTH = 20.0
"""Inverse strength of the penalty on weights."""
RARITY = 4.0
"""Logarithm of the rarity of a run of letters that leaves its penalty as it is: the rarer, the less it is held back."""
SAMPLED = 10
"""Texts of a real page, and sentences of its main content, that are learned from, at most."""
REAL_WEIGHT, HARD_WEIGHT = 0.1, 0.2
"""What each of them weighs: there are many, most of them English."""
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A text, the sort of message that it is (or ACTION, or NONE), the fold that it belongs to, and its weight."""

    text: str
    sort: str
    fold: int
    weight: float = 1.0


def sample(outline: Outline, scores: Sequence[float], fold: int) -> list[Line]:
    """Some texts of a good page, and some sentences of its main content that have words of errors and walls, both drawn
    by what they say."""
    shown = {segment.text for segment in outline.segments if not segment.hidden}
    body = {
        sentence
        for segment, score in zip(outline.segments, scores, strict=True)
        if score >= SURE
        for sentence in SENTENCE_END.split(segment.text)
        if FAILURE.is_in(sentence) or BARRIER.is_in(sentence)
    }
    found = [(text, REAL_WEIGHT) for text in _drawn(shown)]
    return [Line(text, NONE, fold, weight) for text, weight in (*found, *[(t, HARD_WEIGHT) for t in _drawn(body)])]


def _drawn(texts: set[str]) -> list[str]:
    return sorted(texts, key=lambda text: zlib.crc32(text.encode("utf-8", "surrogatepass")))[:SAMPLED]


class Messages:
    """All lines to learn from, and the models of some folds of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        # A text that stands in several places of a fold is a message where it is one in any, and an action before it is
        # nothing.
        ranks = {sort: rank for rank, sort in enumerate((NONE, ACTION, *reversed(SORTS)))}
        ranked = sorted(lines, key=lambda line: ranks[line.sort])
        distinct = list({(line.text, line.fold): line for line in ranked}.values())
        owners, places = runs([line.text for line in distinct])
        counts = np.bincount(owners, minlength=len(distinct))
        shares = (1 / damped(np.maximum(counts, 1)))[owners]
        table = csr_matrix((shares, (owners, places)), shape=(len(distinct), 2**BITS))
        users = np.bincount(table.indices, minlength=2**BITS)
        self.rarity = np.log((1 + len(distinct)) / (1 + users)) / RARITY
        self.table = csr_matrix(table.multiply(self.rarity), dtype=np.float32)
        self.folds = np.array([line.fold for line in distinct])
        self.sorts = np.array([(*SORTS, ACTION, NONE).index(line.sort) for line in distinct])
        self.weights = np.array([line.weight for line in distinct])
        self.texts = np.unique([line.text for line in distinct], return_inverse=True)[1]
        self._models: dict[frozenset[int], MessageModel] = {}

    def model(self, without: frozenset[int]) -> MessageModel:
        """The model of all folds but some."""
        if without not in self._models:
            self._models[without] = self._fit(self.learned(without))
        return self._models[without]

    def learned(self, without: frozenset[int]) -> np.ndarray[Any, Any]:
        """The lines of all folds but some, without the messages and actions of these that another fold has too."""
        left_out = np.isin(self.folds, list(without))
        messages = self.sorts <= len(SORTS)
        left_out |= messages & np.isin(self.texts, self.texts[left_out & messages])
        return np.flatnonzero(~left_out)

    def _fit(self, chosen: np.ndarray[Any, Any]) -> MessageModel:
        with threadpool_limits(limits=1):  # sums in one order
            learned = LogisticRegression(C=STRENGTH, max_iter=100, tol=1e-3).fit(
                self.table[chosen], self.sorts[chosen], sample_weight=self.weights[chosen]
            )
        weights = (learned.coef_[:-1] - learned.coef_[-1]) * self.rarity
        bias = learned.intercept_[:-1] - learned.intercept_[-1]
        return MessageModel(np.clip((UNIT * weights.T).round(), -32_000, 32_000).astype(np.int16), bias.round(4))
