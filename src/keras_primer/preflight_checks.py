"""What is suspicious about a model and its data, said before `fit` is called.

    import keras_primer

    keras_primer.preflight(model, x, y)

Every check is a function in `CHECKS`; what it yields is a page of the site and one sentence in each
language. The model is asked for its answers to a few samples, without its state: nothing is
trained, nothing is built, nothing is changed.
"""

import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np

from keras_primer import environment
from keras_primer.errors import InputError, first_line

SAMPLES = 32  # so many are given to the model
LARGE = 10  # the size of a column (its root mean square) at which it wants scaling
SMALL = 0.01  # the largest number of an input that was scaled twice
LARGE_TARGET = 100  # the same for numbers that are to be predicted
MOSTLY = 0.8  # the share of one class with which "always this class" is a good guess
RARE = 1 / 20  # of the share that a class would have if all had the same

KINDS = {  # what a loss is for
    "sparse_categorical_crossentropy": "sparse",
    "categorical_crossentropy": "one-hot",
    "categorical_focal_crossentropy": "one-hot",
    "binary_crossentropy": "binary",
    "binary_focal_crossentropy": "binary",
    "mean_squared_error": "number",
    "mean_absolute_error": "number",
    "mean_absolute_percentage_error": "number",
    "mean_squared_logarithmic_error": "number",
    "huber": "number",
    "log_cosh": "number",
}
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
REACH = {  # what an activation can answer at all
    "sigmoid": (0, 1),
    "softmax": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, math.inf),
    "softplus": (0, math.inf),
}
RATES = {"SGD": 1.0, "Adagrad": 1.0, "Adadelta": 10.0, "Ftrl": 1.0}  # higher ones are rarely right
HIGHEST_RATE, LOWEST_RATE = 0.05, 1e-6  # of the others; of all
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
MORE = {"zh": "详见：", "en": "more: "}

Said = Iterator[tuple[str, str, str]]  # a page, a sentence in Chinese, the same in English


@dataclass(frozen=True)
class Finding:
    """One suspicion.

    Attributes:
        check: the name of the check that has it.
        text: one sentence.
        page: of the site, from its root.
    """

    check: str
    text: str
    page: str


@dataclass(frozen=True)
class Output:
    """One output of a model, and what is wanted of it.

    Attributes:
        name: of its targets, as the caller would write it: `y`, `y['sum']`.
        y: its targets.
        answer: what the model says to the first samples; `None` if that is not known.
        activation: the name of what its last layer ends in; `None` if that is not known.
        loss: the name of its loss.
        from_logits: whether the loss expects logits.
        metrics: name and settings of each metric.
    """

    name: str
    y: np.ndarray
    answer: np.ndarray | None
    activation: str | None
    loss: str
    from_logits: bool
    metrics: list[tuple[str, dict]]

    @property
    def kind(self) -> str | None:
        """What its loss is for: "sparse", "one-hot", "binary", "number"; `None` for others."""
        return KINDS.get(self.loss)

    @property
    def units(self) -> int | None:
        """How many numbers it has for each thing to be told."""
        return None if self.answer is None or self.answer.ndim < 2 else self.answer.shape[-1]

    @property
    def classifies(self) -> bool:
        """Whether its targets are numbers, and its loss is for one of several classes."""
        return self.kind in ("sparse", "one-hot") and is_numeric(self.y)

    @property
    def is_one_hot(self) -> bool:
        """Whether its targets are rows of one 1 among 0s."""
        return (
            self.y.ndim > 1
            and self.y.shape[-1] > 1
            and bool(np.isin(self.y, (0, 1)).all())
            and bool((self.y.sum(axis=-1) == 1).all())
        )

    @property
    def labels(self) -> np.ndarray | None:
        """The class of each sample, from 0, if it has one."""
        if not is_numeric(self.y) or self.kind in (None, "number"):
            return None
        if self.is_one_hot:
            return self.y.argmax(axis=-1) if self.y.ndim == 2 else None
        labels = self.y.ravel()
        return labels.astype(int) if len(labels) == len(self.y) and is_whole(labels) else None


@dataclass(frozen=True)
class Case:
    """What the checks look at.

    Attributes:
        model: the model.
        x: the inputs by name, as the caller would write it: `x`, `x['left']`.
        expected: for each input what the model declares, a `KerasTensor` with its shape and type;
            empty if it declares nothing.
        outputs: the outputs that have targets.
        answers: how many outputs the model has; `None` if that is not known.
        refusal: what the model said when it could not take the first samples.
        held: the inputs of the validation set, as `x`.
    """

    model: keras.Model
    x: dict[str, np.ndarray]
    expected: dict
    outputs: list[Output]
    answers: int | None
    refusal: str
    held: dict[str, np.ndarray]

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """Inputs and targets."""
        return self.x | {output.name: output.y for output in self.outputs}


def preflight(model, x, y, *, validation_data=None, lang: str | None = None) -> list[Finding]:
    """Say what is suspicious before `model.fit(x, y)`; print nothing if all is well.

    Args:
        model: a model, compiled as for `fit`.
        x, y: arrays as for `fit`, or lists or dictionaries of arrays.
        validation_data: the pair of arrays that `fit` will be given.
        lang: "zh" or "en"; by default the language of the system.

    Raises:
        InputError: something given is not what is looked at here, as a pipeline instead of arrays.
    """
    lang = lang or environment.language()
    if lang not in MORE:
        raise InputError(f'lang is "zh" or "en", not {lang!r}.')
    case = look(model, x, y, validation_data)
    findings = [
        Finding(check.__name__, {"zh": zh, "en": en}[lang], page)
        for check in CHECKS
        for page, zh, en in check(case)
    ]
    for finding in findings:
        print(finding.text, f"  {MORE[lang]}{finding.page}", sep="\n")
    return findings


# What there is to look at.


def look(model, x, y, validation_data) -> Case:
    """Gather what the checks need."""
    if not isinstance(model, keras.Model):
        raise InputError(f"preflight looks at a Keras model, not at {type(model).__name__}.")
    inputs, targets = named("x", x), named("y", y)
    declared = list(getattr(model, "inputs", None) or []) if model.built else []
    answers, refusal = answers_of(model, x, inputs)
    return Case(
        model=model,
        x=inputs,
        expected=matched(inputs, declared),
        outputs=outputs(model, y, targets, answers),
        answers=len(answers) if answers else None,
        refusal=refusal,
        held=held_inputs(validation_data),
    )


def named(name: str, whole) -> dict[str, np.ndarray]:
    """The arrays of a structure, each with the expression that picks it out."""
    if isinstance(whole, dict):
        return {f"{name}[{key!r}]": as_array(name, part) for key, part in whole.items()}
    if is_several(whole):
        return {f"{name}[{i}]": as_array(name, part) for i, part in enumerate(whole)}
    return {name: as_array(name, whole)}


def is_several(whole) -> bool:
    """Whether it is a list of arrays, one for each input or output."""
    return isinstance(whole, (list, tuple)) and all(hasattr(part, "shape") for part in whole)


def as_array(name: str, value) -> np.ndarray:
    """A tensor, table or list as a NumPy array."""
    if keras.ops.is_tensor(value):
        return keras.ops.convert_to_numpy(value)
    array = np.asarray(value)
    if array.ndim == 0:
        raise InputError(
            f"preflight looks at arrays, and {name} is of type {type(value).__name__}; "
            "of a pipeline, give it the samples and labels of a few batches."
        )
    return array


def is_numeric(array: np.ndarray) -> bool:
    """Whether it holds numbers (or true and false), with at least one among them."""
    return array.dtype.kind in "biuf" and array.size > 0


def is_whole(array: np.ndarray) -> bool:
    """Whether all are whole numbers, whatever their type."""
    return bool(np.isfinite(array).all() and (array == np.round(array)).all())


def held_inputs(validation_data) -> dict[str, np.ndarray]:
    """The inputs of `validation_data`."""
    if validation_data is None:
        return {}
    if not isinstance(validation_data, (list, tuple)) or len(validation_data) < 2:
        raise InputError("validation_data is a pair of arrays here: samples and targets.")
    return named("x", validation_data[0])


def matched(inputs: dict, declared: list) -> dict:
    """For each input the `KerasTensor` that the model has for it, by name or else by place."""
    if len(inputs) != len(declared):
        return {}
    by_name = {f"x[{tensor.name!r}]": tensor for tensor in declared}
    return by_name if by_name.keys() == inputs.keys() else dict(zip(inputs, declared, strict=True))


def all_layers(model) -> list:
    """The layers of a model and of the models in it."""
    found = []
    for layer in model.layers:
        found += [layer, *(all_layers(layer) if isinstance(layer, keras.Model) else [])]
    return found


def unbuilt(model) -> list:
    """The layers that have yet to create their weights; Keras's own that never do do not count."""
    return [
        layer
        for layer in all_layers(model)
        if not layer.built
        and not (
            type(layer).build is keras.Layer.build and type(layer).__module__.startswith("keras.")
        )
    ]


def answers_of(model, x, inputs: dict) -> tuple[dict, str]:
    """What a model says to the first samples, by output, or how it refuses them.

    `stateless_call` hands back what it would change. Only weights that are not there yet would it
    create, so a model with such layers is not called.
    """
    numeric = all(is_numeric(array) for array in inputs.values())
    if not model.built or unbuilt(model) or not numeric:
        return {}, ""
    samples = [as_fed(array[:SAMPLES]) for array in inputs.values()]
    if isinstance(x, dict):
        fed = dict(zip(x, samples, strict=True))
    else:
        fed = samples if is_several(x) else samples[0]
    state = model.trainable_variables, model.non_trainable_variables
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they are about is told in findings
            answered, _ = model.stateless_call(*state, fed)
    except Exception as error:  # each backend has its own
        return {}, last_line(error)
    return keras.tree.map_structure(keras.ops.convert_to_numpy, by_output(model, answered)), ""


def as_fed(array: np.ndarray):
    """A tensor as `fit` makes it of an array: `float64` does not stay."""
    kind = keras.config.floatx() if array.dtype.kind == "f" else None
    return keras.ops.convert_to_tensor(array, dtype=kind)


def last_line(error: Exception) -> str:
    """What a layer says about its input, without the frame that Keras puts around it."""
    text = re.sub(r"\x1b\[\d*m", "", str(error))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].startswith("Exception encountered when calling"):
        return lines[1]
    return first_line(error)


def by_output(model, answered) -> dict:
    """Answers by the names of the outputs."""
    if isinstance(answered, dict):
        return answered
    if not isinstance(answered, (list, tuple)):
        return {"": answered}
    return dict(zip(getattr(model, "output_names", range(len(answered))), answered, strict=True))


def outputs(model, y, targets: dict, answers: dict) -> list[Output]:
    """Each target with its answer, loss and metrics."""
    several = max(len(targets), len(answers)) > 1
    names = list(y) if several and isinstance(y, dict) else list(answers)
    losses, metrics = written(model)
    found = []
    for place, (name, array) in enumerate(targets.items()):
        key = names[place] if place < len(names) else None
        loss, from_logits = loss_of(part(losses, key, place, several))
        found.append(
            Output(
                name=name,
                y=array,
                answer=answers.get(key),
                activation=activation(last_layer(model, key, place, answers)),
                loss=loss,
                from_logits=from_logits,
                metrics=metrics_of(part(metrics, key, place, several)),
            )
        )
    return found


def written(model) -> tuple:
    """Losses and metrics as they were given to `compile`."""
    if not model.compiled:
        return None, None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a lambda cannot be saved, and need not be here
        config = model.get_compile_config() or {}
    return model.loss, config.get("metrics")


def part(whole, key, place: int, several: bool):
    """What `compile` was given for one output: by name, by place, or the same for all."""
    if isinstance(whole, dict) and "class_name" not in whole:
        return whole.get(key) if several else next(iter(whole.values()), None)
    if several and isinstance(whole, (list, tuple)):
        return whole[place] if place < len(whole) else None
    return whole


def loss_of(loss) -> tuple[str, bool]:
    """The name of a loss, and whether it expects logits."""
    if isinstance(loss, (list, tuple)) and len(loss) == 1:
        return loss_of(loss[0])
    if isinstance(loss, str):
        loss = keras.losses.get(loss)
    if isinstance(loss, keras.losses.Loss):
        return snake(type(loss).__name__), loss.get_config().get("from_logits", False)
    return getattr(loss, "__name__", ""), False


def metrics_of(given) -> list[tuple[str, dict]]:
    """Name and settings of metrics as `get_compile_config` gives them.

    Strings are as they were written; objects and functions have become dictionaries.
    """
    if isinstance(given, (list, tuple)):
        return [metric for each in given for metric in metrics_of(each)]
    if isinstance(given, str):
        return [(given if given == "Accuracy" else snake(given), {})]
    if isinstance(given, dict):
        name, config = given.get("class_name"), given.get("config")
        return metrics_of(config) if name == "function" else [(metrics_of(name)[0][0], config)]
    return []


def snake(name: str) -> str:
    """`BinaryCrossentropy` as `binary_crossentropy`, `AUC` as `auc`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def last_layer(model, key, place: int, answers: dict):
    """The layer that makes an output, if the model is one whose layers are connected.

    Keras puts the outputs of a dictionary in the order of their names.
    """
    if isinstance(model, keras.Sequential):
        layer = model.layers[-1] if model.layers else None
    else:
        names = getattr(model, "output_names", [])
        order = list(answers) if list(answers) == list(names) else sorted(answers)
        place = order.index(key) if key in order else place
        tensors = dict(enumerate(getattr(model, "outputs", None) or []))
        layer = next((layer for layer in model.layers if makes(layer, tensors.get(place))), None)
    return last_layer(layer, None, 0, {}) if isinstance(layer, keras.Model) else layer


def makes(layer, tensor) -> bool:
    """Whether a tensor comes out of a layer; of one that is called twice, that cannot be told."""
    try:
        return tensor is not None and layer.output is tensor
    except (AttributeError, ValueError):
        return False


def activation(layer) -> str | None:
    """The name of the function that a layer ends in."""
    if isinstance(layer, keras.layers.Softmax):
        return "softmax"
    return getattr(getattr(layer, "activation", None), "__name__", None)


# The model.


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
    written = optimizer.get_config()["learning_rate"]
    if not isinstance(written, dict):
        return float(written)
    try:
        schedule = keras.optimizers.schedules.deserialize(written)
    except (TypeError, ValueError):  # a class of the caller's that Keras cannot make again
        return float(optimizer.learning_rate)
    steps = [0, *(10**power * digit for power in range(6) for digit in (1, 2, 5))]
    return max(float(schedule(step)) for step in steps)


# The samples.


def not_arrays(case: Case) -> Said:
    """Text and objects cannot be computed with."""
    for name, array in case.arrays.items():
        takes_text = array.dtype.kind in "OSU" and any(
            isinstance(layer, keras.layers.TextVectorization | keras.layers.StringLookup)
            for layer in all_layers(case.model)
        )
        if array.size and not is_numeric(array) and not takes_text:
            yield (
                "data/prepare/#dtype",
                f'{name} 的数据类型是 {array.dtype}，里面不是数；先换成数，例如 astype("float32")，'
                "类别名换成从 0 起的编号。",
                f"{name} is of type {array.dtype}, which are not numbers; make them numbers, with "
                'astype("float32") for example, and of names of classes numbers from 0.',
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
    """One NaN in the data makes every weight NaN."""
    for name, array in case.arrays.items():
        bad = np.count_nonzero(~np.isfinite(array)) if is_numeric(array) else 0
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
    inputs = len(getattr(case.model, "inputs", None) or []) if case.model.built else 0
    if inputs and inputs != len(case.x):
        yield (
            page,
            f"模型有 {inputs} 个输入，x 里却有 {len(case.x)} 个数组。",
            f"The model has {inputs} inputs, and x has {len(case.x)} arrays.",
        )
    if case.answers and case.answers != len(case.outputs):
        yield (
            page,
            f"模型有 {case.answers} 个输出，y 里却有 {len(case.outputs)} 个数组。",
            f"The model has {case.answers} outputs, and y has {len(case.outputs)} arrays.",
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


def fits(have: tuple, want: tuple) -> bool:
    """Whether Keras takes one for the other; an axis of length 1 at the end may be there or not."""
    if len(have) == len(want) - 1 and want[-1] == 1:
        have = (*have, 1)
    if len(have) == len(want) + 1 and have[-1] == 1:
        have = have[:-1]
    return len(have) == len(want) and all(w in (None, h) for h, w in zip(have, want, strict=True))


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
    page = "data/prepare/#scale"
    for name, array in finite(case.x).items():
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


def finite(arrays: dict) -> dict[str, np.ndarray]:
    """Those of the arrays that hold nothing but finite numbers."""
    return {
        name: array
        for name, array in arrays.items()
        if is_numeric(array) and array.dtype.kind != "b" and np.isfinite(array).all()
    }


def column_size(array: np.ndarray) -> float:
    """The root mean square of the column, or the pixel, in which it is largest."""
    return float(np.sqrt(np.square(array, dtype="float64").mean(axis=0).max()))


# Targets, losses and last layers.


def target_scale(case: Case) -> Said:
    """Numbers so large that the first steps are all about their size."""
    for output in case.outputs:
        if output.kind == "number" and output.name in finite({output.name: output.y}):
            size = column_size(output.y)
            if size > LARGE_TARGET:
                yield (
                    "recipes/starters/#regression",
                    f"{output.name} 里的数在 {size:.0f} 左右，损失会很大，学得很慢；先标准化。",
                    f"The numbers in {output.name} are around {size:.0f}: the loss is huge and "
                    "learning slow; standardize them.",
                )


def label_form(case: Case) -> Said:
    """Class numbers for a sparse loss, rows with one 1 for the other."""
    page = "data/prepare/#labels"
    for output in case.outputs:
        if not output.classifies:
            continue
        name, units = output.name, output.units
        if output.kind == "sparse" and units != 1 and output.y.shape[-1:] == (units,):
            if output.is_one_hot:
                yield (
                    page,
                    f"{name} 是独热编码，损失 {output.loss} 却要类别编号；把损失换成 "
                    "categorical_crossentropy。",
                    f"{name} is one-hot, and the loss {output.loss} wants class numbers; take "
                    "categorical_crossentropy.",
                )
        elif output.kind == "one-hot" and is_numbers(output):
            yield (
                page,
                f"{name} 是类别编号，损失 {output.loss} 却要独热编码；把损失换成 "
                "sparse_categorical_crossentropy。",
                f"{name} holds class numbers, and the loss {output.loss} wants one-hot rows; take "
                "sparse_categorical_crossentropy.",
            )


def is_numbers(output: Output) -> bool:
    """Whether targets have one number for each sample."""
    return output.y.size == len(output.y) and output.units != 1


def label_range(case: Case) -> Said:
    """Labels that no unit of the last layer stands for."""
    for output in case.outputs:
        if not is_numeric(output.y) or not np.isfinite(output.y).all():
            continue
        name, low, high = output.name, output.y.min(), output.y.max()
        if output.kind == "sparse" and not output.is_one_hot:
            if not is_whole(output.y):
                yield (
                    "data/prepare/#labels",
                    f"{name} 里有小数，不是类别编号，损失却是 {output.loss}；预测一个数用 mse。",
                    f"{name} has fractions, so these are no class numbers for {output.loss}; to "
                    "predict a number take mse.",
                )
            elif low < 0 or (output.units and high >= output.units):
                units = "" if output.units is None else output.units
                yield (
                    "data/prepare/#labels",
                    f"{name} 里的标签从 {low:g} 到 {high:g}，最后一层却有 {units} 个单元；"
                    "标签要从 0 到单元数减 1。",
                    f"The labels in {name} go from {low:g} to {high:g}, and the last layer has "
                    f"{units} units; labels go from 0 to one less than that.",
                )
        elif wants_shares(output) and (low < 0 or high > 1):
            yield (
                "train/losses/#every-combination",
                f"{name} 里的数从 {low:g} 到 {high:g}，损失 {output.loss} 要 0 到 1。",
                f"{name} goes from {low:g} to {high:g}, and the loss {output.loss} wants 0 to 1.",
            )


def wants_shares(output: Output) -> bool:
    """Whether a loss compares targets from 0 to 1 with probabilities."""
    return output.kind == "binary" or (output.kind == "one-hot" and not is_numbers(output))


def target_shape(case: Case) -> Said:
    """Targets that have another width than the output, which a loss may spread without a word."""
    for output in case.outputs:
        if output.answer is None or output.kind in (None, "sparse") or not is_numeric(output.y):
            continue
        if output.kind == "one-hot" and is_numbers(output):
            continue  # that is told as a matter of form
        have, want = output.y.shape, (None, *output.answer.shape[1:])
        if not fits(have, want):
            yield (
                "train/losses/#every-combination",
                f"{output.name} 的形状是 {have}，模型的输出是 {want}；两者要一样。",
                f"{output.name} has shape {have} and the output of the model {want}; they have to "
                "agree.",
            )


def one_of_several(case: Case) -> Said:
    """Binary cross-entropy where one of several classes is meant."""
    for output in case.outputs:
        if output.kind == "binary" and (output.units or 0) > 1 and is_numeric(output.y):
            exclusive = len(output.y) > 1 and output.is_one_hot
            if exclusive and (output.activation == "softmax" or adds_up(output)):
                yield (
                    "train/losses/#every-combination",
                    f"{output.name} 是多类里选一类，损失却是 {output.loss}，它把每一列当成一个"
                    "是非题；换成 categorical_crossentropy。",
                    f"{output.name} is one of several classes, and the loss {output.loss} takes "
                    "every column for a question of its own; take categorical_crossentropy.",
                )


def adds_up(output: Output) -> bool:
    """Whether an answer is probabilities that add up to 1."""
    answer = output.answer
    return (
        answer is not None
        and bool((answer >= 0).all())
        and bool(np.allclose(answer.sum(axis=-1), 1, atol=1e-2))
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
    return name == "softmax" and adds_up(output)


def not_probable(output: Output) -> bool:
    """Whether the answer cannot be probabilities."""
    if output.answer is None or not np.isfinite(output.answer).all():
        return output.activation in ("linear", "relu", "tanh")
    outside = bool((output.answer < 0).any() or (output.answer > 1 + 1e-3).any())
    return outside or (output.kind in ("sparse", "one-hot") and not adds_up(output))


def reach(case: Case) -> Said:
    """Numbers that the last layer can never give."""
    for output in case.outputs:
        low, high = REACH.get(output.activation, (-math.inf, math.inf))
        if output.kind != "number" or output.name not in finite({output.name: output.y}):
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


def nothing_but_nan(case: Case) -> Said:
    """The model itself answers NaN to numbers that are none."""
    if len(finite(case.x)) < len(case.x):
        return
    for output in case.outputs:
        if output.answer is not None and not np.isfinite(output.answer).all():
            yield (
                "ideas/layers/#get-set",
                "还没有训练，模型的回答就有 NaN 或无穷大：权重已经坏了，重新建立模型。",
                "Before any training the model answers NaN or infinity: its weights are spoilt; "
                "build it anew.",
            )


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
        if (
            output.labels is not None
            and len(output.y) > 1
            and len(set(output.labels.tolist())) == 1
        ):
            yield (
                "train/fit/#weights",
                f"{output.name} 里只有一个类别，{output.labels[0]}；没有什么可分。",
                f"{output.name} has a single class, {output.labels[0]}: there is nothing to tell "
                "apart.",
            )


def unbalanced(case: Case) -> Said:
    """One class that nearly all have, or some that hardly any has."""
    for output in case.outputs:
        classes, counts = np.unique(
            [] if output.labels is None else output.labels, return_counts=True
        )
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
                yield (
                    page,
                    f"损失 {output.loss} 之下，指标 {name} 没有意义；换成 "
                    f"{'mae' if output.kind == 'number' else 'accuracy'}。",
                    f"The metric {name} means nothing with the loss {output.loss}; take "
                    f"{'mae' if output.kind == 'number' else 'accuracy'}.",
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


# The validation set.


def overlap(case: Case) -> Said:
    """Samples that are in both sets: the validation then asks for what was learned by heart."""
    if not case.held or len(case.held) != len(case.x):
        return
    train, held = set(fingerprints(case.x)), fingerprints(case.held)
    both = sum(one in train for one in held)
    if both:
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
    held = finite(case.held)
    for (name, array), other in zip(finite(case.x).items(), held.values(), strict=False):
        one, two = column_size(array), column_size(other)
        if one and two and not 1 / LARGE < one / two < LARGE:
            yield (
                "data/prepare/#three-sets",
                f"{name} 与验证集的大小相差很远：前者到 {array.max():g}，后者到 {other.max():g}；"
                "两者要同样处理。",
                f"{name} and its validation set differ in size: one reaches {array.max():g}, the "
                f"other {other.max():g}; prepare both alike.",
            )


CHECKS = [
    not_compiled,
    not_built,
    not_arrays,
    empty,
    not_finite,
    lengths,
    several,
    shapes,
    channels,
    refused,
    whole_input,
    scale,
    target_scale,
    label_form,
    label_range,
    target_shape,
    one_of_several,
    single_softmax,
    logits,
    reach,
    nothing_but_nan,
    missing_classes,
    single_class,
    unbalanced,
    metric_names,
    learning_rate,
    frozen,
    overlap,
    validation_scale,
]
