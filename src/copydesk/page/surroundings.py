"""Where each segment stands: the regions around it, the words of its markup, and the weight of text beside it.

Elements come parents first, so that what stands in one element is a range of numbers, and a sum over it the difference
of two running sums.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page.lexicon import Lexicon
from copydesk.page.segments import Elements

Vector = NDArray[np.float64]
Numbers = NDArray[np.intp]
Columns = dict[str, Vector]

NAV, HEADER, FOOTER, ASIDE, ARTICLE, MAIN, FORM, FIGURE, TABLE, LIST, QUOTED, SECTION = (1 << bit for bit in range(12))
REGION_FLAGS: Final = {
    "nav": NAV, "menu": NAV, "header": HEADER, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "main": MAIN,
    "form": FORM, "fieldset": FORM, "select": FORM, "figure": FIGURE, "table": TABLE, "ul": LIST, "ol": LIST,
    "dl": LIST, "blockquote": QUOTED, "section": SECTION,
}  # fmt: skip
REGION_BITS: Final = np.arange(12)[:, None]
TAGS: Final = tuple("p div h1 h2 h3 h4 h5 h6 li td tr span blockquote figcaption section article pre dd dt a".split())
TAG_NUMBERS: Final = {tag: float(number) for number, tag in enumerate(TAGS)}
MAIN_SHARE: Final = 0.5
"""Share of the running text that the main container must hold: the deepest element that has more than this."""
LAST_RANK: Final = 50


def surroundings(elements: Elements, home: Numbers, lexicon: Lexicon, columns: Columns) -> Columns:
    """The columns of the elements around each segment.

    `home` has the number of each segment's element; of the other columns `running`, `link_density` and `lengths` are
    needed.
    """
    parents = np.array(elements.parents)
    ends = np.array(elements.ends)
    outer = np.maximum(parents[home], 0)
    outermost = np.maximum(parents[outer], 0)
    names = np.array(elements.names)
    own = lexicon.markup.sums(elements.naming_words(), len(elements.distinct))
    tags = np.array([TAG_NUMBERS.get(tag, float(len(TAGS))) for tag, _ in elements.distinct])
    lowest, highest, flags = _on_the_way(elements, own.tolist())
    weights = own[names]
    depth = np.array(elements.depths, dtype=np.float64)

    lengths = columns["lengths"]
    number = np.bincount(home, minlength=len(parents)).astype(np.float64)
    mass, chars, links = (
        _inside(np.bincount(home, amounts, len(parents)).astype(np.float64), ends)
        for amounts in (columns["running"], lengths, lengths * columns["link_density"])
    )
    below_it = _inside(number, ends)
    all_running = max(mass[0], 1.0)
    measures = {
        "running": mass / all_running,
        "chars": chars / max(chars[0], 1.0),
        "links": links / np.maximum(chars, 1),
        "number": np.log1p(below_it),
        "mean": np.log1p(chars / np.maximum(below_it, 1)),
    }
    heavy = np.flatnonzero(mass > MAIN_SHARE * mass[0])
    main = int(heavy[-1]) if len(heavy) else 0
    below, above, branch = _around(parents, ends, main, home)
    count = len(home)
    found: Columns = {
        "tag": tags[names[home]],
        "parent_tag": tags[names[outer]],
        "depth": depth[home],
        "markup_own": weights[home],
        "markup_parent": weights[outer],
        "markup_grandparent": weights[outermost],
        "markup_lowest": np.array(lowest)[home],
        "markup_highest": np.array(highest)[home],
        "markup_total": _outside(weights, ends)[home],
        "below_main": below,
        "above_main": above,
        "main_share": np.full(count, measures["running"][main]),
        "main_depth": np.full(count, depth[main]),
        "branch_share": measures["running"][branch],
        "branch_links": measures["links"][branch],
        "branch_number": measures["number"][branch],
        "rank": np.minimum(elements.ranks()[home].astype(np.float64), LAST_RANK),
    }
    for name, at in (("home", home), ("parent", outer), ("grandparent", outermost)):
        for measure, values in measures.items():
            found[f"{name}_{measure}"] = values[at]
    found["home_alone"] = number[home]
    regions = ((np.array(flags)[home] >> REGION_BITS) & 1).astype(np.float64)
    found |= {f"region_{bit}": row for bit, row in enumerate(regions)}
    # Segments of like markup: the same name, in a parent of the same name.
    _, alike = np.unique(names[home] * len(own) + names[outer], return_inverse=True)
    return found | _likeness(alike, columns)


def _inside(direct: Vector, ends: Numbers) -> Vector:
    """For each element, the sum of what stands directly in it and in the elements inside it."""
    upto = np.concatenate(([0.0], np.cumsum(direct)))
    return np.asarray(upto[ends] - upto[:-1])


def _outside(values: Vector, ends: Numbers) -> Vector:
    """For each element, the sum of its own value and those of the elements that it stands in."""
    closed = np.bincount(ends, values, len(values) + 1)[:-1]
    return np.cumsum(values - closed)


def _on_the_way(elements: Elements, own: Sequence[float]) -> tuple[list[float], list[float], list[int]]:
    """For each element, the lowest and highest weight of a name on the way to it, and the regions that it stands in."""
    flag_of = [REGION_FLAGS.get(tag, 0) for tag, _ in elements.distinct]
    # The last place, that of the parent -1, is what there is before the way begins.
    count = len(elements)
    lowest, highest, flags = [0.0] * count + [np.inf], [0.0] * count + [-np.inf], [0] * (count + 1)
    for e, (parent, name) in enumerate(zip(elements.parents, elements.names, strict=True)):
        weight, low, high = own[name], lowest[parent], highest[parent]
        lowest[e] = weight if weight < low else low
        highest[e] = weight if weight > high else high
        flags[e] = flags[parent] | flag_of[name]
    return lowest, highest, flags


def _around(parents: Numbers, ends: Numbers, main: int, home: Numbers) -> tuple[Vector, Vector, Numbers]:
    """For each segment: depth of its element below the main container (-1 outside), steps up from there to an ancestor
    that both share, and the child of that ancestor under which the segment stands."""
    chain = [main]
    while parents[chain[-1]] >= 0:
        chain.append(int(parents[chain[-1]]))
    shared = np.array(chain)
    holds = (home[:, None] >= shared) & (home[:, None] < ends[shared])
    above = holds.argmax(axis=1).astype(np.float64)
    levels = _outside(np.ones(len(parents)), ends)
    below = np.where(holds[:, 0], levels[home] - levels[main], -1.0)
    on_chain = np.zeros(len(parents) + 1, dtype=bool)
    on_chain[shared] = True
    heads = on_chain[:-1] | on_chain[parents]
    branch = np.maximum.accumulate(np.where(heads, np.arange(len(parents)), 0))[home]
    return below, above, branch


def _likeness(alike: Numbers, columns: Columns) -> Columns:
    """What the segments of one group are together."""
    count = np.bincount(alike)
    chars, running = columns["read"], columns["running"]
    read = np.bincount(alike, chars)
    return {
        "like_count": np.log1p(count)[alike],
        "like_mean": np.log1p(read / count)[alike],
        "like_links": (np.bincount(alike, chars * columns["link_density"]) / np.maximum(read, 1))[alike],
        "like_running": np.bincount(alike, running)[alike] / max(running.sum(), 1.0),
        "like_sentences": (np.bincount(alike, columns["ends_sentence"]) / count)[alike],
    }
