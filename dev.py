"""Preview, test and update Keras Primer. Needs Python 3.11, 3.12 or 3.13, and nothing else:

    python3 dev.py serve             preview both languages at http://127.0.0.1:8000
    python3 dev.py test              run all tests
    python3 dev.py test --changed    run what the changes since the last commit can affect
    python3 dev.py injure            hurt a copy in many small ways: a test has to notice each
    python3 dev.py update blocks     write what blocks print into the changed pages
    python3 dev.py update labs       execute the changed labs and store their outputs
    python3 dev.py update readme     write the table of recipes in the README
    python3 dev.py update verified   renew "verified with" of pages whose code has changed
    python3 dev.py update reviewed   note that both languages of changed pages were compared
    python3 dev.py update cards      draw the pictures for links to the site again
    python3 dev.py build             build the site for a server of yours, into site
    python3 dev.py release           make what a release has to download, in build/release

(on Windows: py dev.py ...). Everything is installed into .venv; the Python that starts this file is
left as it is. Words that are not listed here go to mkdocs serve or to pytest, such as -k NAME;
after injure, names try these injuries alone, and --list shows all.
"""

from __future__ import annotations  # so that an older Python gets to say that it is too old

import argparse
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CI = os.environ.get("CI") == "true"
OTHER_BACKENDS = ("jax", "torch")
# What .venv takes on disk with these groups of packages, measured on Linux.
SIZES = {
    ("site",): "0.4 GB",
    ("site", "release"): "0.6 GB",
    ("site", "test"): "2.7 GB",
    ("site", "test", "backends"): "4.2 GB",
}
NO_TESTS = 5  # exit code of pytest
WHAT = ("blocks", "labs", "readme", "verified", "reviewed", "cards")  # docs/update.py does it
# Where a change is looked for: a page and a figure have their names in those of tests, as have
# recipes and topics of old code; of other files the test stands at the same place below tests/.
PAGE = re.compile(r"docs/(?:zh|en)/(.+\.md)$")
NAMED = re.compile(
    r"(?:docs/figures|examples|src/keras_primer/(?:models|recipes|old/catalogue))/(\w+)\."
)
ADDRESS = re.compile(r"https?://[^\s/]+/?")
MIRRORED = re.compile(r"^(?:src/keras_primer/)?(.*?)(\w+)\.\w+$")


def main() -> int:
    if not (3, 11) <= sys.version_info < (3, 14):  # TensorFlow 2.21 has nothing for 3.14
        return fail(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    options, more = parser().parse_known_args()
    return options.command(options, more)


def parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    metavar = "serve | test | injure | update | build | release"
    commands = top.add_subparsers(required=True, metavar=metavar)
    new = commands.add_parser("serve", usage="dev.py serve [options of mkdocs serve]")
    new.add_argument("-a", "--dev-addr", default="127.0.0.1:8000", help="host and port")
    new.set_defaults(command=serve)
    new = commands.add_parser("test", usage="dev.py test [options of pytest]")
    new.add_argument("--backends", action="store_true", help=everywhere.__doc__)
    new.add_argument("--changed", action="store_true", help=test_changed.__doc__)
    new.set_defaults(command=test)
    new = commands.add_parser("injure", usage="dev.py injure [NAME ...] [--list]")
    new.set_defaults(command=injure)
    new = commands.add_parser("update", usage="dev.py update WHAT [options of pytest]")
    new.add_argument("what", choices=WHAT)
    new.set_defaults(command=update)
    new = commands.add_parser("build", usage="dev.py build [options of mkdocs build]")
    new.add_argument("--url", default="", help="where the site will be, with its path")
    words = ("-m", "mkdocs", "build", "--strict")
    new.set_defaults(command=build, groups=("site",), words=words)
    new = commands.add_parser("release", usage="dev.py release [--url URL]")
    new.add_argument("--url", default="", help="where the site is, for links from the books to it")
    new.set_defaults(command=build, groups=("site", "release"), words=("docs/release.py",))
    return top


def serve(options: argparse.Namespace, more: list[str]) -> int:
    """Preview both languages."""
    host, _, port = options.dev_addr.rpartition(":")
    if not host or not port.isdecimal():
        return fail(f"{options.dev_addr!r} is no address; write one such as 127.0.0.1:8001.")
    if in_use(host, int(port)):  # before anything is installed or built
        return fail(
            f"port {port} is in use, perhaps by another preview; end that one, or take another "
            f"port: python3 dev.py serve -a {host}:{int(port) + 1}"
        )
    if not install("site"):
        return 2
    return run("-m", "mkdocs", "serve", "-a", options.dev_addr, *more)


def in_use(host: str, port: int) -> bool:
    """Whether some program answers at this address."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def test(options: argparse.Namespace, more: list[str]) -> int:
    """All checks once; then those of the code again, wherever else it can be run."""
    every = options.backends or CI
    if not install("site", "test", *["backends"] * every):
        return 2
    if not install_from_npm() and CI:
        return fail("could not install what package.json names: is npm there, and its registry?")
    if options.changed:
        return test_changed(more)
    more = ["-n", "2", "--dist", "loadgroup", *more]
    codes = [run("-m", "ruff", "check"), run("-m", "ruff", "format", "--check")]
    first = ["--setting", "onednn-on"] if every else []  # else both, where pages speak of it
    codes.append(run("-m", "pytest", *first, *more, KERAS_BACKEND="tensorflow"))
    others = installed(OTHER_BACKENDS)
    for backend, setting in everywhere(others) if every else []:
        print(f"\n{'=' * 30} on {' '.join([backend, *setting[1:]])} {'=' * 30}", flush=True)
        marked = "every_backend and not either_onednn" if setting else "every_backend"
        again = ["-m", "pytest", "-m", marked, *setting, *more]
        code = run(*again, KERAS_BACKEND=backend)
        codes.append(code if code != NO_TESTS else 0)  # of those that -k names, none runs here
    if not every:
        print("\nNot tested: JAX, PyTorch, and TensorFlow with oneDNN off and on (--backends)")
    elif missing := [backend for backend in OTHER_BACKENDS if backend not in others]:
        return fail(f"not installed, so not tested: {', '.join(missing)}")
    return worst(codes)


def everywhere(backends: list[str]) -> list[tuple[str, list[str]]]:
    """also on JAX and PyTorch (installs them), and on TensorFlow with oneDNN on and off"""
    off = ("tensorflow", ["--setting", "onednn-off"])
    return [off, *((backend, []) for backend in backends)]


def test_changed(more: list[str]) -> int:
    """only what the changes since the last commit can affect; says what was left out"""
    paths = changed_files()
    files, words, left_out = affected(paths)
    print(f"Changed: {', '.join(paths) or 'nothing'}", flush=True)
    codes = [run("-m", "ruff", "check", "--quiet"), run("-m", "ruff", "format", "--check", "-q")]
    if files:
        codes.append(run("-m", "pytest", "-q", *files, *more))
    if words:
        named = ["-k", " or ".join(words), "--ignore", "tests/site"]
        code = run("-m", "pytest", "-q", "tests", *named, *more)
        codes.append(code if code != NO_TESTS else 0)
    print(
        "\nLeft out: the built site in a browser, other backends"
        + "".join(f", what {path} decides elsewhere" for path in left_out)
        + ". All of it: python3 dev.py test --backends"
    )
    return worst(codes)


def changed_files() -> list[str]:
    """Files that differ from the last commit, and new ones."""
    commands = (
        ["git", "diff", "--name-only", "--relative", "-z", "HEAD"],
        ["git", "ls-files", "--others", "--exclude-standard", "-z"],
    )
    found = [subprocess.run(c, cwd=ROOT, capture_output=True, text=True).stdout for c in commands]
    return sorted(filter(None, "".join(found).split("\0")))


def affected(paths: list[str]) -> tuple[list[str], list[str], list[str]]:
    """What to run for changed files.

    Returns:
        Files and folders of tests, words that the names of tests have in them, and the paths that
        have neither.
    """
    files, words, left_out = set(), set(), []
    for path in paths:
        if page := PAGE.match(path):
            words.add(page[1])
        elif named := NAMED.match(path):
            words |= {named[1], named[1].replace("_", "-")}
        elif found := [test for test in tests_of(path) if (ROOT / test).exists()]:
            files.add(found[0])
        else:
            left_out.append(path)
    return sorted(files), sorted(words), left_out


def tests_of(path: str) -> list[str]:
    """Where the tests of a file may be: in a file of its name, or in others beside that.

    Those of all pages lie in one folder, which takes too long.
    """
    if re.match(r"tests/.*test_\w+\.py$", path):
        return [path]
    if not (place := MIRRORED.match(path)):
        return []
    beside = [f"tests/{place[1]}"] if place[1] not in ("", "docs/") else []
    return [f"tests/{place[1]}test_{place[2]}.py", *beside]


def injure(options: argparse.Namespace, more: list[str]) -> int:
    """Hurt a copy of the project in many small ways, each of which a test has to notice."""
    if not install("site", "test"):
        return 2
    if "--list" not in more and not install_from_npm():
        return fail("some of the tests need what package.json names: is npm there?")
    return run("tests/injure.py", *more)


def update(options: argparse.Namespace, more: list[str]) -> int:
    """Write what the tests compare."""
    backends = ["backends"] * (options.what == "verified")  # all three are named below the titles
    if not install("site", "test", *backends):
        return 2
    return run("docs/update.py", options.what, *more)


def build(options: argparse.Namespace, more: list[str]) -> int:
    """Build both languages, below any path; or, of them, what a release has to download."""
    if options.url and not ADDRESS.match(options.url):
        return fail(f"{options.url!r} is no address; write one such as https://example.org/keras/.")
    if not install(*options.groups):
        return 2
    install_from_npm()  # where it is missing, the build says what it leaves out
    return run(*options.words, *more, SITE_URL=options.url)


def worst(codes: list[int]) -> int:
    """0 if all went well; a program that a signal ended has a code below 0."""
    return max(map(abs, codes))


def install(*groups: str) -> bool:
    """Bring .venv up to date with pyproject.toml and constraints.txt; say so if that fails."""
    whole = PYTHON.exists() and installed(("pip",))  # what was killed may have left half of one
    if not whole and subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        fail("could not create .venv. On Debian and Ubuntu: sudo apt install python3-venv")
        return False
    stamp = VENV / f"installed-{'-'.join(groups)}"
    state = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return True
    print(f"Installing {' and '.join(groups)} into .venv: {SIZES[groups]} on disk.", flush=True)
    pip = ("-m", "pip", "install", "-c", "constraints.txt")
    if run(*pip, *requirements(*groups)) or run(*pip, "--no-deps", "--editable", "."):
        fail("could not install what pyproject.toml names; is a package index within reach?")
        return False
    stamp.write_text(state)
    return True


def install_from_npm() -> bool:
    """Bring node_modules up to date with package.json, if npm is there: the site needs it only for
    the page old/doctor to examine code, so a preview does without."""
    stamp, state = ROOT / "node_modules" / "installed", (ROOT / "package.json").read_text()
    if stamp.exists() and stamp.read_text() == state:
        return True
    npm = shutil.which("npm")
    if not npm or subprocess.run([npm, "install", "--loglevel=error"], cwd=ROOT).returncode:
        return False
    stamp.write_text(state)
    return True


def requirements(*groups: str) -> list[str]:
    """What pyproject.toml lists for these groups of packages; older versions of pip read none.

    The preview does without what the package itself needs: a small download, not a large one.
    Where both name a package, the package pins it; all other pins are in constraints.txt.
    """
    import tomllib

    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = {word.partition("==")[0]: word for word in read["project"]["dependencies"]}
    names = [name for group in groups for name in read["dependency-groups"][group]]
    needed = pinned.values() if "test" in groups else ()
    return list(dict.fromkeys([*needed, *(pinned.get(name, name) for name in names)]))


def installed(packages: tuple[str, ...]) -> list[str]:
    """Which of these packages .venv has."""
    code = "import importlib.util, sys; sys.exit(not importlib.util.find_spec(sys.argv[1]))"
    return [name for name in packages if not run("-c", code, name)]


def run(*words: str, **environment: str) -> int:
    """Run the Python of .venv in the project's folder; returns the exit code."""
    # MkDocs 1 is what the project is built on; its advertisement for version 2 is noise here.
    variables = os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment
    process = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env=variables)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()  # Ctrl-C ends it as well, once it has cleared up
        raise SystemExit(130) from None


def fail(sentence: str) -> int:
    print(f"dev.py: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
