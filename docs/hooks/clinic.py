"""What the old-code clinic on the page `old/doctor` fetches when it is asked.

`docs/assets/widgets/clinic.js` finds it in `assets/clinic`, which both languages share:

`messages.LANG.json`   the messages of the catalogue, and how many bytes it takes to examine code: 0
                       where that cannot be done
`doctor.zip`           the doctor and the catalogue
`pyodide/`             Python for the browser, from npm; left out where `node_modules` lacks it
"""

import io
import json
import logging
import zipfile
from pathlib import Path

from languages import language
from mkdocs.structure.files import File

from keras_primer.old import catalogue

log = logging.getLogger("mkdocs.hooks.clinic")
ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "keras_primer"
PYODIDE = ROOT / "node_modules" / "pyodide"
MODULES = ("pyodide.mjs", "pyodide.asm.mjs")
FETCHED = ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


def on_startup(command, dirty):
    if not PYODIDE.exists():
        log.info("The page old/doctor examines no code: `npm install` adds what that needs")


def on_files(files, config):
    if language(config) == "en":
        return files
    doctor = packed()
    size = (
        len(doctor) + sum((PYODIDE / name).stat().st_size for name in FETCHED)
        if PYODIDE.exists()
        else 0
    )
    made = {"doctor.zip": doctor} | {
        f"messages.{lang}.json": json.dumps(messages(lang, size), ensure_ascii=False)
        for lang in ("zh", "en")
    }
    for name, content in made.items():
        files.append(File.generated(config, f"assets/clinic/{name}", content=content))
    for name in (*MODULES, *FETCHED) if size else ():
        uri = f"assets/clinic/pyodide/{name}"
        files.append(File.generated(config, uri, abs_src_path=str(PYODIDE / name)))
    return files


def packed() -> bytes:
    """The doctor, and what it needs of the package."""
    modules = [PACKAGE / name for name in ("__init__.py", "errors.py", "environment.py")]
    old = [
        path for path in (PACKAGE / "old").rglob("*") if path.suffix in (".py", ".toml", ".json")
    ]
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            for path in sorted([*modules, *old]):
                # Without the date and the mode of the file, which differ between machines.
                inside = zipfile.ZipInfo(path.relative_to(PACKAGE.parent).as_posix())
                archive.writestr(inside, path.read_text("utf-8"), zipfile.ZIP_DEFLATED)
        return file.getvalue()


def messages(lang: str, size: int) -> dict:
    """All that a terminal may print, with what is said of it."""
    entries = [
        {
            "lines": [outcome.one_line for outcome in outcomes(entry)],
            "title": getattr(entry.title, lang),
            "why": getattr(entry.why, lang),
            "new": entry.new,
            "page": entry.address,
        }
        for entry in catalogue.entries().values()
    ]
    return {"size": size, "entries": [entry for entry in entries if entry["lines"]]}


def outcomes(entry) -> list:
    """What an idiom does that prints a message: on one backend or another."""
    return [one for one in (entry.today, *entry.overrides.values()) if one.one_line]
