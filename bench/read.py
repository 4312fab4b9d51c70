"""CPU time and peak memory of reading a page, beside peers, in one run.

    python -m bench.read [--pages N] [--rounds N] [--peers trafilatura,resiliparse]

Each reader runs in a process of its own over the same pages (`fundus` of the data folder), which are already in
memory; an uncounted round over a few warms it up. Of several rounds a page's best time counts, so that what else the
machine does weighs little. The whole of `copydesk.read` is measured (parsing, blocks, roles, metadata,
verdict, faults), of trafilatura the extraction with metadata, of resiliparse the main content alone.
"""

import argparse
import contextlib
import multiprocessing
import queue
import resource
import statistics
import time
from pathlib import Path

from bench.readers import READERS, Reader
from training.goldsets import data_folder, read_fundus

WARMING = 20
"""Pages of the round that is not counted."""


def measure(
    name: str, pages: list[bytes], rounds: int, answers: "multiprocessing.Queue[tuple[list[float], float, int]]"
) -> None:
    """Put the seconds of CPU for each page, the growth of peak memory in MB, and the number of failures."""
    reader = READERS[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for page in pages[:WARMING]:
        timed(reader, page, name)
    found = [[timed(reader, page, name) for page in pages] for _ in range(rounds)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = [min(seconds for seconds, _ in of_page) for of_page in zip(*found, strict=True)]
    answers.put((times, (peak - before) / 1024, sum(failed for _, failed in found[0])))


def timed(reader: Reader, page: bytes, name: str) -> tuple[float, bool]:
    """The seconds of CPU that a reader takes for a page, and whether it fails."""
    started = time.process_time()
    try:
        reader(page)
    except Exception as error:  # a peer may raise anything: it is counted and named
        print(f"{name}: {type(error).__name__}: {error}")
        return time.process_time() - started, True
    return time.process_time() - started, False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="trafilatura,resiliparse")
    options = parser.parse_args()
    folder: Path | None = data_folder("fundus")
    if folder is None:
        return
    pages = [page.html for page in read_fundus(folder)][: options.pages]
    print(f"{len(pages)} pages, {sum(map(len, pages)) / len(pages) / 1024:.0f} KB on average\n")
    titles = ("median ms", "mean ms", "p95 ms", "MB more", "failed", "of trafilatura")
    print(f"{'reader':18s}" + "".join(f"{title:>{max(10, len(title) + 2)}s}" for title in titles))
    context = multiprocessing.get_context("spawn")
    rows = {}
    for name in ["copydesk", *filter(None, options.peers.split(","))]:
        answers = context.Queue()
        process = context.Process(target=measure, args=(name, pages, options.rounds, answers))
        process.start()
        while name not in rows and process.is_alive():
            with contextlib.suppress(queue.Empty):
                rows[name] = answers.get(timeout=1)
        process.join()
        if name not in rows:
            print(
                f"{name}: the process ended with code {process.exitcode}; is it installed? `make bench` installs the peers"
            )
    base = statistics.median(rows["trafilatura"][0]) if "trafilatura" in rows else None
    for name, (times, memory, failures) in rows.items():
        median = statistics.median(times)
        share = f"{median / base:.2f}" if base else "-"
        p95 = sorted(times)[int(0.95 * len(times))]
        print(
            f"{name:18s}{1000 * median:10.1f}{1000 * statistics.mean(times):10.1f}{1000 * p95:10.1f}{memory:10.0f}"
            f"{failures:10d}{share:>16s}"
        )


if __name__ == "__main__":
    main()
