"""`dev.py`, the one door for contributors, and what README.md says about both doors."""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest
from pages import ROOT, uris

SPEC = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
dev = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(dev)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def call(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "dev.py", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_busy_port():
    """Said before anything is installed or built, in one sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = call("serve", "--dev-addr", f"127.0.0.1:{port}")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"dev.py: port {port} is in use")
    assert line.endswith(f"python3 dev.py serve -a 127.0.0.1:{port + 1}")


def test_address_that_is_none():
    done = call("serve", "-a", "here")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'here' is no address; write one such as 127.0.0.1:8001" in done.stderr


def test_installing_says_what_and_how_much(monkeypatch, tmp_path, capsys):
    ran = []
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(dev, "run", lambda *words, **_: ran.append(words) or 0)
    monkeypatch.setattr(dev, "installed", list)
    (tmp_path / "python").touch()
    assert dev.install("site") and dev.install("site")
    assert capsys.readouterr().out == "Installing site into .venv: 0.4 GB on disk.\n"
    packages, package = ran  # the second time there is nothing to do
    assert "mkdocs" in packages and not any("tensorflow" in word for word in packages)
    assert package[-3:] == ("--no-deps", "--editable", ".")


def test_half_an_environment_is_made_whole(monkeypatch, tmp_path):
    """Python is there before pip is: somebody may have ended the first start in between."""
    ran = []
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(dev, "run", lambda *words: "find_spec" in str(words))  # pip is not found
    made = SimpleNamespace(returncode=0)
    monkeypatch.setattr(dev.subprocess, "run", lambda words: ran.append(words) or made)
    (tmp_path / "python").touch()
    assert dev.install("site")
    assert ran == [[sys.executable, "-m", "venv", str(tmp_path)]]


def test_without_npm_only_ci_fails(monkeypatch, tmp_path, capsys):
    """What the page old/doctor needs is left out of a preview, and never out of a release."""
    (tmp_path / "package.json").write_text("{}")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    monkeypatch.setattr(dev, "install", lambda *groups: True)
    monkeypatch.setattr(dev, "run", lambda *words, **_: 0)
    monkeypatch.setattr(dev, "CI", True)
    options, more = dev.parser().parse_known_args(["test"])
    assert dev.test(options, more) == 2
    assert capsys.readouterr().err.startswith("dev.py: could not install what package.json names")
    monkeypatch.setattr(dev, "CI", False)
    assert dev.test(options, more) == 0


def test_injuries_need_what_their_tests_need(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(dev, "install", lambda *groups: groups == ("site", "test"))
    monkeypatch.setattr(dev, "run", lambda *words: ran.append(words) or 1)
    monkeypatch.setattr(dev, "install_from_npm", lambda: False)
    options, more = dev.parser().parse_known_args(["injure", "wrong-term"])
    assert dev.injure(options, more) == 2
    assert "is npm there?" in capsys.readouterr().err
    monkeypatch.setattr(dev, "install_from_npm", lambda: True)
    assert dev.injure(options, more) == 1
    assert ran == [("tests/injure.py", "wrong-term")]


CLEARS_UP = """
import time
try:
    print("begun", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    time.sleep(1)
    print("cleared up")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX; not tested on Windows")
def test_ctrl_c_waits_until_all_is_cleared_up():
    """What runs has temporary folders to remove, as the preview has."""
    code = f"import sys, dev; dev.PYTHON = sys.executable; dev.run('-c', {CLEARS_UP!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "begun\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "cleared up\n"
    assert process.returncode == 130


def test_every_combination_has_a_size():
    for groups in (("site",), ("site", "release"), ("site", "test"), ("site", "test", "backends")):
        assert re.fullmatch(r"\d\.\d GB", dev.SIZES[groups])
        assert dev.requirements(*groups)


def test_each_package_is_pinned_once():
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "optional-dependencies" not in read["project"]
    pins = read["project"]["dependencies"]
    pins += (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert all("==" in pin for pin in pins)
    names = [NAME.match(pin)[0].lower().replace("_", "-") for pin in pins]
    assert len(names) == len(set(names))
    grouped = {name for group in read["dependency-groups"].values() for name in group}
    assert not grouped - set(names), "pin it in constraints.txt"


CHANGES = {
    "docs/en/ideas/tensors.md": ([], ["ideas/tensors.md"], []),
    "docs/figures/data_parallel.py": ([], ["data-parallel", "data_parallel"], []),
    "src/keras_primer/recipes/first_mlp.py": ([], ["first-mlp", "first_mlp"], []),
    "src/keras_primer/old/catalogue/gpu.toml": ([], ["gpu"], []),
    "examples/mistakes.py": ([], ["mistakes"], []),
    "src/keras_primer/environment.py": (["tests/test_environment.py"], [], []),
    "src/keras_primer/data/digits.py": (["tests/data/test_digits.py"], [], []),
    "docs/hooks/placeholders.py": (["tests/docs/hooks/test_placeholders.py"], [], []),
    "dev.py": (["tests/test_dev.py"], [], []),
    "src/keras_primer/old/doctor/search.py": (["tests/old/doctor/"], [], []),
    "docs/recipes.toml": ([], [], ["docs/recipes.toml"]),
    "tests/test_that_was_deleted.py": ([], [], ["tests/test_that_was_deleted.py"]),
    "tests/test_dev.py": (["tests/test_dev.py"], [], []),
    "mkdocs.yml": ([], [], ["mkdocs.yml"]),
}


@pytest.mark.parametrize("path", CHANGES)
def test_what_a_change_affects(path):
    assert dev.affected([path]) == CHANGES[path]


def test_words_of_pages_name_tests():
    """`-k` looks for the address of a page in the names of tests: they must have it."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-k", uris()[0]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    files = {line.partition("::")[0].rpartition("/")[2] for line in done.stdout.splitlines()}
    assert files >= {"test_languages.py", "test_chinese.py", "test_numbers.py", "test_fences.py"}


README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_pictures_that_the_readme_names_exist():
    named = re.findall(r"keras_primer predict \S+ (\S+)", README)
    assert named
    for path in named:
        assert (ROOT / path).is_file(), path


def test_readme_makes_an_environment_before_it_installs():
    """Debian's own Python takes no packages."""
    for made, entered in (
        ("python3 -m venv .venv", "source .venv/bin/activate"),
        ("py -m venv .venv", r".venv\Scripts\activate"),
    ):
        assert f"{made}\n{entered}\npip install -c constraints.txt -e .\n" in README
