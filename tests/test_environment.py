"""What a machine has, what its settings decide, and what is said where Keras cannot start.

Whether `channels_first` convolves is asked by trying, whatever the machine.
"""

import importlib.metadata
import json
import os
import sys
from pathlib import Path

import keras
import pytest

from keras_primer import environment
from keras_primer.errors import InputError
from keras_primer.howto import gpu_memory
from keras_primer.models import mnist_cnn


@pytest.fixture
def channels_first():
    environment.convolves_channels_first.cache_clear()
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")
    environment.convolves_channels_first.cache_clear()


def fail(*args, **settings):
    raise NotImplementedError("as on TensorFlow without oneDNN")


def test_one_try_is_enough(channels_first, monkeypatch):
    tries = []
    monkeypatch.setattr(keras.ops, "conv", lambda *args, **settings: tries.append(args))
    for _ in range(3):
        assert mnist_cnn.build().input_shape == (None, 1, 28, 28)
    assert len(tries) == 1


def test_refusal_says_where_the_format_was_set(channels_first, monkeypatch, tmp_path):
    monkeypatch.setattr(keras.ops, "conv", fail)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(InputError, match=r'call keras\.config\.set_image_data_format\("channels_l'):
        mnist_cnn.build()
    settings = tmp_path / "keras.json"
    settings.write_text(json.dumps({"image_data_format": "channels_first"}))
    with pytest.raises(InputError) as refusal:
        mnist_cnn.build()
    assert f'change "image_data_format" to "channels_last" in {settings}' in str(refusal.value)


def test_onednn_is_a_matter_of_tensorflow():
    assert (environment.uses_onednn() is None) == (keras.backend.backend() != "tensorflow")


# What each backend looks at, and what it has to say for memory to be taken as it is needed: from
# https://www.tensorflow.org/guide/gpu and https://docs.jax.dev/en/latest/gpu_memory_allocation.html
MEMORY = {
    "tensorflow": ("TF_FORCE_GPU_ALLOW_GROWTH", "true", "false"),
    "jax": ("XLA_PYTHON_CLIENT_PREALLOCATE", "false", "true"),
}


@pytest.fixture
def gpu(monkeypatch):
    """As far as this goes without one: nothing is said about its memory."""
    for variable, *_ in MEMORY.values():
        monkeypatch.setenv(variable, "")  # put back in the end
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: ["a GPU"])
        monkeypatch.setattr(tf.config.experimental, "get_memory_growth", lambda gpu: False)


@pytest.mark.every_backend
def test_memory_growth(gpu, monkeypatch):
    variable, yes, no = MEMORY.get(keras.backend.backend(), ("", "", ""))
    assert environment.memory_growth() == (not variable)  # PyTorch is never asked
    if variable:
        for setting, grows in ((yes, True), (no, False)):
            monkeypatch.setenv(variable, setting)
            assert environment.memory_growth() == grows


@pytest.mark.every_backend
def test_memory_is_asked_to_be_taken_as_needed(gpu):
    gpu_memory.take_as_needed()
    assert environment.memory_growth()
    assert {name: os.environ[name] for name, *_ in MEMORY.values()} == {
        name: yes for name, yes, _ in MEMORY.values()
    }


# Keras cannot start


def no_package(name: str):
    raise importlib.metadata.PackageNotFoundError


PLACES = {
    "theano": ("KERAS_BACKEND", "theano", "set KERAS_BACKEND to tensorflow, jax or torch"),
    "only predicts": ("KERAS_BACKEND", "numpy", "cannot be trained on the backend 'numpy'"),
    "backend missing": (environment, "installed_backends", list, "run: pip install"),
    "Keras missing": (importlib.metadata, "version", no_package, "Keras is not installed"),
    "Keras 2": (importlib.metadata, "version", lambda name: "2.15.0", "Keras 2.15.0 is too old"),
    "old Python": (environment, "OLDEST_PYTHON", (99, 1), "needs Python 99.1 or newer"),
}


@pytest.mark.parametrize("command", [["check"], ["train", "first_mlp", "--out", "out"]])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_keras_cannot_start(refused, monkeypatch, command, place):
    *change, words = place
    (monkeypatch.setenv if len(change) == 2 else monkeypatch.setattr)(*change)
    refused(command, words)


@pytest.fixture
def keras_json(folder, monkeypatch) -> Path:
    """The settings of Keras, which decide where no variable does."""
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    (folder / "keras").mkdir()
    return folder / "keras" / "keras.json"


SETTINGS = {
    "unknown": ('{"backend": "cntk"}', "'cntk'"),
    "missing": ('{"backend": "jax"}', "pip install jax (or", " to tensorflow"),
}


@pytest.mark.parametrize("case", SETTINGS.values(), ids=SETTINGS)
def test_backend_from_the_settings_of_keras(refused, keras_json, monkeypatch, case):
    """The file is to be edited: setting a variable would help until the next terminal."""
    text, *words = case
    monkeypatch.setattr(environment, "installed_backends", lambda: ["tensorflow"])
    keras_json.write_text(text)
    refused(["check"], f'change "backend" in {keras_json}', *words)


@pytest.mark.parametrize("text", ["[]", "null", '"tensorflow"', "3"])
def test_settings_that_are_none(refused, keras_json, text):
    keras_json.write_text(text)
    refused(["check"], f"{keras_json} holds {text}, where Keras looks for settings")


def test_variable_overrules_the_settings_of_keras(refused, keras_json, monkeypatch):
    keras_json.write_text('{"backend": "jax"}')
    monkeypatch.setenv("KERAS_BACKEND", "theano")
    refused(["check"], "'theano'", "set KERAS_BACKEND to")


def test_value_that_ends_keras_at_its_import(refused, keras_json, monkeypatch):
    def fail(name):
        raise ValueError("Invalid `floatx` configuration.")

    keras_json.write_text('{"floatx": "float8"}')
    monkeypatch.delitem(sys.modules, "keras")
    monkeypatch.setattr(environment.importlib, "import_module", fail)
    refused(["check"], "Invalid `floatx` configuration", f"read from {keras_json}")


def test_broken_installation(refused, monkeypatch):
    def fail(name):
        raise ImportError("libcudart.so: cannot open\nTraceback, 40 lines")

    monkeypatch.delitem(sys.modules, "keras")
    monkeypatch.setattr(environment.importlib, "import_module", fail)
    refused(["check"], "Keras cannot start", "libcudart.so: cannot open")
