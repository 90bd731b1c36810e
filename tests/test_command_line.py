"""The command line, as a learner uses it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import named
from pages import ROOT
from PIL import Image, ImageDraw, ImageFont

import keras_primer.__main__
from keras_primer import data, output, prediction, recipes
from keras_primer.__main__ import main
from keras_primer.data.digits import CAUTION
from keras_primer.old import doctor
from keras_primer.records import recording

REPORT = {
    *("recipe", "backend", "data", "data_sha256", "seed", "params", "epochs"),
    *("test_accuracy", "test_loss", "seconds", "device", "versions", "as_published"),
}


def train(out: Path, *words: str) -> Path:
    assert main(["train", "first_mlp", "--epochs", "1", "--out", str(out), *words]) == 0
    return out


def read(out: Path, name: str):
    return json.loads((out / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """A folder with a finished training, in a folder whose name is not ASCII."""
    return train(tmp_path_factory.mktemp("run") / named("模型 one") / named("é"))


def process(*words: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a module of ours as a learner would."""
    environment = os.environ | {"KERAS_HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_list_names_every_recipe(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == recipes.names()
    assert all(
        recipes.summary(name) in line for name, line in zip(recipes.names(), lines, strict=True)
    )


def test_check(tmp_path):
    done = process("keras_primer", "check", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    starts = ("python 3.", "Backend: tensorflow (", "Device: ", "Image data format: channels_last")
    starts += (f"MNIST: not in {tmp_path / 'datasets'}", "Trained first_mlp on the built-in digits")
    assert [start for start in starts if not any(line.startswith(start) for line in lines)] == []
    assert lines[-1] == "Everything works."
    assert not (tmp_path / "datasets").exists(), "something was downloaded"


def test_check_on_a_gpu(capsys, monkeypatch):
    """The one line that a machine without a GPU does not show."""
    from keras_primer import checkup, environment

    monkeypatch.setattr(environment, "device", lambda: "NVIDIA H100")
    monkeypatch.setattr(
        checkup,
        "short_training",
        lambda: SimpleNamespace(recipe="first_mlp", seconds=1.0, test={"accuracy": 0.9}),
    )
    monkeypatch.setenv("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    assert main(["check"]) == 0
    assert "\nGPU memory: taken as needed\n" in capsys.readouterr().out


def test_check_reads_mnist_in_the_cache(capsys, monkeypatch, tmp_path):
    from keras_primer import checkup

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist.npz").write_bytes(b"half a download")
    assert "not a complete .npz file" in checkup.mnist()


def test_training_leaves_four_files(trained):
    assert sorted(path.name for path in trained.iterdir()) == sorted(output.FILES)
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
    for name in (*output.FILES, "notes.txt"):
        (out / name).write_text("earlier")
    train(out, "--force", "--as-published")
    assert (out / "notes.txt").read_text() == "earlier"
    assert read(out, "report")["epochs"] == 1
    published = recipes.module("first_mlp").published  # it keeps no samples for validation
    assert ("val_loss" in read(out, "history")) == bool(published.validation)
    assert sorted(path.name for path in out.iterdir()) == sorted((*output.FILES, "notes.txt"))


def test_training_without_accuracy(tmp_path, capsys):
    """A recipe that predicts a number has other metrics, and its own data."""
    command = ["train", "regression_starter", "--epochs", "1", "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert "Test mae " in capsys.readouterr().out


def test_predict(trained, tmp_path, capsys):
    digits = data.load()
    names = [str(tmp_path / named(f"数字 {i}.png")) for i in range(20)]
    for name, digit in zip(names, digits.x_test, strict=False):
        Image.fromarray(255 - digit).resize((140, 140)).save(name)
    assert main(["predict", str(trained / "model.keras"), *names]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == names
    found = [int(line.split(": ")[1][0]) for line in lines]
    assert np.mean(found == digits.y_test[:20]) > 0.6
    for line in lines:
        probability = float(line.split("probability ")[1].split()[0])
        assert 0.1 <= probability <= 1
        unsure = re.search(r"\(unsure: (\d+)% of drawings that are no digits get as much\)$", line)
        assert not unsure or int(unsure[1]) >= 20


def letters() -> list[Image.Image]:
    """No digits, and not drawn as `scribbles` draws."""
    font = ImageFont.load_default(90)
    made = []
    for letter in "ACEFHKMNPRTUVWXYadefhkmnrtuvwx&#?@+%=":
        made.append(Image.new("L", (140, 140), 240))
        ImageDraw.Draw(made[-1]).text((70, 70), letter, 30, font, anchor="mm", stroke_width=1)
    return made


def test_unsure_means_something(trained, tmp_path):
    """Letters are doubted more than digits, and a digit that is not doubted is right more often."""
    files = {name: str(tmp_path / f"{name}.png") for name in map(str, range(140))}
    digits = data.load()
    pictures = [Image.fromarray(255 - digit).resize((140, 140)) for digit in digits.x_test[:100]]
    for file, picture in zip(files.values(), pictures + letters(), strict=False):
        picture.save(file)
    readings = prediction.predict(trained / "model.keras", list(files.values())[:137])
    found = [(number, digit) for number, reading in enumerate(readings) for digit in reading.digits]
    right = [(d.unsure, d.value == digits.y_test[n]) for n, d in found if n < 100]
    doubted = np.mean([d.unsure for n, d in found if n >= 100])
    assert doubted > 0.7
    assert np.mean([unsure for unsure, _ in right]) < doubted - 0.2
    assert np.mean([r for unsure, r in right if not unsure]) > np.mean([r for _, r in right])


def test_predict_counts_digits_and_goes_on_after_a_bad_file(trained, tmp_path, capsys):
    digits = data.load().x_test
    names = [str(tmp_path / name) for name in ("gone.png", "pair.png", "grey.png", "one.png")]
    Image.fromarray(255 - np.pad(np.hstack(digits[:2]), 10)).save(names[1])
    Image.new("L", (28, 28), 128).save(names[2])
    Image.fromarray(digits[0]).save(names[3])
    assert main(["predict", str(trained / "model.keras"), *names]) == 2
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert re.fullmatch(r".*pair\.png: \d\d, 2 digits from left to right:", lines[0])
    assert [bool(re.match(r"  \d, probability \d", line)) for line in lines[1:3]] == [True, True]
    assert [line.split(": ")[0] for line in lines[3:]] == names[3:]
    problems = [line for line in printed.err.splitlines() if str(tmp_path) in line]
    assert [name in line for name, line in zip(names[::2], problems, strict=True)] == [True, True]


def test_built_in_digits_are_not_for_photographs(trained, tmp_path, capsys):
    """`train` says so, and so does `predict`, as long as the report lies beside the model."""
    Image.fromarray(data.load().x_test[0]).save(tmp_path / "a.png")
    alone = shutil.copy(trained / "model.keras", tmp_path)
    for model, said in ((trained / "model.keras", 1), (alone, 0)):
        assert main(["predict", str(model), str(tmp_path / "a.png")]) == 0
        assert capsys.readouterr().err.count(CAUTION) == said
    train(tmp_path / "out")
    assert CAUTION in capsys.readouterr().out


def test_predict_shows_what_the_model_was_given(trained, tmp_path):
    images = data.load().x_test[:10]
    names = [str(tmp_path / f"{number}.png") for number in range(10)]
    for name, image in zip(names, images, strict=True):
        Image.fromarray(image).save(name)
    seen = tmp_path / "seen.png"
    seen.write_text("earlier")
    assert main(["predict", str(trained / "model.keras"), *names, "--show", str(seen)]) == 2
    assert seen.read_text() == "earlier"
    command = ["predict", str(trained / "model.keras"), *names, "--show", str(seen), "--force"]
    assert main(command) == 0
    with Image.open(seen) as sheet:
        grey = np.asarray(sheet.convert("L"))
    # Eight of them are in the first row, two in the second: black squares on white.
    black = [np.mean(half < 30) for half in (grey[: len(grey) // 2], grey[len(grey) // 2 :])]
    assert black[0] / black[1] == pytest.approx(4, rel=0.2)


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1)])
def test_predict_with_other_input_shapes(tmp_path, capsys, shape):
    import keras

    keras.Sequential(
        [keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    ).save(tmp_path / "m.keras")
    Image.fromarray(data.load().x_test[0]).save(tmp_path / "a.png")
    assert main(["predict", str(tmp_path / "m.keras"), str(tmp_path / "a.png")]) == 0
    assert "probability" in capsys.readouterr().out


def test_predict_with_a_model_that_is_a_class(tmp_path):
    """In a new process, which has not seen the class."""
    out = tmp_path / "out"
    assert main(["train", "subclassed_mlp", "--epochs", "1", "--out", str(out)]) == 0
    Image.fromarray(data.load().x_test[0]).save(tmp_path / "a.png")
    done = process("keras_primer", "predict", "out/model.keras", "a.png", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("a.png: ")


@pytest.mark.parametrize("epochs", [1, 12, 13, 60])
def test_curves_of_any_length(tmp_path, epochs):
    losses = [1 / epoch for epoch in range(1, epochs + 1)]
    output.plot(tmp_path / "curves.png", {"loss": losses, "val_loss": losses})
    Image.open(tmp_path / "curves.png").verify()


def test_recipe_as_a_program(tmp_path):
    """`python -m keras_primer.recipes.NAME` is `train NAME`."""
    words = ("keras_primer.recipes.first_mlp", "--epochs", "1", "--seed", "3")
    done = process(*words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(f"Saved in {Path('runs') / 'first_mlp'}.")
    assert read(tmp_path / "runs" / "first_mlp", "report")["seed"] == 3


def test_doctor_gets_its_words_and_gives_its_code(monkeypatch):
    given = []
    monkeypatch.setattr(doctor, "run", lambda words: given.append(words) or 1)
    assert main(["doctor", "--fix", "old.py", "--lang", "zh"]) == 1
    assert main(["doctor", "-"]) == 1
    assert given == [["--fix", "old.py", "--lang", "zh"], ["-"]]


def test_bench_gets_its_words(monkeypatch):
    given = []
    monkeypatch.setattr(recording, "bench", lambda *words: given.append(words))
    assert main(["bench", "first_mlp", "wide_mlp", "--data", "digits", "--seeds", "4", "5"]) == 0
    assert given == [(["first_mlp", "wide_mlp"], "digits", [4, 5], False)]


def test_a_path_that_the_terminal_cannot_show():
    script = "import sys; from keras_primer.__main__ import main; main(['list']); print(sys.argv)"
    done = subprocess.run(
        [sys.executable, "-c", script, os.fsdecode("模型".encode())],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert r"\u6a21\u578b" in done.stdout


def commands() -> set[str]:
    """Every command of ours that README and pages show, without the doctor's, which has its own."""
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    lines = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    return set(re.findall(r"-m keras_primer ((?!doctor)[a-z].*?)(?:`| +#|$)", lines, re.MULTILINE))


@pytest.mark.parametrize("line", sorted(commands()))
def test_commands_of_the_pages_are_ones_that_there_are(line):
    options = keras_primer.__main__.parser().parse_args(shlex.split(line))
    assert callable(options.command)
