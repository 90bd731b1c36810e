"""The archives that the site carries: they install, they are whole, and they do not change."""

import io
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile

import archives
from pages import ROOT


def test_the_same_bytes_again():
    first = archives.made()
    archives.made.cache_clear()
    assert archives.made() == first


def test_the_wheel_has_the_package_and_its_data():
    with zipfile.ZipFile(io.BytesIO(archives.made()[archives.WHEEL])) as wheel:
        inside = set(wheel.namelist())
    package = ROOT / "src" / "keras_primer"
    files = {path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path.relative_to(package.parent).as_posix() for path in files} <= inside


def test_the_source_can_build_the_site():
    with tarfile.open(fileobj=io.BytesIO(archives.made()[archives.SOURCE])) as source:
        inside = {name.partition("/")[2] for name in source.getnames()}
    for folder in ("docs", "examples", "src", "tests"):
        paths = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        wanted = {path.relative_to(ROOT).as_posix() for path in paths if path.suffix != ".pyc"}
        assert wanted <= inside
    assert {"dev.py", "mkdocs.yml", "pyproject.toml", "constraints.txt", ".ci/run"} <= inside


def test_the_wheel_works_in_a_fresh_environment(tmp_path):
    """Without this checkout; what the package needs is taken from here instead of an index."""
    (tmp_path / archives.WHEEL).write_bytes(archives.made()[archives.WHEEL])
    home = tmp_path / "fresh"
    made = venv.EnvBuilder(symlinks=os.name != "nt")
    made.create(home)
    python = made.ensure_directories(home).env_exe
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"]
    wheel = str(tmp_path / archives.WHEEL)
    subprocess.run([*pip, "--no-index", "-q", wheel], check=True, cwd=tmp_path)
    (packages,) = home.glob("**/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib"))

    def run(*words):
        command = [python, "-I", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    code = "import keras_primer; print(keras_primer.__file__)"
    assert run("-c", code).startswith(str(home))
    assert "first_mlp" in run("-m", "keras_primer", "list")
    assert run("-m", "keras_primer", "check").splitlines()[-1] == "Everything works."
    (tmp_path / "old.py").write_text("from keras.layers.core import Dense\n")
    command = [python, "-I", "-m", "keras_primer", "doctor", "--json", "old.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(done.stdout), done.stderr
