"""Pages made from the catalogue of old idioms (`src/keras_primer/catalogue`).

A page asks for a part with `{{ catalogue migration }}`, `{{ catalogue errors }}` or
`{{ catalogue silent }}`. What the parts say was executed by tests/test_old_code.py.
"""

import html
import re

import coloured
from languages import language
from results import NAMES

from keras_primer import catalogue

WORDS = {
    "zh": {"old": "旧写法", "new": "现在", "prints": "旧写法打印出"},
    "en": {"old": "Old", "new": "Now", "prints": "The old code prints"},
}


def errors(lang: str, root: str) -> str:
    """Headings of what raises or warns."""
    return headings("errors", lang)


def migration(lang: str, root: str) -> str:
    """Headings of everything."""
    return headings("migration", lang)


def silent(lang: str, root: str) -> str:
    """Headings of what changed without a word."""
    return headings("silent", lang)


def on_page_content(content, page, config, files):
    """Put in the entries. They are HTML already; Markdown would take seconds to look at them."""
    lang = language(config)

    def entries(match):
        found = ENTRIES[match[1]](lang, chosen(match[1])[match[2]])
        page.present_anchor_ids |= set(re.findall(r'<h[34] id="([^"]+)"', found))
        return found

    return re.sub(r"<p>\{\{ (\w+) of (\w+) \}\}</p>", entries, content)


def chosen(part: str) -> dict[str, list]:
    """The entries that a part shows, by topic."""
    kinds = {"errors": ("raises", "warns"), "silent": ("silent",)}.get(part, catalogue.KINDS)
    topics = {
        topic.id: [entry for entry in topic.entries if entry.today.kind in kinds]
        for topic in catalogue.topics()
    }
    if part == "errors":
        topics = by_message(topics)
    return {topic: entries for topic, entries in topics.items() if entries}


def by_message(topics: dict[str, list]) -> dict[str, list]:
    """The same entries, but those with one message stand together, where it comes first."""
    groups, first = {}, {}
    for topic, entries in topics.items():
        for entry in entries:
            first.setdefault(message(entry), topic)
            groups.setdefault(message(entry), []).append(entry)
    return {
        topic: [entry for line in groups if first[line] == topic for entry in groups[line]]
        for topic in topics
    }


def headings(part: str, lang: str) -> str:
    """A heading for each topic, and where its entries go."""
    titles = {topic.id: getattr(topic.title, lang) for topic in catalogue.topics()}
    return "\n\n".join(
        f"## {titles[topic]} {{#topic-{topic.replace('_', '-')}}}\n\n{{{{ {part} of {topic} }}}}"
        for topic in chosen(part)
    )


def side_by_side(lang: str, entries: list) -> str:
    """A table of idioms: old beside new, and why. Each links to the full entry."""
    words = WORDS[lang]
    rows = "".join(
        f'<tr><td colspan="2">{title(entry, lang)}<br>{inline(getattr(entry.why, lang))}</td></tr>'
        f'<tr><td data-label="{words["old"]}">{coloured.python(old(entry))}</td>'
        f'<td data-label="{words["new"]}">{coloured.python(entry.new)}</td></tr>'
        for entry in entries
    )
    head = f"<thead><tr><th>{words['old']}</th><th>{words['new']}</th></tr></thead>"
    # The search finds the full entries instead.
    table = f'<table class="migration" data-search-exclude>{head}<tbody>{rows}</tbody></table>'
    return f'<div class="lazy">{table}</div>'


def old(entry) -> str:
    """The old code, below the environment variables without which it would run."""
    return "".join(f"# {key}={value}\n" for key, value in entry.environment.items()) + entry.old


def title(entry, lang: str) -> str:
    """The title of an entry, with a link to where it stands in full, if it does."""
    words = inline(getattr(entry.title, lang))
    if entry.today.kind == "runs":
        return f"<strong>{words}</strong>"
    page = "silent" if entry.today.kind == "silent" else "errors"
    return f'<a href="{page}/#{entry.id}">{words}</a>'


def in_full(lang: str, entries: list) -> str:
    """Idioms one by one; a message is a heading, once, so that a search for it leads here."""
    lines = [message(entry) for entry in entries]
    return "".join(
        section(entry, lang, again=bool(line) and line == before)
        for entry, line, before in zip(entries, lines, ["", *lines], strict=False)
    )


def message(entry) -> str:
    """What the terminal prints in the end, on one line; empty if it is silent."""
    return " ".join(entry.today.line.split())


def section(entry, lang: str, again: bool) -> str:
    """One idiom: what it does today (unless said right above), old code, why, and new code."""
    words = WORDS[lang]
    name = inline(getattr(entry.title, lang))
    says = "" if again else html.escape(message(entry), quote=False)
    link = f'<a class="headerlink" href="#{entry.id}" aria-hidden="true" tabindex="-1">#</a>'
    level = "h4" if again else "h3"
    parts = [f'<{level} id="{entry.id}">{says or name}{link}</{level}>']
    if says:
        parts.append(f"<p><strong>{name}</strong></p>")
    parts += [
        f"<p>{NAMES[backend]}: <code>{html.escape(' '.join(other.line.split()))}</code></p>"
        for backend, other in entry.overrides.items()
        if other.message and other.message != entry.today.message
    ]
    parts.append(
        f'<div class="old" data-label="{words["old"]}">{coloured.python(old(entry))}</div>'
    )
    if entry.today.prints:
        printed = f"<pre>{html.escape(entry.today.prints.strip())}</pre>"
        parts.append(f'<div class="prints" data-label="{words["prints"]}">{printed}</div>')
    parts.append(f"<p>{inline(getattr(entry.why, lang))}</p>")
    parts.append(
        f'<div class="new" data-label="{words["new"]}" data-search-exclude>'
        f"{coloured.python(entry.new)}</div>"
    )
    return f'<section class="lazy">{"".join(parts)}</section>'


def inline(text: str) -> str:
    """`code` in backticks as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


ENTRIES = {"migration": side_by_side, "errors": in_full, "silent": in_full}
