"""Promise 7: every old idiom does what the catalogue says, and its replacement works.

Run it once per backend, with KERAS_BACKEND set.
"""

import ast
import importlib
import os
import re
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest
from chinese import problems
from snippets import Job, Result, run, says

from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry, Text

BACKEND = os.environ.get("KERAS_BACKEND", "tensorflow")
ENTRIES = list(catalogue.entries().values())
HERE = [entry for entry in ENTRIES if BACKEND in entry.backends]

# JAX adds this below the message when the traceback went through its own code.
JAX_REMARK = re.compile(r"\n-{20}\nFor simplicity, JAX has removed .*\Z", re.DOTALL)


# oneDNN decides what can be convolved, and how numbers with a fraction are rounded.
FEELS_ONEDNN = re.compile(r"Conv|Pool|channels|RNN|GRU|LSTM|applications|\d\.\d")


def each(entries: list[Entry]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", map(alone, entries))


def alone(entry: Entry):
    """An entry as a parameter, marked if one setting of oneDNN is enough for it."""
    code = entry.old + entry.new + entry.check + catalogue.setups().get(entry.setup, "")
    marks = () if FEELS_ONEDNN.search(code) else (pytest.mark.either_onednn,)
    return pytest.param(entry, id=entry.id, marks=marks)


def job_old(entry: Entry) -> Job:
    return Job(
        catalogue.setups()[entry.setup] if entry.setup else "",
        entry.old,
        without=list(entry.without),
        environment=dict(entry.environment) if entry.fresh else None,
    )


def job_runs(entry: Entry) -> Job:
    return replace(job_old(entry), environment=dict(entry.runs_where))


def job_new(entry: Entry) -> Job:
    runs = entry.outcome(BACKEND).kind != "raises"
    return Job(
        catalogue.setups()[entry.setup] if entry.setup else "",
        entry.new,
        old=entry.old if runs and "old." in entry.check else "",
        check=entry.check,
        environment={} if entry.fresh and "environ" in entry.new else None,
    )


JOBS = {
    "test_old_snippet": job_old,
    "test_old_snippet_runs_where_the_entry_says": job_runs,
    "test_new_snippet": job_new,
}


@pytest.fixture(scope="module")
def results(request):
    """The results of all snippets of this session, which run side by side."""
    items = [item for item in request.session.items if item.originalname in JOBS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {
            item.name: pool.submit(run, JOBS[item.originalname](item.callspec.params["entry"]))
            for item in items
        }


@pytest.fixture
def result(request, results: dict[str, Future]) -> Result:
    result = results[request.node.name].result()
    assert not result.problem, result.problem
    return result


@pytest.mark.every_backend
@each(HERE)
def test_old_snippet(entry, result):
    today = entry.outcome(BACKEND)
    if today.kind == "raises":
        whole, bare = result.traceback, JAX_REMARK.sub("", result.traceback)
        assert any(says(today.line, text, at_end=True) for text in (whole, bare)), whole or "it ran"
        return
    assert not result.traceback
    if today.kind == "warns":
        assert says(today.line, result.err), result.err
    else:
        assert "Warning: " not in result.err
        assert "WARNING:absl" not in result.err
    if today.prints:
        assert says(today.prints, result.out, at_end=True), result.out


@each([entry for entry in HERE if entry.runs_where])
def test_old_snippet_runs_where_the_entry_says(entry, result):
    assert not result.traceback


@pytest.mark.every_backend
@each(HERE)
def test_new_snippet(entry, result):
    assert not result.traceback
    assert "Warning: " not in result.err
    assert "WARNING:absl" not in result.err


@each(ENTRIES)
def test_entry_is_whole(entry):
    for code in (entry.new, entry.check):
        ast.parse(code)
    for text in (entry.title, entry.why):
        assert_native(text)
    assert not entry.title.zh.endswith("。")
    assert not entry.title.en.endswith(".")
    assert entry.why.zh.endswith(("。", "？"))
    assert entry.why.en.endswith((".", "?"))
    assert 1 <= len(re.findall(r"[。？；]", entry.why.zh)) <= 4, "one to three sentences"


def assert_native(text: Text) -> None:
    """Chinese is Chinese, with its typography and terms; English has none of it."""
    assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text.en)
    assert not problems(text.zh)


def test_every_setup_is_used():
    assert set(catalogue.setups()) == {entry.setup for entry in ENTRIES if entry.setup}


def exists(name: str) -> bool:
    """Whether a full name, such as `keras.ops.mean`, is a module or something in one."""
    module, attributes = name, []
    while True:
        try:
            found = importlib.import_module(module)
        except ImportError:
            module, _, last = module.rpartition(".")
            attributes.insert(0, last)
            continue
        for attribute in attributes:
            found = getattr(found, attribute, None)
        return found is not None


# Names that exist and raise when they are used: these functions of tf.keras cannot deal with
# variables of Keras 3, those classes cannot be made.
STILL_THERE = {
    "keras.optimizers.legacy",
    "tensorflow.keras.backend.set_value",
    "tensorflow.keras.backend.batch_set_value",
}


def test_all_names_are_gone_and_what_replaces_them_exists():
    """Those too that the snippet of an entry does not use."""
    gone = {
        name.replace("keras", match.package or "keras", 1)
        for entry in ENTRIES
        if entry.today.kind == "raises"
        for match in entry.match
        for name in match.name
        if name.startswith("keras.") and "*" not in name
    } - STILL_THERE
    new = {name for entry in ENTRIES if entry.fix for name in entry.fix.names.values()}
    assert not [name for name in gone if exists(name)]
    assert not [name for name in new if name.startswith("keras.") and not exists(name)]
    assert len(gone) > 100 < len(new)


BROKEN = {
    "no id": ('id = "layers-core"', 'ident = "a"', "an entry without id: id is missing"),
    "twice": ('id = "layers-core"', 'id = "conv2d-rows-columns"', "is also in imports.toml"),
    "kind": ('kind = "raises"', 'kind = "falls"', "kind is one of raises"),
    "no Chinese": ('title = { zh = "', 'title = { zh = "", no = "', "unknown key no"),
    "no TOML": ("[topic]", "[topic", "imports.toml: "),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_broken_file_is_named(case, tmp_path, monkeypatch):
    before, after, words = case
    folder = shutil.copytree(catalogue.HERE, tmp_path / "catalogue")
    path = folder / "imports.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(catalogue, "HERE", folder)
    with pytest.raises(catalogue.CatalogueError, match=words):
        catalogue.topics.__wrapped__()
