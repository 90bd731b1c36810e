"""Numbers on pages come from recorded runs, never from somebody's keyboard.

`{{ first_mlp.tensorflow.test_accuracy.mean:.4f }}` stands for that value from
`records/results/first_mlp.tensorflow.json`, or from a file of that name in `results/measured`, in
the format behind the colon, if any; what only a GPU can tell may be missing, and then the page says
so. `{{ recipes }}` is the table of all recipes.
"""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "src" / "keras_primer" / "records" / "results"
LIGHTHOUSE = ROOT / "docs" / "lighthouse.json"  # tests/benchmarks.py --record writes it
SPELLED = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
TABLE = re.compile(r"(?<=<!-- recipes -->\n\n).*?(?=\n\n<!-- end of recipes -->)", re.DOTALL)
OWN_DATA = {"zh": "配方的", "en": "own", "readme": "配方的 own"}
# Kept on one line: Chinese would break after each character in a narrow column.
NOT_RUN = {
    "zh": '<span class="whole">未运行</span>',
    "en": '<span class="whole">not run yet</span>',
}
MEASURED = {
    "zh": "{date} 的记录（模拟的手机，每页 {runs} 次的中位数）：",
    "en": "As recorded on {date} (a phone as Lighthouse simulates it, medians of {runs} runs):",
}
SCORES = {
    "zh": "页面 | 性能 | 无障碍 | 最佳实践 | 搜索",
    "en": "Page | Performance | Accessibility | Best practices | SEO",
}
SPARKLINE = {
    "zh": "损失的曲线：最高 {first:.3g}，最低 {last:.3g}，最多 {epochs} 轮",
    "en": "curves of the loss: highest {first:.3g}, lowest {last:.3g}, at most {epochs} epochs",
}
HEADINGS = {
    "zh": "配方，网络 | 参数 | 数据 | 后端 | 测试集 | 秒",
    "en": "Recipe, network | Parameters | Data | Backend | Test set | Time, s",
    "readme": "配方 Recipe | 参数 Parameters | 数据 Data | 后端 Backend | 测试集 Test set | 秒 s",
}


def value(name: str, lang: str) -> str:
    """What `RECIPE.BACKEND.KEY…:FORMAT` names, or that nobody has run it on a GPU yet.

    Raises:
        LookupError: there is nothing of that name, or not in this format.
    """
    path, _, spec = name.partition(":")
    try:
        recipe, backend, *keys = path.split(".")
        if recipe == "gpu" and backend in SPELLED and not kept(recipe, backend).exists():
            return NOT_RUN[lang]
        found = json.loads(kept(recipe, backend).read_text(encoding="utf-8"))
        for key in keys:
            found = found[int(key) if isinstance(found, list) else key]
        if isinstance(found, dict | list):
            raise TypeError
        text = format(found, spec)
        return "−" + text[1:] if text.startswith("-") else text  # the minus sign of the prose
    except (OSError, LookupError, TypeError, ValueError):
        raise LookupError(f"no recorded run has {{{{ {name} }}}}") from None


def kept(recipe: str, backend: str) -> Path:
    """Where a recorded run is kept, or what was measured under this name."""
    name = f"{recipe}.{backend}.json"
    return RESULTS / name if (RESULTS / name).exists() else RESULTS / "measured" / name


def recipe_table(lang: str, root: str) -> str:
    """Every recipe with its page, and what it came to on each backend it was recorded on."""
    lines = []
    described = tomllib.loads((ROOT / "docs" / "recipes.toml").read_text(encoding="utf-8"))
    for name, recipe in described.items():
        link = f"[{name}]({root}{recipe['page']})"
        rows = [[link, *numbers] for numbers in outcomes(name, lang)]
        rows[0][0] += f"<br>{recipe[lang]}{sparkline(name, lang)}"
        lines += rows
    return table(HEADINGS[lang], lines)


def lighthouse(lang: str, root: str) -> str:
    """What Lighthouse made of some pages, and when."""
    kept = json.loads(LIGHTHOUSE.read_text(encoding="utf-8"))
    lines = [[f"`/{path}`", *map(str, scores.values())] for path, scores in kept["pages"].items()]
    return f"{MEASURED[lang].format(**kept)}\n\n{table(SCORES[lang], lines)}"


def sparkline(name: str, lang: str) -> str:
    """The loss of every recorded run of a recipe over its epochs: on validation data, if any."""
    if not (results := recorded(name)):
        return ""
    histories = [run["history"] for run in results[0]["runs"]]
    lines = [history.get("val_loss", history["loss"]) for history in histories]
    high, low = max(map(max, lines)), min(map(min, lines))
    longest = max(map(len, lines))

    def points(line: list[float]) -> str:
        places = ((place / max(1, longest - 1), value) for place, value in enumerate(line))
        return " ".join(
            f"{2 + 92 * x:.1f},{2 + 20 * (high - value) / (high - low):.1f}" for x, value in places
        )

    label = SPARKLINE[lang].format(first=high, last=low, epochs=longest)
    drawn = "".join(f'<polyline points="{points(line)}"/>' for line in lines)
    return (
        f'<br><svg class="spark" role="img" aria-label="{label}" viewBox="0 0 96 24" width="96" '
        f'height="24">{drawn}</svg>'
    )


def readme_table() -> str:
    """The same for the README, which is in both languages: with links to the modules."""
    paths = sorted((ROOT / "src" / "keras_primer" / "recipes").glob("[a-z]*.py"))
    lines = [
        [f"[`{path.stem}`]({path.relative_to(ROOT).as_posix()})", *numbers]
        for path in paths
        for numbers in outcomes(path.stem, "readme")
    ]
    return table(HEADINGS["readme"], lines)


def with_table(readme: str) -> str:
    """The text of the README with the table of today."""
    return TABLE.sub(lambda _: readme_table(), readme)


def table(headings: str, lines: list[list[str]]) -> str:
    """A table in Markdown."""
    rule = "|---" * (headings.count("|") + 1) + "|"
    return "\n".join([f"| {headings} |", rule, *(f"| {' | '.join(line)} |" for line in lines)])


def outcomes(name: str, lang: str) -> list[list[str]]:
    """For each backend: what stands behind the name in `HEADINGS`; empty if never recorded."""
    return [
        [
            str(result["params"]),
            "MNIST" if result["data"] == "mnist" else OWN_DATA[lang],
            SPELLED[result["backend"]],
            measured(result),
            f"{result['seconds']['mean']:.0f}",
        ]
        for result in recorded(name)
    ] or [[""] * 5]


def recorded(name: str) -> list[dict]:
    """The recordings of a recipe, one for each backend it was recorded on."""
    paths = [RESULTS / f"{name}.{backend}.json" for backend in SPELLED]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def measured(result: dict) -> str:
    """How good a recorded recipe is on the test set: accuracies or the error of numbers."""
    names = [name for name in result if re.fullmatch("test_(.*accuracy|mae|r?mse)", name)]
    return "<br>".join(
        f"{title(name)}{result[name]['mean']:.4f}<br>"
        f"({result[name]['lowest']:.4f}–{result[name]['highest']:.4f})"
        for name in names
    )


def title(name: str) -> str:
    """What was measured: on the line of its number, or above it if it has two words."""
    words = name.removeprefix("test_").split("_")
    return " ".join(words) + ("<br>" if len(words) > 1 else " ")
