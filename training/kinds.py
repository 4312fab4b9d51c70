"""Train the model of page kinds, and cross-validate it by domain.

    python -m training.kinds                   # rebuilds src/copydesk/page/kinds.npz, byte for byte
    python -m training.kinds --cross-validate  # scores on held-out domains and on generated pages never trained on

A linear model weighs the words of a page, boosted trees weigh what it says together with the page's traits. Neither
sees, for a page that it learns from or is tested on, anything that a page of the same domain had part in: the
probabilities of blocks to be main content and the scores of words come from models of the other folds.

Errors, walls, empty shells, galleries and live blogs come from `training/verdict/make_pages.py`, and more errors, walls
and shells from the whole pages of `training/verdict/written.py`.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from selectolax.lexbor import LexborHTMLParser
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from copydesk.capture import CaptureError
from copydesk.page.declarations import read_declarations
from copydesk.page.encoding import decode
from copydesk.page.features import feature_names, features
from copydesk.page.findings import Kind
from copydesk.page.hints import Hints, read_hints
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.messages import MessageModel
from copydesk.page.plain import cut_text
from copydesk.page.segments import Outline, Segment, Shape
from copydesk.page.told import listen
from copydesk.page.traits import address, look, measure, naming_words, repetition, used_words
from copydesk.page.verdict import BARE, FORMS, SUBJECTS, called, chances_of, evidence, messages_told
from copydesk.page.vocabulary import PLACES, words_of
from training import reliability, roles
from training.goldsets import data_folder, read_fundus, read_wcxb
from training.messages import Line, Messages, sample
from training.roles import MODELS, Example, exported, load_examples, save, with_short_ones
from training.verdict import books, make_pages, written
from training.verdict.books import BOOKS, FOLDS, fold_of
from training.verdict.report import print_bad, print_confusion, scores

WORD_GROUPS = 4
"""Domains that must use a word for it to be weighed."""
WORD_STRENGTH = 50.0
"""Inverse strength of the penalty on word weights: the best of 10, 100 and 1000, and flat."""
WORD_UNIT = 100
"""Word weights are kept in whole hundredths."""
STRIPPED = 2
"""Of so many real pages one is learned from a second time, stripped to text; the other short ones as bare markup."""
ROLE_TREES = {"html": 150, "text": 100}
"""Trees of the models that say for each fold what is main content."""
REAL = ("wcxb", "fundus")
TREES = {"iterations": 500, "depth": 5, "learning_rate": 0.05, "l2_leaf_reg": 6, "border_count": 48, "rsm": 0.25,
         "bootstrap_type": "Bernoulli", "subsample": 0.7, "boosting_type": "Plain", "random_seed": 1, "thread_count": 2,
         "loss_function": "MultiClass", "allow_writing_files": False, "verbose": False}  # fmt: skip

FORM_TREES = {"iterations": 1200, "depth": 4, "learning_rate": 0.08, "rsm": 0.3}
FORM_SHARES = {"made": 1.0, "written": 10.0}
REAL_SHARE = 2.0
"""What an invented page weighs among the pages of every form, made of phrases or written whole, and what a real one."""
MADE_SHARE = 0.015
"""What an invented article of either sort weighs among the pages with a subject: there are more of them than of real
ones."""
INVENTED = tuple(FORM_SHARES)

Rows = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with its kind; `scores` are its segments' probabilities to be main content."""

    name: str
    dataset: str
    kind: Kind
    url: str | None
    outline: Outline
    hints: Hints
    group: str
    fold: int
    plain: bool
    scores: Sequence[float] = ()

    @property
    def status(self) -> int | None:
        """An HTTP status such as a capture of this kind comes with; half of them come with none.

        Errors are often delivered with a status of success, and now and then a good page with one of failure.
        """
        chance = zlib.crc32(f"status {self.name} {self.dataset}".encode()) % 100
        if chance < 50:
            return None
        failures = {Kind.ERROR: (80, 404), Kind.WALL: (65, 403)}
        below, status = failures.get(self.kind, (52, 404))
        return status if chance < below else 200


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
    return Labelled(name, dataset, kind, url, outline, hints, group, fold, plain)


def _generated(book: str) -> Iterator[Labelled | None]:
    """The pages made from a book, all in one fold."""
    fold = fold_of(book)
    for path, payload in make_pages.files(book):
        kind = Kind(path.parent.name)
        yield _labelled(path.name, "made", kind, None, payload, f"made/{book}", fold, path.suffix == ".txt")


def _written(writer: str) -> Iterator[Labelled | None]:
    """The pages of a writer, all in one fold."""
    fold = written.fold_of(writer)
    for page, payload, plain in written.files(writer):
        name = f"{writer}-{page.name}{'.txt' if plain else '.html'}"
        yield _labelled(name, "written", page.kind, None, payload, f"written/{writer}", fold, plain)


def load_pages() -> list[Labelled]:
    """Every page to learn from or to test on, with its scores."""
    pages: list[Labelled | None] = []
    for folder_name, reader in (("fundus", read_fundus), ("wcxb-dev", read_wcxb)):
        folder = data_folder(folder_name)
        for gold in reader(folder) if folder else ():
            fold = zlib.crc32(gold.group.encode()) % FOLDS
            pages.append(
                _labelled(gold.name, gold.dataset, Kind(gold.kind), gold.url, gold.html, gold.group, fold, False)
            )
    read = [page for page in pages if page is not None]
    examples = with_short_ones(load_examples())
    short = [_short(example) for example in examples if example.page.name.endswith("-short")]
    bare = [page for example in examples if (page := _bare(example)) is not None]
    stripped = [as_text(page) for page in (*read, *short) if zlib.crc32(page.name.encode()) % STRIPPED == 0]
    made = [page for page in chain.from_iterable(map(_generated, BOOKS)) if page is not None]
    whole = [page for page in chain.from_iterable(map(_written, written.WRITERS)) if page is not None]
    return _scored([*read, *stripped, *short, *bare, *made, *whole], examples)


def _short(example: Example) -> Labelled:
    page = example.page
    return Labelled(
        page.name, "short", Kind(page.kind), page.url, example.outline, example.hints, page.group, example.fold, False
    )


def _bare(example: Example) -> Labelled | None:
    """A short item as the barest of sites would show it: a title, headings, paragraphs and links, and no address."""
    page = example.page
    if not page.name.endswith("-short") or zlib.crc32(page.name.encode()) % STRIPPED == 0:
        return None
    title = escape(example.hints.titles[0] if example.hints.titles else page.name)
    markup = f"<html><head><title>{title}</title></head><body>{''.join(map(_plainly, example.outline.segments))}</body>"
    return _labelled(page.name, "bare", Kind(page.kind), None, markup.encode(), page.group, example.fold, False)


def _plainly(segment: Segment) -> str:
    text = escape(" ".join(segment.text.split()))
    if segment.link_chars > len(segment.text) / 2:
        text = f'<a href="/">{text}</a>'
    tag = f"h{segment.level}" if segment.shape is Shape.HEADING and segment.level else "p"
    return "" if segment.hidden else f"<{tag}>{text}</{tag}>"


def as_text(page: Labelled) -> Labelled:
    """The page as somebody's text extraction would leave it, without markup, hints or address."""
    text = "\n".join(segment.text.replace("\n", " ") for segment in page.outline.segments if not segment.hidden)
    return replace(
        page, dataset="stripped", url=None, outline=cut_text(text, Limits()), hints=Hints(), plain=True, scores=()
    )


def _scored(pages: Sequence[Labelled], examples: Sequence[Example]) -> list[Labelled]:
    """The pages with their segments' probabilities to be main content, from models that know no page of their fold."""
    articles = [e for e in examples if e.page.kind == "article"]
    texts = [text for e in articles if (text := roles.as_text(e)).outline.segments]
    found = list(pages)
    for plain, learned in ((False, examples), (True, texts)):
        shares = roles.word_shares(learned)
        lexicons = [roles.lexicon(shares, fold) for fold in range(FOLDS)]
        rows = [features(e.outline, e.hints, lexicons[e.fold]) for e in learned]
        for fold in range(FOLDS):
            others = [n for n, e in enumerate(learned) if e.fold != fold]
            model = roles.fit(
                [learned[n] for n in others],
                [rows[n] for n in others],
                range(len(feature_names())),
                iterations=ROLE_TREES["text" if plain else "html"],
            )
            for n, page in enumerate(pages):
                if page.plain is plain and page.outline.segments and page.fold == fold:
                    row = features(page.outline, page.hints, lexicons[fold])
                    found[n] = replace(page, scores=tuple(model.predict_proba(row)[:, 1].tolist()))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """The words of one place: their names, and which page (row) uses which of them (column)."""

    words: list[str]
    used: csr_matrix

    def model(self, pages: Sequence[Labelled], without: frozenset[int]) -> tuple[Rows, Rows]:
        """The words that are kept and their weights for each kind: a multinomial logistic regression on real pages of
        all folds but those left out.

        Generated pages take no part: their words are those of a few skeletons, and weights would not carry over.
        """
        chosen = [n for n, page in enumerate(pages) if page.dataset in REAL and page.fold not in without]
        groups = np.unique([pages[n].group for n in chosen], return_inverse=True)[1]
        members = csr_matrix((np.ones(len(chosen)), (groups, np.arange(len(chosen)))))
        users = np.asarray(((members @ self.used[chosen]) > 0).sum(axis=0)).ravel()
        kept = np.flatnonzero(users >= WORD_GROUPS)
        table = self.used[chosen][:, kept]
        known = np.maximum(table.sum(axis=1), 1)
        rows, kinds = csr_matrix(table.multiply(1 / np.sqrt(known))), [SUBJECTS.index(pages[n].kind) for n in chosen]
        with threadpool_limits(limits=1):  # sums in one order, and no threads that wait for each other
            learned = LogisticRegression(C=WORD_STRENGTH, max_iter=300).fit(rows, kinds)
        return kept, np.clip((WORD_UNIT * learned.coef_.T).round(), -32_000, 32_000).astype(np.int16)

    def scores(self, model: tuple[Rows, Rows], members: Rows) -> Rows:
        """What a model says of some pages, as `copydesk.page.vocabulary.WordModel` does."""
        kept, weights = model
        table = self.used[members][:, kept]
        known = np.maximum(np.asarray(table.sum(axis=1)), 1)
        return np.asarray(table @ weights.astype(np.float64) / np.sqrt(known))


def places_of(pages: Sequence[Labelled]) -> list[Place]:
    """The words of all pages, place by place."""
    texts = [used_words(p.outline, p.scores) | {"naming": naming_words(p.hints, p.url)} for p in pages]
    found = []
    for place in PLACES:
        words = [words_of(place, used[place]) for used in texts]
        frequent = Counter(chain.from_iterable(words))
        names = sorted(word for word, times in frequent.items() if times >= WORD_GROUPS)
        numbers = {word: n for n, word in enumerate(names)}
        known = [sorted(numbers[word] for word in used if word in numbers) for used in words]
        ends = np.cumsum([0, *map(len, known)])
        columns = np.concatenate(known).astype(np.int64)
        found.append(Place(names, csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(pages), len(names)))))
    return found


def lines_of(pages: Sequence[Labelled]) -> list[Line]:
    """What messages are learned from: the phrases of the books, what stands beside them, what written pages say, and what
    good pages show."""
    found = [Line(text, sort, fold_of(book), weight) for book in BOOKS for text, sort, weight in books.lines(book)]
    found += [Line(text, sort, n, weight) for n in range(FOLDS) for text, sort, weight in books.lines_beside(n)]
    for writer in written.WRITERS:
        found += [Line(text, sort, written.fold_of(writer), weight) for text, sort, weight in written.lines(writer)]
    for page in pages:
        if page.dataset in (*REAL, "short"):
            found += sample(page.outline, page.scores, page.fold)
    return found


class Table:
    """The rows of all pages: what they show, how they are built, and what their messages and the words of each place
    say, from models of other folds."""

    def __init__(self, pages: Sequence[Labelled]) -> None:
        self.pages = pages
        self.places = places_of(pages)
        self.messages = Messages(lines_of(pages))
        self.builds = np.array([[*repetition(p.outline.elements), *address(p.url)] for p in pages])
        self.shown = self.looks()
        self.folds = np.array([page.fold for page in pages])
        self._models: dict[frozenset[int], list[tuple[Rows, Rows]]] = {}

    def models(self, without: frozenset[int]) -> list[tuple[Rows, Rows]]:
        """The word models of all folds but some."""
        if without not in self._models:
            self._models[without] = [place.model(self.pages, without) for place in self.places]
        return self._models[without]

    def message_model(self, page: Labelled, held_out: int | None = None) -> MessageModel:
        """The model of messages that knows neither the fold of a page nor the one held out."""
        return self.messages.model(_folds(page.fold, held_out))

    def messages_told(self, page: Labelled, held_out: int | None) -> list[float]:
        """What a page says of messages, as that model has it."""
        model = self.message_model(page, held_out)
        heard = listen(page.outline, page.scores, page.hints, model)
        return messages_told(page.outline, page.scores, page.hints, heard, model)

    def looks(self) -> Rows:
        """What each page shows."""
        rows = [look(p.outline, measure(p.outline, p.scores), p.scores, p.hints, p.status) for p in self.pages]
        return np.array(rows, dtype=np.float32)

    def form_rows(self, held_out: int | None = None) -> Rows:
        """The rows of the trees that tell forms."""
        said = [self.messages_told(page, held_out) for page in self.pages]
        return np.hstack([self.shown, np.array(said, dtype=np.float32)])

    def subject_rows(self, held_out: int | None = None) -> Rows:
        """The rows of the trees that tell subjects, for a model that learns from all folds but one (or from all), and
        is tested on that one.

        No page's words are scored by a model that knows its fold or, where one learns from it, the fold held out.
        """
        parts = [np.zeros((len(self.pages), len(SUBJECTS))) for _ in PLACES]
        for fold in range(FOLDS):
            members = np.flatnonzero(self.folds == fold)
            models = self.models(_folds(fold, held_out))
            for part, place, model in zip(parts, self.places, models, strict=True):
                part[members] = place.scores(model, members)
        return np.hstack([self.shown, self.builds, *parts]).astype(np.float32)

    def learned(self, held_out: int | None = None) -> list[int]:
        """The pages to learn from."""
        return [n for n, fold in enumerate(self.folds) if fold != held_out]


def _folds(own: int, held_out: int | None) -> frozenset[int]:
    """The folds that no model behind the row of a page knows: its own, and the one held out."""
    return frozenset({own} if held_out is None else {own, held_out})


def form(page: Labelled) -> Kind:
    """The form of a page; that of a page with a subject is none of the named ones."""
    return page.kind if page.kind in FORMS else Kind.OTHER


def fit(
    kinds: Sequence[Kind], wanted: Sequence[Kind], rows: Rows, shares: Sequence[float], **changes: Any
) -> CatBoostClassifier:
    """Trees over rows. A page of a rare kind weighs more, but not as much more as it is rarer; of that weight it has
    its share."""
    counts = Counter(wanted)
    weights = [share * (len(wanted) / counts[kind]) ** 0.3 for kind, share in zip(wanted, shares, strict=True)]
    return CatBoostClassifier(**{**TREES, **changes}).fit(
        Pool(rows, [kinds.index(kind) for kind in wanted], weight=weights)
    )


def fit_forms(table: Table, learned: Sequence[int], rows: Rows) -> CatBoostClassifier:
    """The trees that tell forms, from pages of every sort."""
    shares = [FORM_SHARES.get(table.pages[n].dataset, REAL_SHARE) for n in learned]
    return fit(FORMS, [form(table.pages[n]) for n in learned], rows[learned], shares, **FORM_TREES)


def fit_subjects(table: Table, learned: Sequence[int], rows: Rows) -> CatBoostClassifier:
    """The trees that tell subjects, from pages that have one."""
    chosen = [n for n in learned if table.pages[n].kind in SUBJECTS]
    shares = [MADE_SHARE if table.pages[n].dataset in INVENTED else 1.0 for n in chosen]
    return fit(SUBJECTS, [table.pages[n].kind for n in chosen], rows[chosen], shares)


def held_out_scores(table: Table) -> tuple[Rows, Rows]:
    """Raw scores of each page for forms and for subjects, from models that know no page of its fold."""
    forms, subjects = np.zeros((len(table.pages), len(FORMS))), np.zeros((len(table.pages), len(SUBJECTS)))
    for fold in range(FOLDS):
        learned, members = table.learned(fold), np.flatnonzero(table.folds == fold)
        rows = table.form_rows(fold)
        forms[members] = fit_forms(table, learned, rows).predict(rows[members], prediction_type="RawFormulaVal")
        rows = table.subject_rows(fold)
        subjects[members] = fit_subjects(table, learned, rows).predict(rows[members], prediction_type="RawFormulaVal")
    return forms, subjects


def _evidence(page: Labelled, model: MessageModel) -> list[float]:
    heard = listen(page.outline, page.scores, page.hints, model)
    return evidence(page.outline, measure(page.outline, page.scores), page.scores, page.hints, heard)


def sharpness(raw: Rows, wanted: Sequence[int]) -> float:
    """The factor that makes held-out scores log-odds: the one under which what is wanted is likeliest."""

    def surprise(factor: float) -> float:
        return -float(np.mean(log_softmax(raw * factor, axis=1)[np.arange(len(raw)), wanted]))

    return round(float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x), 2)


def sharpnesses(table: Table, forms: Rows, subjects: Rows) -> tuple[float, float]:
    """The factors for forms, from all pages that are learned from, and for subjects, from real pages."""
    learned = table.learned()
    real = [n for n, page in enumerate(table.pages) if page.dataset in REAL]
    return (
        sharpness(forms[learned], [FORMS.index(form(table.pages[n])) for n in learned]),
        sharpness(subjects[real], [SUBJECTS.index(table.pages[n].kind) for n in real]),
    )


def train(path: Path) -> None:
    """Write the model file."""
    table = Table(load_pages())
    learned = table.learned()
    arrays = {
        f"{name}.{part}": array
        for name, model in (
            ("forms", fit_forms(table, learned, table.form_rows())),
            ("subjects", fit_subjects(table, learned, table.subject_rows())),
        )
        for part, array in exported(model).items()
    }
    for name, place, (kept, weights) in zip(PLACES, table.places, table.models(frozenset()), strict=True):
        arrays[f"{name}.words"] = np.frombuffer("\n".join(place.words[n] for n in kept).encode(), dtype=np.uint8)
        arrays[f"{name}.weights"] = weights
    messages = table.messages.model(frozenset())
    arrays |= {"messages.weights": messages.weights, "messages.bias": messages.bias}
    arrays["sharpness"] = np.array(sharpnesses(table, *held_out_scores(table)))
    save(path, arrays)
    words = sum(len(arrays[f"{name}.weights"]) for name in PLACES)
    print(
        f"{len(learned)} pages, {words} words, sharpness {arrays['sharpness']}; {path}: {path.stat().st_size:,} bytes"
    )


def cross_validate() -> None:
    """Print what models say of pages that they have not seen."""
    table = Table(load_pages())
    pages = table.pages
    forms, subjects = held_out_scores(table)
    factors = sharpnesses(table, forms, subjects)
    chances = [
        chances_of(of_form, of_subject, _evidence(page, table.message_model(page)))
        for page, of_form, of_subject in zip(
            pages, (forms * factors[0]).tolist(), (subjects * factors[1]).tolist(), strict=True
        )
    ]
    named = list(map(called, chances))
    found, sure = [kind for kind, _ in named], [probability for _, probability in named]
    for name, chosen in (
        ("wcxb-dev", [n for n, page in enumerate(pages) if page.dataset == "wcxb"]),
        ("fundus", [n for n, page in enumerate(pages) if page.dataset == "fundus"]),
        ("real pages stripped to text", [n for n, page in enumerate(pages) if page.dataset == "stripped"]),
        ("articles cut short", [n for n, page in enumerate(pages) if page.dataset == "short"]),
        ("articles cut short, as bare markup", [n for n, page in enumerate(pages) if page.dataset == "bare"]),
        ("generated, books left out in turn", [n for n in table.learned() if pages[n].dataset == "made"]),
        ("written, writers left out in turn", [n for n in table.learned() if pages[n].dataset == "written"]),
    ):
        gold, taken = [pages[n].kind for n in chosen], [found[n] for n in chosen]
        accuracy, f1 = scores(gold, taken)
        print(f"\n{name}: {len(chosen)} pages, accuracy {accuracy:.3f}, macro-F1 {sum(f1.values()) / len(f1):.3f}")
        print_confusion(gold, taken, f1)
        lost = [n for n in chosen if pages[n].kind not in BARE and found[n] in BARE]
        print(f"    good pages called error, wall or empty: {len(lost)}")
        print_bad([(pages[n].name, pages[n].kind, found[n]) for n in chosen if pages[n].kind in BARE])
        right = [float(a is b) for a, b in zip(gold, taken, strict=True)]
        print(reliability.table(reliability.bins([sure[n] for n in chosen], right)))
        if pages[chosen[0]].dataset in REAL:
            for n in lost:
                print(f"    {pages[n].name}: {pages[n].kind} | {found[n]} {sure[n]:.2f}")
    print(f"\nsharpness {factors}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the model")
    options = parser.parse_args()
    if not options.out.is_dir():
        parser.error(f"there is no folder {options.out}")
    if options.cross_validate:
        cross_validate()
    else:
        train(options.out / "kinds.npz")


if __name__ == "__main__":
    main()
