"""The command: what it prints, in which language, and that it writes over nothing."""

import io
import json

from doctoring import script

from keras_primer.old import catalogue, doctor


def test_report_counts_what_is_mended(tmp_path, capsys):
    path = tmp_path / "old.py"
    path.write_text("model.fit(x, y, nb_epoch=3, show_accuracy=True)\n")
    assert doctor.run([str(path), "--lang", "en"]) == 1
    output = capsys.readouterr().out
    assert "old idioms: 2, of which 1 can be rewritten safely" in output
    assert "  write:\n    model.fit(x, y, epochs=3, show_accuracy=True)\n" in output
    new = catalogue.entries()["fit-show-accuracy"].new.splitlines()[0]
    assert f"the new way, for example:\n      {new}" in output
    code = "from keras import backend as K\nimport tensorflow as tf\nK.set_session(tf.Session())\n"
    assert {report.mended for report in doctor.examine(script(code))} == {""}, "both go"


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
