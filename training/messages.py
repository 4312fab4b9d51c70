"""The model of messages: what errors, walls and pages that wait for a script say, against all other text.

It learns from the phrases of the books in `training/verdict/phrases`, and from the texts of good pages as what is none.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from copydesk.page.findings import Kind
from copydesk.page.messages import BITS, SORTS, UNIT, MessageModel, runs

STRENGTH = 20.0
"""Inverse strength of the penalty on weights."""
RARITY = 5.0
"""Logarithm of the rarity of a run of letters that leaves its penalty as it is: the rarer, the less it is held back."""
SAMPLED = 16
"""Texts of a real page that are learned from, at most."""
REAL_WEIGHT = 0.1
"""What each of them weighs: there are many, most of them English."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text, the sort of message that it is (OTHER for none), the fold that it belongs to, and its weight."""

    text: str
    sort: Kind
    fold: int
    weight: float = 1.0


def sample(texts: Iterable[str], fold: int) -> list[Line]:
    """Some texts of a good page, drawn by what they say."""
    drawn = sorted(set(texts), key=lambda text: zlib.crc32(text.encode("utf-8", "surrogatepass")))
    return [Line(text, Kind.OTHER, fold, REAL_WEIGHT) for text in drawn[:SAMPLED]]


class Messages:
    """All lines to learn from, and the models of some folds of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        distinct = list({(line.text, line.fold): line for line in lines}.values())
        owners, places = runs([line.text for line in distinct])
        counts = np.bincount(owners, minlength=len(distinct))
        shares = (1 / np.sqrt(np.maximum(counts, 1)))[owners]
        table = csr_matrix((shares, (owners, places)), shape=(len(distinct), 2**BITS))
        users = np.bincount(table.indices, minlength=2**BITS)
        self.rarity = np.log((1 + len(distinct)) / (1 + users)) / RARITY
        self.table = csr_matrix(table.multiply(self.rarity))
        self.folds = np.array([line.fold for line in distinct])
        self.sorts = np.array([(*SORTS, Kind.OTHER).index(line.sort) for line in distinct])
        self.weights = np.array([line.weight for line in distinct])
        self._models: dict[frozenset[int], MessageModel] = {}

    def model(self, without: frozenset[int]) -> MessageModel:
        """The model of all folds but some."""
        if without not in self._models:
            self._models[without] = self._fit(np.flatnonzero(~np.isin(self.folds, list(without))))
        return self._models[without]

    def _fit(self, chosen: np.ndarray[Any, Any]) -> MessageModel:
        with threadpool_limits(limits=1):  # sums in one order
            learned = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3).fit(
                self.table[chosen], self.sorts[chosen], sample_weight=self.weights[chosen]
            )
        weights = (learned.coef_[:-1] - learned.coef_[-1]) * self.rarity
        bias = learned.intercept_[:-1] - learned.intercept_[-1]
        return MessageModel(np.clip((UNIT * weights.T).round(), -32_000, 32_000).astype(np.int16), bias.round(4))
