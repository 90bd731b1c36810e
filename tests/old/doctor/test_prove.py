"""`--prove` runs the copy, and says where it stops; nothing gets out of its folder."""

import json
import re

import pytest
import refusals

from keras_primer.old import catalogue, doctor
from keras_primer.old.doctor import prove


@pytest.fixture
def proved(tmp_path, capsys):
    """Proves a file with these contents; returns the exit code and what is printed."""

    def run(name: str, text: str, lang: str = "en") -> tuple[int, str]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        before = refusals.contents(tmp_path)
        code = doctor.run([str(path), "--prove", "--lang", lang])
        assert refusals.contents(tmp_path) == before, "it writes nothing where the file is"
        return code, capsys.readouterr().out

    return run


STAND_INS = """
import helper
import numpy as np
import keras
from keras.applications import MobileNetV2
from keras.datasets import boston_housing, california_housing, cifar10, cifar100, fashion_mnist
from keras.datasets import imdb, mnist, reuters

(x, y), (x_test, y_test) = mnist.load_data("D:/mnist.npz")
assert x.reshape((60000, 28 * 28)).dtype == y.dtype == "uint8"
assert y.shape == (60000,) and y_test.shape == (10000,) and set(y) == set(range(10))
assert fashion_mnist.load_data()[1][0].shape == (10000, 28, 28)
for data, classes in (cifar10, 10), (cifar100, 100):
    (images, labels), _ = data.load_data()
    assert images.shape == (50000, 32, 32, 3) and labels.shape == (50000, 1)
    assert len(keras.utils.to_categorical(labels)[0]) == classes
(texts, labels), _ = imdb.load_data(num_words=500)
assert keras.utils.pad_sequences(texts, 80).shape == (25000, 80)
assert max(map(max, texts)) < 500 and set(labels) == {0, 1} and imdb.get_word_index()
assert reuters.load_data()[1][1].max() == 45
assert boston_housing.load_data()[0][0].shape == (404, 13)
assert california_housing.load_data()[0][0].dtype == "float32"

table = np.loadtxt("absent.csv", delimiter=",")
assert table[:, 0:8].shape[1] == 8 and len(table[:, 8]) == 100
assert np.loadtxt("present.csv", delimiter=",").tolist() == [1, 2] and helper.HERE
assert open(keras.utils.get_file("story.txt", origin="https://example.org/story.txt")).read()
assert keras.utils.load_img("absent.png", target_size=(20, 30)).size == (30, 20)
assert MobileNetV2(input_shape=(32, 32, 3), include_top=False).count_params()

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
steps = []
count = keras.callbacks.LambdaCallback(on_train_batch_end=lambda step, logs: steps.append(step))
history = model.fit(x, y, nb_epoch=10**6, validation_data=(x_test, y_test), callbacks=[count])
assert steps == [0]
assert len(history.history["val_acc"]) == len(history.epoch) == 10**6
assert len(model.evaluate(x_test, y_test)) == 2
model.save("model.keras")
keras.models.load_model("model.keras")
raise SystemExit  # which is no error
"""


def test_runs_to_its_end(proved, tmp_path):
    (tmp_path / "helper.py").write_text("HERE = True\n")
    (tmp_path / "present.csv").write_text("1,2\n")
    code, said = proved("old.py", STAND_INS)
    assert code == 0, said
    first, stubs, last = said.splitlines()
    assert first.startswith("Running old.keras3.py in a process of its own: no network, ")
    assert {"mnist.load_data", "loadtxt", "load_img", "get_file", "MobileNetV2"} <= set(
        stubs.removeprefix("stand-ins used: ").split(", ")
    )
    assert last == "it ran to its last line without an error"


def cell(*lines: str) -> dict:
    return {"cell_type": "code", "source": "\n".join(lines)}


def test_stops_with_a_message_that_is_known(proved):
    model = "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])"
    compiled = 'model.compile("sgd", "mse")'
    cells = [cell("%matplotlib inline", "import keras, numpy as np"), cell(model, compiled)]
    cells.append(cell("x, y = np.ones((8, 3)), np.ones(8)", "model.fit(x, y, show_accuracy=True)"))
    code, said = proved("old.ipynb", json.dumps({"cells": cells}), "zh")
    assert code == 1
    _, place, message, known, why, page = said.splitlines()
    assert place == "old.keras3.ipynb，单元格 3，第 2 行：model.fit(x, y, show_accuracy=True)"
    assert message.startswith("停在这里：TypeError: ")
    entry = catalogue.entries()["fit-show-accuracy"]
    assert (known, why) == (f"这个报错有记录：{entry.title.zh}", entry.why.zh)
    assert page == f"详见：{entry.address}"


def test_stops_in_an_article(proved):
    """The lines are those of the copy, in which the first block is longer than it was."""
    first = (
        'import keras\nmodel = keras.Sequential([keras.layers.Dense(1, input_dim=3)])\nprint("a")\n'
    )
    code, said = proved("old.md", f"# 旧\n\n```python\n{first}```\n\n```python\n\n1 / 0\n```\n")
    assert code == 1
    _, place, message = said.splitlines()
    assert place == "old.keras3.md, line 11: 1 / 0"
    assert message == "it stops here: ZeroDivisionError: division by zero"


def test_an_endless_loop(proved, monkeypatch):
    monkeypatch.setattr(prove, "LIMIT", 1)
    code, said = proved(
        "old.py", "import threading\n\n\ndef train():\n    while True: pass\n\n\ntrain()\n"
    )
    assert code == 1
    assert said.splitlines()[1:] == [
        "old.keras3.py, line 5: while True: pass",
        "the time was up in this line; there was no error",
    ]


REFUSED = """
import os, pathlib, shutil, socket, subprocess, urllib.request

outside = pathlib.Path({outside!r})
attempts = [
    lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 9),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", 9)),
    lambda: subprocess.run("true"),
    lambda: os.system("true"),
    lambda: (outside / "kept.txt").write_text(""),
    lambda: open(outside / "kept.txt", "r+"),
    lambda: os.open(outside / "new.txt", os.O_CREAT | os.O_WRONLY),
    lambda: (outside / "kept.txt").unlink(),
    lambda: (outside / "kept.txt").rename("kept.txt"),
    lambda: open("mine.txt", "w") and os.rename("mine.txt", outside / "mine.txt"),
    lambda: shutil.rmtree(outside),
    lambda: os.mkdir(outside / "new"),
]
for number, attempt in enumerate(attempts):
    try:
        attempt()
    except OSError as error:
        assert "doctor --prove " in str(error), (number, error)
    else:
        raise AssertionError(number)

assert open(outside / "kept.txt").read() == "kept"
os.makedirs("a/b")
open("a/b/c.txt", "w").write("here")
open(os.path.expanduser("~/d.txt"), "w").write("here")
open(os.devnull, "w").write("nowhere")
shutil.rmtree("a")
open("../../escaped.txt", "w")
"""


def test_nothing_gets_out(proved, tmp_path):
    (tmp_path / "kept.txt").write_text("kept")
    code, said = proved("old.py", REFUSED.format(outside=str(tmp_path)))
    assert code == 1
    _, place, message = said.splitlines()
    number, line = REFUSED.count("\n"), REFUSED.splitlines()[-1]
    assert place == f"old.keras3.py, line {number}: {line}", message
    assert "PermissionError: doctor --prove changes nothing outside its folder" in message


def test_a_process_that_dies(proved):
    code, said = proved("old.py", "import os\nos._exit(3)\n")
    assert (code, said.splitlines()[-1]) == (1, "it stops here: exit code 3")


@pytest.mark.parametrize(
    "words", [["a.py", "b.py"], ["a.py", "--json"], ["."], ["a.py", "--sarif"]]
)
def test_one_file_and_words_only(refused, folder, words):
    (folder / "a.py").write_text("import keras\n")
    refused(["doctor", "--prove", *words], "--prove runs one file")


def test_what_cannot_be_read(refused, folder):
    (folder / "a.py").write_text("x = (\n")
    refused(["doctor", "--prove", "a.py"], "this is not Python")


def lines(entry: catalogue.Entry) -> set[str]:
    """The messages of an entry, without numbers."""
    outcomes = (entry.today, *entry.overrides.values())
    return {re.sub(r"_?\d", "", outcome.one_line) for outcome in outcomes}


def test_messages_of_the_catalogue_are_found():
    """Those that end a program lead to an entry with the same message."""
    ends = [entry for entry in catalogue.entries().values() if entry.today.kind == "raises"]
    assert ends
    for entry in ends:
        found = prove.entry_of(entry.today.line.replace("…", "7"))
        assert lines(entry) & lines(found), entry.id
    assert prove.entry_of("ZeroDivisionError: no cheese") is None
