"""What a figure shows is so: its numbers are those of Keras, of a record or of its page, and what
has a length or a place is drawn to scale.

Each function of `FIGURES` finds the numbers that the figure of its name has to show, in their
order, without asking the figure's module. A figure without one shows no number.
"""

import contextlib
import hashlib
import importlib.util
import json
import math
import re
import shutil
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import figures
import numpy as np
import pytest
from pages import DOCS, blocks, source, uris

from keras_primer.data import folders, pictures, shapes
from keras_primer.data.digits import PUBLISHED
from keras_primer.records import fingerprint

NAMES = sorted({name for uri in uris() for _, name in figures.LINK.findall(source(uri))})
CURVES = [name for name in NAMES if name.startswith("curves/")]
RECIPES = tomllib.loads((DOCS / "recipes.toml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"−?\d+(?:\.\d+)*")


def drawn(name: str, lang: str = "en") -> ET.Element:
    return ET.fromstring(figures.drawing(name, lang).replace("&#160;", " "))


def record(name: str) -> dict:
    return json.loads((figures.RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def texts(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter("text")]


def numbers(things) -> list[str]:
    """All numbers in some texts, shapes and values, in order."""
    return [number for thing in things for number in NUMBER.findall(str(thing))]


def signed(value: float) -> str:
    """A number as figures write it, with a real minus."""
    return f"{value:g}".replace("-", "−")


@cache
def run(uri: str, count: int) -> dict:
    """What the first blocks of a page leave behind, run in an empty folder."""
    left = {"__name__": "page"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for block in blocks(uri)[:count]:
            exec(block.source, left)
    return left


# What the figures have to show


def activation_curves():
    x = [signed(each) for each in (-5, -2, 0, 3, 5)]
    yield 0.05
    relu, sigmoid, tanh = map(values_of, ("relu", "sigmoid", "tanh"))
    yield from (*(signed(relu(each)) for each in (-math.inf, 0, 3, 5)), *x)
    for function in (sigmoid, tanh):
        low, high = signed(function(-math.inf)), signed(function(math.inf))
        yield from (low, high, low, signed(function(0)), high, *x)


def values_of(name: str):
    """An activation function of Keras, from NumPy to NumPy."""
    import keras

    function = keras.activations.get(name)
    return lambda x: keras.ops.convert_to_numpy(function(np.array(x, dtype="float32"))).round(6)


def attention_shares():
    return (f"{share:.2f}" for share in np.ravel(run("ideas/attention.md", 2)["shares"]))


def cnn_parameters():
    from keras_primer.models import mnist_cnn

    model = mnist_cnn.build()
    yield model.input_shape[1:]
    for layer in model.layers:
        if "Dropout" not in type(layer).__name__:
            yield from (type(layer).__name__, layer.output.shape[1:], layer.count_params() or "")
    yield model.count_params()


def code_plane():
    kept = generated()
    for name in ("autoencoder", "vae"):
        reach = math.ceil(np.abs(kept[name]["codes"]).max())
        yield from (f"−{reach}", reach, *kept["labels"])
    yield from (f"−{kept['reach']}", kept["reach"])


def confusion(result):
    yield from (number for digit in range(10) for number in (digit, digit))
    yield from (count for row in result["confusion"] for count in row if count)


def convolution_window():
    import keras

    images = np.zeros((1, 16, 32, 3))
    layer = keras.layers.Conv2D(1, 3)
    output = layer(images)
    weights = math.prod(layer.kernel.shape)
    return images.shape[1:], weights, weights, output.shape[1:3]


def cross_entropy():
    import keras

    yield from (0, 1, 2, 3, 4, 0, 0.5, 1)
    for p in (0.1, 0.5, 0.9):
        loss = keras.losses.CategoricalCrossentropy()([[1.0, 0.0]], [[p, 1 - p]])
        yield from (p, f"{float(loss):.3f}")


def data_parallel():
    return 64, 0, 64 // 2, 1, 64 // 2


def dense_layer():
    import keras

    x, kernel, bias = np.array([1, 2, 3]), np.array([[1, 0], [2, -1], [0, 3]]), np.array([10, -20])
    layer = keras.layers.Dense(2)
    layer.build((None, 3))
    layer.set_weights([kernel, bias])
    output = keras.ops.convert_to_numpy(layer(x[None]))[0]
    rows = np.concatenate([x[:, None], kernel], axis=1)
    yield from (x.shape, kernel.shape, *map(signed, rows.ravel()))
    yield from (bias.shape, *map(signed, bias), output.shape, *map(signed, output))
    for column in (0, 1):
        yield from (
            signed(each) for pair in zip(x, kernel[:, column], strict=True) for each in pair
        )
        yield from (abs(bias[column]), signed(output[column]))


def digit_pairs():
    from keras_primer.models import digit_pairs

    model = digit_pairs.build()
    encoder = model.get_layer("encoder")
    same, total = model.get_layer("same"), model.get_layer("sum")
    yield from (tensor.shape for tensor in model.inputs)
    yield from (encoder.input_shape, *(layer.units for layer in encoder.layers))
    yield from (encoder.output_shape, encoder.output_shape)
    yield from (same.input.shape, total.input.shape, same.units, total.units, 0, total.units - 1)


def drawn_shapes():
    return range(10)


def first_model():
    first, last = dense_layers("first_mlp")
    white = np.iinfo("uint8").max
    yield from (28, 28, 0, white, white, first.input.shape, 0, 1)
    yield from (first.units, first.count_params(), first.units, last.units, last.count_params())
    yield from (*range(10), last.units, 1)


def first_network():
    first, last = dense_layers("first_mlp")
    counts = first.count_params(), last.count_params()
    return first.input.shape, first.units, last.units, *counts, sum(counts), *range(10)


def sequential_chain():
    first, last = dense_layers("first_mlp")
    for layer in (first, last):
        yield from (layer.input.shape, *([layer.input.shape] if layer is first else []))
        yield from (layer.units, layer.count_params())
    yield last.output.shape


def dense_layers(name: str) -> list:
    """The layers of one of our models."""
    return importlib.import_module(f"keras_primer.models.{name}").build().layers


def fit_epochs():
    import keras

    sizes = []

    def loss(answer, output):
        sizes.append(len(answer))
        return keras.ops.mean((answer - output) ** 2)

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", loss, run_eagerly=True)
    x = y = np.zeros((100, 1))
    history = model.fit(x, y, epochs=3, batch_size=32, verbose=0).history
    steps = int(model.optimizer.iterations) // 3
    for epoch, _ in enumerate(history["loss"]):
        yield from (epoch + 1, len(x), steps)
        for step in range(epoch * steps, (epoch + 1) * steps):
            yield from (sizes[step - 3 * steps], step + 1)
        yield epoch


def functional_graph():
    import keras
    from keras import layers, ops

    left, right = keras.Input((8,)), keras.Input((8,))
    encoder, same, total = layers.Dense(16), layers.Dense(1), layers.Dense(7)
    a, b = encoder(left), encoder(right)
    distance, both = ops.abs(a - b), layers.concatenate([a, b])
    outputs = same(distance), total(both)
    yield from (left.shape, right.shape, encoder.units, encoder.count_params(), a.shape)
    yield from (distance.shape, both.shape)
    yield from (same.units, same.count_params(), total.units, total.count_params())
    yield from (output.shape for output in outputs)


def graph_steps():
    return (number for step in range(1, 5) for number in (step, step))


def folder_labels():
    import keras

    with tempfile.TemporaryDirectory() as folder:
        folders.write_shapes(Path(folder), each=12)
        for name in set(shapes.SHAPES) - {"disc", "square", "triangle"}:
            shutil.rmtree(Path(folder, name))
        form = {"image_size": (folders.SIDE, folders.SIDE), "verbose": False}
        data = keras.utils.image_dataset_from_directory(folder, **form)
        images, labels = next(iter(data))
    return *range(len(data.class_names)), images.shape, labels.shape


def held_numbers():
    for info in held():
        ends = float(info.smallest_subnormal), float(info.max)
        yield from (info.dtype.name, *(f"{end:.0e}" for end in ends))
    yield from ("int8", 1, np.iinfo("int8").max, *(signed(power) for power in range(-40, 41, 20)))


def held():
    """What NumPy's extension says of the three floating-point types."""
    import ml_dtypes

    return map(ml_dtypes.finfo, (np.float32, ml_dtypes.bfloat16, np.float16))


def image_shapes():
    last = np.zeros((100, 16, 32, 3))
    for images in (last, np.moveaxis(last, -1, 1)):
        yield from (images.shape, last.shape[1:])


def keras_file():
    model = run("reuse/save.md", 1)["model"]
    state = sum(math.prod(variable.shape) for variable in model.optimizer.variables)
    return "model.weights.h5", model.count_params(), state


def keras_history():
    months = releases()
    return [(name, *months[name]) for name in months if name not in ("0.3.0", "2.0.5")]


def releases() -> dict[str, tuple[str, str]]:
    """The releases in the table of the page, with year and month."""
    rows = re.findall(r"(?m)^\| (\d\.\d\.\d), (\d{4})-(\d\d) \|", source("ideas/keras.md", "en"))
    return {name: (year, month) for name, year, month in rows}


def layer_life():
    page = source("build/subclassing.md")
    return re.search(r"Linear\(\d+\)", page)[0], re.search(r"Input\(\(\d+,\)\)", page)[0]


def learning_rates():
    return (number for rate in (0.001, 0.1, 0.9, 1.1) for number in (rate, 3))


def memory_order():
    last = np.zeros((16, 32, 3), dtype="uint8")
    first = np.ascontiguousarray(np.moveaxis(last, -1, 0))
    row, pixel, channel = last.strides
    yield from (0, pixel, row, channel, pixel, row)
    channel, row, pixel = first.strides
    yield from (0, channel, 2 * channel, channel, pixel, row)


def mnist_cache():
    return 8 * hashlib.sha256().digest_size, len(PUBLISHED)


def own_image():
    left = run("reuse/own-image.md", 1)
    digit = left["digit"]
    paper = pictures.paper(pictures.shrunk(np.asarray(left["picture"])))
    tall = np.ptp(np.flatnonzero(digit.any(axis=1))) + 1
    row, column = (np.sum(np.indices(digit.shape) * digit, axis=(1, 2)) / digit.sum()).round()
    yield from (left["picture"].size, *paper[len(paper) // 2, [0, -1]].round().astype(int))
    yield from (digit.shape, tall, signed(row), signed(column))


def patience():
    best = run("train/callbacks.md", 2)["stop"].best_epoch + 1
    return "0.60", "0.62", "0.64", "0.66", 1, best, best + 3, 1, 2, 3


def rows_as_steps():
    lstm, *_ = dense_layers("lstm_rows")
    convolution, pooling, gru, _ = dense_layers("conv_gru")
    steps = lstm.input.shape[1]
    yield from (lstm.input.shape, lstm.units, steps, lstm.units)
    yield from (type(convolution).__name__, type(pooling).__name__, gru.units, steps)
    yield from (convolution.output.shape[1], convolution.kernel_size, pooling.output.shape[1])


def seed_spread():
    return "0.980", "0.985", "0.990", "0.995"


def shuffled_batches():
    stored = np.arange(12)
    shuffle = np.random.default_rng(32).permutation
    yield from (*stored, *shuffle(stored), *shuffle(stored.reshape(3, 4)).ravel())


def solar_forecast(*results):
    for result in results:
        most = max(max(values) for values in result["forecast"].values())
        yield from range(math.ceil(most) + 1)  # kW
        yield from (1, 2, 3, 4)  # days


WAYS = ("shapes_scratch", "shapes_frozen", "shapes_tuned")


def transfer_ways():
    seeds = [each["test_accuracy"] for way in WAYS for each in record(f"{way}.tensorflow")["runs"]]
    first, last = math.floor(10 * min(seeds)), math.ceil(10 * max(seeds))
    return (f"{tick / 10:.1f}" for tick in range(first, last + 1))


def table_cells():
    """A known temperature and a missing one, a known station and an unknown weather."""
    import keras

    left = run("data/tables.md", 1)
    yield 25
    yield from (round(float(left["row"][0, 0])), 0)
    yield from (0, 1)
    stations = [11, 25, 38, 52]
    lookup = keras.layers.IntegerLookup(vocabulary=stations, output_mode="one_hot")
    yield from (25, *map(int, lookup([25])[0]), *stations)
    yield from map(int, left["row"][0, 1:])


def tensor_axes():
    tensor = np.arange(24).reshape(2, 3, 4)
    rank = tensor.ndim
    yield from (tensor[0, 0].shape, tensor[0].shape, rank, tensor.shape)
    for each in (tensor[0, 1, 3], tensor[0, 0], tensor[0], tensor[1], tensor[0]):
        yield from np.ravel(each)
    yield from (number for axis in enumerate(tensor.shape) for number in axis)
    yield from (rank, rank)


def three_sets():
    return 1, 2, 3


def variational():
    from keras_primer.models import vae

    model = vae.build()
    encoder, decoder = model.get_layer("encoder"), model.get_layer("decoder")
    yield encoder.input_shape
    yield from (layer.units for layer in encoder.layers if hasattr(layer, "units"))
    yield encoder.output_shape
    yield from (layer.units for layer in decoder.layers)


def window_places():
    import keras

    row = np.zeros((1, 8, 1))
    for padding in ("valid", "same"):
        yield keras.layers.Conv1D(1, 3, strides=2, padding=padding)(row).shape[1]


def wrong_digits(result):
    return ((each["label"], each["predicted"]) for each in result["mistakes"])


FIGURES = {
    function.__name__.replace("_", "-"): function
    for function in (
        activation_curves,
        attention_shares,
        cnn_parameters,
        code_plane,
        confusion,
        convolution_window,
        cross_entropy,
        data_parallel,
        dense_layer,
        digit_pairs,
        drawn_shapes,
        first_model,
        first_network,
        fit_epochs,
        functional_graph,
        graph_steps,
        folder_labels,
        held_numbers,
        image_shapes,
        keras_file,
        keras_history,
        layer_life,
        learning_rates,
        memory_order,
        mnist_cache,
        own_image,
        patience,
        rows_as_steps,
        seed_spread,
        sequential_chain,
        shuffled_batches,
        solar_forecast,
        table_cells,
        tensor_axes,
        three_sets,
        transfer_ways,
        variational,
        window_places,
        wrong_digits,
    )
}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CURVES])
def test_numbers_are_so(name):
    module, _, recorded = name.partition("/")
    find = FIGURES.get(module, lambda: ())
    wanted = numbers(find(*map(record, filter(None, recorded.split(",")))))
    for lang in ("zh", "en"):
        assert numbers(texts(drawn(name, lang))) == wanted, lang


# What has a length or a place


def to_scale(places, values, within: float = 0.15) -> None:
    """Assert that places lie on one straight scale, as far as they are rounded."""
    places, values = np.array(places, float), np.array(values, float)
    scale = np.polyfit(values, places, 1)
    assert np.abs(np.polyval(scale, values) - places).max() <= within, (places, values)


def attributes(elements, *names) -> np.ndarray:
    return np.array([[float(element.get(name)) for name in names] for element in elements])


def having(root, tag: str, **wanted) -> list[ET.Element]:
    """The elements of a kind with these attributes (`class_` for class)."""
    wanted = {name.strip("_").replace("_", "-"): value for name, value in wanted.items()}
    return [
        element
        for element in root.iter(tag)
        if all(element.get(name) == value for name, value in wanted.items())
    ]


def ticks(root, side: str) -> tuple[list[float], list[float]]:
    """Places and values of the labels of an axis; `side` is `left` or `below`."""
    anchor, coordinate, shift = {"left": ("end", "y", 5), "below": ("middle", "x", 0)}[side]
    found = [
        (float(text.get(coordinate)) - shift, float(text.text.replace("−", "-")))
        for text in having(root, "text", text_anchor=anchor)
        if NUMBER.fullmatch(text.text or "") and "on" not in text.get("class", "")
    ]
    places, values = zip(*found, strict=True)
    return list(places), list(values)


def points(path: str) -> np.ndarray:
    """The corners of a path of lines."""
    return np.array(re.findall(r"-?[\d.]+", path), float).reshape(-1, 2)


@pytest.mark.parametrize("name", CURVES)
def test_curves_are_recorded(name):
    """A thin line for every run to its end, and their mean, with marks on it, to the shortest."""
    results = [record(each) for each in name.partition("/")[2].split(",")]
    shown = [(result, "loss") for result in results]
    if len(results) == 1 and "accuracy" in results[0]["runs"][0]["history"]:
        shown.append((results[0], "accuracy"))
    diagrams = [group for group in drawn(name).findall("g") if group.get("transform")]
    assert len(diagrams) == len(shown)
    for (result, metric), diagram in zip(shown, diagrams, strict=True):
        (ys, values), (xs, epochs) = ticks(diagram, "left"), ticks(diagram, "below")
        title, *rest = texts(diagram)
        assert len(results) == 1 or title == result["recipe"]
        assert len(numbers(rest)) == len(values) + len(epochs), "a number is no tick"
        assert are_round(values) and epochs[0] == 1 and are_round(epochs[1:])
        for key, style in ((metric, "three"), (f"val_{metric}", "one")):
            wanted = [run["history"][key] for run in result["runs"] if key in run["history"]]
            groups = having(diagram, "g", class_=style)
            assert len(groups) == (len(wanted) > 0)
            if not wanted:
                continue
            wanted.append([np.mean(each) for each in zip(*wanted, strict=False)])
            lines = [points(line.get("points")) for line in groups[0].iter("polyline")]
            assert [len(line) for line in lines] == [len(line) for line in wanted]
            at, seen = np.concatenate(lines), np.concatenate(wanted)
            to_scale([*ys, *at[:, 1]], [*values, *seen])
            of = np.concatenate([np.arange(1, len(line) + 1) for line in wanted])
            to_scale([*xs, *at[:, 0]], [*epochs, *of])
            discs = attributes(groups[0].iter("circle"), "cx", "cy")
            squares = attributes(groups[0].iter("rect"), "x", "y") + 3
            marks = discs if style == "three" else squares
            mean = {tuple(place) for place in lines[-1]}
            assert len(marks) and {tuple(place.round(1)) for place in marks} <= mean


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("recipe", RECIPES)
def test_page_of_a_recipe_shows_its_curves(recipe, lang):
    shown = [name for _, name in figures.LINK.findall(source(RECIPES[recipe]["page"], lang))]
    found = {name for name in shown if re.search(rf"[/,]{recipe}\.", name)} & set(CURVES)
    assert found, f"docs/{lang}/{RECIPES[recipe]['page']} has no figure:curves/{recipe}…"


def are_round(values: list[float]) -> bool:
    """Whether ticks are multiples of 1, 2 or 5 times a power of ten, without a gap."""
    step = values[1] - values[0] if len(values) > 1 else values[0]
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    whole = np.array(values) / step
    return round(mantissa, 6) in (1, 2, 5) and np.allclose(
        whole, whole[0].round() + np.arange(len(values))
    )


def test_activation_curves_are_those_of_keras():
    root = drawn("activation-curves")
    (ys, values), (xs, inputs) = ticks(root, "left"), ticks(root, "below")
    to_scale(xs, inputs)
    horizontal = np.polynomial.Polynomial.fit(xs, inputs, 1)
    for panel, (name, style) in enumerate((("relu", "one"), ("sigmoid", "two"), ("tanh", "three"))):
        function, part = values_of(name), slice(3 * panel, 3 * panel + 3)
        (curve,) = having(root, "path", class_=style)
        upper = points(curve.get("d"))[:101]
        seen = function(horizontal(upper[:, 0]))
        to_scale([*ys[part], *upper[:, 1]], [*values[part], *seen], within=0.2)
        dots = attributes(having(root, "circle", class_=style), "cx", "cy")
        at = [round(x) for x in horizontal(dots[:, 0])]
        assert at == [-2, 0, 3]
        to_scale([*ys[part], *(dots[:, 1] - 1)], [*values[part], *function(at)])
        assert flat_stretches(root, ys[part], horizontal) == pytest.approx(
            flat_of(function), abs=0.02
        )


def flat_stretches(root, ys, horizontal) -> list[float]:
    """Where the grey boxes of a panel begin and end."""
    boxes = attributes(having(root, "rect", opacity=".15")[1:], "x", "width", "y")
    boxes = [box for box in boxes if min(ys) - 1 <= box[2] <= max(ys)]
    return [horizontal(x) for left, width, _ in boxes for x in (left, left + width)]


def flat_of(function) -> list[float]:
    """Where the slope of a function is below 0.05, from −5 to 5: the ends of these stretches."""
    grid = np.linspace(-5, 5, 1001)
    flat = np.diff(function(grid)) / 0.01 < 0.05
    return [-5.0] * int(flat[0]) + list(grid[1:-1][np.diff(flat)]) + [5.0] * int(flat[-1])


def test_cross_entropy_is_drawn_to_scale():
    root = drawn("cross-entropy")
    (ys, losses), (xs, probabilities) = ticks(root, "left"), ticks(root, "below")
    curve = points(root.find("polyline").get("points"))
    dots = attributes(having(root, "circle"), "cx", "cy")
    p = np.polynomial.Polynomial.fit(xs, probabilities, 1)
    to_scale(xs, probabilities)
    assert p(dots[:, 0]) == pytest.approx([0.1, 0.5, 0.9], abs=1e-3)
    to_scale([*ys, *dots[:, 1]], [*losses, *-np.log([0.1, 0.5, 0.9])])
    # A place is rounded to 0.05, which on the steep part is a good deal of loss.
    loss = np.polynomial.Polynomial.fit(ys, losses, 1)
    assert np.exp(-loss(curve[:, 1])) == pytest.approx(p(curve[:, 0]), abs=1e-3)


def test_held_numbers_are_drawn_to_scale():
    root = drawn("held-numbers")
    xs, powers = (each[-5:] for each in ticks(root, "below"))  # above them stand ends of bars
    bars = attributes(root.iter("rect"), "x", "width")
    ends = np.log10([*((float(i.smallest_subnormal), float(i.max)) for i in held()), (1, 127)])
    to_scale([*xs, *bars[:, 0], *bars.sum(axis=1)], [*powers, *ends[:, 0], *ends[:, 1]])


def test_learning_rates_step_as_keras_does():
    import keras

    root = drawn("learning-rates")
    rates = (0.001, 0.1, 0.9, 1.1)
    dots = attributes(having(root, "circle"), "cx", "cy").reshape(len(rates), -1, 2)[:, ::-1]
    bottoms = [float(text.get("x")) for text in root.iter("text") if text.text == "w = 3"]
    walked = []
    for rate in rates:
        w, optimizer = keras.Variable(0.0), keras.optimizers.SGD(rate)
        walked.append([float(w.numpy())])
        for _ in range(4):
            optimizer.apply([2 * (w.value - 3)], [w])
            walked[-1].append(float(w.numpy()))
    away = np.array(walked) - 3
    to_scale((dots[:, :, 0] - np.array(bottoms)[:, None]).ravel(), away.ravel())
    for upper, lower in ((0, 1), (2, 3)):  # two valleys side by side have one scale
        to_scale(dots[[upper, lower], :, 1].ravel(), away[[upper, lower]].ravel() ** 2)


def test_patience_is_the_training_of_the_page():
    root = drawn("patience")
    left = run("train/callbacks.md", 2)
    ys, values = ticks(root, "left")
    solid, dashed = (points(each.get("d")) for each in having(root, "path", stroke_width="2"))
    trained = left["history"].history["val_loss"]
    assert len(solid) == len(trained)
    curve = np.concatenate([solid, dashed[1:]])
    to_scale([*ys, *curve[:, 1]], [*values, *left["full"]["val_loss"][: len(curve)]])
    to_scale(curve[:, 0], range(len(curve)))
    (best,) = having(root, "circle", class_="two")
    assert float(best.get("cx")) == solid[left["stop"].best_epoch, 0]


def test_seeds_are_where_they_were_recorded():
    root = drawn("seed-spread")
    names = having(root, "tspan", class_="code"), having(root, "tspan", class_="muted")
    backends = {"TensorFlow": "tensorflow", "JAX": "jax", "PyTorch": "torch"}
    xs, values = ticks(root, "below")
    dots = attributes(having(root, "circle"), "cx", "cy")
    recorded = []
    for recipe, backend in zip(*names, strict=True):
        runs = record(f"{recipe.text}.{backends[backend.text]}")["runs"]
        recorded += sorted(each["test_accuracy"] for each in runs)
    assert list(dots[:, 1]) == sorted(dots[:, 1])
    to_scale([*xs, *dots[:, 0]], [*values, *recorded])


def test_every_seed_of_the_three_ways_has_its_dot():
    root = drawn("transfer-ways")
    xs, values = ticks(root, "below")
    dots = attributes(having(root, "circle"), "cx", "cy")
    recorded = []
    for way in WAYS:
        recorded += sorted(each["test_accuracy"] for each in record(f"{way}.tensorflow")["runs"])
    assert list(dots[:, 1]) == sorted(dots[:, 1])
    to_scale([*xs, *dots[:, 0]], [*values, *recorded])


def test_bars_are_in_proportion():
    parameters = [layer.count_params() for layer in dense_layers("mnist_cnn")]
    bars = attributes(having(drawn("cnn-parameters"), "rect", class_="one"), "width")[:, 0]
    in_full = 168 * np.array([each for each in parameters if each]) / max(parameters)
    assert bars == pytest.approx(np.maximum(2, in_full), abs=0.06)

    batches = drawn("fit-epochs").iter("rect")
    sizes = [32, 32, 32, 4] * 3
    to_scale([0, *attributes(batches, "width")[:, 0]], [0, *sizes])

    rows = drawn("rows-as-steps")
    bars = [len(having(rows, "rect", class_=style)) for style in ("three", "two", "one")]
    assert bars == [28, 24, 28 + 12]


def test_feature_maps_are_in_proportion():
    from keras_primer.models import mnist_cnn

    sides = [28, *(layer.output.shape[1] for layer in mnist_cnn.build().layers)]
    boxes = attributes(having(drawn("cnn-parameters"), "rect", class_="box"), "width", "height")
    squares = [width for width, height in boxes if width == height]
    assert sorted(set(squares)) == [1.5 * side for side in sorted(set(sides[:4]))]
    flat = [height for width, height in boxes if width != height]
    to_scale([0, *flat], np.log2([1, 9216, 128, 10]))


def test_forecasts_are_recorded():
    """The first two lines are the legend; then, for each recording, what was and what was said."""
    (name,) = (name for name in NAMES if name.startswith("solar-forecast/"))
    results = [record(each) for each in name.partition("/")[2].split(",")]
    wanted = [result["forecast"][kind] for result in results for kind in ("true", "said")]
    lines = list(drawn(name).iter("polyline"))[2:]
    for line, values in zip(lines, wanted, strict=True):
        places = points(line.get("points"))
        to_scale(places[:, 0], range(len(values)))
        to_scale(places[:, 1], values)


def test_confusion_is_as_strong_as_there_are_mistakes():
    result = record("first_mlp.tensorflow")
    cells = having(drawn("confusion/first_mlp.tensorflow"), "rect", class_="one")
    wrong = np.array(result["confusion"])[~np.eye(10, dtype=bool)]
    to_scale(attributes(cells, "opacity")[:, 0], wrong, within=0.01)


def test_backends_last_as_the_page_says():
    months = {name: 12 * int(year) + int(month) for name, (year, month) in releases().items()}
    bars = attributes(drawn("keras-history").iter("rect"), "y", "height")
    begin = [months[name] for name in ("0.2.0", "2.0.5", "0.3.0", "3.0.0", "3.0.0")]
    end = [months["2.4.3"]] * 2 + [12 * 2027 + 1] * 3  # the drawing ends with 2026
    to_scale([*bars[:, 0], *bars.sum(axis=1)], [*begin, *end], within=1)  # in whole pixels


def test_own_image_is_what_our_code_makes_of_the_drawing_of_the_page():
    module = figure_module("own_image")
    assert np.array_equal(run("reuse/own-image.md", 1)["picture"], module.drawing())
    kept = json.loads(module.RECORD.read_text(encoding="utf-8"))
    measured = json.loads(json.dumps(module.measure()))
    assert measured.keys() == kept.keys()
    for name, panel in measured.items():
        if name in (*module.PLACES, "digit"):
            assert levels(panel) == pytest.approx(levels(kept[name]), abs=1), name
        else:
            assert panel == kept[name], name


def test_own_image_is_drawn_from_its_record():
    module = figure_module("own_image")
    kept = json.loads(module.RECORD.read_text(encoding="utf-8"))
    drawing = having(drawn("own-image"), "path", class_="three")
    for name, (left, top) in (module.PLACES | {"digit": (8, 440)}).items():
        side = module.PIXEL if name == "digit" else module.PITCH
        found = np.zeros((len(kept[name]), len(kept[name][0])))
        for path in drawing:
            runs = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h", path.get("d"))
            for x, y, width, height in np.array(runs, int):
                row, start = (y - top) / side, (x - left) / side
                if height == side and 0 <= row < len(found) and 0 <= start < len(found[0]):
                    found[int(row), int(start) : int(start) + width // side] = path.get("opacity")
        wanted = np.array(levels(kept[name])) / 15
        assert found.ravel() == pytest.approx(wanted, abs=0.01), name


def test_shapes_have_their_corners():
    corners = {"triangle": 3, "square": 4, "diamond": 4, "pentagon": 5, "star": 10, "cross": 12}
    corners |= {"disc": 60, "ellipse": 60, "bar": 4, "arrow": 7}
    root = drawn("drawn-shapes")
    shown = [text.split()[1] for text in texts(root)]
    found = [len(each.get("points").split()) for each in root.iter("polygon")]
    assert dict(zip(shown, found, strict=True)) == corners


def figure_module(name: str):
    spec = importlib.util.spec_from_file_location(name, figures.FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The record of the first network


def test_first_network_is_measured():
    """The network trained once more makes the same of the digits, on any processor nearly so."""
    module = figure_module("first_network")
    measured, kept = module.measure(), json.loads(module.RECORD.read_text(encoding="utf-8"))
    assert measured.keys() == kept.keys()
    for digit, seen in measured.items():
        assert seen["pixels"] == kept[digit]["pixels"]
        assert levels(seen["hidden"]) == pytest.approx(levels(kept[digit]["hidden"]), abs=1)
        assert seen["probabilities"] == pytest.approx(kept[digit]["probabilities"], abs=0.01)


def generated() -> dict:
    return json.loads((figures.FOLDER / "generated.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["autoencoder", "vae"])
def test_generated_images_are_of_the_recorded_training(name):
    """Else: python docs/figures/generated.py mnist"""
    assert generated()[name]["fingerprint"] == fingerprint.of_recipe(name)
    assert generated()[name]["test_loss"] == record(f"{name}.tensorflow")["runs"][0]["test_loss"]


def test_generated_images_are_drawn_from_their_record():
    kept = generated()
    both = kept["autoencoder"], kept["vae"]
    rows = [kept["images"], *(one["restored"] for one in both), *(one["new"] for one in both)]
    check_images("generated", rows)
    side = math.isqrt(len(kept["vae"]["map"]))
    rows = [kept["vae"]["map"][start : start + side] for start in range(0, side * side, side)]
    check_images("code-plane", rows)


def check_images(name: str, rows: list) -> None:
    """Assert that a figure has rows of images, given as levels from 0 to 7, none over another."""
    wanted = np.array([[[list(line) for line in image] for image in row] for row in rows], float)
    found, places = np.zeros_like(wanted), []
    grid = np.ndindex(wanted.shape[:2])
    for place, image in zip(grid, having(drawn(name), "g", stroke="currentColor"), strict=True):
        *corner, scale = map(float, re.findall(r"[\d.]+", image.get("transform")))
        places.append(corner)
        for path in image:
            for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", path.get("d")):
                found[place][int(y), int(x) : int(x) + int(width)] = path.get("opacity")
    np.testing.assert_allclose(found, wanted / 7, atol=0.01)
    x, y = np.moveaxis(np.reshape(places, (*wanted.shape[:2], 2)), -1, 0)
    assert (x == x[0]).all() and (y == y[:, :1]).all()
    size = scale * wanted.shape[-1]
    assert min(np.diff(x[0]).min(), np.diff(y[:, 0]).min()) > size


def test_codes_stand_where_they_are():
    digits = having(drawn("code-plane"), "g", text_anchor="middle")
    for square, name in zip(digits, ("autoencoder", "vae"), strict=True):
        places, codes = attributes(square, "x", "y"), np.array(generated()[name]["codes"])
        to_scale(places[:, 0], codes[:, 0])
        to_scale(-places[:, 1], codes[:, 1])


def test_first_network_is_drawn_from_its_record():
    kept = json.loads((figures.FOLDER / "first_network.json").read_text(encoding="utf-8"))
    two, five = drawn("first-network"), drawn("first-model")
    bars = attributes(having(two, "rect", rx="2"), "width")[:, 0]
    to_scale(bars, kept["2"]["probabilities"])
    bars = [each for each in five.iter("rect") if each.get("class") in ("one", "two")]
    to_scale(attributes(bars, "height")[:, 0], kept["5"]["probabilities"])
    units = attributes(five.iter("circle"), "opacity")[:, 0]
    to_scale(units, levels(kept["5"]["hidden"]), within=0.01)
    pixels = [path for path in five.iter("path") if path.get("fill")]
    shades = [float(path.get("opacity", 1)) for path in pixels]
    inked = [level for level in levels(kept["5"]["pixels"]) if level]
    to_scale(shades, [*inked, *inked], within=0.06)  # the image, and the strip below it


def levels(rows: list[str]) -> list[int]:
    return [int(level, 16) for row in rows for level in row]
