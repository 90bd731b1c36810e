"""The search: for each language an index, which Pagefind makes of the text of the pages.

`pagefind/`               the index, of which a browser fetches the parts that a query needs
`search/words.json`       the words into which jieba cuts Chinese text, and those that say little
`search/messages.json`    error messages and where each is explained; they have their own look-up

docs/assets/widgets/search-worker.js asks them, and cuts a query as the text is cut here. What pages
are about, in words that they may not use themselves, is in docs/keywords.toml. A page whose front
matter has a `search_weight` counts for less.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import jieba
from clinic import outcomes
from languages import language
from mkdocs.structure.files import File

from keras_primer.old import catalogue

KEYWORDS = Path(__file__).parent.parent / "keywords.toml"
CODE_WEIGHT = 0.3
# The names of a page, each as one word that no text has: whoever types one finds this page first.
# Pagefind keeps them apart by how much they say: the title, a keyword, a heading.
NAME = "zqx"
# What questions have around their words: left out, unless there is nothing else.
LITTLE = (
    r"\b(?:a|an|and|are|be|between|can|do|does|for|how|i|in|is|it|my|of|on|or|the|to|what|when|why|with)\b"
    "|什么是|是什么|为什么|什么|怎么办|怎么|怎样|如何|的|了|吗|呢|我"
)
HAN = re.compile("[\u4e00-\u9fff]+")
CHINESE = re.compile(f"{HAN.pattern}|[\u3000-\u303f\uff00-\uffef“”‘’…·]")
PART = re.compile(f"{HAN.pattern}|[^\\W\u4e00-\u9fff]+")
HEADING = re.compile(r'<h[1-6][^>]* id="([^"]+)"[^>]*>(.*?)</h[1-6]>', re.DOTALL)
ASIDE = re.compile(
    r'<a class="headerlink".*?</a>|<svg.*?</svg>|<p class="(?:verified|lab-links)">.*?</p>',
    re.DOTALL,
)
END = re.compile(" +(?=</(?:h[1-6]|p|li|td|th|div|summary)>)")
TAG = re.compile("<[^>]*>")


def on_env(env, config, files):
    """Once all pages are read, and before what is listed in `files` is written."""
    pages = [file.page for file in files.documentation_pages()]
    if any(page.content is None for page in pages):
        return  # `--dirty` reads only what has changed: the index of before stays
    lang = language(config)
    documents = {page.url: document(page, lang) for page in pages}
    made = {
        "messages": messages(pages, lang),
        "words": {"little": LITTLE, "known": words(documents.values())},
    }
    for name, content in made.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        files.append(File.generated(config, f"search/{name}.json", content=text))
    write_index(documents, f"{config.site_dir}/pagefind")


def write_index(documents: dict[str, str], folder: str) -> None:
    # For both languages as if they were English: what English words there are lose their endings,
    # and Chinese words, already cut, stay as they are.
    options = ("--force-language", "en", "--output-path", folder, "--quiet")
    with tempfile.TemporaryDirectory() as site:
        for url, text in documents.items():
            path = Path(site, url, "index.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pagefind", "--site", site, *options], check=True)


def document(page, lang: str) -> str:
    """A page as Pagefind is to see it: its names, what it is about, what results show, its text."""
    weight = page.meta.get("search_weight", 1)
    # The title of a page that counts for less is not what it is looked for by.
    title = [page.title] if weight == 1 else []
    listed = keywords(page, lang)
    headings = [html.unescape(item.title) for top in page.toc for item in with_children(top)]
    alone = [text for text in listed if is_word(text)]
    phrases = [text for text in listed if not is_word(text) and not is_code(text)]
    fields = names(called=title, keywords=listed, headings=headings) | {
        "subject": within(title, lang),
        "words": within(alone, lang),
        "phrases": within(phrases, lang),
        "title": page.title,
        "section": " · ".join(part.title for part in page.ancestors[::-1]),
    }
    listed = "".join(
        f'<p data-pagefind-meta="{name}" data-pagefind-ignore>{text}</p>'
        for name, text in fields.items()
    )
    content = marked(page.content) if lang == "en" else cut(marked(page.content))
    whole = "" if weight == 1 else f' data-pagefind-weight="{weight}"'
    return f"<html><body>{listed}<article{whole}>{content}</article></body></html>"


def names(**kinds: list[str]) -> dict[str, str]:
    """Each name once, where it says most."""
    found = {}
    for kind, texts in kinds.items():
        for text in texts:
            found.setdefault(named(text), kind)
    return {kind: " ".join(name for name in found if found[name] == kind) for kind in kinds}


def named(text: str) -> str:
    """A name as one word. The worker makes the same of a query."""
    text = TAG.sub("", text).lower().replace(".", "")
    telling = PART.findall(re.sub(LITTLE, " ", text, flags=re.ASCII))
    return NAME + "".join(telling or PART.findall(text))


def within(texts: list[str], lang: str) -> str:
    """The words of texts, in Chinese with those within words."""
    text = TAG.sub("", " ".join(texts))
    return text if lang == "en" else " ".join(jieba.cut_for_search(text, HMM=False))


def is_word(text: str) -> bool:
    """Whether it is one word, and none of code."""
    parts = jieba.cut(text, HMM=False) if HAN.search(text) else text.split()
    return len(list(parts)) == 1 and not is_code(text)


def is_code(text: str) -> bool:
    return bool(re.search(r"[a-z][A-Z]|[a-z][._][a-z]", text))


def marked(content: str) -> str:
    """The text of a page without what is not of it; code counts for less."""
    content = ASIDE.sub("", content)
    return content.replace("<pre", f'<pre data-pagefind-weight="{CODE_WEIGHT}"')


def keywords(page, lang: str) -> list[str]:
    """What docs/keywords.toml says a page is about; who reads Chinese may type English words."""
    uri = page.file.src_uri
    listed = tomllib.loads(KEYWORDS.read_text(encoding="utf-8")).get(uri, {})
    found = listed.get(lang, "").split(", ")
    if lang == "zh" and listed:
        found += [english_title(uri), *listed["en"].split(", ")]
    return list(filter(None, found))


def english_title(uri: str) -> str:
    path = KEYWORDS.parent / "en" / uri
    found = path.exists() and re.search(r"^# (.+?) \{", path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


def cut(text: str) -> str:
    """Chinese with a space around each word."""
    text = CHINESE.sub(lambda found: f" {' '.join(jieba.cut(found[0], HMM=False))} ", text)
    return END.sub("", text)  # else Pagefind does not see that a sentence ends there


def words(texts) -> list[str]:
    """The Chinese words of texts that have been cut; single characters are no news."""
    return sorted({word for text in texts for word in HAN.findall(text) if len(word) > 1})


def messages(pages, lang: str) -> list[dict]:
    """The messages of the catalogue, and those in headings of pages."""
    entries = [
        {
            "lines": list(dict.fromkeys(outcome.one_line for outcome in outcomes(entry))),
            "title": getattr(entry.title, lang),
            "url": entry.address,
        }
        for entry in catalogue.entries().values()
    ]
    topics = {f"{catalogue.page(topic)}/" for topic in catalogue.ORDER}
    entries += [entry for page in pages if page.url not in topics for entry in in_headings(page)]
    return [entry for entry in entries if entry["lines"]]


def in_headings(page) -> list[dict]:
    """The messages in headings, each in code; the contents of the page leave them out."""
    labels = {item.id: html.unescape(item.title) for top in page.toc for item in with_children(top)}
    found = []
    for anchor, heading in HEADING.findall(page.content):
        lines = [text(code) for code in re.findall("<code>(.*?)</code>", heading)]
        lines = [line for line in lines if line not in labels.get(anchor, line)]
        found.append({"lines": lines, "title": labels.get(anchor), "url": f"{page.url}#{anchor}"})
    return found


def with_children(item):
    yield item
    for child in item.children:
        yield from with_children(child)


def text(markup: str) -> str:
    return html.unescape(TAG.sub("", markup))
