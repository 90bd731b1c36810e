"""Checks of the metrics against the loss."""

from keras_primer.inspection.case import Case, Said
from keras_primer.inspection.outputs import Output

METRICS = {  # for which kinds of loss a metric says what its name says
    "accuracy": {"sparse", "one-hot", "binary"},
    "acc": {"sparse", "one-hot", "binary"},
    "binary_accuracy": {"binary"},
    "categorical_accuracy": {"one-hot"},
    "top_k_categorical_accuracy": {"one-hot"},
    "sparse_categorical_accuracy": {"sparse"},
    "sparse_top_k_categorical_accuracy": {"sparse"},
    "precision": {"one-hot", "binary"},
    "recall": {"one-hot", "binary"},
    "auc": {"one-hot", "binary"},
    "f1_score": {"one-hot", "binary"},
    "mae": {"one-hot", "binary", "number"},
    "mse": {"one-hot", "binary", "number"},
    "mean_absolute_error": {"one-hot", "binary", "number"},
    "mean_squared_error": {"one-hot", "binary", "number"},
}


def metric_names(case: Case) -> Said:
    """Metrics that do not say what their name promises here."""
    page = "train/losses/#accuracy"
    for output in case.outputs:
        for name, settings in output.metrics:
            if name == "Accuracy":
                yield (
                    page,
                    "指标 Accuracy 数的是与标签完全相等的输出，概率几乎从不相等；写小写的 "
                    "accuracy。",
                    "The metric Accuracy counts outputs that equal their label exactly, which "
                    "probabilities hardly ever do; write accuracy in lower case.",
                )
            elif output.kind and output.kind not in METRICS.get(name, {output.kind}):
                better = "mae" if output.kind == "number" else "accuracy"
                yield (
                    page,
                    f"损失 {output.loss} 之下，指标 {name} 没有意义；换成 {better}。",
                    f"The metric {name} means nothing with the loss {output.loss}; take {better}.",
                )
            elif halves_logits(output, name, settings):
                yield (
                    page,
                    f"输出是 logits，分界是 0，指标 {name} 却以 0.5 为界；写 "
                    "BinaryAccuracy(threshold=0)。",
                    f"The outputs are logits, whose border is 0, and the metric {name} draws it at "
                    "0.5; write BinaryAccuracy(threshold=0).",
                )


def halves_logits(output: Output, name: str, settings: dict) -> bool:
    """Whether a metric cuts logits at 0.5."""
    return (
        output.kind == "binary"
        and output.from_logits
        and name in ("accuracy", "acc", "binary_accuracy")
        and settings.get("threshold", 0.5) != 0
    )
