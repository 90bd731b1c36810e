"""The doctor finds what is old, mends what is safe, and leaves right code alone."""

import ast
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from snippets import Job, Result, run

from keras_primer.errors import InputError
from keras_primer.old import catalogue, doctor
from keras_primer.old.doctor import rewrite, source, today
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.search import Search

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "old" / "old_mnist.py"  # shown on the page about the doctor
RECIPES = HERE.parent / "src" / "keras_primer" / "recipes"
ENTRIES = list(catalogue.entries().values())
SOUGHT = [entry for entry in ENTRIES if entry.match]
MENDED = [entry for entry in SOUGHT if entry.fix]

# What is old in each tutorial, by line.
DEFECTS = {
    0: {
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
    1: {
        10: {"mnist-path"},
        12: {"input-shape"},
        13: {"input-shape"},
        15: {"optimizer-lr", "optimizer-decay"},
        25: {"save-h5"},
        32: {"checkpoint-h5"},
    },
    2: {4: {"layers-core"}, 13: {"input-shape"}, 19: {"optimizer-lr", "optimizer-decay"}},
    3: {7: {"input-shape"}},
    4: {
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
import keras._tf_keras.keras.datasets.mnist as _mnist
_keras.datasets.mnist.load_data = _mnist.load_data = _load

input_shape, n_classes, model_path = (28, 28, 1), 10, "model.keras"
X_train = X_test = _images[..., None] / 255
Y_train = Y_test = _keras.utils.to_categorical(_labels)
y_test = _labels
import builtins as _builtins
_builtins.input = lambda prompt="": "model.keras"
"""


def script(code: str) -> source.Source:
    return source.read(code.encode(), "old.py", ".py")


def found(code: str) -> dict[int, set[str]]:
    """The ids that the doctor reports, by line."""
    lines: dict[int, set[str]] = {}
    for report in doctor.examine(script(code)):
        lines.setdefault(report.line, set()).add(report.entry.id)
    return lines


def fixed(code: str) -> str:
    return doctor.migrate(script(code), "en").decode()


def setup(entry: catalogue.Entry) -> str:
    return catalogue.setups()[entry.setup] if entry.setup else ""


def each(entries):
    return pytest.mark.parametrize("entry", entries, ids=[entry.id for entry in entries])


@each(SOUGHT)
def test_finds_the_idiom_in_its_old_snippet(entry):
    before = setup(entry).count("\n")
    code = setup(entry) + entry.old + "\n"
    if any(match.aged for match in entry.match):
        assert entry.id not in set().union(*found(code).values()), "new code says that, too"
        code += "import keras.layers.core\n"
    ids = [ids for line, ids in found(code).items() if line > before]
    assert entry.id in set().union(*ids)


@each(ENTRIES)
def test_new_snippet_is_right_and_unchanged(entry):
    code = setup(entry) + entry.new + "\n"
    assert not found(code)
    assert fixed(code) == code


def test_rewrites_exist():
    assert {entry.fix.rewrite for entry in MENDED if entry.fix.rewrite} == set(rewrite.REWRITES)


@pytest.fixture(scope="module")
def runs(request):
    """The mended code of all selected tests, run side by side."""
    items = [item for item in request.session.items if "mended" in item.fixturenames]
    jobs = [(item.name, job_of(item)) for item in items]
    # Many an old snippet, mended, is the new one, which test_old_code.py runs.
    known = {setup(entry) + entry.new.strip() for entry in MENDED if "tensorflow" in entry.backends}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(run, job) for name, job in jobs if job.code.strip() not in known}


def job_of(item) -> Job:
    if "callspec" not in vars(item):
        return Job(DATA, fixed(EXAMPLE.read_text(encoding="utf-8")))
    if "number" in item.callspec.params:
        old = tutorial(item.callspec.params["number"])
        return Job(DATA, fixed(old))
    entry = item.callspec.params["entry"]
    return Job(DATA, fixed(setup(entry) + entry.old))


@pytest.fixture
def mended(request, runs):
    result = runs[request.node.name].result() if request.node.name in runs else Result()
    assert not result.problem, result.problem
    return result


@each(MENDED)
def test_mended_snippet_runs(entry, mended):
    """It does, unless it needs the network, and warns only of what the doctor still reports."""
    failed = mended.traceback and "URL fetch failure" not in mended.traceback
    warned = "Warning: " in mended.err or "WARNING:absl" in mended.err
    if failed or warned:
        left = set().union(*found(fixed(setup(entry) + entry.old)).values())
        kinds = {catalogue.entries()[name].today.kind for name in left - {entry.id}}
        assert not failed, mended.traceback
        # Whether it is a generator or a Sequence is not known: `shuffle=False` is not added.
        remark = "ignored since the data `x` was provided as a generator" in mended.err
        assert not warned or "warns" in kinds or remark, mended.err


def test_script_of_the_doctor_page_runs_when_mended(mended):
    """Migrated without a mark left, it runs without an error or a warning, as the page says."""
    assert not found(fixed(EXAMPLE.read_text(encoding="utf-8")))
    assert not mended.traceback
    assert "Warning" not in mended.err


def tutorial(number: int) -> str:
    return (HERE / "old_code" / f"tutorial_{number}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", DEFECTS)
def test_tutorial_every_defect_is_reported(number):
    assert found(tutorial(number)) == DEFECTS[number]


@pytest.mark.parametrize("number", DEFECTS)
def test_tutorial_runs_when_mended(number, mended):
    assert not mended.traceback
    assert "UserWarning" not in mended.err


@pytest.mark.parametrize("number", DEFECTS)
def test_tutorial_keeps_its_comments_and_layout(number):
    old, new = tutorial(number), fixed(tutorial(number))
    lines = iter(new.split("\n"))
    for number_, line in enumerate(old.split("\n"), 1):
        assert number_ in DEFECTS[number] or line in lines, line
    comments = re.findall(r"#.*", new)
    assert re.findall(r"#.*", old) == [text for text in comments if "# Keras 3: " not in text]


# Code for Keras 3 by other hands: Keras itself.
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


def test_what_is_not_safe_is_marked_once():
    code = "import tensorflow as tf\n\nif True:\n    session = tf.Session()\n"
    new = fixed(code)
    assert new == code.replace(
        "    session", "    # Keras 3: tf.Session (old/gpu/#tf-session)\n    session"
    )
    assert fixed(new) == new


def test_mended_twice_is_mended_once():
    for number in DEFECTS:
        once = fixed(tutorial(number))
        assert fixed(once) == once


def test_names_are_followed():
    assert found("from keras import optimizers as o\no.SGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("import tensorflow as tf\ntf.keras.optimizers.SGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("import keras\no = keras.optimizers\no.SGD(lr=1)") == {3: {"optimizer-lr"}}
    assert found("from keras.optimizers import *\nSGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("from keras.layers.core import *\nDense(1, input_dim=2)(x)")[2] == {"input-dim"}
    assert "optimizer-lr" in found("SGD(lr=1)")[1], "a fragment without imports"


def test_names_of_others_are_left_alone():
    assert not found("from torch.optim import SGD\nSGD(lr=1)")
    assert not found("class SGD:\n    pass\n\n\nSGD(lr=1)")
    assert not found("def f(SGD):\n    return SGD(lr=1)")
    assert not found("from sklearn.svm import SVC\nSVC().fit(x, y).predict_proba(x)")
    assert not found("import pandas\ntable = pandas.read_csv('log')\ntable['acc']")


def test_message_has_the_name_that_is_missing():
    (report,) = doctor.examine(script("x = np.zeros(3)"))
    assert report.today == "NameError: name 'np' is not defined"
    assert report.mended == "import numpy as np"


def test_import_of_another_name_is_not_covered():
    """A rewrite that needs `keras` must not be made where `keras` is something else."""
    code = "keras = 1\nfrom tensorflow.keras.layers import Dense\nDense(3, input_shape=(2,))\n"
    assert "keras.Input" not in fixed(code)


def test_generators_are_handed_to_fit():
    """Only by name: the second argument of `fit` is not that of `fit_generator`."""
    model = "import keras\nmodel = keras.Sequential()\n"
    assert fixed(
        model + "model.fit_generator(generator=rows, steps_per_epoch=5, workers=2)\n"
    ).endswith("model.fit(x=rows, steps_per_epoch=5)\n")
    assert fixed(model + "model.evaluate_generator(rows, steps=5)\n").endswith(
        "model.evaluate(rows, steps=5)\n"
    )
    assert "model.predict_generator(rows, 5)" in fixed(model + "model.predict_generator(rows, 5)\n")


# Right, or of another library: reported is nothing, and nothing changes.
RIGHT = {
    "a net of torch": "import torch\nself.history['acc'].append(1)\nself.optimizer.lr *= 0.9\n",
    "a table of statistics": "import statsmodels.api as sm\nres = sm.OLS(y, x).fit()\nres['acc']\n",
    "a method of one's own": "import keras\nclass Net:\n    def predict_classes(self, x):\n"
    "        return x\nNet().predict_classes(1)\n",
    "a training of one's own": "import keras\nclass Net:\n    def fit(self, x):\n"
    "        return {'val_acc': [1]}\nlog = Net().fit(1)\nprint(log['val_acc'])\n",
    "an object that nobody knows": "import yaml\nagent.save('x.h5')\nBox().to_yaml()\n"
    "G().add_weight('a', 1)\n",
    "a history of one's own": "import keras\nclass Agent:\n    def __init__(self, optimizer):\n"
    "        self.history, self.n = {}, 0\n        self.optimizer = optimizer\n"
    "    def rate(self):\n        return self.history['acc'], self.optimizer.lr\n",
    "a metric called acc": "import keras\nkeras.metrics.BinaryAccuracy('acc')\n"
    "keras.callbacks.EarlyStopping(monitor='val_acc')\nprint(history.history['acc'])\n",
    "metrics by name": "import keras\nMETRICS = ['acc']\nmodel.compile('sgd', 'mse', METRICS)\n"
    "print(history.history['val_acc'])\n",
    "metrics of an output": "import keras\nmodel.compile(metrics={'out': ['acc']})\n"
    "keras.callbacks.ModelCheckpoint('{val_acc:.2f}.keras')\nhistory.history['acc']\n",
    "metrics in a list": "import keras\nmodel.compile('sgd', 'mse', None, [['acc']])\n"
    "class Log(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs):\n"
    "        print(logs['acc'])\n",
    "a metric that is a function": "import keras\ndef acc(y, p):\n    return y\n"
    "model.compile(metrics=[acc])\nhistory.history['acc']\n",
    "a rate in the logs": "import keras\nclass Log(keras.callbacks.Callback):\n"
    "    def on_epoch_end(self, epoch, logs):\n        logs['lr'] = 0.1\n"
    "history = model.fit(x, y, callbacks=[Log()])\nhistory.history['lr']\n",
    "a rate put into the logs": "import keras\nclass Log(keras.callbacks.Callback):\n"
    "    def on_epoch_end(self, epoch, logs):\n        logs.update({'lr': 0.1})\n"
    "history = model.fit(x, y, callbacks=[Log()])\nhistory.history['lr']\n",
    "match": "match x:\n    case {'a': plt, **K}:\n        print(plt, K)\n    case [*np]:\n"
    "        print(np)\n    case tf:\n        print(tf)\n",
    "all of torch": "from torch.optim import *\nSGD([], lr=0.1)\n",
    "all of a neighbour": "from keras.optimizers import *\nfrom .rates import *\nSGD(lr=0.1)\n",
    "a neighbour called keras": "from .keras.optimizers import SGD\nSGD(lr=0.1)\n",
    "what new code says, too": "import keras\nfrom keras import layers\n"
    "layers.Dense(3, activation='hard_sigmoid')\nlayers.Conv2D(3, 3)\n"
    "layers.BatchNormalization(axis=1)\nlayers.Conv2DTranspose(3, 3, 3)\n"
    "model = keras.Sequential()\nmodel.compile(optimizer='adadelta')\nmodel.metrics_names\n",
    "names of inputs": "import keras\nclass Net(keras.Model):\n    def __init__(self):\n"
    "        super().__init__()\n        self.input_names = ['a']\n"
    "    def call(self, x):\n        return x[self.input_names[0]]\n",
    "a program of TensorFlow 1": "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
    "with tf.Session() as session, tf.get_default_graph().as_default():\n"
    "    tf.train.AdamOptimizer().minimize(loss)\n",
}
# What is mended, and how.
CHANGES = {
    "an import above a decorator": (
        "@np.vectorize\ndef f(x):\n    return x\n",
        "import numpy as np\n@np.vectorize\ndef f(x):\n    return x\n",
    ),
    "a body of nothing but sessions": (
        "import tensorflow as tf\nimport keras.backend as K\ndef f():\n"
        "    config = tf.ConfigProto()\n    K.set_session(tf.Session(config=config))\nf()\n",
        "import tensorflow as tf\nimport keras.backend as K\ndef f():\n    pass\nf()\n",
    ),
    "an import that is no longer used": (
        "import keras\nfrom keras.layers import Dense, merge\n"
        "x = merge([a, merge([b, c], mode='mul')], mode='dot', dot_axes=1)\n",
        "import keras\nfrom keras.layers import Dense\n"
        "x = keras.layers.dot([a, keras.layers.multiply([b, c])], axes=1)\n",
    ),
    "an import behind the choice of a backend": (
        "import os\nos.environ['KERAS_BACKEND'] = 'jax'\nfrom keras.layers import Dense\n"
        "Dense(3, init=keras.initializers.Zeros())(x)\n",
        "import os\nos.environ['KERAS_BACKEND'] = 'jax'\nimport keras\n"
        "from keras.layers import Dense\n"
        "Dense(3, kernel_initializer=keras.initializers.Zeros())(x)\n",
    ),
    "a model that is made in the loop": (
        "import keras\nfor n in sizes:\n    m = keras.Sequential()\n"
        "    m.add(keras.layers.Dense(n, input_dim=2))\n",
        "import keras\nfor n in sizes:\n    m = keras.Sequential()\n"
        "    m.add(keras.Input(shape=(2,)))\n    m.add(keras.layers.Dense(n))\n",
    ),
    "rows and columns of Keras 1": (
        "from keras.layers import Conv2D\nConv2D(32, k, k, border_mode='same')\n",
        "from keras.layers import Conv2D\nConv2D(32, (k, k), padding='same')\n",
    ),
    "a type": (
        "import numpy as np\nisinstance(x, np.float)\n",
        "import numpy as np\nisinstance(x, float)\n",
    ),
    "a name whose call is the same": (
        "from sklearn.cross_validation import train_test_split, StratifiedKFold\n",
        "from sklearn.model_selection import train_test_split\n"
        "from sklearn.cross_validation import StratifiedKFold\n",
    ),
    "the backend of TensorFlow": (
        "from keras.backend import tensorflow_backend as K\nK.square(x)\n",
        "import keras\nfrom keras import backend as K\nkeras.ops.square(x)\n",
    ),
    "keywords of the backend that stay": (
        "import keras\nfrom keras import backend as K\nK.sum(x, axis=1, keepdims=True)\n",
        "import keras\nfrom keras import backend as K\nkeras.ops.sum(x, axis=1, keepdims=True)\n",
    ),
    "one unit of yes or no": (
        "import keras\nm.add(keras.layers.Dense(units=1))\nm.compile(loss='binary_crossentropy')\n"
        "m.predict_classes(x)\n",
        "import keras\nm.add(keras.layers.Dense(units=1))\nm.compile(loss='binary_crossentropy')\n"
        '(m.predict(x) > 0.5).astype("int32")\n',
    ),
}
# What is old, and is better left to a person.
UNSAFE = {
    "no new name": "from keras.engine.topology import get_source_inputs\n",
    "no new names": "from keras.backend import batch_get_value, x\n",
    "no such layers": "from keras.layers.experimental import X\n"
    "from keras.layers.merge import _Merge\n",
    "one line with the docstring": '"doc"; np.zeros(3)\nx = 1\n',
    "one line with the future": "from __future__ import print_function; print(np.zeros(3))\n",
    "a name that is still used": "import keras\nfrom keras.layers import merge\n"
    "merge([a, b], mode='cos')\n",
    "a failure that is expected": "try:\n    from keras.layers import merge\n"
    "except ImportError:\n    from keras.layers import add as merge\n",
    "a session that is handed on": "import tensorflow as tf\ndef f():\n"
    "    config = tf.ConfigProto()\n    return config\n",
    "a part of memory": "import tensorflow as tf\nconfig = tf.ConfigProto()\n"
    "config.gpu_options.per_process_gpu_memory_fraction = 0.3\n",
    "a call within a call": "import tensorflow as tf\ntrain(config=tf.ConfigProto())\n",
    "an argument that would be lost": "import keras\n"
    "keras.layers.merge([a, b], mode='concat', concat_axis=1)\n"
    "keras.utils.print_summary(model, line_length=100)\n",
    "an input in a loop": "import keras\nfor i in (1, 2):\n"
    "    m.add(keras.layers.Dense(3, input_dim=2))\n",
    "an input on the line of a condition": "import keras\n"
    "if a: m.add(keras.layers.Dense(3, input_dim=2))\n",
    "the length of a sequence": "import keras\n"
    "m.add(keras.layers.Conv1D(3, 3, input_dim=2, input_length=5))\n",
    "an unknown length": "import keras\nm.add(keras.layers.LSTM(3, input_dim=2))\n",
    "the size of a batch": "import keras\n"
    "m.add(keras.layers.Dense(3, batch_size=4, input_shape=(2,)))\n",
    "a rate that is set later": "import keras\n"
    "rate = keras.optimizers.SGD(learning_rate=0.1, decay=1e-6)\nrate.learning_rate = 0.01\n",
    "several yes or no": "import keras\nm.add(keras.layers.Dense(5))\n"
    "m.compile(loss='binary_crossentropy')\nm.predict_classes(x)\n",
    "keywords of the backend": "from keras import backend as K\n"
    "K.clip(x, min_value=0, max_value=1)\nK.reshape(x, shape=(1,))\nK.variable(value=1)\n"
    "K.zeros_like(x, name='z')\n",
    "keywords of its functions": "from keras.backend import pow\npow(x, a=2)\n",
    "a helper that went with its package": (
        "from keras_applications import get_submodules_from_kwargs\n"
    ),
    "a keyword of Keras 1": "from keras import backend as K\nK.random_normal((2, 2), std=1.0)\n",
    "a builtin that is another": "import numpy as np\ndef f(int):\n    return x.astype(np.int)\n",
}
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


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_left_alone(name):
    assert not found(RIGHT[name])
    assert fixed(RIGHT[name]) == RIGHT[name]


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_safe_is_mended(name):
    old, new = CHANGES[name]
    assert unmarked(fixed(old)) == new


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_not_safe_is_only_marked(name):
    new = fixed(UNSAFE[name])
    assert new != UNSAFE[name]
    assert unmarked(new) == UNSAFE[name]


@pytest.mark.parametrize("code", OLD)
def test_what_is_old_is_found(code):
    assert OLD[code] in set().union(*found(code).values())


def unmarked(code: str) -> str:
    return re.sub(r"^ *# Keras 3: .*\n", "", code, flags=re.MULTILINE)


def test_several_programs_of_an_article():
    """What an earlier program says counts: that it is Keras, and that a metric is called acc."""
    text = "```python\n{}\n```\n```python\nimport keras, numpy\nhistory.history['acc']\n```\n"
    for first, ids in (
        ("import keras", ["history-acc"]),
        ("import keras\nmodel.compile(metrics=[['acc']])", []),
    ):
        old = source.read(text.format(first).encode(), "post", ".md")
        assert [report.entry.id for report in doctor.examine(old)] == ids
    text = text.replace("import keras, ", "import ")
    for first, ids in (("import keras\nimport numpy", ["history-acc"]), ("import numpy", [])):
        old = source.read(text.format(first).encode(), "post", ".md")
        assert [report.entry.id for report in doctor.examine(old)] == ids


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


def test_report_counts_what_is_mended(tmp_path, capsys):
    path = tmp_path / "old.py"
    path.write_text("model.fit(x, y, nb_epoch=3, show_accuracy=True)\n")
    assert doctor.run([str(path), "--lang", "en"]) == 1
    output = capsys.readouterr().out
    assert "2 old idioms found, 1 of which can be rewritten safely" in output
    assert "  write:\n    model.fit(x, y, epochs=3, show_accuracy=True)\n" in output
    new = catalogue.entries()["fit-show-accuracy"].new.splitlines()[0]
    assert f"the new way, for example:\n      {new}" in output
    code = "from keras import backend as K\nimport tensorflow as tf\nK.set_session(tf.Session())\n"
    assert {report.mended for report in doctor.examine(script(code))} == {""}, "both go"


ARTICLE = (
    "```python\nimport keras\nmodel = keras.Sequential()\n```\n"
    "```python\nmodel.add(Dense(3, input_dim=2))\nmodel.fit(x, nb_epoch=np.int(3))\n```\n"
)
TOLD = {entry.id: setup(entry) + entry.old + "\n" for entry in SOUGHT}
TOLD |= {name: code for name, (code, _) in CHANGES.items()} | UNSAFE


@pytest.mark.parametrize("name", TOLD)
def test_copy_has_what_the_report_suggests(name):
    assert_told(script(TOLD[name]))


@pytest.mark.parametrize("number", DEFECTS)
def test_copy_of_a_tutorial_has_what_the_report_suggests(number):
    assert_told(script(tutorial(number)))


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


# Characters of several bytes, strings with code in them, and other traps of Python's own tree.
PLACES = {
    "a line of Chinese": (
        "import keras\n名 = '模型'; keras.optimizers.SGD(lr='率')  # 学习率\n",
        "import keras\n名 = '模型'; keras.optimizers.SGD(learning_rate='率')  # 学习率\n",
    ),
    "an f-string": (
        "import numpy as np\n"
        "print(f'{1:>{2}} {{np.int}} 值 {np.int(x)!r:>{np.int(9)}}' f\"{np.int}\")\n",
        "import numpy as np\nprint(f'{1:>{2}} {{np.int}} 值 {int(x)!r:>{int(9)}}' f\"{int}\")\n",
    ),
    "an f-string of several lines": (
        "import numpy as np\ns = f'''值\n  {np.int(\n  1)} {f\"{np.int}\"}\n'''\n",
        "import numpy as np\ns = f'''值\n  {int(\n  1)} {f\"{int}\"}\n'''\n",
    ),
    "parentheses that are not needed": (
        "import keras\n(model).fit(x, (y), nb_epoch=(3))\n"
        "keras.layers.Conv2D(1, (2), (n + 1), border_mode='same')\n",
        "import keras\n(model).fit(x, (y), epochs=(3))\n"
        "keras.layers.Conv2D(1, ((2), (n + 1)), padding='same')\n",
    ),
    "a generator as the only argument": (
        "import numpy as np\nsum(np.int(i) for i in x)\n",
        "import numpy as np\nsum(int(i) for i in x)\n",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_edits_are_in_their_places(name):
    old, new = PLACES[name]
    assert unmarked(fixed(old)) == new


# What Python looks up in which scope: the learning rate is old where the name is Keras's.
SCOPES = {
    "class K:\n    SGD = 1\n    def f(self):\n        return SGD(lr=1)\n": True,
    "class K:\n    SGD = int\n    x = SGD(lr=1)\n": False,
    "def f():\n    def g():\n        return SGD(lr=1)\n    SGD = 1\n    return g\n": False,
    "def f():\n    global SGD\n    SGD = 1\n": True,
    "x = [SGD for SGD in y]\nSGD(lr=1)\n": True,
    "x = [SGD(lr=1) for SGD in y]\n": False,
    "x = [(SGD := 1) for _ in y]\ndef f():\n    return SGD(lr=1)\n": True,
    "f = lambda SGD: SGD(lr=1)\n": False,
    "def f(x=SGD(lr=1), SGD=1):\n    return x\n": True,
    "try:\n    pass\nexcept E as SGD:\n    SGD(lr=1)\n": True,
}


@pytest.mark.parametrize("code", SCOPES)
def test_scopes_are_those_of_python(code):
    """What one binding of several makes is old, too: it may be this one that is seen."""
    ids = set().union(*found("from keras.optimizers import SGD\n" + code).values())
    assert ("optimizer-lr" in ids) == (SCOPES[code] and "(lr=1)" in code)


# What makes `net` a model, by ways through the program.
WAYS = {
    "a function": "def build():\n    m = keras.Sequential()\n    return m\nnet = build()\n",
    "a function of a function": "def a():\n    return keras.Model(i, o)\n"
    "def b():\n    return a()\nnet = b()\n",
    "a subclass": "class Net(keras.Model):\n    pass\nnet = Net()\n",
    "a subclass of a subclass": "class A(keras.Model):\n    pass\n"
    "class B(A):\n    pass\nnet = B()\n",
    "an attribute of an attribute": "class T:\n    def __init__(self):\n"
    "        self.b = self.a\n        self.a = keras.Sequential()\nnet = t.b\n",
    "an attribute": "class T:\n    def __init__(self):\n        self.m = keras.Sequential()\n"
    "t = T()\nnet = t.m\n",
    "a method": "class T:\n    def make(self):\n        return keras.Sequential()\n"
    "    def run(self):\n        net = self.make()\n        net.predict_proba(x)\n",
    "a list": "nets = [keras.Sequential(), keras.Sequential()]\nnet = nets[0]\n",
    "a loop": "nets = [keras.Sequential() for _ in x]\nfor net in nets:\n    pass\n",
    "a condition": "net = keras.Sequential() if a else keras.Model(i, o)\n",
}


@pytest.mark.parametrize("name", WAYS)
def test_models_are_followed(name):
    code = "import keras\n" + WAYS[name] + "net.predict_proba(x)\n"
    assert "predict-proba" in set().union(*found(code).values())


def test_models_are_followed_into_functions():
    code = "import keras\ndef use(a, net):\n    return net.predict_proba(a)\n{}"
    for call in ("use(1, keras.Sequential())", "m = keras.Sequential()\nuse(1, net=m)"):
        assert 3 in found(code.format(call))
    assert not found(code.format("use(1, tree)"))


def test_functions_that_call_each_other_end():
    assert not found(
        "def a(x):\n    return b(a(x))\ndef b(x):\n    return a(b)\nc = a(c)\nc.x(1)\n"
    )


# Names and keywords that the catalogue does not have, and what is told of them.
GONE = {
    "import tensorflow as tf\ntf.gfile.Exists(p)": "tensorflow.io.gfile.exists",
    "import tensorflow as tf\ntf.random_shuffle(x)": "tensorflow.random.shuffle",
    "import tensorflow as tf\ntf.keras.metrics.MeanTensor()": "",
    "from tensorflow.keras.layers import AbstractRNNCell": "",
    "import tensorflow as tf\ntf.compat.v1.nn.rnn_cell.LSTMCell(3)": "",
    "from keras.datasets.cifar import load_batch": "keras.datasets.cifar10",
    "from keras.models import Sequentiel": "keras.Sequential",
    "import keras\nkeras.losses.MeanSquaredError(reductions='sum')": "reduction",
    "import keras\nkeras.layers.SeparableConv2D(8, 3, kernel_regularizer='l2')": "",
    "import keras\nkeras.random.shuffle(x, axes=1)": "axis",
    "import tensorflow as tf\ntf.math.log(x, nome='a')": "name",
}


@pytest.mark.parametrize("code", GONE)
def test_what_is_gone_is_found(code):
    """It raises what the report says, and what is nearest exists."""
    (report,) = doctor.examine(script(code))
    assert report.entry.id in ("gone-name", "gone-keyword")
    assert (f"`{GONE[code]}`" in report.entry.why.en) == bool(GONE[code])
    assert not GONE[code] or f"`{GONE[code]}`" in report.entry.why.zh
    assert today.missing(GONE[code] if "." in GONE[code] else "keras") is None
    says = re.escape(report.today).replace("…", ".*")
    with pytest.raises(Exception) as caught:
        exec(code, {"x": [1.0], "a": [1.0], "b": [1.0], "p": "p"})
    assert re.match(says, f"{caught.typename}: {caught.value}", re.DOTALL)


def test_what_has_to_be_imported_is_gone_as_an_attribute():
    """Another import of TensorFlow's Keras would change what Python says, so it is said alone."""
    (report,) = doctor.examine(script("import tensorflow as tf\ntf.keras.saving.load_model(p)"))
    said = ran(
        "import tensorflow as tf\n"
        "try: tf.keras.saving\n"
        "except AttributeError as error: print(f'AttributeError: {error}', end='')\n"
        "from tensorflow.keras.saving import load_model"
    )
    assert report.today == said


def test_what_moved_is_mended():
    code = "import tensorflow as tf\nx = tf.log(tf.random_shuffle(x))\n"
    assert fixed(code) == code.replace("tf.log", "tf.math.log").replace(
        "random_shuffle", "random.shuffle"
    )


NOT_GONE = {
    "expected": "try:\n    from keras.layers import Gone\nexcept ImportError:\n    Gone = None\n",
    "private": "import keras\nfrom keras.src.layers import x\nkeras._tf_keras.y\n",
    "of others": "import keras_hub\nkeras_hub.gone\nimport tensorflow_hub as hub\nhub.gone\n",
    "of a neighbour": "from .keras import gone\n",
    "below a class": "import keras\nkeras.Model.gone\nkeras.ops.add.gone\n",
    "any keyword": "import keras\nkeras.Sequential(gone=1)\n",
    "there when imported": "from tensorflow.keras import saving\nsaving.load_model(p)\n"
    "from tensorflow.keras.saving import load_model\n",
    "of the second version": "import tensorflow.compat.v2 as tf\ntf.math.log(x)\n",
}


@pytest.mark.parametrize("name", NOT_GONE)
def test_what_nobody_promised_is_not_gone(name):
    assert not found(NOT_GONE[name])


def test_list_of_today_is_what_is_installed():
    """After an update: python -m keras_primer.old.doctor.inventory."""
    code = "from keras_primer.old.doctor import inventory as i; print(i.text(i.make()), end='')"
    assert ran(code) == today.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TOLD)
def test_mend_names_nothing_that_is_gone(name):
    """What is gone in the copy was gone before, and is marked there."""
    before, after = (gone_in(code) for code in (TOLD[name], fixed(TOLD[name])))
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
    assert ran(code) == "{'keras_primer'}\n"


def ran(code: str) -> str:
    """What a program prints in a Python of its own."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# What is read


def notebook(*cells: str) -> dict:
    return {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# 标题"]},
            *(
                {
                    "cell_type": "code",
                    "execution_count": 1,
                    "metadata": {"a": 1},
                    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
                    "source": cell.splitlines(keepends=True),
                }
                for cell in cells
            ),
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def test_notebook(tmp_path, capsys):
    path = tmp_path / "old.ipynb"
    old = notebook(
        "%matplotlib inline\n!pip install keras\nfrom keras.layers.core import Dense\nDense?",
        "%%bash\necho $HOME",
        "from keras.models import Sequential\nmodel = Sequential()\n"
        "model.add(Dense(3, input_shape=(2,)))",
    )
    path.write_text(json.dumps(old, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert doctor.run([str(path), "--fix", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    places = [(item["cell"], item["line"], item["id"]) for item in report["findings"]]
    assert places == [(2, 3, "layers-core"), (4, 3, "input-shape")]
    copy = tmp_path / "old.keras3.ipynb"
    assert report["copy"] == str(copy)
    new = json.loads(copy.read_text(encoding="utf-8"))
    assert "".join(new["cells"][1]["source"]) == (
        "%matplotlib inline\n!pip install keras\nfrom keras.layers import Dense\nDense?"
    )
    assert "".join(new["cells"][3]["source"]) == (
        "import keras\nfrom keras.models import Sequential\nmodel = Sequential()\n"
        "model.add(keras.Input(shape=(2,)))\nmodel.add(Dense(3))"
    )
    for cell in (*old["cells"], *new["cells"]):
        cell["source"] = []
    assert new == old, "outputs and metadata are kept"
    assert path.read_text(encoding="utf-8").startswith('{\n "cells"')


def test_notebook_in_which_only_print_is_old():
    old = source.read(json.dumps(notebook("import keras\nprint 'a', 1")).encode(), "a", ".ipynb")
    new = json.loads(doctor.migrate(old, "en"))["cells"][1]["source"]
    assert "".join(new) == "import keras\nprint('a', 1)"


def test_magic_is_only_where_python_ends():
    cell = (
        "%matplotlib inline\nprint('%d'\n      % 1)\n!pip install \\\n    keras\n?Dense\n"
        "files=!ls\nif True:\n    !echo it's\nfrom keras.layers.core import Dense\nprint 'a'\n!ls"
    )
    old = source.read(json.dumps(notebook(cell)).encode(), "old", ".ipynb")
    assert not old.left_out
    ids = [(report.line, report.entry.id) for report in doctor.examine(old)]
    assert ids == [(10, "layers-core"), (11, "python2-print")]
    new = json.loads(doctor.migrate(old, "en"))["cells"][1]["source"]
    assert "".join(new) == cell.replace(".core", "").replace("print 'a'", "print('a')")


def test_article_may_have_magic_but_not_another_language():
    text = "```r\nimport keras.engine\n```\n\n```\n!pip install keras\nimport keras.engine\n```\n"
    old = source.read(text.encode(), "post", ".md")
    assert [report.line for report in doctor.examine(old)] == [7]
    mark = "# Keras 3: The module keras.engine (old/imports/#keras-engine)\n"
    new = doctor.migrate(old, "en").decode()
    assert new == text.replace("install keras\n", f"install keras\n{mark}")
    with pytest.raises(InputError, match="that can be read as Python"):
        source.read(b"```python\n>>> keras\n```\n", "post", ".md")


def test_article(tmp_path, capsys):
    path = tmp_path / "post.md"
    text = (
        "# 标题\n\n```python\nfrom keras.layers.core import Dense\n```\n\n文字\n\n"
        "```\nDense(3, input_dim=2)(x)\n输出：\n```\n\n"
        "``` python\nimport numpy\nDense(3, input_dim=2)(x)\n输出：\nloss: 0.1\n```\n"
    )
    path.write_text(text, encoding="utf-8")
    assert doctor.run([str(path), "--fix", "--lang", "zh"]) == 1
    output = capsys.readouterr()
    assert f"{path}:4: from keras.layers.core import Dense" in output.out
    assert f"{path}:16: Dense(3, input_dim=2)(x)" in output.out
    assert "第 17 到 18 行不是 Python" in output.err
    assert (tmp_path / "post.keras3.md").read_text(encoding="utf-8") == text.replace(
        ".core", ""
    ).replace("numpy\nDense(3, input_dim=2)", "numpy\nDense(3)")


def test_block_that_imports_again_is_a_program_of_its_own():
    text = "```python\nimport keras\nfrom keras.layers import Dense\n```\n"
    uses = "```python\n{}Dense(2)\n```\n"
    follows = source.read((text + uses.format("")).encode(), "post", ".md")
    assert not doctor.examine(follows)
    again = source.read((text + uses.format("import keras\n")).encode(), "post", ".md")
    assert [report.entry.id for report in doctor.examine(again)] == ["missing-import"]


def test_python2_is_read():
    code = (
        "from keras.layers.core import Dense\n"
        "print 'a', 1  # note\n"
        "print 'a',\n"
        "print\n"
        "import sys; print >>sys.stderr, 'x'\n"
        "if True: print ('a',\n  'b'), 2\n"
        "try:\n    print 'a' % (\n        1)\nexcept ValueError, e:\n    pass\n"
    )
    assert found(code)[2] == {"python2-print"}
    assert found(code)[11] == {"python2-except"}
    new = fixed(code)
    compile(new, "new.py", "exec")
    assert "print('a', 1)  # note\nprint('a', end=\" \")\nprint()\n" in new
    assert "print('x', file=sys.stderr)" in new
    assert "print('a' % (\n        1))\nexcept ValueError as e:" in new
    assert "from keras.layers import Dense" in new


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("read", "written"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "utf-8"), ("utf-16", "utf-16")],
)
def test_encodings(tmp_path, read, written, newline):
    path = tmp_path / "old.py"
    text = f"# 全连接层{newline}from keras.layers.core import Dense{newline}"
    path.write_bytes(text.encode(read))
    assert doctor.run([str(path), "--fix"]) == 1
    new = (tmp_path / "old.keras3.py").read_bytes()
    assert new == text.replace(".core", "").encode(written)
    assert path.read_bytes() == text.encode(read)


def test_declared_encoding_is_kept(tmp_path):
    path = tmp_path / "old.py"
    text = "# -*- coding: gbk -*-\n# 层\nfrom keras.layers.core import Dense\n"
    path.write_bytes(text.encode("gbk"))
    doctor.run([str(path), "--fix"])
    new = (tmp_path / "old.keras3.py").read_bytes()
    assert new == text.replace(".core", "").encode("gbk")


BAD = {
    "prose.py": "第一步：安装。".encode(),
    "tabs.py": b"if True:\n        a = 1\n\tb = 2\n",
    "binary.py": b"\x89PNG\0\0",
    "latin.py": "# caf\xe9\xff\n".encode("latin-1"),
    "huge.py": b"#" * (source.LARGEST + 1),
    "broken.ipynb": b'{"cells": ',
    "no_cells.ipynb": b'{"worksheets": []}',
    "no_code.md": b"# Title\n\nText.\n",
    "deep.py": b"x = " + b"-" * 50_000 + b"1\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence(tmp_path, capsys, name):
    path = tmp_path / name
    path.write_bytes(BAD[name])
    assert doctor.run([str(path), "--fix"]) == 2
    output = capsys.readouterr()
    assert not output.out
    assert re.fullmatch(rf"keras_primer: {re.escape(str(path))}.*\.\n", output.err)
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_missing_file_and_folder(tmp_path, capsys):
    assert doctor.run([str(tmp_path / "none.py")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert doctor.run([str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


# The command


def test_exit_codes_and_languages(tmp_path, capsys, monkeypatch):
    path = tmp_path / "old.py"
    path.write_text("import keras\nkeras.optimizers.SGD(lr=0.1)\n", encoding="utf-8")
    assert doctor.run([str(path), "--lang", "en", "--site", "https://example.org"]) == 1
    english = capsys.readouterr().out
    assert "ValueError: Argument(s) not recognized: {'lr': 0.01}" in english
    assert "    keras.optimizers.SGD(learning_rate=0.1)\n" in english
    assert "https://example.org/old/compile/#optimizer-lr" in english
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert doctor.run([str(path)]) == 1
    assert "改为：" in capsys.readouterr().out
    path.write_text("import keras\nkeras.optimizers.SGD(0.1)\n", encoding="utf-8")
    assert doctor.run([str(path), "--fix", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "nothing old found\n"
    assert not (tmp_path / "old.keras3.py").exists()


def test_fix_never_writes_over_anything(tmp_path, capsys):
    path, copy = tmp_path / "old.py", tmp_path / "old.keras3.py"
    path.write_text("from keras.layers.core import Dense\n", encoding="utf-8")
    copy.write_text("mine", encoding="utf-8")
    assert doctor.run([str(path), "--fix"]) == 2
    assert "already there" in capsys.readouterr().err
    assert copy.read_text(encoding="utf-8") == "mine"


def test_standard_input(monkeypatch, capsys):
    class Stdin:
        buffer = io.BytesIO(b"model.predict_classes(x)\n")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert doctor.run(["-", "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["id"] == "predict-classes"
    assert finding["page"] == "old/fit/#predict-classes"
    assert doctor.run(["-", "--fix"]) == 2


def test_silent_changes_have_a_page_of_their_own(capsys, tmp_path):
    path = tmp_path / "old.py"
    path.write_text("from keras.layers import Convolution2D\nConvolution2D(32, 3, 3)\n")
    assert doctor.run([str(path), "--lang", "en"]) == 1
    output = capsys.readouterr().out
    assert "old/layers/#conv2d-rows-columns" in output
    assert "no error, but another result" in output


def test_catalogue_errors_name_the_entry():
    with pytest.raises(catalogue.CatalogueError, match=r"topic\.toml: an entry without id: id"):
        catalogue._entry("topic", {"title": {}, "old": "", "new": "", "why": {}, "today": {}})
