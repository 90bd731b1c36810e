"""Recorded results: the numbers that pages may show.

One JSON file per recipe and backend, with every run, the versions and the device. A recording
belongs to the code that made it: `fingerprint` tells whether that code is still the same.
"""

import ast
import datetime
import hashlib
import importlib
import os
import statistics
import tempfile
from pathlib import Path

import numpy as np

from keras_primer import output, recipes
from keras_primer.environment import chosen_backend, start_keras
from keras_primer.errors import InputError

RESULTS = Path(__file__).parent / "results"
PACKAGE = Path(__file__).parent


def record(name: str, source: str, seeds: list[int]) -> Path:
    """Train a recipe once per seed and write the result file.

    The file is replaced in the end, all at once: a recording that fails leaves the last one.

    Args:
        name: a recipe.
        source: the data, as for `training.load`.
        seeds: one run for each.

    Returns:
        The path of the file written.

    Raises:
        InputError: no such recipe, the data is neither MNIST nor the recipe's own, or the file
            cannot be written.
    """
    recipe = recipes.module(name).recipe
    from keras_primer import training

    data = training.load(recipe, source)
    if data.name != "mnist" and recipe.own_data is None:
        raise InputError(
            f"pages show results on MNIST, but this is {data.description}; "
            "record with --data mnist, or name a file that holds MNIST."
        )
    code = fingerprint(name)  # of what runs now; a file may be edited before the last run ends
    print(f"Data: {data.description}.")
    runs, answers = [], []
    for seed in seeds:
        run = training.train(recipe, data, seed, verbose=2)
        runs.append({"history": run.history} | run.report)
        answers.append(answer(recipe, data, run.model))
    first = runs[0]
    path = RESULTS / f"{name}.{first['backend']}.json"
    shared = ("recipe", "backend", "data", "data_sha256", "params", "device", "versions")
    measured = [key for key in first if key.startswith("test_") or key == "seconds"]
    result = {key: first[key] for key in shared}
    result["date"] = datetime.date.today().isoformat()
    result["fingerprint"] = code
    result |= {key: spread([run[key] for run in runs]) for key in measured}
    if all(values.shape[1:] == (10,) for values in answers) and data.name == "mnist":
        result |= confusions(answers, data)
    result["runs"] = [
        {key: value for key, value in run.items() if key not in shared} for run in runs
    ]
    write(path, result)
    return path


def measure(name: str) -> Path:
    """Run a measurement and write the result file, as `record` does.

    Args:
        name: a module of `keras_primer.measure`.

    Returns:
        The path of the file written.

    Raises:
        InputError: no such measurement, Keras cannot be started, or the file cannot be written.
    """
    if name not in measurements():
        raise InputError(
            f"there is no measurement {name!r}; choose from: {', '.join(measurements())}."
        )
    start_keras()
    code = measurement_fingerprint(name)
    return keep(name, code, importlib.import_module(f"keras_primer.measure.{name}").run())


def keep(name: str, code: str, found: dict) -> Path:
    """Write what was measured, with what it was measured on.

    Args:
        name: the first part of the name of the file, which is returned.
        code: the fingerprint of the code that was measured.
        found: the numbers.

    Raises:
        InputError: the file cannot be written.
    """
    from keras_primer.environment import device, versions

    backend = chosen_backend()
    result = {
        "measurement": name,
        "backend": backend,
        "device": device(),
        "cores": os.cpu_count(),
        "versions": versions(),
        "date": datetime.date.today().isoformat(),
        "fingerprint": code,
    } | found
    path = RESULTS / "measured" / f"{name}.{backend}.json"
    write(path, result)
    return path


def measurements() -> list[str]:
    """The names of all measurements, in alphabetical order."""
    return sorted(path.stem for path in (PACKAGE / "measure").glob("[a-z]*.py"))


def write(path: Path, result: dict) -> None:
    """Replace a result file, all at once.

    Raises:
        InputError: that is not possible; the file is as it was.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=path.parent) as partial:
            output.write_json(Path(partial) / path.name, result)
            os.replace(Path(partial) / path.name, path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; it is as it was.") from None


def answer(recipe, data, model) -> np.ndarray:
    """What a model says to the test set; of several outputs, nothing."""
    x, _ = recipe.prepare(data.x_test, data.y_test)
    said = model.predict(x, verbose=0)
    return said if isinstance(said, np.ndarray) else np.empty(0)


def confusions(answers: list[np.ndarray], data) -> dict:
    """Which digits were taken for which, and the mistakes that the last model was surest of.

    Args:
        answers: for each run, ten probabilities for each image of the test set.
        data: the digits, as from `training.load`.

    Returns:
        `confusion`: how often, over all runs, an image of a digit (row) was taken for a digit
        (column). `mistakes`: at most twelve images with label, prediction, its probability and
        28 rows of 28 hexadecimal digits, 0 for paper and f for ink.
    """
    confusion = np.zeros((10, 10), dtype=int)
    for probabilities in answers:
        np.add.at(confusion, (data.y_test, probabilities.argmax(axis=1)), 1)
    said = probabilities.argmax(axis=1)
    sure = np.where(said == data.y_test, 0, probabilities.max(axis=1))
    mistakes = [
        {
            "label": int(data.y_test[index]),
            "predicted": int(said[index]),
            "probability": float(sure[index]),
            "image": ["".join(f"{pixel >> 4:x}" for pixel in row) for row in data.x_test[index]],
        }
        for index in np.argsort(-sure)[:12]
        if sure[index]
    ]
    return {"confusion": confusion.tolist(), "mistakes": mistakes}


def spread(values: list[float]) -> dict[str, float]:
    """Mean, lowest and highest of some numbers."""
    return {"mean": statistics.fmean(values), "lowest": min(values), "highest": max(values)}


def fingerprint(name: str) -> str:
    """A hash of the code that decides how a recipe trains.

    That is the recipe itself and, of the modules it imports, the models, other recipes and
    `training`. Comments, docstrings and layout do not count, nor do names of files and imports (a
    module may move), nor what runs only when the recipe is started as a program.
    """
    return code_hash(PACKAGE / "recipes" / f"{name}.py")


def measurement_fingerprint(name: str) -> str:
    """A hash of the code of a measurement, and of the models and recipes that it imports.

    What `bench` keeps under `race_NAME` depends on it and on the recipe of that name.
    """
    if name.startswith("race_"):
        recipe = PACKAGE / "recipes" / f"{name.removeprefix('race_')}.py"
        return code_hash(PACKAGE / "bench.py", recipe)
    return code_hash(PACKAGE / "measure" / f"{name}.py")


def code_hash(*start: Path) -> str:
    """A hash of modules and of what decides a training or its timing among their imports."""
    pending, seen = list(start), {}
    while pending:
        path = pending.pop()
        if path not in seen:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            pending += imports(tree)
            seen[path] = outline(bare(tree))
    return hashlib.sha256("\n".join(sorted(seen.values())).encode()).hexdigest()


def bare(tree: ast.Module) -> ast.Module:
    """A module without docstrings, imports and what only a program does."""
    tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            if ast.get_docstring(node):
                del node.body[0]
            node.body = [
                one for one in node.body if not isinstance(one, ast.Import | ast.ImportFrom)
            ]
    return tree


def outline(node) -> str:
    """A syntax tree as text, the same in every version of Python.

    `ast.dump` is not: newer versions add fields that are empty in older code.
    """
    if isinstance(node, ast.AST):
        fields = {key: value for key, value in ast.iter_fields(node) if value not in (None, [])}
        inside = (f"{key}={outline(value)}" for key, value in fields.items())
        return f"{type(node).__name__}({', '.join(inside)})"
    if isinstance(node, list):
        return f"[{', '.join(map(outline, node))}]"
    return repr(node)


def imports(tree: ast.Module) -> list[Path]:
    """The modules that a module imports, among models, recipes, training and measure itself."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keras_primer"):
            base = PACKAGE.joinpath(*node.module.split(".")[1:])
            found += [base / f"{alias.name}.py" for alias in node.names]
            found.append(base.with_suffix(".py"))
            if base.name == "measure":
                found.append(base / "__init__.py")
    folders = (PACKAGE / "models", PACKAGE / "recipes", PACKAGE / "measure")
    training = PACKAGE / "training.py"
    return [
        path for path in found if path.exists() and (path.parent in folders or path == training)
    ]
