"""What all tests share: options, markers, a machine without surprises, and MNIST offline."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
MACHINE = dict(os.environ)  # as it is, with its GPU
# A machine of its own for every run: the CPU, one thread for each of the tests that run side by
# side, and nothing of what the user's shell and home folder say to Keras, the backends and Python.
OF_THE_USER = ("KERAS_", "TF_", "XLA_", "JAX_", "TORCH_", "MPL", "PYCHARM", "FORCE_COLOR")
OF_THE_RUN = {"KERAS_BACKEND", "KERAS_PRIMER_MNIST", "TF_ENABLE_ONEDNN_OPTS"}
for variable in set(os.environ) - OF_THE_RUN:
    if variable.startswith(OF_THE_USER):
        del os.environ[variable]
KERAS_HOME = tempfile.TemporaryDirectory(prefix="keras-")
os.environ |= {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "KERAS_HOME": KERAS_HOME.name,
    "COLUMNS": "80",
}
ONEDNN = {"onednn-on": "1", "onednn-off": "0"}
LONG = ("test_catalogue", "test_draw", "test_clinic", "test_search", "test_release", "test_site")
NOWHERE = "http://127.0.0.1:9"  # as a proxy it makes every download fail

import refusals  # noqa: E402  after the settings

from keras_primer.environment import BACKENDS, chosen_backend, installed_backends  # noqa: E402


def pytest_addoption(parser):
    parser.addoption(
        "--setting",
        choices=ONEDNN,
        help="switch TensorFlow's oneDNN on or off, and leave out what pages say of the other",
    )
    parser.addoption(
        "--shuffle",
        type=int,
        metavar="SEED",
        help="run the files in another order, and the tests of each file, too",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A file stays together, because what its tests share is made once for a file.

    Where tests run side by side, the longest files come first: one that began last would be waited
    for by the others.
    """
    seed = config.getoption("--shuffle")
    if seed is not None:
        draw = random.Random(seed).random
        files = {path: draw() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (files[item.path], draw()))
    else:
        items.sort(key=lambda item: item.path.stem not in LONG)
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_configure(config):
    config.addinivalue_line("markers", "every_backend: runs once per backend (KERAS_BACKEND)")
    config.addinivalue_line("markers", "either_onednn: the same whether oneDNN is on or off")
    config.addinivalue_line("markers", "gpu: needs an NVIDIA GPU; on every backend installed")
    if setting := config.getoption("--setting"):  # TensorFlow reads it when it is imported
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = ONEDNN[setting]


def pytest_report_header(config):
    missing = [name for name in BACKENDS if name not in installed_backends()]
    lines = [f"backend: {chosen_backend()}"]
    if missing:
        lines.append(f"NOT INSTALLED, so not tested: {', '.join(missing)}")
    return lines


@pytest.fixture(scope="session")
def machine() -> dict[str, str]:
    """The environment of a process that sees the machine as it is, with its GPU."""
    return MACHINE | {"KERAS_HOME": KERAS_HOME.name}


@pytest.fixture(scope="session")
def mnist():
    """What `keras.datasets.mnist.load_data()` returns, without a download.

    The real MNIST where KERAS_PRIMER_MNIST names its file; otherwise the built-in digits, repeated
    until there are as many as in MNIST. What pages print holds for both.
    """
    from keras_primer import data

    if "KERAS_PRIMER_MNIST" in os.environ:
        digits = data.load(os.environ["KERAS_PRIMER_MNIST"])
        return (digits.x_train, digits.y_train), (digits.x_test, digits.y_test)
    digits = data.load("digits")

    def repeat(images, labels, n):
        return np.resize(images, (n, 28, 28)), np.resize(labels, n)

    return repeat(digits.x_train, digits.y_train, 60000), repeat(
        digits.x_test, digits.y_test, 10000
    )


# The command line


@pytest.fixture(scope="session")
def named() -> Callable[[str], str]:
    """A file name, without the characters that names cannot have here (Python in the locale C)."""
    return lambda text: text.encode(sys.getfilesystemencoding(), "ignore").decode()


@pytest.fixture(scope="session")
def trained(tmp_path_factory, named) -> Path:
    """A folder with a finished training, in a folder whose name is not ASCII."""
    from keras_primer.__main__ import main

    out = tmp_path_factory.mktemp("run") / named("模型 one") / named("é")
    assert main(["train", "first_mlp", "--epochs", "1", "--out", str(out)]) == 0
    return out


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in, an empty Keras cache, no network."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.delenv("no_proxy", raising=False)
    return tmp_path


@pytest.fixture
def python(folder) -> Callable[..., subprocess.CompletedProcess]:
    """Runs Python as a learner would: in a process of its own, in that folder."""

    def run(*words: str, **variables: str):
        return subprocess.run(
            [sys.executable, *words],
            env=os.environ | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture
def refused(folder, capsys) -> Callable[..., None]:
    """Runs a command that must be refused with a message that has certain words in it.

    Promise 9: one clear sentence and exit code 2, and every file is what it was before.
    """
    from keras_primer.__main__ import main

    def run(command: list[str], *words: str):
        before = refusals.contents(folder)
        code = main(command)
        refusals.check(code, capsys.readouterr().err, *words)
        assert refusals.contents(folder) == before

    return run


# The site

PUBLISHED = {
    "zh": ("recipes/cnn.md", "# -\n\n`tests/models/test_models.py`"),
    "en": (
        "train/fit.md",
        '# Train {#fit}\n\n**In one sentence**: `"a"` < b.\n\n{{ downloads }}\n',
    ),
}


@pytest.fixture(scope="session")
def built_site(tmp_path_factory) -> Path:
    """The whole site, built strictly once for all tests that look at it, side by side or not."""
    import site_under_test

    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(folder / "site.lock"):
        if not (folder / "site").exists():
            result = site_under_test.build(folder / "partial")
            assert result.returncode == 0, result.stdout + result.stderr
            (folder / "partial").rename(folder / "site")
    return folder / "site"


@pytest.fixture
def titles(tmp_path) -> Path:
    """A copy of the project whose pages are nothing but headings."""
    import site_under_test

    return site_under_test.titles(tmp_path / "copy")


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """Such a copy, built where it is known where the source and the site are published."""
    import site_under_test

    folder = tmp_path_factory.mktemp("published")
    copy = site_under_test.titles(folder / "copy")
    for lang, (page, text) in PUBLISHED.items():
        (copy / "docs" / lang / page).write_text(text, encoding="utf-8")
    result = site_under_test.build(folder / "site", copy, GITHUB_REPOSITORY="someone/keras-primer")
    assert result.returncode == 0, result.stderr
    return folder / "site"
