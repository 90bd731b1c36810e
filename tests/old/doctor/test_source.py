"""What the doctor reads, of any age and in any encoding, and what it cannot read."""

import json
import re

import pytest

from keras_primer.errors import InputError
from keras_primer.old import doctor
from keras_primer.old.doctor import source


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
        source.read(b"```python\n>>> keras (\n```\n", "post", ".md")


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


def test_block_that_imports_again_is_a_program_of_its_own():
    text = "```python\nimport keras\nfrom keras.layers import Dense\n```\n"
    uses = "```python\n{}Dense(2)\n```\n"
    follows = source.read((text + uses.format("")).encode(), "post", ".md")
    assert not doctor.examine(follows)
    again = source.read((text + uses.format("import keras\n")).encode(), "post", ".md")
    assert [report.entry.id for report in doctor.examine(again)] == ["missing-import"]


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


def test_missing_file(tmp_path, capsys):
    assert doctor.run([str(tmp_path / "none.py")]) == 2
    assert "does not exist" in capsys.readouterr().err
