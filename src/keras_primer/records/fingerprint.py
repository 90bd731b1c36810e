"""A hash of the code that a recording was made with: does the recording still belong to it?"""

import ast
import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def of_recipe(name: str) -> str:
    """A hash of the code that decides how a recipe trains.

    That is the recipe itself and, of the modules it imports, the models, other recipes and
    `training`. Comments, docstrings and layout do not count, nor do names of files and imports (a
    module may move), nor what runs only when the recipe is started as a program.
    """
    return hash_of(PACKAGE / "recipes" / f"{name}.py")


def of_measurement(name: str) -> str:
    """A hash of the code of a measurement, and of the models and recipes that it imports.

    What `bench` keeps under `race_NAME` depends on the race and on the recipe of that name.
    """
    measured, _, recipe = name.partition("_") if name.startswith("race_") else (name, "", "")
    start = [PACKAGE / "records" / "measure" / f"{measured}.py"]
    if recipe:
        start.append(PACKAGE / "recipes" / f"{recipe}.py")
    return hash_of(*start)


def hash_of(*start: Path) -> str:
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
    """The modules that a module imports, among those that decide a training or its timing."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keras_primer"):
            base = PACKAGE.joinpath(*node.module.split(".")[1:])
            found += [base.with_suffix(".py"), base / "__init__.py"]
            found += [base / f"{alias.name}.py" for alias in node.names]
    return [path for path in found if path.exists() and decides(path)]


def decides(path: Path) -> bool:
    """Whether a module decides how something trains or is timed; data has a hash of its own."""
    name = path.relative_to(PACKAGE).as_posix()
    lists = ("models/__init__.py", "recipes/__init__.py")  # which modules there are
    decisive = ("training.py", "models/", "recipes/", "records/measure/")
    return name.startswith(decisive) and name not in lists
