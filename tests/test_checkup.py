"""`check`: what it says, and that it says when something does not work."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from keras_primer import checkup, environment, training
from keras_primer.__main__ import main

# TensorFlow reads it when it is imported, so each setting has a process of its own. Without a GPU,
# which conftest.py hides, oneDNN alone decides whether `channels_first` convolves.
ONEDNN = pytest.mark.parametrize("onednn", ["0", "1"])


def test_check(python, folder):
    cache = folder / "keras" / "datasets"
    done = python("-m", "keras_primer", "check")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    starts = ("python 3.", "Backend: tensorflow (", "Device: ", "Image data format: channels_last")
    starts += (f"MNIST: not in {cache}", "Trained first_mlp on the built-in digits")
    assert [start for start in starts if not any(line.startswith(start) for line in lines)] == []
    assert lines[-1] == "Everything works."
    assert not cache.exists(), "something was downloaded"


@ONEDNN
def test_check_says_what_decides(onednn, python):
    variables = {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": onednn}
    done = python("-m", "keras_primer", "check", **variables)
    assert done.returncode == 0, done.stderr
    on, runs = ("on", "run") if onednn == "1" else ("off", "do not run")
    assert f"\noneDNN: {on} (TF_ENABLE_ONEDNN_OPTS={onednn})\n" in done.stdout
    assert f"\nchannels_first: convolutions {runs} here\n" in done.stdout


@ONEDNN
def test_check_shows_nothing_of_others_between_its_lines(onednn, folder):
    """What TensorFlow logs while it is imported comes before; no setting holds that back."""
    variables = {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": onednn}
    del (kept := dict(os.environ))["TF_CPP_MIN_LOG_LEVEL"]  # a reader has not set it
    done = subprocess.run(
        [sys.executable, "-m", "keras_primer", "check"],
        env=kept | variables | {"PYTHONUNBUFFERED": "1"},
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


@pytest.mark.parametrize(
    ("growth", "said"), [(True, "taken as needed"), (False, "all of it taken at the start")]
)
def test_check_on_a_gpu(capsys, monkeypatch, growth, said):
    """The one line that a machine without a GPU does not show."""
    monkeypatch.setattr(environment, "memory_growth", lambda: growth)
    monkeypatch.setattr(environment, "device", lambda: "NVIDIA H100")
    monkeypatch.setattr(
        checkup,
        "short_training",
        lambda: SimpleNamespace(recipe="first_mlp", seconds=1.0, test={"accuracy": 0.9}),
    )
    assert main(["check"]) == 0
    assert f"\nGPU memory: {said}\n" in capsys.readouterr().out


def test_check_reads_mnist_in_the_cache(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist.npz").write_bytes(b"half a download")
    assert "not a complete .npz file" in checkup.mnist()


@pytest.mark.parametrize(("accuracy", "works"), [(0.1, False), (0.49, False), (0.51, True)])
def test_network_that_learned_nothing(capsys, monkeypatch, accuracy, works):
    """Ten digits are guessed right in one case of ten."""
    report = SimpleNamespace(recipe="first_mlp", seconds=1.0, test={"accuracy": accuracy})
    monkeypatch.setattr(training, "train", lambda *_, **__: SimpleNamespace(report=report))
    assert main(["check"]) == (0 if works else 2)
    printed = capsys.readouterr()
    assert ("Everything works." in printed.out) == works
    assert (f"its test accuracy is {accuracy:.2f}" in printed.err) != works


def test_training_fails_on_this_device(refused, monkeypatch):
    def fail(*args, **settings):
        raise RuntimeError("CUDA_ERROR_OUT_OF_MEMORY\nat line 1")

    monkeypatch.setattr(training, "train", fail)
    refused(["check"], "a training fails on this device: CUDA_ERROR_OUT_OF_MEMORY")
