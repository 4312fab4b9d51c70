"""Fit the number that stands for how certain an event is, on the training part of the public factuality set.

    python training/factuality.py [uw-train.jsonl] [--out src/copydesk/events/data/factuality.txt]

The certainty fields are learned from our own labels (train_events.py); here only their weights on the scale of the set
are fitted, by ridge regression, with the two bounds between happened, uncertain and not. Run it after train_events.py.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from copydesk.events import certainty, model, parse, triggers
from copydesk.events.types import Certainty

ROOT: Final = Path(__file__).parent.parent
DATA: Final = Path(os.environ.get("COPYDESK_DATA", ROOT.parent / "shared" / "data"))
OUT: Final = ROOT / "src" / "copydesk" / "events" / "data" / "factuality.txt"
STRENGTH: Final = 10.0
"""The ridge penalty: correlation in cross-validation is flat between 1 and 30."""
SEEN: Final = 20
"""How often a sign must have been seen to get a weight."""
FOLDS: Final = 5
HEADING: Final = (
    "# What each sign adds to the number from -3 (did not happen) to 3 (did); written by training/factuality.py.\n"
)

Numbers = NDArray[np.float64]
Judged = tuple[float, triggers.Candidate, Certainty]


def third(score: float, high: float = 1.0, low: float = -1.0) -> str:
    """The class of a number on the scale of the set."""
    return "happened" if score > high else "not" if score < low else "uncertain"


def judged(path: Path) -> Iterator[list[Judged]]:
    """The labelled words of each sentence with the certainty that the shipped model gives them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row, doc in zip(rows, parse.parse(r["text"] for r in rows), strict=True):
        starts = [0]
        for word in row["text"].split(" "):
            starts.append(starts[-1] + len(word) + 1)
        found: list[Judged] = []
        for target in row["targets"]:
            token = next((t for t in doc if t.idx + len(t) > starts[target["span1"][0]]), None)
            if token is not None:
                key, classes = triggers.verb_classes(token)
                candidate = triggers.Candidate(token, key, classes)
                found.append((target["label"], candidate, certainty.decide(candidate, "", model.load())))
        yield found


def matrix(signs: Sequence[Mapping[str, float]], names: Sequence[str]) -> Numbers:
    return np.array([[1.0, *(row.get(name, 0.0) for name in names)] for row in signs])


def ridge(x: Numbers, y: Numbers) -> Numbers:
    """The weights of a ridge regression; the first column, the base, is not penalised."""
    penalty = STRENGTH * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    return np.asarray(np.linalg.solve(x.T @ x + penalty, x.T @ y))


def macro_f1(gold: Sequence[str], scores: Numbers, high: float, low: float) -> float:
    pairs = Counter((g, third(s, high, low)) for g, s in zip(gold, scores.tolist(), strict=True))
    f1 = []
    for name in ("happened", "uncertain", "not"):
        want = sum(n for (g, _), n in pairs.items() if g == name)
        got = sum(n for (_, p), n in pairs.items() if p == name)
        f1.append(2 * pairs[name, name] / (want + got))
    return sum(f1) / len(f1)


def best_bounds(gold: Sequence[str], scores: Numbers) -> tuple[float, float]:
    """The bounds with the best macro-F1 over scores of sentences that were held out."""
    grid = [(round(high, 2), round(low, 2)) for high in np.arange(0.8, 2.2, 0.05) for low in np.arange(-1.4, 0.6, 0.1)]
    return max(grid, key=lambda pair: macro_f1(gold, scores, *pair))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=DATA / "events" / "uw-train.jsonl")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    sentences = list(judged(options.path))
    signs = [certainty.commitments(candidate, value) for found in sentences for _, candidate, value in found]
    y = np.array([label for found in sentences for label, _, _ in found])
    fold = np.array([number % FOLDS for number, found in enumerate(sentences) for _ in found])
    counts = Counter(name for row in signs for name in row)
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    x = matrix(signs, names)
    held = np.zeros(len(y))
    for number in range(FOLDS):
        held[fold == number] = x[fold == number] @ ridge(x[fold != number], y[fold != number])
    gold = [third(label) for label in y.tolist()]
    high, low = best_bounds(gold, held)
    weights = dict(zip(["base", *names], ridge(x, y).tolist(), strict=True)) | {"happened": high, "not": low}
    options.out.write_text(HEADING + "".join(f"{n} {w:.3f}\n" for n, w in weights.items()), encoding="utf-8")
    print(
        f"{options.out}: {len(names)} signs; in cross-validation correlation {np.corrcoef(y, held)[0, 1]:.3f}, "
        f"macro-F1 {macro_f1(gold, held, high, low):.3f} with {high} and {low}"
    )


if __name__ == "__main__":
    main()
