"""A built site as what is made of it reads it: its pages in the order of the menu, its address."""

import re
from pathlib import Path

LISTED = re.compile(r"^(?:## (.+)|- \[(.+?)\]\(([^)]+)\).*)$", re.MULTILINE)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
SOURCE = re.compile(r"(^|/)index\.md$|\.md$")


def folder(site: Path, lang: str) -> Path:
    """Where the pages of a language stand."""
    return site if lang == "zh" else site / lang


def name(site: Path, lang: str) -> str:
    return listed(site, lang).partition("\n")[0].removeprefix("# ")


def listed(site: Path, lang: str) -> str:
    return (folder(site, lang) / "llms.txt").read_text(encoding="utf-8")


def address(site: Path, lang: str) -> str:
    """Where the pages of a language are published, if that is known."""
    found = CANONICAL.search((folder(site, lang) / "index.html").read_text(encoding="utf-8"))
    return found[1] if found else ""


def sections(site: Path, lang: str) -> dict[str, dict[str, str]]:
    """The parts of the menu as `llms.txt` lists them; of each, where its pages are, and titles."""
    found, known = {}, address(site, lang)
    for section, title, uri in LISTED.findall(listed(site, lang)):
        if section:
            pages = found.setdefault(section, {})
        else:
            path = SOURCE.sub(r"\1", uri.removeprefix(known))
            pages[path if path.endswith("/") or not path else f"{path}/"] = title
    return found
