"""Captures read (or articles coded) by worker processes, each within a budget of time and memory, in their order.

A worker that hangs or dies is replaced: only the capture that it was reading fails. The results and their order do
not depend on the number of workers. For Linux and macOS.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Pipe
from queue import SimpleQueue
from typing import Any, Final, Generic, Protocol, TypeVar

from copydesk.capture import Capture, Place
from copydesk.intake.failure import Failure


class Item(Protocol):
    """What a worker can be given: a payload, and what its failure says of it."""

    @property
    def payload(self) -> bytes | str: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def captured(self) -> datetime | None: ...


I = TypeVar("I", bound=Item)  # noqa: E741
T = TypeVar("T")

CHUNK_ITEMS: Final = 16
CHUNK_BYTES: Final = 1 << 20
CHUNKS_AHEAD: Final = 8
"""Chunks that each worker may be ahead of the writer: enough to go on while it compares articles for a second, few
enough for the memory that payloads and waiting results take."""

SETTINGS: Final = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The environment of workers: sets are in the same order in all of them, and each keeps to one core."""

START_SECONDS: Final = 120.0
"""How long a worker may take to import and load its models."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one capture may take: seconds of time, and bytes of memory beyond what a worker has when it starts."""

    seconds: float = 30.0
    memory: int = 768 << 20


DEFAULT_BUDGET: Final = Budget()

FIRST: Final = Capture("<!doctype html><title>First</title><p>It makes a worker load all that reading needs.</p>")
"""Read before all else: a worker that cannot read it does not start, and what it loads is not charged to a page."""


class PoolError(Exception):
    """The worker processes do not start."""


def default_workers() -> int:
    """The number of cores that this process may use."""
    if sys.platform.startswith("linux"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(
    items: Iterable[I | Failure],
    task: Callable[[I], T],
    first: I,
    *,
    workers: int | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> Generator[tuple[I | Failure, T | Failure], None, None]:
    """Each item with what the task gives for it, or with the failure that it is, in the order of the items.

    Failures among the items pass through. The task is pickled by its name, so it has to be importable; each worker is
    given the `first` item before all others. Raises PoolError where the workers do not start; what `items` raises
    passes through.
    """
    count = workers or default_workers()
    crew = _Crew(task, first, count, budget)
    pending: deque[tuple[list[I | Failure], Future[list[bytes | Failure]]]] = deque()
    try:
        for chunk in chunks(items):
            pending.append((chunk, crew.submit(chunk)))
            if len(pending) > count * CHUNKS_AHEAD or pending[0][1].done():
                yield from _finish(*pending.popleft())
        while pending:
            yield from _finish(*pending.popleft())
    finally:
        crew.close()


def _finish(chunk: list[I | Failure], future: "Future[list[bytes | Failure]]") -> Iterator[tuple[I | Failure, Any]]:
    """The results of a chunk, unpickled one by one: as objects they take ten times the memory."""
    results = iter(future.result())
    for item in chunk:
        if isinstance(item, Failure):
            yield item, item
        else:
            result = next(results)
            yield item, result if isinstance(result, Failure) else pickle.loads(memoryview(result)[1:])


def chunks(items: Iterable[I | Failure]) -> Iterator[list[I | Failure]]:
    """Items in lists of a few: small ones together, so that handing them over costs little."""
    chunk: list[I | Failure] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += 0 if isinstance(item, Failure) else len(item.payload)
        if len(chunk) == CHUNK_ITEMS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Crew(Generic[I, T]):
    """The workers, each driven by a thread that waits for it."""

    def __init__(self, task: Callable[[I], T], first: I, count: int, budget: Budget) -> None:
        self._idle: SimpleQueue[_Worker[I, T]] = SimpleQueue()
        self._workers = [_Worker(task, first, budget) for _ in range(count)]
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count)

    def submit(self, chunk: list[I | Failure]) -> "Future[list[bytes | Failure]]":
        return self._threads.submit(self._read, [item for item in chunk if not isinstance(item, Failure)])

    def _read(self, items: list[I]) -> list[bytes | Failure]:
        worker = self._idle.get()
        try:
            return worker.read(items)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)


class _Worker(Generic[I, T]):
    """One worker process, started when it is first needed and again after it was lost."""

    def __init__(self, task: Callable[[I], T], first: I, budget: Budget) -> None:
        self._work = pickle.dumps((task, first))
        self._budget = budget
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, items: list[I]) -> list[bytes | Failure]:
        results: list[bytes | Failure] = []
        while len(results) < len(items):
            if self._process is None:
                self._start()
            self._read_some(items[len(results) :], results)
        return results

    def _read_some(self, items: list[I], results: list[bytes | Failure]) -> None:
        """Read items until all are done or the worker is lost; the item it is lost at is a failure."""
        with suppress(OSError):  # a worker that is gone by now is found out when its answer does not come
            self._pipe.send(items)
        for item in items:
            try:
                if not self._pipe.poll(self._budget.seconds):
                    results.append(self._lost(item, "timeout", f"took more than {self._budget.seconds:g} seconds"))
                    return
                answer = self._pipe.recv_bytes()
            except (EOFError, OSError):
                results.append(self._lost(item, "crash", "ended the process that read it"))
                return
            results.append(answer)
            if answer[0]:
                self._discard()
                return

    def _lost(self, item: I, reason: str, message: str) -> Failure:
        ended = self._discard()
        detail = f" ({ended})" if reason == "crash" else ""
        return Failure(item.place, reason, f"the page {message}{detail}", item.url, item.captured)

    def _start(self) -> None:
        if self._stopped:
            raise PoolError("the workers were stopped")
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "copydesk.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **SETTINGS, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                start_new_session=True,
            )
        try:
            self._pipe.send((sys.path, self._work, self._budget.seconds, self._budget.memory))
            if self._pipe.poll(START_SECONDS) and self._pipe.recv_bytes() == b"ready":
                return
        except (EOFError, OSError):
            pass
        raise PoolError(f"a worker process does not start: it ended with {self._discard()}")

    def _discard(self) -> str:
        """End the process, and say how it ended."""
        process, self._process = self._process, None
        if process is None:
            return "nothing"
        self._pipe.close()
        try:
            code = process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        return f"signal {-code}" if code < 0 else f"status {code}"

    def stop(self) -> None:
        self._stopped = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()
