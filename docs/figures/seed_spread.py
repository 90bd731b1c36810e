"""Test accuracies of recorded recipes, a dot for each seed: what is chance, what the network."""

import json
import math

from results import RESULTS, SPELLED

ROWS = (
    ("first_mlp", "tensorflow"),
    ("first_mlp", "jax"),
    ("first_mlp", "torch"),
    ("wide_mlp", "tensorflow"),
    ("dropout_mlp", "tensorflow"),
    ("mnist_cnn", "tensorflow"),
)
WORDS = {
    "zh": {"accuracy": "测试准确率", "dot": "一个点：一个种子"},
    "en": {"accuracy": "test accuracy", "dot": "one dot: one seed"},
}
STEP = 0.005  # from one tick to the next
LEFT, RIGHT, ROW = 24, 366, 48


def draw(lang: str) -> str:
    words = WORDS[lang]
    runs = [accuracies(*of) for of in ROWS]
    low = math.floor(min(map(min, runs)) / STEP)
    high = math.ceil(max(map(max, runs)) / STEP)

    def place(accuracy: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (accuracy / STEP - low) / (high - low), 1)

    bottom = 34 + ROW * len(ROWS)
    parts = [
        f'<text class="muted" x="8" y="18">{words["dot"]}</text>',
        f'<text class="muted" x="372" y="18" text-anchor="end">{words["accuracy"]}</text>',
        *(
            spread(34 + ROW * number, *of, sorted(map(place, found)))
            for number, (of, found) in enumerate(zip(ROWS, runs, strict=True))
        ),
        f'<path class="line" d="M{LEFT} {bottom}H{RIGHT}"/>',
    ]
    for tick in (step * STEP for step in range(low, high + 1)):
        parts.append(
            f'<path class="line" d="M{place(tick)} {bottom}v6"/>'
            f'<text x="{place(tick)}" y="{bottom + 22}" text-anchor="middle">{tick:.3f}</text>'
        )
    return (
        f'<svg viewBox="0 0 390 {bottom + 30}" width="480" font-size="14">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def accuracies(recipe: str, backend: str) -> list[float]:
    """One for each recorded run."""
    path = RESULTS / f"{recipe}.{backend}.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    return [run["test_accuracy"] for run in result["runs"]]


def spread(top: int, recipe: str, backend: str, places: list[float]) -> str:
    """A recipe on a backend: its name, a line from its lowest to its highest run, its runs."""
    style = "two" if recipe == "first_mlp" else "one"
    dots = "".join(
        f'<circle class="{style}" opacity="0.8" cx="{x}" cy="{top + 32}" r="6"/>' for x in places
    )
    return (
        f'<text x="8" y="{top + 16}"><tspan class="code">{recipe}</tspan>'
        f'<tspan class="muted" dx="8">{SPELLED[backend]}</tspan></text>'
        f'<path class="line" opacity="0.2" d="M{LEFT} {top + 32}H{RIGHT}"/>'
        f'<path class="line" d="M{places[0]} {top + 32}H{places[-1]}"/>{dots}'
    )
