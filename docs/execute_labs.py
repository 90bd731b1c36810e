"""Execute labs and store what comes out, for the site to show: `python3 dev.py update labs`.

What a lab is, and where its outputs are kept, says `hooks/labs.py`.
"""

import base64
import datetime
import importlib.metadata
import io
import json
import os
import time
from pathlib import Path

import jupytext
from hooks import labs
from nbclient import NotebookClient
from PIL import Image


def store(script: Path) -> None:
    """Execute a lab and keep what comes out."""
    text = json.dumps(execute(script), indent=1, ensure_ascii=False)
    labs.store(script).parent.mkdir(exist_ok=True)
    labs.store(script).write_text(text + "\n", encoding="utf-8")


def changed(script: Path) -> bool:
    """Whether a lab was not executed since its code or a version changed."""
    if not labs.store(script).exists():
        return True
    stored = labs.read_store(script)
    code = labs.code_hash(jupytext.read(script))
    return (stored["code"], stored["versions"]) != (code, versions())


def execute(script: Path) -> dict:
    """Run a lab from top to bottom; returns what is to be stored."""
    found = jupytext.read(script)
    found.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    client = NotebookClient(
        found,
        timeout=300,
        coalesce_streams=True,
        resources={"metadata": {"path": str(labs.EXAMPLES)}},
    )
    start = time.perf_counter()
    client.execute(env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"})
    seconds = time.perf_counter() - start
    return {
        "code": labs.code_hash(found),
        "date": datetime.date.today().isoformat(),
        "versions": versions(),
        "seconds": round(seconds),
        "outputs": [kept(cell.outputs) for cell in labs.code_cells(found)],
    }


def versions() -> dict[str, str]:
    """What a lab runs with: the backend's name, and the versions of Keras and of the backend."""
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    return {
        "backend": backend,
        **{name: importlib.metadata.version(name).split("+")[0] for name in ("keras", backend)},
    }


def kept(outputs: list) -> list:
    """The outputs of a cell that say something, but not of the machine; pictures are smaller."""
    outputs = [output for output in outputs if not (of_machine(output) or empty(output))]
    for output in outputs:
        if "image/png" in output.get("data", {}):
            output["data"]["image/png"] = smaller(output["data"]["image/png"])
    return outputs


def of_machine(output) -> bool:
    return output.get("name") == "stderr"


def empty(output) -> bool:
    """What `model.summary` leaves in a notebook besides its text."""
    return output.get("data", {}).get("text/plain") == ""


def smaller(png: str) -> str:
    """A picture (base64) in at most 64 colours, which is enough for a plot."""
    picture = Image.open(io.BytesIO(base64.b64decode(png)))
    reduced, out = picture.convert("RGB").quantize(64), io.BytesIO()
    reduced.save(out, "png", optimize=True, dpi=picture.info["dpi"])
    return base64.b64encode(out.getvalue()).decode()
