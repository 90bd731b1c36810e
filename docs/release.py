"""What a release has to download, for each language: `python3 dev.py release`.

keras-primer-LANG.zip     the site, to be opened from disk
keras-primer-LANG.pdf     the course, to be printed
keras-primer-LANG.epub    the course, for readers of books

All of it is made of the built site, and lies in build/release then.
"""

import argparse
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import book
import built
import chromium
import epub
import offline
import pdf
import yaml

ROOT = Path(__file__).parent.parent
OUT = ROOT / "build" / "release"
ABOUT = {
    "zh": (
        "{description}。",
        "内容取自 {date} 的网页，练习的答案在书的最后。"
        "旧代码的目录和包的源代码没有收进来，在网站上更好查。",
        "网站：{address}",
    ),
    "en": (
        "{description}.",
        "Made from the pages of {date}. Answers to the exercises are at the end. The catalogue of "
        "old code and the source of the package are left out: the site is the better place.",
        "The site: {address}",
    ),
}


def main(argv: list[str] | None = None) -> int:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.parse_args(argv)
    if not chromium.program():
        print(f"dev.py: {chromium.MISSING}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
        if code := subprocess.run(command, cwd=ROOT).returncode:
            return code
        with chromium.started() as browser:
            write(browser, Path(folder), OUT)
    return 0


def write(browser, site: Path, out: Path) -> None:
    """Make everything from a built site."""
    out.mkdir(parents=True, exist_ok=True)
    for lang in ("zh", "en"):
        stem = out / f"keras-primer-{lang}"
        offline.write(site, lang, stem.with_suffix(".zip"))
        chapters, said = book.chapters(browser, site, lang), about(site, lang)
        epub.write(chapters, lang, said, stem.with_suffix(".epub"))
        pdf.write(browser, chapters, lang, said, stem.with_suffix(".pdf"))
    for path in sorted(out.iterdir()):
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


def about(site: Path, lang: str) -> dict[str, str]:
    """What is said of the whole book."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    words = config["extra"]["english"] if lang == "en" else {}
    verified = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))["pages"]
    said = {
        "name": built.name(site, lang),
        "author": config["site_author"],
        "rights": words.get(config["copyright"], config["copyright"]),
        "date": max(page["date"] for page in verified.values()),
    }
    description = words.get(config["site_description"], config["site_description"])
    lines = [*ABOUT[lang][: 3 if built.address(site, lang) else 2], "{rights}"]
    known = said | {"description": description, "address": built.address(site, lang)}
    texts = [html.escape(line.format(**known)) for line in lines]
    return said | {"about": "".join(f"<p>{text}</p>" for text in texts)}


if __name__ == "__main__":
    raise SystemExit(main())
