"""Code of the package on a page: `--8<-- "FILE:SECTION"`, for which pymdownx puts the code.

What is missing is told here, with page and line: pymdownx raises without them.
"""

import re

from languages import language
from mkdocs.exceptions import PluginError
from placeholders import line_of
from results import ROOT

LINE = re.compile(r'^ *--8<-- "([^":\n]+)(?::([^"\n]+))?"$', re.MULTILINE)


def on_page_markdown(markdown, page, config, files):
    for line in LINE.finditer(markdown):
        if problem := missing(*line.groups()):
            where = line_of(markdown[line.start() :], page)
            raise PluginError(f"docs/{language(config)}/{where}: {problem}")


def missing(file: str, section: str | None) -> str:
    """What keeps a file, or a section of it, from being shown; empty if nothing does."""
    path = ROOT / file
    if not path.is_file():
        return f"there is no {file} to be included"
    if section and f"--8<-- [start:{section}]" not in path.read_text(encoding="utf-8"):
        return f"{file} has no section {section} to be included"
    return ""
