"""Features: what a person would look at to say what a block is, as one row of numbers for each segment.

Rows are made in one pass over elements and segments; everything that can be is computed on whole columns.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.page.hints import Hints
from copydesk.page.lexicon import Lexicon, Weights, texts_words
from copydesk.page.segments import Elements, Outline, Segment, Shape, letters_and_digits
from copydesk.page.surroundings import Columns, surroundings

Matrix = NDArray[np.float32]

UPPER, LOWER, LETTER, DIGIT, SPACE, TERMINAL, COMMA, QUOTE, DASH, MARK = range(10)
CHARACTER_CLASSES: Final = 10
TERMINALS: Final = ".!?…。！？؟।۔｡"
COMMAS: Final = ",;:،、，؛：；"
QUOTES: Final = "\"'“”„«»‘’‚‹›「」『』"

SHAPES: Final = tuple(Shape)
SHAPE_NUMBERS: Final = {shape: number for number, shape in enumerate(SHAPES)}
AMOUNTS: Final = frozenset({"read", "lengths"})
"""Columns that others are computed from, and the model does not see."""
KEYED: Final = 120
"""Characters of a text that are compared without regard to spaces and punctuation."""
LONG: Final = 80
"""Characters from which a segment with few links counts as running text."""
WIDE_EXTRA: Final = 1.5
"""Letters by which a character of a script without spaces is longer than a letter."""
DATE_LIKE: Final = re.compile(r"(?=\d)(?:\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年)")
"""A date or a time. That it begins with a digit, said first, halves the time."""


@cache
def _character_classes() -> NDArray[np.uint8]:
    """The class of each character of the Basic Multilingual Plane; beyond it all count as MARK."""
    by_category = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": LETTER, "Lm": LETTER, "Nd": DIGIT, "Pd": DASH}
    table = np.full(0x10000, MARK, dtype=np.uint8)
    for code in range(0x10000):
        char = chr(code)
        if char.isspace():
            table[code] = SPACE
        else:
            table[code] = by_category.get(unicodedata.category(char), MARK)
    for chars, kind in ((TERMINALS, TERMINAL), (COMMAS, COMMA), (QUOTES, QUOTE)):
        table[[ord(char) for char in chars]] = kind
    return table


def features(outline: Outline, hints: Hints, lexicon: Lexicon) -> Matrix:
    """One row for each segment of the outline; the columns are named by `feature_names`."""
    return matrix(describe(outline, hints, lexicon))


def matrix(columns: Columns) -> Matrix:
    """The columns side by side, with some of those of the segments before and after."""
    own, count = len(columns), len(columns["chars"])
    # Column after column in memory, as the trees read it; -1 stands beyond the page's ends.
    table = np.full((own + len(OFFSETS) * len(NEIGHBOUR_COLUMNS), count), -1.0, dtype=np.float32)
    for place, values in enumerate(columns.values()):
        table[place] = values
    places = {name: place for place, name in enumerate(columns)}
    around = table[[places[name] for name in NEIGHBOUR_COLUMNS]]
    for number, offset in enumerate(OFFSETS):
        start = own + number * len(NEIGHBOUR_COLUMNS)
        shifted = table[start : start + len(NEIGHBOUR_COLUMNS)]
        if offset < 0:
            shifted[:, -offset:] = around[:, :offset]
        else:
            shifted[:, :-offset] = around[:, offset:]
    return table.T


@cache
def feature_names() -> tuple[str, ...]:
    """The names of the columns, in their order."""
    outline = Outline(Elements.root("html"), [Segment("a", 0, Shape.PARAGRAPH)])
    names = list(describe(outline, Hints(), Lexicon(Weights({}), Weights({}))))
    return (*names, *(f"{name}{offset:+d}" for offset in OFFSETS for name in NEIGHBOUR_COLUMNS))


def describe(outline: Outline, hints: Hints, lexicon: Lexicon) -> Columns:
    """The columns of an outline with at least one segment, by name."""
    segments = outline.segments
    columns = _text_columns(segments)
    columns |= _hint_columns(segments, hints)
    columns |= _lexical_columns(segments, lexicon, columns)
    columns |= surroundings(outline.elements, np.array([s.element for s in segments]), lexicon, columns)
    columns |= _sequence_columns(columns)
    columns |= _page_columns(columns, hints)
    return {name: values for name, values in columns.items() if name not in AMOUNTS}


def _text_columns(segments: Sequence[Segment]) -> Columns:
    """What the characters of each segment say, counted on the whole page at once."""
    lengths = np.array([len(segment.text) for segment in segments], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    text = "".join([segment.text for segment in segments])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _character_classes()[np.minimum(codes, 0xFFFF)]
    places = np.repeat(np.arange(0, CHARACTER_CLASSES * len(segments), CHARACTER_CLASSES), lengths)
    found = np.bincount(places + kinds, minlength=CHARACTER_CLASSES * len(segments))
    counts = found.reshape(-1, CHARACTER_CLASSES).T.astype(np.float64)
    ends = starts + lengths - 1
    # A closing quote or bracket after a full stop still ends a sentence.
    last = kinds[ends]
    before_last = kinds[np.maximum(ends - 1, starts)]
    link_chars = np.array([s.link_chars for s in segments], dtype=np.float64)
    # A character of Chinese, Japanese or Korean says as much as two or three of an alphabet.
    length = lengths.astype(np.float64)
    if not text.isascii() and codes.max() >= 0x3040:
        wide = ((codes >= 0x3040) & (codes <= 0x9FFF)) | ((codes >= 0xAC00) & (codes <= 0xD7AF))
        length += WIDE_EXTRA * np.add.reduceat(wide, starts, dtype=np.int64)
    letters = np.maximum(counts[UPPER] + counts[LOWER] + counts[LETTER], 1)
    link_density = link_chars / lengths
    terminals = counts[TERMINAL]
    running = np.where((length >= LONG) & (link_density < 0.5) & (terminals + counts[COMMA] > 0), length, 0.0)
    return {
        "chars": np.log1p(length),
        "words": np.log1p(counts[SPACE]),
        "upper": counts[UPPER] / letters,
        "wide": counts[LETTER] / letters,
        "digits": counts[DIGIT] / length,
        "spaces": counts[SPACE] / length,
        "sentences": np.minimum(terminals, 20),
        "terminals": terminals / length,
        "commas": counts[COMMA] / length,
        "quotes": np.minimum(counts[QUOTE], 10),
        "marks": counts[MARK] / length,
        "first": kinds[starts].astype(np.float64),
        "last": last.astype(np.float64),
        "ends_sentence": ((last == TERMINAL) | ((last == QUOTE) & (before_last == TERMINAL))).astype(np.float64),
        "ends_colon": (codes[ends] == ord(":")).astype(np.float64),
        "link_density": link_density,
        "links": np.array([min(len(s.links), 20) for s in segments], dtype=np.float64),
        "bold": np.array([s.bold for s in segments], dtype=np.float64) / lengths,
        "images": np.array([min(s.images, 5) for s in segments], dtype=np.float64),
        "hidden": np.array([s.hidden for s in segments], dtype=np.float64),
        "level": np.array([s.level for s in segments], dtype=np.float64),
        "shape": np.array([SHAPE_NUMBERS[s.shape] for s in segments], dtype=np.float64),
        "date_like": np.array(
            [
                digits > 0 and len(s.text) < LONG and DATE_LIKE.search(s.text) is not None
                for s, digits in zip(segments, counts[DIGIT].tolist(), strict=True)
            ],
            dtype=np.float64,
        ),
        "copyright": np.array(["©" in s.text for s in segments], dtype=np.float64),
        "running": running,
        "read": length,
        "lengths": lengths.astype(np.float64),
    }


def _hint_columns(segments: Sequence[Segment], hints: Hints) -> Columns:
    """Likeness to the page's own metadata, and to the page's other segments."""
    count = len(segments)
    texts = [segment.text for segment in segments]
    keys = [_key(text) for text in texts]
    times = Counter(keys)
    first_with = dict(zip(reversed(keys), range(count - 1, -1, -1), strict=True))
    title, described, in_body, author = ([0.0] * count for _ in range(4))
    if hints.titles:
        titles = {_key(text) for text in hints.titles}
        title_text = " | ".join(hints.titles).casefold()
        for n, text in enumerate(texts):
            if 8 <= len(text) <= 300:
                title[n] = 2 if keys[n] in titles else text.casefold() in title_text
    description = letters_and_digits(hints.description).casefold()
    if description:
        described = [len(text) >= 20 and key[:80] in description for text, key in zip(texts, keys, strict=True)]
    body = hints.article_body
    if body:
        in_body = [0 if len(text) < 20 else 1 if text in body else -1 for text in texts]
    authors = [name.casefold() for name in hints.authors if len(name) > 3]
    if authors:
        named = re.compile("|".join(map(re.escape, authors)))
        author = [len(text) < 200 and named.search(text.casefold()) is not None for text in texts]
    return {
        "is_title": np.array(title, dtype=np.float64),
        "in_description": np.array(described, dtype=np.float64),
        "in_article_body": np.array(in_body, dtype=np.float64),
        "names_author": np.array(author, dtype=np.float64),
        "repeats": np.minimum(np.array([times[key] - 1.0 for key in keys]), 5),
        "earlier": np.array([first_with[key] < n for n, key in enumerate(keys)], dtype=np.float64),
    }


def _key(text: str) -> str:
    """A text by which it is known again: letters and digits alone where it begins, the rest as it is."""
    return letters_and_digits(text[:KEYED]).casefold() + text[KEYED:]


def _lexical_columns(segments: Sequence[Segment], lexicon: Lexicon, columns: Columns) -> Columns:
    """How the words of short texts speak for main content: of the segment, and of the last heading above it."""
    mean, worst = lexicon.text.means_and_lowest(texts_words([segment.text for segment in segments]), len(segments))
    order = np.arange(len(segments))
    headings = np.where(columns["shape"] == SHAPE_NUMBERS[Shape.HEADING], order, -1)
    above = np.concatenate(([-1], np.maximum.accumulate(headings)[:-1]))
    under_one = above >= 0
    return {
        "text_mean": mean,
        "text_worst": worst,
        "heading_text": np.where(under_one, mean[above], 0.0),
        "since_heading": np.minimum(np.where(under_one, order - above - 1, order), 30).astype(np.float64),
        "heading_level": np.where(under_one, columns["level"][above], 0.0),
    }


def _sequence_columns(columns: Columns) -> Columns:
    """Where a segment stands in the order of the page, and what lies before and after it."""
    count = len(columns["read"])
    order = np.arange(count, dtype=np.float64)
    inside = np.where(columns["below_main"] >= 0, columns["running"], 0.0)
    running = inside if inside.any() else columns["running"]
    before = np.cumsum(running) - running
    total = max(float(running.sum()), 1.0)
    good = running > 0
    last_good = np.maximum.accumulate(np.where(good, order, -99.0))
    next_good = np.minimum.accumulate(np.where(good, order, count + 99.0)[::-1])[::-1]
    headline = np.flatnonzero((columns["is_title"] > 0) & (columns["shape"] == SHAPES.index(Shape.HEADING)))
    first_heading = float(headline[0]) if len(headline) else -1.0
    length = columns["read"]
    text_before = np.cumsum(length) - length
    window = np.ones(9) / 9
    smooth = {
        f"smooth_{name}": np.convolve(columns[name], window, mode="same")[:count]
        if count >= 9
        else np.full(count, columns[name].mean())
        for name in ("chars", "link_density", "ends_sentence", "markup_total", "text_mean")
    }
    return {
        "position": order / count,
        "text_position": text_before / max(float(length.sum()), 1.0),
        "running_before": before / total,
        "running_after": (total - before - running) / total,
        "since_running": np.minimum(order - last_good, 50),
        "until_running": np.minimum(next_good - order, 50),
        "from_headline": np.clip(order - first_heading, -50, 50) if first_heading >= 0 else np.full(count, -99.0),
        **smooth,
    }


def _page_columns(columns: Columns, hints: Hints) -> Columns:
    """What holds for the page as a whole."""
    count = len(columns["chars"])
    running = columns["running"]
    total = max(float(columns["read"].sum()), 1.0)
    values = {
        "page_segments": np.log1p(count),
        "page_running": np.log1p(float(running.sum())),
        "page_running_share": float(running.sum()) / total,
        "page_paragraphs": np.log1p(float((running > 0).sum())),
        "page_links": float((columns["read"] * columns["link_density"]).sum()) / total,
        "page_has_body_hint": float(bool(hints.article_body)),
        "page_is_article": float(any("article" in kind or "posting" in kind for kind in hints.types)),
        "page_is_product": float("product" in hints.types),
        "page_is_forum": float(any("discussion" in kind or "qapage" in kind for kind in hints.types)),
        "page_is_list": float(any("collection" in kind or "itemlist" in kind for kind in hints.types)),
        "page_headings": np.log1p(float((columns["level"] > 0).sum())),
        "page_dates": float(columns["date_like"].mean()),
    }
    return {name: np.full(count, value) for name, value in values.items()}


OFFSETS: Final = (-2, -1, 1, 2)
NEIGHBOUR_COLUMNS: Final = (
    "chars", "link_density", "ends_sentence", "shape", "tag", "markup_total", "text_mean", "running", "like_running",
    "level",
)  # fmt: skip
