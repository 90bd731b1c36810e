"""Promise 4, of models: built in three ways, and with channels first, they are the same network."""

import inspect
import pkgutil
import re
from importlib import import_module

import keras
import numpy as np
import pytest
from trainings import check_reloaded, first, same

from keras_primer import environment, models, recipes, training
from keras_primer.data import tables
from keras_primer.errors import InputError
from keras_primer.models import (
    channels,
    first_mlp,
    functional_mlp,
    mixed_table,
    mnist_cnn,
    subclassed_mlp,
    vae,
    vgg_shapes,
)

pytestmark = pytest.mark.every_backend

NAMES = [module.name for module in pkgutil.iter_modules(models.__path__)]
SAID = re.compile(r"(\d+)(?: \+ (\d+) × `outputs`)? parameters")
SETTINGS = {
    **{"outputs": 3, "activation": "softmax"},
    **{"mean": 0.0, "variance": 1.0},
}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "channels"])
def test_docstring_has_the_number_of_parameters(name):
    build = import_module(f"keras_primer.models.{name}").build
    alone, each = SAID.search(build.__doc__).groups(default=0)
    settings = {setting: SETTINGS[setting] for setting in inspect.signature(build).parameters}
    assert build(**settings).count_params() == int(alone) + 3 * int(each)


def test_three_ways_to_build_one_model(tmp_path):
    """With equal weights, Sequential, functional and subclassed give equal outputs."""
    models = [way.build() for way in (first_mlp, functional_mlp, subclassed_mlp)]
    x = np.random.default_rng(0).random((20, 784), dtype="float32")
    for model in models:
        assert model.count_params() == 407050
        model.set_weights(models[0].get_weights())
        same(model.predict(x, verbose=0), models[0].predict(x, verbose=0))
        check_reloaded(model, x, tmp_path)


def test_own_training_step_does_what_keras_does():
    models = [first_mlp.build(), subclassed_mlp.build()]
    models[1].set_weights(models[0].get_weights())
    random = np.random.default_rng(0)
    # The last batch is smaller than the others: its loss weighs less.
    x, y = random.random((100, 784), dtype="float32"), random.integers(0, 10, 100)
    logs = []
    for model in models:
        model.compile(
            keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"]
        )
        logs.append(model.fit(x, y, 64, epochs=3, shuffle=False, verbose=0).history)
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(logs[0][name], logs[1][name], atol=1e-5)
    for one, other in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_rows_as_they_stand_in_a_table(tmp_path):
    """With the lookups in front, the model says the same to words; only TensorFlow lets it."""
    data = tables.rentals(rows=10)
    model = mixed_table.build(mean=0.0, variance=1.0)
    whole = mixed_table.from_words(model)
    rows = {name: data.x_train[name] for name in data.x_train.dtype.names}
    rows["weather"] = rows["weather"].astype(object)
    if keras.backend.backend() != "tensorflow":
        with pytest.raises(ValueError, match="Invalid dtype: object"):
            whole.predict(rows, verbose=0)
        return
    columns, _ = recipes.load("mixed_table").prepare(data.x_train, data.y_train)
    same(whole.predict(rows, verbose=0), model.predict(columns, verbose=0))
    check_reloaded(whole, rows, tmp_path)


def test_a_lookup_of_integers_trains_inside_a_model_except_on_jax():
    """As the page on tables says."""
    station = keras.Input((1,), dtype="int32")
    lookup = keras.layers.IntegerLookup(vocabulary=[11, 25], output_mode="one_hot")
    encoded = keras.ops.cast(lookup(station), "float32")
    model = keras.Model(station, keras.layers.Dense(1)(encoded))
    model.compile("sgd", "mse")
    x, y = np.array([[11], [25], [9]], "int32"), np.ones(3)
    if keras.backend.backend() == "jax":
        with pytest.raises(RuntimeError, match="Unable to automatically build the model"):
            model.fit(x, y, verbose=0)
        return
    assert np.isfinite(model.fit(x, y, verbose=0).history["loss"]).all()


def test_missing_and_unknown_cells_have_an_answer():
    """A missing number counts as the mean, which is 0 here, and is told apart from it."""
    model = mixed_table.build(mean=0.0, variance=1.0)
    columns = {name: np.zeros((2, 1), "float32") for name in tables.NUMBERS}
    columns |= {name: np.zeros((2, 1), "int64") for name in ("station", "weather")}
    columns["temperature"][1] = np.nan
    encoder = keras.Model(model.inputs, model.layers[-3].input)
    there, missing = encoder.predict(columns, verbose=0)
    np.testing.assert_array_equal(missing - there, [0, 0, 0, 1, 0, 0, *9 * [0]])
    np.testing.assert_array_equal(there, [*6 * [0], *(1, 0, 0, 0, 0), *(1, 0, 0, 0)])


def test_sampling():
    """In training codes spread as told; otherwise they are the mean. The divergence is added."""
    keras.utils.set_random_seed(1)
    layer = vae.Sampling(0.5)
    mean, log_var = np.full((2000, 2), [1, -2], "float32"), np.full((2000, 2), [0, -2], "float32")
    drawn = keras.ops.convert_to_numpy(layer([mean, log_var], training=True))
    np.testing.assert_allclose(drawn.mean(axis=0), [1, -2], atol=0.1)
    np.testing.assert_allclose(drawn.std(axis=0), [1, np.exp(-1)], rtol=0.1)
    again = keras.ops.convert_to_numpy(layer([mean, log_var], training=True))
    assert np.abs(drawn - again).max() > 0.1
    same(keras.ops.convert_to_numpy(layer([mean, log_var])), mean)
    by_hand = (1 + 1 - 1 - 0) / 2 + (np.exp(-2) + 4 - 1 + 2) / 2
    (added,) = layer.losses
    assert float(added) == pytest.approx(0.5 * by_hand, rel=1e-5)
    assert vae.Sampling.from_config(layer.get_config()).get_config() == layer.get_config()


@pytest.fixture
def channels_first():
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize("model, shape", [(mnist_cnn, (1, 28, 28)), (vgg_shapes, (3, 100, 100))])
def test_channels_first(model, shape, channels_first):
    if not environment.convolves_channels_first():
        with pytest.raises(InputError, match="set_image_data_format"):
            model.build()
        return
    assert model.build().input_shape == (None, *shape)
    recipe = recipes.load(model.__name__.rpartition(".")[2])
    data = first(training.load(recipe), 12, 10)
    run = training.train(recipe, data, epochs=1, verbose=0)
    assert np.isfinite(run.report.test["loss"])


def test_channels_first_is_the_same_network(channels_first):
    """The convolutions give the same numbers in either order; only their axes differ."""
    if not environment.convolves_channels_first():
        pytest.skip(
            "TensorFlow convolves no channels_first here: oneDNN is off; to run this, set "
            "TF_ENABLE_ONEDNN_OPTS=1 or take another backend"
        )
    images = np.random.default_rng(0).random((4, 28, 28, 1), dtype="float32")
    of_first = keras.Sequential(mnist_cnn.build().layers[:3])
    maps = of_first.predict(channels.arrange(images), verbose=0)
    keras.config.set_image_data_format("channels_last")
    last = keras.Sequential(mnist_cnn.build().layers[:3])
    last.build((None, 28, 28, 1))
    last.set_weights(of_first.get_weights())
    same(np.moveaxis(maps, 1, -1), last.predict(images, verbose=0))
