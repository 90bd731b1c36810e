"""Run a snippet as a reader would: in a process, a folder and a `__main__` module of its own.

Importing Keras takes seconds, so a snippet runs in a fork of a process that has imported it and has
done nothing else. What happens at import time is run in a new interpreter (`fresh`).
"""

import io
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import tempfile
import traceback
import types
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection

TIMEOUT = 120  # seconds for one snippet, without the start of the interpreter


@dataclass(frozen=True)
class Job:
    """What to run.

    Attributes:
        setup: runs first; nothing is expected of it.
        code: the snippet itself.
        old: runs after `code`, in a module of its own with the same setup, for `check` to see.
        check: runs after `code`, in the same module, with the names of `old` as `old.x`.
        without: modules that are to look as if they were not installed.
        environment: environment variables of a new interpreter; `None` for a fork.
    """

    setup: str
    code: str
    old: str = ""
    check: str = ""
    without: list[str] = field(default_factory=list)
    environment: dict[str, str] | None = None


@dataclass(frozen=True)
class Result:
    """What came of it: the texts are those of the terminal.

    Attributes:
        out: standard output of the snippet.
        err: standard error of the snippet, without the traceback.
        traceback: of the snippet; empty if it ran.
        problem: why the snippet or its check could not be judged; empty if it could.
    """

    out: str = ""
    err: str = ""
    traceback: str = ""
    problem: str = ""


def run(job: Job) -> Result:
    """Run a job in a process of its own, and wait for it."""
    return _run_fresh(job) if job.environment is not None else _run_fork(job)


def _run_fork(job: Job) -> Result:
    here, there = SERVER.Pipe(duplex=False)
    process = SERVER.Process(target=_send_result, args=(job, there))
    process.start()
    there.close()
    result = Result(problem=f"it did not end within {TIMEOUT} seconds")
    if here.poll(TIMEOUT):
        try:
            result = here.recv()
        except EOFError:
            result = Result(problem="the process died")
    process.kill()
    process.join()
    return result


def _send_result(job: Job, there: Connection) -> None:
    there.send(_execute(job))


def _run_fresh(job: Job) -> Result:
    with tempfile.TemporaryDirectory() as home:
        try:
            done = subprocess.run(
                [sys.executable, __file__],
                input=json.dumps(asdict(job)),
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=3 * TIMEOUT,
                env={**os.environ, "KERAS_HOME": home, **job.environment},
            )
        except subprocess.TimeoutExpired:
            return Result(problem=f"it did not end within {3 * TIMEOUT} seconds")
    if done.returncode:
        return Result(problem=f"the process died: {done.stderr}")
    return Result(**json.loads(done.stdout))


def _execute(job: Job) -> Result:
    """Run a job here and now; only for a process that ends afterwards."""
    socket.getaddrinfo = _no_network
    if job.without:
        _hide(job.without)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        os.chdir(folder)
        tempfile.tempdir = folder  # TensorFlow leaves files behind; here they go with the folder
        # Not only Python writes to standard error: TensorFlow's C++ does, too.
        terminal = os.dup(2)
        os.dup2(errors.fileno(), 2)
        sys.stderr = open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
        sys.stdout = out = io.StringIO()
        try:
            return _judge(job, out, errors)
        except Exception:
            return Result(problem=traceback.format_exc())
        finally:
            sys.stdout = sys.__stdout__
            os.dup2(terminal, 2)
            os.chdir("/")


def _judge(job: Job, out: io.StringIO, errors: io.TextIOBase) -> Result:
    snippet = _module()
    _exec(job.setup, "setup", snippet)
    start = out.tell(), errors.seek(0, os.SEEK_END)
    failure = ""
    try:
        _exec(job.code, "snippet", snippet)
    except (Exception, SystemExit) as error:
        failure = _as_printed(error)
    sys.stderr.flush()
    errors.seek(start[1])
    result = {"out": out.getvalue()[start[0] :], "err": errors.read(), "traceback": failure}
    if not failure and job.check:
        if job.old:
            before = _module()
            _exec(job.setup, "setup", before)
            _exec(job.old, "old", before)
            snippet.old = before
        sys.modules["__main__"] = snippet
        _exec(job.check, "check", snippet)
    return Result(**result)


def _module() -> types.ModuleType:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    return module


def _exec(code: str, name: str, module: types.ModuleType) -> None:
    exec(compile(code, f"{name}.py", "exec", dont_inherit=True), module.__dict__)


def _as_printed(error: BaseException) -> str:
    """The traceback as the interpreter prints it, without its guess at what was meant."""
    lines = "".join(traceback.format_exception(error))
    return re.sub(r"\. Did you (mean: '\w+'|forget to import '\w+')\?$", "", lines.rstrip())


def _no_network(*args: object, **options: object) -> None:
    raise socket.gaierror(-2, "Name or service not known")


class Without:
    """A finder of modules that does not find some."""

    def __init__(self, finder, modules: list[str]):
        self.finder, self.modules = finder, modules

    def find_spec(self, name, path=None, target=None):
        hidden = name.split(".")[0] in self.modules
        return None if hidden else self.finder.find_spec(name, path, target)


def _hide(modules: list[str]) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] in modules:
            del sys.modules[name]
    sys.meta_path[:] = [Without(finder, modules) for finder in sys.meta_path]


def says(expected: str, text: str, *, at_end: bool = False) -> bool:
    """Whether a text has these lines, in which `…` stands for anything.

    Args:
        expected: as in the catalogue.
        text: what was printed.
        at_end: nothing may follow, and the lines begin where a line begins.
    """
    pattern = ".*?".join(re.escape(part) for part in expected.strip().split("…"))
    pattern = rf"^{pattern}\s*\Z" if at_end else pattern
    return re.search(pattern, text, re.DOTALL | re.MULTILINE) is not None


def _start_server():
    """A process that has imported Keras and TensorFlow, from which snippets are forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["keras", "tensorflow"])
    return context


if __name__ == "__main__":
    answer = os.dup(1)
    os.dup2(2, 1)
    finished = _execute(Job(**json.loads(sys.stdin.buffer.read())))
    with open(answer, "w", encoding="utf-8") as pipe:
        json.dump(asdict(finished), pipe)
elif multiprocessing.parent_process() is None:  # not in the forks, which import this module, too
    SERVER = _start_server()
