"""Checks of the model and its optimizer."""

import keras
import numpy as np

from keras_primer.inspection.arrays import is_finite
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.compiled import config_of
from keras_primer.inspection.layers import unbuilt

RATES = {"SGD": 1.0, "Adagrad": 1.0, "Adadelta": 10.0, "Ftrl": 1.0}  # higher ones are rarely right
HIGHEST_RATE, LOWEST_RATE = 0.05, 1e-6  # of the others; of all


def not_compiled(case: Case) -> Said:
    """`fit` needs an optimizer and a loss."""
    if not case.model.compiled:
        yield (
            "train/compile/#smallest",
            "模型还没有编译，先调用 model.compile。",
            "The model is not compiled yet; call model.compile first.",
        )


def not_built(case: Case) -> Said:
    """What has no weights yet has no shapes to compare with."""
    if not case.model.built:
        yield (
            "build/sequential/#unbuilt",
            "模型还没有建立，形状和最后一层都查不了；以 keras.Input 开头，或先用一批数据调用它。",
            "The model is not built yet, so shapes and its last layer cannot be checked; begin it "
            "with keras.Input, or call it on a batch first.",
        )
    elif layers := unbuilt(case.model):
        names = ", ".join(layer.name for layer in layers)
        yield (
            "ideas/layers/#build",
            f"模型已经建立，这些层却还没有权重：{names}；看看 build 或 call 是不是漏了它们。",
            f"The model is built, but these layers have no weights yet: {names}; see whether build "
            "or call leaves them out.",
        )


def nothing_but_nan(case: Case) -> Said:
    """The model itself answers NaN to numbers that are none."""
    if not all(is_finite(array) for array in case.x.values()):
        return
    for output in case.outputs:
        if output.answer is not None and not np.isfinite(output.answer).all():
            yield (
                "ideas/layers/#get-set",
                "还没有训练，模型的回答就有 NaN 或无穷大：权重已经坏了，重新建立模型。",
                "Before any training the model answers NaN or infinity: its weights are spoilt; "
                "build it anew.",
            )


def frozen(case: Case) -> Said:
    """Layers that training leaves as they are; a whole model in the model is frozen on purpose."""
    page = "ideas/layers/#non-trainable"
    if case.model.built and case.model.weights and not case.model.trainable_weights:
        yield (
            page,
            "模型没有一个可训练的权重，训练什么也不会改变；看看各层的 trainable。",
            "The model has no weight that can be trained, so training changes nothing; look at "
            "trainable of its layers.",
        )
        return
    still = [
        layer.name
        for layer in case.model.layers
        if layer.weights and not layer.trainable and not isinstance(layer, keras.Model)
    ]
    if still:
        yield (
            page,
            f"这些层冻结了（trainable=False），训练不会改变它们：{', '.join(still)}。",
            f"These layers are frozen (trainable=False) and stay as they are: {', '.join(still)}.",
        )


def learning_rate(case: Case) -> Said:
    """A rate that is rarely right for its optimizer; of a schedule, the highest that it reaches."""
    if not case.model.compiled or case.model.optimizer is None:
        return
    optimizer = getattr(case.model.optimizer, "inner_optimizer", case.model.optimizer)
    name, rate = type(optimizer).__name__, highest_rate(optimizer)
    page = "train/optimizers/#find"
    if rate <= 0:
        yield page, "学习率是 0，权重不会变。", "The learning rate is 0, so no weight changes."
    elif rate > RATES.get(name, HIGHEST_RATE):
        yield (
            page,
            f"{name} 的学习率 {rate:g} 很高，损失可能不降反升，甚至变成 NaN；先试它的十分之一。",
            f"A learning rate of {rate:g} is high for {name}: the loss may grow or become NaN; try "
            "a tenth of it.",
        )
    elif rate < LOWEST_RATE:
        yield (
            page,
            f"{name} 的学习率 {rate:g} 太低，损失几乎不会动。",
            f"A learning rate of {rate:g} is so low for {name} that the loss hardly moves.",
        )


def highest_rate(optimizer) -> float:
    """The rate, or the highest among steps of a schedule (one with a warm-up begins at 0)."""
    written = config_of(optimizer.get_config).get("learning_rate")
    try:
        schedule = keras.optimizers.schedules.deserialize(written)
    except (TypeError, ValueError):  # a number, or a class that Keras cannot make again
        schedule = None
    if not isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule):
        return float(optimizer.learning_rate)
    steps = [0, *(10**power * digit for power in range(6) for digit in (1, 2, 5))]
    return max(float(schedule(step)) for step in steps)
