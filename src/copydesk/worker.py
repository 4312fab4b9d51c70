"""A worker process: reads captures (or codes articles) one after another, within limits that the kernel enforces.

Started by `copydesk.pool` as `python -m copydesk.worker FD`, where FD is its end of a pipe. It prints nothing: what the
page code prints goes to standard error.
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from copydesk.capture import CaptureError
from copydesk.intake.failure import Failure
from copydesk.pool import Item

UNCOLLECTED: Final = 500_000
"""Objects by which a worker may grow before it looks for those that only hold each other. Reading makes hardly any, and
a look at what is remembered from page to page would take as long as a page."""
GRACE_SECONDS: Final = 5
"""The parent ends a worker that exceeds its time; the kernel does so this much later, in case the parent is gone."""


def main() -> None:
    """Serve the parent until it closes the pipe."""
    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    os.dup2(2, 1)
    sys.path[:], work, seconds, memory = connection.recv()
    task: Callable[[Item], Any]
    task, first = pickle.loads(work)
    with suppress(CaptureError):
        task(first)
    connection.send_bytes(b"ready")
    _limit_memory(memory)
    gc.disable()
    gc.freeze()
    while True:
        try:
            chunk: list[Item] = connection.recv()
        except EOFError:
            return
        if gc.get_count()[0] > UNCOLLECTED:
            gc.collect()
        for item in chunk:
            signal.alarm(int(seconds) + GRACE_SECONDS)
            answer, spent = _answer(task, item)
            connection.send_bytes(answer)
            if spent:
                return
        signal.alarm(0)


def _answer(task: Callable[[Item], Any], item: Item) -> tuple[bytes, bool]:
    """What the task gives for an item, or the failure that it is, pickled; and whether this process ends now.

    The first byte says the latter too, so that the parent can leave the rest as it is until it is needed.
    """
    spent = False
    result: Any
    try:
        return b"\0" + pickle.dumps(task(item), pickle.HIGHEST_PROTOCOL), False
    except CaptureError as error:
        result = _failure(item, error.reason, str(error))
    except MemoryError:
        result, spent = _failure(item, "memory", "the page needs more memory than it may have"), True
    except RecursionError:
        result = _failure(item, "recursion", "the page is nested too deeply")
    except Exception as error:  # a fault of the page code costs this page only, and its failure entry says which
        result = _failure(item, "crash", f"{type(error).__name__}: {error}{_where(error)}")
    return bytes([spent]) + pickle.dumps(result, pickle.HIGHEST_PROTOCOL), spent


def _where(error: Exception) -> str:
    """The innermost function of an error's traceback, and its line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f" in {trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}" if trace else ""


def _failure(item: Item, reason: str, message: str) -> Failure:
    return Failure(item.place, reason, message, item.url, item.captured)


def _limit_memory(spare: int) -> None:
    """Let the process have so many bytes more than it has now (on Linux; elsewhere there is no such limit)."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + spare
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
