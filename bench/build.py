"""Measures building and searching a record, beside the bare loop of fastwarc and trafilatura.

    python bench/build.py --data ../shared/data --work /tmp/bench              all figures, as JSON lines
    python bench/build.py --data ../shared/data --work /tmp/bench speed search some of them

`speed` builds an archive of 5,000 responses on one core and on two; `memory` watches the whole process tree over 1,000
and 20,000 pages; `search` asks 1,000 two-word queries of 50,000 articles. The archives are made from the pages of the
data folder, each met again under other URLs until there are enough. Nothing of the data is kept but in `--work`.
"""

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from copydesk.capture import Capture

HERE = Path(__file__).parent

ROUNDS = 2
"""How often each build is measured."""


def pages(data: Path) -> Iterator[tuple[str, bytes]]:
    """The URL and HTML of each page of the data, in a fixed order."""
    for path in sorted((data / "wcxb-dev" / "html").glob("*.html.gz")):
        truth = data / "wcxb-dev" / "ground-truth" / f"{path.name.removesuffix('.html.gz')}.json"
        url = json.loads(truth.read_text("utf-8")).get("url") if truth.exists() else None
        yield url or f"https://example.org/{path.name}", gzip.decompress(path.read_bytes())
    for path in sorted((data / "fundus").rglob("*.html.gz")):
        yield f"https://example.org/{path.parent.name}/{path.name}", gzip.decompress(path.read_bytes())


def make_archive(data: Path, path: Path, count: int) -> Path:
    """A WARC of so many responses, compressed record by record, in an order that mixes the sources."""
    if path.exists():
        return path
    found = list(pages(data))
    random.Random(1).shuffle(found)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        for number, (url, body) in enumerate(islice(cycle(found), count)):
            copy = number // len(found)
            address = f"{url}{'&' if '?' in url else '?'}copy={copy}" if copy else url
            file.write(gzip.compress(response(address, body), 6))
    part.rename(path)
    return path


def response(url: str, body: bytes) -> bytes:
    """A WARC response record."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def bare_loop(archive: Path, count: int) -> dict[str, Any]:
    """The loop that people write: each response of an archive through `trafilatura.bare_extraction`."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from trafilatura import bare_extraction

    began = time.perf_counter()
    done = 0
    for record in islice(ArchiveIterator(str(archive), record_types=WarcRecordType.response), count):
        bare_extraction(record.reader.read(), url=record.headers.get("WARC-Target-URI"), with_metadata=True)
        done += 1
    return {"pages": done, "seconds": time.perf_counter() - began}


def build_once(archive: Path, record: Path, workers: int) -> dict[str, Any]:
    """One build of an archive into a new record."""
    from copydesk.build import build
    from copydesk.reading import read_capture

    for path in record.parent.glob(f"{record.name}*"):
        path.unlink()
    began = time.perf_counter()
    added = build([archive], record, read=read_capture, workers=workers)
    seconds = time.perf_counter() - began
    return {"pages": added.pages, "failed": added.failed, "seconds": seconds, "bytes": record.stat().st_size}


def measured(step: str, *arguments: object, cores: int) -> dict[str, Any]:
    """A step in a process of its own, on so many cores.

    `cpu_seconds` and `peak_mb` are those of its whole process tree; on a machine that others use too, the former says
    more than the time by the clock.
    """
    command = [sys.executable, __file__, "--step", step, *map(str, arguments)]
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: os.sched_setaffinity(0, allowed)
    )
    peak = 0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        peak = max(peak, tree_memory(process.pid))
        time.sleep(0.2)
    _, status, used = ended
    assert process.stdout is not None
    if status:
        raise SystemExit(f"{step} ended with status {status}")
    figures = json.loads(process.stdout.read().splitlines()[-1])
    return {**figures, "cpu_seconds": used.ru_utime + used.ru_stime, "peak_mb": round(peak / 1e6)}


def tree_memory(root: int) -> int:
    """The proportional memory of a process and all below it, in bytes; what they share counts once."""
    total, waiting = 0, [root]
    while waiting:
        number = waiting.pop()
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)[1]) * 1024  # type: ignore[index]
            for thread in Path(f"/proc/{number}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except (OSError, TypeError):
            continue
    return total


def speed(data: Path, work: Path, pages: int) -> None:
    """Pages a second on one core beside the bare loop (over a third of the pages), and on two cores.

    All are measured in turn, several times, and the fastest of each counts: the speed of a machine changes by half.
    """
    archive = make_archive(data, work / f"pages-{pages}.warc.gz", pages)
    rounds = [
        (
            measured("bare", archive, pages // 3, cores=1),
            measured("build", archive, work / "one.db", 1, cores=1),
            measured("build", archive, work / "two.db", 2, cores=2),
        )
        for _ in range(ROUNDS)
    ]
    bare, one, two = (max(found, key=rate) for found in zip(*rounds, strict=True))
    show("bare loop, one core", bare)
    show("build, one core", one, times_bare=rate(one) / rate(bare), times_bare_cpu=cpu_rate(one) / cpu_rate(bare))
    show("build, two cores", two, times_one=rate(two) / rate(one))


def rate(figures: dict[str, Any]) -> float:
    """Pages a second."""
    return float(figures["pages"] / figures["seconds"])


def cpu_rate(figures: dict[str, Any]) -> float:
    """Pages a second of processor time."""
    return float(figures["pages"] / figures["cpu_seconds"])


def memory(data: Path, work: Path, pages: int) -> None:
    """The memory of the whole process tree over a fifth of the pages, and over four times as many."""
    for count in (pages // 5, 4 * pages):
        archive = make_archive(data, work / f"pages-{count}.warc.gz", count)
        show(f"build of {count:,} pages, two workers", measured("build", archive, work / "memory.db", 2, cores=2))


def search(data: Path, work: Path, pages: int) -> None:
    """Two-word queries with snippets and facets over ten times as many articles."""
    record = work / f"articles-{10 * pages}.db"
    if not record.exists():
        part = work / "articles.part.db"
        show(
            f"filling a record with {10 * pages:,} ready-made articles",
            measured("fill", data, part, 10 * pages, cores=2),
        )
        shutil.move(part, record)
    show(f"search of {10 * pages:,} articles", measured("search", record, 1000, cores=1))


def fill(data: Path, record: Path, count: int) -> dict[str, Any]:
    """A record of many articles, made of the paragraphs of the data's texts in ever other combinations."""
    import plain

    from copydesk.record import open_record

    for path in record.parent.glob(f"{record.name}*"):
        path.unlink()
    with open_record(record) as opened:
        began = time.perf_counter()
        added = opened.add(articles(data, count), read=plain.read)
        return {"pages": added.pages, "seconds": time.perf_counter() - began, "bytes": record.stat().st_size}


def articles(data: Path, count: int) -> Iterator[Capture]:
    """Captures of ready-made articles: paragraphs of two texts each, about 400 words."""
    texts = []
    for path in sorted((data / "wcxb-dev" / "ground-truth").glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))["ground_truth"]
        paragraphs = [line.strip() for line in (truth.get("main_content") or "").split("\n") if len(line.strip()) > 40]
        if paragraphs:
            texts.append((truth.get("title") or "", paragraphs))
    chance = random.Random(2)
    for number in range(count):
        (title, first), (_, second) = chance.choice(texts), chance.choice(texts)
        chosen = [chance.choice(first) for _ in range(4)] + [chance.choice(second) for _ in range(3)]
        fields = {"title": title, "outlet": f"Outlet {number % 200}", "paragraphs": list(dict.fromkeys(chosen))}
        when = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        yield Capture(json.dumps(fields).encode(), f"https://example.org/{number}", when, 200, "application/json")


def ask(record: Path, count: int) -> dict[str, Any]:
    """How long two-word queries take; the words are two of one article's, so that they are words people use."""
    from copydesk.record import open_record

    chance = random.Random(3)
    with open_record(record, read_only=True) as opened:
        total = opened.stats().pages
        words = opened.connection.execute("SELECT body FROM texts WHERE capture IN (" + ",".join(
            str(chance.randrange(1, total)) for _ in range(count)) + ")")  # fmt: skip
        bodies = [re.findall(r"[a-z]{4,}", body) for (body,) in words]
        queries = [" ".join(chance.sample(body, 2)) for body in bodies if len(body) > 9]
        times, cpu_times, hits = [], [], []
        for query in queries:
            began, cpu_began = time.perf_counter(), time.process_time()
            hits.append(opened.search(query).total)
            times.append(1000 * (time.perf_counter() - began))
            cpu_times.append(1000 * (time.process_time() - cpu_began))
    cuts = quantiles(times, n=100)
    return {
        "articles": total, "queries": len(queries), "median_hits": median(hits), "p95_hits": quantiles(hits, n=20)[-1],
        "p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98],
        "p95_cpu_ms": quantiles(cpu_times, n=20)[-1],
    }  # fmt: skip


def show(name: str, figures: dict[str, Any], **more: float) -> None:
    """Print figures as a line of JSON."""
    plain = {key: round(value, 2) if isinstance(value, float) else value for key, value in {**figures, **more}.items()}
    print(json.dumps({"what": name, **plain}), flush=True)


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "bare": lambda archive, count: bare_loop(Path(archive), int(count)),
    "build": lambda archive, record, workers: build_once(Path(archive), Path(record), int(workers)),
    "fill": lambda data, record, count: fill(Path(data), Path(record), int(count)),
    "search": lambda record, count: ask(Path(record), int(count)),
}
FIGURES: dict[str, Callable[[Path, Path, int], None]] = {"speed": speed, "memory": memory, "search": search}


def main() -> None:
    """Run the figures named on the command line, or one step of them in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, default=Path("build/bench"))
    parser.add_argument("--pages", type=int, default=5000, help="responses of the archive (5,000)")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("figures", nargs="*", help=f"of {', '.join(FIGURES)}")
    given = parser.parse_args()
    if given.step:
        print(json.dumps(STEPS[given.step](*given.figures)))
        return
    given.work.mkdir(parents=True, exist_ok=True)
    for name in given.figures or FIGURES:
        FIGURES[name](given.data, given.work, given.pages)


if __name__ == "__main__":
    main()
