"""The small widgets: they compute what Keras and NumPy do, and can be used with the keys alone."""

import itertools
import json
import random
import re

import keras
import numpy as np
import pytest
from PIL import Image
from widgets import CONFUSION, FORMATS, place

PAGES = {
    "confusion-cells": "train/evaluate/",
    "convolution-steps": "recipes/cnn/",
    "early-stopping": "train/callbacks/",
    "softmax-loss": "train/losses/",
    "layer-stack": "ideas/convolution-sizes/",
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


def test_convolutions_are_those_of_keras(computed):
    numbers = np.random.default_rng(0)
    shapes, paddings = [(3, 3), (4, 7), (6, 6), (9, 5)], ("valid", "same")
    grid = [
        (numbers.integers(10, size=shape).tolist(), numbers.normal(size=9).tolist(), *settings)
        for shape in shapes
        for settings in itertools.product((1, 2, 3), paddings)
    ]
    found = computed("convolution-steps", "convolved", grid)
    for (image, kernel, strides, padding), one in zip(grid, found, strict=True):
        layer = keras.layers.Conv2D(1, 3, strides=strides, padding=padding, use_bias=False)
        layer.build((1, None, None, 1))
        layer.set_weights([np.reshape(kernel, (3, 3, 1, 1))])
        right = layer(np.array(image, dtype="float32")[None, :, :, None])
        np.testing.assert_allclose(one, np.array(right)[0, :, :, 0], atol=1e-4)


def test_the_window_is_moved_with_the_keys(open_page):
    page = open_page(f"en/{PAGES['convolution-steps']}")
    widget = page.locator("convolution-steps")
    said, output = widget.locator("[role=status]"), widget.locator("table button")
    page.get_by_label("row 1, column 1 of the output").focus()
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert "Row 2, column 2 of the output is 18. The output is 4 × 4." in said.inner_text()
    assert output.all_inner_texts() == ["9", "9", "0", "0", "18", "18"] + [""] * 10
    assert "9 × 1 = 18" in widget.locator(".step-sum").inner_text()
    widget.get_by_role("slider").press("End")
    assert output.all_inner_texts()[-4:] == ["27", "27", "0", "0"]
    widget.get_by_label("padding").select_option("same")
    widget.get_by_role("slider").press("End")
    assert output.all_inner_texts()[-6:] == ["0", "18", "18", "0", "0", "−18"]
    assert "zeros of the padding" in said.inner_text()


def test_the_dot_shows_the_kernel_turned_round(open_page):
    page = open_page(f"en/{PAGES['convolution-steps']}")
    widget = page.locator("convolution-steps")
    widget.get_by_role("combobox", name="image").select_option("dot")
    for number, weight in enumerate(widget.locator("table input").all(), 1):
        weight.fill(str(number))
    assert widget.get_by_role("combobox", name="kernel").input_value() == "own"
    widget.get_by_role("slider").press("End")
    shown = widget.locator("table button").all_inner_texts()
    assert [number for number in shown if number != "0"] == list("987654321")


def test_playing_ends_with_the_last_window(open_page):
    page = open_page(PAGES["convolution-steps"], reduced_motion="reduce")
    widget = page.locator("convolution-steps")
    widget.get_by_label("strides").select_option("3")
    assert widget.locator("table button").all_inner_texts() == ["9", "", "", ""]  # nobody asked yet
    widget.get_by_role("button", name="播放").click()
    widget.get_by_role("button", name="播放").wait_for()
    assert widget.locator("table button").all_inner_texts() == ["9", "0", "27", "0"]


def test_a_cell_shows_its_digits(open_page):
    page = open_page(f"en/{PAGES['confusion-cells']}")
    widget, matrix = page.locator("confusion-cells"), json.loads(CONFUSION.read_text("utf-8"))
    fetched = "performance.getEntriesByType('resource').map((one) => one.name).join()"
    assert "confusion.png" not in page.evaluate(fetched)
    sheet = np.array(Image.open(CONFUSION.with_suffix(".png")))
    first = 0
    for label, answer in np.ndindex(10, 10):
        count = matrix[label][answer]
        shown = min(count, 6) if label == answer else count
        cell = widget.get_by_label(f"is {label}, read as {answer}: {count}", exact=True)
        if shown and (label + answer) % 3 == 0:
            cell.click()
            page.wait_for_function(
                f"document.querySelectorAll('confusion-cells canvas').length == {shown}"
            )
            drawn = widget.locator("canvas").evaluate_all(
                """(all) => all.map((one) => Array.from(one.getContext("2d")
                    .getImageData(0, 0, 28, 28).data.filter((_, i) => i % 4 == 0)))"""
            )
            for place, pixels in enumerate(drawn, first):
                row, column = 28 * (place // 16), 28 * (place % 16)
                right = sheet[row : row + 28, column : column + 28]
                assert pixels == right.ravel().tolist(), (label, answer)
        first += shown
    assert "confusion.png" in page.evaluate(fetched)


@pytest.mark.parametrize(
    ("path", "words"),
    [("", "1028 张 7 里，有 8 张认作 2"), ("en/", "Of 1028 images of a 7, 8 were read as 2.")],
)
def test_a_cell_is_picked_with_the_keys(open_page, path, words):
    page = open_page(path + PAGES["confusion-cells"])
    said = page.locator("confusion-cells [role=status]")
    page.locator("confusion-cells button").first.focus()
    for key in ["ArrowDown"] * 7 + ["ArrowRight"] * 2:
        page.keyboard.press(key)
    assert words in said.inner_text()
    page.wait_for_function("document.querySelectorAll('confusion-cells canvas').length == 8")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert "0.9883" in said.inner_text()  # of 1028, 1016 were read right


def layers():
    """Each kind of layer in many settings, impossible ones among them."""
    sizes, paddings = (0, 1, 3, 5), ("valid", "same")
    for filters, size, strides, padding in itertools.product((0, 4), sizes, (0, 1, 2), paddings):
        settings = {"filters": filters, "kernel_size": size, "strides": strides}
        yield {"kind": "Conv2D", **settings, "padding": padding}
    for size, strides, padding in itertools.product(sizes, (None, 0, 1, 2), paddings):
        yield {"kind": "MaxPooling2D", "pool_size": size, "strides": strides, "padding": padding}
    yield from ({"kind": "Flatten"}, {"kind": "Dense", "units": 0}, {"kind": "Dense", "units": 3})


def stacks():
    """An image and layers: each layer alone, and many together, most of which can be built."""
    alone, images = list(layers()), ([4, 7, 3], [28, 28, 1])
    yield from ((image, [layer]) for image in images for layer in alone)
    usual = [layer for layer in alone if 0 not in layer.values()]
    some = random.Random(0)
    for _ in range(120):
        kept = usual if some.random() < 0.8 else alone
        yield some.choice(images), some.choices(kept, k=some.randint(2, 5))


def built(image, stack):
    """What Keras makes of a stack: its shapes and parameters, or what it says."""
    if {"kind": "Flatten"} in stack:  # else no message has a name
        keras.utils.clear_session()  # names count from the beginning, as in a program
    try:
        made = [
            getattr(keras.layers, settings["kind"])(
                **{name: value for name, value in settings.items() if name != "kind"}
            )
            for settings in stack
        ]
        keras.Sequential([keras.Input(image), *made])
    except (ValueError, ZeroDivisionError) as error:
        first, *_ = re.sub(r"\x1b\[\d+m", "", str(error)).split("\n\nArguments received")
        return f"{type(error).__name__}: {first}"
    return [
        {"parameters": layer.count_params(), "shape": list(layer.output.shape[1:])}
        for layer in made
    ]


def test_stacks_are_those_of_keras(computed):
    grid = list(stacks())
    expected = [built(*settings) for settings in grid]
    found = computed("layer-stack", "built", grid)
    for settings, right, one in zip(grid, expected, found, strict=True):
        failure = one.get("failure")
        assert (failure["message"] if failure else one["rows"]) == right, settings
    messages = {re.sub(r"\d+", "0", one) for one in expected if isinstance(one, str)}
    assert len(messages) > 10


def test_programs_build_what_the_table_says(computed):
    grid = [one for one in list(stacks())[::9] if isinstance(built(*one), list)]
    for settings, text in zip(grid, computed("layer-stack", "program", grid), strict=True):
        names = {}
        exec(text, names)
        made = [list(layer.output.shape[1:]) for layer in names["model"].layers]
        assert made == [row["shape"] for row in built(*settings)], text


@pytest.mark.parametrize("path", ["", "en/"])
def test_the_stack_starts_as_the_table_without_scripts(open_page, path):
    path += PAGES["layer-stack"]
    plain = open_page(path, java_script_enabled=False).locator("layer-stack tr").all()
    page = open_page(path)
    rows = page.locator("layer-stack tbody tr").all()[1:]
    assert len(rows) == len(plain) - 2 == 6
    for row, other in zip(rows, plain[1:-1], strict=True):
        shape, parameters = row.locator("td").all_inner_texts()[:2]
        assert [shape, parameters] == other.locator("td").all_inner_texts()[1:]
    total = page.locator("layer-stack tfoot td").nth(1).inner_text()
    assert total == plain[-1].locator("td").last.inner_text()


def test_a_stack_is_built_with_the_keys(open_page):
    page = open_page(f"en/{PAGES['layer-stack']}")
    said, stack = page.locator("layer-stack [role=status]"), page.locator("layer-stack")
    assert "5258 parameters, 76.3% of them in layer 6, Dense" in said.inner_text()
    page.get_by_label("Remove layer 5").focus()
    page.keyboard.press("Enter")  # Flatten; Dense takes its place, and has the focus
    assert "same weights at all 5 × 5 places" in said.inner_text()
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove layer 5"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # Dense goes up
    assert stack.locator("tbody tr").nth(4).inner_text().startswith("4\nDense")
    stack.get_by_role("button", name="Flatten").press("Enter")
    stack.get_by_role("button", name="Conv2D", exact=True).press("Enter")
    assert "Layer 7, Conv2D, needs an image" in said.inner_text()
    assert "layer 'conv2d_2' is incompatible" in stack.locator(".layer-error").inner_text()
    page.get_by_label("Remove layer 7").press("Enter")
    stack.get_by_label("kernel_size").first.fill("30")
    assert "window of layer 1 is 30 × 30 and does not fit into 28 × 28" in said.inner_text()
    stack.get_by_label("padding").first.select_option("same")
    assert 'layers.Conv2D(8, 30, padding="same", activation="relu")' in stack.inner_text()
    assert not stack.locator(".layer-error").count()


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
