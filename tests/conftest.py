"""What all tests share: options, markers, and MNIST without a network."""

import os
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

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

from keras_primer.environment import BACKENDS, installed_backends  # noqa: E402  after the settings


def pytest_addoption(parser):
    parser.addoption(
        "--verified",
        action="store_true",
        help="write docs/verified.json: which pages ran on which backend, with which versions",
    )
    parser.addoption(
        "--reviewed",
        action="store_true",
        help="write docs/reviewed.json: both languages of every page were read side by side",
    )
    parser.addoption(
        "--readme",
        action="store_true",
        help="write the table of recipes in README.md from the recorded results",
    )
    parser.addoption(
        "--setting",
        choices=ONEDNN,
        help="switch TensorFlow's oneDNN on or off, and leave out what pages say of the other",
    )
    parser.addoption(
        "--recorded",
        action="store_true",
        help="write results/measured/gpu.BACKEND.json: what the tests of marker gpu found",
    )
    parser.addoption(
        "--shuffle",
        type=int,
        metavar="SEED",
        help="run the files in another order, and the tests of each file, too",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A file stays together, because what its tests share is made once for a file."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        draw = random.Random(seed).random
        files = {path: draw() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (files[item.path], draw()))


def pytest_configure(config):
    config.addinivalue_line("markers", "every_backend: runs once per backend (KERAS_BACKEND)")
    config.addinivalue_line("markers", "gpu: needs an NVIDIA GPU; on every backend installed")
    if setting := config.getoption("--setting"):  # TensorFlow reads it when it is imported
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = ONEDNN[setting]


def pytest_xdist_make_scheduler(config, log):
    """Processes share out whole files, but pages one by one; the site is built in one of them, and
    pages are rendered in one."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = Path(nodeid.partition("::")[0]).stem
            if file == "test_blocks":
                return nodeid
            if file in ("test_fences", "test_figures", "test_languages"):
                return "rendered"
            site = ("test_browser", "test_clinic", "test_site", "test_labs")
            return "site" if file in site else file

    return Scheduling(config, log)


def pytest_report_header(config):
    missing = [name for name in BACKENDS if name not in installed_backends()]
    lines = [f"backend: {backend()}"]
    if missing:
        lines.append(f"NOT INSTALLED, so not tested: {', '.join(missing)}")
    return lines


def backend() -> str:
    """The backend that this test process uses."""
    return os.environ.get("KERAS_BACKEND", "tensorflow")


def named(text: str) -> str:
    """A file name, without the characters that names cannot have here (Python in the locale C)."""
    return text.encode(sys.getfilesystemencoding(), "ignore").decode()


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


@pytest.fixture(scope="session")
def built_site(tmp_path_factory) -> Path:
    """The whole site, built strictly once for all tests that look at it."""
    import site_under_test

    folder = tmp_path_factory.mktemp("site")
    result = site_under_test.build(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def titles(tmp_path) -> Path:
    """A copy of the project whose pages are nothing but titles: quick to build."""
    copy = tmp_path / "copy"
    for name in ("docs", "examples", "src"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "mkdocs.yml", copy)
    for lang in ("zh", "en"):
        for page in (copy / "docs" / lang).rglob("*.md"):
            title = re.search("^# .*$", page.read_text(encoding="utf-8"), re.MULTILINE)
            page.write_text(title[0] if title else "# -", encoding="utf-8")
    return copy
