"""Numbers on pages come from recorded runs, never from somebody's keyboard.

In the text of a page

    {{ first_mlp.tensorflow.test_accuracy.mean:.4f }}

is replaced by that value from `src/keras_primer/results/first_mlp.tensorflow.json`, in the format
behind the colon, if any. A name that leads nowhere fails the build. Below the title of every page
with code stands what it was last verified with (`docs/verified.json`, written by the tests).
"""

import json
import re
from pathlib import Path

from mkdocs.exceptions import PluginError

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "src" / "keras_primer" / "results"
PLACEHOLDER = re.compile(r"\{\{ (\w+)\.(\w+)\.([\w.]+)(?::([^ }]+))? \}\}")
NAMES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
BADGE = {
    "zh": "已验证：Keras {keras}，{backends} · {date}",
    "en": "Verified with Keras {keras} on {backends} · {date}",
}


def on_page_markdown(markdown, page, config, files):
    def value(match):
        try:
            return look_up(*match.groups())
        except (OSError, KeyError, TypeError) as error:
            raise PluginError(f"{page.file.src_uri}: {match[0]}: {error!r}") from None

    markdown = PLACEHOLDER.sub(value, markdown)
    return re.sub(r"(?m)^# .+$", lambda title: title[0] + badge(page, config), markdown, count=1)


def look_up(recipe: str, backend: str, keys: str, spec: str | None) -> str:
    """One value from a recorded result, formatted."""
    found = json.loads((RESULTS / f"{recipe}.{backend}.json").read_text(encoding="utf-8"))
    for key in keys.split("."):
        found = found[key]
    return format(found, spec or "")


def badge(page, config) -> str:
    """The line that says with which versions the code of a page was last run."""
    verified = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))
    if page.file.src_uri not in verified["pages"]:
        return ""
    backends = [
        f"{NAMES[name]} {verified['versions'][name]}"
        for name in verified["pages"][page.file.src_uri]["backends"]
    ]
    text = BADGE[Path(config.docs_dir).name].format(
        keras=verified["versions"]["keras"],
        backends=" / ".join(backends),
        date=verified["pages"][page.file.src_uri]["date"],
    )
    return f"\n\n{text}\n{{ .verified }}\n"
