"""The small widgets: they compute what Keras and NumPy do, and can be used with the keys alone."""

import itertools

import keras
import numpy as np
import pytest
from widgets import FORMATS, place

PAGES = {
    "descent-curve": "train/optimizers/",
    "early-stopping": "train/callbacks/",
    "softmax-loss": "train/losses/",
    "memory-order": "ideas/data-formats/",
}


@pytest.fixture
def computed(open_once):
    """Calls a function of a widget's script with each of several arguments."""

    def call(name: str, function: str, arguments: list) -> list:
        page = open_once(f"en/{PAGES[name]}")
        return page.evaluate(
            """async ([name, code, all]) => {
                const url = document.querySelector(`script[src$="/${name}.js"]`).src;
                const script = await import(url);
                return all.map((one) => script[code](...one));
            }""",
            [name, function, arguments],
        )

    return call


def stopping(losses, patience, min_delta):
    """What `keras.callbacks.EarlyStopping` does."""
    callback = keras.callbacks.EarlyStopping(patience=patience, min_delta=min_delta)
    callback.set_model(keras.Sequential())
    callback.model.stop_training = False
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if callback.model.stop_training:
            break
    return {
        "last": epoch + 1,
        "best": callback.best_epoch + 1,
        "stopped": bool(callback.model.stop_training),
    }


def test_stops_where_keras_stops(computed):
    random = np.random.default_rng(0)
    curves = [(np.linspace(1, 0.5, 40) + random.normal(0, 0.1, 40)).tolist() for _ in range(10)]
    grid = list(itertools.product(curves, (1, 2, 3, 5, 10, 20), (0, 0.01, 0.1)))
    expected = [stopping(*settings) for settings in grid]
    assert computed("early-stopping", "stopping", grid) == expected
    assert {found["stopped"] for found in expected} == {True, False}


CURVES = {
    "bowl": lambda w: 2 * (w - 3),
    "valleys": lambda w: (w - 1) * (w - 3) * (w - 6) / 5,
}


def descent(curve, rate, momentum, start, steps):
    """Where `keras.optimizers.SGD` takes a weight, until it is very far off."""
    optimizer, w = keras.optimizers.SGD(rate, momentum), keras.Variable(start)
    path = [start]
    while len(path) <= steps and abs(path[-1]) <= 1e6:
        optimizer.apply([keras.ops.convert_to_tensor(CURVES[curve](path[-1]), "float32")], [w])
        path.append(float(w.value))
    return path


def test_rolls_as_keras_rolls(computed):
    rates, momenta = (0.001, 0.1, 0.89, 1.3, 3.2), (0.0, 0.5, 0.99)
    grid = [(*one, 40) for one in itertools.product(CURVES, rates, momenta, (0.0, 6.5))]
    expected = [descent(*settings) for settings in grid]
    for one, other in zip(computed("descent-curve", "descent", grid), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)
    assert {len(path) for path in expected} > {41}


def test_tells_what_becomes_of_the_weight(computed):
    def fates(*settings):
        paths = computed("descent-curve", "descent", [(*one, 1000) for one in settings])
        pairs = [[curve, path] for (curve, *_), path in zip(settings, paths, strict=True)]
        return computed("descent-curve", "fate", pairs)

    assert [
        one["name"]
        for one in fates(
            ("bowl", 0.001, 0, 0), ("bowl", 1.0, 0, 0), ("bowl", 1.3, 0, 0), ("bowl", 1.3, 0.5, 0)
        )
    ] == ["slow", "swings", "diverges", "settles"]
    steps = [
        one["step"] for one in fates(*(("bowl", rate, 0.9, 0) for rate in (0.01, 0.1, 0.5, 1)))
    ]
    assert max(steps) - min(steps) < 0.1 * min(steps), "so the page says"
    near, far = fates(("valleys", 0.1, 0.9, 0), ("valleys", 0.1, 0.95, 0))
    assert (near["bottom"], far["bottom"]) == (1, 6)


def test_losses_are_those_of_keras(computed):
    grid = [
        ([a, b, c], right)
        for a, b, c in itertools.product((-5, -1.3, 0, 2.5, 5), repeat=3)
        for right in range(3)
    ]
    logits, rights = (np.array(column, dtype="float64") for column in zip(*grid, strict=True))
    expected = keras.losses.sparse_categorical_crossentropy(rights, logits, from_logits=True)
    found = computed("softmax-loss", "crossEntropy", grid)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_places_are_those_of_numpy(computed):
    names = ("row", "column", "channel")
    for axes in FORMATS.values():
        sizes = [{"row": 2, "column": 4, "channel": 3}[axis] for axis in axes]
        format = {"axes": axes, "sizes": sizes}
        grid = list(itertools.product(range(2), range(4), range(3)))
        found = computed(
            "memory-order",
            "placed",
            [(dict(zip(names, picked, strict=True)), format) for picked in grid],
        )
        for picked, one in zip(grid, found, strict=True):
            assert one["place"] == np.ravel_multi_index(one["index"], sizes) == place(picked, axes)


@pytest.mark.parametrize(
    ("path", "words"), [("", "第 4 轮之后停下"), ("en/", "Stops after epoch 4")]
)
def test_patience_is_moved_with_the_keys(open_page, path, words):
    page = open_page(f"{path}train/callbacks/")
    said = page.locator("early-stopping [role=status]")
    before = said.inner_text()
    page.locator("early-stopping input").first.focus()
    page.keyboard.press("Home")
    assert words in said.inner_text() != before


@pytest.mark.parametrize(
    ("path", "words"), [("", "停在 3 的谷底"), ("en/", "It settles at w\u00a0=\u00a03")]
)
def test_the_rate_is_moved_with_the_keys(open_page, path, words):
    page = open_page(f"{path}train/optimizers/")
    said = page.locator("descent-curve [role=status]")
    assert words in said.inner_text()
    page.locator("descent-curve input[type=range]").first.focus()
    page.keyboard.press("End")
    assert words not in said.inner_text()
    assert page.locator("descent-curve code").inner_text() == (
        "keras.optimizers.SGD(learning_rate=3.2, momentum=0.0)"
    )
    page.locator("descent-curve input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("descent-curve circle").count() < 20, "it has left"


def test_a_number_is_picked_with_the_keys(open_page):
    page = open_page("en/ideas/data-formats/")
    said = page.locator("memory-order [role=status]")
    page.locator("memory-order button[aria-pressed=true]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    assert "Row 0, column 2, channel 0" in said.inner_text()
    assert "place (0 × 4 + 2) × 3 + 0 = 6" in said.inner_text()
    assert "place (0 × 2 + 0) × 4 + 2 = 2" in said.inner_text()
    page.locator("memory-order button").nth(4).click()
    assert "Row 0, column 1, channel 1" in said.inner_text()


def test_the_right_class_is_chosen(open_page):
    page = open_page("en/train/losses/")
    said = page.locator("softmax-loss [role=status]")
    assert "worse" not in said.inner_text()
    page.locator("softmax-loss input[type=radio]").last.check()
    assert "worse than guessing" in said.inner_text()
    assert "sparse_categorical_crossentropy(2, " in page.locator("softmax-loss ul").inner_text()
