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
ALSO = {"zh": "也叫：{}", "en": "Chinese texts also say {}"}


def on_startup(command, dirty):
    for topic in read():
        for term in topic["terms"]:
            for word in re.findall("[\u4e00-\u9fff]+", " ".join([term["zh"], *also(term)])):
                jieba.add_word(word)


def topics(lang: str, root: str) -> str:
    """What stands for `{{ glossary }}`."""
    return "\n\n".join(section(topic, lang) for topic in read())


def read() -> list[dict]:
    """The topics of the glossary, each with its terms."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["topics"]


def section(topic: dict, lang: str) -> str:
    """One topic: a heading, then its terms."""
    terms = "\n\n".join(entry(term, lang) for term in topic["terms"])
    return f"## {topic['title'][lang]} {{#{topic['id']}}}\n\n{terms}"


def entry(term: dict, lang: str) -> str:
    """A term with its name in the other language, its meaning, and what else it is called.

    Each has a heading of its own, so that a search for the word leads right here.
    """
    first, second = (term["zh"], term["en"]) if lang == "zh" else (term["en"], term["zh"])
    other = f" <small>{second}</small>" if first != second else ""
    meaning = term["note"][lang]
    if also(term):
        meaning += f" <small>{ALSO[lang].format('、'.join(also(term)))}</small>"
    return f'<h3 class="term" id="{anchor(term)}">{first}{other}</h3>\n\n{meaning}'


def anchor(term: dict) -> str:
    """Where a term stands on the page, the same in both languages."""
    return "term-" + "-".join(re.findall("[a-z0-9]+", term["en"].lower()))


def also(term: dict) -> list[str]:
    """Other Chinese names that a reader may know and search for."""
    return term.get("also", [])
