"""Recorded results: the numbers that pages may show.

One JSON file per recipe and backend, with every run, the versions and the device. A recording
belongs to the code that made it: `fingerprint` tells whether that code is still the same.
"""

import ast
import datetime
import hashlib
import json
import os
import statistics
import tempfile
from pathlib import Path

from keras_primer import recipes
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
    from keras_primer import output, training

    data = training.load(recipe, source)
    if data.name != "mnist" and recipe.own_data is None:
        raise InputError(
            f"pages show results on MNIST, but this is {data.description}; "
            "record with --data mnist, or name a file that holds MNIST."
        )
    code = fingerprint(name)  # of what runs now; a file may be edited before the last run ends
    print(f"Data: {data.description}.")
    runs = []
    for seed in seeds:
        run = training.train(recipe, data, seed, verbose=2)
        runs.append({"history": run.history} | run.report)
    first = runs[0]
    path = RESULTS / f"{name}.{first['backend']}.json"
    shared = ("recipe", "backend", "data", "data_sha256", "params", "device", "versions")
    measured = [key for key in first if key.startswith("test_") or key == "seconds"]
    result = {key: first[key] for key in shared}
    result["date"] = datetime.date.today().isoformat()
    result["fingerprint"] = code
    result |= {key: spread([run[key] for run in runs]) for key in measured}
    result["runs"] = [
        {key: value for key, value in run.items() if key not in shared} for run in runs
    ]
    try:
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=RESULTS) as partial:
            output.write_json(Path(partial) / path.name, result)
            os.replace(Path(partial) / path.name, path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; it is as it was.") from None
    return path


def spread(values: list[float]) -> dict[str, float]:
    """Mean, lowest and highest of some numbers."""
    return {"mean": statistics.fmean(values), "lowest": min(values), "highest": max(values)}


def load(name: str, backend: str) -> dict:
    """The recorded result of a recipe on a backend.

    Raises:
        InputError: it was never recorded.
    """
    path = RESULTS / f"{name}.{backend}.json"
    if not path.exists():
        raise InputError(
            f"{name} was not recorded on {backend}; run: KERAS_BACKEND={backend} "
            f"python -m keras_primer record {name} --data mnist"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def fingerprint(name: str) -> str:
    """A hash of the code that decides how a recipe trains.

    That is the recipe itself and, of the modules it imports, the models, other recipes and
    `training`. Comments, docstrings and layout do not count, nor does what runs only when the
    recipe is started as a program.
    """
    pending, seen = [PACKAGE / "recipes" / f"{name}.py"], {}
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
                node
            ):
                del node.body[0]
        seen[path] = outline(tree)
        pending += [found for found in imports(tree) if found not in seen]
    digest = hashlib.sha256()
    for path in sorted(seen):
        digest.update(f"{path.relative_to(PACKAGE)}\n{seen[path]}\n".encode())
    return digest.hexdigest()


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
    """The modules of this package, among models, recipes and training, that a module imports."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keras_primer"):
            base = PACKAGE.joinpath(*node.module.split(".")[1:])
            found += [base / f"{alias.name}.py" for alias in node.names]
            found.append(base.with_suffix(".py"))
    allowed = (PACKAGE / "models", PACKAGE / "recipes")
    return [
        path
        for path in found
        if path.exists() and (path.parent in allowed or path == PACKAGE / "training.py")
    ]
