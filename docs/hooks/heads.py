"""What programs read of a page before its text: search engines, and whoever shows a link to it.

Its description is its one sentence, or else its first paragraph. Where the address of the site is
known, `docs/overrides/main.html` also writes what schema.org and Open Graph have names for: the
page as part of a course, its place in the menu, and a picture (docs/card.py).
"""

import html
import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urljoin

from languages import CODES, chinese_url, language

COURSE = Path(__file__).parent.parent / "course.toml"
WORDS = tomllib.loads(COURSE.read_text(encoding="utf-8"))["words"]
TAG = re.compile("<[^>]*>")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def on_page_content(content, page, config, files):
    if not page.is_homepage:  # there it is that of the site
        page.meta.setdefault("description", description(content, language(config)))
    return content


def description(content: str, lang: str) -> str:
    """The sentence that says it all, as an attribute can hold it."""
    sentence = rf"<p><strong>{WORDS['sentence'][lang]}</strong>[:：]\s*(.+?)</p>"
    found = re.search(sentence, content, re.DOTALL) or re.search("<p>(.+?)</p>", content, re.DOTALL)
    text = " ".join(html.unescape(TAG.sub("", found[1])).split()) if found else ""
    return html.escape(text)


def on_page_context(context, page, config, nav):
    if page.canonical_url:
        context["card"] = urljoin(chinese_url(config), f"assets/card.{language(config)}.png")
        data = [about(page, config), place(page)]
        context["linked_data"] = json.dumps(data, ensure_ascii=False).replace("<", r"\u003c")
    return context


def about(page, config) -> dict:
    """The page as a part of the course."""
    site = {"@type": "WebSite", "name": config.site_name, "url": config.site_url}
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.title,
        "description": html.unescape(page.meta.get("description", config.site_description)),
        "url": page.canonical_url,
        "inLanguage": CODES[language(config)],
        "isPartOf": site,
        "isAccessibleForFree": True,
        "license": LICENCE,
        "author": {"@type": "Organization", "name": config.site_author},
    }


def place(page) -> dict:
    """The way to the page through the menu; a section is where its first page is."""
    way = [(part.title, first_page(part).canonical_url) for part in page.ancestors[::-1]]
    steps = [*way, (page.title, page.canonical_url)]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def first_page(part):
    return part if part.is_page else first_page(part.children[0])
