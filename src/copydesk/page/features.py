"""Features: what a person would look at to say what a block is, as one row of numbers for each segment.

The kernel computes them, column by column, in one call for each page: `kernel/features.h` lists the columns.
"""

import re
from array import array
from collections.abc import Sequence
from functools import cache
from struct import pack
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import kernel
from copydesk.page.characters import codes_of
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, line_of_names, ready, sigmas_of_names, sigmas_of_texts, taken_words
from copydesk.page.segments import SHAPE_NUMBERS, Outline, Shape

Matrix = NDArray[np.float32]

LONG: Final = 80
"""Characters from which a segment with few links counts as running text."""
DATE_LIKE: Final = re.compile(r"(?=\d)(?:\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年)")
"""A date or a time. That it begins with a digit, said first, halves the time."""
SHORTEST_NAME: Final = 4
"""Characters of the shortest name of an author that is looked for."""
TITLES_JOINT: Final = " | "


def features(outline: Outline, hints: Hints, lexicon: Lexicon) -> Matrix:
    """One row for each segment of the outline, which has one at least; the columns are named by `feature_names`.

    They lie column after column in memory, as the trees read them.
    """
    machine = ready()
    weights = [machine.keep(part, part.load) for part in (lexicon.markup, lexicon.text)]
    segments, elements = outline.segments, outline.elements
    texts = [segment.text for segment in segments]
    line, names = "".join(texts), line_of_names(elements.distinct)
    sigmas, sigmas_in_names = sigmas_of_texts(texts, line), sigmas_of_names(names)
    authors = _author_names(hints)
    told = (TITLES_JOINT.join(hints.titles), hints.description, hints.article_body, *authors)
    page = (
        outline.rows(),
        codes_of(line),
        _ints([*sigmas, *map(len, hints.titles), *map(len, told)]),
        codes_of("".join(told)),
        *map(_ints, (elements.parents, elements.names, elements.depths, elements.ends)),
        _ints(sigmas_in_names),
        codes_of(names),
    )
    machine.begin()
    table, *words = machine.run(
        "features",
        machine.put(b"".join(page)),
        len(segments),
        len(hints.titles),
        len(authors),
        len(sigmas),
        len(elements),
        len(elements.distinct),
        len(names),
        len(sigmas_in_names),
        SHAPE_NUMBERS[Shape.HEADING],
        _page_flags(hints),
        *weights,
    )
    elements.keep_words(taken_words(machine, words))
    shape = len(feature_names()), len(segments)
    return machine.take(table, shape[0] * shape[1], np.float32).reshape(shape).T


@cache
def feature_names() -> tuple[str, ...]:
    """The names of the columns, in their order."""
    machine = kernel()
    address, size, *_ = machine.run("feature_names")
    return tuple(machine.take(address, size, np.uint8).tobytes().decode().split())


def _ints(numbers: "Sequence[int] | array[int]") -> bytes:
    return numbers.tobytes() if isinstance(numbers, array) else pack(f"={len(numbers)}i", *numbers)


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
