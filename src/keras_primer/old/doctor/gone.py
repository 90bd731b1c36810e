"""Finds names and keywords that do not exist today, even where the catalogue has no entry.

The catalogue says what is known of them all, in `gone-name` and `gone-keyword`; here that is said
of one name, with the name of today that is nearest.
"""

import ast
import dataclasses
import difflib
from collections.abc import Iterator

from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry, Fix, Match, Outcome, Text
from keras_primer.old.doctor import today
from keras_primer.old.doctor.names import one_keras
from keras_primer.old.doctor.search import Finding, Search
from keras_primer.old.doctor.tree import Dotted

TITLE = Text("`{name}` 已经不存在", "`{name}` no longer exists")
WHY = Text(
    "Keras {keras} 和 TensorFlow {tensorflow} 里没有它。",
    "Keras {keras} and TensorFlow {tensorflow} do not have it.",
)
NEAREST = Text("现在最接近的是 `{nearest}`。", " Nearest today: `{nearest}`.")
KEYWORD = Text("`{call}` 不再接受 `{name}`", "`{call}` no longer takes `{name}`")
# What Python calls the modules that are reached by other names.
MODULES = {
    "tensorflow.keras": "keras._tf_keras.keras",
    "tensorflow.": "tensorflow._api.v2.",
}
# What TensorFlow loads when it is asked for, and then refuses.
LAZY = {"tensorflow.compat.v1.nn.rnn_cell"}
# Modules that are there where they are imported, and not as attributes before that.
TO_IMPORT = {"tensorflow.keras.saving"}


def find(search: Search, found: list[Finding]) -> list[Finding]:
    """What is gone and was not found by the catalogue.

    Args:
        search: the program.
        found: what the catalogue finds in it.
    """
    known = {item.node for item in found if not item.match.undefined}
    known |= {node.func for node in known if isinstance(node, ast.Call)}
    names = [item for item in _names(search) if item.node not in known]
    told = {(item.node, name) for item in found for name in _arguments(item)}
    return names + [
        item for item in _keywords(search) if (item.node, *_arguments(item)) not in told
    ]


def _names(search: Search) -> Iterator[Finding]:
    """Names that are gone, each where it comes in."""
    for node, spelled, base in search.used:
        name = today.missing(spelled)
        imported = base and today.missing(base) and not search.is_unimported(node)
        if not name or imported or _is_of_star(search, node):
            continue
        if name in TO_IMPORT and isinstance(node, ast.alias | ast.ImportFrom):
            continue
        if search.tree.is_expected(node, "ImportError", "ModuleNotFoundError", "AttributeError"):
            continue
        kind, message = _message(search, node, name)
        name = today.listed(spelled) or name
        new = today.moved(name)
        near = new or today.nearest(name)
        entry = _said_of("gone-name", TITLE, near, name=name)
        entry = dataclasses.replace(entry, today=Outcome("raises", kind, message))
        if new:
            entry = dataclasses.replace(entry, fix=Fix(names={one_keras(name): new}))
        yield search.finding(entry, Match(name=(name,)), node)


def _keywords(search: Search) -> Iterator[Finding]:
    """Keywords that are gone."""
    for full, calls in search.calls.items():
        for call, _ in calls:
            known = today.keywords(full)
            if known is None or search.tree.is_expected(call, "TypeError", "ValueError"):
                continue
            for arg in search.tree.arguments(call):
                if arg.keyword and arg.keyword not in known:
                    near = next(iter(difflib.get_close_matches(arg.keyword, known, 1, 0.75)), "")
                    entry = _said_of("gone-keyword", KEYWORD, near, name=arg.keyword, call=full)
                    entry = dataclasses.replace(entry, today=_refusal(full, arg.keyword))
                    yield search.finding(entry, Match(call=(full,)), call, (arg,))


def _is_of_star(search: Search, node: ast.AST) -> bool:
    """Whether `import *` may have made a name, or something else in the file."""
    return bool(search.names.stars) and isinstance(node, Dotted) and search.is_unimported(node)


def _arguments(finding: Finding) -> list[str]:
    """The arguments of a call that a finding speaks of."""
    fix = finding.entry.fix
    return [arg.name for arg in finding.arguments] + (list(fix.arguments) if fix else [])


def _said_of(id: str, title: Text, near: str, **names: str) -> Entry:
    """An entry of the catalogue as said of one name."""
    entry, versions = catalogue.entries()[id], today.contents()["made_with"]

    def said(lang: str) -> str:
        nearest = getattr(NEAREST, lang).format(nearest=near) if near else ""
        return getattr(WHY, lang).format(**versions) + nearest

    return dataclasses.replace(
        entry,
        title=Text(title.zh.format(**names), title.en.format(**names)),
        why=Text(said("zh"), said("en")),
        new=near,
    )


def _refusal(full: str, keyword: str) -> Outcome:
    """What Python or Keras says of a keyword."""
    name = full.rpartition(".")[2]
    if full.startswith("keras.layers."):
        said = f"Unrecognized keyword arguments passed to {name}: {{{keyword!r}: …}}"
        return Outcome("raises", "ValueError", said)
    name = f"{name}.__init__()" if name[0].isupper() else f"{name}()"
    name = f"{name} got" if full.startswith("keras.") else "…"
    return Outcome("raises", "TypeError", f"{name} an unexpected keyword argument {keyword!r}")


def _message(search: Search, node: ast.AST, name: str) -> tuple[str, str]:
    """What Python says: the type of the error, and its message."""
    module, _, leaf = name.rpartition(".")
    if not isinstance(node, ast.alias | ast.ImportFrom):
        if name in LAZY:
            return "AttributeError", "… is not available with Keras 3."
        begin = next(filter(module.startswith, MODULES), "")
        module = MODULES.get(begin, "") + module.removeprefix(begin)
        return "AttributeError", f"module {module!r} has no attribute {leaf!r}"
    statement = search.tree.statement(node)
    if isinstance(statement, ast.ImportFrom) and statement.module == module:
        return "ImportError", f"cannot import name {leaf!r} from {module!r} (…)"
    return "ModuleNotFoundError", f"No module named {name!r}"
