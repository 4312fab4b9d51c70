"""The kernel: what is done to every character and every segment of a page, compiled.

The C sources stand in `kernel/` at the root of the project and are compiled into one WebAssembly module, which gives
the same answer on every machine and can touch no memory but its own, whatever a page contains. A call goes in steps:
`begin`, `put` the arrays, `run` a function with their addresses and numbers, `take` the arrays of its results.
"""

import threading
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from wasmtime import Engine, Func, FuncType, Instance, Memory, Module, Store, Trap, ValType, WasmtimeError

Item = TypeVar("Item", bound=np.generic)

ALIGNMENT: Final = 16
"""Bytes to a multiple of which arrays are put."""
PASSED: Final = 64
"""Arguments, and results, that a function has at most."""
KEPT: Final = 256 << 20
"""Bytes of memory with which a kernel is kept: it never gives back what one enormous page took, so that another takes
its place, which loads its models again."""
MOST: Final = 1 << 30
"""Bytes of memory that a kernel can have."""
TOP, SIZE, EXHAUSTED, STATE = range(4)
"""What the module says of its memory, as `Exchange` in `kernel/kernel.h` has it, and how many numbers that are."""


class KernelMemoryError(MemoryError):
    """A call needed more memory than a kernel can have."""


class _Action(FuncType):
    """The type of the functions of the module: they take nothing and give nothing back."""

    @property
    def params(self) -> list[ValType]:
        return []

    @property
    def results(self) -> list[ValType]:
        return []


_ACTION: Final = _Action([], [])


class Kernel:
    """One instance of the compiled module with its memory; each thread has its own.

    Raises MemoryError where the process may not have the address space: 4 GB, of which what is used alone is memory.
    """

    def __init__(self) -> None:
        self._store = Store(_engine())
        self._store.set_limits(memory_size=MOST)
        try:
            self._exports = Instance(self._store, _module(), []).exports(self._store)
        except WasmtimeError as error:
            raise MemoryError(f"reading pages takes 4 GB of address space (see `ulimit -v`): {error}") from error
        memory = self._exports["memory"]
        assert isinstance(memory, Memory)
        self._memory = memory
        self._functions: dict[str, Func] = {}
        self._kept: dict[int, tuple[object, Any]] = {}
        self._function("_initialize")(self._store)
        address = self._exports["exchange_address"]
        assert isinstance(address, Func)
        place = address(self._store)
        self._look()
        exchange = np.frombuffer(self._view, np.uint32, STATE + 2 * PASSED, place)
        self._state = exchange[:STATE].data
        self._arguments, self._results = exchange[STATE : STATE + PASSED], exchange[STATE + PASSED :]
        self._free = self._state[TOP]

    def _look(self) -> None:
        """See all of the memory, which ends elsewhere once it has grown. It never moves, for all that it may become is
        reserved from the beginning."""
        size = self._memory.data_len(self._store)
        pointer = self._memory.data_ptr(self._store)
        self._view = np.ctypeslib.as_array(pointer, shape=(size,)).data

    def _function(self, name: str) -> Func:
        if name not in self._functions:
            found = self._exports[name]
            assert isinstance(found, Func)
            # A function asks for its type each time it is called: half of what a call costs, and always the same.
            vars(found)["type"] = lambda store: _ACTION
            self._functions[name] = found
        return self._functions[name]

    @property
    def size(self) -> int:
        """Bytes of its memory."""
        size: int = self._state[SIZE]
        return size

    def begin(self) -> None:
        """Begin a call: what was put and answered before is gone, but for what is kept."""
        self._state[TOP] = self._free

    def put(self, array: NDArray[Any] | bytes) -> int:
        """Copy an array into the memory; its address there."""
        data = array if isinstance(array, bytes) else array.reshape(-1).view(np.uint8).data
        place = self._state[TOP]
        end = place + len(data)
        if end + ALIGNMENT > len(self._view):
            place = self.run("reserve", len(data) + ALIGNMENT)[0]
            end = place + len(data)
        self._view[place:end] = data
        self._state[TOP] = -(-end // ALIGNMENT) * ALIGNMENT
        return place

    def run(self, function: str, *arguments: int) -> list[int]:
        """Call a function of the module; its results. Raises KernelMemoryError where it needs too much memory."""
        self._arguments[: len(arguments)] = arguments
        try:
            self._function(function)(self._store)
        except (Trap, WasmtimeError):
            _of_thread.kernel = None  # what a call leaves behind that did not come to its end is not known
            if self._state[EXHAUSTED]:
                raise KernelMemoryError(f"it takes more than {MOST >> 20} MB of memory to read the page") from None
            raise
        if self.size > len(self._view):
            self._look()
        results: list[int] = self._results.tolist()
        return results

    def take(self, address: int, count: int, kind: type[Item]) -> NDArray[Item]:
        """A copy of an array in the memory."""
        return np.frombuffer(self._view, kind, count, address).copy()

    def keep(self, thing: object, load: "Callable[[Kernel], Any]") -> Any:
        """What `load` made of a thing in this memory, such as a model; it is loaded once and stays. Only before
        `begin`, for it takes memory that a call would use."""
        found = self._kept.get(id(thing))
        if found is None:
            self.begin()
            found = self._kept[id(thing)] = thing, load(self)
            self._free = self._state[TOP]
        return found[1]


def kernel() -> Kernel:
    """The kernel of this thread."""
    found: Kernel | None = getattr(_of_thread, "kernel", None)
    if found is not None and found.size > KEPT:
        found = _of_thread.kernel = None  # the address space that it holds is needed for another
    if found is None:
        found = _of_thread.kernel = Kernel()
    return found


_of_thread: Final = threading.local()


@cache
def _engine() -> Engine:
    return Engine()


@cache
def _module() -> Module:
    return Module(_engine(), files("copydesk.kernel").joinpath("kernel.wasm").read_bytes())
