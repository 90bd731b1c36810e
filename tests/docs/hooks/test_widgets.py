"""What widgets say to readers without scripts is what Keras and NumPy say."""

import itertools
import json
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


def test_stack():
    rows = re.findall(
        r"<td><code>(\w+)(\(.*?\))</code></td> <td><code>(.*?)</code></td> <td>(\d+)</td>",
        widgets.layer_stack("en", ""),
    )
    layers = [
        getattr(keras.layers, kind)(*map(int, re.findall(r"\d+", call))) for kind, call, *_ in rows
    ]
    model = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    assert [shape for *_, shape, _ in rows] == [str(layer.output.shape[1:]) for layer in layers]
    assert [int(row[-1]) for row in rows] == [layer.count_params() for layer in layers]
    assert f"<td>{model.count_params()}</td></tr>\n</table>" in widgets.layer_stack("en", "")


def test_convolution():
    rows = re.findall(
        r"<td>(\d), (\d)</td> <td>(.*?)</td> <td>(-?\d+)</td>", widgets.convolution_steps("en", "")
    )
    image = np.array([[float(pixel) for pixel in row] for row in widgets.PIXELS])
    kernel = np.reshape(widgets.KERNEL, (3, 3, 1, 1)).astype(float)
    output = np.array(keras.ops.conv(image[None, :, :, None], kernel))[0, :, :, 0]
    assert len(rows) == len(widgets.WINDOWS)
    for row, column, numbers, total in rows:
        row, column = int(row) - 1, int(column) - 1
        window = image[row : row + 3, column : column + 3]
        assert [int(number) for number in re.findall(r"\d", numbers)] == window.ravel().tolist()
        assert int(total) == output[row, column]


def test_confusion():
    rows = re.findall(r"<tr>(.*)</tr>", widgets.confusion_cells("en", ""))
    numbers = [[int(cell) for cell in re.findall(r">(\d+)<", row)] for row in rows]
    matrix = json.loads(widgets.CONFUSION.read_text("utf-8"))
    assert numbers == [[*range(10)], *([digit, *row] for digit, row in enumerate(matrix))]
