"""Workers: a page that hangs, bursts or dies costs only itself."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from copydesk.capture import Capture, Place
from copydesk.intake import Failure
from copydesk.page.page import Page
from copydesk.pool import CHUNK_ITEMS, CHUNKS_AHEAD, FIRST, Budget, PoolError, chunks, read_all
from tests.record import invented

QUICK = Budget(seconds=1.0, memory=200 << 20)


def outcomes(given: list[Capture | Failure], workers: int = 2, budget: Budget = QUICK) -> list[str]:
    found = list(read_all(given, invented.read, FIRST, workers=workers, budget=budget))
    assert [item for item, _ in found] == given
    return [result.reason if isinstance(result, Failure) else result.verdict.kind.value for _, result in found]


def test_results_come_in_the_order_of_the_captures() -> None:
    given = list(invented.captures(200))
    found = list(read_all(given, invented.read, FIRST, workers=3))
    assert [item for item, _ in found] == given
    assert [page.id for _, page in found if isinstance(page, Page)] == [capture.id for capture in given]


@pytest.mark.parametrize(
    ("what", "reason", "message"),
    [
        ("hang", "timeout", "took more than 1 seconds"),
        ("burst", "memory", "more memory than it may have"),
        ("grow", "memory", "more memory than it may have"),
        ("die", "crash", r"ended the process that read it \(status 3\)"),
        ("segfault", "crash", r"ended the process that read it \(signal 11\)"),
        ("raise", "crash", r"KeyError: 'invented' in misbehave, line \d+"),
        ("recurse", "recursion", "nested too deeply"),
        ("refuse", "too-large", "there is too much of it"),
    ],
)
def test_a_page_that_misbehaves_costs_only_itself(what: str, reason: str, message: str) -> None:
    given = [*invented.captures(5), invented.capture(9, do=what), *invented.captures(4)]
    found = list(read_all(given, invented.read, FIRST, workers=1, budget=QUICK))
    [failure] = [result for _, result in found if isinstance(result, Failure)]
    assert found[5][1] is failure
    assert (failure.reason, failure.place, failure.url) == (
        reason,
        Place("/invented", None, 9),
        "https://example.org/9",
    )
    assert re.search(message, failure.message)


def test_many_that_misbehave_one_after_another() -> None:
    names = ["die", "raise", "burst", "", "refuse", "segfault", "burst", "burst", "", "recurse", "die", "die"]
    given: list[Capture | Failure] = [invented.capture(number, do=name) for number, name in enumerate(names)]
    expected = {"": "article", "raise": "crash", "refuse": "too-large", "recurse": "recursion", "burst": "memory"}
    assert outcomes(given) == [expected.get(name, "crash") for name in names]


def test_failures_among_the_captures_pass_through() -> None:
    failure = Failure(None, "broken-record", "it broke")
    found = list(read_all([failure, invented.capture(1), failure], invented.read, FIRST, workers=1))
    assert [result for _, result in found if isinstance(result, Failure)] == [failure, failure]


def test_reading_runs_ahead_only_so_far() -> None:
    taken = 0

    def endless() -> Iterator[Capture]:
        nonlocal taken
        for capture in invented.captures(100_000):
            taken += 1
            yield capture

    results = read_all(endless(), invented.read, FIRST, workers=2)
    assert len(list(islice(results, 40))) == 40
    results.close()
    assert taken <= 40 + CHUNK_ITEMS * (2 * CHUNKS_AHEAD + 4)


def test_large_captures_are_handed_over_alone() -> None:
    large = Capture(b"x" * (2 << 20))
    assert [len(chunk) for chunk in chunks([large, *invented.captures(20), large])] == [1, 16, 5]
    found = list(read_all([large] * 3, invented.read, FIRST, workers=2))
    assert len(found) == 3


def test_a_task_that_cannot_be_imported_is_an_error() -> None:
    def local(capture: Capture) -> None: ...

    with pytest.raises(AttributeError, match=r"nowhere|local"):
        list(read_all(invented.captures(3), local, FIRST, workers=1))


def test_a_reader_that_reads_nothing_at_all_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PoolError, match="status 1"):
        list(read_all(invented.captures(3), invented.read_nothing, FIRST, workers=1))
    assert "there is no model" in capfd.readouterr().err


def test_workers_that_do_not_start_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PoolError, match="does not start"):
        list(read_all(invented.captures(3), invented.read, FIRST, workers=1))


ORPHANING = """
import os, threading
from tests.record import invented
from copydesk.pool import FIRST, Budget, read_all
threading.Timer(1.5, os.kill, (os.getpid(), 9)).start()
pages = [invented.capture(number, do="hang") for number in range(9)]
list(read_all(pages, invented.read, FIRST, workers=2, budget=Budget(2.0)))
"""


def test_workers_end_with_the_process_that_started_them() -> None:
    path = os.pathsep.join(part for part in sys.path if part)
    process = subprocess.Popen([sys.executable, "-c", ORPHANING], env={**os.environ, "PYTHONPATH": path})
    assert process.wait() == -9
    deadline = time.monotonic() + 15
    while (left := orphans()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == []


def orphans() -> list[str]:
    """Worker processes that have lost their parent and still run."""
    listing = subprocess.run(["ps", "-eo", "ppid,pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if "copydesk.worker" in line and line.split()[0] == "1"]
