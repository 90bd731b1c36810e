"""The package for readers: a wheel to install, and the source of everything, beside the first page.

Pages link to them like to any file: where a page names an old version, the strict build says so.
"""

import subprocess
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path

from mkdocs.structure.files import File
from results import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
STEM = f"{PROJECT['name'].replace('-', '_')}-{PROJECT['version']}"
WHEEL, SOURCE = f"{STEM}-py3-none-any.whl", f"{STEM}.tar.gz"


def on_files(files, config):
    """Add both archives to the site."""
    for name, content in made().items():
        files.append(File.generated(config, name, content=content))
    return files


@cache
def made() -> dict[str, bytes]:
    """Both archives by their names; a preview makes them once."""
    with tempfile.TemporaryDirectory() as folder:
        hatch = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist"]
        subprocess.run([*hatch, "-d", folder], cwd=ROOT, check=True, capture_output=True)
        return {name: (Path(folder) / name).read_bytes() for name in (WHEEL, SOURCE)}
