"""Checks of how many samples each class has."""

import numpy as np

from keras_primer.inspection.case import Case, Said

MOSTLY = 0.8  # the share of one class with which "always this class" is a good guess
RARE = 1 / 20  # of the share that a class would have if all had the same


def missing_classes(case: Case) -> Said:
    """Classes that the last layer has, and no sample."""
    for output in case.outputs:
        labels = output.labels
        if labels is None or output.units is None or output.kind == "binary":
            continue
        missing = sorted(set(range(output.units)) - set(labels.tolist()))
        if missing and output.units > 1 and len(labels) >= output.units:
            yield (
                "data/prepare/#labels",
                f"{output.name} 里没有这些类别的样本：{listed(missing)}（最后一层有 "
                f"{output.units} 个单元）；标签是不是从 1 编起，或者数据按类别排好后只切了一段？",
                f"{output.name} has no sample of these classes: {listed(missing)} (the last layer "
                f"has {output.units} units); do labels begin at 1, or were sorted data cut?",
            )


def listed(classes) -> str:
    """The first few of them."""
    return ", ".join(map(str, classes[:5])) + (", …" if len(classes) > 5 else "")


def single_class(case: Case) -> Said:
    """Targets that are all the same."""
    for output in case.outputs:
        labels = output.labels
        if labels is not None and len(labels) > 1 and (labels == labels[0]).all():
            yield (
                "train/fit/#weights",
                f"{output.name} 里只有一个类别，{labels[0]}；没有什么可分。",
                f"{output.name} has a single class, {labels[0]}: there is nothing to tell apart.",
            )


def unbalanced(case: Case) -> Said:
    """One class that nearly all have, or some that hardly any has."""
    for output in case.outputs:
        if output.labels is None:
            continue
        classes, counts = np.unique(output.labels, return_counts=True)
        if len(classes) < 2:
            continue
        share, most = counts.max() / counts.sum(), classes[counts.argmax()]
        rare = classes[counts < RARE * counts.mean()]
        if share > MOSTLY:
            yield (
                "train/fit/#weights",
                f"{output.name} 里 {share:.0%} 是类别 {most}，一律猜它，准确率就有 {share:.2f}；"
                "用 class_weight，并看准确率以外的指标。",
                f"{share:.0%} of {output.name} are of class {most}: always guessing it gives "
                f"accuracy {share:.2f}; use class_weight, and look at more than accuracy.",
            )
        elif len(rare):
            yield (
                "train/fit/#weights",
                f"{output.name} 里这些类别的样本很少：{listed(rare)}；用 class_weight。",
                f"{output.name} has very few samples of these classes: {listed(rare)}; use "
                "class_weight.",
            )
