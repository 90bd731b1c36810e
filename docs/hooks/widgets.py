"""The small widgets as they stand in a page: an element with a table for readers without scripts.

`{{ widget early-stopping }}` becomes `<early-stopping>`, which the script of that name in
`docs/assets/widgets` defines; the front matter of the page names it, too, so that it is loaded. The
script replaces the table by something to be moved; the table has some of its results.
"""

import json
import math
from pathlib import Path

from results import RESULTS

CONFUSION = Path(__file__).parents[1] / "assets" / "draw" / "confusion.json"
LOSSES = "tanh_mlp.tensorflow"  # a long training, whose validation loss falls unsteadily
PATIENCES = (1, 2, 3, 5, 10)
LOGITS = (2.0, 1.0, -1.0)
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
PICKED = ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 3, 2))  # row, column, channel
HEADINGS = {
    "early-stopping": {
        "zh": ("patience", "停在第几轮", "最好的一轮", "那时的验证损失"),
        "en": ("patience", "stops after epoch", "best epoch", "its validation loss"),
    },
    "confusion-cells": {"zh": ("真实＼回答", *range(10)), "en": ("is \\ said", *range(10))},
    "convolution-steps": {
        "zh": ("窗口（行、列）", "窗口里的数", "与卷积核 −1 0 1 / −1 0 1 / −1 0 1 相乘再相加"),
        "en": ("window (row, column)", "its numbers", "times −1 0 1 / −1 0 1 / −1 0 1, added up"),
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
