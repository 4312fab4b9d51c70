"""Train the model of page kinds, and cross-validate it by domain.

    python -m training.kinds                   # rebuilds src/copydesk/page/kinds.npz, byte for byte
    python -m training.kinds --cross-validate  # scores on held-out domains and on generated pages never trained on

Errors, walls, empty shells, galleries and live blogs come from `training/verdict/make_pages.py`.
"""

import argparse
import subprocess
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from selectolax.lexbor import LexborHTMLParser

from copydesk.capture import CaptureError
from copydesk.page.declarations import read_declarations
from copydesk.page.encoding import decode
from copydesk.page.findings import Kind
from copydesk.page.hints import Hints, read_hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.plain import cut_text
from copydesk.page.segments import Outline
from copydesk.page.verdict import KINDS, kind_features, page_words
from training.goldsets import data_folder, read_fundus, read_wcxb
from training.roles import Example, exported, load_examples, save, with_short_ones

MODEL = Path(__file__).parents[1] / "src" / "copydesk" / "page" / "kinds.npz"
FOLDS = 5
WORD_GROUPS = 6
PRIOR = 1.0
STRIPPED = 2
"""Of so many real pages one is learned from a second time, stripped to text."""
TREES = {"iterations": 250, "depth": 5, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 48, "rsm": 0.4,
         "bootstrap_type": "Bernoulli", "subsample": 0.7, "boosting_type": "Plain", "random_seed": 1, "thread_count": 2,
         "loss_function": "MultiClass", "allow_writing_files": False, "verbose": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with its kind; `fold` is -1 for pages that are only tested on."""

    name: str
    dataset: str
    kind: Kind
    url: str | None
    outline: Outline
    hints: Hints
    words: frozenset[str]
    group: str
    fold: int


def _labelled(
    name: str, dataset: str, kind: Kind, url: str | None, payload: bytes, group: str, fold: int, plain: bool
) -> Labelled | None:
    text = decode(payload).text
    try:
        tree = None if plain else LexborHTMLParser(text)
        outline = cut_text(text, Limits()) if tree is None else cut(tree, Limits())
    except CaptureError:
        return None
    hints = Hints() if tree is None else read_hints(read_declarations(tree))
    return Labelled(name, dataset, kind, url, outline, hints, frozenset(page_words(outline)), group, fold)


def _generated(split: str) -> Iterator[Labelled | None]:
    script = Path(__file__).parent / "verdict" / "make_pages.py"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(script), folder, "--split", split], check=True, capture_output=True)
        for path in sorted(Path(folder).glob("*/*.*")):
            name = f"{path.parent.name}/{path.name}"
            fold = -1 if split == "test" else zlib.crc32(path.stem.encode()) % FOLDS
            kind = Kind(path.parent.name)
            yield _labelled(
                name, "made", kind, None, path.read_bytes(), f"made/{path.stem}", fold, path.suffix == ".txt"
            )


def load_pages() -> list[Labelled]:
    pages: list[Labelled | None] = []
    for folder_name, reader in (("fundus", read_fundus), ("wcxb-dev", read_wcxb)):
        folder = data_folder(folder_name)
        for page in reader(folder) if folder else ():
            fold = zlib.crc32(page.group.encode()) % FOLDS
            pages.append(
                _labelled(page.name, page.dataset, Kind(page.kind), page.url, page.html, page.group, fold, False)
            )
    read = [page for page in pages if page is not None]
    stripped = [as_text(page) for page in read if zlib.crc32(page.name.encode()) % STRIPPED == 0]
    made = [page for page in (*_generated("train"), *_generated("test")) if page is not None]
    short = [_short(example) for example in with_short_ones(load_examples()) if example.page.name.endswith("-short")]
    stripped += [as_text(page) for page in short if zlib.crc32(page.name.encode()) % STRIPPED == 0]
    return [*read, *stripped, *short, *made]


def _short(example: Example) -> Labelled:
    page = example.page
    words = frozenset(page_words(example.outline))
    return Labelled(
        page.name, "short", Kind(page.kind), page.url, example.outline, example.hints, words, page.group, example.fold
    )


def as_text(page: Labelled) -> Labelled:
    """The page as somebody's text extraction would leave it, without markup, hints or address."""
    text = "\n".join(segment.text.replace("\n", " ") for segment in page.outline.segments if not segment.hidden)
    outline = cut_text(text, Limits())
    words = frozenset(page_words(outline))
    return Labelled(page.name, "stripped", page.kind, None, outline, Hints(), words, page.group, page.fold)


def word_weights(pages: Sequence[Labelled], without: int | None) -> tuple[dict[str, int], np.ndarray[Any, Any]]:
    """Smoothed log-odds of each word for each kind, from the domains that use it.

    Generated pages take no part: their words are those of a few skeletons, and weights for them would not carry over.
    """
    groups: dict[str, dict[str, Kind]] = defaultdict(dict)
    totals: Counter[Kind] = Counter()
    for page in pages:
        if page.dataset == "made" or page.fold == without:
            continue
        totals[page.kind] += 1
        for word in page.words:
            groups[word][page.group] = page.kind
    kept = sorted(word for word, used in groups.items() if len(used) >= WORD_GROUPS)
    priors = np.array([totals[kind] + 1 for kind in KINDS], dtype=float)
    weights = np.zeros((len(kept), len(KINDS)), dtype=np.float16)
    for n, word in enumerate(kept):
        counts = Counter(groups[word].values())
        used = np.array([counts[kind] for kind in KINDS], dtype=float)
        rates = (used + PRIOR * priors / priors.sum()) / (priors + PRIOR)
        weights[n] = np.log(rates / ((used.sum() + PRIOR) / (priors.sum() + PRIOR))).round(2)
    return {word: n for n, word in enumerate(kept)}, weights


def fit(pages: Sequence[Labelled], rows: np.ndarray[Any, Any]) -> CatBoostClassifier:
    # A page of a rare kind weighs more, but not as much more as it is rarer.
    counts = Counter(page.kind for page in pages)
    weights = [(len(pages) / counts[page.kind]) ** 0.3 for page in pages]
    return CatBoostClassifier(**TREES).fit(Pool(rows, [KINDS.index(page.kind) for page in pages], weight=weights))


def rows_of(pages: Sequence[Labelled], words: dict[str, int], weights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    full = weights.astype(np.float32)
    return np.vstack([kind_features(page.outline, page.hints, page.url, None, words, full) for page in pages])


def held_out_rows(pages: Sequence[Labelled]) -> np.ndarray[Any, Any]:
    """Rows whose word weights no page of the same fold took part in."""
    rows: list[Any] = [None] * len(pages)
    for fold in range(-1, FOLDS):
        members = [n for n, page in enumerate(pages) if page.fold == fold]
        if not members:
            continue
        words, weights = word_weights(pages, fold)
        for n, row in zip(members, rows_of([pages[n] for n in members], words, weights), strict=True):
            rows[n] = row
    return np.vstack(rows)


def train(path: Path) -> None:
    pages = [page for page in load_pages() if page.fold >= 0]
    rows = held_out_rows(pages)
    model = fit(pages, rows)
    words, weights = word_weights(pages, None)
    arrays = exported(model)
    arrays["words"] = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    arrays["weights"] = weights
    save(path, arrays)
    print(f"{len(pages)} pages, {len(words)} words; {path}: {path.stat().st_size / 2**20:.2f} MB")


def _print_scores(title: str, wanted: Sequence[Kind], found: Sequence[Kind]) -> None:
    right = sum(a is b for a, b in zip(wanted, found, strict=True))
    print(f"\n{title}: {len(wanted)} pages, accuracy {right / len(wanted):.3f}")
    f1 = []
    for kind in sorted(set(wanted)):
        good = sum(a is b is kind for a, b in zip(wanted, found, strict=True))
        score = 2 * good / max(1, wanted.count(kind) + found.count(kind))  # type: ignore[attr-defined]
        f1.append(score)
        missed = Counter(str(b) for a, b in zip(wanted, found, strict=True) if a is kind and b is not kind)
        print(f"  {kind:14s}{wanted.count(kind):5d}  F1 {score:.3f}  taken for {dict(missed.most_common(4))}")  # type: ignore[attr-defined]
    print(f"  macro-F1 {sum(f1) / len(f1):.3f}")


def cross_validate() -> None:
    pages = load_pages()
    rows = held_out_rows(pages)
    found: dict[int, Kind] = {}
    for fold in range(FOLDS):
        learned = [n for n, page in enumerate(pages) if page.fold not in (-1, fold)]
        model = fit([pages[n] for n in learned], rows[learned])
        for n, page in enumerate(pages):
            if page.fold == fold or (page.fold == -1 and fold == 0):
                found[n] = KINDS[int(np.ravel(model.predict(rows[n : n + 1]))[0])]
    for name, chosen in (
        ("wcxb-dev", [n for n in found if pages[n].dataset == "wcxb"]),
        ("fundus", [n for n in found if pages[n].dataset == "fundus"]),
        ("real pages stripped to text", [n for n in found if pages[n].dataset == "stripped"]),
        ("articles cut short", [n for n in found if pages[n].dataset == "short"]),
        ("generated, never trained on", [n for n in found if pages[n].fold == -1]),
    ):
        _print_scores(name, [pages[n].kind for n in chosen], [found[n] for n in chosen])
    bad = {Kind.ERROR, Kind.WALL, Kind.EMPTY}
    made = [n for n in found if pages[n].fold == -1 and pages[n].kind in bad]
    print(f"\ngenerated bad pages found bad: {sum(found[n] in bad for n in made)} of {len(made)}")
    print("missed:", Counter((str(pages[n].kind), str(found[n])) for n in made if found[n] not in bad))
    print(
        "\nreal pages called bad:",
        [
            (pages[n].name, str(pages[n].kind), str(found[n]))
            for n in found
            if pages[n].dataset != "made" and found[n] in bad
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    if options.cross_validate:
        cross_validate()
    else:
        train(options.out)


if __name__ == "__main__":
    main()
