"""Where the source is published, so that pages can link to it.

Known from GitHub's own environment in a workflow, or else from the git remote. Where neither says,
the links that need it (source, edit, Colab) are left out rather than dead.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from languages import language

BRANCH = "main"
# What a release has to download (docs/release.py), in the order in which it is shown.
DOWNLOADS = {
    "zh": {
        "zip": "整个网站：解压以后打开 `index.html`；要在本机搜索，见里面的 `README.html`",
        "pdf": "整个课程，可以打印；练习的答案在最后",
        "epub": "整个课程，给电子书阅读器",
    },
    "en": {
        "zip": "the whole site: unpack it and open `index.html`; `README.html` in it tells how to "
        "search on your own machine",
        "pdf": "the whole course, to be printed; answers to the exercises are at the end",
        "epub": "the whole course, for e-book readers",
    },
}
COLON = {"zh": "：", "en": ": "}
# A file of the repository in a text: its whole path, and nothing else. Modules have pages here.
FILE = re.compile(r"<code>(tests/[a-z0-9_/]+\.\w+|src/[a-z0-9_/]+\.(?!py<)\w+)</code>")


def on_config(config):
    if elsewhere := os.environ.get("SITE_URL"):  # dev.py build --url
        config.site_url = config.site_url or f"{elsewhere.rstrip('/')}/"
    config.repo_url = address()
    if config.repo_url:
        config.repo_name = config.repo_url.removeprefix("https://github.com/")
        config.edit_uri = f"edit/{BRANCH}/docs/{language(config)}/"
        owner, name = config.repo_name.split("/")
        config.site_url = config.site_url or f"https://{owner.lower()}.github.io/{name}/"
    return config


def on_page_content(html, page, config, files):
    """A file of the repository that a text names leads to its source."""
    if config.repo_url:
        link = rf'<a href="{config.repo_url}/blob/{BRANCH}/\1"><code>\1</code></a>'
        html = FILE.sub(link, html)
    return html


def downloads(lang: str, root: str) -> str:
    """The files of the newest release, as links where it is known where they are."""
    lines = []
    for kind, about in DOWNLOADS[lang].items():
        name = f"keras-primer-{lang}.{kind}"
        link = f"[{name}]({address()}/releases/latest/download/{name})" if address() else name
        lines.append(f"- {link}{COLON[lang]}{about}")
    return "\n".join(lines)


def address() -> str | None:
    """The repository on GitHub as `https://github.com/OWNER/NAME`, or None."""
    if "GITHUB_REPOSITORY" in os.environ:
        return f"https://github.com/{os.environ['GITHUB_REPOSITORY']}"
    if not shutil.which("git"):
        return None
    remote = subprocess.run(
        ["git", "remote", "get-url", "origin"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
    ).stdout.strip()
    found = re.fullmatch(r"(?:https://|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?", remote)
    return f"https://github.com/{found[1]}" if found else None
