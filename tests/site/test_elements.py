"""The small widgets: they compute what Keras and NumPy do, and can be used with the keys alone."""

import itertools
import json
import random
import re

import keras
import loss_labels
import numpy as np
import pytest
import widgets
from PIL import Image
from widgets import CONFUSION, FORMATS, place

PAGES = {
    "confusion-cells": "train/evaluate/",
    "convolution-steps": "recipes/cnn/",
    "descent-curve": "train/optimizers/",
    "early-stopping": "train/callbacks/",
    "loss-labels": "train/losses/",
    "model-graph": "build/functional/",
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


def test_every_combination_is_told_as_it_was_recorded(computed):
    """That it was recorded as Keras does it, `tests/docs/test_loss_labels.py` says."""
    table, stored = widgets.LABELS, loss_labels.stored()
    every = [
        dict(zip(table["settings"], one, strict=True))
        for one in itertools.product(*loss_labels.SETTINGS.values())
    ]
    found = computed("loss-labels", "found", [(table, one) for one in every])
    for number, outcomes in enumerate(found):
        assert outcomes == {backend: of[number] for backend, of in stored.items()}
    works = [
        one
        for one, outcomes in zip(every, found, strict=True)
        if all(of == {"is": "works"} for of in outcomes.values())
    ]
    for one, near in zip(
        every, computed("loss-labels", "nearest", [(table, one) for one in every]), strict=True
    ):
        assert near and all(other in works for other in near)
        assert (one in near) == (one in works)


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


MORE_PROGRAMS = [  # layers and settings that the programs to choose from do not have
    """
import keras
from keras import layers

image = keras.Input((13, 12, 3))  # as it comes
x = layers.Conv2D(4, (3, 2), strides=2, padding="same", use_bias=False, name="first")(image)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
x = layers.MaxPooling2D(2)(x)
x = layers.AveragePooling2D((2, 1), strides=1, padding="same")(x)
x = layers.Conv2D(
    5,
    2,
    strides=(1, 2),
)(x)
x = layers.Flatten()(x)
x = layers.Dropout(0.5)(x)
x = layers.Dense(10, use_bias=False)(x)
outputs = layers.Activation("softmax")(x)
model = keras.Model(inputs=image, outputs=outputs)
""",
    """
a = keras.Input((4, 3))
b = keras.Input((4, 2))
both = layers.Concatenate()([a, b])
tall = layers.concatenate([both, both], axis=1)
wide = layers.Dense(5)(tall)
added = layers.Add()([wide, tall])
parts = [layers.subtract([wide, added]), layers.multiply([wide, added])]
more = layers.Maximum()([layers.average(parts), tall])
model = keras.Model([a, b], [more, wide])
""",
    """
image = keras.Input((9, 9, 2))
conv = layers.Conv2D(2, 3, padding="same", activation="relu")
twice = conv(conv(image))
left = layers.GlobalMaxPooling2D()(twice)
right = layers.GlobalAveragePooling2D()(image)
model = keras.Model(image, layers.concatenate([left, right, left]))
""",
]


def executed(text):
    """The model that a program makes, in a Keras that has made nothing yet."""
    keras.utils.clear_session()
    names = {"keras": keras, "layers": keras.layers}
    exec(text, names)
    return names["model"]


def graph(model):
    """Every call of a layer: its name, kind, shape, parameters, and the calls that it gets from."""
    if isinstance(model, keras.Sequential):
        model = keras.Model(model.inputs, model.outputs)
    calls = {}
    for layer, one in zip(model.layers, model.get_config()["layers"], strict=True):
        for number, node in enumerate(one["inbound_nodes"] or [{"args": []}]):
            flat = node["args"][0] if node["args"] else []
            tensors = flat if isinstance(flat, list) else [flat]
            came = [tuple(tensor["config"]["keras_history"][:2]) for tensor in tensors]
            calls[layer.name, number] = (type(layer).__name__, layer.count_params(), came)
    return calls


def test_graphs_are_those_of_keras(computed):
    texts = [*widgets.PROGRAMS.values(), *MORE_PROGRAMS]
    for text, found in zip(
        texts, computed("model-graph", "program", [[t] for t in texts]), strict=True
    ):
        model = executed(text)
        numbers, names = {}, []
        for call in found["calls"]:
            names.append((call["name"], numbers.setdefault(call["name"], 0)))
            numbers[call["name"]] += 1
        calls = {
            name: (call["kind"], call["parameters"], [names[one] for one in call["from"]])
            for name, call in zip(names, found["calls"], strict=True)
        }
        assert calls == graph(model)
        whole = keras.Model(model.inputs, model.outputs)  # Sequential does not list its input
        for call in found["calls"]:
            assert (None, *call["shape"]) == whole.get_layer(call["name"]).output.shape
        assert found["parameters"] == model.count_params()


def test_chains_are_the_same_in_the_other_style(computed):
    texts = [*widgets.PROGRAMS.values(), *MORE_PROGRAMS]
    found = computed("model-graph", "program", [[text] for text in texts])
    chains = [(text, one["other"]) for text, one in zip(texts, found, strict=True) if one["other"]]
    assert len(chains) == 3
    for text, other in chains:
        model, same = executed(text), executed(other)
        assert isinstance(model, keras.Sequential) != isinstance(same, keras.Sequential)
        settings = [
            [layer.get_config() for layer in each.layers if type(layer).__name__ != "InputLayer"]
            for each in (model, same)
        ]
        assert settings[0] == settings[1]
        assert model.input_shape == same.input_shape
    reasons = [one["why"]["name"] for one in found if one["why"]]
    assert reasons == ["inputs", "merge", "outputs", "inputs", "inputs", "shared"]


WRONG = {
    "x = layers.LSTM(3)": "Line 1: there is no layers.LSTM here, only Dense, ",
    "a = keras.Input((8,))\nb = layers.Dense(3)(c)": "Line 2: there is no variable c so far.",
    "x = layers.Dense(2)(layers.Dense(3))": "Line 1: Dense has to be called on a tensor",
    "x = layers.Dense(unit=3)": "Line 1: Dense has no argument unit here.",
    'x = layers.Dense(3, "rel")': "Line 1: activation of Dense cannot be rel.",
    "for i in range(3):": "Line 1: this is none of the forms above.",
    "x = keras.Input((8,)": "Line 1: this is none of the forms above.",
    "x = keras.Input((8,))": "There is no model yet",
}


def test_mistakes_are_answered_in_a_sentence(open_page):
    page = open_page("en/build/functional/")
    text, said = page.locator("model-graph textarea"), page.locator("model-graph [role=status]")
    for program, sentence in WRONG.items():
        text.fill(program)
        assert said.inner_text().startswith(sentence)
        assert page.locator("model-graph svg").count() == 0


@pytest.mark.parametrize(
    ("path", "words"), [("", "Add 的几个输入形状对不上"), ("en/", "Add gets do not match")]
)
def test_a_program_is_changed_with_the_keys(open_page, path, words):
    page = open_page(f"{path}build/functional/")
    said = page.locator("model-graph [role=status]")
    assert page.locator("model-graph pre").inner_text().startswith("inputs = keras.Input((784,))")
    page.locator("model-graph input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert "561" in said.inner_text()
    assert page.locator("model-graph svg rect").count() == 5
    page.keyboard.press("Tab")
    text = page.locator("model-graph textarea")
    text.fill(text.input_value().replace("Dense(16)(x)", "Dense(12)(x)"))
    assert words in said.inner_text()
    assert "(None, 16), (None, 12)" in said.inner_text()


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


@pytest.mark.parametrize(("path", "backends"), [("", "JAX、PyTorch："), ("en/", "JAX, PyTorch: ")])
def test_a_combination_is_put_together_with_the_keys(open_page, path, backends):
    page = open_page(f"{path}train/losses/")
    said = page.locator("loss-labels [role=status]")
    assert said.locator("code").count() == 0, "it works, and nothing has to be said"
    page.locator("loss-labels fieldset").last.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    assert backends in said.inner_text()
    assert "thus does not represent logits" in said.inner_text()
    page.locator("loss-labels fieldset").first.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    assert "ValueError: Argument" in said.inner_text()
    assert "CategoricalCrossentropy()" in said.inner_text(), "a change that works"


def test_the_right_class_is_chosen(open_page):
    page = open_page("en/train/losses/")
    said = page.locator("softmax-loss [role=status]")
    assert "worse" not in said.inner_text()
    page.locator("softmax-loss input[type=radio]").last.check()
    assert "worse than guessing" in said.inner_text()
    assert "sparse_categorical_crossentropy(2, " in page.locator("softmax-loss ul").inner_text()
