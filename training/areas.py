"""Train the model that says what the blocks around the main content are, and cross-validate it by publisher.

    python -m training.areas                   # rebuilds src/copydesk/page/areas.npz, byte for byte
    python -m training.areas --cross-validate  # accuracy by role on held-out publishers, and how well scores hold

Learns from `training/labels/roles.jsonl`: for each page of the data folder that was labelled by hand, the role of every
block, known again by the last digits of its text's checksum. The labels hold no text. The model of the main content
must be built before, for its answers are features here.
"""

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool

from copydesk.page.areas import AREA_OUTPUTS, AREAS, LEARNED, OUTPUT_OF, area_columns
from copydesk.page.blocks import Role
from copydesk.page.features import Matrix
from copydesk.page.findings import Kind
from copydesk.page.roles import mark, survey_page, threshold_for
from training.reliability import bins, svg, table
from training.roles import MODELS, Example, exported, load_examples, save

LABELS = Path(__file__).parent / "labels" / "roles.jsonl"
FOLDS = 4
TREES = {"iterations": 100, "depth": 5, "learning_rate": 0.15, "l2_leaf_reg": 5, "border_count": 64, "rsm": 0.3,
         "loss_function": "MultiClass", "classes_count": len(LEARNED), "bootstrap_type": "Bernoulli", "subsample": 0.7,
         "boosting_type": "Plain", "random_seed": 1, "thread_count": 2, "allow_writing_files": False,
         "verbose": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The blocks of a page that have a label: what the model sees, the label, and the role by the rules."""

    group: str
    rows: Matrix
    labels: np.ndarray[Any, Any]
    by_rules: list[Role]


def read_labels(path: Path) -> dict[str, list[tuple[str, str]]]:
    """By name of page, (key of the text, role) of its blocks in order."""
    pages = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        runs = (run.split("*") for run in entry["roles"].split())
        roles = [role for role, count in runs for _ in range(int(count))]
        keys = [entry["keys"][n : n + 4] for n in range(0, len(entry["keys"]), 4)]
        name = entry["page"].rpartition("/")[2].removesuffix(".html.gz")
        pages[name] = list(zip(keys, roles, strict=True))
    return pages


def labelled_pages(examples: Sequence[Example]) -> Iterator[LabelledPage]:
    """The examples that were labelled."""
    labels = read_labels(LABELS)
    for example in examples:
        if example.page.name in labels:
            yield _labelled(example, labels[example.page.name])


def _labelled(example: Example, labels: Sequence[tuple[str, str]]) -> LabelledPage:
    survey = survey_page(example.outline, example.hints, plain=False)
    scores = survey.scores
    kind = Kind.ARTICLE if example.page.kind == "article" else Kind.OTHER
    marks = mark(example.outline, survey.signs, scores, False, threshold_for(kind, example.outline, scores))
    waiting = defaultdict(list)
    for key, name in labels:
        waiting[key].append(name)
    found = []
    for n, segment in enumerate(example.outline.segments):
        roles = waiting.get(f"{zlib.crc32(segment.text.encode('utf-8', 'surrogatepass')):08x}"[-4:])
        role = Role(roles.pop(0)) if roles else None
        if role in OUTPUT_OF:
            found.append((n, OUTPUT_OF[role]))
    at, outputs = (list(column) for column in zip(*found, strict=True))
    seen = np.column_stack([survey.rows, area_columns(scores, marks.roles)])
    return LabelledPage(example.page.group, seen[at], np.array(outputs), [marks.roles[n] for n in at])


def fit(pages: Sequence[LabelledPage]) -> CatBoostClassifier:
    """A page weighs as the square root of its blocks: listings have many, and all alike."""
    weights = np.concatenate([np.full(len(page.labels), len(page.labels) ** -0.5) for page in pages])
    rows, labels = np.concatenate([page.rows for page in pages]), np.concatenate([page.labels for page in pages])
    return CatBoostClassifier(**TREES).fit(Pool(rows, labels, weight=weights))


def held_out(pages: Sequence[LabelledPage]) -> list[np.ndarray[Any, Any]]:
    """The probabilities for each page by a model that has not seen its publisher."""
    fold_of = [zlib.crc32(page.group.encode()) % FOLDS for page in pages]
    found: list[Any] = [None] * len(pages)
    for fold in range(FOLDS):
        model = fit([page for page, own in zip(pages, fold_of, strict=True) if own != fold])
        for n, page in enumerate(pages):
            if fold_of[n] == fold:
                found[n] = model.predict_proba(page.rows)
    return found


def chosen(page: LabelledPage, probabilities: np.ndarray[Any, Any]) -> list[int]:
    """The output of each block's final role: by the rules where they are certain; -1 for a role that is not learned."""
    learned = [AREA_OUTPUTS[choice] for choice in probabilities[:, AREA_OUTPUTS].argmax(axis=1)]
    return [
        best if role in AREAS else OUTPUT_OF.get(role, -1) for role, best in zip(page.by_rules, learned, strict=True)
    ]


def scores_of(pages: Sequence[LabelledPage], found: Sequence[np.ndarray[Any, Any]]) -> tuple[list[float], list[float]]:
    """Of every block with a learned role: the probability that was said, and 1 where the role is the label."""
    said, so = [], []
    for page, probabilities in zip(pages, found, strict=True):
        for n, output in enumerate(chosen(page, probabilities)):
            if output >= 0:
                said.append(float(probabilities[n, output]))
                so.append(float(output == page.labels[n]))
    return said, so


def calibration(said: Sequence[float], so: Sequence[float]) -> dict[str, np.ndarray[Any, Any]]:
    """A rising line from what the trees say to what holds, by pooling adjacent violators (Ayer et al., 1955)."""
    pooled: list[tuple[float, float, int]] = []
    for each in bins(said, so, 20):
        pooled.append((each.said, each.so, each.count))
        while len(pooled) > 1 and pooled[-1][1] < pooled[-2][1]:
            (a, p, m), (b, q, n) = pooled[-2:]
            pooled[-2:] = [((a * m + b * n) / (m + n), (p * m + q * n) / (m + n), m + n)]
    xs, ys, _ = zip(*pooled, strict=True)
    return {"said": np.array([0.0, *xs, 1.0], dtype=np.float32), "so": np.array([0.0, *ys, 1.0], dtype=np.float32)}


def report(pages: Sequence[LabelledPage], found: Sequence[np.ndarray[Any, Any]], plot: Path | None) -> None:
    """Print precision and recall of each role by the rules and after them, and how well the scores hold."""
    gold = np.concatenate([page.labels for page in pages])
    rules = np.array([OUTPUT_OF.get(role, -1) for page in pages for role in page.by_rules])
    final = np.concatenate([chosen(page, each) for page, each in zip(pages, found, strict=True)])
    print(f"{len(pages)} pages, {len(gold):,} blocks; accuracy by the rules {np.mean(rules == gold):.3f}, "
          f"with the model {np.mean(final == gold):.3f}")  # fmt: skip
    for output, role in enumerate(LEARNED):
        line = f"{role.value:14s}{np.sum(gold == output):7d}"
        for name, answers in (("rules", rules), ("model", final)):
            right = np.sum((answers == output) & (gold == output))
            precision, recall = right / max(1, np.sum(answers == output)), right / max(1, np.sum(gold == output))
            line += f"   {name} P {precision:.2f} R {recall:.2f}"
        print(line)
    said, so = scores_of(pages, found)
    line_of = calibration(said, so)
    reliability = bins(np.interp(said, line_of["said"], line_of["so"]).tolist(), so)
    print(table(reliability))
    if plot:
        plot.write_text(svg(reliability, "score of the role", "share that is right"), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--plot", type=Path, help="draw how well scores hold, as SVG")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the model")
    options = parser.parse_args()
    pages = list(labelled_pages(load_examples()))
    found = held_out(pages)
    if options.cross_validate:
        report(pages, found, options.plot)
    else:
        path = options.out / "areas.npz"
        save(path, exported(fit(pages)) | calibration(*scores_of(pages, found)))
        labels = Counter(LEARNED[output].value for page in pages for output in page.labels)
        print(f"{path}: {len(pages)} pages, {sum(labels.values()):,} blocks, {path.stat().st_size / 2**20:.2f} MB")


if __name__ == "__main__":
    main()
