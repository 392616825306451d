"""How much work something is, counted: unlike seconds, steps are the same on a busy machine."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def steps(work: Callable[[], object]) -> int:
    """Returns how many lines of Python run while some work is done, and how many functions of C are called."""
    number = 0

    def trace(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal number
        number += event == "line"
        return trace

    def profile(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal number
        number += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return number


def grows_with_its_size(work: Callable[[int], object], size: int) -> bool:
    """Returns whether twice the size takes at most about twice the steps; what is made once is made before."""
    work(size)
    once, twice = steps(lambda: work(size)), steps(lambda: work(2 * size))
    return twice <= 2.2 * once + 1000


def slowdown(work: Callable[[int], object], size: int) -> float:
    """Returns how many times as long 16 times the size takes, where the work is done in C and has no steps.

    Time of this process alone, and the best of three: 16 where work grows with the size, 256 where it grows with its square.
    """
    times = {size: [0.0] * 3, 16 * size: [0.0] * 3}
    for turn in range(3):
        for number, taken in times.items():
            started = time.process_time()
            work(number)
            taken[turn] = time.process_time() - started
    return min(times[16 * size]) / max(min(times[size]), 1e-4)
