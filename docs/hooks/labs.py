"""A lab's script and its stored outputs. Run as a program, it executes labs and stores them:

    python docs/hooks/labs.py [NAME ...]

A lab is `examples/NAME.py` in jupytext's percent format. Text comes twice, in cells tagged
`lang-zh` and `lang-en`; code is shared. Other tags: `caption` on the text that describes the figure
of the code cell before it, and `answer` on cells that a page shows folded.

The outputs are in `examples/outputs/NAME.json`, with a hash of the code that made them, the
versions it ran with, and the date. Building the site therefore trains nothing.
"""

import base64
import datetime
import hashlib
import importlib.metadata
import io
import json
import os
import re
import sys
from pathlib import Path

import jupytext
import nbformat

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
HEADING = re.compile(r"^(#+ .+?) *\{ ?#([a-z0-9-]+) ?\}$", re.MULTILINE)
# A link to a page of the site: text, page, anchor. In the repository it leads to the page's source.
LINK = re.compile(r"\[([^\]]+)\]\(\.\./docs/(?:zh|en)/([\w/.-]+\.md(?:#[\w-]+)?)\)")
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
            f"run: python docs/hooks/labs.py {script.stem}"
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


def execute(script: Path) -> dict:
    """Run a lab from top to bottom; returns what is to be stored."""
    from nbclient import NotebookClient

    found = jupytext.read(script)
    found.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    client = NotebookClient(found, timeout=300, resources={"metadata": {"path": str(EXAMPLES)}})
    client.execute(env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"})
    return {
        "code": code_hash(found),
        "date": datetime.date.today().isoformat(),
        "versions": versions(),
        "outputs": [kept(cell.outputs) for cell in code_cells(found)],
    }


def versions() -> dict[str, str]:
    """What a lab runs with: the backend's name, and the versions of Keras and of the backend."""
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    return {
        "backend": backend,
        **{name: importlib.metadata.version(name).split("+")[0] for name in ("keras", backend)},
    }


def kept(outputs: list) -> list:
    """The outputs of a cell without messages about the machine, and with smaller pictures."""
    outputs = [output for output in outputs if output.get("name") != "stderr"]
    for output in outputs:
        if "image/png" in output.get("data", {}):
            output["data"]["image/png"] = smaller(output["data"]["image/png"])
    return outputs


def smaller(png: str) -> str:
    """A picture (base64) in at most 64 colours, which is enough for a plot."""
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(png)))
    reduced, out = picture.convert("RGB").quantize(64), io.BytesIO()
    reduced.save(out, "png", optimize=True, dpi=picture.info["dpi"])
    return base64.b64encode(out.getvalue()).decode()


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
    """The stored outputs of a lab: `code`, `date`, `versions` and `outputs`."""
    return json.loads(store(script).read_text(encoding="utf-8"))


if __name__ == "__main__":
    labs = {script.stem: script for script in scripts()}
    if unknown := set(sys.argv[1:]) - set(labs):
        print(f"no lab {', '.join(unknown)}; choose from: {', '.join(labs)}", file=sys.stderr)
        raise SystemExit(2)
    for name in sys.argv[1:] or labs:
        text = json.dumps(execute(labs[name]), indent=1, ensure_ascii=False)
        store(labs[name]).parent.mkdir(exist_ok=True)
        store(labs[name]).write_text(text + "\n", encoding="utf-8")
        print(f"stored {store(labs[name])}")
