"""Injures a copy of the project, one small wound after another, and tells which a test caught.

tests/injuries.toml lists them, and python3 dev.py injure [NAME ...] tries them. What is here is
copied to a temporary folder, with changes that are not committed yet, and is never touched itself.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).parent / "injuries.toml"
PASSED, FAILED = 0, 1  # exit codes of pytest; with all others no test has been run to its end


class Injury(NamedTuple):
    """A stretch of a file that becomes another, and the test that has to fail then."""

    name: str
    file: str
    test: str
    old: str = ""  # without it the file goes
    new: str = ""

    def problem(self, root: Path = ROOT) -> str:
        """Why it cannot be done any more, or nothing."""
        path = root / self.file
        if not path.is_file():
            return f"{self.file} does not exist"
        found = path.read_text(encoding="utf-8").count(self.old) if self.old else 1
        if found != 1:
            return f"{self.old!r} stands {found} times in {self.file}, and not once"
        file, _, function = self.test.partition("[")[0].partition("::")
        test = root / file
        if not test.is_file():
            return f"there is no {file}"
        if not re.search(rf"^def {function}\(", test.read_text(encoding="utf-8"), re.MULTILINE):
            return f"{file} has no test {function}"
        return ""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="dev.py injure", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these injuries")
    parser.add_argument("--list", action="store_true", help="only say which there are")
    options = parser.parse_args(argv)
    known = injuries()
    if unknown := [name for name in options.names if name not in known]:
        return fail(f"there is no injury {unknown[0]!r}; --list shows all")
    chosen = [known[name] for name in options.names or known]
    for injury in chosen:
        if problem := injury.problem():
            return fail(f"injury {injury.name}: {problem}")
    if options.list:
        print("\n".join(f"{injury.name}: {injury.file}, {injury.test}" for injury in chosen))
        return 0
    try:
        with copied() as (copy, environment):
            return examine(chosen, copy, environment)
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError:
        return fail("git does not list the files of this folder; take a clone of the repository")


def injuries(path: Path = LIST) -> dict[str, Injury]:
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Injury(name, **entry) for name, entry in listed.items()}


@contextlib.contextmanager
def copied() -> Iterator[tuple[Path, dict[str, str]]]:
    """A copy of what git knows and what is new, and the variables of a process that tests it.

    All that the tests leave in the temporary folder of the machine goes away with it.
    """
    with tempfile.TemporaryDirectory(prefix="injured-") as folder:
        copy, scratch = Path(folder, "copy"), Path(folder, "tmp")
        scratch.mkdir()
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        for name in filter(None, listed.decode().split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        if (ROOT / "node_modules").is_dir():
            (copy / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        variables = {
            "CI": "true",  # a test that cannot run here fails, where it would be skipped
            "KERAS_BACKEND": "tensorflow",
            "PYTHONPATH": str(copy / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",  # it hides a second change within a second
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch)),
        }
        yield copy, os.environ | variables


def examine(chosen: list[Injury], copy: Path, environment: dict[str, str]) -> int:
    """Try the injuries one after the other; 0 if each was caught."""
    tests = list(dict.fromkeys(injury.test for injury in chosen))
    print(f"First the {len(tests)} tests on a copy that is not hurt …", flush=True)
    code = pytest(copy, environment, "-n", "2", "--dist", "loadgroup", *tests, output=None)
    if code not in (PASSED, FAILED):
        return fail("these tests cannot be run; is each name in tests/injuries.toml that of one?")
    sick = failed(copy) if code == FAILED else set()
    left = {}
    for number, injury in enumerate(chosen, 1):
        begin = time.monotonic()
        if any(f"{test}[".startswith((f"{injury.test}[", f"{injury.test}@")) for test in sick):
            verdict = "sick before"
        else:
            with injured(copy, injury):
                code = pytest(copy, environment, "-x", injury.test, output=subprocess.DEVNULL)
            verdict = {PASSED: "SURVIVED", FAILED: "caught"}.get(code, "NO TEST RAN")
        if verdict != "caught":
            left[injury.name] = verdict
        seconds = time.monotonic() - begin
        print(f"{number:3} / {len(chosen)}  {verdict}  {injury.name}  {seconds:.0f} s", flush=True)
    print(f"caught {len(chosen) - len(left)} / {len(chosen)}")
    for name, verdict in left.items():
        print(f"  {name}: {verdict}")
    return 1 if left else 0


@contextlib.contextmanager
def injured(root: Path, injury: Injury) -> Iterator[None]:
    path = root / injury.file
    before = path.read_bytes()
    if injury.old:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(injury.old, injury.new), encoding="utf-8")
    else:
        path.unlink()
    yield
    path.write_bytes(before)


def pytest(root: Path, environment: dict[str, str], *words: str, output: int | None) -> int:
    """Run tests; returns the exit code."""
    command = [sys.executable, "-m", "pytest", "-q", *words]
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=output)
    try:
        return process.wait()
    finally:
        process.wait()  # Ctrl-C ends it as well, a moment later


def failed(root: Path) -> set[str]:
    """The tests that failed last, some with a parameter, some with the group that they ran in."""
    noted = root / ".pytest_cache" / "v" / "cache" / "lastfailed"
    return set(json.loads(noted.read_text(encoding="utf-8")))


def fail(sentence: str) -> int:
    print(f"dev.py: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
