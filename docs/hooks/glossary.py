"""The glossary: `docs/glossary.toml`, shown on its page and taught to the search.

A page shows it with `{{ glossary }}`; every term has an anchor, such as `#term-learning-rate`.
Chinese words of the glossary stay whole when jieba cuts pages into words, so that searching for
随机失活 finds 随机失活 and not 随机.
"""

import re
import tomllib
from pathlib import Path

import jieba

SOURCE = Path(__file__).parent.parent / "glossary.toml"
HEADS = {
    "zh": "| 术语 | 意思 |\n|---|---|\n",
    "en": "| Term | Meaning |\n|---|---|\n",
}
ALSO = {"zh": "也叫：{}", "en": "Chinese texts also say {}"}


def on_startup(command, dirty):
    for topic in read():
        for term in topic["terms"]:
            for word in re.findall("[\u4e00-\u9fff]+", " ".join([term["zh"], *also(term)])):
                jieba.add_word(word)


def on_page_markdown(markdown, page, config, files):
    if "{{ glossary }}" not in markdown:
        return markdown
    lang = Path(config.docs_dir).name
    return markdown.replace("{{ glossary }}", "\n\n".join(table(t, lang) for t in read()))


def read() -> list[dict]:
    """The topics of the glossary, each with its terms."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["topics"]


def table(topic: dict, lang: str) -> str:
    """One topic as a heading and a table of two columns, which fit on a phone."""
    rows = "\n".join(row(term, lang) for term in topic["terms"])
    return f"## {topic['title'][lang]} {{#{topic['id']}}}\n\n{HEADS[lang]}{rows}"


def row(term: dict, lang: str) -> str:
    """A term in the page's language above the other one; its meaning above its other names."""
    first, second = (term["zh"], term["en"]) if lang == "zh" else (term["en"], term["zh"])
    name = f"**{first}**{{#{anchor(term)}}}"
    if first != second:
        name += f" <br>{second}"
    meaning = term["note"][lang]
    if also(term):
        meaning += f" <br><small>{ALSO[lang].format('、'.join(also(term)))}</small>"
    return f"| {name} | {meaning} |"


def anchor(term: dict) -> str:
    """Where a term stands on the page, the same in both languages."""
    return "term-" + "-".join(re.findall("[a-z0-9]+", term["en"].lower()))


def also(term: dict) -> list[str]:
    """Other Chinese names that a reader may know and search for."""
    return term.get("also", [])
