"""Checks of the validation set."""

import numpy as np

from keras_primer.inspection.arrays import column_size, is_numeric, measurable
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.checks.inputs import LARGE


def overlap(case: Case) -> Said:
    """Samples that are in both sets: the validation then asks for what was learned by heart.

    In a table with few columns, samples repeat by themselves; then they do so within one set, too.
    """
    if not case.held or len(case.held) != len(case.x):
        return
    train, held = fingerprints(case.x), fingerprints(case.held)
    different = set(train)
    both = sum(one in different for one in held)
    repeated = len(train) - len(different)
    if both * len(train) > 2 * repeated * len(held):  # of two alike, one repeats the other
        yield (
            "data/prepare/#three-sets",
            f"{len(held)} 个验证样本里有 {both} 个也在训练集里，验证会显得太好；先分开，再处理。",
            f"{both} of {len(held)} validation samples are in the training set, too, so validation "
            "looks too good; cut first, prepare then.",
        )


def fingerprints(arrays: dict) -> list[int]:
    """A number for each sample, the same for the same sample."""
    rows = [np.ascontiguousarray(as_floats(array)) for array in arrays.values()]
    return [hash(tuple(part.tobytes() for part in sample)) for sample in zip(*rows, strict=False)]


def as_floats(array: np.ndarray) -> np.ndarray:
    """Numbers in one type, so that equal ones have equal bytes; text stays as it is."""
    return array.astype("float32") if is_numeric(array) else array.astype("U")


def validation_scale(case: Case) -> Said:
    """One set scaled and the other not."""
    held = measurable(case.held)
    for (name, array), other in zip(measurable(case.x).items(), held.values(), strict=False):
        one, two = column_size(array), column_size(other)
        if one and two and not 1 / LARGE < one / two < LARGE:
            yield (
                "data/prepare/#three-sets",
                f"{name} 与验证集的大小相差很远：前者到 {array.max():g}，后者到 {other.max():g}；"
                "两者要同样处理。",
                f"{name} and its validation set differ in size: one reaches {array.max():g}, the "
                f"other {other.max():g}; prepare both alike.",
            )
