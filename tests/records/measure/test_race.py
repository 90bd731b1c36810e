"""`bench`: the settings of tutorials against ours."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import keras
import pytest

from keras_primer import recipes, training
from keras_primer.errors import InputError
from keras_primer.records import fingerprint, recording
from keras_primer.records.measure import race

pytestmark = pytest.mark.every_backend


def test_bench(capsys, monkeypatch):
    module = recipes.module("first_mlp")
    one_step = replace(module.published, epochs=1, batch_size=1437, reported=0.7)
    monkeypatch.setattr(module, "published", one_step)
    recording.bench(["first_mlp"], "digits", [0])
    printed = capsys.readouterr().out
    assert "first_mlp: seconds until 70.00% of the test set are right" in printed
    assert "other data compares nothing" in printed
    one_step, five_epochs = r"not in \d+\.\d s \(best \d+\.\d\d%\)", r"\d+\.\d s"
    assert re.search(f"seed 0: as published {one_step}, recommended {five_epochs}; ratio", printed)
    with pytest.raises(InputError, match="digit_pairs follows no tutorial"):
        recording.bench(["digit_pairs"], "digits", [0])
    with pytest.raises(InputError, match="pages show results on MNIST"):
        recording.bench(["first_mlp"], "digits", [0], record=True)


def test_bench_is_recorded(monkeypatch, tmp_path):
    """Numbers of a race, with what they were measured on and a fingerprint of the recipe."""
    races = iter([(9.0, 0.1), (8.0, 0.9), (2.0, 0.95)])  # the first one does not count

    def prepared(*_, seed=0):
        clock = race.Race(None, None, accuracy=0.9, every=1)
        clock.seconds, clock.best = next(races)
        return clock

    monkeypatch.setattr(race, "race", prepared)
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    monkeypatch.setattr(training, "load", lambda *_: SimpleNamespace(name="mnist", description=""))
    recording.bench(["first_mlp"], "mnist", [0], record=True)
    backend = keras.backend.backend()
    kept = json.loads((tmp_path / "measured" / f"race_first_mlp.{backend}.json").read_text())
    assert kept["published"]["seconds"]["mean"] == 8.0
    assert kept["recommended"]["best"] == {"mean": 0.95, "lowest": 0.95, "highest": 0.95}
    assert kept["ratio"]["highest"] == 0.25
    assert kept["fingerprint"] == fingerprint.of_measurement("race_first_mlp")


def test_a_network_of_today_races_the_tutorial():
    """`small_cnn` follows no tutorial: what it has to be faster than is that of `mnist_cnn`."""
    raced = race.tutorial("small_cnn")
    assert raced is recipes.load("mnist_cnn", published=True)
    assert raced.reported == 0.9909
