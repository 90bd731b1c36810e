"""Pages made from the catalogue of old idioms (`src/keras_primer/old/catalogue`).

A page asks for a part with `{{ catalogue migration }}`, `{{ catalogue errors }}` or
`{{ catalogue silent }}`. What the parts say was executed by tests/test_old_code.py.

`{{ doctor before }}`, `{{ doctor report }}` and `{{ doctor after }}` show the doctor at work on
`examples/old_mnist.py`, run while the page is built.
"""

import contextlib
import html
import io
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "src"))
import coloured
from languages import language
from results import NAMES

from keras_primer.old import catalogue, doctor
from keras_primer.old.doctor import source

PATIENT = Path(__file__).parent.parent.parent / "examples" / "old" / "old_mnist.py"
WORDS = {
    "zh": {
        "old": "旧写法",
        "new": "现在",
        "prints": "旧写法打印出",
        "runs": "设好环境变量 `{}`，旧写法就能运行。",
    },
    "en": {
        "old": "Old",
        "new": "Now",
        "prints": "The old code prints",
        "runs": "With the environment variable `{}`, the old code runs.",
    },
}


def on_page_markdown(markdown, page, config, files):
    """Put in headings for the topics, and what the doctor says."""
    lang = language(config)
    markdown = re.sub(r"\{\{ doctor (\w+) \}\}", lambda m: DOCTOR[m[1]](lang), markdown)
    return re.sub(r"\{\{ catalogue (\w+) \}\}", lambda m: headings(m[1], lang), markdown)


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


def migration(lang: str, entries: list) -> str:
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
    if entry.runs_where:
        variables = " ".join(f"{key}={value}" for key, value in entry.runs_where.items())
        parts.append(f"<p>{inline(words['runs'].format(variables))}</p>")
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


def before(lang: str) -> str:
    """The old script."""
    return fence("python", PATIENT.read_text(encoding="utf-8"))


def report(lang: str) -> str:
    """What the doctor says of it."""
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.chdir(PATIENT.parent):
        doctor.run([PATIENT.name, "--lang", lang])
    return fence("text", printed.getvalue())


def after(lang: str) -> str:
    """The copy that `--fix` writes."""
    return fence("python", doctor.migrate(source.read_file(PATIENT), lang).decode())


def fence(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


ENTRIES = {"migration": migration, "errors": in_full, "silent": in_full}
DOCTOR = {"before": before, "report": report, "after": after}
