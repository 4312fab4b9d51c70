"""Train the event models that ship, from our own labelled articles (training/events/batch-*/*.labels).

    python training/train_events.py [FOLDER] [--out src/copydesk/events/data/model.npz]

The result depends on nothing but the labels, the word lists and the installed pipeline. Classifiers are multinomial
logistic
regressions over hashed features (scikit-learn's lbfgs); copydesk.events.model evaluates them with numpy alone.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

sys.path.insert(0, str(Path(__file__).parent / "events"))
from compile_labels import compile_article  # type: ignore[import-not-found]

from copydesk.events import certainty, parse, roles, sentences, triggers
from copydesk.events.model import BUCKETS, Linear, bucket, from_arrays
from copydesk.events.types import Span

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "src" / "copydesk" / "events" / "data" / "model.npz"
STRENGTH: Final = {"event": 0.12, "type": 1.0, "role": 0.3, "polarity": 0.25, "modality": 0.25, "phase": 0.25}
"""The inverse strength of L2 regularisation, chosen by cross-validation over writers' batches (bench/events.py
--folds)."""
AHEAD: Final = {"polarity": "positive", "modality": "planned", "phase": "scheduled"}
DIGESTS: Final = {"batch-d": 0.3}
"""How much an example of a batch of digests counts when it is learned what is an event and how certain: nearly every
sentence of a digest tells one, and few are plain, so that at full weight ordinary articles get too many (the lowest
log loss of 0, 0.3 and 1 on the other batches). Types and roles count in full."""


@dataclass(frozen=True)
class Labelled:
    """One labelled article with its sentences, parses and candidates."""

    article: Mapping[str, Any]
    batch: str
    sentences: tuple[sentences.Sentence, ...]
    docs: Sequence[Doc]
    settings: Sequence[triggers.Setting]
    candidates: Sequence[Sequence[triggers.Candidate]]


@dataclass(frozen=True)
class Example:
    features: list[str]
    label: str
    weight: float = 1.0


def read_articles(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The compiled articles with the name of their batch, in the order of their paths."""
    return [
        (path.parent.name, compile_article(path.read_text(encoding="utf-8"), path.stem))
        for path in sorted(folder.rglob("*.labels"))
    ]


def prepare(batch: str, article: Mapping[str, Any]) -> Labelled:
    parts = sentences.split(article["text"])
    docs = parse.parse(s.text for s in parts)
    settings = triggers.settings(docs)
    return Labelled(article, batch, parts, docs, settings, [triggers.candidates(doc) for doc in docs])


def gold_of(sentence: sentences.Sentence, article: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The labelled events of a sentence."""
    return [e for e in article["events"] if sentence.span.start <= e["trigger"][0] < sentence.span.end]


def match(
    candidates: Sequence[triggers.Candidate], gold: Sequence[Mapping[str, Any]], start: int
) -> dict[int, Mapping[str, Any]]:
    """Candidate number to the labelled event whose trigger it is; each event goes to one candidate."""
    found: dict[int, Mapping[str, Any]] = {}
    for event in gold:
        spans = [Span(*event["trigger"]), *(Span(*s) for s in event["alternatives"])]
        for span in spans:
            options = [n for n, c in enumerate(candidates) if n not in found and c.span.shifted(start).overlaps(span)]
            if options:
                found[
                    min(
                        options,
                        key=lambda n: (
                            (not candidates[n].noun, n) if len(options) > 1 and candidates[options[-1]].light else (n,)
                        ),
                    )
                ] = event
                break
    return found


def role_examples(
    candidate: triggers.Candidate, event: Mapping[str, Any], everyone: Sequence[roles.Mention], start: int
) -> list[Example]:
    """Every phrase of a sentence with its role in one event; phrases inside a participant's phrase are left out."""
    slots = roles.slots_of(candidate)
    truth: dict[int, str] = {}
    inside: set[int] = set()
    for role, name in (("sources", "source"), ("targets", "target")):
        for span in event[role]:
            local = Span(*span).shifted(-start)
            named, pronouns = roles.heads_of(local, everyone), roles.stand_ins(local, everyone)
            inside.update(m.head.i for m in (*named, *pronouns))
            inside.update(m.head.i for m in everyone if local.start <= m.head.idx < local.end)
            framed = [m for m in (*named, *pronouns) if slots.get(m.head.i)]
            truth.update({m.head.i: name for m in framed or named})
    return [
        Example(roles.features(candidate, mention, event["type"], slots, everyone), truth.get(mention.head.i, "none"))
        for mention in roles.possible(candidate, everyone)
        if mention.head.i in truth or mention.head.i not in inside
    ]


def examples(labelled: Sequence[Labelled]) -> dict[str, list[Example]]:
    """The training examples of each classifier. What only the next sentence calls off is here as its own sentence tells it."""
    out: dict[str, list[Example]] = {name: [] for name in STRENGTH}
    for item in labelled:
        ends = [certainty.calling_off_before(doc) is not None for doc in item.docs[1:]] + [False]
        for sentence, doc, setting, found, ended in zip(
            item.sentences, item.docs, item.settings, item.candidates, ends, strict=True
        ):
            matched = match(found, gold_of(sentence, item.article), sentence.span.start)
            everyone = roles.mentions(doc)
            for number, candidate in enumerate(found):
                event = matched.get(number)
                weight = DIGESTS.get(item.batch, 1.0)
                own = triggers.features(candidate, found, setting)
                out["event"].append(Example(own, "event" if event else "none", weight))
                if event:
                    out["type"].append(Example(own, event["type"]))
                    out["role"] += role_examples(candidate, event, everyone, sentence.span.start)
                    sure = certainty.features(candidate, event["type"])
                    told = AHEAD if ended and event["phase"] == "cancelled" else event
                    out["polarity"].append(Example(sure, told["polarity"], weight))
                    out["modality"].append(Example(sure, told["modality"], weight))
                    out["phase"].append(Example(sure, told["phase"], weight))
    return out


def fit(data: Sequence[Example], strength: float) -> dict[str, Any]:
    """The arrays of one classifier."""
    columns = [np.unique([bucket(f) for f in example.features]) for example in data]
    rows = np.repeat(np.arange(len(columns)), [len(c) for c in columns])
    matrix = csr_matrix(
        (np.ones(len(rows), dtype=np.float64), (rows, np.concatenate(columns))), shape=(len(data), BUCKETS)
    )
    used = np.flatnonzero(np.asarray((matrix != 0).sum(axis=0)).ravel() >= 2)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(matrix[:, used], [example.label for example in data], [example.weight for example in data])
    coefficients, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, intercept = (
            np.vstack([np.zeros_like(coefficients), coefficients]),
            np.concatenate([[0.0], intercept]),
        )
    return {
        "buckets": used.astype(np.int32),
        "weights": coefficients.T.astype(np.float16),
        "bias": intercept.astype(np.float32),
        "labels": np.array(model.classes_, dtype="U16"),
    }


def train(labelled: Sequence[Labelled]) -> dict[str, Any]:
    """The arrays of all classifiers, by `classifier.array`."""
    data = examples(labelled)
    return {f"{name}.{key}": value for name in STRENGTH for key, value in fit(data[name], STRENGTH[name]).items()}


def models(arrays: Mapping[str, Any]) -> dict[str, Linear]:
    return {name: from_arrays(name, arrays) for name in STRENGTH}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "training" / "events")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    arrays = train([prepare(batch, article) for batch, article in read_articles(options.folder)])
    np.savez_compressed(options.out, **arrays)
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
