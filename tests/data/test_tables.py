"""The table of bicycle rentals."""

import numpy as np

from keras_primer.data import tables


def test_rentals_are_the_same_every_time():
    assert tables.rentals(20).fingerprint == tables.rentals(20).fingerprint


def test_rentals_follow_their_rule():
    """Where nothing is missing, only the noise and the rounding are left."""
    data = tables.rentals()
    whole = ~np.isnan(data.x_train["temperature"]) & (data.x_train["weather"] != "")
    left = data.y_train[whole] - tables.rides(data.x_train[whole])
    assert abs(left.mean()) < 0.5
    assert abs(left.std() - tables.NOISE) < 0.5
    # 23:00 is two hours from 21:00, and nine from 8:00 across midnight.
    row = np.zeros(2, data.x_train.dtype)
    row["hour"], row["station"], row["weather"], row["temperature"] = 23, [52, 11], "rain", 15
    row["wind"] = 10
    busy = 0.3 + np.exp([-4 / 18, -81 / 18])
    np.testing.assert_allclose(tables.rides(row), 27 + np.array([40, 90]) * 0.15 * busy)


def test_so_many_cells_are_empty():
    rows = tables.rentals().x_train
    assert 0.08 < np.isnan(rows["temperature"]).mean() < 0.12
    assert 0.04 < (rows["weather"] == "").mean() < 0.06
    assert not np.isnan(rows["wind"]).any() and not np.isnan(rows["hour"]).any()
