"""The arrays that are given to `fit`, and what kinds of numbers they hold."""

import keras
import numpy as np

from keras_primer.errors import InputError


def named(name: str, whole) -> dict[str, np.ndarray]:
    """The arrays of a structure, each with the expression that picks it out."""
    if isinstance(whole, dict):
        return {f"{name}[{key!r}]": as_array(name, part) for key, part in whole.items()}
    if is_several(whole):
        return {f"{name}[{i}]": as_array(name, part) for i, part in enumerate(whole)}
    return {name: as_array(name, whole)}


def is_several(whole) -> bool:
    """Whether it is a list of arrays, one for each input or output."""
    return (
        isinstance(whole, (list, tuple))
        and len(whole) > 0
        and all(hasattr(part, "shape") for part in whole)
    )


def as_array(name: str, value) -> np.ndarray:
    """A tensor, table or list as a NumPy array."""
    if keras.ops.is_tensor(value):
        return keras.ops.convert_to_numpy(value)
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.empty(())  # rows of different lengths, or an object that only looks like a list
    if array.ndim == 0:
        raise InputError(
            f"preflight looks at arrays, and {name} is of type {type(value).__name__} and cannot "
            "become one; of a pipeline, give it the samples and labels of a few batches."
        )
    return array


def is_numeric(array: np.ndarray) -> bool:
    """Whether it holds numbers (or true and false), with at least one among them."""
    return array.dtype.kind in "biuf" and array.size > 0


def is_finite(array: np.ndarray) -> bool:
    """Whether it holds numbers, and nothing but finite ones."""
    return is_numeric(array) and bool(np.isfinite(array).all())


def is_whole(array: np.ndarray) -> bool:
    """Whether all are whole numbers, whatever their type."""
    return is_finite(array) and bool((array == np.round(array)).all())


def measurable(arrays: dict) -> dict[str, np.ndarray]:
    """Those of the arrays whose numbers have a size: finite, and not true or false."""
    return {
        name: array
        for name, array in arrays.items()
        if is_finite(array) and array.dtype.kind != "b"
    }


def column_size(array: np.ndarray) -> float:
    """The root mean square of the column, or the pixel, in which it is largest.

    `einsum` converts piece by piece: no second copy of all samples is made.
    """
    squares = np.einsum("n...,n...->...", array, array, dtype="float64", casting="unsafe")
    return float(np.sqrt(squares.max() / len(array)))


def fits(have: tuple, want: tuple) -> bool:
    """Whether Keras takes one shape for the other; a last axis of length 1 may be there or not."""
    if len(have) == len(want) - 1 and want[-1] == 1:
        have = (*have, 1)
    if len(have) == len(want) + 1 and have[-1] == 1:
        have = have[:-1]
    return len(have) == len(want) and all(w in (None, h) for h, w in zip(have, want, strict=True))
