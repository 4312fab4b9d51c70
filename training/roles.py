"""Train the model that says which blocks are main content, and cross-validate it by publisher.

    python -m training.roles                   # rebuilds src/copydesk/page/roles-*.npz, byte for byte
    python -m training.roles --cross-validate  # scores on held-out publishers; writes no model
    python -m training.roles --ablate          # the same without each group of features

Every random choice is seeded, one thread count is used, and the file holds no time stamps.
"""

import argparse
import io
import json
import re
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from selectolax.lexbor import LexborHTMLParser

from copydesk.capture import CaptureError
from copydesk.page.blocks import BODY_ROLES, Role
from copydesk.page.confidence import expected_f1
from copydesk.page.declarations import read_declarations
from copydesk.page.encoding import decode
from copydesk.page.features import Matrix, feature_names, features
from copydesk.page.findings import Kind
from copydesk.page.hints import Hints, read_hints
from copydesk.page.html import check_nesting, cut
from copydesk.page.lexicon import Lexicon, Weights, Words, names_words, texts_words
from copydesk.page.limits import Limits
from copydesk.page.roles import mark, threshold_for
from copydesk.page.segments import Elements, Outline, Segment, Shape, put_together
from copydesk.page.signs import read_signs
from training.align import Alignment, align
from training.goldsets import GoldPage, data_folder, read_fundus, read_wcxb
from training.reliability import bins, svg, table
from training.scores import ngram_f1, paragraph_f1, word_f1

MODELS = Path(__file__).parents[1] / "src" / "copydesk" / "page"
FOLDS = 5
COVERAGE = 0.5
"""Share of the gold text that must be found on a page for the page to be learned from."""
LEXICON_GROUPS, LEXICON_PRIOR = 4, 2.0
"""Publishers that must use a word for it to be weighed, and the strength of the prior towards no weight."""
DATASET_WEIGHT = {"fundus": 3.0, "wcxb": 1.0}
KIND_WEIGHT = {"article": 1.5}
NEAR, FAR = 25, 80
"""Segments around the body that are all learned from, and how many of a page's others at the least."""
TREES = {"iterations": 400, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 5, "border_count": 64, "rsm": 0.3,
         "bootstrap_type": "Bernoulli", "subsample": 0.7, "boosting_type": "Plain", "random_seed": 1, "thread_count": 2,
         "allow_writing_files": False, "verbose": False}  # fmt: skip
TEXT_TREES = {"iterations": 200}
FEATURE_GROUPS = {
    "markup": ("markup_", "smooth_markup"),
    "words": ("text_mean", "text_worst", "heading_text", "smooth_text"),
    "container": ("below_main", "above_main", "main_", "branch_"),
    "neighbours": ("+1", "+2", "-1", "-2", "smooth_"),
    "hints": ("is_title", "in_description", "in_article_body", "names_author", "page_is_", "page_has_body_hint"),
    "likeness": ("like_", "repeats", "earlier"),
    "order": ("position", "text_position", "running_before", "running_after", "since_", "until_", "from_headline"),
}


SCRIPTS = {
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "Cyrillic or Greek": re.compile(r"[\u0370-\u052f]+"),
    "Arabic or Hebrew": re.compile(r"[\u0590-\u08ff]+"),
    "Indic or Thai": re.compile(r"[\u0900-\u0eff]+"),
    "CJK": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A page cut into segments, with its gold laid over them."""

    page: GoldPage
    outline: Outline
    hints: Hints
    alignment: Alignment
    fold: int


def load_examples() -> list[Example]:
    """Every page of the gold sets that could be read and aligned."""
    examples = []
    for name, reader in (("fundus", read_fundus), ("wcxb-dev", read_wcxb)):
        folder = data_folder(name)
        for page in reader(folder) if folder else ():
            html = decode(page.html).text
            try:
                check_nesting(html, Limits())
                tree = LexborHTMLParser(html)
                outline = cut(tree, Limits())
            except CaptureError as error:
                print(f"{page.name}: {error}")
                continue
            alignment = align([segment.text for segment in outline.segments], page.text)
            if outline.segments and alignment.coverage >= COVERAGE:
                fold = zlib.crc32(page.group.encode()) % FOLDS
                examples.append(Example(page, outline, read_hints(read_declarations(tree)), alignment, fold))
    return examples


def as_text(example: Example) -> Example:
    """The page as somebody's text extraction would leave it: the same segments, without markup or hints."""
    segments = [Segment(" ".join(s.text.split()), 0, Shape.PARAGRAPH) for s in example.outline.segments if not s.hidden]
    inside = tuple(
        flag for s, flag in zip(example.outline.segments, example.alignment.inside, strict=True) if not s.hidden
    )
    alignment = Alignment(inside, example.alignment.coverage)
    return Example(example.page, Outline(Elements.root("text"), segments), Hints(), alignment, example.fold)


def shortened(example: Example) -> Example:
    """The page as a short item would look: its first few body segments, and of the others those near the body.

    The gold sets hold few articles of two sentences and few bare pages, and news has many.
    """
    number = zlib.crc32(example.page.name.encode())
    around = (4, 12, 40)[number % 3]
    return excerpt(example, 2 + number % 4, around, around, "short")


def stripped(example: Example) -> Example:
    """The page as a good extraction tool leaves it: the whole body or its beginning, and of the others the few that are
    next to it."""
    number = zlib.crc32(example.page.name.encode()) // 2
    wanted = len(example.alignment.inside) if number % 2 else 2 + number % 5
    return excerpt(example, wanted, (1, 2, 4)[number % 3], (0, 0, 1, 3)[number // 3 % 4], "stripped")


def excerpt(example: Example, wanted: int, before: int, behind: int, name: str) -> Example:
    """The first so many body segments of a page, and so many of the others before and behind them."""
    body = [n for n, flag in enumerate(example.alignment.inside) if flag]
    kept_body = set(body[:wanted])
    first, last = (body[0], body[-1]) if body else (0, 0)
    end = max(kept_body, default=0)
    kept = [
        n
        for n, flag in enumerate(example.alignment.inside)
        if n in kept_body or (not flag and first - before <= n <= last + behind and not (end < n < last))
    ]
    segments, starts = example.outline.segments, example.outline.starts()
    chosen = put_together([segments[n] for n in kept], [starts[n] for n in kept])
    outline = Outline(example.outline.elements, chosen)
    alignment = Alignment(tuple(example.alignment.inside[n] for n in kept), 1.0)
    texts = tuple(example.outline.segments[n].text for n in sorted(kept_body))
    page = replace(example.page, name=f"{example.page.name}-{name}", paragraphs=texts, deck=())
    return Example(page, outline, example.hints, alignment, example.fold)


def with_short_ones(examples: Sequence[Example]) -> list[Example]:
    """The examples, and of every second article a shortened one."""
    chosen = [e for e in examples if e.page.kind == "article" and zlib.crc32(e.page.name.encode()) % 2]
    return [*examples, *(short for e in chosen if (short := shortened(e)).outline.segments)]


def as_texts(examples: Sequence[Example]) -> list[Example]:
    """Articles as text captures: whole pages without their markup, short items, and texts that a tool has cleaned."""
    articles = [example for example in examples if example.page.kind == "article"]
    cleaned = [stripped(example) for example in articles]
    return [text for e in (*with_short_ones(articles), *cleaned) if (text := as_text(e)).outline.segments]


Shares = dict[str, dict[str, tuple[float, int]]]


def _shares(counts: dict[str, dict[str, list[float]]], folds: dict[str, int]) -> Shares:
    return {
        word: {group: (inside / (inside + outside), folds[group]) for group, (inside, outside) in groups.items()}
        for word, groups in counts.items()
        if len(groups) >= LEXICON_GROUPS - 1
    }


def word_shares(examples: Iterable[Example]) -> tuple[Shares, Shares]:
    """For each word of markup and of short texts, by publisher: the share of its text that is main content."""
    markup: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    text: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    folds = {}
    for example in examples:
        group, elements = example.page.group, example.outline.elements
        folds[group] = example.fold
        chars = np.zeros((len(elements), 2))
        segments = example.outline.segments
        of_texts = sets_of(texts_words([segment.text for segment in segments]), len(segments))
        of_names = sets_of(names_words(elements.tags, elements.namings), len(elements.tags))
        for segment, inside, words in zip(segments, example.alignment.inside, of_texts, strict=True):
            if inside is None:
                continue
            chars[segment.element, 0 if inside else 1] += len(segment.text)
            if len(segment.text) < 200:
                for word in sorted(words):
                    text[word][group][0 if inside else 1] += 1
        for e in range(len(elements) - 1, 0, -1):
            chars[elements.parents[e]] += chars[e]
        for e, name in enumerate(elements.names):
            both = chars[e].sum()
            if both:
                for word in sorted(of_names[name]):
                    counts = markup[word][group]
                    counts[0] += chars[e, 0] / both
                    counts[1] += chars[e, 1] / both
    return _shares(markup, folds), _shares(text, folds)


def sets_of(words: Words, count: int) -> list[set[str]]:
    """The words of each name or text, once each."""
    found: list[set[str]] = [set() for _ in range(count)]
    for word, owner in zip(words.words, words.owners.tolist(), strict=True):
        found[owner].add(word)
    return found


def _weights(shares: Shares, without: int | None) -> dict[str, float]:
    """Smoothed log-odds of each word, relative to all words; one fold can be left out."""
    kept = {
        word: values
        for word, groups in shares.items()
        if len(values := [share for share, fold in groups.values() if fold != without]) >= LEXICON_GROUPS
    }
    base = sum(map(sum, kept.values())) / max(1, sum(map(len, kept.values())))
    prior_in, prior_out = LEXICON_PRIOR * base, LEXICON_PRIOR * (1 - base)
    odds = {
        word: np.log((sum(values) + prior_in) / (len(values) - sum(values) + prior_out))
        for word, values in kept.items()
    }
    shift = np.log(base / (1 - base)) if 0 < base < 1 else 0.0
    return {word: round(float(value - shift), 2) for word, value in sorted(odds.items()) if abs(value - shift) >= 0.05}


def lexicon(shares: tuple[Shares, Shares], without: int | None = None) -> Lexicon:
    return Lexicon(*[Weights(_weights(part, without)) for part in shares])


def rows_of(examples: Sequence[Example]) -> tuple[list[Matrix], Lexicon]:
    """Feature rows of each page, with word weights that its own fold did not take part in; and the full lexicon."""
    shares = word_shares(examples)
    held_out = [lexicon(shares, fold) for fold in range(FOLDS)]
    return [features(e.outline, e.hints, held_out[e.fold]) for e in examples], lexicon(shares)


def targets(example: Example) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Labels and weights of a page's segments. Long segments weigh more, for scores count words, yet short ones are
    not for nothing; a page's weight grows with the square root of its length."""
    inside = np.array([-1 if flag is None else int(flag) for flag in example.alignment.inside])
    chars = np.array([len(segment.text) for segment in example.outline.segments], dtype=float)
    weights = np.where(inside >= 0, 0.3 + np.sqrt(np.minimum(chars, 600)) / 8, 0.0)
    page = DATASET_WEIGHT[example.page.dataset] * KIND_WEIGHT.get(example.page.kind, 1.0)
    return inside, weights * (page * 3 * np.sqrt(len(chars)) / max(weights.sum(), 1e-9))


def fit(
    examples: Sequence[Example], rows: Sequence[Matrix], columns: Sequence[int], **settings: Any
) -> CatBoostClassifier:
    parts = []
    for example, row in zip(examples, rows, strict=True):
        labels, weights = targets(example)
        kept, scale = thinned(labels)
        parts.append((row[kept][:, columns], labels[kept], weights[kept] * scale[kept]))
    x, y, w = (np.concatenate(column) for column in zip(*parts, strict=True))
    return CatBoostClassifier(**(TREES | settings)).fit(Pool(x, y, weight=w))


def thinned(labels: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The segments of a page to learn from, and their weights: of those far from the body every n-th stands for n."""
    near = (
        np.convolve(labels == 1, np.ones(2 * NEAR + 1), mode="same")[: len(labels)] > 0
        if len(labels) > 2 * NEAR
        else labels >= -1
    )
    far = np.flatnonzero((labels >= 0) & ~near)
    step = 1 + len(far) // FAR
    scale = np.ones(len(labels))
    scale[far] = step
    kept = np.concatenate((np.flatnonzero((labels >= 0) & near), far[::step]))
    kept.sort()
    return kept, scale


def exported(model: CatBoostClassifier) -> dict[str, np.ndarray[Any, Any]]:
    """The trees as plain arrays, in the layout of `copydesk.page.trees.Ensemble`."""
    with tempfile.TemporaryDirectory() as folder:
        model.save_model(f"{folder}/trees.json", format="json")
        saved = json.loads(Path(folder, "trees.json").read_text(encoding="utf-8"))
    depth = max(len(tree["splits"]) for tree in saved["oblivious_trees"])
    trees = saved["oblivious_trees"]
    outputs = len(trees[0]["leaf_values"]) >> len(trees[0]["splits"])
    splits = np.zeros((len(trees), depth), dtype=np.int32)
    borders = np.full((len(trees), depth), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 1 << depth, outputs), dtype=np.float32)
    for n, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            splits[n, level] = split["float_feature_index"]
            borders[n, level] = split["border"]
        values = np.array(tree["leaf_values"], dtype=np.float32).reshape(-1, outputs)
        leaves[n, : len(values)] = values
    scale, bias = saved["scale_and_bias"]
    bias = np.array(bias, dtype=np.float32) if isinstance(bias, list) else np.array([bias], dtype=np.float32)
    return {"features": splits, "borders": borders, "leaves": leaves * np.float32(scale), "bias": bias}


def save(path: Path, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    """Write arrays as a compressed .npz whose bytes depend on nothing but them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(arrays.items()):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED)


def lexicon_arrays(words: Lexicon) -> dict[str, np.ndarray[Any, Any]]:
    out = {}
    for part, weights in (("markup", words.markup.of_word), ("text", words.text.of_word)):
        out[f"{part}.words"] = np.frombuffer("\n".join(weights).encode(), dtype=np.uint8)
        out[f"{part}.weights"] = np.array(list(weights.values()), dtype=np.float32)
    return out


def train(name: str, folder: Path) -> None:
    """Write `roles-html.npz` or `roles-text.npz`."""
    examples = as_texts(load_examples()) if name == "text" else with_short_ones(load_examples())
    rows, words = rows_of(examples)
    model = fit(examples, rows, range(len(feature_names())), **(TEXT_TREES if name == "text" else {}))
    path = folder / f"roles-{name}.npz"
    save(path, exported(model) | lexicon_arrays(words))
    total = sum(map(len, rows))
    print(f"{path}: {len(examples)} pages, {total:,} segments, {path.stat().st_size / 2**20:.2f} MB", flush=True)


def page_scores(example: Example, kept: Iterable[bool]) -> tuple[float, float, float]:
    """4-gram F1, exact-paragraph F1 and word-F1 of the kept segments."""
    texts = [segment.text for segment, keep in zip(example.outline.segments, kept, strict=True) if keep]
    page = example.page
    joined = "\n".join(texts)
    wanted = (*page.deck, *page.paragraphs)
    return ngram_f1(joined, page.text), paragraph_f1(texts, wanted), word_f1(joined, page.text)


def script_of(text: str) -> str:
    """The group of languages that a text belongs to, by the letters that most of it is written in."""
    counts = {script: len(letters.findall(text)) for script, letters in SCRIPTS.items()}
    return max(counts, key=lambda script: counts[script])


def is_whole(example: Example) -> bool:
    return not example.page.name.endswith(("-short", "-stripped"))


def _is_of(kind: str, example: Example) -> bool:
    return example.page.kind == kind


def _is_in(script: str, example: Example) -> bool:
    return is_whole(example) and script_of(example.page.text) == script


def report(examples: Sequence[Example], kept: Sequence[Iterable[bool]]) -> None:
    scores = [page_scores(example, keep) for example, keep in zip(examples, kept, strict=True)]
    groups: dict[str, Callable[[Example], bool]] = {
        "shortened": lambda e: e.page.name.endswith("-short"),
        "stripped": lambda e: e.page.name.endswith("-stripped"),
        "fundus": lambda e: is_whole(e) and e.page.dataset == "fundus",
        "wcxb articles": lambda e: is_whole(e) and e.page.dataset == "wcxb" and e.page.kind == "article",
        "wcxb, all kinds": lambda e: is_whole(e) and e.page.dataset == "wcxb",
    }
    for kind in sorted({e.page.kind for e in examples if e.page.dataset == "wcxb"} - {"article"}):
        groups[f"  {kind}"] = partial(_is_of, kind)
    for script in SCRIPTS:
        groups[f"  {script}"] = partial(_is_in, script)
    for name, member in groups.items():
        chosen = [score for example, score in zip(examples, scores, strict=True) if member(example)]
        if chosen:
            ngram, paragraph, word = (sum(column) / len(chosen) for column in zip(*chosen, strict=True))
            print(
                f"{name:18s}{len(chosen):6d} pages   4-gram {ngram:.4f}   paragraphs {paragraph:.4f}   words {word:.4f}"
            )


def columns_without(group: str | None) -> list[int]:
    """The columns of all features but those of a group."""
    affixes = FEATURE_GROUPS[group] if group else ()
    return [
        n
        for n, name in enumerate(feature_names())
        if not (affixes and name.startswith(affixes) | name.endswith(affixes))
    ]


def held_out_scores(
    examples: Sequence[Example], rows: Sequence[Matrix], columns: Sequence[int], **settings: Any
) -> list[np.ndarray[Any, Any]]:
    """The probabilities of each page's segments, by a model that has not seen the page's publisher."""
    found: list[Any] = [None] * len(examples)
    for fold in range(FOLDS):
        learned = [n for n, example in enumerate(examples) if example.fold != fold]
        model = fit([examples[n] for n in learned], [rows[n] for n in learned], columns, **settings)
        for n, example in enumerate(examples):
            if example.fold == fold:
                found[n] = model.predict_proba(rows[n][:, columns])[:, 1]
        print(f"fold {fold + 1} of {FOLDS} done", flush=True)
    return found


def cross_validate(as_plain_text: bool, plot: Path | None) -> None:
    """Print scores on held-out publishers: of the model alone at several thresholds, and of the model with the rules."""
    examples = as_texts(load_examples()) if as_plain_text else with_short_ones(load_examples())
    rows, _ = rows_of(examples)
    settings = TEXT_TREES if as_plain_text else {}
    found = held_out_scores(examples, rows, columns_without(None), **settings)
    for threshold in (0.4, 0.45, 0.5, 0.55, 0.6):
        print(f"threshold {threshold}")
        report(examples, [probabilities > threshold for probabilities in found])
    print("with the rules of copydesk.page.roles, each page at the threshold of its kind")
    kept = [with_rules(example, scores, as_plain_text) for example, scores in zip(examples, found, strict=True)]
    report(examples, kept)
    print("confidence of articles against their word-F1")
    said = [confidence(e, scores, keep) for e, scores, keep in zip(examples, found, kept, strict=True)]
    so = [page_scores(example, keep)[2] for example, keep in zip(examples, kept, strict=True)]
    articles = [n for n, example in enumerate(examples) if example.page.kind == "article"]
    reliability = bins([said[n] for n in articles], [so[n] for n in articles])
    print(table(reliability))
    if plot:
        plot.write_text(svg(reliability, "confidence", "word-F1"), encoding="utf-8")


def ablate() -> None:
    """Print what is lost on held-out publishers without each group of features."""
    examples = with_short_ones(load_examples())
    rows, _ = rows_of(examples)
    for group in (None, *FEATURE_GROUPS):
        columns = columns_without(group)
        found = held_out_scores(examples, rows, columns)
        print(f"without {group}: {len(columns)} features" if group else f"all {len(columns)} features")
        report(examples, [with_rules(e, scores, False) for e, scores in zip(examples, found, strict=True)])


def confidence(example: Example, scores: np.ndarray[Any, Any], kept: Iterable[bool]) -> float:
    """The F1 that the kept segments can be expected to have."""
    pairs = zip(scores.tolist(), (len(segment.text) for segment in example.outline.segments), strict=True)
    sides: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
    for pair, keep in zip(pairs, kept, strict=True):
        sides[not keep].append(pair)
    return expected_f1(*sides)


def with_rules(example: Example, scores: np.ndarray[Any, Any], plain: bool) -> list[bool]:
    """The segments that come out as body once all rules have spoken; a deck counts as the sets count it."""
    kind = Kind.ARTICLE if example.page.kind == "article" else Kind.OTHER
    threshold = threshold_for(kind, example.outline, scores.tolist())
    titles = {" ".join(title.split()) for title in example.hints.titles if title}
    marks = mark(example.outline, read_signs(example.outline), scores.tolist(), plain, threshold)
    return [
        role in BODY_ROLES | {Role.DECK} and segment.text not in titles
        for segment, role in zip(example.outline.segments, marks.roles, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--text", action="store_true", help="cross-validate on pages stripped to text")
    parser.add_argument("--plot", type=Path, help="draw how well confidence holds, as SVG")
    parser.add_argument("--only", choices=("html", "text"), help="rebuild one of the two models")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the models")
    parser.add_argument("--ablate", action="store_true", help="cross-validate without each group of features")
    options = parser.parse_args()
    if options.ablate:
        ablate()
    elif options.cross_validate:
        cross_validate(options.text, options.plot)
    else:
        for name in (options.only,) if options.only else ("html", "text"):
            train(name, options.out)


if __name__ == "__main__":
    main()
