"""Preview and test Keras Primer. Needs Python 3.11, 3.12 or 3.13, and nothing else:

    python3 dev.py serve       preview both languages at http://127.0.0.1:8000
    python3 dev.py test        run all tests
    python3 dev.py verify      fill in the "verified with" lines after a change of code on pages
    python3 dev.py reviewed    note that both languages of changed pages were compared

(on Windows: py dev.py ...). Everything is installed into .venv, with the versions of
constraints.txt; the Python that starts this file is left as it is. The backends JAX and PyTorch are
tested where they are installed: add --backends once to install them.
"""

from __future__ import annotations  # lets older Pythons come as far as the sentence about Python

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CI = os.environ.get("CI") == "true"
OTHER_BACKENDS = ("jax", "torch")
NO_TESTS = 5  # exit code of pytest


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["serve", "test", "verify", "reviewed"])
    parser.add_argument("--backends", action="store_true", help="install JAX and PyTorch as well")
    options, more = parser.parse_known_args()
    if not (3, 11) <= sys.version_info < (3, 14):  # TensorFlow 2.21 has nothing for 3.14
        return fail(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    if options.command == "serve":
        if not install("site"):
            return 2
        return run("-m", "mkdocs", "serve", *more)
    # What is written below the titles names all three backends.
    every = options.backends or CI or options.command == "verify"
    extras = ["site", "test"] + ["backends"] * every
    if not install(*extras):
        return 2
    if options.command == "test":
        return test(more)
    if options.command == "reviewed":
        return run(
            "-m", "pytest", "-q", "tests/test_languages.py", "-k", "reviewed", "--reviewed", *more
        )
    verify = ("-m", "pytest", "-q", "tests/test_blocks.py", "--verified", *more)
    backends = ("tensorflow", *installed(OTHER_BACKENDS))
    return worst([run(*verify, KERAS_BACKEND=backend) for backend in backends])


def test(more: list[str]) -> int:
    """All checks once, then those of the code again on each other backend, two at a time."""
    more = ["-n", "2", *more]
    others = installed(OTHER_BACKENDS)
    codes = [run("-m", "ruff", "check"), run("-m", "ruff", "format", "--check")]
    codes.append(run("-m", "pytest", *more, KERAS_BACKEND="tensorflow"))
    for backend in others:
        print(f"\n{'=' * 30} on {backend} {'=' * 30}", flush=True)
        code = run("-m", "pytest", "-m", "every_backend", *more, KERAS_BACKEND=backend)
        codes.append(code if code != NO_TESTS else 0)  # of those that -k names, none runs here
    missing = [backend for backend in OTHER_BACKENDS if backend not in others]
    if missing:
        print(f"\nNot installed, so not tested: {', '.join(missing)} (install: --backends)")
        codes.append(int(CI))
    return worst(codes)


def worst(codes: list[int]) -> int:
    """0 if all went well; a program that a signal ended has a code below 0."""
    return max(map(abs, codes))


def install(*extras: str) -> bool:
    """Bring .venv up to date with pyproject.toml and constraints.txt; say so if that fails."""
    if not PYTHON.exists() and subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)  # half of one would be taken for a whole one
        fail("could not create .venv. On Debian and Ubuntu: sudo apt install python3-venv")
        return False
    stamp = VENV / f"installed-{'-'.join(extras)}"
    state = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return True
    # The preview needs neither Keras nor a backend: a small download instead of a large one.
    if extras == ("site",):
        wanted = [requirements("site"), ["--no-deps", "-e", "."]]
    else:
        wanted = [["-e", f".[{','.join(extras)}]"]]
    pip = ("-m", "pip", "install", "--quiet", "-c", "constraints.txt")
    if any(run(*pip, *words) for words in wanted):
        fail("could not install what pyproject.toml names; is a package index within reach?")
        return False
    stamp.write_text(state)
    return True


def requirements(extra: str) -> list[str]:
    """What pyproject.toml lists for an extra."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["optional-dependencies"][extra]


def installed(packages: tuple[str, ...]) -> list[str]:
    """Which of these packages .venv has."""
    code = "import importlib.util, sys; sys.exit(not importlib.util.find_spec(sys.argv[1]))"
    return [name for name in packages if not run("-c", code, name)]


def run(*words: str, **environment: str) -> int:
    """Run the Python of .venv in the project's folder; returns the exit code."""
    # MkDocs 1 is what the project is built on; its advertisement for version 2 is noise here.
    variables = os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment
    try:
        return subprocess.run([str(PYTHON), *words], cwd=ROOT, env=variables).returncode
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def fail(sentence: str) -> int:
    print(f"dev.py: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
