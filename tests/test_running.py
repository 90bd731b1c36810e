"""A training as a program: what it leaves behind, and that nothing is lost when it fails."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import refusals
from PIL import Image

from keras_primer import data, output, recipes, training
from keras_primer.__main__ import main

posix = pytest.mark.skipif(
    os.name == "nt", reason="needs limits and signals of POSIX; not tested on Windows"
)


REPORT = {
    *("recipe", "backend", "data", "data_sha256", "seed", "params", "epochs"),
    *("test_accuracy", "test_loss", "seconds", "device", "versions", "as_published"),
}


def train(out: Path, *words: str) -> Path:
    assert main(["train", "first_mlp", "--epochs", "1", "--out", str(out), *words]) == 0
    return out


def read(out: Path, name: str):
    return json.loads((out / f"{name}.json").read_text(encoding="utf-8"))


def test_what_a_training_leaves(trained):
    files = (*output.FILES, output.CONFUSION)
    assert sorted(path.name for path in trained.iterdir()) == sorted(files)
    assert set(read(trained, "history")) == {"accuracy", "loss", "val_accuracy", "val_loss"}
    with Image.open(trained / "curves.png") as curves:
        assert curves.width > curves.height > 300


def test_report(trained):
    report = read(trained, "report")
    assert set(report) == REPORT
    assert report["recipe"] == "first_mlp"
    assert (report["data"], report["data_sha256"]) == ("digits", data.load().fingerprint)
    assert (report["seed"], report["epochs"], report["params"]) == (0, 1, 407050)
    assert 0.5 < report["test_accuracy"] < 1
    assert report["seconds"] > 0
    assert set(report["versions"]) == {"python", "keras", report["backend"], "numpy"}


def test_a_seed_gives_the_same_again(trained, tmp_path):
    again, other = train(tmp_path / "again"), train(tmp_path / "other", "--seed", "1")
    assert read(again, "history") == read(trained, "history")
    assert read(again, "report")["test_loss"] == read(trained, "report")["test_loss"]
    assert read(other, "history") != read(trained, "history")


def test_force_replaces_the_files_and_nothing_else(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    files = (*output.FILES, output.CONFUSION, "notes.txt")
    for name in files:
        (out / name).write_text("earlier")
    train(out, "--force", "--as-published")
    assert (out / "notes.txt").read_text() == "earlier"
    assert read(out, "report")["epochs"] == 1
    published = recipes.module("first_mlp").published  # it keeps no samples for validation
    assert ("val_loss" in read(out, "history")) == bool(published.validation)
    assert sorted(path.name for path in out.iterdir()) == sorted(files)


def test_training_without_accuracy(tmp_path, capsys):
    """A recipe that predicts a number has other metrics, its own data, and confuses nothing."""
    command = ["train", "regression_starter", "--epochs", "1", "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert not (tmp_path / "out" / output.CONFUSION).exists()
    assert "Test mae " in capsys.readouterr().out


def test_training_that_makes_images(tmp_path):
    """784 pixels for each image are not 784 classes that could be confused."""
    assert main(["train", "autoencoder", "--epochs", "1", "--out", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out" / output.CONFUSION).exists()


def test_recipe_as_a_program(python, folder):
    """`python -m keras_primer.recipes.NAME` is `train NAME`."""
    done = python("-m", "keras_primer.recipes.first_mlp", "--epochs", "1", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(f"Saved in {Path('runs') / 'first_mlp'}.")
    assert read(folder / "runs" / "first_mlp", "report")["seed"] == 3


# Where the result goes


def earlier_training():
    Path("out").mkdir()
    for name in output.FILES:
        (Path("out") / name).write_text(f"earlier {name}")


OUT = {
    "taken": (earlier_training, "out", "already holds a training"),
    "file": (lambda: Path("out").touch(), "out", "is a file"),
    "below a file": (lambda: Path("out").touch(), "out/below", "is a file"),
    "dead link": (lambda: Path("out").symlink_to("gone"), "out", "cannot write to out"),
    "long name": (lambda: None, "x" * 300, "File name too long"),
}


@pytest.mark.parametrize(("make", "out", "words"), OUT.values(), ids=OUT)
def test_out(refused, make, out, words):
    make()
    refused(["train", "first_mlp", "--out", out], words)


def test_out_is_not_writable(refused, folder):
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    if os.access(locked, os.W_OK):  # the tests run as root, who may write anywhere but here
        locked = Path("/proc")
    refused(["train", "first_mlp", "--out", str(locked / "out")], "cannot write to")


def test_training_fails(folder, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    earlier_training()
    before = refusals.contents(folder)
    monkeypatch.setattr(training, "train", fail)
    with pytest.raises(ZeroDivisionError):  # a fault of the program, which may show as one
        main(["train", "first_mlp", "--out", "new"])
    with pytest.raises(ZeroDivisionError):
        main(["train", "first_mlp", "--out", "out", "--force"])
    assert refusals.contents(folder) == before


def limit_files():
    """In a process: no file may grow beyond this, as if the disk were full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


@posix
def test_full_disk(folder):
    earlier_training()
    before = refusals.contents(folder)
    command = ["train", "first_mlp", "--epochs", "1", "--out", "out", "--force"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "keras_primer", *command],
        capture_output=True,
        text=True,
        preexec_fn=limit_files,
    )
    refusals.check(done.returncode, done.stderr, "could not save to out", "nothing there")
    assert refusals.contents(folder) == before


def heed_ctrl_c():
    """What a shell starts in the background ignores Ctrl-C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def press_ctrl_c(process: subprocess.Popen) -> str:
    """Press as a reader would: again, where nothing happens. Returns what is on stderr.

    Python loses a KeyboardInterrupt that is raised in a callback of its garbage collector.
    """
    for _ in range(5):
        os.killpg(process.pid, signal.SIGINT)
        try:
            return process.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("five times Ctrl-C did not stop it")


@posix
def test_stopped_while_training(folder):
    earlier_training()
    before = refusals.contents(folder)
    command = ["train", "first_mlp", "--epochs", "10000", "--out", "out", "--force"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-W", "ignore", "-m", "keras_primer", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    for line in process.stdout:
        if line.startswith("Epoch 3/"):
            break
    stderr = press_ctrl_c(process)
    refusals.check(process.returncode, stderr, "stopped by Ctrl-C; nothing unfinished was kept")
    assert refusals.contents(folder) == before


PRESS_CTRL_C_DURING_IMPORT = """
import os, runpy, signal, sys

class Finder:
    def find_spec(self, name, *rest):
        if name == "tensorflow.python":
            os.killpg(0, signal.SIGINT)

sys.meta_path.insert(0, Finder())
runpy.run_module("keras_primer", run_name="__main__", alter_sys=True)
"""


@posix
def test_stopped_while_tensorflow_starts(folder):
    before = refusals.contents(folder)
    done = subprocess.run(
        [sys.executable, "-c", PRESS_CTRL_C_DURING_IMPORT, "train", "first_mlp", "--out", "out"],
        capture_output=True,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    refusals.check(done.returncode, done.stderr, "stopped by Ctrl-C; nothing unfinished was kept")
    assert refusals.contents(folder) == before
