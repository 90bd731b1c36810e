"""Numbers on pages come from recorded runs, never from somebody's keyboard.

In the text of a page

    {{ first_mlp.tensorflow.test_accuracy.mean:.4f }}

is replaced by that value from `records/results/first_mlp.tensorflow.json`, or from a file of that
name in `results/measured`, in the format behind the colon, if any. A name that leads nowhere fails
the build; what only a GPU can tell may be missing, and then the page says so. Below the title of
every page with code stands what it was last verified with (`docs/verified.json`).

`{{ recipes }}` becomes the table of all recipes.
"""

import json
import re
import tomllib
from pathlib import Path

from languages import language
from mkdocs.exceptions import PluginError

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "src" / "keras_primer" / "records" / "results"
PLACEHOLDER = re.compile(r"\{\{ (\w+)\.(\w+)\.([\w.]+)(?::([^ }]+))? \}\}")
NAMES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
OWN_DATA = {"zh": "配方的", "en": "own", "readme": "配方的 own"}
NOT_RUN = {"zh": "未运行", "en": "not run yet"}
BADGE = {
    "zh": "已验证：Keras {keras}，{backends} · {date}",
    "en": "Verified with Keras {keras} on {backends} · {date}",
}
HEADINGS = {
    "zh": "配方，网络 | 参数 | 数据 | 后端 | 测试集 | 秒",
    "en": "Recipe, network | Parameters | Data | Backend | Test set | Time, s",
    "readme": "配方 Recipe | 参数 Parameters | 数据 Data | 后端 Backend | 测试集 Test set | 秒 s",
}


def on_page_markdown(markdown, page, config, files):
    lang = language(config)
    try:
        markdown = quoted(markdown, lang)
    except LookupError as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None
    if "{{ recipes }}" in markdown:
        root = "../" * page.file.src_uri.count("/")
        markdown = markdown.replace("{{ recipes }}", recipe_table(lang, root))
    return re.sub(r"(?m)^# .+$", lambda title: title[0] + badge(page, config), markdown, count=1)


def quoted(markdown: str, lang: str) -> str:
    """The text of a page with the values in it.

    Raises:
        LookupError: there is no such value.
    """

    def value(match):
        try:
            return look_up(*match.groups())
        except (OSError, KeyError, TypeError) as error:
            if match[1] == "gpu" and isinstance(error, FileNotFoundError):
                return NOT_RUN[lang]
            raise LookupError(f"{match[0]}: {error!r}") from None

    return PLACEHOLDER.sub(value, markdown)


def look_up(recipe: str, backend: str, keys: str, spec: str | None) -> str:
    """One value from a recorded result, formatted."""
    paths = (folder / f"{recipe}.{backend}.json" for folder in (RESULTS, RESULTS / "measured"))
    path = next(filter(Path.exists, paths), None)
    if path is None:
        raise FileNotFoundError(f"{recipe} was not recorded on {backend}")
    found = json.loads(path.read_text(encoding="utf-8"))
    for key in keys.split("."):
        found = found[int(key) if isinstance(found, list) else key]
    return format(found, spec or "")


def recipe_table(lang: str, root: str) -> str:
    """Every recipe with its page, and what it came to on each backend it was recorded on.

    Args:
        lang: `"zh"` or `"en"`.
        root: what leads from the page with the table to the folder of the language.
    """
    lines = []
    described = tomllib.loads((ROOT / "docs" / "recipes.toml").read_text(encoding="utf-8"))
    for name, recipe in described.items():
        link = f"[{name}]({root}{recipe['page']})"
        rows = [[link, *numbers] for numbers in recorded(name, lang)]
        rows[0][0] += f"<br>{recipe[lang]}"
        lines += rows
    return table(HEADINGS[lang], lines)


def readme_table() -> str:
    """The same for the README, which is in both languages: with links to the modules."""
    paths = sorted((ROOT / "src" / "keras_primer" / "recipes").glob("[a-z]*.py"))
    lines = [
        [f"[`{path.stem}`]({path.relative_to(ROOT).as_posix()})", *numbers]
        for path in paths
        for numbers in recorded(path.stem, "readme")
    ]
    return table(HEADINGS["readme"], lines)


def table(headings: str, lines: list[list[str]]) -> str:
    """A table in Markdown."""
    rule = "|---" * (headings.count("|") + 1) + "|"
    return "\n".join([f"| {headings} |", rule, *(f"| {' | '.join(line)} |" for line in lines)])


def recorded(name: str, lang: str) -> list[list[str]]:
    """For each backend: what stands behind the name in `HEADINGS`; empty if never recorded."""
    paths = [RESULTS / f"{name}.{backend}.json" for backend in NAMES]
    results = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]
    return [
        [
            str(result["params"]),
            "MNIST" if result["data"] == "mnist" else OWN_DATA[lang],
            NAMES[result["backend"]],
            measured(result),
            f"{result['seconds']['mean']:.0f}",
        ]
        for result in results
    ] or [[""] * 5]


def measured(result: dict) -> str:
    """How good a recorded recipe is on the test set: accuracies or the mean absolute error."""
    names = [name for name in result if re.fullmatch("test_(.*accuracy|mae)", name)]
    return "<br>".join(
        f"{name.removeprefix('test_').replace('_', ' ')} {result[name]['mean']:.4f}<br>"
        f"({result[name]['lowest']:.4f}–{result[name]['highest']:.4f})"
        for name in names
    )


def badge(page, config) -> str:
    """The line that says with which versions the code of a page was last run."""
    verified = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))
    if page.file.src_uri not in verified["pages"]:
        return ""
    backends = [
        f"{NAMES[name]} {verified['versions'][name]}"
        for name in verified["pages"][page.file.src_uri]["backends"]
    ]
    text = BADGE[language(config)].format(
        keras=verified["versions"]["keras"],
        backends=" / ".join(backends),
        date=verified["pages"][page.file.src_uri]["date"],
    )
    return f"\n\n{text}\n{{ .verified }}\n"
