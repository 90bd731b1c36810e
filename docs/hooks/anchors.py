"""Headings keep the anchors that they had before, which `docs/anchors.toml` lists."""

import re
import tomllib

from mkdocs.exceptions import PluginError
from results import ROOT


def on_page_content(html, page, config, files):
    uri = page.file.src_uri
    for before, now in anchors().get(uri, {}).items():
        heading = re.compile(rf'<h[1-6] id="{now}"[^>]*>')
        html, found = heading.subn(rf'\g<0><span id="{before}"></span>', html)
        if not found:
            raise PluginError(f"docs/anchors.toml: {uri} has no heading with the anchor {now!r}")
    return html


def anchors() -> dict[str, dict[str, str]]:
    """Of each page, the anchors of before with those of today."""
    return tomllib.loads((ROOT / "docs" / "anchors.toml").read_text(encoding="utf-8"))
