"""Chinese as it is typeset, with one name for each thing: what is wrong with a text.

Prose is what remains of a page without front matter, code, addresses and tags. What is looked for
stands in `RULES` (typography) and in `docs/glossary.toml` (words).
"""

import re
import tomllib

from pages import DOCS, FENCE

GLOSSARY = tomllib.loads((DOCS / "glossary.toml").read_text(encoding="utf-8"))

HAN = "[\u4e00-\u9fff]"
# Quotation marks, dashes and the ellipsis look the same in English and Chinese text.
FULL = "[，。；：？！（）、《》“”]"
RULES = {
    "a space belongs between Chinese and Latin letters or digits": (
        rf"{HAN}[A-Za-z0-9`]|[A-Za-z0-9`%°]{HAN}"
    ),
    "no space stands next to full-width punctuation": rf"(?<=\S) +{FULL}|{FULL} +(?=\S)",
    "punctuation next to Chinese is full-width": rf"{HAN}\s?[,;:?!]|[,;:?!]\s?{HAN}|{HAN}\.(?!\w)",
    "brackets around Chinese are full-width": rf"\([^()]*{HAN}[^()]*\)|{HAN}\s?\(|\)\s?{HAN}",
    "quotation marks around Chinese are “ ”": rf"\"[^\"\n]*{HAN}[^\"\n]*\"|[「」『』]",
    "an ellipsis in Chinese is ……": rf"{HAN}(\.{{3}}|。{{2,}})",
    "an instruction does not begin with 请": r"(^|[。！？：；]|[-*] |\d\. )\**请",
    "a sentence ends with one full stop": r"。[。，；]|，[，。]",
}


def problems(text: str) -> list[str]:
    """Everything that is wrong with a piece of Chinese Markdown."""
    found = []
    for line in prose(text).splitlines():
        for rule, pattern in RULES.items():
            found += [f"{rule}: {around(line, match)}" for match in re.finditer(pattern, line)]
        for word, instead in GLOSSARY["forbidden"].items():
            pattern = "[^，。；：！？]{1,12}?".join(map(re.escape, word.split("…")))
            if re.search(pattern, without(line, GLOSSARY["allowed"])):
                found.append(f"not {word} but {instead}: {line.strip()[:60]}")
    return found


def prose(text: str) -> str:
    """Markdown without what is not read as a sentence; a code span becomes a Latin word."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = FENCE.sub("", text)
    text = re.sub(r"\{\{.*?\}\}", "0", text)
    text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "code", text)
    text = re.sub(r"\([\d, ]+\)", "shape", text)  # in descriptions of pictures, without a code span
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)", r"\1", text)
    text = re.sub(r"<(https?:[^>]*)>", "link", text)
    text = re.sub(r" ?\{[^{}\n]*[#.=:][^{}\n]*\}", "", text)  # attribute lists
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"</?[a-z][^>]*>", "", text)
    text = re.sub(r"^ *(?:!!!|\?{3}\+?|===) ?[\w ]*\"(.*)\" *$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^ *(#+|>|\d+\.|[-*]) +|^ +", "", text, flags=re.MULTILINE)
    text = re.sub(r" *\| *", "\n", text)  # the cells of tables
    return text.replace("**", "")


def without(line: str, words) -> str:
    """A line in which words that are allowed look like nothing."""
    for word in words:
        line = line.replace(word, "")
    return line


def around(line: str, match: re.Match) -> str:
    return f"…{line[max(0, match.start() - 12) : match.end() + 12]}…"
