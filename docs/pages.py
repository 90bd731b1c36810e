"""The pages of the site, as `update.py` and the tests see them."""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import markdown
import yaml
from lxml import html
from mkdocs.utils.meta import get_data
from pytest_examples import CodeExample, find_examples

from keras_primer.environment import BACKENDS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ONEDNN = ("onednn-on", "onednn-off")  # marks of blocks that hold for one setting only
FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2`*~* *$", re.DOTALL | re.MULTILINE)


def uris(lang: str = "zh") -> list[str]:
    """Every page of a language, as its path below docs/LANG."""
    folder = DOCS / lang
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


def source(uri: str, lang: str = "zh") -> str:
    return (DOCS / lang / uri).read_text(encoding="utf-8")


def meta(uri: str, lang: str = "zh") -> dict:
    """The front matter of a page."""
    return get_data(source(uri, lang))[1]


def blocks(uri: str, lang: str = "zh") -> list[CodeExample]:
    """The Python blocks of a page in order, as pytest-examples finds them."""
    return list(find_examples(DOCS / lang / uri))


def included(block: CodeExample) -> str | None:
    """The file (and section) that a block shows instead of code of its own."""
    found = re.fullmatch(r'--8<-- "([^"]+)"', block.source.strip())
    return found and found[1]


def code_hash(uri: str) -> str:
    """SHA-256 over the Python blocks of a page."""
    code = "\n\n".join(f"{block.prefix}\n{block.source}" for block in blocks(uri))
    return hashlib.sha256(code.encode()).hexdigest()


@cache
def markdown_extensions() -> tuple[list[str], dict]:
    """Names and options of the extensions in mkdocs.yml, but for included code."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    names, options = [], {}
    for extension in config["markdown_extensions"]:
        name = extension if isinstance(extension, str) else next(iter(extension))
        if name != "pymdownx.snippets":
            names.append(name)
            options[name] = {} if isinstance(extension, str) else extension[name]
    options["pymdownx.highlight"] = {"pygments_lang_class": True}
    return names, options


@cache
def rendered(uri: str, lang: str = "zh") -> html.HtmlElement:
    """A page as Python-Markdown renders it, with the extensions of mkdocs.yml.

    Without what the build adds from elsewhere: figures, numbers, included code.
    """
    names, options = markdown_extensions()
    text = get_data(source(uri, lang))[0]
    return html.document_fromstring(
        markdown.markdown(text, extensions=names, extension_configs=options)
    )


# What was noted about pages: with which versions their code ran, which two texts were compared.

VERIFIED = DOCS / "verified.json"
REVIEWED = DOCS / "reviewed.json"


def with_code() -> list[str]:
    """The pages with code of their own."""
    return [uri for uri in uris() if not all(included(block) for block in blocks(uri))]


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def unverified(uri: str) -> list[str]:
    """The backends on which the code of a page did not run since it or their version changed."""
    verified = read(VERIFIED)
    page = verified["pages"].get(uri, {"code": "", "backends": []})
    if page["code"] != code_hash(uri) or verified["versions"]["keras"] != version("keras"):
        return list(BACKENDS)
    return [
        backend
        for backend in BACKENDS
        if backend not in page["backends"]
        or (installed(backend) and verified["versions"][backend] != version(backend))
    ]


def installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def version(package: str) -> str:
    """What is installed, without the `+cpu` of PyTorch."""
    return importlib.metadata.version(package).partition("+")[0]


def both_hashes(uri: str) -> dict[str, str]:
    """A page's two texts as a pair of hashes."""
    texts = {lang: source(uri, lang) for lang in ("zh", "en")}
    return {lang: hashlib.sha256(text.encode()).hexdigest()[:16] for lang, text in texts.items()}
