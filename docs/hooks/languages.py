"""Two languages from one configuration: Chinese at `/`, English at `/en/`.

After MkDocs has built the Chinese site, the same configuration is built once more with its strings
translated (`extra.english` in mkdocs.yml) and `docs/en` as its source. Each language keeps its own
search index, `<html lang>`, sitemap and strict checks.
"""

import io
from pathlib import Path
from urllib.parse import urljoin

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import File

ASSETS = Path(__file__).parent.parent / "assets"
CODES = {"zh": "zh-CN", "en": "en"}  # for <html lang> and hreflang

serving = only_changed = False


def on_startup(command, dirty):
    global serving, only_changed
    serving, only_changed = command == "serve", dirty


def on_files(files, config):
    """Add docs/assets, which both languages share and neither owns."""
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            uri = f"assets/{path.relative_to(ASSETS).as_posix()}"
            files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_context(context, page, config, nav):
    """Tell the templates where this page stands in the other language, and what both share.

    A relative address, so that the site works below any path.
    """
    url = page.file.url.removeprefix("./")
    root = "../" * url.count("/")
    context["shared"] = "" if language(config) == "zh" else "../"
    context["other"] = (
        {"lang": CODES["en"], "url": f"{root}en/{url}"}
        if language(config) == "zh"
        else {"lang": CODES["zh"], "url": f"{root}../{url}"}
    )
    context["alternates"] = alternates(url, config) if config.site_url else {}


def on_template_context(context, template_name, config):
    """The list of all pages (`docs/overrides/sitemap.xml`) names them in both languages."""
    context["alternates_of"] = lambda page: alternates(page.url, config)


def alternates(url: str, config) -> dict[str, str]:
    """A page in both languages; English for those who read another one."""
    chinese = urljoin(chinese_url(config), url.removeprefix("./"))
    english = urljoin(chinese_url(config), f"en/{url}")
    return {CODES["zh"]: chinese, CODES["en"]: english, "x-default": english}


def on_post_build(config):
    """Build the English site inside the Chinese one."""
    if language(config) == "en":
        return
    english = english_config(config)
    english.plugins.on_startup(command="serve" if serving else "build", dirty=only_changed)
    build(english, serve_url=english.site_url if serving else None, dirty=only_changed)
    english.plugins.on_shutdown()


def english_config(config):
    """The configuration of the English site, from that of the Chinese one."""
    source = yaml.safe_load(Path(config.config_file_path).read_text(encoding="utf-8"))
    translated = translate(source, config.extra["english"])
    return load_config(
        io.BytesIO(yaml.safe_dump(translated, allow_unicode=True).encode()),
        config_file_path=config.config_file_path,
        docs_dir=str(Path(config.docs_dir).parent / "en"),
        site_dir=str(Path(config.site_dir) / "en"),
        site_url=urljoin(config.site_url, "en/") if config.site_url else None,
        strict=config.strict,
    )


def translate(value, words):
    """Replace every string, key or value, that the dictionary `words` knows."""
    if isinstance(value, dict):
        return {words.get(key, key): translate(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [translate(item, words) for item in value]
    return words.get(value, value) if isinstance(value, str) else value


def language(config) -> str:
    """`"zh"` or `"en"`: the language of the site that is being built."""
    return Path(config.docs_dir).name


def chinese_url(config) -> str:
    """The address of the whole site, which is that of its Chinese half."""
    return config.site_url if language(config) == "zh" else urljoin(config.site_url, "..")
