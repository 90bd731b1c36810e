"""Promise 5: recorded results are complete, and belong to the code as it is.

A measured number in prose comes from such a file; docs/test_numbers.py looks after that.
"""

import json
import statistics

import numpy as np
import pytest
import refusals

from keras_primer import recipes, training
from keras_primer.__main__ import main
from keras_primer.data import series
from keras_primer.data.digits import Digits
from keras_primer.data.samples import Samples
from keras_primer.records import fingerprint, recording
from keras_primer.records.measure import styles

MNIST = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a"


FILES = sorted(recording.RESULTS.glob("*.json"))


MEASURED = sorted((recording.RESULTS / "measured").glob("*.json"))


SHARED = {
    *("recipe", "backend", "data", "data_sha256", "params", "device", "versions"),
    *("date", "fingerprint", "seconds", "runs"),
}


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def path(request):
    return request.param


@pytest.fixture
def result(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_there_are_results():
    """The tests below are made from what lies there."""
    assert FILES and MEASURED


def test_complete(path, result):
    measured = {key for key in result if key.startswith("test_")}
    pictures = {"confusion", "mistakes"} & set(result)
    forecast = {"forecast"} & set(result)
    assert set(result) == SHARED | measured | pictures | forecast
    assert bool(forecast) == (result["data"] == "solar")
    assert len(pictures) in (0, 2)
    assert "test_loss" in measured
    assert path.stem == f"{result['recipe']}.{result['backend']}"
    assert result["recipe"] in recipes.names()
    assert set(result["versions"]) == {"python", "keras", result["backend"], "numpy"}
    seeds = [run["seed"] for run in result["runs"]]
    assert len(seeds) >= 3 and len(set(seeds)) == len(seeds)
    for run in result["runs"]:
        assert set(run) == {"seed", "epochs", "history", "seconds"} | measured
        assert {len(values) for values in run["history"].values()} == {run["epochs"]}


def test_summaries_follow_from_the_runs(result):
    for key in result:
        if key.startswith("test_") or key == "seconds":
            values = [run[key] for run in result["runs"]]
            assert set(result[key]) == {"mean", "lowest", "highest"}
            assert result[key]["mean"] == pytest.approx(statistics.fmean(values))
            assert (result[key]["lowest"], result[key]["highest"]) == (min(values), max(values))


@pytest.mark.parametrize(
    ("name", "aim"),
    [
        ("mnist_cnn.tensorflow", 0.992),
        ("small_cnn.tensorflow", 0.9935),
        ("small_cnn.jax", 0.9935),
        ("small_cnn.torch", 0.9935),
        ("dropout_mlp.tensorflow", 0.984),
        ("tanh_mlp.tensorflow", 0.98),
        ("vgg_shapes.tensorflow", 0.95),
        ("shapes_base.tensorflow", 0.9),
        ("shapes_frozen.tensorflow", 0.9),
    ],
)
def test_recommended_settings_come_to_what_they_aim_at(name, aim):
    path = recording.RESULTS / f"{name}.json"
    assert json.loads(path.read_text(encoding="utf-8"))["test_accuracy"]["mean"] >= aim


def result_of(name: str) -> dict:
    path = recording.RESULTS / f"{name}.tensorflow.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_transfer_comes_to_what_its_page_says():
    """From nothing it is a guess; a frozen base is best; fine-tuning 20 images overfits."""
    scratch, frozen, tuned = (
        [run["test_accuracy"] for run in result["runs"]]
        for result in map(result_of, ("shapes_scratch", "shapes_frozen", "shapes_tuned"))
    )
    assert np.allclose(scratch, 0.5, atol=0.03)
    assert all(0.9 < one > other for one, other in zip(frozen, tuned, strict=True))
    assert min(tuned) > max(scratch) + 0.3
    assert len(frozen) == 3


@pytest.mark.parametrize(("name", "aim"), [("mnist_cnn", 1), ("small_cnn", 1), ("wide_mlp", 1)])
def test_recorded_races_end_as_they_aim_at(name, aim):
    """The recommended settings' seconds for each of the tutorial's: of a record, not timed here."""
    path = recording.RESULTS / "measured" / f"race_{name}.tensorflow.json"
    recorded = json.loads(path.read_text(encoding="utf-8"))
    assert recorded["seeds"] == [0, 1, 2]
    assert recorded["ratio"]["mean"] <= aim
    assert recorded["recommended"]["best"]["lowest"] >= recorded["target"]


def test_confusion_is_that_of_the_runs(result):
    """The right answers, on the diagonal, are as many as the accuracies say."""
    if "confusion" in result:
        confusion = np.array(result["confusion"])
        assert confusion.sum() == 10000 * len(result["runs"])
        accuracy = result["test_accuracy"]["mean"]
        assert confusion.trace() / confusion.sum() == pytest.approx(accuracy, abs=1e-6)
        for mistake in result["mistakes"]:
            assert mistake["label"] != mistake["predicted"]
            assert confusion[mistake["label"], mistake["predicted"]] > 0


def test_data(result):
    """MNIST, or what the recipe makes for itself."""
    own_data = recipes.load(result["recipe"]).own_data
    expected = ("mnist", MNIST) if own_data is None else (own_data().name, own_data().fingerprint)
    assert (result["data"], result["data_sha256"]) == expected


def test_code_has_not_changed(result):
    name, backend = result["recipe"], result["backend"]
    assert result["fingerprint"] == fingerprint.of_recipe(name), (
        f"the code of {name} has changed since it was recorded on {backend}; record it again: "
        f"KERAS_BACKEND={backend} python -m keras_primer record {name}"
        + " --data mnist"
        * (result["data"] == "mnist")
    )


@pytest.mark.parametrize("path", MEASURED, ids=[path.stem for path in MEASURED])
def test_measurement(path):
    """It is complete, and its code has not changed since."""
    result = json.loads(path.read_text(encoding="utf-8"))
    name, backend = result["measurement"], result["backend"]
    assert path.stem == f"{name}.{backend}"
    assert set(result["versions"]) == {"python", "keras", backend, "numpy"}
    assert {"device", "cores", "date"} < set(result)
    assert result["fingerprint"] == fingerprint.of_measurement(name), (
        f"the code of {name} has changed since; measure again: KERAS_BACKEND={backend} "
        + (
            f"python -m keras_primer bench {name.removeprefix('race_')} --data mnist --record"
            if name.startswith("race_")
            else f"python -m keras_primer measure {name}"
        )
    )


# Recording


def test_record(tmp_path, monkeypatch, capsys):
    """A recipe with its own data, recorded for real."""
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    command = ["record", "multiclass_starter", "--seeds", "7", "8"]
    assert main(command) == 0
    (path,) = tmp_path.iterdir()
    result = json.loads(path.read_text(encoding="utf-8"))
    test_complete(path, result | {"runs": result["runs"] + [result["runs"][0] | {"seed": 9}]})
    test_summaries_follow_from_the_runs(result)
    test_data(result)
    test_code_has_not_changed(result)
    assert [run["seed"] for run in result["runs"]] == [7, 8]
    assert str(path) in capsys.readouterr().out


def test_confusions():
    """Three images, two models: counted by hand."""
    data = data_of(labels=[3, 5, 5])
    said = [[3, 5, 8], [3, 8, 8]]
    answers = [np.eye(10)[row] * [[0.9], [0.7], [0.6]] for row in said]
    found = recording.confusions(answers, data)
    assert np.array(found["confusion"]).sum() == 6
    assert [found["confusion"][3][3], found["confusion"][5][5], found["confusion"][5][8]] == [
        2,
        1,
        3,
    ]
    first, second = found["mistakes"][:2]
    assert (first["label"], first["predicted"], first["probability"]) == (5, 8, 0.7)
    assert second["probability"] == 0.6
    assert first["image"][0] == "f" + "0" * 27


def data_of(labels: list[int]) -> Digits:
    images = np.zeros((len(labels), 28, 28), "uint8")
    images[:, 0, 0] = 255
    labels = np.array(labels, "uint8")
    return Digits(images, labels, images, labels, "test", "made for a test")


def test_forecasts_beat_the_baselines():
    results = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    runs = [run for result in results if result["data"] == "solar" for run in result["runs"]]
    best = min(series.errors(series.solar()).values())
    assert runs and max(run["test_loss"] for run in runs) < best


def test_forecast_is_that_of_the_first_hours():
    true = np.linspace(0, 1, 10, dtype="float32")
    data = Samples(true, true, true, true, "solar", "a signal")
    found = recording.forecast(true[:, None] + 1, data, hours=3)
    assert found == {"true": [0.0, 0.111, 0.222], "said": [1.0, 1.111, 1.222]}


def test_measure(tmp_path, monkeypatch, capsys):
    """A measurement that takes no time, kept like any other."""
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    monkeypatch.setattr(styles, "run", lambda: {"milliseconds": {"a": 1.5}})
    assert main(["measure", "styles"]) == 0
    assert '"a": 1.5' in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    assert main(["measure", "styles", "--record"]) == 0
    (path,) = (tmp_path / "measured").iterdir()
    test_measurement(path)
    assert json.loads(path.read_text(encoding="utf-8"))["milliseconds"] == {"a": 1.5}
    assert str(path) in capsys.readouterr().out


def test_measurement_that_does_not_exist(capsys):
    assert main(["measure", "stylse"]) == 2
    assert "choose from" in capsys.readouterr().err


def test_record_refuses_other_data(refused, monkeypatch, folder):
    monkeypatch.setattr(recording, "RESULTS", folder)
    images, labels = np.zeros((6, 28, 28), "uint8"), np.arange(6, dtype="uint8")
    np.savez("data.npz", x_train=images, y_train=labels, x_test=images, y_test=labels)
    for source in ("digits", "data.npz"):
        refused(["record", "first_mlp", "--data", source], "not MNIST", "--data mnist")


def test_recording_survives_a_failure(folder, monkeypatch):
    earlier = folder / "softmax_mlp.tensorflow.json"
    earlier.write_text("earlier")
    train = training.train

    def fail_later(recipe, digits, seed, **settings):
        if seed:
            raise KeyboardInterrupt
        return train(recipe, digits, seed, epochs=1, verbose=0)

    monkeypatch.setattr(recording, "RESULTS", folder)
    monkeypatch.setattr(training, "train", fail_later)
    before = refusals.contents(folder)
    assert main(["record", "softmax_mlp"]) == 2
    assert refusals.contents(folder) == before


def test_recording_cannot_be_written(refused, monkeypatch, folder):
    train = training.train

    def shorter(recipe, digits, seed, **settings):
        return train(recipe, digits, seed, epochs=1, verbose=0)

    (folder / "results").write_text("a file where the folder should be")
    monkeypatch.setattr(recording, "RESULTS", folder / "results")
    monkeypatch.setattr(training, "train", shorter)
    refused(["record", "softmax_mlp"], "cannot write", "it is as it was")
