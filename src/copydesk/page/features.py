"""Features: what a person would look at to say what a block is, as one row of numbers for each segment.

The kernel computes them, column by column, in one call for each page: `kernel/features.h` lists the columns.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import kernel
from copydesk.page.characters import codes_of
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, ready, sigmas_of_texts
from copydesk.page.segments import SHAPE_NUMBERS, Outline, Shape, ints
from copydesk.page.signs import Signs, models_of_signs, taken_signs
from copydesk.page.trees import Ensemble

Matrix = NDArray[np.float32]

LONG: Final = 80
"""Characters from which a segment with few links counts as running text."""
DATE_LIKE: Final = re.compile(r"(?=\d)(?:\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年)")
"""A date or a time. That it begins with a digit, said first, halves the time."""
SHORTEST_NAME: Final = 4
"""Characters of the shortest name of an author that is looked for."""
TITLES_JOINT: Final = " | "


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What there is to say of the segments of a page: a row of features for each, its probability to be main content,
    and their signs."""

    rows: Matrix
    scores: list[float]
    signs: Signs


def survey(outline: Outline, hints: Hints, lexicon: Lexicon, trees: Ensemble | None = None) -> Survey:
    """Survey an outline, which has one segment at least; columns of the rows are named by `feature_names`.

    They lie column after column in memory, as the trees read them. Without trees there are no scores.
    """
    machine = ready()
    models = models_of_signs(machine)
    learned = [machine.keep(part, part.load) for part in (lexicon.markup, lexicon.text)]
    learned.append(trees.kept_by(machine, len(feature_names())) if trees else 0)
    texts = outline.texts()
    parts, sizes = outline.parts()
    sigmas, authors = sigmas_of_texts(texts), _author_names(hints)
    told = (TITLES_JOINT.join(hints.titles), hints.description, hints.article_body, *authors)
    parts += [ints([*sigmas, *map(len, hints.titles), *map(len, told)]), codes_of("".join(told))]
    machine.begin()
    found = machine.run(
        "survey",
        machine.put(b"".join(parts)),
        *sizes,
        *models,
        len(sigmas),
        len(hints.titles),
        len(authors),
        SHAPE_NUMBERS[Shape.HEADING],
        _page_flags(hints),
        *learned,
    )
    table, scores, count = found[9:12]
    shape = len(feature_names()), len(texts)
    rows = machine.take(table, shape[0] * shape[1], np.float32).reshape(shape).T
    probabilities = machine.take(scores, count, np.float64).tolist()
    return Survey(rows, probabilities, taken_signs(machine, outline, found))


def features(outline: Outline, hints: Hints, lexicon: Lexicon) -> Matrix:
    """The rows of a survey alone."""
    return survey(outline, hints, lexicon).rows


@cache
def feature_names() -> tuple[str, ...]:
    """The names of the columns, in their order."""
    machine = kernel()
    address, size, *_ = machine.run("feature_names")
    return tuple(machine.take(address, size, np.uint8).tobytes().decode().split())


def _author_names(hints: Hints) -> list[str]:
    """Authors as they are looked for: in order, and none that begins with another."""
    names: list[str] = []
    for name in sorted([name.casefold() for name in hints.authors if len(name) >= SHORTEST_NAME]):
        if not names or not name.startswith(names[-1]):
            names.append(name)
    return names


def _page_flags(hints: Hints) -> int:
    """What the hints say of the page as a whole: bits of the columns from `page_has_body_hint` on."""
    flags = (
        bool(hints.article_body),
        any("article" in kind or "posting" in kind for kind in hints.types),
        "product" in hints.types,
        any("discussion" in kind or "qapage" in kind for kind in hints.types),
        any("collection" in kind or "itemlist" in kind for kind in hints.types),
    )
    return sum(flag << bit for bit, flag in enumerate(flags))
