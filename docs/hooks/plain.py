"""Every page as plain Markdown too, and `llms.txt`, which lists them: for programs that read.

`ideas/layers.md` stands beside `ideas/layers/`, so links between pages hold there as well. It is
the page as written, with numbers, tables and code from the package filled in, and with a figure's
description in place of the figure. The form of `llms.txt` is that of llmstxt.org.
"""

import html
import re
import textwrap
from pathlib import Path
from urllib.parse import urljoin

from figures import LINK as FIGURE
from included import LINE as INCLUDED
from placeholders import BLOCK, INLINE
from results import ROOT

FENCE = re.compile(r"^( *(?:`{3,}|~{3,}))\{\.(\w+)[^}\n]*\}$", re.MULTILINE)
# Anchors and classes, outside of code.
MARKS = re.compile(
    rf"{BLOCK}|{INLINE}|(?P<mark> *\{{ ?[#.]\w[^}}\n]*\}})", re.DOTALL | re.MULTILINE
)
SECTION = "# --8<-- [{}:{}]\n"

nav = None


def on_nav(of_this_site, config, files):
    global nav
    nav = of_this_site


# After what is looked up is filled in, and before figures are drawn.
def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri.endswith(".md"):
        path = Path(config.site_dir) / page.file.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plain(markdown), encoding="utf-8")


def on_env(env, config, files):
    """All pages have their titles now."""
    parts = [f"# {config.site_name}", f"> {config.site_description}"]
    for item in nav.items:
        pages = [item] if item.is_page else list(inside(item))
        parts.append(f"## {item.title}")
        parts.append("\n".join(line(page, config) for page in pages))
    path = Path(config.site_dir) / "llms.txt"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def inside(section):
    """The pages of a section of the menu, in its order."""
    for item in section.children:
        if item.is_page:
            yield item
        elif item.is_section:
            yield from inside(item)


def line(page, config) -> str:
    """One page in the list."""
    uri = page.file.src_uri if page.file.src_uri.endswith(".md") else page.url
    about = html.unescape(page.meta.get("description", ""))
    return f"- [{page.title}]({urljoin(config.site_url or '', uri)})" + (
        f": {about}" if about else ""
    )


def plain(markdown: str) -> str:
    """The text of a page without what only the site needs."""
    text = INCLUDED.sub(lambda found: code(*found.groups(), found[0]), markdown)
    text = FENCE.sub(r"\1\2", FIGURE.sub(r"*\1*", text))
    text = MARKS.sub(lambda found: "" if found["mark"] else found[0], text)
    return text.strip() + "\n"


def code(file: str, section: str | None, line: str) -> str:
    """A file of the package, or a section of it, as far in as the line that asks for it."""
    source = (ROOT / file).read_text(encoding="utf-8")
    if section:
        start, end = (SECTION.format(word, section) for word in ("start", "end"))
        source = source.partition(start)[2].partition(end)[0]
    source = re.sub(r"^ *# --8<-- .*\n", "", source, flags=re.MULTILINE)
    return textwrap.indent(textwrap.dedent(source).strip(), line[: len(line) - len(line.lstrip())])
