"""A signal in time, made here: the power of solar panels on a roof, hour by hour; and baselines.

It has a trend (from spring to summer the panels give more), a season (day and night) and noise
(clouds, which stay for hours). Forecasts look at `WINDOW` hours and tell the hour that is
`HORIZON` hours after the last of them.
"""

import numpy as np

from keras_primer.data.samples import Samples

DAYS = 150
TEST = 30 * 24  # the last hours, which only the test set sees
WINDOW, HORIZON = 48, 3


# --8<-- [start:signal]
def signal() -> np.ndarray:
    """The power in kW, `float32` of shape `(3600,)`; the same every time.

    A meter counts whole watts, so that the last bits of a sine, which differ from processor to
    processor, do not matter.
    """
    hour = np.arange(DAYS * 24)
    trend = 3 + hour / len(hour)
    season = np.maximum(0, np.sin(2 * np.pi * (hour % 24 - 6) / 24))
    random = np.random.default_rng(0)
    clouds = np.zeros(len(hour))
    for now in hour[1:]:
        clouds[now] = 0.95 * clouds[now - 1] + random.normal(0, 0.35)
    light = 1 / (1 + np.exp(-clouds - 1))
    return (trend * season * light).round(3).astype("float32")


# --8<-- [end:signal]


# --8<-- [start:windows]
def windows(values: np.ndarray, length: int = WINDOW, horizon: int = HORIZON) -> tuple:
    """All windows of a signal, each with the value that is to be forecast from it.

    Args:
        values: array of shape `(hours,)`.
        length: of a window.
        horizon: how many hours after the last of the window the target is.

    Returns:
        `x` of shape `(n, length, 1)` and `y` of shape `(n,)`, with
        n = hours − length − horizon + 1.
    """
    y = values[length + horizon - 1 :]
    x = np.lib.stride_tricks.sliding_window_view(values, length)[: len(y)]
    return x[..., None].copy(), y.copy()


# --8<-- [end:windows]


# --8<-- [start:solar]
def solar() -> Samples:
    """Windows of the signal, split in time: first cut the signal, then make windows of each part.

    So no hour is in both sets, neither in a window nor as a target.
    """
    values = signal()
    past, future = values[:-TEST], values[-TEST:]
    text = f"{WINDOW} hours of solar power each, to forecast {HORIZON} hours ahead"
    return Samples(*windows(past), *windows(future), "solar", text)


# --8<-- [end:solar]


# --8<-- [start:baselines]
def baselines(data: Samples) -> dict[str, np.ndarray]:
    """Forecasts of the test set that need no network, each of shape `(n,)`."""
    return {
        "last value": data.x_test[:, -1, 0],
        "same hour yesterday": data.x_test[:, HORIZON - 1 - 24, 0],
        "linear": with_ones(data.x_test) @ fitted(data.x_train, data.y_train),
    }


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The weights of the weighted sum of a window that is closest to its target."""
    return np.linalg.lstsq(with_ones(x), y, rcond=None)[0]


def with_ones(x: np.ndarray) -> np.ndarray:
    """Windows as rows, with a column of ones for the constant of a weighted sum."""
    return np.column_stack([x[..., 0], np.ones(len(x))]).astype("float64")


# --8<-- [end:baselines]


def errors(data: Samples) -> dict[str, float]:
    """The mean absolute errors of the baselines, in the unit of the signal."""
    return {
        name: float(np.abs(forecast - data.y_test).mean())
        for name, forecast in baselines(data).items()
    }
