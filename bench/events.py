"""Measure the event coder: on our own held-out articles, and on public sets that it has not seen.

    python bench/events.py                    # all; public sets only where their folder is found
    python bench/events.py --only folds       # train on all batches of labels but one, score on that one, in turn
    python bench/events.py --only shipped --gold FOLDER   # the shipped model on articles in the scorer format

Sets: `folds` (our labels, by writer's batch, with the shared scorer), `plover` (types and roles), `factuality`,
`calibration`
(with --plot FILE.svg), `cost`. Folders: $COPYDESK_DATA, by default ../shared/data beside the checkout; the scorer is
../tools in it.
Intervals are 95%, percentile bootstrap over articles, sentences or documents.
"""

import argparse
import csv
import importlib.util
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]

import factuality  # noqa: E402
import train_events  # noqa: E402

from copydesk.events import OfflineCoder, certainty, code, model, parse, plover, to_scorer_dict, triggers  # noqa: E402
from copydesk.events.offline import judge  # noqa: E402
from copydesk.events.types import Event, Span  # noqa: E402

ROUNDS: Final = 1000
LOW: Final = 0.03
"""The threshold under which even the main act of a sentence that is known to tell one is not considered."""


def data_folder() -> Path:
    return Path(os.environ.get("COPYDESK_DATA", ROOT.parent / "shared" / "data"))


def load_scorer() -> ModuleType | None:
    """The shared scorer as a module, or None where it is not there."""
    path = data_folder().parent / "tools" / "score_events.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("score_events", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def interval(units: Sequence[Any], figure: Callable[[Sequence[Any]], float], rounds: int = ROUNDS) -> str:
    """A figure over units with its bootstrap interval."""
    draw = random.Random(20)
    runs = sorted(figure(draw.choices(units, k=len(units))) for _ in range(rounds))
    return f"{figure(units):.3f} [{runs[int(0.025 * rounds)]:.3f}, {runs[int(0.975 * rounds)]:.3f}]"


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the gold labels."""
    good, want, got = Counter(g for g, p in pairs if g == p), Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    return sum(2 * good[label] / (want[label] + got[label]) for label in want) / len(want)


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(g == p for g, p in pairs) / len(pairs)


def predict(article: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped interface's answer for one labelled article."""
    published = date.fromisoformat(article["published"][:10]) if article.get("published") else None
    return to_scorer_dict(code(article["text"], published=published), article["id"])


def verb_list(article: Mapping[str, Any]) -> dict[str, Any]:
    """The baseline: every listed verb is an event of its first type, asserted, between the first two names of its
    sentence."""
    parts = train_events.sentences.split(article["text"])
    events = []
    for part, doc in zip(parts, parse.parse(p.text for p in parts), strict=True):
        names = [
            Span(e.start_char, e.end_char).shifted(part.span.start)
            for e in doc.ents
            if e.label_ in triggers.ACTOR_ENTITIES
        ][:2]
        for candidate in triggers.candidates(doc):
            if candidate.classes and not candidate.noun and candidate.classes[0] != "NONE":
                spans = [list(s) for s in names]
                events.append(
                    {
                        "type": candidate.classes[0],
                        "trigger": list(candidate.span.shifted(part.span.start)),
                        "sources": spans[:1],
                        "targets": spans[1:],
                    }
                )
    return {"id": article["id"], "events": events}


def show(scorer: ModuleType, name: str, gold: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> None:
    print(f"\n== {name}")
    scorer.report(list(gold), dict(answers), ROUNDS, True)


def folds(folder: Path) -> None:
    """Cross-validation by writer's batch with the shared scorer, and the verb-list baseline."""
    scorer = load_scorer()
    if scorer is None:
        print("folds: skipped, no shared scorer")
        return
    labelled = [train_events.prepare(batch, article) for batch, article in train_events.read_articles(folder)]
    answers: dict[str, Any] = {}
    for batch in sorted({item.batch for item in labelled}):
        held = train_events.models(train_events.train([item for item in labelled if item.batch != batch]))
        with model.using(held):
            answers |= {item.article["id"]: predict(item.article) for item in labelled if item.batch == batch}
    gold = [item.article for item in labelled]
    show(scorer, "held out by batch", gold, answers)
    show(scorer, "baseline: verb list, first two names, always asserted", gold, {a["id"]: verb_list(a) for a in gold})


def shipped(folder: Path) -> None:
    """The shipped model on labelled articles in the scorer's format (`NAME.json`)."""
    scorer = load_scorer()
    if scorer is None:
        print("shipped: skipped, no shared scorer")
        return
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    show(scorer, "shipped model", gold, {a["id"]: predict(a) for a in gold})


def marked(row: Mapping[str, str], tag: str, name: str) -> Span:
    """The characters of the marked source or target in the plain sentence."""
    text = row["marked_sentence"]
    found = re.search(f"<{tag}>(.*?)</{tag}>", text)
    if found is None:
        start = max(0, row["sentence"].find(row[name]))
        return Span(start, start + len(row[name]))
    start = len(re.sub(r"</?[st]>", "", text[: found.start()]))
    return Span(start, start + len(re.sub(r"</?[st]>", "", found.group(1))))


def merged(kind: str) -> str:
    """The set's labels: CONCEDE and RETREAT are one type there."""
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def first_names(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The baseline for roles: the first name of a sentence is the source, the second the target."""
    doc = parse.parse([text])[0]
    names = tuple(Span(e.start_char, e.end_char) for e in doc.ents if e.label_ in triggers.ACTOR_ENTITIES)
    return names[:1], names[1:2]


def plover_units(rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """Of each public PLOVER sentence the types, and whether each role was met, by the coder and by the baselines."""
    coder = OfflineCoder(threshold=LOW)
    units: list[dict[str, Any]] = []
    for row in rows:
        text = row["sentence"]
        events: Sequence[Event] = code(text, coder=coder, paragraphs=[Span(0, len(text))]).events
        source, target = marked(row, "s", "source"), marked(row, "t", "target")
        between = plover.record(events, text, source, target)
        free = plover.record(events, text)
        first, second = first_names(text)
        sources, targets = (free.sources, free.targets) if free is not None else (first, second)
        root = next(
            (c for c in triggers.candidates(parse.parse([text])[0]) if c.classes and c.classes[0] != "NONE"), None
        )
        units.append(
            {
                "type": (row["gold_root"], merged(str(between.type)) if between else "NONE"),
                "dictionary": (row["gold_root"], merged(root.classes[0]) if root else "NONE"),
                "source": plover.meets(sources, source),
                "target": plover.meets(targets, target),
                "first": plover.meets(first, source),
                "second": plover.meets(second, target),
            }
        )
    return units


def plover_set() -> None:
    """Types between the marked actors, and roles without marks, on the public PLOVER sentences."""
    path = data_folder() / "events" / "plover-train.tsv"
    if not path.is_file():
        print("plover: skipped, no public set")
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    units = plover_units(rows)
    common = Counter(row["gold_root"] for row in rows).most_common(1)[0][0]
    print("\n== PLOVER sentences")
    print(
        "type accuracy       ",
        interval(units, lambda u: accuracy([x["type"] for x in u])),
        " majority",
        round(accuracy([(x["type"][0], common) for x in units]), 3),
    )
    print(
        "type macro-F1       ",
        interval(units, lambda u: macro_f1([x["type"] for x in u])),
        " verb list",
        round(accuracy([x["dictionary"] for x in units]), 3),
        round(macro_f1([x["dictionary"] for x in units]), 3),
    )
    for name, mine, base in (
        ("source", ("source",), ("first",)),
        ("target", ("target",), ("second",)),
        ("both", ("source", "target"), ("first", "second")),
    ):
        print(
            f"{name:<20}",
            interval(units, lambda u, keys=mine: sum(all(x[k] for k in keys) for x in u) / len(u)),
            " first two names",
            round(sum(all(x[k] for k in base) for x in units) / len(units), 3),
        )


def factuality_set() -> None:
    """Correlation and three classes on the factuality sentences; happened is above 1, not below -1."""
    path = data_folder() / "events" / "uw-dev.jsonl"
    if not path.is_file():
        print("factuality: skipped, no public set")
        return
    units = [
        [(label, certainty.factuality(candidate, value)) for label, candidate, value in sentence]
        for sentence in factuality.judged(path)
    ]
    third = factuality.third
    flat: Callable[[Sequence[Any]], list[Any]] = lambda u: [pair for pairs in u for pair in pairs]  # noqa: E731
    print("\n== factuality")
    print(
        "correlation         ",
        interval(units, lambda u: float(np.corrcoef(np.array(flat(u)).T)[0, 1]), 300),
        " always asserted 0.000",
    )
    print(
        "three classes F1    ",
        interval(units, lambda u: macro_f1([(third(g), third(p, *certainty.bounds())) for g, p in flat(u)]), 300),
        " always asserted",
        round(macro_f1([(third(g), "happened") for g, _ in flat(units)]), 3),
    )


Points = list[tuple[float, bool]]


def calibration(folder: Path, plot: Path | None) -> None:
    """How often a candidate of a given probability is an event and of its type, held out by batch; and the no-event
    answer on running text (digests apart) beside that of the verb list."""
    labelled = [train_events.prepare(batch, article) for batch, article in train_events.read_articles(folder)]
    points: Points = []
    typed: Points = []
    articles: list[list[tuple[bool, bool, bool]]] = []
    for batch in sorted({item.batch for item in labelled} - set(train_events.DIGESTS)):
        with model.using(train_events.models(train_events.train([i for i in labelled if i.batch != batch]))):
            for item in (i for i in labelled if i.batch == batch):
                answers = []
                for part, setting, found in zip(item.sentences, item.settings, item.candidates, strict=True):
                    gold = train_events.gold_of(part, item.article)
                    truth = train_events.match(found, gold, part.span.start)
                    judged = [judge(candidate, found, setting) for candidate in found]
                    points += [(chance, n in truth) for n, (_, chance, _) in enumerate(judged)]
                    typed += [(judged[n][2], judged[n][0] == event["type"]) for n, event in truth.items()]
                    listed = any(c.classes and c.classes[0] != "NONE" and not c.noun for c in found)
                    answers.append((not gold, all(c < OfflineCoder().threshold for _, c, _ in judged), not listed))
                articles.append(answers)

    def precision(units: Sequence[Sequence[tuple[bool, bool, bool]]], column: int) -> float:
        empty = [answer[0] for unit in units for answer in unit if answer[column]]
        return sum(empty) / len(empty)

    def recall(units: Sequence[Sequence[tuple[bool, bool, bool]]], column: int) -> float:
        said = [answer[column] for unit in units for answer in unit if answer[0]]
        return sum(said) / len(said)

    print(f"\n== no event, {sum(map(len, articles))} sentences")
    for name, figure in (("precision", precision), ("recall", recall)):
        mine = interval(articles, lambda units, figure=figure: figure(units, 1))
        print(f"{name:<20} {mine}  verb list {figure(articles, 2):.3f}")
    tables = {"event": deciles(points), "type": deciles(typed)}
    for name, rows in tables.items():
        print(f"\n== calibration of the {name} probability\nprobability  share right  candidates")
        for chance, share, count in rows:
            print(f"{chance:11.2f}  {share:11.2f}  {count:10d}")
    if plot is not None:
        plot.write_text(calibration_svg(tables), encoding="utf-8")


def deciles(points: Points) -> list[tuple[float, float, int]]:
    """Mean probability, share that is right and count of each tenth of the scale."""
    bins = [[(c, t) for c, t in points if low <= c < low + 0.1 + (low == 0.9)] for low in np.arange(10) / 10]
    return [(float(np.mean([c for c, _ in b])), float(np.mean([t for _, t in b])), len(b)) for b in bins if b]


def calibration_svg(tables: Mapping[str, Sequence[tuple[float, float, int]]]) -> str:
    """A calibration plot for each table: predicted probability against the share that is right."""
    panels = []
    for number, (name, rows) in enumerate(tables.items()):
        dots = "".join(
            f'<circle cx="{40 + 240 * x:.1f}" cy="{280 - 240 * y:.1f}" r="{2 + n**0.5 / 8:.1f}" fill="#2563eb"/>'
            for x, y, n in rows
        )
        frame = '<path d="M40 40h240v240h-240zM40 280L280 40" fill="none" stroke="#999"/>'
        words = (
            f'<text x="160" y="28">{name}</text><text x="160" y="308">predicted probability</text>'
            '<text x="40" y="296">0</text><text x="280" y="296">1</text>'
            '<text transform="translate(24 160)rotate(-90)">share that is right</text>'
        )
        panels.append(f'<g transform="translate({number * 310} 0)">{frame}{dots}{words}</g>')
    style = 'font-family="sans-serif" font-size="12" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {310 * len(tables)} 320" {style}>'
        '<rect width="100%" height="100%" fill="#fff"/>' + "".join(panels) + "</svg>\n"
    )


def cost(folder: Path) -> None:
    """CPU seconds for an article of 25 sentences, model loading apart."""
    texts = ["\n".join(article["text"] for _, article in train_events.read_articles(folder))]
    code(texts[0][:500])
    parts = train_events.sentences.split(texts[0])
    spent = []
    for start in range(0, min(len(parts), 500) - 25, 25):
        chunk = " ".join(p.text for p in parts[start : start + 25])
        begun = time.process_time()
        code(chunk, published=date(2026, 1, 1))
        spent.append(time.process_time() - begun)
    print(f"\n== cost: {np.mean(spent):.3f} s CPU for 25 sentences (largest {max(spent):.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("folds", "shipped", "plover", "factuality", "calibration", "cost"))
    parser.add_argument("--labels", type=Path, default=ROOT / "training" / "events")
    parser.add_argument("--gold", type=Path, help="articles in the scorer's format, for `shipped`")
    parser.add_argument("--plot", type=Path, help="write the calibration plot to this SVG file")
    options = parser.parse_args()
    runs: dict[str, Callable[[], None]] = {
        "folds": lambda: folds(options.labels),
        "plover": plover_set,
        "factuality": factuality_set,
        "calibration": lambda: calibration(options.labels, options.plot),
        "cost": lambda: cost(options.labels),
    }
    if options.gold is not None:
        runs["shipped"] = lambda: shipped(options.gold)
    for name, run in runs.items():
        if options.only in (None, name):
            run()


if __name__ == "__main__":
    main()
