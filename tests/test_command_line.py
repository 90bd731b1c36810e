"""The command line: its words, and that every command on a page exists."""

import os
import re
import shlex

import pytest
from pages import ROOT

import keras_primer.__main__
from keras_primer import recipes
from keras_primer.__main__ import main
from keras_primer.old import doctor
from keras_primer.records import recording


def test_list_names_every_recipe(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == recipes.names()
    assert all(
        recipes.summary(name) in line for name, line in zip(recipes.names(), lines, strict=True)
    )


@pytest.mark.parametrize("command", ["train", "record", "bench"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("frist_mlp", "did you mean first_mlp?"), ("../x", "choose from: "), ("", "choose from: ")],
)
def test_unknown_recipe(refused, command, name, words):
    refused([command, name, "--data", "digits"], f"there is no recipe {name!r}", words)


def test_recipe_without_published_settings(refused):
    refused(
        ["train", "softmax_mlp", "--as-published"], "softmax_mlp follows no tutorial", "tanh_mlp"
    )


WORDS = {
    "no epochs": (["train", "first_mlp", "--epochs", "0"], "'0' is not a whole number of at least"),
    "half an epoch": (["train", "first_mlp", "--epochs", "1.5"], "'1.5' is not a whole number"),
    "negative seed": (["train", "first_mlp", "--seed", "-1"], "'-1' is not a whole number from 0"),
    "large seed": (["train", "first_mlp", "--seed", str(2**32)], "to 4294967295"),
    "no command": ([], "COMMAND"),
    "unknown command": (["trian"], "'trian'"),
    "no picture": (["predict", "model.keras"], "IMAGE"),
}


@pytest.mark.parametrize(("command", "words"), WORDS.values(), ids=WORDS)
def test_words(capsys, command, words):
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


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


def test_a_path_that_the_terminal_cannot_show(python):
    script = "import sys; from keras_primer.__main__ import main; main(['list']); print(sys.argv)"
    path = os.fsdecode("模型".encode())
    done = python("-c", script, path, PYTHONIOENCODING="ascii", PYTHONUTF8="1")
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


NOT_NEEDED = """
import sys
from keras_primer.__main__ import main
codes = [main(words.split()) for words in sys.argv[1:]]
print(codes, sorted({"keras", "tensorflow"} & set(sys.modules)))
"""


def test_keras_is_not_started_without_need(python):
    """So that these answers come at once."""
    commands = [
        "train nothing",
        "train first_mlp --data gone.npz",
        "predict gone.keras gone.png",
        "list",
    ]
    done = python("-c", NOT_NEEDED, *commands)
    assert done.stdout.splitlines()[-1] == "[2, 2, 2, 0] []", done.stderr
