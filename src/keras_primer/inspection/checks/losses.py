"""Checks of the last layer against the loss."""

import math

import numpy as np

from keras_primer.inspection.arrays import is_finite, is_numeric
from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.outputs import Output

REACH = {  # what an activation can answer at all
    "sigmoid": (0, 1),
    "softmax": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, math.inf),
    "softplus": (0, math.inf),
}


def one_of_several(case: Case) -> Said:
    """Binary cross-entropy where one of several classes is meant."""
    for output in case.outputs:
        if output.kind == "binary" and (output.units or 0) > 1 and is_numeric(output.y):
            exclusive = len(output.y) > 1 and output.is_one_hot
            if exclusive and (output.activation == "softmax" or output.adds_up):
                yield (
                    "train/losses/#every-combination",
                    f"{output.name} 是多类里选一类，损失却是 {output.loss}，它把每一列当成一个"
                    "是非题；换成 categorical_crossentropy。",
                    f"{output.name} is one of several classes, and the loss {output.loss} takes "
                    "every column for a question of its own; take categorical_crossentropy.",
                )


def single_softmax(case: Case) -> Said:
    """The only one of one class has probability 1, whatever the input."""
    for output in case.outputs:
        if output.units == 1 and output.kind not in (None, "number"):
            if output.activation == "softmax":
                yield (
                    "ideas/activations/#last",
                    "最后一层只有一个单元，却用 softmax，输出永远是 1；是非题用 sigmoid。",
                    "The last layer is a softmax over a single unit, which is always 1; for yes or "
                    "no take sigmoid.",
                )
            elif output.kind != "binary":
                yield (
                    "ideas/activations/#last",
                    f"最后一层只有一个单元，损失 {output.loss} 却要每类一个；是非题用 sigmoid 和 "
                    "binary_crossentropy。",
                    f"The last layer has a single unit, and the loss {output.loss} wants one for "
                    "each class; for yes or no take sigmoid and binary_crossentropy.",
                )


def logits(case: Case) -> Said:
    """Whether the last layer gives what the loss expects: probabilities or logits."""
    for output in case.outputs:
        if output.kind in (None, "number") or (output.units == 1 and output.kind != "binary"):
            continue
        name = "softmax" if output.kind in ("sparse", "one-hot") else "sigmoid"
        if output.from_logits and already_probable(output, name):
            yield (
                "train/losses/#from-logits",
                f"最后一层已经给出概率，损失 {output.loss} 却写了 from_logits=True，会再算一次 "
                f"{name}；两者只留一个。",
                f"The last layer gives probabilities already, and the loss {output.loss} has "
                f"from_logits=True and applies {name} once more; leave out one of the two.",
            )
        elif not output.from_logits and not_probable(output):
            yield (
                "train/losses/#from-logits",
                f"最后一层给出的不是概率，损失 {output.loss} 却当作概率；最后一层用 {name}，"
                "或者写 from_logits=True。",
                f"The last layer does not give probabilities, and the loss {output.loss} takes "
                f"them for such; end it in {name}, or write from_logits=True.",
            )


def already_probable(output: Output, name: str) -> bool:
    """Whether the answer has been through softmax or sigmoid."""
    if output.activation is not None:
        return output.activation in ("softmax", "sigmoid")
    return name == "softmax" and output.adds_up


def not_probable(output: Output) -> bool:
    """Whether the answer cannot be probabilities."""
    if output.answer is None or not np.isfinite(output.answer).all():
        return output.activation in ("linear", "relu", "tanh")
    outside = bool((output.answer < 0).any() or (output.answer > 1 + 1e-3).any())
    return outside or (output.kind in ("sparse", "one-hot") and not output.adds_up)


def reach(case: Case) -> Said:
    """Numbers that the last layer can never give."""
    for output in case.outputs:
        low, high = REACH.get(output.activation, (-math.inf, math.inf))
        if output.kind != "number" or not is_finite(output.y):
            continue
        if output.y.min() < low or output.y.max() > high:
            yield (
                "ideas/activations/#last",
                f"{output.name} 从 {output.y.min():g} 到 {output.y.max():g}，最后一层的 "
                f"{output.activation} 却给不出这样的数；预测一个数就不要激活函数。",
                f"{output.name} goes from {output.y.min():g} to {output.y.max():g}, which "
                f"{output.activation} in the last layer cannot reach; to predict a number, leave "
                "the activation out.",
            )
