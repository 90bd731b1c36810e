"""What decides whether `channels_first` convolves: asked by trying, whatever the machine.

TensorFlow reads `TF_ENABLE_ONEDNN_OPTS` when it is imported, so each setting has a process of its
own. Without a GPU, which conftest.py hides, oneDNN alone decides.
"""

import json
import os
import subprocess
import sys

import keras
import pytest
from PIL import Image

from keras_primer import data, environment
from keras_primer.errors import InputError
from keras_primer.models import mnist_cnn

MODEL = """
from keras import Input, Sequential, layers
Sequential([
    Input((1, 28, 28)),
    layers.Conv2D(2, 3, data_format="channels_first"),
    layers.Flatten(),
    layers.Dense(10, "softmax"),
]).save("m.keras")
"""
ONEDNN = pytest.mark.parametrize("onednn", ["0", "1"])


def process(onednn: str, *words: str, **variables: str) -> subprocess.CompletedProcess:
    """Python on TensorFlow, with oneDNN switched on or off."""
    variables = {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": onednn} | variables
    return subprocess.run(
        [sys.executable, *words],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@ONEDNN
def test_predict_with_channels_first(onednn, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(data.load().x_test[0]).save("a.png")
    assert process(onednn, "-c", MODEL).returncode == 0
    done = process(onednn, "-m", "keras_primer", "predict", "m.keras", "a.png")
    if onednn == "1":
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("a.png: ")
        return
    assert done.returncode == 2
    (refusal,) = [line for line in done.stderr.splitlines() if line.startswith("keras_primer: ")]
    assert "m.keras cannot be computed on this device" in refusal
    assert "set TF_ENABLE_ONEDNN_OPTS=1 before Python starts" in refusal


@ONEDNN
def test_check_says_what_decides(onednn, tmp_path):
    done = process(onednn, "-m", "keras_primer", "check", KERAS_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    on, runs = ("on", "run") if onednn == "1" else ("off", "do not run")
    assert f"\noneDNN: {on} (TF_ENABLE_ONEDNN_OPTS={onednn})\n" in done.stdout
    assert f"\nchannels_first: convolutions {runs} here\n" in done.stdout


@ONEDNN
def test_check_shows_nothing_of_others_between_its_lines(onednn, tmp_path):
    """What TensorFlow logs while it is imported comes before; no setting holds that back."""
    variables = {"KERAS_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    del (kept := dict(os.environ))["TF_CPP_MIN_LOG_LEVEL"]  # a reader has not set it
    done = subprocess.run(
        [sys.executable, "-m", "keras_primer", "check"],
        env=kept | variables | {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": onednn},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lines = done.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("python 3."))
    said = ("Backend", "Device", "oneDNN", "Image data format", "channels_first", "MNIST")
    assert [line.partition(":")[0] for line in lines[start + 1 : -2]] == list(said)
    assert lines[-2].startswith("Trained first_mlp") and lines[-1] == "Everything works."


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
