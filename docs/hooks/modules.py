"""A page for each module that a page names, for all recipes and for all models.

`code/recipes/first_mlp.md` is made here: what the module says of itself, how it is run, which pages
teach it, its source, and the file to download. A path such as `src/keras_primer/training.py` on a
page then leads to it (see `repository.py`), whether the site knows where its source is published or
not. `{{ modules }}` lists all of them.
"""

import ast
import re
from functools import cache
from pathlib import Path

from languages import language
from mkdocs.structure.files import File
from old_code import title_of
from repository import BRANCH
from results import ROOT

PACKAGE = "src/keras_primer"
SHOWN = ("recipes", "models")  # all of these, named on a page or not
COMMANDS = {"recipes": "train", "howto": "howto", "records/measure": "measure"}
NAMED = re.compile(rf"{PACKAGE}/([a-z0-9_/]+\.py)")
CODE = re.compile(rf"<code>{PACKAGE}/([a-z0-9_/]+\.py)</code>")
MENU = {"zh": "代码", "en": "Code"}
LOOK_UP = {"zh": "查阅", "en": "Look up"}
WORDS = {
    "zh": {
        "run": "运行",
        "first": "先[装好本站的包](../{up}start/install.md#package)，再在任何文件夹里运行：",
        "taught": "讲到它的页面",
        "trained": "训练它的配方：{}。",
        "source": "源代码",
        "download": "下载 {}",
        "published": "在 GitHub 上看",
        "all": "全部",
        "recipes": "配方的代码",
        "models": "模型的代码",
        "others": "其他代码",
        "description": "{} 的完整源代码、运行它的命令和讲到它的页面。",
        "comma": "、",
    },
    "en": {
        "run": "Run it",
        "first": "[Install this site's package](../{up}start/install.md#package), then:",
        "taught": "Pages that teach it",
        "trained": "Recipes that train it: {}.",
        "source": "Source",
        "download": "Download {}",
        "published": "See it on GitHub",
        "all": "All",
        "recipes": "Code of recipes",
        "models": "Code of models",
        "others": "Other code",
        "description": "The source of {}, the command that runs it, and the pages that teach it.",
        "comma": ", ",
    },
}


def on_config(config):
    """The menu has them, behind what is written by hand."""
    (looked_up,) = (entry for entry in config.nav if LOOK_UP[language(config)] in entry)
    looked_up[LOOK_UP[language(config)]].append({MENU[language(config)]: menu(language(config))})
    return config


def menu(lang: str) -> list:
    """The list of all, then the pages: recipes, models, others."""
    return [{WORDS[lang]["all"]: "reference/code.md"}] + [
        {WORDS[lang][group]: [{Path(module).stem: address(module)} for module in modules]}
        for group, modules in groups().items()
    ]


def on_files(files, config):
    """Add the pages, and the modules themselves beside them."""
    for module in named():
        files.append(File.generated(config, address(module), content=page_of(module, config)))
        path = str(ROOT / PACKAGE / module)
        files.append(File.generated(config, f"code/{module}", abs_src_path=path))
    return files


def on_page_content(html, page, config, files):
    """The path of a module that a text names leads to its page."""

    def link(match):
        if match[1] not in named():
            return match[0]
        there = files.get_file_from_path(address(match[1])).url_relative_to(page.file)
        return f'<a href="{there}">{match[0]}</a>'

    return CODE.sub(link, html)


@cache
def named() -> list[str]:
    """The modules that have a page, as paths in the package, in the order of the alphabet."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "zh").rglob("*.md")]
    found = {module for text in texts for module in NAMED.findall(text)}
    for folder in SHOWN:
        paths = (ROOT / PACKAGE / folder).glob("[a-z]*.py")
        found |= {path.relative_to(ROOT / PACKAGE).as_posix() for path in paths}
    return sorted(module for module in found if (ROOT / PACKAGE / module).is_file())


def groups() -> dict[str, list[str]]:
    """The modules by what they are."""
    found = {folder: [] for folder in (*SHOWN, "others")}
    for module in named():
        folder = module.split("/")[0]
        found[folder if folder in SHOWN else "others"].append(module)
    return found


def address(module: str) -> str:
    """The page of a module, as other pages link to it."""
    return f"code/{module.removesuffix('.py')}.md"


def page_of(module: str, config) -> str:
    """All that is shown of a module."""
    lang, words = language(config), WORDS[language(config)]
    up, name = "../" * module.count("/"), Path(module).name
    source = (ROOT / PACKAGE / module).read_text(encoding="utf-8")
    parts = [
        f"---\ntitle: {module}\ndescription: {words['description'].format(module)}\n"
        "search_weight: 0.1\n---",
        f"# {module} {{ #module }}",
        f'<div lang="en" markdown>\n\n{ast.get_docstring(ast.parse(source))}\n\n</div>',
    ]
    if called := command(module):
        parts += [f"## {words['run']} {{ #run }}", words["first"].format(up=up)]
        parts.append(f"```console\n{called}\n```")
    if trained := recipes_with(module):
        links = words["comma"].join(f"[{other}]({up}../{address(other)})" for other in trained)
        parts.append(words["trained"].format(links))
    if taught := pages_with(module, lang):
        parts.append(f"## {words['taught']} {{ #taught }}")
        parts.append("\n".join(f"- [{title}]({up}../{uri})" for uri, title in taught.items()))
    parts.append(f"## {words['source']} {{ #source }}")
    links = [f"[{words['download'].format(name)}]({name}){{ download }}"]
    if config.repo_url:
        there = f"{config.repo_url}/blob/{BRANCH}/{PACKAGE}/{module}"
        links.append(f"[{words['published']}]({there})")
    parts.append(" · ".join(links))
    parts.append(f"````python\n{source.rstrip()}\n````")
    return "\n\n".join(parts)


def command(module: str) -> str:
    """What runs a module, if it is made to be run."""
    folder, _, name = module.removesuffix(".py").rpartition("/")
    word = COMMANDS.get(folder)
    return f"python -m keras_primer {word} {name}" if word and name != "__init__" else ""


def recipes_with(module: str) -> list[str]:
    """The recipes that import a model."""
    folder, _, name = module.removesuffix(".py").rpartition("/")
    if folder != "models":
        return []
    line = re.compile(rf"^from keras_primer\.models import .*\b{name}\b", re.MULTILINE)
    return [
        other
        for other in groups()["recipes"]
        if line.search((ROOT / PACKAGE / other).read_text(encoding="utf-8"))
    ]


def pages_with(module: str, lang: str) -> dict[str, str]:
    """The pages that name a module or show a part of it, with their titles."""
    found = {}
    for path in sorted((ROOT / "docs" / lang).rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if f"{PACKAGE}/{module}" in text:
            uri = path.relative_to(ROOT / "docs" / lang).as_posix()
            found[uri] = title_of(uri, lang)
    return found


def listed(lang: str, root: str) -> str:
    """All modules that have a page, each with the first line of what it says of itself."""
    parts = []
    for group, modules in groups().items():
        parts.append(f"## {WORDS[lang][group]} {{ #{group} }}")
        parts.append("\n".join(line(module, root) for module in modules))
    return "\n\n".join(parts)


def line(module: str, root: str) -> str:
    """One module in the list."""
    source = (ROOT / PACKAGE / module).read_text(encoding="utf-8")
    summary = ast.get_docstring(ast.parse(source)).splitlines()[0]
    return f'- [{module}]({root}{address(module)}): <span lang="en">{summary}</span>'
