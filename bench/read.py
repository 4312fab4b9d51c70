"""CPU time and peak memory of reading a page, beside peers, in one run.

    python -m bench.read [--pages N] [--rounds N] [--peers trafilatura,resiliparse]

Each reader runs in a process of its own over the same pages (`fundus` of the data folder), which are already in
memory; an uncounted round over a few warms it up. The readers take turns, a round each, so that an hour in which the
machine is slow is slow for all of them; of several rounds a page's best time counts, so that what else it does weighs
little. The whole of `copydesk.read` is measured (parsing, blocks, roles, metadata, verdict, faults), of trafilatura the
extraction with metadata, of resiliparse the main content alone.
"""

import argparse
import multiprocessing
import resource
import statistics
import time
from multiprocessing.connection import Connection
from pathlib import Path

from bench.readers import READERS, Reader
from training.goldsets import data_folder, read_fundus

WARMING = 20
"""Pages of the round that is not counted."""

Round = tuple[list[float], int, float]
"""Of one round the seconds of CPU for each page, the number of failures, and the growth of peak memory so far in MB."""


def take_turns(name: str, pages: list[bytes], turns: Connection) -> None:
    """Answer each word of the caller with one more round, until it says nothing."""
    reader = READERS[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for page in pages[:WARMING]:
        timed(reader, page, name)
    while turns.recv():
        measured = [timed(reader, page, name) for page in pages]
        growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        turns.send(([seconds for seconds, _ in measured], sum(failed for _, failed in measured), growth))


def timed(reader: Reader, page: bytes, name: str) -> tuple[float, bool]:
    """The seconds of CPU that a reader takes for a page, and whether it fails."""
    started = time.process_time()
    try:
        reader(page)
    except Exception as error:  # a peer may raise anything: it is counted and named
        print(f"{name}: {type(error).__name__}: {error}")
        return time.process_time() - started, True
    return time.process_time() - started, False


def in_turns(names: list[str], pages: list[bytes], count: int) -> dict[str, list[Round]]:
    """So many rounds of each reader, but of those whose process ends."""
    context = multiprocessing.get_context("spawn")
    turns: dict[str, Connection] = {}
    for name in names:
        turns[name], other = context.Pipe()
        context.Process(target=take_turns, args=(name, pages, other), daemon=True).start()
        other.close()
    rounds: dict[str, list[Round]] = {name: [] for name in names}
    for left in range(count, 0, -1):
        for name in list(rounds):
            try:
                turns[name].send("another")
                rounds[name].append(turns[name].recv())
                if left == 1:
                    turns[name].send("")
            except (EOFError, BrokenPipeError):
                print(f"{name}: the process ended; is it installed? `make bench` installs the peers")
                del rounds[name]
    return rounds


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
    rounds = in_turns(["copydesk", *filter(None, options.peers.split(","))], pages, options.rounds)
    rows = {}
    for name, taken in rounds.items():
        times = [min(of_page) for of_page in zip(*(seconds for seconds, _, _ in taken), strict=True)]
        rows[name] = times, taken[-1][2], taken[0][1]
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
