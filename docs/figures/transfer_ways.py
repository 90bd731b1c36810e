"""Three ways to learn two new kinds of shapes: what is trained in each, and what it came to.

Filled boxes are trained, empty ones are frozen; below them a dot for each recorded seed.
"""

import json
import math

from results import RESULTS

BASE, HEAD = "base", "head"
ROWS = (  # a recipe, and what its last training changes
    ("shapes_scratch", (BASE, HEAD)),
    ("shapes_frozen", (HEAD,)),
    ("shapes_tuned", (BASE, HEAD)),
)
WORDS = {
    "zh": {
        "shapes_scratch": "从零训练",
        "shapes_frozen": "主体冻结，只训练头部",
        "shapes_tuned": "再微调整个网络",
        BASE: "主体",
        HEAD: "头部",
        "accuracy": "测试准确率，一个点：一个种子",
    },
    "en": {
        "shapes_scratch": "from scratch",
        "shapes_frozen": "base frozen, new head trained",
        "shapes_tuned": "then all of it fine-tuned",
        BASE: "base",
        HEAD: "head",
        "accuracy": "test accuracy, one dot: one seed",
    },
}
STEP = 0.1  # from one tick to the next
LEFT, RIGHT, ROW = 24, 366, 96


def draw(lang: str) -> str:
    words = WORDS[lang]
    runs = {recipe: accuracies(recipe) for recipe, _ in ROWS}
    low = math.floor(round(min(map(min, runs.values())) / STEP, 6))
    high = math.ceil(round(max(map(max, runs.values())) / STEP, 6))

    def place(accuracy: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (accuracy / STEP - low) / (high - low), 1)

    bottom = ROW * len(ROWS)
    parts = [
        way(ROW * number, words, recipe, trained, sorted(map(place, runs[recipe])))
        for number, (recipe, trained) in enumerate(ROWS)
    ]
    parts.append(f'<path class="line" d="M{LEFT} {bottom}H{RIGHT}"/>')
    for tick in (step * STEP for step in range(low, high + 1)):
        parts.append(
            f'<path class="line" d="M{place(tick)} {bottom}v6"/>'
            f'<text x="{place(tick)}" y="{bottom + 22}" text-anchor="middle">{tick:.1f}</text>'
        )
    parts.append(f'<text class="muted" x="8" y="{bottom + 46}">{words["accuracy"]}</text>')
    return (
        f'<svg viewBox="0 0 390 {bottom + 54}" width="480" font-size="14">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def accuracies(recipe: str) -> list[float]:
    """One for each recorded run."""
    path = RESULTS / f"{recipe}.tensorflow.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    return [run["test_accuracy"] for run in result["runs"]]


def way(top: int, words: dict, recipe: str, trained: tuple, places: list[float]) -> str:
    """A recipe: its name, the two parts of the network, its runs."""
    dots = "".join(
        f'<circle class="one" opacity="0.8" cx="{x}" cy="{top + 80}" r="6"/>' for x in places
    )
    return (
        f'<text x="8" y="{top + 22}">{words[recipe]}</text>'
        + part(8, top + 32, 150, words[BASE], BASE in trained)
        + part(164, top + 32, 76, words[HEAD], HEAD in trained)
        + f'<path class="line" opacity="0.2" d="M{LEFT} {top + 80}H{RIGHT}"/>{dots}'
    )


def part(x: int, y: int, width: int, name: str, trained: bool) -> str:
    """A part of the network, filled if it is trained."""
    box, text = ("three", ' class="on"') if trained else ("box", "")
    return (
        f'<rect class="{box}" x="{x}" y="{y}" width="{width}" height="28" rx="5"/>'
        f'<text{text} x="{x + width // 2}" y="{y + 19}" text-anchor="middle">{name}</text>'
    )
