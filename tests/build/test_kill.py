"""A build that is killed at any moment and started again ends with the same record."""

import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk.build import build
from tests.build.archives import write_warc
from tests.build.snapshots import snapshot
from tests.record import invented

KILLS = 30
SCRIPT = """
import sys
from copydesk.build import build
from tests.record import invented
build(sys.argv[3:], sys.argv[1], read=invented.read, workers=int(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two archives with damaged records, pages met twice, copies, and pages that cannot be read."""
    folder = tmp_path_factory.mktemp("inputs")
    pages = list(invented.captures(500))
    bad = [invented.capture(5000 + number, do=what) for number, what in enumerate(["raise", "refuse", "die", "raise"])]
    mixed = list(pages)
    for number, page in enumerate(bad):
        mixed.insert(60 + 110 * number, page)
    first = write_warc(folder / "a.warc.gz", mixed, broken=range(7, 500, 90))
    more = [invented.capture(number) for number in range(500, 700)]
    copies = [replace(page, url=f"{page.url}/copy") for page in pages[:40]]
    second = write_warc(folder / "b.warc.gz", [*pages[300:400], *copies, *more])
    return [str(first), str(second)]


def start(record: Path, inputs: list[str], workers: int = 1) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(record), str(workers), *inputs], env={**os.environ, "PYTHONPATH": path}
    )


def await_writing(process: "subprocess.Popen[bytes]", record: Path) -> None:
    """Wait until a build has begun to write its record."""
    lock = record.with_name(f"{record.name}.lock")
    while process.poll() is None and not (lock.exists() and lock.read_text() == str(process.pid)):
        time.sleep(0.005)


def test_killed_at_random_points_the_record_is_the_same(tmp_path: Path, inputs: list[str]) -> None:
    undisturbed = tmp_path / "undisturbed.db"
    process = start(undisturbed, inputs)
    await_writing(process, undisturbed)
    began = time.monotonic()
    assert process.wait() == 0
    seconds = time.monotonic() - began
    expected = snapshot(undisturbed)
    assert len(expected["pages"]) > 680
    assert len(expected["copy_groups"]) > 30
    assert {row[3] for row in expected["failures"]} == {"broken-record", "crash", "too-large"}

    chance = random.Random(7)
    kills, finished, record = 0, 0, tmp_path / "killed-0.db"
    while kills < KILLS:
        process = start(record, inputs, workers=1 + kills % 2)
        await_writing(process, record)
        try:
            process.wait(chance.uniform(0.0, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            continue
        assert process.returncode == 0
        assert snapshot(record) == expected
        finished += 1
        record = tmp_path / f"killed-{finished}.db"
    assert start(record, inputs).wait() == 0
    assert snapshot(record) == expected


def test_a_second_build_changes_nothing(tmp_path: Path, inputs: list[str]) -> None:
    record = tmp_path / "twice.db"
    build(inputs, record, read=invented.read, workers=2)
    before = snapshot(record)
    times = record.stat().st_size
    added = build(inputs, record, read=invented.read, workers=2)
    assert (added.pages, added.failed) == (0, 0)
    assert snapshot(record) == before
    assert record.stat().st_size == times


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_record_does_not_depend_on_the_number_of_workers(tmp_path: Path, inputs: list[str], workers: int) -> None:
    one, many = tmp_path / "one.db", tmp_path / "many.db"
    build(inputs[1:], one, read=invented.read, workers=1)
    build(inputs[1:], many, read=invented.read, workers=workers)
    assert snapshot(one) == snapshot(many)
