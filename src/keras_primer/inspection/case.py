"""All that the checks look at."""

from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np

from keras_primer.errors import InputError
from keras_primer.inspection.answers import answers_of, first
from keras_primer.inspection.arrays import is_finite, is_numeric, named
from keras_primer.inspection.layers import declared
from keras_primer.inspection.outputs import Output, outputs_of

Said = Iterator[tuple[str, str, str]]  # a page, a sentence in Chinese, the same in English


@dataclass(frozen=True)
class Case:
    """What the checks look at.

    Attributes:
        model: the model.
        x: the inputs by name, as the caller would write it: `x`, `x['left']`.
        expected: for each input what the model declares, a `KerasTensor` with its shape and type;
            empty if it declares nothing.
        outputs: the outputs that have targets.
        answers: how many outputs the model has; 0 if that is not known.
        refusal: what the model said when it could not take the first samples.
        copes: whether its answers are finite though there are NaNs in the first samples.
        held: the inputs of the validation set, as `x`.
    """

    model: keras.Model
    x: dict[str, np.ndarray]
    expected: dict
    outputs: list[Output]
    answers: int
    refusal: str
    copes: bool
    held: dict[str, np.ndarray]

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """Inputs and targets."""
        return self.x | {output.name: output.y for output in self.outputs}


def look(model, x, y, validation_data) -> Case:
    """Gather what the checks need."""
    if not isinstance(model, keras.Model):
        raise InputError(f"preflight looks at a Keras model, not at {type(model).__name__}.")
    inputs, targets = named("x", x), named("y", y)
    answers, refusal = answers_of(model, x, inputs)
    return Case(
        model=model,
        x=inputs,
        expected=matched(inputs, declared(model, "inputs")),
        outputs=outputs_of(model, y, targets, answers),
        answers=len(answers),
        refusal=refusal,
        copes=bool(answers) and fills_gaps(first(inputs), answers),
        held=held_inputs(validation_data),
    )


def fills_gaps(samples: dict, answers: dict) -> bool:
    """Whether no NaN in the samples came through to the answers.

    Infinity proves nothing: a sigmoid makes 1 of it, and only its gradient is NaN.
    """
    gaps = any(is_numeric(array) and np.isnan(array).any() for array in samples.values())
    return bool(gaps) and all(is_finite(array) for array in answers.values())


def matched(inputs: dict, tensors: list) -> dict:
    """For each input the `KerasTensor` that the model has for it, by name or else by place."""
    if len(inputs) != len(tensors):
        return {}
    by_name = {f"x[{tensor.name!r}]": tensor for tensor in tensors}
    return by_name if by_name.keys() == inputs.keys() else dict(zip(inputs, tensors, strict=True))


def held_inputs(validation_data) -> dict[str, np.ndarray]:
    """The inputs of `validation_data`."""
    if validation_data is None:
        return {}
    if not isinstance(validation_data, (list, tuple)) or len(validation_data) < 2:
        raise InputError("validation_data is a pair of arrays here: samples and targets.")
    return named("x", validation_data[0])
