"""The process in which `doctor --prove` runs a program: `python -m … FOLDER BESIDE SECONDS`.

The program runs as the reader's own user, so this is no cage for hostile code. Refused is what
Python itself does to reach the network, to start another program, or to change files outside of
FOLDER; what a library does in C, such as HDF5 writing to an absolute path, is not.

Stand-ins take the place of data that would be downloaded and of some files that are not there; a
training is one step of one epoch.
"""

import faulthandler
import functools
import inspect
import json
import os
import re
import sys
import tempfile
import traceback
import types
from collections.abc import Callable
from pathlib import Path

import numpy as np

from keras_primer import environment

HOMES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")


def main() -> None:
    """Run the program, and leave in FOLDER how far it came."""
    folder, beside, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    os.environ |= dict.fromkeys(HOMES, str(folder))
    os.environ |= {"KERAS_HOME": str(folder / "keras"), "MPLBACKEND": "agg"}
    tempfile.tempdir = str(folder)
    paths = sorted(folder.glob("*.py"), key=lambda path: int(path.stem))
    sys.argv[:] = [paths[0].name]
    sys.path[:1] = ["", beside]
    with open(folder / "stack", "w", encoding="utf-8") as stack:
        faulthandler.enable(stack)
        try:
            environment.start_keras()
            stand_in(folder / "stubs", paths)
            sys.addaudithook(functools.partial(refuse, folder))
            faulthandler.dump_traceback_later(seconds, exit=True, file=stack)
            execute(paths)
            result = {"ended": True}
        except BaseException as error:  # SystemExit, too
            done = isinstance(error, SystemExit) and not error.code
            result = {"ended": True} if done else stopped(error, paths)
        faulthandler.cancel_dump_traceback_later()
        (folder / "result").write_text(json.dumps(result), encoding="utf-8")
        os._exit(0)  # whatever threads are left


def execute(paths: list[Path]) -> None:
    """Run the parts of the program one after the other."""
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    for path in paths:
        module.__file__ = str(path)
        exec(compile(path.read_text(encoding="utf-8"), path, "exec"), module.__dict__)


def stopped(error: BaseException, paths: list[Path]) -> dict:
    """What an error says, and the last line of the program that led to it."""
    calls = [
        (paths.index(Path(call.filename)), call.lineno)
        for call in traceback.extract_tb(error.__traceback__)
        if Path(call.filename) in paths
    ]
    part, line = calls[-1] if calls else (None, 0)
    message = "".join(traceback.format_exception_only(error)).strip()
    return {"message": message, "part": part, "line": line}


# What is refused

NETWORK = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"}
CHANGES = {f"os.{name}" for name in ("remove", "rename", "rmdir", "mkdir", "link", "symlink")}
CHANGES |= {"os.truncate", "os.chmod", "shutil.rmtree"}


def refuse(folder: Path, event: str, words: tuple) -> None:
    """A hook for the audit events of Python, which cannot be taken away again."""
    if event in NETWORK:
        raise PermissionError("doctor --prove allows no network")
    if event in PROGRAMS:
        raise PermissionError("doctor --prove allows no other program")
    if event in CHANGES or (event == "open" and words[2] & (os.O_WRONLY | os.O_RDWR)):
        for path in words[:1] if event == "open" else words:
            if isinstance(path, str | bytes | os.PathLike) and not is_inside(path, folder):
                raise PermissionError(f"doctor --prove changes nothing outside its folder: {path}")


def is_inside(path: str | bytes | os.PathLike, folder: Path) -> bool:
    """Whether a path leads into a folder; what is written to the null device is nowhere."""
    path = os.fsdecode(path)
    return path == os.devnull or Path(os.path.realpath(path)).is_relative_to(folder)


# Stand-ins


def stand_in(notes: Path, paths: list[Path]) -> None:
    """Put the stand-ins in place; those that the program uses are noted in a file."""
    import keras

    file = open(notes, "w", encoding="utf-8", buffering=1)  # noqa: SIM115  as long as this runs

    def put(name: str, function: Callable, stub: Callable) -> None:
        def noted(given: dict):
            print(name, file=file)
            return stub(given)

        replace(function, instead(function, noted))

    for name, stub in DATA.items():
        put(f"{name}.load_data", getattr(keras.datasets, name).load_data, stub)
    for name in ("imdb", "reuters"):
        put(f"{name}.get_word_index", getattr(keras.datasets, name).get_word_index, word_index)
    for function in pretrained(keras.applications):
        put(function.__name__, function, functools.partial(untrained, function))
    put("get_file", keras.utils.get_file, functools.partial(text_file, keras.utils.get_file))
    put("load_img", keras.utils.load_img, functools.partial(picture, keras.utils.load_img))
    code = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    for function in (np.loadtxt, np.genfromtxt):
        put(function.__name__, function, functools.partial(table, function, columns(code)))
    for method, stub in ((keras.Model.fit, short_fit), (keras.Model.evaluate, short_evaluate)):
        short = instead(method, functools.partial(stub, method))
        setattr(keras.Model, method.__name__, short)


def instead(function: Callable, stub: Callable) -> Callable:
    """A function that gives its arguments, by name, to a stub, if they are right."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def call(*words, **options):
        try:
            given = signature.bind(*words, **options)
        except TypeError:
            return function(*words, **options)  # whose own message is the one to show
        given.apply_defaults()
        more = given.arguments.pop("kwargs", {})
        return stub(given.arguments | more)

    return call


def replace(function: Callable, stub: Callable) -> None:
    """Put a stub wherever Keras or NumPy has a function."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("keras", "numpy"):
            for key, value in list(vars(module).items()):
                if value is function:
                    setattr(module, key, stub)


def rows(counts: tuple[int, int], make: Callable) -> tuple:
    """Data as a loader returns them: (x, y) to train with, and to test with."""
    return tuple(make(count) for count in counts)


def pictures(*shape: int, train: int, classes: int = 10) -> Callable:
    """A loader of pictures; the labels have as many axes as a picture has more than one."""

    def make(count: int) -> tuple:
        x = np.random.default_rng(0).integers(0, 256, (count, *shape), "uint8")
        y = np.arange(count) % classes
        return x, y.astype("uint8") if len(shape) == 2 else y.astype("uint8")[:, None]

    return lambda given: rows((train, 10_000), make)


def numbers(width: int, train: int, test: int, dtype: str) -> Callable:
    """A loader of tables."""

    def make(count: int) -> tuple:
        x = np.random.default_rng(0).random((count, width)).astype(dtype)
        return x, x.sum(axis=1)

    return lambda given: rows((train, test), make)


def texts(train: int, test: int, classes: int) -> Callable:
    """A loader of texts, which are lists of the numbers of their words."""

    def load(given: dict) -> tuple:
        top = min(given["num_words"] or 1000, 1000)

        def make(count: int) -> tuple:
            words = np.random.default_rng(0).integers(3, top, (count, 30))
            x = np.empty(count, "object")
            x[:] = words.tolist()
            return x, np.arange(count) % classes

        return rows((train, test), make)

    return load


# As the documentation of Keras has them.
DATA = {
    "mnist": pictures(28, 28, train=60_000),
    "fashion_mnist": pictures(28, 28, train=60_000),
    "cifar10": pictures(32, 32, 3, train=50_000),
    "cifar100": pictures(32, 32, 3, train=50_000, classes=100),
    "boston_housing": numbers(13, 404, 102, "float64"),
    "california_housing": numbers(8, 16_512, 4_128, "float32"),
    "imdb": texts(25_000, 25_000, 2),
    "reuters": texts(8_982, 2_246, 46),
}


def word_index(given: dict) -> dict[str, int]:
    return {f"word{number}": number for number in range(1, 1000)}


def pretrained(package: types.ModuleType) -> list[Callable]:
    """The functions of a package that load weights."""
    modules = [value for value in vars(package).values() if inspect.ismodule(value)]
    values = [value for module in modules for value in vars(module).values()]
    functions = dict.fromkeys(filter(inspect.isfunction, values))
    return [name for name in functions if "weights" in inspect.signature(name).parameters]


def untrained(function: Callable, given: dict):
    """A network with random weights in the place of those that would be downloaded."""
    return function(**given | {"weights": None} if given["weights"] == "imagenet" else given)


def text_file(function: Callable, given: dict) -> str:
    """A text in the place of one that would be downloaded; nothing else can be guessed."""
    name = Path(str(given["fname"] or given["origin"])).name
    if not name.endswith(".txt"):
        return function(**given)
    path = Path(os.environ["KERAS_HOME"], name)
    path.write_text("The quick brown fox jumps over the lazy dog.\n" * 500, encoding="utf-8")
    return str(path)


def picture(function: Callable, given: dict):
    """A picture where there is no file; without a size it is as large as most networks want it."""
    from PIL import Image

    if os.path.exists(given["path"]):
        return function(**given)
    height, width = given["target_size"] or (224, 224)
    mode = {"grayscale": "L", "rgba": "RGBA"}.get(given["color_mode"], "RGB")
    return Image.effect_noise((width, height), 64).convert(mode)


def columns(code: str) -> int:
    """How many columns a table needs for all that a program takes from it, as in `data[:, 0:8]`."""
    ends = [int(end) + (not colon) for colon, end in re.findall(r"\[:, ?(\d*:)?(\d+)\]", code)]
    return max(ends, default=1)


def table(function: Callable, width: int, given: dict) -> np.ndarray:
    """Zeros and ones where there is no file."""
    file = given["fname"]
    if not isinstance(file, str) or os.path.exists(file):
        return function(**given)
    return np.random.default_rng(0).integers(0, 2, (100, width)).astype("float64")


def short_fit(method: Callable, given: dict):
    """One step of one epoch; what it returns is as long as if it had been all."""
    first, last = given["initial_epoch"], given["epochs"]
    given |= {"epochs": min(last, first + 1), "steps_per_epoch": 1, "validation_steps": 1}
    history = method(**given)
    history.history = {name: values * (last - first) for name, values in history.history.items()}
    history.epoch = list(range(first, last))
    return history


def short_evaluate(method: Callable, given: dict):
    return method(**given | {"steps": 1})


if __name__ == "__main__":
    main()
