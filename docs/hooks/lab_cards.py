"""The labs as cards: `{{ labs }}` lists them all, in the order of the menu.

A card is made of what the lab has anyway: the title and the list of what one learns in its first
cell, the figure of the code cell tagged `card` (or else its first figure), and the seconds that it
took when its outputs were stored.
"""

import math
import re
import textwrap

import labs
from languages import language
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from notebooks import LABELS, addresses, picture_size
from results import ROOT

WORDS = {
    "zh": {"afterwards": "做完以后，你能够：", "time": "运行约 {} 秒"},
    "en": {"afterwards": "Afterwards you can:", "time": "Runs in about {} seconds"},
}
IN_MENU = re.compile(r"^ +- examples/(\w+)\.ipynb$", re.MULTILINE)


def on_files(files, config):
    """Add the pictures of the cards."""
    for script in labs.scripts():
        try:
            content, _ = labs.picture(script, language(config))
        except ValueError as error:
            raise PluginError(str(error)) from None
        files.append(File.generated(config, picture_of(script.stem), content=content))
    return files


def picture_of(name: str) -> str:
    return f"examples/{name}.png"


def listed(lang: str, root: str) -> str:
    """All labs of the menu."""
    cards = "\n\n".join(card(name, lang, root) for name in in_menu())
    return f'<div class="cards labs" markdown="1">\n\n{cards}\n\n</div>'


def in_menu() -> list[str]:
    return IN_MENU.findall((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


def card(name: str, lang: str, root: str) -> str:
    """A lab as an item of a list."""
    script = labs.EXAMPLES / f"{name}.py"
    title = labs.headings(script, lang)[0][0].removeprefix("# ")
    content, caption = labs.picture(script, lang)
    width, height = picture_size(content)
    parts = [
        f"![{caption}]({root}{picture_of(name)})"
        f"{{ .lab-picture width={width} height={height} loading=lazy }}",
        f"**[{title}]({root}examples/{name}.ipynb)**",
        WORDS[lang]["afterwards"],
        labs.learned(script, lang),
        f"{WORDS[lang]['time'].format(about(script))}\n{{ .time }}",
        links(name, lang, root),
    ]
    return "- " + textwrap.indent("\n\n".join(parts), "    ").lstrip()


def about(script) -> int:
    """The seconds that a lab takes, to the next five: they differ from run to run."""
    return 5 * math.ceil(labs.read_store(script)["seconds"] / 5)


def links(name: str, lang: str, root: str) -> str:
    """Where it is to be had, as HTML: to MkDocs these files are unknown."""
    found = addresses(name, lang, f"../{root}examples/{name}/").items()
    tags = [f'<a href="{address}">{LABELS[lang][label]}</a>' for label, address in found]
    return f'<p class="lab-links">{" ".join(tags)}</p>'
