"""Checks that hold for inputs and targets alike."""

import keras
import numpy as np

from keras_primer.inspection.arrays import is_numeric
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.layers import all_layers, declared


def not_arrays(case: Case) -> Said:
    """Text and objects cannot be computed with."""
    for name, array in case.arrays.items():
        if array.size and not is_numeric(array) and not is_read(case.model, array):
            yield (
                "data/prepare/#dtype",
                f'{name} 的数据类型是 {array.dtype}，里面不是数；先换成数，例如 astype("float32")，'
                "类别名换成从 0 起的编号。",
                f"{name} is of type {array.dtype}, which are not numbers; make them numbers, with "
                'astype("float32") for example, and of names of classes numbers from 0.',
            )


def is_read(model, array: np.ndarray) -> bool:
    """Whether it is text, and the model has a layer that reads text."""
    readers = keras.layers.TextVectorization | keras.layers.StringLookup
    return array.dtype.kind in "OSU" and any(
        isinstance(layer, readers) for layer in all_layers(model)
    )


def empty(case: Case) -> Said:
    """Nothing to learn from."""
    for name, array in case.arrays.items():
        if not array.size:
            yield (
                "data/prepare/#shapes",
                f"{name} 是空的，形状是 {array.shape}。",
                f"{name} is empty; its shape is {array.shape}.",
            )


def not_finite(case: Case) -> Said:
    """One NaN in the data makes every weight NaN, unless the model fills it itself."""
    for name, array in case.arrays.items():
        unwanted = np.isinf if case.copes and name in case.x else lambda x: ~np.isfinite(x)
        bad = np.count_nonzero(unwanted(array)) if is_numeric(array) else 0
        if bad:
            yield (
                "data/prepare/#dtype",
                f"{name} 里有 {bad} 个数是 NaN 或无穷大，一步之后损失就是 NaN；先填补或删掉它们。",
                f"{name} holds {bad} values that are NaN or infinite, and after one step the loss "
                "is NaN; fill or drop them.",
            )


def lengths(case: Case) -> Said:
    """As many targets as samples."""
    sizes = {name: len(array) for name, array in case.arrays.items()}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{name} {size}" for name, size in sizes.items())
        yield (
            "train/fit/#break-it",
            f"样本数不一致：{told}；看看是不是只切了其中一个。",
            f"The numbers of samples differ: {told}; see whether only one of them was cut.",
        )


def several(case: Case) -> Said:
    """As many arrays as the model has inputs and outputs."""
    page = "recipes/several/#data"
    inputs = len(declared(case.model, "inputs"))
    if inputs and inputs != len(case.x):
        yield (
            page,
            f"模型有 {inputs} 个输入，x 里却有 {len(case.x)} 个数组。",
            f"The model has {counted(inputs, 'input')}, and x has {counted(len(case.x), 'array')}.",
        )
    if case.answers and case.answers != len(case.outputs):
        yield (
            page,
            f"模型有 {case.answers} 个输出，y 里却有 {len(case.outputs)} 个数组。",
            f"The model has {counted(case.answers, 'output')}, and y has "
            f"{counted(len(case.outputs), 'array')}.",
        )


def counted(number: int, noun: str) -> str:
    """`1 array`, `2 arrays`."""
    return f"{number} {noun}" + "s" * (number != 1)
