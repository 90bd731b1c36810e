"""The site of one language as an archive that opens from disk, and from any server.

A browser that opens files lists a folder instead of showing its page, so every link to a folder
becomes one to the `index.html` in it. It does not let a page fetch files either: without a server
the button of the search leads to `README.html`, which says so and lists all pages.
"""

import html
import posixpath
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import built

LINK = re.compile(r'(?<= )(href|src)="([^"]*)"')
ELSEWHERE = re.compile(r"\w+:|//|#|$")  # another host, this page
SWITCH = re.compile(r'<a class="md-header__button switch-language".*?</a>', re.DOTALL)
BUTTON = re.compile(r'<button type="button" (class="search-open".*?)</button>', re.DOTALL)
LEFT_OUT = ("404.html", "sitemap.xml", "sitemap.xml.gz")  # for servers
SHARED = ("assets/widgets/", "assets/clinic/")  # by both languages, beside the Chinese pages
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same archive from the same site
README = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
<h1>{name}</h1>
<p>{first}</p>
<pre>python3 -m http.server</pre>
<p>{then}</p>
{pages}
"""
WORDS = {
    "zh": {
        "first": '打开 <a href="index.html">index.html</a> 就能读。搜索和检查旧代码要另外读取文件，'
        "直接打开的页面做不到；要用它们，就在这个文件夹里运行（Windows 上写 py -m http.server）",
        "then": '再打开 <a href="http://127.0.0.1:8000">http://127.0.0.1:8000</a>。全部页面：',
    },
    "en": {
        "first": 'Open <a href="index.html">index.html</a> to read. The search, and the page that '
        "examines old code, fetch files, which pages opened from disk may not do. To use them, run "
        "this in this folder (on Windows: py -m http.server)",
        "then": 'and open <a href="http://127.0.0.1:8000">http://127.0.0.1:8000</a>. All pages:',
    },
}


def write(site: Path, lang: str, to: Path) -> None:
    """Make the archive; all of it is in a folder with the archive's name."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes) -> None:
            archive.writestr(
                zipfile.ZipInfo(f"{to.stem}/{name}", EPOCH), content, zipfile.ZIP_DEFLATED
            )

        add("README.html", readme(site, lang).encode())
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and belongs(name, lang):
                content = path.read_bytes()
                if path.suffix == ".html":
                    content = page(content.decode(), name, lang, site).encode()
                add(place(name, lang), content)


def belongs(name: str, lang: str) -> bool:
    """Whether a file of the site is in the archive of a language."""
    if name.removeprefix("en/") in LEFT_OUT:
        return False
    english, shared = name.startswith("en/"), name.removeprefix("en/").startswith(SHARED)
    return not english if lang == "zh" else english != shared


def place(name: str, lang: str) -> str:
    """Where it is there."""
    return name.removeprefix("en/") if lang == "en" else name


def page(text: str, name: str, lang: str, site: Path) -> str:
    """A page whose links lead to files."""
    here = posixpath.dirname(place(name, lang)) or "."

    def to_file(link: re.Match) -> str:
        if ELSEWHERE.match(link[2]):
            return link[0]
        path, mark, anchor = link[2].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if (site / target).is_dir():
            target = posixpath.join(target, "index.html")
        return f'{link[1]}="{posixpath.relpath(place(target, lang), here)}{mark}{anchor}"'

    text = LINK.sub(to_file, SWITCH.sub("", text))
    return BUTTON.sub(rf'<a href="{posixpath.relpath("README.html", here)}" \1</a>', text)


def readme(site: Path, lang: str) -> str:
    """How the archive is opened, and all of its pages."""
    parts = []
    for section, pages in built.sections(site, lang).items():
        links = [
            f'<li><a href="{url}index.html">{html.escape(title)}</a></li>'
            for url, title in pages.items()
        ]
        parts.append(f"<h2>{html.escape(section)}</h2>\n<ul>\n" + "\n".join(links) + "\n</ul>")
    name = html.escape(built.name(site, lang))
    return README.format(lang=lang, name=name, pages="\n".join(parts), **WORDS[lang])
