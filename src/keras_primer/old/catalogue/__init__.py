"""The catalogue of old idioms: what Keras 1 and 2 code does today, and what to write instead.

It is data. Every topic is a TOML file beside this module; the tests execute it, the site makes its
pages from it, and `keras_primer.old.doctor` recognises old code by it.

A topic file
============

    [topic]
    title = { zh = "导入", en = "Imports" }

    [[entry]]
    id = "layers-core"                       # kebab-case, unique in all files, the page's anchor
    title = { zh = "…", en = "…" }           # a short noun phrase, no full stop
    old = "from keras.layers.core import Dense"
    new = "from keras.layers import Dense"
    why = { zh = "…。", en = "…." }          # 1 to 3 sentences, each language written natively

    [entry.today]
    kind = "raises"
    type = "ModuleNotFoundError"
    message = "No module named 'keras.layers.core'"

    [entry.match]
    name = "keras.layers.core"

    [entry.fix]
    names = { "keras.layers.core" = "keras.layers" }

Code of several lines goes into literal strings (three single quotes). A literal string keeps
backslashes, so code looks in the file as it looks on the page.

Keys of an entry
================

`id`, `title`, `old`, `new`, `why`, `today` are required. The others:

`setup`      the name of a preamble in `setups.toml`: hidden code that runs before `old` and before
             `new`, each time in a process of its own. Without it the snippets bring all they need.
`check`      Python that proves what the entry claims, run after `new`: it sees all names of `new`
             as they are, and, unless `old` raises, the names of `old` as `old.x`. Plain `assert`s.
`lesson`     the page of the site that explains more, e.g. `"old/border.md"`.
`backends`   the backends for which the entry holds, where it does not hold for all three.
`fresh`      true: run `old` in a new interpreter, for what happens at import time, and `new`, too,
             where it sets variables of the environment. (Otherwise a snippet runs in a fork of a
             process that has imported keras and tensorflow, and has done nothing else: quicker by
             seconds, and the same.)
`environment`  environment variables that the reader had set, e.g. `{ KERAS_BACKEND = "theano" }`;
             needs `fresh = true`. They hold for `old`; `new` runs without them.
`runs_where`  the environment variables with which `old` runs today, e.g.
             `{ TF_ENABLE_ONEDNN_OPTS = "1" }`; for what raises with those of `environment`.
`without`    modules that are not installed in the reader's Python, e.g. `["tensorboard"]`; holds
             for `old`; `new` runs with them.

A snippet runs in an empty folder, without network, with the name `__main__`. It should take well
under a second, so `epochs=1` and small data.

`today`: what `old` does on Keras 3
===================================

`kind`       "raises": ends with an exception.
             "warns":  runs, and prints a warning.
             "silent": runs without a word and does something else than it did; needs `prints`.
             "runs":   still works, and there is a better way; never reported by the doctor.
`type`       of the exception or warning as the terminal prints it: "ValueError",
             "tensorflow.python.framework.errors_impl.InvalidArgumentError", "UserWarning", or
             "WARNING:absl" for what Keras logs, "WARNING:tensorflow" for what TensorFlow does.
`message`    exactly as the terminal prints it, first word to last, all lines, but without the
             guess that Python adds (". Did you mean: 'predict_step'?"): it depends on the version
             of Python. `…` stands for any text: paths, addresses, numbers that differ between
             runs, long repeats.
`prints`     what `old` writes to standard output (`…` likewise; space at the ends is ignored).

A backend that differs has a table of its own, which replaces those keys that it has, or, where it
has `kind`, all of them:

    [entry.today.torch]
    message = "…"

`match`: how the doctor recognises it
=====================================

One table, or several (`[[entry.match]]`) of which any may hold. In a table every key must hold.
Without `match` the doctor does not look for the idiom: right for what code does not show.

Where a key takes a name it takes one or a list of alternatives, in which `*` stands for any
characters, dots included. Names are full names as of today (`keras.layers.Dense`), whatever the
file calls them: `import … as`, `from … import …`, `layers = keras.layers` and `import *` are
followed, `tensorflow.keras`, `tf.keras` and `keras` are one, and old module names count as new ones
where some entry's `fix.names` says so (`keras.layers.core.Dense` is `keras.layers.Dense`).

What is looked for, one of:

`name`       a module or anything in it, imported or used: "keras.layers.core" is also found in
             `from keras.layers.core import Dense`. Here, and only here, write the old name.
`call`       a call of this function or class: "keras.layers.Dense", "keras.layers.*".
`method`     a call of a method of this name on any object: "fit_generator". Not where the file
             defines a function of this name itself.
`attribute`  an attribute of this name of any object: "lr".
`key`        a constant key in `object[key]` or `object.get(key)`; needs `on`. Not where the file
             sets this key itself.
`undefined`  a name that is used and never made; "*" for every name in `unimported.toml`.
`syntax`     "print-statement", "except-comma" (Python 2).
`string`     for `unless`: a constant of this value, or a function of this name, but not a key, nor
             what a callback watches, nor what is printed or drawn.

Methods, attributes and keys are guesses: they hold only where the file imports Keras or TensorFlow,
or uses their names, or imports nothing at all.

What limits it:

`on`         the object of `method`, `attribute` or `key` must be known to be this: "model",
             "layer", "layers" (of a model), "optimizer", "history" (what `fit` returns, or its
             `.history`), "logs" (of a callback), "callback". Give it wherever another library has
             the same method: scikit-learn has `predict_proba`, too.
`argument`   for `call` and `method`: a keyword (`"lr"`), a position (`0`), or a list of which one
             is there; "*" for any of them.
`value`      what that argument is: a string (`*` allowed), number or boolean, or a list of
             alternatives. An argument that is a list or tuple has it when one element has it. Texts
             that are put together are known as far as their parts are.
`but`        texts that the argument is not, as in `value`; it has to be a text whose end is known.
`value_type` what that argument is written as: "string", "list", "tuple", "dict", "number",
             "lambda", "name", "none".
`also`       another argument that the same call has, and its value.
`data`       what the value of that argument is (without `argument`: what the method is called on):
             "symbolic" (an input or output of a layer, outside `call`), "symbolic shape", "number
             of NumPy", "list", "list of text", "flat array" (of one dimension), "dictionary of
             dictionaries", "loss of layers" (a function that uses symbolic tensors which it is not
             given).
`positional` at least so many positional arguments are there.
`exclude`    full names that `call` or `name` does not mean although its pattern fits.
`assigned`   for `attribute`: true where it is set, false where it is read.
`package`    "keras" or "tensorflow.keras": only where the file uses this one. Needed where the two
             differ (`tf.keras.backend.mean` works, `keras.backend.mean` does not).
`aged`       true: only where something else in the file raises because it is old. For a silent
             change that a program written today cannot avoid, because the same words are right now.
`when`       another match table that must hold somewhere in the file.
`unless`     another match table that must hold nowhere in the file. In an article the file ends
             with the program: what comes later counts for neither.

`fix`: the safe rewrite
=======================

Only what means the same whatever the rest of the program does; leave it out otherwise, and the
doctor marks the line with a comment. Keys may be combined.

`names`      old full name = new full name; also the beginning of a name (a module).
`arguments`  old keyword = new keyword, "" to drop it.
`values`     old value = new value, for the argument or key that was matched, and for list elements.
`method`     the new name of the method that was matched.
`attribute`  the new name of the attribute that was matched.
`expression` what replaces the call, or the name that was matched. For a call it may have the
             fields `{function}` and `{arguments}` (as written), `{object}` (what the method was
             called on), `{0}`, `{1}` (positional arguments), `{epochs}` (by keyword). Where a call
             lacks an argument that is named, or has one that is neither named nor matched, the fix
             is not made.
`statement`  what replaces the whole statement, "" to delete it; same fields. Of an import of
             several names only the one that was matched is deleted. What makes a name stays while
             the name is used.
`imports`    imports that the new text needs: `["import numpy as np"]`.
`rewrite`    the name of a function in `keras_primer.old.doctor`, for the few that need more than a
             table (`input_layer`, `kernel_size`, …).

Other files here
================

`setups.toml` holds the preambles, name = code. `unimported.toml` holds the names that old posts use
without importing them, name = full name.
"""

import functools
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from keras_primer.environment import BACKENDS

HERE = Path(__file__).parent
KINDS = ("raises", "warns", "silent", "runs")
# The topics, as they come up when somebody runs an old program from its first line to its last.
ORDER = (
    *("environment", "imports", "gpu", "backend", "data_format", "datasets", "preprocessing"),
    *("layers", "functional", "compile", "metrics", "fit", "callbacks", "saving", "tutorials"),
)
SUBJECTS = ("name", "call", "method", "attribute", "key", "undefined", "syntax", "string")


class CatalogueError(ValueError):
    """A catalogue file does not have the form that this module describes."""


@dataclass(frozen=True)
class Text:
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Outcome:
    """What a snippet does: see `today` in the description of this module."""

    kind: str
    type: str = ""
    message: str = ""
    prints: str = ""

    @property
    def line(self) -> str:
        """What the terminal prints: the last lines of a traceback, or the warning."""
        if not self.message:
            return self.type
        return f"{self.type}{':' if self.type.startswith('WARNING:') else ': '}{self.message}"

    @property
    def one_line(self) -> str:
        """The same on one line: what a reader pastes, and what heads the entry on its page."""
        return " ".join(self.line.split())


@dataclass(frozen=True)
class Match:
    """How to recognise an idiom in code: see `match` in the description of this module."""

    name: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    attribute: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    syntax: tuple[str, ...] = ()
    string: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    argument: tuple[str | int, ...] = ()
    value: tuple[str | int | float | bool, ...] = ()
    value_type: str = ""
    but: tuple[str, ...] = ()
    also: dict[str, str | int | float | bool] = field(default_factory=dict, hash=False)
    data: tuple[str, ...] = ()
    positional: int = 0
    exclude: tuple[str, ...] = ()
    assigned: bool | None = None
    package: str = ""
    aged: bool = False
    when: "Match | None" = None
    unless: "Match | None" = None


@dataclass(frozen=True)
class Fix:
    """The safe rewrite of an idiom: see `fix` in the description of this module."""

    names: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    method: str = ""
    attribute: str = ""
    expression: str = ""
    statement: str | None = None
    imports: tuple[str, ...] = ()
    rewrite: str = ""


@dataclass(frozen=True)
class Entry:
    """One old idiom: see the description of this module.

    Attributes:
        topic: the id of the topic, which is the name of its file.
        today: what `old` does on the backends that have no outcome of their own.
        overrides: the outcomes of the backends that differ.
    """

    id: str
    topic: str
    title: Text
    old: str
    new: str
    why: Text
    today: Outcome
    overrides: dict[str, Outcome]
    setup: str = ""
    check: str = ""
    lesson: str = ""
    backends: tuple[str, ...] = BACKENDS
    fresh: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    runs_where: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    match: tuple[Match, ...] = ()
    fix: Fix | None = None

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return f"{page(self.topic)}/#{self.id}"

    def outcome(self, backend: str) -> Outcome:
        """What `old` does on this backend."""
        return self.overrides.get(backend, self.today)


@dataclass(frozen=True)
class Topic:
    """A file of the catalogue."""

    id: str
    title: Text
    entries: tuple[Entry, ...]


def page(topic: str) -> str:
    """Where the entries of a topic stand on the site."""
    return f"old/{topic.replace('_', '-')}"


@functools.cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of `ORDER`.

    Raises:
        CatalogueError: a file does not have the form that this module describes, or a topic has
            no place in the order.
    """
    files = {path.stem for path in HERE.glob("*.toml")} - {"setups", "unimported"}
    if files != set(ORDER):
        raise CatalogueError(f"files and ORDER differ: {', '.join(sorted(files ^ set(ORDER)))}")
    found = [_topic(topic, _read(HERE / f"{topic}.toml")) for topic in ORDER]
    seen = {}
    for topic in found:
        for entry in topic.entries:
            if entry.id in seen:
                raise CatalogueError(
                    f"{topic.id}.toml: the id {entry.id!r} is also in {seen[entry.id]}.toml"
                )
            seen[entry.id] = topic.id
    return tuple(found)


@functools.cache
def entries() -> dict[str, Entry]:
    """All entries by id.

    Raises:
        CatalogueError: a file does not have the form that this module describes.
    """
    return {entry.id: entry for topic in topics() for entry in topic.entries}


@functools.cache
def setups() -> dict[str, str]:
    """The preambles by name.

    Raises:
        CatalogueError: `setups.toml` does not have the form that this module describes.
    """
    return _read(HERE / "setups.toml")


@functools.cache
def unimported() -> dict[str, str]:
    """The names that old posts use without importing them, and their full names.

    Raises:
        CatalogueError: `unimported.toml` does not have the form that this module describes.
    """
    return _read(HERE / "unimported.toml")


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path.name}: {error}") from None


def _topic(topic: str, table: dict) -> Topic:
    unknown = table.keys() - {"topic", "entry"}
    if unknown or "topic" not in table:
        raise CatalogueError(f"{topic}.toml: needed are [topic] and [[entry]], nothing else")
    return Topic(
        topic,
        _text(table["topic"].get("title"), f"{topic}.toml: [topic] title"),
        tuple(_entry(topic, entry) for entry in table.get("entry", [])),
    )


def _entry(topic: str, table: dict) -> Entry:
    where = f"{topic}.toml: {table.get('id', 'an entry without id')}"
    missing = {"id", "title", "old", "new", "why", "today"} - table.keys()
    if missing:
        raise CatalogueError(f"{where}: {', '.join(sorted(missing))} is missing")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table["id"]):
        raise CatalogueError(f"{where}: an id is lower-case words joined by hyphens")
    today = dict(table["today"])
    overrides = {name: today.pop(name) for name in BACKENDS if name in today}
    values = dict(table)
    values.update(
        topic=topic,
        title=_text(table["title"], f"{where}: title"),
        why=_text(table["why"], f"{where}: why"),
        old=table["old"].strip("\n"),
        new=table["new"].strip("\n"),
        today=_outcome(today, f"{where}: today"),
        overrides={
            name: _outcome(other if "kind" in other else today | other, f"{where}: today.{name}")
            for name, other in overrides.items()
        },
    )
    matches = table.get("match", [])
    matches = [matches] if isinstance(matches, dict) else matches
    values["match"] = tuple(_match(match, f"{where}: match") for match in matches)
    if "fix" in table:
        values["fix"] = _make(Fix, table["fix"], f"{where}: fix")
    entry = _make(Entry, values, where)
    if not entry.old or not entry.new:
        raise CatalogueError(f"{where}: old or new is empty")
    if entry.setup and entry.setup not in setups():
        raise CatalogueError(f"{where}: there is no setup {entry.setup!r} in setups.toml")
    if set(entry.backends) - set(BACKENDS):
        raise CatalogueError(f"{where}: backends are {', '.join(BACKENDS)}")
    if entry.environment and not entry.fresh:
        raise CatalogueError(f"{where}: environment needs fresh = true")
    if entry.runs_where and (today["kind"] != "raises" or not entry.environment):
        raise CatalogueError(f"{where}: runs_where is for what raises with its environment")
    if entry.fix and not entry.match:
        raise CatalogueError(f"{where}: fix without match")
    if entry.match and entry.today.kind == "runs":
        raise CatalogueError(f"{where}: what runs is not reported, so it has no match")
    return entry


def _outcome(table: dict, where: str) -> Outcome:
    outcome = _make(Outcome, table, where)
    if outcome.kind not in KINDS:
        raise CatalogueError(f"{where}: kind is one of {', '.join(KINDS)}")
    if (outcome.kind in ("raises", "warns")) != bool(outcome.type):
        raise CatalogueError(f"{where}: type belongs to what raises or warns")
    if outcome.kind == "silent" and not outcome.prints:
        raise CatalogueError(f"{where}: a silent change shows itself in prints")
    return outcome


def _match(table: dict, where: str) -> Match:
    values = dict(table)
    for key in ("when", "unless"):
        if key in values:
            values[key] = _match(values[key], f"{where}.{key}")
    for key in (*SUBJECTS, "on", "argument", "value", "but", "data", "exclude"):
        if key in values and not isinstance(values[key], list):
            values[key] = [values[key]]
    match = _make(Match, values, where)
    if sum(bool(getattr(match, subject)) for subject in SUBJECTS) != 1:
        raise CatalogueError(f"{where}: exactly one of {', '.join(SUBJECTS)} says what is sought")
    if match.key and not match.on:
        raise CatalogueError(f"{where}: key needs on")
    if (match.value or match.value_type or match.but) and not (match.argument or match.key):
        raise CatalogueError(f"{where}: value, value_type and but need argument")
    return match


def _text(table: object, where: str) -> Text:
    text = _make(Text, table if isinstance(table, dict) else {}, where)
    if not text.zh.strip() or not text.en.strip():
        raise CatalogueError(f"{where}: zh or en is empty")
    return text


def _make(kind: type, table: dict, where: str):
    """An instance of a dataclass from a table, lists as tuples.

    Raises:
        CatalogueError: the table has a key that the dataclass does not have, or lacks one.
    """
    defaults = {item.name: item.default for item in fields(kind)}
    unknown = table.keys() - defaults.keys()
    if unknown:
        raise CatalogueError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    for key, value in table.items():
        if defaults[key] == () and not isinstance(value, (list, tuple)):
            raise CatalogueError(f"{where}: {key} is a list")
    try:
        return kind(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in table.items()
            }
        )
    except TypeError as error:
        raise CatalogueError(f"{where}: {error}") from None
