"""The outputs of a model, and what is wanted of them."""

from dataclasses import dataclass

import numpy as np

from keras_primer.inspection import compiled, layers
from keras_primer.inspection.arrays import is_numeric, is_whole

KINDS = {  # what a loss is for
    "sparse_categorical_crossentropy": "sparse",
    "categorical_crossentropy": "one-hot",
    "categorical_focal_crossentropy": "one-hot",
    "binary_crossentropy": "binary",
    "binary_focal_crossentropy": "binary",
    "mean_squared_error": "number",
    "mean_absolute_error": "number",
    "mean_absolute_percentage_error": "number",
    "mean_squared_logarithmic_error": "number",
    "huber": "number",
    "log_cosh": "number",
}


@dataclass(frozen=True)
class Output:
    """One output of a model, and what is wanted of it.

    Attributes:
        name: of its targets, as the caller would write it: `y`, `y['sum']`.
        y: its targets.
        answer: what the model says to the first samples; `None` if that is not known.
        activation: the name of what its last layer ends in; `None` if that is not known.
        loss: the name of its loss.
        from_logits: whether the loss expects logits.
        metrics: name and settings of each metric.
    """

    name: str
    y: np.ndarray
    answer: np.ndarray | None
    activation: str | None
    loss: str
    from_logits: bool
    metrics: list[tuple[str, dict]]

    @property
    def kind(self) -> str | None:
        """What its loss is for: "sparse", "one-hot", "binary", "number"; `None` for others."""
        return KINDS.get(self.loss)

    @property
    def units(self) -> int | None:
        """How many numbers it has for each thing to be told."""
        return None if self.answer is None or self.answer.ndim < 2 else self.answer.shape[-1]

    @property
    def has_one_number_each(self) -> bool:
        """Whether there is one target for each sample, and not only because it has one unit."""
        return self.y.size == len(self.y) and self.units != 1

    @property
    def is_one_hot(self) -> bool:
        """Whether its targets are rows of one 1 among 0s."""
        return (
            self.y.ndim > 1
            and self.y.shape[-1] > 1
            and bool(np.isin(self.y, (0, 1)).all())
            and bool((self.y.sum(axis=-1) == 1).all())
        )

    @property
    def labels(self) -> np.ndarray | None:
        """The class of each sample, from 0, if it has one."""
        if not is_numeric(self.y) or self.kind in (None, "number"):
            return None
        if self.is_one_hot:
            return self.y.argmax(axis=-1) if self.y.ndim == 2 else None
        labels = self.y.ravel()
        return labels.astype(int) if len(labels) == len(self.y) and is_whole(labels) else None

    @property
    def adds_up(self) -> bool:
        """Whether its answer is probabilities that add up to 1."""
        return (
            self.answer is not None
            and bool((self.answer >= 0).all())
            and bool(np.allclose(self.answer.sum(axis=-1), 1, atol=1e-2))
        )


def outputs_of(model, y, targets: dict, answers: dict) -> list[Output]:
    """Each target with its answer, loss and metrics."""
    several = max(len(targets), len(answers)) > 1
    names = list(y) if several and isinstance(y, dict) else list(answers)
    losses, metrics = compiled.written(model)
    activations = activations_of(model, answers)
    found = []
    for place, (name, array) in enumerate(targets.items()):
        key = names[place] if place < len(names) else ""
        loss, from_logits = compiled.loss_of(compiled.part(losses, key, place, several))
        found.append(
            Output(
                name=name,
                y=array,
                answer=answers.get(key),
                activation=activations.get(key),
                loss=loss,
                from_logits=from_logits,
                metrics=compiled.metrics_of(compiled.part(metrics, key, place, several)),
            )
        )
    return found


def activations_of(model, answers: dict) -> dict:
    """What each output ends in, by its name; of a model with one output, even without answers."""
    tensors = layers.declared(model, "outputs") or [None]
    names = list(answers) or [""]
    if len(names) != len(tensors):
        return {}
    return {
        name: layers.activation(layers.last_layer(model, tensor))
        for name, tensor in zip(names, tensors, strict=True)
    }
