"""Figures drawn by code: `docs/figures/NAME.py` becomes an SVG inside the page.

A page asks for one with an ordinary picture link on a line of its own, whose text describes the
figure for those who cannot see it:

    ![What the figure shows](figure:NAME)

The module's `draw(lang)` returns the SVG, labelled in `"zh"` or `"en"`. It uses `currentColor` and
the classes of `docs/assets/primer.css`, so it follows the light and the dark scheme.

A figure of a recorded run, `figure:NAME/RECIPE.BACKEND`, is drawn by `draw(lang, result)` from
`src/keras_primer/records/results/RECIPE.BACKEND.json`; of several, with commas between their names,
by `draw(lang, *results)`.
"""

import html
import importlib.util
import json
import re

import strokes  # noqa: F401  for the figures: MkDocs finds it only while it loads hooks
from languages import language
from mkdocs.exceptions import PluginError
from results import RESULTS, ROOT

FOLDER = ROOT / "docs" / "figures"
LINK = re.compile(r"(?m)^!\[([^\]]+)\]\(figure:([a-z-]+(?:/[\w.,]+)?)\)$")


def on_page_markdown(markdown, page, config, files):
    lang = language(config)
    try:
        return LINK.sub(lambda link: figure(link[2], link[1], lang), markdown)
    except FileNotFoundError as error:
        raise PluginError(f"{page.file.src_uri}: no figure {error.filename}") from None


def figure(name: str, description: str, lang: str) -> str:
    """The figure as HTML that Markdown leaves alone."""
    label = f'<svg role="img" aria-label="{html.escape(description)}" '
    return f'<figure class="drawn">{drawing(name, lang).replace("<svg ", label, 1)}</figure>'


def drawing(name: str, lang: str) -> str:
    """The SVG that `docs/figures/NAME.py` draws, labelled in a language."""
    name, _, recorded = name.partition("/")
    path = FOLDER / f"{name.replace('-', '_')}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results = [
        json.loads((RESULTS / f"{each}.json").read_text(encoding="utf-8"))
        for each in filter(None, recorded.split(","))
    ]
    return module.draw(lang, *results)
