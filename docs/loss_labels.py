"""What Keras does with every combination of labels, last layer and loss: trains it, and looks.

    KERAS_BACKEND=jax python docs/loss_labels.py

writes what happened on that backend into `loss_labels.json`, of which the widget `loss-labels` and
its table are made (hooks/widgets.py); `tests/docs/test_loss_labels.py` compares.
"""

import itertools
import json
import re
import warnings
from pathlib import Path

import keras
import numpy as np

FILE = Path(__file__).with_suffix(".json")
STEPS, RATE, LEARNED = 10, 0.5, 0.925  # the last is a share of right answers
GROUP = np.repeat([0, 1, 2], 20)
MIDDLES = np.array([[0, 1], [-1, -1], [1, -1]])
X = MIDDLES[GROUP] + 0.3 * np.random.default_rng(0).normal(size=(60, 2))
LABELS = {"integer": GROUP, "one-hot": np.eye(3)[GROUP], "0/1": (GROUP == 1).astype(int)}
KERNEL = np.array([[0.2, -0.4, 0.1], [0.3, 0.1, -0.5]])
LOSSES = ("SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy")
SETTINGS = {
    "labels": list(LABELS),
    "units": [3, 1],
    "activation": ["softmax", "sigmoid", None],
    "loss": list(LOSSES),
    "from_logits": [False, True],
}


def outcomes() -> list[dict]:
    """What happens with each combination of the settings, in their order."""
    return [outcome(*one) for one in itertools.product(*SETTINGS.values())]


def outcome(labels: str, units: int, activation: str | None, loss: str, from_logits: bool) -> dict:
    """What `is` the case, and what Keras `said`: the error, or the first warning."""
    y = LABELS[labels]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", DeprecationWarning)  # not for who uses Keras
        model = compiled(units, activation, getattr(keras.losses, loss)(from_logits=from_logits))
        before = keras.ops.convert_to_numpy(model(X))
        try:
            first, *_ = [float(model.train_on_batch(X, y)) for _ in range(STEPS)]
        except Exception as error:
            return {"is": "raises", "said": f"{type(error).__name__}: {shortened(error)}"}
    said = {"said": shortened(caught[0].message)} if caught else {}
    after = keras.ops.convert_to_numpy(model(X))
    if right(y, after, 0 if from_logits else 0.5) < LEARNED:
        return {"is": "wrong"} | said
    expected = defined(y, before, activation, loss)
    if np.isclose(first, expected, rtol=1e-3):
        return {"is": "works"} | said
    return {"is": "differs", "loss": f"{first:.3f}", "defined": f"{expected:.3f}"} | said


def compiled(units: int, activation: str | None, loss: keras.losses.Loss) -> keras.Model:
    dense = keras.layers.Dense(units, activation)
    model = keras.Sequential([keras.Input((2,)), dense])
    dense.set_weights([KERNEL[:, :units], np.zeros(units)])
    model.compile(keras.optimizers.SGD(RATE), loss, run_eagerly=True)
    return model


def shortened(said: Exception | Warning) -> str:
    """Without what TensorFlow says of its own insides, and without all labels."""
    line = str(said).partition("\n")[0].partition(".  ")[0]
    return re.sub(r"\{\{.*?\}\} ", "", line).strip('"')


def right(y: np.ndarray, output: np.ndarray, border: float) -> float:
    """The share of right answers; that of a single unit is yes above the border."""
    answer = output.argmax(axis=1) if output.shape[1] > 1 else output[:, 0] > border
    return (answer == (y.argmax(axis=1) if y.ndim > 1 else y)).mean()


def defined(y: np.ndarray, output: np.ndarray, activation: str | None, loss: str) -> float:
    """The loss by its definition, of the probabilities that the last layer stands for."""
    binary, powers = loss == "BinaryCrossentropy", np.exp(output)
    p = output if activation else powers / (1 + powers if binary else powers.sum(1, keepdims=True))
    y = y.reshape(len(y), -1)
    if loss == "SparseCategoricalCrossentropy":
        return -np.log(np.take_along_axis(p, y, axis=1)).mean()
    if binary:
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    return -(y * np.log(p)).sum(axis=1).mean()


def stored() -> dict[str, list[dict]]:
    """The outcomes that are in the file, by backend."""
    if not FILE.exists():
        return {}
    file = json.loads(FILE.read_text(encoding="utf-8"))
    return {backend: [file["outcomes"][one] for one in of] for backend, of in file["found"].items()}


def store(found: dict[str, list[dict]]) -> None:
    """Write them, each outcome once."""
    kinds = []
    for one in itertools.chain(*found.values()):
        if one not in kinds:
            kinds.append(one)
    numbers = {backend: [kinds.index(one) for one in of] for backend, of in found.items()}
    file = {"settings": SETTINGS, "outcomes": kinds, "found": numbers}
    lines = [f' "{name}": {json.dumps(value)}' for name, value in file.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    store(stored() | {keras.backend.backend(): outcomes()})
