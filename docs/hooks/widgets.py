"""The small widgets as they stand in a page: an element with a table for readers without scripts.

`{{ widget early-stopping }}` becomes `<early-stopping>`, which the script of that name in
`docs/assets/widgets` defines; the front matter of the page names it, too, so that it is loaded. The
script replaces the table by something to be moved; the table has some of its results.
"""

import html
import itertools
import json
import math
from pathlib import Path

from results import RESULTS

CONFUSION = Path(__file__).parents[1] / "assets" / "draw" / "confusion.json"
LOSSES = "tanh_mlp.tensorflow"  # a long training, whose validation loss falls unsteadily
PATIENCES = (1, 2, 3, 5, 10)
LOGITS = (2.0, 1.0, -1.0)
LABELS = json.loads(Path(__file__).parents[1].joinpath("loss_labels.json").read_text("utf-8"))
IMAGE = {"row": 2, "column": 4, "channel": 3}
FORMATS = {
    "channels_last": ("row", "column", "channel"),
    "channels_first": ("channel", "row", "column"),
}
STACK = (  # layers with their filters and window, their window, or their units
    ("Conv2D", 8, 3),
    ("MaxPooling2D", 2),
    ("Conv2D", 16, 3),
    ("MaxPooling2D", 2),
    ("Flatten",),
    ("Dense", 10),
)
PIXELS = ("000000", "000000", "009999", "009999", "009999", "009999")
KERNEL = (-1, 0, 1) * 3
WINDOWS = ((0, 0), (0, 2), (1, 0), (2, 0), (2, 2))  # upper left corners
LOWEST, RATES, MOMENTA, STEPS = 3, (0.01, 0.1, 1.0, 1.3), (0.0, 0.5, 0.9), (10, 50)
PICKED = ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 3, 2))  # row, column, channel
PROGRAMS = {
    "sequential": """\
model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(512, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
""",
    "functional": """\
pixels = keras.Input((784,), name="pixels")
hidden = layers.Dense(512, activation="relu")(pixels)
digits = layers.Dense(10, activation="softmax")(hidden)
model = keras.Model(pixels, digits)
""",
    "two inputs": """\
image = keras.Input((28, 28, 1), name="image")
age = keras.Input((1,), name="age")
a = layers.Conv2D(8, 3, activation="relu")(image)
a = layers.GlobalAveragePooling2D()(a)
both = layers.concatenate([a, age])
answer = layers.Dense(1)(both)
model = keras.Model([image, age], answer)
""",
    "skip": """\
inputs = keras.Input((16,), name="inputs")
x = layers.Dense(16, activation="relu")(inputs)
x = layers.Dense(16)(x)
x = layers.add([inputs, x])
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
""",
    "two outputs": """\
pixels = keras.Input((784,), name="pixels")
hidden = layers.Dense(512, activation="relu")(pixels)
digit = layers.Dense(10, activation="softmax", name="digit")(hidden)
odd = layers.Dense(1, activation="sigmoid", name="odd")(hidden)
model = keras.Model(pixels, [digit, odd])
""",
    "shared": """\
left = keras.Input((8,), name="left")
right = keras.Input((8,), name="right")
encoder = layers.Dense(16, activation="relu", name="encoder")
a = encoder(left)
b = encoder(right)
both = layers.concatenate([a, b])
total = layers.Dense(7, activation="softmax", name="sum")(both)
model = keras.Model([left, right], total)
""",
}
PROGRAM_NAMES = {
    "zh": ("一条链，Sequential", "一条链，函数式", "两个输入", "残差连接", "两个输出", "共享一层"),
    "en": (
        *("a chain, Sequential", "a chain, functional", "two inputs"),
        *("skip connection", "two outputs", "shared layer"),
    ),
}
HEADINGS = {
    "descent-curve": {
        "zh": ("learning_rate", "momentum", *(f"走 {steps} 步后的 w" for steps in STEPS)),
        "en": ("learning_rate", "momentum", *(f"w after {steps} steps" for steps in STEPS)),
    },
    "early-stopping": {
        "zh": ("patience", "停在第几轮", "最好的一轮", "那时的验证损失"),
        "en": ("patience", "stops after epoch", "best epoch", "its validation loss"),
    },
    "confusion-cells": {"zh": ("真实＼回答", *range(10)), "en": ("is \\ said", *range(10))},
    "convolution-steps": {
        "zh": ("窗口（行、列）", "窗口里的数", "与卷积核 −1 0 1 / −1 0 1 / −1 0 1 相乘再相加"),
        "en": ("window (row, column)", "its numbers", "times −1 0 1 / −1 0 1 / −1 0 1, added up"),
    },
    "loss-labels": {
        "zh": ("标签", "最后一层", "能用的损失"),
        "en": ("labels", "last layer", "a loss that works"),
    },
    "model-graph": {
        "zh": ("模型", "程序", "参数"),
        "en": ("model", "program", "parameters"),
    },
    "softmax-loss": {
        "zh": ("类", "logit", "概率", "它是正确类时的交叉熵"),
        "en": ("class", "logit", "probability", "cross-entropy if it is the right class"),
    },
    "layer-stack": {
        "zh": ("层", "输出的形状", "参数"),
        "en": ("layer", "output shape", "parameters"),
    },
    "memory-order": {
        "zh": ("行、列、通道", "channels_last 的位置", "channels_first 的位置"),
        "en": ("row, column, channel", "place in channels_last", "place in channels_first"),
    },
}


def descent_curve(lang: str, root: str) -> str:
    rows = [
        (rate, momentum, *(f"{descent(rate, momentum, steps):.4g}" for steps in STEPS))
        for rate in RATES
        for momentum in MOMENTA
    ]
    return element("descent-curve", lang, rows)


def descent(rate: float, momentum: float, steps: int) -> float:
    """Where `keras.optimizers.SGD` takes a weight of 0 if the loss is (w - LOWEST)^2."""
    w = velocity = 0.0
    for _ in range(steps):
        velocity = momentum * velocity - rate * 2 * (w - LOWEST)
        w += velocity
    return w


def early_stopping(lang: str, root: str) -> str:
    recorded = json.loads((RESULTS / f"{LOSSES}.json").read_text(encoding="utf-8"))
    shown = [f"{loss:.4f}" for loss in recorded["runs"][0]["history"]["val_loss"]]
    rows = []
    for patience in PATIENCES:
        last, best = stopping([float(loss) for loss in shown], patience)
        rows.append((patience, last, best, shown[best - 1]))
    return element("early-stopping", lang, rows, f' data-losses="{" ".join(shown)}"')


def stopping(losses: list[float], patience: int) -> tuple[int, int]:
    """The last epoch that `keras.callbacks.EarlyStopping` trains, and the best one until then."""
    for last in range(1, len(losses) + 1):
        best = losses.index(min(losses[:last])) + 1
        if last - best >= patience:
            break
    return last, best


def softmax_loss(lang: str, root: str) -> str:
    powers = [math.exp(logit) for logit in LOGITS]
    shares = [power / sum(powers) for power in powers]
    rows = [
        (name, logit, f"{share:.4f}", f"{-math.log(share):.4f}")
        for name, (logit, share) in enumerate(zip(LOGITS, shares, strict=True))
    ]
    return element("softmax-loss", lang, rows)


def loss_labels(lang: str, root: str) -> str:
    """The combinations that work on every backend without a warning, and of all what happened."""
    of_all = itertools.product(*LABELS["settings"].values())
    rows = []
    for combination, *places in zip(of_all, *LABELS["found"].values(), strict=True):
        if all(LABELS["outcomes"][place] == {"is": "works"} for place in places):
            rows.append(as_code(*combination))
    return element("loss-labels", lang, rows, f' data-table="{html.escape(json.dumps(LABELS))}"')


def as_code(labels: str, units: int, activation: str | None, loss: str, from_logits: bool) -> tuple:
    layer = f'Dense({units}, activation="{activation}")' if activation else f"Dense({units})"
    option = "from_logits=True" if from_logits else ""
    return labels, f"<code>{layer}</code>", f"<code>{loss}({option})</code>"


def model_graph(lang: str, root: str) -> str:
    """Programs that build models, and their parameters, added up."""
    pairs = list(zip(PROGRAM_NAMES[lang], PROGRAMS.values(), strict=True))
    parameters = (
        *(dense(784, 512) + dense(512, 10),) * 2,
        dense(3 * 3 * 1, 8) + dense(8 + 1, 1),
        dense(16, 16) * 2 + dense(16, 1),
        dense(784, 512) + dense(512, 10) + dense(512, 1),
        dense(8, 16) + dense(16 + 16, 7),
    )
    rows = [
        (words, f"<pre>{html.escape(text.rstrip()).replace(chr(10), '&#10;')}</pre>", number)
        for (words, text), number in zip(pairs, parameters, strict=True)
    ]
    programs = json.dumps([{"words": words, "text": text.rstrip()} for words, text in pairs])
    return element("model-graph", lang, rows, f' data-programs="{html.escape(programs)}"')


def dense(numbers: int, units: int) -> int:
    """The parameters of units that get so many numbers each: weights, and a bias."""
    return (numbers + 1) * units


def memory_order(lang: str, root: str) -> str:
    rows = [
        (", ".join(map(str, picked)), *(place(picked, axes) for axes in FORMATS.values()))
        for picked in PICKED
    ]
    return element("memory-order", lang, rows)


def place(picked: tuple[int, int, int], axes: tuple[str, ...]) -> int:
    """Where a number of `IMAGE` lies in memory: the last axis lies most tightly."""
    at, found = dict(zip(IMAGE, picked, strict=True)), 0
    for axis in axes:
        found = found * IMAGE[axis] + at[axis]
    return found


def confusion_cells(lang: str, root: str) -> str:
    matrix = json.loads(CONFUSION.read_text(encoding="utf-8"))
    return element("confusion-cells", lang, [(digit, *row) for digit, row in enumerate(matrix)])


def convolution_steps(lang: str, root: str) -> str:
    rows = []
    for row, column in WINDOWS:
        window = [line[column : column + 3] for line in PIXELS[row : row + 3]]
        numbers = " / ".join(" ".join(line) for line in window)
        total = sum(map(math.prod, zip(map(int, "".join(window)), KERNEL, strict=True)))
        rows.append((f"{row + 1}, {column + 1}", numbers, total))
    return element("convolution-steps", lang, rows)


def layer_stack(lang: str, root: str) -> str:
    shape, rows = (28, 28, 1), []
    for kind, *settings in STACK:
        shape, parameters = LAYERS[kind](shape, *settings)
        call = f"{kind}({', '.join(map(str, settings))})"
        rows.append((f"<code>{call}</code>", f"<code>{shape}</code>", parameters))
    total = {"zh": "合计", "en": "total"}[lang], "", sum(parameters for *_, parameters in rows)
    return element("layer-stack", lang, [*rows, total])


# What each layer of `STACK` makes of a shape, and its parameters.
LAYERS = {
    "Conv2D": lambda shape, filters, size: (
        (shape[0] - size + 1, shape[1] - size + 1, filters),
        (size * size * shape[2] + 1) * filters,
    ),
    "MaxPooling2D": lambda shape, size: ((shape[0] // size, shape[1] // size, shape[2]), 0),
    "Flatten": lambda shape: ((math.prod(shape),), 0),
    "Dense": lambda shape, units: ((units,), (shape[0] + 1) * units),
}


def element(name: str, lang: str, rows: list[tuple], attributes: str = "") -> str:
    """A custom element with a table in it. The `div` keeps Markdown from making it a paragraph."""
    lines = [("th", HEADINGS[name][lang]), *(("td", row) for row in rows)]
    table = "\n".join(
        f"<tr>{' '.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>" for tag, cells in lines
    )
    return f"""\
<div>
<{name} class="widget"{attributes}>
<table>
{table}
</table>
</{name}>
</div>"""
