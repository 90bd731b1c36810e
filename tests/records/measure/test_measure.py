"""What measurements have in common."""

import pytest

from keras_primer.records import measure


def test_spread():
    """The mean, which one outlier moves, and not the median."""
    assert measure.spread([1, 2, 6]) == {"mean": 3, "lowest": 1, "highest": 6}


def test_seconds_are_the_median_without_the_first_calls(monkeypatch):
    """One call that another program made slow does not count, nor does what warms up."""
    clock = iter([0, 50, 60, 61, 70, 72, 80, 180])  # begin and end of four calls
    monkeypatch.setattr(measure.time, "perf_counter", lambda: next(clock))
    assert measure.seconds(lambda: None, times=3) == 2
    with pytest.raises(StopIteration):
        next(clock)
