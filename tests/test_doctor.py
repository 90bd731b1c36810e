"""The doctor finds what is old, mends what is safe, and leaves right code alone."""

import io
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from snippets import Job, Result, run

from keras_primer import catalogue, doctor
from keras_primer.doctor import rewrite, source
from keras_primer.errors import InputError

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "old" / "old_mnist.py"  # shown on the page about the doctor
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
    ids = [ids for line, ids in found(setup(entry) + entry.old).items() if line > before]
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


def test_right_code_comes_back_unchanged():
    for path in sorted((HERE.parent / "src" / "keras_primer").rglob("*.py")):
        old = source.read_file(path)
        assert not doctor.examine(old), path
        assert doctor.migrate(old, "en") == path.read_bytes(), path


def test_what_is_not_safe_is_marked_once():
    code = "import tensorflow as tf\n\nif True:\n    session = tf.Session()\n"
    new = fixed(code)
    assert new == code.replace(
        "    session", "    # Keras 3: tf.Session (old/errors/#tf-session)\n    session"
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
    assert "https://example.org/old/errors/#optimizer-lr" in english
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
    assert finding["page"] == "old/errors/#predict-classes"
    assert doctor.run(["-", "--fix"]) == 2


def test_silent_changes_have_a_page_of_their_own(capsys, tmp_path):
    path = tmp_path / "old.py"
    path.write_text("from keras.layers import Convolution2D\nConvolution2D(32, 3, 3)\n")
    assert doctor.run([str(path), "--lang", "en"]) == 1
    output = capsys.readouterr().out
    assert "old/silent/#conv2d-rows-columns" in output
    assert "no error, but another result" in output


def test_catalogue_errors_name_the_entry():
    with pytest.raises(catalogue.CatalogueError, match=r"topic\.toml: an entry without id: id"):
        catalogue._entry("topic", {"title": {}, "old": "", "new": "", "why": {}, "today": {}})
    with pytest.raises(InputError):
        source.read(b"\0", "x")
