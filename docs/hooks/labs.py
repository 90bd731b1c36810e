"""A lab's script and its outputs, which `docs/execute_labs.py` stores and `notebooks.py` shows.

A lab is `examples/NAME.py` in jupytext's percent format. Text comes twice, in cells tagged
`lang-zh` and `lang-en`; code is shared. Other tags: `caption` on the text that describes the figure
of the code cell before it, `answer` on cells that a page shows folded, and `card` on the code cell
whose figure stands for the lab in the list of all. The first cell lists what one learns.

The outputs are in `examples/outputs/NAME.json`, with a hash of the code that made them, the
versions it ran with, the seconds it took, and the date. Building the site therefore trains nothing.
"""

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import jupytext
import nbformat

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
HEADING = re.compile(r"^(#+ .+?) *\{ ?#([a-z0-9-]+) ?\}$", re.MULTILINE)
# A link to a page of the site: text, page, anchor. In the repository it leads to the page's source.
LINK = re.compile(r"\[([^\]]+)\]\(\.\./docs/(?:zh|en)/([\w/.-]+\.md(?:#[\w-]+)?)\)")
LIST = re.compile(r"^- .+?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
# Between two lines of a Chinese paragraph there is no space.
CHINESE_BREAK = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef”])\n *(?=[\u4e00-\u9fff])"
)


def scripts() -> list[Path]:
    """All labs."""
    return sorted(EXAMPLES.glob("*.py"))


def notebook(script: Path, lang: str) -> nbformat.NotebookNode:
    """A lab as a notebook with its stored outputs.

    Args:
        script: a file in jupytext's percent format.
        lang: `"zh"` or `"en"`; the cells of the other language are left out.

    Raises:
        ValueError: the code was changed after its outputs were stored.
    """
    found = jupytext.read(script)
    stored = read_store(script)
    if stored["code"] != code_hash(found):
        raise ValueError(
            f"{script.name} was changed after its outputs were stored; "
            f"run: python3 dev.py update labs -k {script.stem}"
        )
    for number, (cell, outputs) in enumerate(
        zip(code_cells(found), stored["outputs"], strict=True), 1
    ):
        cell.execution_count = number
        cell.outputs = outputs
    other = "lang-en" if lang == "zh" else "lang-zh"
    found.cells = [cell for cell in found.cells if other not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(found.cells):
        cell.id = f"cell-{number}"  # jupytext draws them at random
        if cell.cell_type == "markdown":
            cell.source = CHINESE_BREAK.sub("", cell.source)
    found.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return nbformat.from_dict(found)


def headings(script: Path, lang: str) -> list[tuple[str, str]]:
    """The headings of a lab in one language, each as `("## Text", "anchor")`."""
    cells = notebook(script, lang).cells
    return [
        found
        for cell in cells
        if cell.cell_type == "markdown"
        for found in HEADING.findall(cell.source)
    ]


def learned(script: Path, lang: str) -> str:
    """The list in the first cell, in Markdown.

    Raises:
        ValueError: there is none.
    """
    found = LIST.search(notebook(script, lang).cells[0].source)
    if not found:
        raise ValueError(f"{script.name}: the first cell does not list what one learns")
    return found[0]


def picture(script: Path, lang: str) -> tuple[bytes, str]:
    """The figure that stands for a lab, as PNG, and its caption.

    Raises:
        ValueError: the lab draws nothing.
    """
    cells = notebook(script, lang).cells
    drawn = [
        ("card" in cell.metadata.get("tags", []), output["data"]["image/png"], text.source)
        for cell, text in pairwise(cells)
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    if not drawn:
        raise ValueError(f"{script.name} draws no figure")
    _, png, caption = max(drawn, key=lambda one: one[0])  # the first, where none is tagged
    return base64.b64decode(png), " ".join(caption.split())


def code_cells(found) -> list:
    return [cell for cell in found.cells if cell.cell_type == "code"]


def text_of(outputs: list) -> list[str]:
    """The printed text of each code cell: what has to come out the same every time."""
    return [
        "".join(output["text"] for output in cell if output["output_type"] == "stream")
        for cell in outputs
    ]


def code_hash(found) -> str:
    """SHA-256 over the code cells."""
    code = "\n\n".join(cell.source for cell in code_cells(found))
    return hashlib.sha256(code.encode()).hexdigest()


def store(script: Path) -> Path:
    """Where the outputs of a lab are kept."""
    return script.parent / "outputs" / f"{script.stem}.json"


def read_store(script: Path) -> dict:
    """What is stored of a lab: `code`, `date`, `versions`, `seconds` and `outputs`."""
    return json.loads(store(script).read_text(encoding="utf-8"))
