"""Figures drawn by code: `docs/figures/NAME.py` becomes an SVG inside the page.

A page asks for one with an ordinary picture link, whose text describes the figure for those who
cannot see it:

    ![What the figure shows](figure:NAME)

The module's `draw(lang)` returns the SVG, labelled in `"zh"` or `"en"`. It uses `currentColor` and
the classes of `docs/assets/primer.css`, so it follows the light and the dark scheme.
"""

import html
import importlib.util
import re
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "figures"
LINK = re.compile(r"!\[([^\]]+)\]\(figure:([a-z-]+)\)")


def on_page_markdown(markdown, page, config, files):
    lang = Path(config.docs_dir).name
    return LINK.sub(lambda link: figure(link[2], link[1], lang), markdown)


def figure(name: str, description: str, lang: str) -> str:
    """The figure as HTML that Markdown leaves alone."""
    path = FOLDER / f"{name.replace('-', '_')}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    svg = module.draw(lang).replace(
        "<svg ", f'<svg role="img" aria-label="{html.escape(description)}" ', 1
    )
    return f'<figure class="drawn">{svg}</figure>'
