"""A lab's script and its stored outputs. Run as a program, it executes labs and stores them:

    python docs/hooks/labs.py [NAME ...]
"""

import hashlib
import json
import sys
from pathlib import Path

import jupytext

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def scripts() -> list[Path]:
    """All labs."""
    return sorted(EXAMPLES.glob("*.py"))


def notebook(script: Path, lang: str | None = None):
    """A lab as a notebook with its stored outputs.

    Args:
        script: a file in jupytext's percent format.
        lang: `"zh"` or `"en"` to leave out the cells of the other language; None keeps all.

    Raises:
        ValueError: the code was changed after its outputs were stored.
    """
    found = jupytext.read(script)
    stored = json.loads(store(script).read_text(encoding="utf-8"))
    if stored["code"] != code_hash(found):
        raise ValueError(
            f"{script.name} was changed after its outputs were stored; "
            f"run: python docs/hooks/labs.py {script.stem}"
        )
    code = [cell for cell in found.cells if cell.cell_type == "code"]
    for number, (cell, outputs) in enumerate(zip(code, stored["outputs"], strict=True), 1):
        cell.execution_count = number
        cell.outputs = outputs
    if lang:
        other = "lang-en" if lang == "zh" else "lang-zh"
        found.cells = [cell for cell in found.cells if other not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(found.cells):
        cell.id = f"cell-{number}"  # jupytext draws them at random
    found.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    from nbformat import from_dict

    return from_dict(found)


def execute(script: Path) -> dict:
    """Run a lab from top to bottom; returns what is to be stored."""
    from nbclient import NotebookClient

    found = jupytext.read(script)
    found.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    NotebookClient(found, timeout=300, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    outputs = [cell.outputs for cell in found.cells if cell.cell_type == "code"]
    return {"code": code_hash(found), "outputs": outputs}


def text_of(outputs) -> list[str]:
    """The printed text of each code cell: what has to come out the same every time."""
    return [
        "".join(output["text"] for output in cell if output["output_type"] == "stream")
        for cell in outputs
    ]


def code_hash(found) -> str:
    """SHA-256 over the code cells."""
    code = "\n\n".join(cell.source for cell in found.cells if cell.cell_type == "code")
    return hashlib.sha256(code.encode()).hexdigest()


def store(script: Path) -> Path:
    """Where the outputs of a lab are kept."""
    return script.parent / "outputs" / f"{script.stem}.json"


if __name__ == "__main__":
    for script in scripts():
        if not sys.argv[1:] or script.stem in sys.argv[1:]:
            text = json.dumps(execute(script), indent=1, ensure_ascii=False)
            store(script).parent.mkdir(exist_ok=True)
            store(script).write_text(text + "\n", encoding="utf-8")
            print(f"stored {store(script)}")
