"""What a model says to the first samples."""

import re
import warnings

import keras

from keras_primer.errors import first_line
from keras_primer.inspection.arrays import is_numeric, is_several
from keras_primer.inspection.layers import unbuilt

SAMPLES = 32  # so many are given to the model


def answers_of(model, x, inputs: dict) -> tuple[dict, str]:
    """What a model says to the first samples, by output, or how it refuses them.

    `stateless_call` hands back what it would change. Only weights that are not there yet would it
    create, so a model with such layers is not called.
    """
    numeric = all(is_numeric(array) for array in inputs.values())
    if not model.built or unbuilt(model) or not numeric:
        return {}, ""
    state = model.trainable_variables, model.non_trainable_variables
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they are about is told in findings
            answered, _ = model.stateless_call(*state, as_fed(x, inputs))
    except Exception as error:  # each backend has its own
        return {}, reason(error)
    return keras.tree.map_structure(keras.ops.convert_to_numpy, by_output(model, answered)), ""


def first(inputs: dict) -> dict:
    """The samples that the model is given."""
    return {name: array[:SAMPLES] for name, array in inputs.items()}


def as_fed(x, inputs: dict):
    """The first samples as `fit` gives them to a model, in the structure of `x`."""
    samples = [keras.ops.convert_to_tensor(array) for array in first(inputs).values()]
    if isinstance(x, dict):
        return dict(zip(x, samples, strict=True))
    return samples if is_several(x) else samples[0]


def reason(error: Exception) -> str:
    """What a layer says about its input, without the frame that Keras puts around it."""
    text = re.sub(r"\x1b\[\d*m", "", str(error))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].startswith("Exception encountered when calling"):
        return lines[1]
    return first_line(error)


def by_output(model, answered) -> dict:
    """Answers by the names of the outputs, or else by their places, as in `model.outputs`.

    Keras puts the outputs of a dictionary in the order of their names.
    """
    answers = keras.tree.flatten(answered)
    names = sorted(answered) if isinstance(answered, dict) else getattr(model, "output_names", [])
    if len(names) != len(answers):
        names = range(len(answers))
    return dict(zip(names, answers, strict=True))
