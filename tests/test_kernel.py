"""The compiled kernel: what ships is what its sources say, and its memory holds what is put there."""

import importlib.util
from pathlib import Path

import numpy as np
from wasmtime import Engine, FuncType, Module

from copydesk.kernel import Kernel, kernel

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
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(kernel).result() is not kernel()
    assert kernel() is kernel()
