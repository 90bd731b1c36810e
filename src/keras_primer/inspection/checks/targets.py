"""Checks of the targets against the loss and the output."""

from keras_primer.inspection.arrays import (
    column_size,
    fits,
    is_finite,
    is_numeric,
    is_whole,
    measurable,
)
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.outputs import Output

LARGE = 100  # the size of numbers that are to be predicted at which they want scaling


def target_scale(case: Case) -> Said:
    """Numbers so large that the first steps are all about their size."""
    numbers = {output.name: output.y for output in case.outputs if output.kind == "number"}
    for name, array in measurable(numbers).items():
        size = column_size(array)
        if size > LARGE:
            yield (
                "recipes/starters/#regression",
                f"{name} 里的数在 {size:.0f} 左右，损失会很大，学得很慢；先标准化。",
                f"The numbers in {name} are around {size:.0f}: the loss is huge and learning slow; "
                "standardize them.",
            )


def label_form(case: Case) -> Said:
    """Class numbers for a sparse loss, rows with one 1 for the other."""
    page = "data/prepare/#labels"
    for output in case.outputs:
        if not is_numeric(output.y):
            continue
        name, loss = output.name, output.loss
        if output.kind == "sparse" and output.is_one_hot and output.y.shape[-1] == output.units:
            yield (
                page,
                f"{name} 是独热编码，损失 {loss} 却要类别编号；把损失换成 "
                "categorical_crossentropy。",
                f"{name} is one-hot, and the loss {loss} wants class numbers; take "
                "categorical_crossentropy.",
            )
        elif output.kind == "one-hot" and output.has_one_number_each:
            yield (
                page,
                f"{name} 是类别编号，损失 {loss} 却要独热编码；把损失换成 "
                "sparse_categorical_crossentropy。",
                f"{name} holds class numbers, and the loss {loss} wants one-hot rows; take "
                "sparse_categorical_crossentropy.",
            )


def label_range(case: Case) -> Said:
    """Labels that the loss cannot take."""
    for output in case.outputs:
        if not is_finite(output.y):
            continue
        if output.kind == "sparse" and not output.is_one_hot:
            yield from class_numbers(output)
        elif output.kind in ("one-hot", "binary") and not is_told_as_form(output):
            yield from shares(output)


def is_told_as_form(output: Output) -> bool:
    """Whether `label_form` says already that these are class numbers and not rows."""
    return output.kind == "one-hot" and output.has_one_number_each


def class_numbers(output: Output) -> Said:
    """Labels that no unit of the last layer stands for."""
    page = "data/prepare/#labels"
    name, low, high = output.name, output.y.min(), output.y.max()
    if not is_whole(output.y):
        yield (
            page,
            f"{name} 里有小数，不是类别编号，损失却是 {output.loss}；预测一个数用 mse。",
            f"{name} has fractions, so these are no class numbers for {output.loss}; to predict a "
            "number take mse.",
        )
    elif low < 0:
        yield (
            page,
            f"{name} 里有负的标签 {low:g}；类别从 0 编起。",
            f"{name} has the label {low:g}; classes are numbered from 0.",
        )
    elif output.units and high >= output.units:
        yield (
            page,
            f"{name} 里的标签到 {high:g} 为止，最后一层却只有 {output.units} 个单元；"
            "类别从 0 编起，每类一个单元。",
            f"The labels in {name} go up to {high:g}, and the last layer has {output.units} units; "
            "classes are numbered from 0, with a unit for each.",
        )


def shares(output: Output) -> Said:
    """Targets from 0 to 1 for a loss that compares them with probabilities."""
    low, high = output.y.min(), output.y.max()
    if low < 0 or high > 1:
        yield (
            "train/losses/#every-combination",
            f"{output.name} 里的数从 {low:g} 到 {high:g}，损失 {output.loss} 要 0 到 1。",
            f"{output.name} goes from {low:g} to {high:g}, and the loss {output.loss} wants 0 to "
            "1.",
        )


def target_shape(case: Case) -> Said:
    """Targets that have another width than the output, which a loss may spread without a word."""
    for output in case.outputs:
        if output.answer is None or output.kind in (None, "sparse") or not is_numeric(output.y):
            continue
        if is_told_as_form(output):
            continue
        have, want = output.y.shape, (None, *output.answer.shape[1:])
        if not fits(have, want):
            yield (
                "train/losses/#every-combination",
                f"{output.name} 的形状是 {have}，模型的输出是 {want}；两者要一样。",
                f"{output.name} has shape {have} and the output of the model {want}; they have to "
                "agree.",
            )
