"""What widgets say to readers without scripts is what Keras and NumPy say."""

import itertools
import re
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import widgets


def stopping(losses: list[float], patience: int, min_delta: float = 0) -> tuple[int, int]:
    """The last epoch that Keras trains, and the best one until then, counted from 1."""
    callback = keras.callbacks.EarlyStopping(patience=patience, min_delta=min_delta)
    callback.set_model(SimpleNamespace(stop_training=False))
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if callback.model.stop_training:
            break
    return epoch + 1, callback.best_epoch + 1


@pytest.mark.parametrize("patience", [1, 2, 3, 5, 10, 20])
def test_stopping(patience):
    for seed in range(20):
        random = np.random.default_rng(seed)
        losses = (np.linspace(1, 0.5, 40) + random.normal(0, 0.1, 40)).tolist()
        assert widgets.stopping(losses, patience) == stopping(losses, patience)


@pytest.mark.parametrize("momentum", widgets.MOMENTA)
@pytest.mark.parametrize("rate", widgets.RATES)
def test_descent(rate, momentum):
    optimizer = keras.optimizers.SGD(rate, momentum)
    w = keras.Variable(0.0)
    for step in range(1, max(widgets.STEPS) + 1):
        optimizer.apply([2 * (w - widgets.LOWEST)], [w])
        assert widgets.descent(rate, momentum, step) == pytest.approx(float(w.value), rel=1e-3)


def test_labels_that_work():
    """Three settings that every page on losses tells, and none of those that it warns of."""
    table = widgets.loss_labels("en", "")
    for labels, layer, loss in (
        ("integer", 'Dense(3, activation="softmax")', "SparseCategoricalCrossentropy()"),
        ("one-hot", "Dense(3)", "CategoricalCrossentropy(from_logits=True)"),
        ("0/1", 'Dense(1, activation="sigmoid")', "BinaryCrossentropy()"),
    ):
        row = f"<td>{labels}</td> <td><code>{layer}</code></td> <td><code>{loss}</code></td>"
        assert row in table
    assert "<code>Dense(3)</code></td> <td><code>CategoricalCrossentropy()" not in table
    assert 'softmax")</code></td> <td><code>BinaryCrossentropy' not in table


def test_place():
    image = np.arange(24).reshape(2, 4, 3)  # its numbers lie in memory as they are counted
    first = np.moveaxis(image, -1, 0).ravel().tolist()
    for picked in itertools.product(range(2), range(4), range(3)):
        number = image[picked]
        assert widgets.place(picked, widgets.FORMATS["channels_last"]) == number
        assert widgets.place(picked, widgets.FORMATS["channels_first"]) == first.index(number)


@pytest.mark.parametrize("name", widgets.PROGRAMS)
def test_parameters_of_programs(name):
    names = {"keras": keras, "layers": keras.layers}
    exec(widgets.PROGRAMS[name], names)
    row = list(widgets.PROGRAMS).index(name)
    cells = re.findall(r"</pre></td> <td>(\d+)</td>", widgets.model_graph("en", ""))
    assert int(cells[row]) == names["model"].count_params()


def test_softmax():
    rows = re.findall(
        r"<td>(\d)</td> <td>(.*?)</td> <td>(.*?)</td> <td>(.*?)</td>",
        widgets.softmax_loss("en", ""),
    )
    logits = np.array([[float(logit) for _, logit, _, _ in rows]])
    for label, (_, _, probability, loss) in enumerate(rows):
        expected = keras.losses.sparse_categorical_crossentropy(
            np.array([label]), logits, from_logits=True
        )
        assert float(loss) == pytest.approx(float(expected[0]), abs=1e-4)
        assert float(probability) == pytest.approx(np.exp(-float(loss)), abs=1e-4)
