"""`dev.py injure`: every injury can still be done, and what the command says of each is so."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import injure
import pytest

INJURIES = injure.injuries()


@pytest.mark.parametrize("name", INJURIES)
def test_every_injury_can_be_done(name):
    """What it replaces stands there, once; and the test that it waits for is there."""
    assert not INJURIES[name].problem()


def test_there_are_as_many_as_the_page_says():
    """More than a hundred, and not all in one place."""
    assert len(INJURIES) > 100
    assert len({injury.file for injury in INJURIES.values()}) >= 30


# A project of two lines and three tests, which have a group as those of the site have

TESTS = """
import numbers_of_ours, pytest

pytestmark = pytest.mark.xdist_group("of_numbers")

def test_answer():
    assert numbers_of_ours.ANSWER == 42

def test_that_fails():
    assert numbers_of_ours.ANSWER == 43

def test_that_lasts():
    import pathlib, time
    print(numbers_of_ours.OTHER)
    pathlib.Path("..", "..", "begun").touch()
    time.sleep(numbers_of_ours.OTHER)
"""
LIST = """
[a-wrong-answer]
file = "src/numbers_of_ours.py"
old = "42"
new = "43"
test = "tests/test_numbers.py::test_answer"

[what-nobody-looks-at]
file = "src/numbers_of_ours.py"
old = "OTHER = 0"
new = "OTHER = -0"
test = "tests/test_numbers.py::test_answer"

[a-file-without-which-nothing-runs]
file = "src/numbers_of_ours.py"
test = "tests/test_numbers.py::test_answer"

[hurt-already]
file = "src/numbers_of_ours.py"
old = "42"
test = "tests/test_numbers.py::test_that_fails"

[a-long-test]
file = "src/numbers_of_ours.py"
old = "OTHER = 0"
new = "OTHER = 600"
test = "tests/test_numbers.py::test_that_lasts"
"""


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the command in a project of its own, which git knows."""
    root = tmp_path / "project"
    files = {"src/numbers_of_ours.py": "ANSWER = 42\nOTHER = 0\n", "tests/test_numbers.py": TESTS}
    for name, text in files.items() | {("tests/injuries.toml", LIST)}:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    shutil.copy(injure.__file__, root / "tests")
    subprocess.run(["git", "init", "-q", root], check=True)
    (tmp_path / "machine").mkdir()
    return root


def start(project: Path, *words: str, **settings) -> subprocess.Popen:
    """Its temporary folder is one beside the project."""
    return subprocess.Popen(
        [sys.executable, "tests/injure.py", *words],
        cwd=project,
        env=os.environ | {"TMPDIR": str(project.parent / "machine")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **settings,
    )


def test_what_is_said_of_injuries(project):
    process = start(project, *(name for name in injure.tomllib.loads(LIST) if "long" not in name))
    said = process.communicate()[0].splitlines()
    assert process.returncode == 1
    assert [line.split("  ")[2:4] for line in said[-8:-4]] == [
        ["caught", "a-wrong-answer"],
        ["SURVIVED", "what-nobody-looks-at"],
        ["NO TEST RAN", "a-file-without-which-nothing-runs"],
        ["sick before", "hurt-already"],
    ]
    assert said[-4:] == [
        "caught 1 / 4",
        "  what-nobody-looks-at: SURVIVED",
        "  a-file-without-which-nothing-runs: NO TEST RAN",
        "  hurt-already: sick before",
    ]
    assert not list((project.parent / "machine").iterdir())


def test_all_caught(project):
    process = start(project, "a-wrong-answer")
    assert process.communicate()[0].splitlines()[-1] == "caught 1 / 1"
    assert process.returncode == 0
    assert (project / "src" / "numbers_of_ours.py").read_text() == "ANSWER = 42\nOTHER = 0\n"


def no_list(project):
    (project / "src" / "numbers_of_ours.py").write_text("ANSWER = 6 * 7\n")


def no_test(project):
    (project / "tests" / "test_numbers.py").write_text("def test_other(): pass\n")


def no_git(project):
    shutil.rmtree(project / ".git")


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("a-rong-answer", lambda project: None, "there is no injury 'a-rong-answer'"),
        ("a-wrong-answer", no_list, "injury a-wrong-answer: '42' stands 0 times in src/numbers_of"),
        ("a-wrong-answer", no_test, "tests/test_numbers.py has no test test_answer"),
        ("a-wrong-answer", no_git, "take a clone of the repository"),
    ],
)
def test_what_cannot_be_done(project, name, change, sentence):
    change(project)
    process = start(project, name)
    out, err = process.communicate()
    (line,) = err.splitlines()
    assert (process.returncode, out) == (2, "")
    assert line.startswith("dev.py: ") and sentence in line


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX; not tested on Windows")
def test_ctrl_c_leaves_nothing_behind(project):
    machine = project.parent / "machine"
    process = start(
        project,
        "a-long-test",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not list(machine.glob("begun")):
        assert process.poll() is None, process.stderr.read()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    assert [path.name for path in machine.iterdir()] == ["begun"]
