"""One writer at a time: a lock that ends with its process, however that ends."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Final

_RETRY_SECONDS: Final = 0.2


class LockedError(Exception):
    """Another process is writing the record."""


class WriterLock:
    """The right to write a record, held through a lock on the file `<record>.lock`, which stays behind."""

    def __init__(self, record: Path, wait: float = 0.0) -> None:
        """Take the lock, waiting for it at most `wait` seconds. Raises LockedError."""
        self._file = Path(f"{record}.lock").open("a+", encoding="ascii")  # noqa: SIM115
        deadline = time.monotonic() + wait
        while not self._take():
            if time.monotonic() >= deadline:
                holder = self._holder()
                self._file.close()
                raise LockedError(f"{record} is being written by {holder}; try again when that is done, or wait for it")
            time.sleep(_RETRY_SECONDS)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(str(os.getpid()))
        self._file.flush()

    def _take(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> str:
        self._file.seek(0)
        number = self._file.read().strip()
        return f"process {number}" if number else "another process"

    def release(self) -> None:
        """Give the lock back."""
        self._file.close()

    def __enter__(self) -> "WriterLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
