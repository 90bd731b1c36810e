"""Checks of the samples against what the model takes."""

import keras

from keras_primer.inspection.arrays import column_size, fits, is_numeric, is_whole, measurable
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.checks.samples import several
from keras_primer.inspection.layers import all_layers

LARGE = 10  # the size of a column (its root mean square) at which it wants scaling
SMALL = 0.01  # the largest number of an input that was scaled twice
SCALING = (  # layers that bring numbers of any size into range, or take them for names
    keras.layers.Rescaling,
    keras.layers.Normalization,
    keras.layers.BatchNormalization,
    keras.layers.LayerNormalization,
    keras.layers.GroupNormalization,
    keras.layers.Embedding,
    keras.layers.CategoryEncoding,
    keras.layers.Discretization,
    keras.layers.Hashing,
)


def shapes(case: Case) -> Said:
    """The axes of the samples are those that `keras.Input` declares."""
    for name, tensor in case.expected.items():
        have, want = case.x[name].shape, tuple(tensor.shape)
        if fits(have, want):
            continue
        if is_moved(have[1:], want[1:]):
            yield (
                "ideas/data-formats/#convert",
                f"{name} 的形状是 {have}，模型要 {want}：通道轴的位置不同；用 np.moveaxis 移过去，"
                "不要用 reshape。",
                f"{name} has shape {have} and the model wants {want}: the channels stand "
                "elsewhere; move them with np.moveaxis, not with reshape.",
            )
        elif fits((1, *have), want):
            yield (
                "ideas/tensors/#batch",
                f"{name} 的形状是 {have}，模型要 {want}：少了批次轴，写 {name}[None]。",
                f"{name} has shape {have} and the model wants {want}: the batch axis is "
                f"missing; write {name}[None].",
            )
        else:
            yield (
                "data/prepare/#shapes",
                f"{name} 的形状是 {have}，模型要 {want}；改 {name} 的形状，或改 keras.Input。",
                f"{name} has shape {have} and the model wants {want}; change the shape of {name}, "
                "or keras.Input.",
            )


def is_moved(have: tuple, want: tuple) -> bool:
    """Whether the channels are first in one and last in the other."""
    return (
        len(have) == len(want) > 1
        and have != want
        and want in ((*have[1:], have[0]), (have[-1], *have[:-1]))
    )


def channels(case: Case) -> Said:
    """Images whose channels stand where the layers do not look for them, in shapes that fit."""
    formats = {getattr(layer, "data_format", None) for layer in all_layers(case.model)} - {None}
    if len(formats) != 1:
        return
    (wanted,) = formats
    here, there = (1, -1) if wanted == "channels_first" else (-1, 1)
    for name, array in case.x.items():
        few = array.ndim == 4 and array.shape[there] in (1, 3) and array.shape[here] > 4
        tensor = case.expected.get(name)
        if few and (tensor is None or fits(array.shape, tuple(tensor.shape))):
            yield (
                "ideas/data-formats/#convert",
                f"{name} 的形状是 {array.shape}，看上去通道轴在轴 {there}，而各层按 {wanted} 计算，"
                f"把轴 {here} 当作通道。",
                f"{name} has shape {array.shape} and seems to have its channels on axis {there}, "
                f"but the layers work in {wanted} and take axis {here} for them.",
            )


def refused(case: Case) -> Said:
    """The model raises an error at the first samples, and no check of shapes says why."""
    told = [*several(case), *shapes(case), *channels(case)]
    if case.refusal and not told:
        yield (
            "data/prepare/#shapes",
            f"模型收不下前几个样本：{case.refusal}",
            f"The model cannot take the first samples: {case.refusal}",
        )


def whole_input(case: Case) -> Said:
    """Fractions in an input that is declared to be of whole numbers, which cuts them off."""
    for name, tensor in case.expected.items():
        array, kind = case.x[name], str(tensor.dtype)
        if "int" in kind and is_numeric(array) and not is_whole(array):
            yield (
                "data/prepare/#dtype",
                f"{name} 里有小数，模型的输入却声明为 {kind}，小数部分会丢掉。",
                f"{name} has fractions, and the input of the model is declared {kind}: they are "
                "cut off.",
            )


def scale(case: Case) -> Said:
    """Numbers far from those around 0 and 1 with which weights begin."""
    if any(isinstance(layer, SCALING) for layer in all_layers(case.model)):
        return
    if any(weight.name == "embeddings" for weight in case.model.weights):
        return  # of an Embedding in a layer of one's own
    page = "data/prepare/#scale"
    for name, array in measurable(case.x).items():
        low, high = array.min(), array.max()
        if low == high:
            yield (
                page,
                f"{name} 里的数全是 {low:g}，没有什么可学。",
                f"All numbers in {name} are {low:g}: there is nothing to learn from.",
            )
        elif column_size(array) > LARGE:
            yield (
                page,
                f"{name} 从 {low:g} 到 {high:g}，没有缩放；图像除以 255，表格逐列标准化。",
                f"{name} goes from {low:g} to {high:g} and is not scaled; divide images by 255, "
                "standardize the columns of tables.",
            )
        elif max(abs(low), abs(high)) < SMALL:
            yield (
                page,
                f"{name} 从 {low:g} 到 {high:g}，小得可疑；是不是缩放了两次？",
                f"{name} goes from {low:g} to {high:g}, suspiciously small; was it scaled twice?",
            )
