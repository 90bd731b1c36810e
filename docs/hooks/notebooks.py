"""Labs: `examples/NAME.py` as a page, with its outputs, in both languages.

A lab is a script in jupytext's percent format. Cells tagged `lang-zh` or `lang-en` appear in one
language only; code is shared. The script is not run when the site is built: its outputs are kept
in `examples/outputs/NAME.json` together with a hash of the code that made them (see `labs.py`
beside this file), and mkdocs-jupyter turns both into a page.
"""

import re
import sys
from pathlib import Path

import nbformat
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))
import labs

ROOT = Path(__file__).parent.parent.parent


def on_config(config):
    # mkdocs-jupyter keeps converted notebooks; each language needs its own.
    lang = Path(config.docs_dir).name
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(ROOT / ".cache" / "jupyter" / lang)
    return config


def on_files(files, config):
    lang = Path(config.docs_dir).name
    folder = ROOT / ".cache" / "notebooks" / lang
    for script in labs.scripts():
        uri = f"examples/{script.stem}.ipynb"
        path = folder / uri
        text = nbformat.writes(labs.notebook(script, lang)) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        files.append(File(uri, str(folder), config.site_dir, config.use_directory_urls))
    return files


# mkdocs-jupyter replaces the File objects of notebooks, so they have to be there before it runs.
on_files.mkdocs_priority = 100


def on_page_content(content, page, config, files):
    """Take out the style sheets and scripts that nbconvert puts into every page.

    They are about 600 KB, and one of the scripts comes from another host. The few rules that a
    notebook needs are in `docs/assets/primer.css`.
    """
    if not page.file.src_uri.endswith(".ipynb"):
        return content
    content = re.sub(r"<(style|script)\b.*?</\1>", "", content, flags=re.DOTALL)
    return content
