"""Features: what a person would look at to say what a block is, as one row of numbers for each segment.

The kernel computes them, column by column, in one call for each page: `kernel/features.h` lists the columns.
"""

import re
import secrets
from collections.abc import Sequence
from functools import cache
from struct import pack
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.kernel import kernel
from copydesk.page.characters import codes_of
from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, final_sigmas, ready
from copydesk.page.segments import Elements, Outline, Segment, Shape

Matrix = NDArray[np.float32]

SHAPES: Final = tuple(Shape)
SHAPE_NUMBERS: Final = {shape: number for number, shape in enumerate(SHAPES)}
LONG: Final = 80
"""Characters from which a segment with few links counts as running text."""
DATE_LIKE: Final = re.compile(r"(?=\d)(?:\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年)")
"""A date or a time. That it begins with a digit, said first, halves the time."""
SHORTEST_NAME: Final = 4
"""Characters of the shortest name of an author that is looked for."""
TITLES_JOINT: Final = " | "

NAV, HEADER, FOOTER, ASIDE, ARTICLE, MAIN, FORM, FIGURE, TABLE, LIST, QUOTED, SECTION = (1 << bit for bit in range(12))
REGION_FLAGS: Final = {
    "nav": NAV, "menu": NAV, "header": HEADER, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "main": MAIN,
    "form": FORM, "fieldset": FORM, "select": FORM, "figure": FIGURE, "table": TABLE, "ul": LIST, "ol": LIST,
    "dl": LIST, "blockquote": QUOTED, "section": SECTION,
}  # fmt: skip
TAGS: Final = tuple("p div h1 h2 h3 h4 h5 h6 li td tr span blockquote figcaption section article pre dd dt a".split())
TAG_NUMBERS: Final = {tag: number for number, tag in enumerate(TAGS)}
_SEED: Final = secrets.randbits(32)
"""For the hashes of what a page contains: a page cannot be made to have many that are the same."""


def features(outline: Outline, hints: Hints, lexicon: Lexicon) -> Matrix:
    """One row for each segment of the outline, which has one at least; the columns are named by `feature_names`.

    They lie column after column in memory, as the trees read them.
    """
    machine = ready()
    weights = [machine.keep(part, part.load) for part in (lexicon.markup, lexicon.text)]
    segments, elements = outline.segments, outline.elements
    count, words = len(segments), elements.naming_words()
    texts = [segment.text for segment in segments]
    line = "".join(texts)
    sigmas = final_sigmas(texts, line)
    authors = _author_names(hints)
    told = (TITLES_JOINT.join(hints.titles), hints.description, hints.article_body, *authors)
    tags, distinct_tags = _tags(elements)
    naming = codes_of("\n".join(words.words))
    parts = (
        _segment_rows(segments),
        codes_of(line),
        _ints([*sigmas, *map(len, hints.titles), *map(len, told)]),
        codes_of("".join(told)),
        *(
            np.asarray(column, np.int32)
            for column in (elements.parents, elements.names, elements.depths, elements.ends)
        ),
        _ints(tags),
        words.owners,
        naming,
    )
    machine.begin()
    address, *_ = machine.run(
        "features",
        machine.put(b"".join(parts)),
        count,
        len(hints.titles),
        len(authors),
        len(sigmas),
        len(elements),
        len(elements.distinct),
        distinct_tags,
        len(words.words),
        len(naming) // 4,
        SHAPE_NUMBERS[Shape.HEADING],
        _page_flags(hints),
        *weights,
        _SEED,
    )
    columns = len(feature_names())
    return machine.take(address, columns * count, np.float32).reshape(columns, count).T


@cache
def feature_names() -> tuple[str, ...]:
    """The names of the columns, in their order."""
    machine = kernel()
    address, size, *_ = machine.run("feature_names")
    return tuple(machine.take(address, size, np.uint8).tobytes().decode().split())


def _ints(numbers: Sequence[int]) -> bytes:
    return pack(f"={len(numbers)}i", *numbers)


def _segment_rows(segments: Sequence[Segment]) -> bytes:
    """What the kernel is told of each segment besides its text."""
    rows: list[int] = []
    for each in segments:
        rows += (
            len(each.text),
            each.element,
            SHAPE_NUMBERS[each.shape],
            each.level,
            each.bold,
            each.images,
            each.hidden,
            each.link_chars,
            len(each.links),
        )
    return _ints(rows)


def _tags(elements: Elements) -> tuple[list[int], int]:
    """The number of each name's tag, and behind them what each tag is, and what region; how many tags there are."""
    numbers: dict[str, int] = {}
    tags = [numbers.setdefault(tag, len(numbers)) for tag, _ in elements.distinct]
    tags += [TAG_NUMBERS.get(tag, len(TAGS)) for tag in numbers]
    tags += [REGION_FLAGS.get(tag, 0) for tag in numbers]
    return tags, len(numbers)


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
