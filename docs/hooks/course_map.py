"""What needs what: `{{ map }}` lists the pages behind the trunk of the course.

The first pages are read one after the other. Each of the others stands below the last page that it
needs (docs/course.toml, `needs`), with the rest of what it needs behind it; so the list is a tree,
whose branches can be read in any order.
"""

import tomllib
from collections import defaultdict

from old_code import title_of
from results import ROOT

NEEDS = tomllib.loads((ROOT / "docs" / "course.toml").read_text(encoding="utf-8"))["needs"]
ALSO = {"zh": ("（还需要{}）", "、"), "en": (" (also needs {})", ", ")}


def tree(lang: str, root: str) -> str:
    """The pages as a list of links within lists."""
    below = defaultdict(list)
    for page, needs in NEEDS.items():
        below[needs[-1] if needs else None].append(page)
    lines = "\n".join(branch(below, None, lang, root))
    return f'<div class="map" markdown="1">\n\n{lines}\n\n</div>'


def branch(below: dict, page: str | None, lang: str, root: str, level: int = 0) -> list[str]:
    """What stands below a page, line by line."""
    lines = []
    for each in below[page]:
        lines.append(f"{'    ' * level}- {item(each, lang, root)}")
        lines += branch(below, each, lang, root, level + 1)
    return lines


def item(page: str, lang: str, root: str) -> str:
    """A page, and what it needs besides the one above it."""
    text, comma = ALSO[lang]
    others = comma.join(link(other, lang, root) for other in NEEDS[page][:-1])
    return link(page, lang, root) + (text.format(others) if others else "")


def link(page: str, lang: str, root: str) -> str:
    return f"[{title_of(page, lang)}]({root}{page})"
