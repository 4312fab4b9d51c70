"""The compiled kernel: what ships is what its sources say, and its memory holds what is put there."""

import importlib.util
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from wasmtime import Engine, FuncType, Module

from copydesk import read
from copydesk.capture import CaptureError
from copydesk.kernel import Kernel, KernelMemoryError, kernel

PAGE = "<h1>The ferry is back</h1><p>It had been gone for three weeks, and nobody knew why. Now it sails again.</p>"
BUILD = Path(__file__).resolve().parents[1] / "kernel" / "build.py"


def fingerprint_of_sources() -> str:
    spec = importlib.util.spec_from_file_location("kernel_build", BUILD)
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    found: str = build.fingerprint()
    return found


def test_the_shipped_module_was_made_from_these_sources():
    one = kernel()
    address, count, *_ = one.run("fingerprint")
    assert one.take(address, count, np.uint8).tobytes().decode() == fingerprint_of_sources(), "run `make kernel`"


def test_functions_take_nothing_and_give_nothing_back_but_the_address_of_the_exchange():
    module = Module(Engine(), (BUILD.parents[1] / "src" / "copydesk" / "kernel" / "kernel.wasm").read_bytes())
    types = {each.name: each.type for each in module.exports if isinstance(each.type, FuncType)}
    assert len(types.pop("exchange_address").results) == 1
    assert len(types) > 10
    assert all(not each.params and not each.results for each in types.values())


def test_what_is_put_stands_in_memory_however_much_it_is():
    one = Kernel()
    one.begin()
    small, large = np.arange(5, dtype=np.int32), np.arange(3_000_000, dtype=np.int32)
    places = [one.put(small), one.put(large), one.put(small)]
    for place, array in zip(places, (small, large, small), strict=True):
        assert np.array_equal(one.take(place, len(array), np.int32), array)


def test_what_is_kept_outlives_calls():
    one = Kernel()
    model = np.arange(100, dtype=np.int64)
    place = one.keep(model, lambda memory: memory.put(model))
    one.begin()
    one.put(np.zeros(1_000, dtype=np.int64))
    assert np.array_equal(one.take(place, 100, np.int64), model)
    assert one.keep(model, lambda memory: memory.put(model)) == place


def test_each_thread_has_its_own_memory():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(kernel).result() is not kernel()
    assert kernel() is kernel()


def test_a_kernel_that_has_become_large_gives_way_to_another_which_answers_the_same(monkeypatch):
    first, page = kernel(), read(PAGE)
    monkeypatch.setattr("copydesk.kernel.KEPT", 0)
    assert kernel() is not first
    assert read(PAGE) == page


def test_the_size_of_a_kernel_is_what_a_call_has_made_of_it():
    one = Kernel()
    before = one.size
    one.begin()
    one.run("reserve", 3 * before)
    assert one.size == one._memory.data_len(one._store) > 3 * before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited on Linux alone")
def test_another_kernel_finds_room_where_address_space_is_limited():
    program = """
import resource
from pathlib import Path
import copydesk, copydesk.kernel
copydesk.read("<p>One.</p>")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (768 << 20),) * 2)
copydesk.kernel.KEPT = 0
print(len(copydesk.read("<p>Two.</p>").blocks))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="address space is limited on Linux alone")
def test_a_process_that_may_not_have_the_address_space_is_told_so():
    program = """
import resource
from pathlib import Path
import copydesk
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (768 << 20),) * 2)
copydesk.read("<p>One.</p>")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "MemoryError: reading pages takes 4 GB of address space" in done.stderr


def test_a_page_that_takes_too_much_memory_is_refused_and_the_next_one_read(monkeypatch):
    good = read(PAGE)
    monkeypatch.setattr("copydesk.kernel._of_thread", threading.local())
    monkeypatch.setattr("copydesk.kernel.MOST", 40 << 20)
    with pytest.raises(CaptureError, match="more than 40 MB of memory") as refused:
        read("".join(f"<p>Paragraph {n} of a very long page indeed.</p>" for n in range(40_000)))
    assert refused.value.reason == "memory"
    monkeypatch.undo()
    assert read(PAGE) == good


def test_a_call_that_did_not_come_to_its_end_leaves_no_kernel_behind():
    before = kernel()
    with pytest.raises(KernelMemoryError):
        before.run("reserve", 2**32 - 1)
    assert kernel() is not before
