"""Accuracy of the main content and CPU time a page, beside peers, in one run.

    python -m bench.extraction [--data FOLDER] [--set fundus|wcxb-dev] [--peers NAME,NAME] [--limit N]

Prints for each reader: mean 4-gram F1 (with multiplicity), mean word-F1, mean exact-paragraph F1, the median CPU time
in ms, and how many pages came out empty or raised. FOLDER is laid out like the data folder. Figures of copydesk on
these sets are those of a model that has seen them; `python -m training.roles --cross-validate` prints what it
reaches on publishers that it has not seen.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench.readers import READERS, Reader
from training.goldsets import DATA, GoldPage, read_fundus, read_wcxb
from training.scores import ngram_f1, paragraph_f1, word_f1

SETS = {"fundus": read_fundus, "wcxb-dev": read_wcxb}


def score(
    reader: Reader, pages: Iterable[GoldPage], name: str
) -> dict[str, list[tuple[float, float, float, float, bool]]]:
    """By group of pages: 4-gram F1, word-F1, paragraph F1, seconds, and whether nothing came out."""
    rows = defaultdict(list)
    for page in pages:
        started = time.process_time()
        try:
            lines = reader(page.html)
        except Exception as error:  # a peer may raise anything: it counts as an empty page
            print(f"{name}: {page.name}: {type(error).__name__}: {str(error)[:80]}")
            lines = []
        seconds = time.process_time() - started
        text = "\n".join(lines)
        wanted = (*page.deck, *page.paragraphs)
        row = (
            ngram_f1(text, page.text),
            word_f1(text, page.text),
            paragraph_f1(lines, wanted),
            seconds,
            not text.strip(),
        )
        rows[page.dataset].append(row)
        if page.dataset == "wcxb":
            rows[f"wcxb {page.kind}"].append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--set", choices=SETS, help="one set only")
    parser.add_argument("--peers", default=",".join(name for name in READERS if name != "copydesk"))
    parser.add_argument("--limit", type=int, help="pages of each set")
    options = parser.parse_args()
    pages: list[GoldPage] = []
    for name, read in SETS.items():
        if options.set in (None, name):
            if (options.data / name).is_dir():
                pages += list(read(options.data / name))[: options.limit]
            else:
                print(f"skipped: {options.data / name} is missing; set COPYDESK_DATA or give --data")
    print(f"{'reader':18s}{'pages':22s}{'n':>6s}{'4-gram':>9s}{'words':>9s}{'paragr.':>9s}{'ms':>8s}{'empty':>7s}")
    for name in ["copydesk", *filter(None, options.peers.split(","))]:
        try:
            reader = READERS[name]()
        except ImportError as error:
            print(f"{name:18s}skipped: {error}; `make bench` installs the peers")
            continue
        for group, rows in sorted(score(reader, pages, name).items()):
            grams, words, paragraphs, seconds, empty = zip(*rows, strict=True)
            print(
                f"{name:18s}{group:22s}{len(rows):6d}{statistics.mean(grams):9.4f}{statistics.mean(words):9.4f}"
                f"{statistics.mean(paragraphs):9.4f}{1000 * statistics.median(seconds):8.1f}{sum(empty):7d}"
            )


if __name__ == "__main__":
    main()
