"""The built site, for the tests that read it and the tests that open it in a browser."""

import gzip
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote

from lxml import html

from keras_primer.old import catalogue

ROOT = Path(__file__).parent.parent
PREVIEW = Path(__file__).parent / "preview"
TOLD = ("GITHUB_REPOSITORY", "SITE_URL", "SOURCE_DATE_EPOCH")  # would say where this is, and when
TEXT = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml"}


def paths() -> list[str]:
    """Where all pages of both languages stand in the site, Chinese first."""
    folder = ROOT / "docs" / "zh"
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    found = [re.sub(r"(^|/)index\.md$", r"\1", file).replace(".md", "/") for file in files]
    found += [f"examples/{script.stem}/" for script in sorted((ROOT / "examples").glob("*.py"))]
    found += [f"{catalogue.page(topic)}/" for topic in catalogue.ORDER]
    return [*found, *(f"en/{path}" for path in found)]


def build(to: Path, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run `mkdocs build --strict` as a contributor would, in another folder.

    It can import what `dev.py serve` installs, and nothing else (see `preview/sitecustomize.py`):
    the package is that of `root`. It does not see where this clone comes from, nor of which day it
    is.
    """
    variables = {key: value for key, value in os.environ.items() if key not in TOLD}
    variables |= {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": os.pathsep.join([str(PREVIEW), str(root / "src")]),
        "GIT_DIR": os.devnull,
    } | environment
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(to)],
        cwd=root,
        env=variables,
        capture_output=True,
        text=True,
    )


def titles(copy: Path) -> Path:
    """A copy of the project whose pages are nothing but headings: quick to build."""
    for name in ("docs", "examples", "src"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("mkdocs.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for lang in ("zh", "en"):
        for page in (copy / "docs" / lang).rglob("*.md"):
            headings = re.findall(r"^#+ .+ \{.*#.+\}$", page.read_text("utf-8"), re.MULTILINE)
            page.write_text("\n\n".join(headings) or "# -", encoding="utf-8")
    return copy


def documents(site: Path) -> dict[str, html.HtmlElement]:
    """Every HTML page of a built site, by its path in the site."""
    return {
        path.relative_to(site).as_posix(): html.document_fromstring(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def size(site: Path, path: str) -> int:
    """Bytes of a file as a server would send it, compressed where that helps."""
    file = site / unquote(path).split("?")[0].lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    content = file.read_bytes()
    return len(gzip.compress(content) if file.suffix in TEXT else content)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def serve(site: Path) -> http.server.ThreadingHTTPServer:
    """Serve a folder on a free port of this machine, until `shutdown` is called."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: Quiet(*args, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
