"""The doctor finds what is old, mends what is safe, and leaves right code alone.

The cases are files, one each: what is `right` comes back as it was, what is `mended` becomes the
copy beside it, NAME.keras3.py, and what is `unsafe` is only marked. `tutorials` have a bit of all.
"""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from doctoring import fixed, found, script, whole
from snippets import Job, run

from keras_primer.errors import InputError
from keras_primer.old import catalogue, doctor
from keras_primer.old.doctor import rewrite, source, today
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.search import Search

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
ENTRIES = list(catalogue.entries().values())
SOUGHT = [entry for entry in ENTRIES if entry.match]
MENDED = [entry for entry in SOUGHT if entry.fix]


def cases(folder: str) -> dict[str, str]:
    """The files of a folder, without the copies beside them, by name."""
    paths = sorted(path for path in (HERE / folder).glob("*.py") if "." not in path.stem)
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


RIGHT, SAFE, UNSAFE, TUTORIALS = map(cases, ("right", "mended", "unsafe", "tutorials"))
# Shown on the page about the doctor.
EXAMPLE = (ROOT / "examples" / "old" / "old_mnist.py").read_text(encoding="utf-8")
OLD_CODE = {entry.id: whole(entry) for entry in SOUGHT} | SAFE | UNSAFE | TUTORIALS


# What is old in each tutorial, by line.
DEFECTS = {
    "tutorial_0": {
        2: {"tensorflow-backend-module"},
        4: {"tf-config-proto"},
        5: {"allow-growth"},
        6: {"set-session", "tf-session"},
        13: {"input-shape"},
        14: {"undefined-input-shape"},
        18: {"undefined-input-shape"},
        24: {"history-acc"},
        29: {"predict-classes"},
        30: {"missing-import"},
    },
    "tutorial_1": {
        10: {"mnist-path"},
        12: {"input-shape"},
        13: {"input-shape"},
        15: {"optimizer-lr", "optimizer-decay"},
        25: {"save-h5"},
        32: {"checkpoint-h5"},
    },
    "tutorial_2": {
        4: {"layers-core"},
        13: {"input-shape"},
        19: {"optimizer-lr", "optimizer-decay"},
    },
    "tutorial_3": {7: {"input-shape"}},
    "tutorial_4": {
        4: {"backend-mean"},
        6: {"missing-import"},
        7: {"missing-import", "input-dim"},
        8: {"typo-sigmod"},
        20: {"missing-import", "typo-np-ramdom"},
        22: {"input-dim"},
        23: {"missing-import"},
        25: {"optimizer-lr", "optimizer-decay"},
        31: {"typo-kreas"},
        35: {"input-shape"},
        36: {"typo-max-pooling"},
        37: {"missing-import"},
        39: {"optimizer-lr"},
    },
}
# What the tutorials leave to the reader, and MNIST without network.
DATA = """
import keras as _keras
import numpy as _numpy

_images = _numpy.zeros((60, 28, 28), "uint8")
_labels = _numpy.arange(60, dtype="uint8") % 10
_load = lambda path="mnist.npz": ((_images, _labels), (_images, _labels))
import tensorflow as _tensorflow
_keras.datasets.mnist.load_data = _tensorflow.keras.datasets.mnist.load_data = _load

input_shape, n_classes, model_path = (28, 28, 1), 10, "model.keras"
X_train = X_test = _images[..., None] / 255
Y_train = Y_test = _keras.utils.to_categorical(_labels)
y_test = _labels
import builtins as _builtins
_builtins.input = lambda prompt="": "model.keras"
"""


def each(entries):
    return pytest.mark.parametrize("entry", entries, ids=[entry.id for entry in entries])


# The catalogue


@each(SOUGHT)
def test_finds_the_idiom_in_its_old_snippet(entry):
    before = whole(entry).count("\n") - entry.old.count("\n") - 1
    code = whole(entry)
    if any(match.aged for match in entry.match):
        assert entry.id not in set().union(*found(code).values()), "new code says that, too"
        code += "import keras.layers.core\n"
    ids = [ids for line, ids in found(code).items() if line > before]
    assert entry.id in set().union(*ids)


@each(ENTRIES)
def test_new_snippet_is_right_and_unchanged(entry):
    code = whole(replace(entry, old=entry.new))
    assert not found(code)
    assert fixed(code) == code


def test_rewrites_exist():
    assert {entry.fix.rewrite for entry in MENDED if entry.fix.rewrite} == set(rewrite.REWRITES)


# What was overlooked, and where.
OLD = {
    "import keras.backend.tensorflow_backend as KTF": "tensorflow-backend-import",
    "from keras.models import Graph": "models-graph",
    "from keras.regularizers import WeightRegularizer": "regularizers-keras1",
    "import keras; keras.layers.InputLayer(input_shape=(3,))": "input-layer-input-shape",
    "import keras; layer.get_output_shape_for(shape)": "get-output-shape-for",
    "import keras; model.layers.pop()": "layers-pop",
    "import keras; [layer.output_shape for layer in model.layers]": "layer-output-shape",
    "import keras; net = build(); net.fit(x, y, nb_epoch=3)": "fit-nb-epoch",
    "import keras; net = build(); net.fit(x, y, show_accuracy=True)": "fit-show-accuracy",
    "import keras; net.compile(class_mode='binary')": "compile-class-mode",
    "import keras; net.fit(samples_per_epoch=3)": "fit-generator-samples-per-epoch",
    "import keras; net.fit(max_q_size=3)": "fit-max-q-size",
    "import keras; plt.plot(history.history['acc'], label='acc')": "history-acc",
    "model.fit(x, y, nb_epoch=3)": "fit-nb-epoch",
    "import numpy as np; m = Sequential(); m.fit(x, y, nb_epoch=3)": "fit-nb-epoch",
}


@pytest.mark.parametrize("code", OLD)
def test_what_is_old_is_found(code):
    assert OLD[code] in set().union(*found(code).values())


def test_message_has_the_name_that_is_missing():
    (report,) = doctor.examine(script("x = np.zeros(3)"))
    assert report.today == "NameError: name 'np' is not defined"
    assert report.mended == "import numpy as np"


# The cases


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_left_alone(name):
    assert not found(RIGHT[name])
    assert fixed(RIGHT[name]) == RIGHT[name]


@pytest.mark.parametrize("name", SAFE)
def test_what_is_safe_is_mended(name):
    copy = (HERE / "mended" / f"{name}.keras3.py").read_text(encoding="utf-8")
    assert fixed(SAFE[name]) == copy != SAFE[name]
    ast.parse(copy)


def test_every_copy_belongs_to_a_case():
    assert len(list((HERE / "mended").iterdir())) == 2 * len(SAFE)


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_not_safe_is_only_marked(name):
    new = fixed(UNSAFE[name])
    assert new != UNSAFE[name]
    assert re.sub(r"^ *# Keras 3: .*\n", "", new, flags=re.MULTILINE) == UNSAFE[name]


def test_what_is_not_safe_is_marked_once():
    code = "import tensorflow as tf\n\nif True:\n    session = tf.Session()\n"
    new = fixed(code)
    assert new == code.replace(
        "    session", "    # Keras 3: tf.Session (old/gpu/#tf-session)\n    session"
    )
    assert fixed(new) == new


@pytest.mark.parametrize("name", TUTORIALS)
def test_tutorial_every_defect_is_reported(name):
    assert found(TUTORIALS[name]) == DEFECTS[name]


@pytest.mark.parametrize("name", TUTORIALS)
def test_tutorial_keeps_its_comments_and_layout(name):
    old, new = TUTORIALS[name], fixed(TUTORIALS[name])
    lines = iter(new.split("\n"))
    for number, line in enumerate(old.split("\n"), 1):
        assert number in DEFECTS[name] or line in lines, line
    comments = re.findall(r"#.*", new)
    assert re.findall(r"#.*", old) == [text for text in comments if "# Keras 3: " not in text]


@pytest.mark.parametrize("name", OLD_CODE)
def test_mended_twice_is_mended_once(name):
    once = fixed(OLD_CODE[name])
    assert fixed(once) == once


# What is mended runs

# Many an old snippet, mended, is the new one of an entry, which test_catalogue.py runs.
NEW = [whole(replace(entry, old=entry.new)) for entry in MENDED if "tensorflow" in entry.backends]
FIXED = {entry.id: fixed(whole(entry)) for entry in MENDED}
FIXED = {name: code for name, code in FIXED.items() if code.strip() not in map(str.strip, NEW)}
FIXED |= {name: fixed(code) for name, code in TUTORIALS.items()} | {"old_mnist": fixed(EXAMPLE)}


@pytest.fixture(scope="module")
def results(request):
    """What comes of all that this session runs, side by side."""
    items = [item for item in request.session.items if item.module is request.module]
    names = [item.callspec.params["name"] for item in items if "results" in item.fixturenames]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(run, Job(DATA, FIXED[name])) for name in names}


@pytest.mark.parametrize("name", FIXED)
def test_mended_code_runs(name, results):
    """It does, unless it needs the network, and warns only of what the doctor still reports."""
    result = results[name].result()
    assert not result.problem, result.problem
    failed = result.traceback and "URL fetch failure" not in result.traceback
    warned = "Warning: " in result.err or "WARNING:absl" in result.err
    if failed or warned:
        left = set().union(*found(FIXED[name]).values()) - {name}
        kinds = {catalogue.entries()[name].today.kind for name in left}
        assert not failed, result.traceback
        # Whether it is a generator or a Sequence is not known: `shuffle=False` is not added.
        remark = "ignored since the data `x` was provided as a generator" in result.err
        assert not warned or "warns" in kinds or remark, result.err


def test_script_of_the_doctor_page_has_no_mark_left():
    assert not found(fixed(EXAMPLE))


# Code by other hands

RECIPES = ROOT / "src" / "keras_primer" / "recipes"
KERAS = Path(importlib.util.find_spec("keras").origin).parent / "src"


@pytest.mark.parametrize(
    "folder", [RECIPES, KERAS / "callbacks", KERAS / "datasets"], ids=lambda folder: folder.name
)
def test_right_code_comes_back_unchanged(folder):
    modules = sorted(folder.rglob("*.py"))
    assert modules
    for path in modules:
        # Whatever is found would be changed, or marked with a comment.
        assert doctor.migrate(source.read_file(path), "en") == path.read_bytes(), path


def test_examples_in_docstrings_of_keras():
    """Those of the layers: fragments without imports, and here and there an `input_shape`."""
    blocks, ids = 0, set()
    for path in sorted((KERAS / "layers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            article = ast.get_docstring(node) or ""
            if "```" not in article:
                continue
            try:
                old = source.read(article.encode(), path.name, ".md")
            except InputError:
                continue  # none of its examples can be parsed
            blocks += sum(len(program) for program in old.programs)
            ids |= {report.entry.id for report in doctor.examine(old)}
    assert blocks > 40
    assert ids <= {"missing-import", "input-shape", "input-shape-not-a-tuple"}


# What is told


def test_report_has_whole_statements():
    """Whoever pastes it loses no line."""
    code = (
        "import keras\nmodel.compile(loss='mse',\n"
        "              optimizer=keras.optimizers.SGD(lr=0.1),\n"
        "              metrics='mae')  # note\n"
        "from keras.layers.core import (\n    Dense,\n    Flatten)\n"
    )
    new = code.replace("lr", "learning_rate").replace("'mae'", "['mae']").replace(".core", "")
    reports = doctor.examine(script(code))
    assert [(report.line, report.entry.id) for report in reports] == [
        (2, "metrics-string"),
        (3, "optimizer-lr"),
        (5, "layers-core"),
    ]
    lines = new.splitlines()
    compiled, imported = "\n".join(lines[1:4]), "\n".join(lines[4:])
    assert [report.mended for report in reports] == [compiled, compiled, imported]


ARTICLE = (
    "```python\nimport keras\nmodel = keras.Sequential()\n```\n"
    "```python\nmodel.add(Dense(3, input_dim=2))\nmodel.fit(x, nb_epoch=np.int(3))\n```\n"
)


@pytest.mark.parametrize("name", OLD_CODE)
def test_copy_has_what_the_report_suggests(name):
    assert_told(script(OLD_CODE[name]))


def test_copy_of_an_article_has_what_the_report_suggests():
    assert_told(source.read(ARTICLE.encode(), "post", ".md"))


def assert_told(old: source.Source) -> None:
    """Every suggestion stands in the copy, line by line; all else that was found is marked."""
    copy = doctor.migrate(old, "en").decode().split("\n")
    for report in doctor.examine(old):
        lines = iter(line.strip() for line in copy)
        if report.mended is None:
            assert any(f"#{report.entry.id})" in line for line in lines), report
        else:
            assert all(line.strip() in lines for line in report.mended.split("\n")), report


@pytest.mark.parametrize("name", OLD_CODE)
def test_mend_names_nothing_that_is_gone(name):
    """What is gone in the copy was gone before, and is marked there."""
    before, after = (gone_in(code) for code in (OLD_CODE[name], fixed(OLD_CODE[name])))
    assert after <= before


def gone_in(code: str) -> set[str]:
    search = Search(Program(source.read(code.encode(), "a", ".py").blocks[0].code))
    return {name for _, spelled, _ in search.used if (name := today.missing(spelled))}


def test_nothing_but_python_is_needed():
    """It runs in the browser, too, where nothing is installed."""
    code = (
        "import sys; before = set(sys.modules); from keras_primer.old import doctor\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(new - set(sys.stdlib_module_names))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "{'keras_primer'}\n"
