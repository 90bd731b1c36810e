"""`keras_primer.preflight`: every check speaks when it should, and is silent when all is well.

Run once for each backend, as the recipes are.
"""

import re
import subprocess
import sys
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from chinese import problems
from keras import layers
from pages import blocks, source

import keras_primer
from keras_primer import environment, recipes, training
from keras_primer.errors import InputError
from keras_primer.inspection.checks import CHECKS
from keras_primer.recipes import shapes_base, shapes_frozen

pytestmark = pytest.mark.every_backend

SPARSE, ONE_HOT = "sparse_categorical_crossentropy", "categorical_crossentropy"
BINARY = "binary_crossentropy"
X = np.random.default_rng(0).normal(size=(60, 4)).astype("float32")
THREE = np.arange(60) % 3
YES = np.arange(60) % 2
NUMBERS = X[:, :1] + 1
IMAGES = np.random.default_rng(0).random((60, 8, 6, 3), dtype="float32")


def dense(units=3, activation="softmax", loss=SPARSE, metrics=None, optimizer="adam", width=4):
    """A small model, compiled."""
    model = keras.Sequential(
        [
            keras.Input((width,)),
            layers.Dense(8, activation="relu", name="hidden"),
            layers.Dense(units, activation=activation),
        ]
    )
    model.compile(optimizer, loss, metrics=metrics)
    return model


def compiled(*parts, loss=SPARSE):
    model = keras.Sequential(parts)
    model.compile("adam", loss)
    return model


def convolved(shape=(8, 6, 3), units=3):
    return compiled(
        keras.Input(shape),
        layers.Conv2D(2, 3, data_format="channels_last", padding="same"),
        layers.GlobalAveragePooling2D(data_format="channels_last"),
        layers.Dense(units, activation="softmax"),
    )


class Own(keras.Model):
    """A subclassed model whose output says nothing about its last layer."""

    def __init__(self, units=3, last="softmax", left_out=False):
        super().__init__()
        self.flat = layers.Flatten()
        self.dense = layers.Dense(units)
        self.last = getattr(keras.ops, last)
        self.dropout = layers.Dropout(0.5)
        self.late = layers.Dense(2) if left_out else None

    def call(self, x, training=False):
        return self.last(self.dropout(self.dense(self.flat(x)), training=training))


def own(*args, loss=SPARSE, built=True):
    model = Own(*args)
    model.compile("adam", loss)
    if built:
        model(X[:1])
    return model


class Steady(keras.optimizers.schedules.LearningRateSchedule):
    """A schedule that cannot be saved."""

    def __call__(self, step):
        return 0.001


class Batches(keras.utils.PyDataset):
    """A pipeline, which NumPy takes for a sequence."""

    def __len__(self):
        return 3

    def __getitem__(self, place):
        return X[:8], THREE[:8]


class BuildsItself(keras.Model):
    """A model with a `build` of its own, which may forget a layer; `Flatten` needs none."""

    def __init__(self, forgets=False):
        super().__init__()
        self.flat = layers.Flatten()
        self.dense = layers.Dense(3, activation="softmax")
        self.forgets = forgets

    def build(self, input_shape):
        if not self.forgets:
            self.dense.build(input_shape)
        self.built = True

    def call(self, x):
        return self.dense(self.flat(x))


def builds_itself(forgets=False):
    model = BuildsItself(forgets)
    model.compile("adam", SPARSE)
    model.build((None, 4))
    return model


def two(targets=None, metrics=None):
    """Two inputs, two outputs whose names are not in the order of the alphabet."""
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    both = layers.Concatenate()([left, right])
    outputs = {
        "which": layers.Dense(3, activation="softmax", name="a")(both),
        "number": layers.Dense(1, name="b")(both),
    }
    model = keras.Model({"left": left, "right": right}, outputs)
    model.compile("adam", targets or {"which": SPARSE, "number": "mse"}, metrics=metrics)
    return model


def nested():
    """Outputs in a list within a list; Keras takes their targets one after the other."""
    x = keras.Input((4,))
    one, other, third = (layers.Dense(1)(x) for _ in range(3))
    model = keras.Model(x, [one, [other, third]])
    model.compile("adam", "mse")
    return model


PAIR = {"left": X, "right": X + 1}
BOTH = {"which": THREE, "number": NUMBERS}


def one_hot(labels, classes=3):
    return np.eye(classes, dtype="float32")[labels]


def frozen_hidden(frozen=("hidden",)):
    model = dense()
    for layer in model.layers:
        layer.trainable = layer.name not in frozen
    return model


def all_frozen():
    model = dense()
    model.trainable = False
    return model


def on_frozen_base():
    base = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    base.trainable = False
    return compiled(keras.Input((4,)), base, layers.Dense(3, activation="softmax"))


def left_out():
    model = Own(3, "softmax", True)
    model.compile("adam", SPARSE)
    model(X[:1])
    return model


def spoilt():
    model = dense()
    model.set_weights([np.full_like(weight, np.nan) for weight in model.get_weights()])
    return model


def warm_up(target):
    schedule = keras.optimizers.schedules.CosineDecay(0.0, 1000, 0.0, "d", target, 100)
    return keras.optimizers.Adam(schedule)


def with_nan():
    x = X.copy()
    x[3, 1] = np.nan
    return x


def with_infinity(x):
    return np.where(np.arange(x.size).reshape(x.shape) == 1, np.inf, x).astype("float32")


def filling():
    """A model to which a gap is 0; its tanh makes 1 of infinity, whose gradient is NaN."""
    cells = keras.Input((4,))
    filled = keras.ops.where(keras.ops.isnan(cells), 0.0, cells)
    x = layers.Dense(3, activation="softmax")(layers.Dense(8, activation="tanh")(filled))
    model = keras.Model(cells, x)
    model.compile("adam", SPARSE)
    return model


def rate(optimizer, value):
    return getattr(keras.optimizers, optimizer)(value)


logits_loss = keras.losses.BinaryCrossentropy(from_logits=True)
sparse_logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
above_zero = keras.metrics.BinaryAccuracy(threshold=0)

# What is well: nothing is said. Functions, so that every test has models of its own.
WELL = {
    "gaps that the model fills": lambda: (filling(), with_nan(), THREE),
    "sparse": lambda: (dense(metrics=["accuracy"]), X, THREE),
    "sparse column": lambda: (dense(), X, THREE[:, None]),
    "sparse logits": lambda: (dense(3, None, sparse_logits), X, THREE),
    "one-hot": lambda: (dense(3, "softmax", ONE_HOT, ["categorical_accuracy"]), X, one_hot(THREE)),
    "binary": lambda: (dense(1, "sigmoid", BINARY, ["accuracy", "auc"]), X, YES),
    "binary logits": lambda: (dense(1, None, logits_loss, [above_zero]), X, YES),
    "several labels": lambda: (dense(2, "sigmoid", BINARY), X, np.stack([YES, 1 - YES % 3], 1)),
    "number": lambda: (dense(1, None, "mse", ["mae"]), X, NUMBERS),
    "number, one axis": lambda: (dense(1, None, "mse"), X, NUMBERS[:, 0]),
    "copy": lambda: (dense(4, None, "mse"), X, X),
    "one column": lambda: (dense(1, None, "mse", width=1), X[:, 0], NUMBERS),
    "whole numbers": lambda: (dense(), np.round(X * 2).astype(int), THREE),
    "double": lambda: (dense(), X.astype("float64"), THREE),
    "one outlier": lambda: (dense(), np.vstack([[30, 0, 0, 0], X[1:]]), THREE),
    "tensors": lambda: (dense(), keras.ops.array(X), keras.ops.array(THREE)),
    "several": lambda: (two(metrics={"which": ["accuracy"], "number": ["mae"]}), PAIR, BOTH),
    "nested": lambda: (nested(), X, [NUMBERS, NUMBERS, NUMBERS]),
    "images": lambda: (convolved(), IMAGES, THREE),
    "scaled inside": lambda: (
        compiled(keras.Input((4,)), layers.Rescaling(1 / 255), layers.Dense(3, "softmax")),
        X * 90,
        THREE,
    ),
    "words": lambda: (
        compiled(
            keras.Input((5,), dtype="int32"),
            layers.Embedding(900, 2),
            layers.Flatten(),
            layers.Dense(3, "softmax"),
        ),
        np.arange(300).reshape(60, 5) * 3,
        THREE,
    ),
    "picture from picture": lambda: (
        compiled(
            keras.Input((8, 6, 3)),
            layers.Conv2D(2, 1, activation="softmax", data_format="channels_last"),
        ),
        IMAGES,
        (IMAGES[..., 0] > 0.9).astype(int),
    ),
    "subclassed": lambda: (own(), X, THREE),
    "builds itself": lambda: (builds_itself(), X, THREE),
    "frozen base": lambda: (on_frozen_base(), X, THREE),
    "warm-up": lambda: (dense(optimizer=warm_up(1e-2)), X, THREE),
    "a loss of one's own": lambda: (
        dense(2, None, lambda y, p: keras.ops.mean((y - p) ** 2)),
        X,
        X[:, :2] * 9,
    ),
    "rate from a function": lambda: (dense(optimizer=rate("Adam", lambda: 0.001)), X, THREE),
    "rate from a class of one's own": lambda: (dense(optimizer=rate("Adam", Steady())), X, THREE),
    "few different rows": lambda: (
        dense(),
        np.sign(X)[:50],
        THREE[:50],
        (np.sign(X)[50:], THREE[50:]),
    ),
    "validation": lambda: (dense(), X[:50], THREE[:50], (X[50:], THREE[50:])),
}

# What is not: the check that says so. `WELL` shows that each is silent otherwise.
SUSPICIOUS = [
    ("not_compiled", lambda: (keras.Sequential([keras.Input((4,)), layers.Dense(3)]), X, THREE)),
    ("not_built", lambda: (compiled(layers.Dense(3, activation="softmax")), X, THREE)),
    ("not_built", lambda: (own(built=False), X, THREE)),
    ("not_built", lambda: (left_out(), X, THREE)),
    ("not_built", lambda: (builds_itself(forgets=True), X, THREE)),
    ("not_arrays", lambda: (dense(), X.astype(str), THREE)),
    ("not_arrays", lambda: (dense(), X, np.array(["cat", "dog", "owl"])[THREE])),
    ("empty", lambda: (dense(), X[:0], THREE[:0])),
    ("empty", lambda: (dense(), [], THREE)),
    ("not_finite", lambda: (dense(), with_nan(), THREE)),
    ("not_finite", lambda: (filling(), with_infinity(X), THREE)),
    ("not_finite", lambda: (filling(), with_infinity(with_nan()), THREE)),
    ("not_finite", lambda: (dense(1, None, "mse"), X, NUMBERS * np.inf)),
    ("lengths", lambda: (dense(), X, THREE[:59])),
    ("several", lambda: (two(), X, BOTH)),
    ("several", lambda: (dense(), [X, X], THREE)),
    ("several", lambda: (two(), PAIR, THREE)),
    ("shapes", lambda: (dense(), X[:, :3], THREE)),
    ("shapes", lambda: (dense(), X[0], THREE[:1])),
    ("shapes", lambda: (convolved(), np.moveaxis(IMAGES, -1, 1), THREE)),
    ("channels", lambda: (convolved((3, 8, 6)), np.moveaxis(IMAGES, -1, 1), THREE)),
    ("refused", lambda: (own(), X[:, :2], THREE)),
    (
        "whole_input",
        lambda: (
            compiled(
                keras.Input((4,), dtype="int32"),
                layers.Embedding(9, 2),
                layers.Flatten(),
                layers.Dense(3, "softmax"),
            ),
            np.abs(X),
            THREE,
        ),
    ),
    ("scale", lambda: (dense(), X * 100, THREE)),
    ("scale", lambda: (dense(), X / 255 / 255, THREE)),
    ("scale", lambda: (dense(), np.ones_like(X), THREE)),
    ("target_scale", lambda: (dense(1, None, "mse"), X, NUMBERS * 1e5)),
    ("label_form", lambda: (dense(), X, one_hot(THREE))),
    ("label_form", lambda: (own(), X, one_hot(THREE))),
    ("label_form", lambda: (dense(3, "softmax", ONE_HOT), X, THREE)),
    ("label_range", lambda: (dense(), X, THREE + 1)),
    ("label_range", lambda: (dense(), X, THREE - 1)),
    ("label_range", lambda: (dense(), X, THREE / 2)),
    ("label_range", lambda: (dense(1, "sigmoid", BINARY), X, YES + 1)),
    ("label_range", lambda: (dense(1, "sigmoid", BINARY), X, YES * 2 - 1)),
    ("target_shape", lambda: (dense(1, None, "mse"), X, X[:, :3])),
    ("target_shape", lambda: (dense(3, "softmax", ONE_HOT), X, one_hot(THREE, 4))),
    ("one_of_several", lambda: (dense(3, "softmax", BINARY), X, one_hot(THREE))),
    ("single_softmax", lambda: (dense(1, "softmax", BINARY), X, YES)),
    ("single_softmax", lambda: (dense(1, "sigmoid", SPARSE), X, YES)),
    ("logits", lambda: (dense(3, None), X, THREE)),
    ("logits", lambda: (dense(3, "sigmoid"), X, THREE)),
    ("logits", lambda: (dense(3, "softmax", sparse_logits), X, THREE)),
    ("logits", lambda: (dense(1, None, BINARY), X, YES)),
    ("logits", lambda: (dense(1, "sigmoid", logits_loss), X, YES)),
    ("logits", lambda: (own(3, "tanh"), X, THREE)),
    ("logits", lambda: (own(3, "softmax", loss=sparse_logits), X, THREE)),
    ("reach", lambda: (dense(1, "sigmoid", "mse"), X, NUMBERS)),
    ("reach", lambda: (dense(1, "relu", "mse"), X, NUMBERS)),
    ("nothing_but_nan", lambda: (spoilt(), X, THREE)),
    ("missing_classes", lambda: (dense(4), X, THREE)),
    ("missing_classes", lambda: (dense(4, "softmax", ONE_HOT), X, one_hot(THREE + 1, 4))),
    ("single_class", lambda: (dense(1, "sigmoid", BINARY), X, YES * 0)),
    ("unbalanced", lambda: (dense(1, "sigmoid", BINARY), X, (np.arange(60) < 6).astype(int))),
    ("unbalanced", lambda: (dense(), np.tile(X, (2, 1)), np.r_[2, np.arange(119) % 2])),
    ("metric_names", lambda: (dense(1, None, "mse", ["accuracy"]), X, NUMBERS)),
    ("metric_names", lambda: (dense(1, None, "mse", ["acc"]), X, NUMBERS)),
    ("metric_names", lambda: (dense(metrics=["Accuracy"]), X, THREE)),
    ("metric_names", lambda: (dense(metrics=[keras.metrics.Accuracy()]), X, THREE)),
    ("metric_names", lambda: (dense(metrics=["categorical_accuracy"]), X, THREE)),
    ("metric_names", lambda: (dense(metrics=[keras.metrics.binary_accuracy]), X, THREE)),
    ("metric_names", lambda: (dense(1, None, logits_loss, ["accuracy"]), X, YES)),
    ("metric_names", lambda: (two(metrics={"number": ["accuracy"]}), PAIR, BOTH)),
    ("learning_rate", lambda: (dense(optimizer=rate("Adam", 1.0)), X, THREE)),
    ("learning_rate", lambda: (dense(optimizer=rate("SGD", 10.0)), X, THREE)),
    ("learning_rate", lambda: (dense(optimizer=rate("SGD", 0.0)), X, THREE)),
    ("learning_rate", lambda: (dense(optimizer=rate("RMSprop", 1e-9)), X, THREE)),
    ("learning_rate", lambda: (dense(optimizer=warm_up(1.0)), X, THREE)),
    ("frozen", lambda: (frozen_hidden(), X, THREE)),
    ("frozen", lambda: (all_frozen(), X, THREE)),
    ("overlap", lambda: (dense(), X, THREE, (X[:10].astype("float64"), THREE[:10]))),
    ("overlap", lambda: (two(), PAIR, BOTH, ({"left": X[:9], "right": X[:9] + 1}, None))),
    ("validation_scale", lambda: (dense(), X[:50], THREE[:50], (X[50:] * 100, THREE[50:]))),
    ("validation_scale", lambda: (dense(), X[:50], THREE[:50], (X[50:] / 255, THREE[50:]))),
]


def found(model, x, y, validation_data=None, lang="en"):
    return keras_primer.preflight(model, x, y, validation_data=validation_data, lang=lang)


@pytest.mark.parametrize("name", WELL)
def test_silent_when_all_is_well(name, capsys):
    assert found(*WELL[name]()) == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("check", "make"), SUSPICIOUS, ids=[f"{check}-{i}" for i, (check, _) in enumerate(SUSPICIOUS)]
)
def test_suspicious(check, make, capsys):
    """The check says so, first or alone, in both languages, and the page is there."""
    arguments = make()
    english, chinese = (found(*arguments, lang=lang) for lang in ("en", "zh"))
    assert check in [finding.check for finding in english]
    assert [(one.check, one.page) for one in english] == [(one.check, one.page) for one in chinese]
    printed = capsys.readouterr().out
    for finding in (*english, *chinese):
        assert f"{finding.text}\n" in printed and f"{finding.page}\n" in printed
        page, _, anchor = finding.page.partition("/#")
        for lang in ("zh", "en"):
            assert re.search(rf"\{{ ?#{anchor} ?\}}$", source(f"{page}.md", lang), re.MULTILINE)
    for finding in english:
        assert re.fullmatch(r"[ -~×]+[.)?]", finding.text), finding.text
    for finding in chinese:
        assert not problems(re.sub(r"\([\d, ]+\)|\(None[\d, None]*\)", "shape", finding.text))


ALONE = {"label_form", "scale", "metric_names", "learning_rate", "frozen", "overlap", "unbalanced"}


@pytest.mark.parametrize(("check", "make"), [case for case in SUSPICIOUS if case[0] in ALONE])
def test_one_mistake_is_told_once(check, make):
    assert [finding.check for finding in found(*make())] == [check]


@pytest.mark.parametrize(
    ("x", "page"),
    [
        (np.moveaxis(IMAGES, -1, 1), "ideas/data-formats/#convert"),
        (IMAGES[0], "ideas/tensors/#batch"),
        (IMAGES[:, 1:], "data/prepare/#shapes"),
    ],
)
def test_kinds_of_wrong_shapes(x, page):
    assert page in [finding.page for finding in found(convolved(), x, THREE)]


def test_every_check_has_a_case():
    assert [check.__name__ for check in CHECKS] == list(dict.fromkeys(c for c, _ in SUSPICIOUS))


@pytest.mark.parametrize("name", recipes.names())
def test_no_false_alarm_on_recipes(name, monkeypatch):
    """Each on its own data, cut as its training cuts them; a base need not have been trained."""
    monkeypatch.setattr(shapes_frozen, "trained", lambda: shapes_base.recipe.compiled(1))
    recipe = recipes.load(name)
    data = training.load(recipe)
    order = np.random.default_rng(0).permutation(len(data.y_train))
    held = round(len(order) * recipe.validation)
    sets = [
        recipe.prepare(data.x_train[rows], data.y_train[rows])
        for rows in (order[held:], order[:held])
    ]
    validation = sets[1] if held else None
    assert found(recipe.compiled(1000), *sets[0], validation) == []


def test_raw_pixels_of_a_tutorial_are_seen():
    published = recipes.load("tanh_mlp", published=True)
    data = training.load(published)
    x, y = published.prepare(data.x_train, data.y_train)
    assert [finding.check for finding in found(published.compiled(1000), x, y)] == ["scale"]


def state(model):
    """All that a training would change."""
    variables = [*model.variables, *(model.optimizer.variables if model.compiled else [])]
    return {
        "values": [keras.ops.convert_to_numpy(variable).copy() for variable in variables],
        "built": [layer.built for layer in model.layers],
        "random": np.random.get_state()[1].copy(),
        "metrics": [metric.name for metric in model.metrics],
    }


CHANGEABLE = {
    "well": WELL["sparse"],
    "subclassed": WELL["subclassed"],
    "several": WELL["several"],
    "not built": lambda: (own(built=False), X, THREE),
    "without Input": lambda: (compiled(layers.Dense(3)), X, THREE),
    "forgets a layer": lambda: (builds_itself(forgets=True), X, THREE),
    "counts what it sees": lambda: (
        compiled(
            keras.Input((4,)),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(3, "softmax"),
        ),
        X,
        THREE,
    ),
}


@pytest.mark.parametrize("name", CHANGEABLE)
def test_nothing_changes(name):
    model, x, y = CHANGEABLE[name]()
    copies = keras.tree.map_structure(np.copy, (x, y))
    keras.utils.set_random_seed(1)
    before, drawn = state(model), keras.random.uniform((3,))
    keras.utils.set_random_seed(1)
    found(model, x, y)
    after, drawn_after = state(model), keras.random.uniform((3,))
    keras.tree.map_structure(np.testing.assert_array_equal, before, after)
    keras.tree.map_structure(np.testing.assert_array_equal, copies, (x, y))
    np.testing.assert_array_equal(*map(keras.ops.convert_to_numpy, (drawn, drawn_after)))


def test_training_goes_as_without():
    """The same losses, with a look before and without."""
    losses = []
    for looks in (0, 2):
        keras.utils.set_random_seed(0)
        model = dense()
        for _ in range(looks):
            found(model, X, THREE)
        losses.append(model.fit(X, THREE, epochs=2, verbose=0).history["loss"])
    assert losses[0] == losses[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SimpleNamespace(), X, THREE), "Keras model, not at SimpleNamespace"),
        ((None, X, None), "y is of type NoneType"),
        ((None, (row for row in X), THREE), "x is of type generator"),
        ((None, [[1, 2], [3]], THREE), "x is of type list and cannot become one"),
        ((None, Batches(), THREE), "x is of type Batches"),
        ((None, X, THREE, X), "pair of arrays"),
        ((None, X, THREE, None, "fr"), "not 'fr'"),
    ],
)
def test_bad_input(arguments, message):
    model, *others = arguments
    with pytest.raises(InputError, match=message) as error:
        found(model or dense(), *others)
    assert "\n" not in str(error.value)


def test_language_of_the_system(monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert environment.language() == "zh"
    keras_primer.preflight(dense(), X * 100, THREE)
    assert "详见：data/prepare/#scale" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert environment.language() == "en"


def test_import_stays_light():
    code = (
        "import sys, keras_primer; assert 'keras' not in sys.modules; "
        "from keras_primer import inspection; "
        "assert keras_primer.preflight is inspection.preflight"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'preflights'"):
        _ = keras_primer.preflights


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_what_is_said(lang, monkeypatch, capsys):
    """Every line that the block in train/fit.md prints stands there, in the page's language."""
    monkeypatch.setenv("LC_ALL", lang)
    (block,) = (block for block in blocks("train/fit.md", lang) if "preflight" in block.source)
    exec(block.source, {})
    lines = capsys.readouterr().out.splitlines()
    shown = [line.strip().removeprefix("#> ") for line in source("train/fit.md", lang).splitlines()]
    assert len(lines) > 4
    assert {line.strip() for line in lines} <= set(shown)
