"""A page for each topic of the catalogue of old code, and lists that lead there.

`old/TOPIC.md` is made here, of ordinary Markdown: a heading for each entry, and below it what
tests/old/test_catalogue.py executes. The pages around them ask for their lists with
`{{ catalogue topics }}`, `{{ catalogue errors }}` and `{{ catalogue silent }}`. Entries stood in
these lists themselves once: their old addresses, such as `old/errors/#ID`, are those of the links.
"""

import json
import re

from languages import language
from mkdocs.structure.files import File
from repository import BRANCH
from results import ROOT, SPELLED

from keras_primer.old import catalogue

SOURCE = "src/keras_primer/old/catalogue"
# Lessons come first in a search. Some have the title of a topic.
FRONT = "---\ntitle: {title}\ndescription: {description}\nsearch_weight: 0.1\n---\n\n"
TITLE = {"zh": "旧代码：{}", "en": "Old code: {}"}
DESCRIPTION = {
    "zh": "{}：旧写法在 Keras 3 里会怎样，为什么，现在该怎么写。共 {} 条，每一条都运行过。",
    "en": "{}: what becomes of it in Keras 3, why, and what to write today. {} entries, all run.",
}
QUIETLY = {
    "silent": {"zh": "不报错，但结果变了。", "en": "No error, but another result."},
    "runs": {
        "zh": "还能运行，只是有了更好的写法。",
        "en": "Still runs, but there is a better way.",
    },
}
RUNS = {
    "zh": "设好环境变量 {}，旧写法就能运行。",
    "en": "With the environment variable {}, the old code runs.",
}
LESSON = {"zh": "细说见 [{}]({})。", "en": "More on this: [{}]({})."}
COUNT = {"zh": "{} 条", "en": "{} entries"}
COLON = {"zh": "：", "en": ": "}


def on_files(files, config):
    """Add the pages of the topics."""
    for topic in catalogue.topics():
        files.append(
            File.generated(config, uri(topic.id), content=page_of(topic, language(config)))
        )
    return files


def on_page_content(content, page, config, files):
    """The link to edit such a page leads to the catalogue."""
    topics = {uri(topic): topic for topic in catalogue.ORDER}
    if config.repo_url and page.file.src_uri in topics:
        file = f"{SOURCE}/{topics[page.file.src_uri]}.toml"
        page.edit_url = f"{config.repo_url}/edit/{BRANCH}/{file}"
    return content


def uri(topic: str) -> str:
    """The page of a topic, as pages link to it."""
    return f"{catalogue.page(topic)}.md"


def page_of(topic, lang: str) -> str:
    """All entries of a topic."""
    entries = [
        section(entry, lang, again=entry is not group[0])
        for group in alike(topic.entries)
        for entry in group
    ]
    return "\n\n".join([f"{front(topic, lang)}# {getattr(topic.title, lang)} {{#topic}}", *entries])


def front(topic, lang: str) -> str:
    """What is said of a topic elsewhere: in the title of a window, in results of a search."""
    title = TITLE[lang].format(getattr(topic.title, lang))
    description = DESCRIPTION[lang].format(title, len(topic.entries))
    return FRONT.format(
        title=json.dumps(title, ensure_ascii=False),
        description=json.dumps(description, ensure_ascii=False),
    )


def alike(entries) -> list[list]:
    """Entries that end in the same message, together where the first of them stands."""
    groups = {}
    for entry in entries:
        groups.setdefault(entry.today.one_line or entry.id, []).append(entry)
    return list(groups.values())


def section(entry, lang: str, again: bool) -> str:
    """One entry. Its message is the heading, once, so that a search for it leads here."""
    title = getattr(entry.title, lang)
    message = "" if again else entry.today.one_line
    parts = [heading(entry.id, title, message, "###" if again else "##")]
    if entry.today.kind in QUIETLY:
        parts.append(f"{QUIETLY[entry.today.kind][lang]}\n{{ .quietly }}")
    parts += [
        f"{SPELLED[backend]}{COLON[lang]}{code(other.one_line)}"
        for backend, other in entry.overrides.items()
        if other.message and other.message != entry.today.message
    ]
    parts.append(fence(".python .old .no-copy", old(entry)))
    if entry.runs_where:
        parts.append(RUNS[lang].format(code(variables(entry.runs_where))))
    if entry.today.prints:
        parts.append(fence(".text .prints .no-copy", entry.today.prints.strip()))
    parts.append(getattr(entry.why, lang))
    parts.append(fence(".python .new", entry.new))
    if entry.lesson:
        parts.append(LESSON[lang].format(title_of(entry.lesson, lang), f"../{entry.lesson}"))
    return "\n\n".join(parts)


def title_of(page: str, lang: str) -> str:
    """The title of a page."""
    text = (ROOT / "docs" / lang / page).read_text(encoding="utf-8")
    return re.search(r"^# (.+?)(?: \{|$)", text, re.MULTILINE)[1]


def heading(anchor: str, title: str, message: str, level: str) -> str:
    """The message, with the title below it and in the table of contents; or else the title."""
    if not message:
        return f"{level} {title} {{ #{anchor} .idiom }}"
    label = re.sub(r"([_*])", r"\\\1", title.replace("`", ""))
    quote = "'" if '"' in label else '"'
    marks = f"#{anchor} .message data-toc-label={quote}{label}{quote}"
    return f"{level} {code(message)} {{ {marks} }}\n\n**{title}**"


def code(text: str) -> str:
    """A text as it is, in the line."""
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{ticks} {text} {ticks}" if "`" in text else f"`{text}`"


def fence(marks: str, text: str) -> str:
    """A block of code."""
    return f"```{{{marks}}}\n{text.rstrip()}\n```"


def old(entry) -> str:
    """The old code, below the environment variables without which it would run."""
    return f"# {variables(entry.environment)}\n{entry.old}" if entry.environment else entry.old


def variables(environment: dict[str, str]) -> str:
    """Environment variables, as they are set before a command."""
    return " ".join(f"{key}={value}" for key, value in environment.items())


def topics(lang: str, root: str) -> str:
    """The pages of the topics, each with some of what it has."""
    cards = [card(topic, lang, root) for topic in catalogue.topics()]
    return "\n\n".join(['<div class="cards" markdown>', *cards, "</div>"])


def card(topic, lang: str, root: str) -> str:
    """One topic."""
    link = f"[{getattr(topic.title, lang)}]({root}{uri(topic.id)}){{ #{listed(topic)} .moved }}"
    titles = [getattr(entry.title, lang) for entry in topic.entries[:3]]
    some = " · ".join([COUNT[lang].format(len(topic.entries)), *titles, "…"])
    return f"- **{link}**\n\n    {some}\n    {{ .listed }}"


def errors(lang: str, root: str) -> str:
    """All messages, by topic: those of several topics stand with the first."""
    entries = [
        entry for entry in catalogue.entries().values() if entry.today.kind in ("raises", "warns")
    ]
    lines = {topic: [] for topic in catalogue.ORDER}
    for first, *others in alike(entries):
        links = [link(first, code(first.today.one_line), root)]
        links += [link(entry, getattr(entry.title, lang), root) for entry in others]
        lines[first.topic].append(f"- {' · '.join(links)}")
    return by_topic(lines, lang)


def silent(lang: str, root: str) -> str:
    """All that changed without a word, by topic."""
    lines = {topic: [] for topic in catalogue.ORDER}
    for entry in catalogue.entries().values():
        if entry.today.kind == "silent":
            title = link(entry, getattr(entry.title, lang), root)
            lines[entry.topic].append(f"- {title}\n\n    {getattr(entry.why, lang)}\n")
    return by_topic(lines, lang)


def link(entry, text: str, root: str) -> str:
    """A link to an entry; it has the anchor that the entry had when it stood there."""
    return f"[{text}]({root}{entry.address.replace('/#', '.md#')}){{ #{entry.id} .moved }}"


def by_topic(lines: dict[str, list[str]], lang: str) -> str:
    """Lists below the titles of their topics. The search finds the entries instead."""
    parts = []
    for topic in catalogue.topics():
        if lines[topic.id]:
            parts.append(
                f"## {getattr(topic.title, lang)} {{ #{listed(topic)} data-pagefind-ignore=all }}"
            )
            parts.append('<div class="listed" data-pagefind-ignore="all" markdown>')
            parts.append("\n".join(lines[topic.id]))
            parts.append("</div>")
    return "\n\n".join(parts)


def listed(topic) -> str:
    """The anchor of a topic on the pages that list entries."""
    return f"topic-{topic.id.replace('_', '-')}"
