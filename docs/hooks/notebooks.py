"""Labs: `examples/NAME.py` as a page, with its outputs, in both languages.

What a lab looks like, and how its outputs are kept, is said in `labs.py` beside this file. Here
each becomes a notebook, which mkdocs-jupyter converts. Of the HTML that comes out, which nbconvert
made to stand alone (600 KB of styles, a script from another host), only the cells are kept, and
put into the form that Markdown pages have: anchors, code blocks, folded answers, contents.

Readers can download the script, and a notebook of their language.
"""

import base64
import io
import json
import os
import re
import shutil
import tempfile
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin

import labs
import nbformat
from bs4 import BeautifulSoup, Tag
from languages import language
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url
from PIL import Image
from repository import BRANCH, address
from verified import sentence

ROOT = Path(__file__).parent.parent.parent
SITE_BRANCH = "gh-pages"  # where the built site is published, and from where Colab opens notebooks
LABELS = {
    "zh": {
        "notebook": "下载 notebook",
        "script": "下载脚本",
        "colab": "在 Colab 中打开",
        "answer": "答案",
    },
    "en": {
        "notebook": "Download the notebook",
        "script": "Download the script",
        "colab": "Open in Colab",
        "answer": "Answer",
    },
}

log = get_plugin_logger("labs")


def on_config(config):
    """Where the project cannot be written, nothing is kept for the next build."""
    config.plugins["mkdocs-jupyter"].config["cache"] &= writable()
    return config


def writable() -> bool:
    return os.access(ROOT, os.W_OK)


def kept() -> Path:
    """The folder of the notebooks: with the project, or where it goes when the build ends."""
    return ROOT / ".cache" / "notebooks" if writable() else Path(passing().name)


@cache
def passing() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="notebooks-")


@event_priority(100)  # before mkdocs-jupyter, which looks there for notebooks
def on_files(files, config):
    """Add each lab as a notebook."""
    forget_halves(Path(config.plugins["mkdocs-jupyter"].config["cache_dir"]))
    folder = kept() / language(config)
    for script in labs.scripts():
        uri = f"examples/{script.stem}.ipynb"
        try:
            text = nbformat.writes(labs.notebook(script, language(config))) + "\n"
        except (OSError, ValueError) as error:
            raise PluginError(str(error)) from None
        path = folder / uri
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        files.append(File(uri, str(folder), config.site_dir, config.use_directory_urls))
    return files


def forget_halves(cache: Path) -> None:
    """A build that was killed may have left half of a converted notebook, which ends the next."""
    for path in cache.glob("*.json"):
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            path.unlink()


def on_page_content(content, page, config, files):
    """Make a page of the site out of a converted notebook."""
    if not is_lab(page):
        return content
    lang = language(config)
    converted = BeautifulSoup(content, "html.parser")
    document = BeautifulSoup("", "html.parser")
    cells = nbformat.read(page.file.abs_src_path, as_version=4).cells
    for folded, group in groupby(cells, lambda cell: "answer" in tags(cell)):
        place = document
        if folded:
            place = add(document, "details", class_="note")
            add(place, "summary").string = LABELS[lang]["answer"]
        for cell in group:
            add_cell(place, converted.find(id=f"cell-id={cell.id}"), "caption" in tags(cell))
    if config.repo_url:
        page.edit_url = f"{config.repo_url}/edit/{BRANCH}/examples/{name(page)}.py"
    add_anchors(document, page, config)
    resolve_links(document, page, files)
    add_top(document, page, config)
    return str(document)


def tags(cell) -> list[str]:
    """The tags of a cell of a notebook."""
    return cell.metadata.get("tags", [])


def add_cell(place: Tag, cell: Tag, is_caption: bool) -> None:
    """Add what a converted cell shows to the end of `place`."""
    if text := cell.select_one(".jp-MarkdownOutput"):
        if is_caption:
            add_caption(place, " ".join(text.get_text().split()))
        else:
            place.extend(list(text.contents))
        return
    add_code(place, cell.select_one(".jp-CodeMirrorEditor pre"), "language-python highlight")
    for output in cell.select(".jp-OutputArea-output"):
        if picture := output.find("img"):
            add_picture(place, picture["src"])
        elif text := output.find("pre"):
            add_code(place, text, "language-text highlight lab-output")


def add_code(place: Tag, pre: Tag, classes: str) -> None:
    """A code block like those of Markdown pages, so that colours and the copy button apply."""
    block = add(add(place, "div", class_=classes), "pre")
    code = add(block, "code")
    code.extend(list(pre.contents))


def add_picture(place: Tag, source: str) -> None:
    """A figure in the size for which it was drawn; its text comes with the caption."""
    width, height = picture_size(base64.b64decode(source.partition(",")[2]))
    figure = add(place, "figure", class_="lab-figure")
    add(figure, "img", src=source, alt="", width=str(width), height=str(height))


def picture_size(png: bytes) -> tuple[int, int]:
    """Width and height at which a figure was drawn, in pixels of CSS."""
    picture = Image.open(io.BytesIO(png))
    scale = 96 / picture.info.get("dpi", (96, 96))[0]
    return round(picture.width * scale), round(picture.height * scale)


def add_caption(place: Tag, text: str) -> None:
    """The text under the last figure, which is also what is read out instead of it."""
    figure = place.find_all("figure")[-1]
    figure.img["alt"] = text
    add(figure, "figcaption", aria_hidden="true").string = text


def add_anchors(document: Tag, page, config) -> None:
    """Give headings the anchors that their `{#...}` names; set title and contents of the page."""
    toc = config.mdx_configs["toc"]
    tokens = []
    for heading in document.find_all(re.compile("^h[1-6]$")):
        for link in heading.select(".anchor-link"):
            link.decompose()
        found = re.fullmatch(r"(.+?)\s*\{ ?#([a-z0-9-]+) ?\}", heading.get_text(strip=True))
        if not found:
            log.warning(f"{page.file.src_uri}: no anchor in: {heading.get_text()}")
            continue
        text, anchor = found.groups()
        heading.attrs = {"id": anchor}
        heading.contents[-1].replace_with(re.sub(r"\s*\{.*", "", heading.contents[-1]))
        link = add(heading, "a", class_="headerlink", href=f"#{anchor}", title="Permanent link")
        link.string = toc["permalink"]
        level = int(heading.name[1])
        if level <= toc["toc_depth"]:
            tokens.append({"level": level, "id": anchor, "name": text})
    page.title = tokens[0]["name"]
    page.present_anchor_ids = {token["id"] for token in tokens}
    page.toc = get_toc(nest_toc_tokens(tokens))  # empties the list


def resolve_links(document: Tag, page, files) -> None:
    """Lead links to other pages, written as they are right in the repository, to those pages."""
    for link in document.find_all("a", href=re.compile(r"^\.\./docs/")):
        uri, _, anchor = re.sub(r"^\.\./docs/(zh|en)/", "", link["href"]).partition("#")
        if file := files.get_file_from_path(uri):
            link["href"] = get_relative_url(file.url, page.url) + (f"#{anchor}" if anchor else "")
        else:
            log.warning(f"{page.file.src_uri}: {link['href']} leads nowhere")


def add_top(document: Tag, page, config) -> None:
    """Below the title: what the outputs were made with, and where the lab is to be had."""
    lang = language(config)
    stored = labs.read_store(labs.EXAMPLES / f"{name(page)}.py")
    backend = stored["versions"]["backend"]
    verified = document.new_tag("p", attrs={"class": "verified"})
    line = sentence(lang, [backend], stored["versions"], stored["date"])
    verified.append(BeautifulSoup(line, "html.parser"))
    links = document.new_tag("p", attrs={"class": "lab-links"})
    for label, target in addresses(name(page), lang).items():
        link = add(links, "a", class_="md-button", href=target)
        link.string = LABELS[lang][label]
        if label != "colab":
            link["download"] = ""
    document.h1.insert_after(verified, links)


def addresses(name: str, lang: str, folder: str = "") -> dict[str, str]:
    """Where a lab can be downloaded and opened; `folder` leads to its page."""
    found = {"notebook": f"{folder}{name}.ipynb", "script": f"{folder}{name}.py"}
    if source := address():
        repository = source.removeprefix("https://github.com/")
        page = f"examples/{name}" if lang == "zh" else f"en/examples/{name}"
        found["colab"] = (
            f"https://colab.research.google.com/github/{repository}/blob/{SITE_BRANCH}/"
            f"{page}/{name}.ipynb"
        )
    return found


def on_post_page(output, page, config):
    """Put the downloads beside the page."""
    if is_lab(page):
        script = labs.EXAMPLES / f"{name(page)}.py"
        folder = Path(page.file.abs_dest_path).parent
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(script, folder / script.name)
        notebook = download(labs.notebook(script, language(config)), config.site_url)
        nbformat.write(notebook, folder / f"{script.stem}.ipynb")
    return output


def download(notebook, site_url: str | None):
    """A notebook for elsewhere: no anchors in headings, links to the site or none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = labs.HEADING.sub(r"\1", cell.source)
            cell.source = labs.LINK.sub(lambda link: elsewhere(link, site_url), cell.source)
    return notebook


def elsewhere(link: re.Match, site_url: str | None) -> str:
    """A link to a page of the site, for a notebook that lies somewhere else."""
    uri, _, anchor = link[2].partition("#")
    path = re.sub(r"(^|/)index\.md$|\.md$", r"\1", uri).rstrip("/") + "/"
    address = urljoin(site_url or "", path) + (f"#{anchor}" if anchor else "")
    return f"[{link[1]}]({address})" if site_url else link[1]


def add(place: Tag, tag: str, class_: str | None = None, **attributes: str) -> Tag:
    """A new tag at the end of `place`; `aria_hidden` stands for `aria-hidden`."""
    attributes = {key.replace("_", "-"): value for key, value in attributes.items()}
    new = BeautifulSoup("", "html.parser").new_tag(tag, attrs=attributes)
    if class_:
        new["class"] = class_
    place.append(new)
    if tag in ("div", "figure", "details"):
        place.append("\n")
    return new


def is_lab(page) -> bool:
    return page.file.src_uri.endswith(".ipynb")


def name(page) -> str:
    """The name of a lab, which is that of its script."""
    return Path(page.file.src_uri).stem
