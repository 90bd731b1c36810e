"""What the site tells of labels, last layers and losses is what Keras does, on every backend."""

import itertools

import keras
import loss_labels
import pytest
from loss_labels import SETTINGS

pytestmark = pytest.mark.every_backend


@pytest.fixture(scope="module")
def stored():
    return loss_labels.stored()[keras.backend.backend()]


def test_outcomes_are_those_of_keras(stored):
    """All but numbers are the same; the last digit of a loss is the processor's."""
    for combination, one, other in zip(
        itertools.product(*SETTINGS.values()), stored, loss_labels.outcomes(), strict=True
    ):
        numbers = {"loss", "defined"} & {*one}
        for number in numbers:
            assert float(one[number]) == pytest.approx(float(other[number]), abs=2e-3), combination
        assert one == other | {number: one[number] for number in numbers}, combination


def test_everything_happens_somewhere(stored):
    assert {one["is"] for one in stored} == {"works", "differs", "wrong", "raises"}
    assert any("said" in one for one in stored if one["is"] != "raises")
