"""The signal in time: its windows, its split, and the baselines."""

import numpy as np

from keras_primer.data import series


def test_signal_is_the_same_every_time():
    assert series.solar().fingerprint == series.solar().fingerprint
    watts = series.signal().astype("float64") * 1000
    np.testing.assert_allclose(watts, watts.round(), atol=1e-3)


def test_windows_are_followed_by_their_targets():
    x, y = series.windows(np.arange(10), length=4, horizon=3)
    assert x.shape == (4, 4, 1) and y.shape == (4,)
    np.testing.assert_array_equal(x[1, :, 0], [1, 2, 3, 4])
    np.testing.assert_array_equal(y, x[:, -1, 0] + 3)
    np.testing.assert_array_equal(x[-1, :, 0], [3, 4, 5, 6])  # no window is left out


def test_no_hour_is_in_both_sets(monkeypatch):
    """The signal is replaced by the number of each hour, so that windows tell where they are."""
    hours = np.arange(series.DAYS * 24)
    monkeypatch.setattr(series, "signal", lambda: hours)
    data = series.solar()
    assert data.y_train.max() < data.x_test.min()
    assert data.y_train.max() + 1 == data.x_test.min() == len(hours) - series.TEST
    assert np.all(np.diff(data.y_test) == 1)


def test_baselines(monkeypatch):
    """A signal that rises by 1 every hour is known to all of them."""
    monkeypatch.setattr(series, "signal", lambda: np.arange(series.DAYS * 24.0))
    data = series.solar()
    forecasts = series.baselines(data)
    np.testing.assert_array_equal(forecasts["last value"], data.y_test - series.HORIZON)
    np.testing.assert_array_equal(forecasts["same hour yesterday"], data.y_test - 24)
    np.testing.assert_allclose(forecasts["linear"], data.y_test)
    assert np.allclose([*series.errors(data).values()], [series.HORIZON, 24, 0], atol=1e-6)
