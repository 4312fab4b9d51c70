"""Could the choice between the shown headline and `og:title` be learned? Cross-validated by publisher.

    python -m training.titles

Takes the pages of `bench/metadata.py` on which the two differ, and prints how many more titles a learned preference
gets right than the rule "the shown headline".
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import copydesk
from bench.metadata import SETS, Gold, plain
from copydesk.page.article import Article
from copydesk.page.metadata.titles import key, likeness

FOLDS = 10
OTHERS = ("json-ld", "title-element", "meta:twitter:title")
MODELS: dict[str, Callable[[], Any]] = {
    "logistic regression": lambda: LogisticRegression(C=0.3, max_iter=1000),
    "boosted trees": lambda: GradientBoostingClassifier(n_estimators=60, max_depth=2, subsample=0.8, random_state=0),
}


def example(page: Gold, article: Article) -> tuple[list[float], int] | None:
    """The features of a page on which headline and `og:title` differ, and which is the gold: 0, 1, or -1 for neither."""
    stated = {each.method: str(each.value) for each in reversed(article.candidates["title"]) if each.refused is None}
    first = article.candidates["title"][0] if article.candidates["title"] else None
    if first is None or first.method != "visible" or "meta:og:title" not in stated or page.title is None:
        return None
    shown, og = str(first.value), stated["meta:og:title"]
    shown_key, og_key = key(shown), key(og)
    if shown_key == og_key:
        return None
    row = [len(og) / max(len(shown), 1), len(shown) / 100, len(og) / 100, likeness(shown, og)]
    row += [og_key in shown_key, shown_key in og_key, ":" in og, ":" in shown, "live" in shown.lower()]
    row.append((article.language or "").startswith("en"))
    for method in OTHERS:
        other = key(stated.get(method, ""))
        row += [not other, other == og_key, other == shown_key]
    gold = plain(page.title)
    return [float(value) for value in row], 0 if plain(shown) == gold else 1 if plain(og) == gold else -1


def gain(make: Callable[[], Any], x: NDArray[np.float64], y: NDArray[np.int64], groups: list[str]) -> NDArray[np.int64]:
    """For each page 1, -1 or 0: whether the learned preference turns a wrong title right, a right one wrong, or neither."""
    takes_og = np.zeros(len(y), dtype=bool)
    for known, unseen in GroupKFold(FOLDS).split(x, y, groups):
        told = known[y[known] >= 0]
        takes_og[unseen] = make().fit(x[told], y[told]).predict(x[unseen]) == 1
    return np.asarray(takes_og * ((y == 1).astype(np.int64) - (y == 0).astype(np.int64)))


def main() -> None:
    """Print the counts of each set and what each model gains on it."""
    rows, labels, groups, sets = [], [], [], []
    for name, pages in SETS.items():
        for page in pages():
            article = copydesk.read(page.html, url=page.url, captured=page.captured).article
            if article is not None and (found := example(page, article)) is not None:
                rows.append(found[0])
                labels.append(found[1])
                groups.append(page.publisher)
                sets.append(name)
    x, y, of = np.array(rows), np.array(labels), np.array(sets)
    for name in SETS:
        counts = [int(((of == name) & (y == label)).sum()) for label in (0, 1, -1)]
        print(f"{name}: gold is the headline {counts[0]}, og:title {counts[1]}, neither {counts[2]}")
    for model, make in MODELS.items():
        gained = gain(make, x, y, groups)
        print(f"{model}: " + ", ".join(f"{name} {int(gained[of == name].sum()):+d}" for name in SETS))


if __name__ == "__main__":
    main()
