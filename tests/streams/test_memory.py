"""Garbage collection is rarer while a batch is handled, and as it was afterwards."""

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from streams.memory import YOUNG, fewer_rounds


def test_rounds_are_rarer_inside_and_as_before_outside() -> None:
    """The portal lives in the same process: an upload must soon be free again."""
    before = gc.get_threshold()
    with fewer_rounds():
        assert gc.get_threshold() == (YOUNG, *before[1:])
    assert gc.get_threshold() == before


def test_a_batch_that_fails_leaves_it_as_it_was() -> None:
    """Else one poison event would change the process for good."""
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), fewer_rounds():
        _ = 1 / 0
    assert gc.get_threshold() == before


def test_the_last_thread_out_puts_it_back() -> None:
    """Two lines in one process: the first to end does not end it for the other."""
    before, both, out = gc.get_threshold(), Barrier(2), Event()

    def short() -> None:
        with fewer_rounds():
            both.wait()
        out.set()

    def long() -> int:
        with fewer_rounds():
            both.wait()
            out.wait()
            return gc.get_threshold()[0]

    with ThreadPoolExecutor(2) as pool:
        first, last = pool.submit(short), pool.submit(long)
        first.result()
        assert last.result() == YOUNG
    assert gc.get_threshold() == before
