"""The line below the title: with which versions the code of a page was last run.

It comes from `docs/verified.json`, which `dev.py update verified` writes.
"""

import json
import re

from languages import language
from results import ROOT, SPELLED

WORDS = {
    "zh": "已验证：Keras {keras}，{backends} · <time>{date}</time>",
    "en": "Verified with Keras {keras} on {backends} · <time>{date}</time>",
}


def on_page_markdown(markdown, page, config, files):
    verified = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))
    if page.file.src_uri not in verified["pages"]:
        return markdown
    run = verified["pages"][page.file.src_uri]
    line = sentence(language(config), run["backends"], verified["versions"], run["date"])
    badge = f"\n\n{line}\n{{ .verified }}\n"
    return re.sub(r"(?m)^# .+$", lambda title: title[0] + badge, markdown, count=1)


def sentence(lang: str, backends: list[str], versions: dict[str, str], date: str) -> str:
    """What was run, with what, and when."""
    named = " / ".join(f"{SPELLED[name]} {versions[name]}" for name in backends)
    return WORDS[lang].format(keras=versions["keras"], backends=named, date=date)
