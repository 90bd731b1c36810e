"""Tables that are wider than a phone: each cell says under which heading it stands.

On a phone docs/assets/primer.css makes a card of each row, with the heading above each cell, so
that nothing is beyond the edge. In tables that are wider than the text of a large window, long
names in code may go on in the next line. Tables that fit stay as they are.
"""

import html
import re

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

PHONE = 32  # letters between the margins of 320 pixels
LARGE = 77  # and between those of a text in a large window
NAME = 11  # of a name that stays whole
PADDING = 3  # of a column, in letters
WIDE = re.compile("[\u2e80-\uffef]")  # as two letters
PIECE = re.compile("[\u4e00-\u9fff]|[^\\s\u4e00-\u9fff]+")  # a line does not end within these
TAG = re.compile("<.*?>")
SEAM = re.compile(r"(?<=[a-zA-Z_)])[._(=](?=[\w&])(?![^<]*>)")  # in code, and not in a tag


def on_config(config):
    config.markdown_extensions.append(Headings())


class Headings(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(HeadingsOfCells(md), "headings-of-cells", 4)  # after inline


class HeadingsOfCells(Treeprocessor):
    def run(self, root):
        for table in root.iter("table"):
            names, *rows = ([self.text(cell) for cell in row] for row in table.iter("tr"))
            width = needed(names, rows)
            if width > LARGE:
                table.set("data-wide", "")
                self.open_seams(table)
            if width <= PHONE:
                continue
            for row in table.find("tbody"):
                for cell, name in zip(row, names, strict=True):
                    cell.set("data-heading", name)

    def open_seams(self, table) -> None:
        """A line may end behind a dot, an underline, a bracket or an equals sign of long code."""
        kept = self.md.htmlStash.rawHtmlBlocks
        for found in HTML_PLACEHOLDER_RE.finditer("".join(table.itertext())):
            code = kept[int(found[1])]
            if len(TAG.sub("", code)) > NAME:
                kept[int(found[1])] = SEAM.sub(r"\g<0><wbr>", code)

    def text(self, cell) -> str:
        """What a cell shows."""
        kept = self.md.htmlStash.rawHtmlBlocks  # code and tags
        whole = HTML_PLACEHOLDER_RE.sub(lambda found: kept[int(found[1])], "".join(cell.itertext()))
        return html.unescape(TAG.sub(" ", whole)).strip()


def needed(names: list[str], rows: list[list[str]]) -> int:
    """How wide a table is at least, in letters: headings have one line."""
    columns = zip(*rows, strict=True)
    return sum(
        PADDING + max(map(letters, [name, *PIECE.findall(" ".join(cells))]))
        for name, cells in zip(names, columns, strict=True)
    )


def letters(text: str) -> int:
    return len(text) + len(WIDE.findall(text))
