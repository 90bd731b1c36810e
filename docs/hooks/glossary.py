"""The glossary: `docs/glossary.toml`, shown on its page and taught to the search.

A page shows it with `{{ glossary }}`. Chinese words of the glossary stay whole when jieba cuts
pages into words, so that searching for 随机失活 finds 随机失活 and not 随机.
"""

import tomllib
from pathlib import Path

import jieba

SOURCE = Path(__file__).parent.parent / "glossary.toml"
HEADS = {
    "zh": "| 英文 | 中文 | 也叫 | 说明 |\n|---|---|---|---|\n",
    "en": "| English | Chinese | Also seen | Note |\n|---|---|---|---|\n",
}


def on_startup(command, dirty):
    for topic in read():
        for term in topic["terms"]:
            for word in (*term["zh"].split(" / "), *term.get("also", [])):
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
    """One topic as a heading and a table."""
    rows = [
        f"| {term['en']} | {term['zh']} | {'、'.join(term.get('also', []))} "
        f"| {term.get('note', {}).get(lang, '')} |"
        for term in topic["terms"]
    ]
    heading = f"## {topic['title'][lang]} {{#{topic['id']}}}\n\n"
    return heading + HEADS[lang] + "\n".join(rows)
