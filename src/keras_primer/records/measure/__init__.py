"""Measurements of time, one module each, kept for the pages that quote them.

`python -m keras_primer measure NAME` calls the module's `run()` and prints what it returns, a
dictionary of numbers; with `--record` they are kept in `results/measured/NAME.BACKEND.json`. Unlike
a result of a recipe, a time holds for one machine only; what pages draw from it are ratios.

The race has data, seeds and a command of its own: `python -m keras_primer bench`.
"""

import importlib
import pkgutil
import statistics
import time
from collections.abc import Callable


def seconds(work: Callable, times: int, warm_up: int = 1) -> float:
    """The median duration of `work()`, after some calls that do not count.

    The median, because one call that another program made slow does not move it.
    """
    durations = []
    for _ in range(warm_up + times):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations[warm_up:])


def spread(values: list[float]) -> dict[str, float]:
    """Mean, lowest and highest of some numbers."""
    return {"mean": statistics.fmean(values), "lowest": min(values), "highest": max(values)}


def names() -> list[str]:
    """The names of the measurements that need nothing but a backend, in alphabetical order."""
    return sorted({module.name for module in pkgutil.iter_modules(__path__)} - {"race"})


def module(name: str):
    """The module of a measurement; importing it starts Keras."""
    return importlib.import_module(f"{__name__}.{name}")
