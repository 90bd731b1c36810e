"""The picture that other sites show with a link to this one: `docs/assets/card.LANG.png`.

Chromium draws it with the fonts of the machine, which a build cannot count on, so the pictures are
kept: `python3 dev.py update cards` draws those whose text or look has changed. One for a language;
one for a page would need a Chinese font at every build.
"""

import hashlib
import html
import io
from pathlib import Path

import chromium
import yaml
from PIL import Image
from PIL.PngImagePlugin import PngInfo

DOCS = Path(__file__).parent
SIZE = {"width": 1200, "height": 630}
DRAWN_FROM = "drawn-from"  # what a picture says of itself
PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8">
<style>
  body {{ background: #fbfaf7; border-bottom: 24px solid #b3261e; box-sizing: border-box;
    color: #1f2328; font-family: system-ui, "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
    height: 630px; margin: 0; padding: 90px; }}
  svg {{ height: 120px; width: 120px; }}
  h1 {{ font-size: 104px; margin: 36px 0 24px; }}
  p {{ font-size: 46px; line-height: 1.4; margin: 0; }}
</style>
<body>{logo}<h1>{name}</h1><p>{description}</p></body></html>
"""


def picture(lang: str) -> Path:
    return DOCS / "assets" / f"card.{lang}.png"


def page(lang: str) -> str:
    """What is drawn."""
    config = yaml.safe_load((DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8"))
    english = config["extra"]["english"] if lang == "en" else {}
    name, description = (
        html.escape(english.get(config[key], config[key]))
        for key in ("site_name", "site_description")
    )
    logo = (DOCS / "assets" / "logo.svg").read_text(encoding="utf-8")
    return PAGE.format(lang=lang, logo=logo, name=name, description=description)


def fingerprint(lang: str) -> str:
    return hashlib.sha256(page(lang).encode()).hexdigest()


def is_current(lang: str) -> bool:
    """Whether the picture that is kept shows what would be drawn today."""
    if not picture(lang).exists():
        return False
    with Image.open(picture(lang)) as kept:
        return kept.info.get(DRAWN_FROM) == fingerprint(lang)


def draw(lang: str) -> None:
    with chromium.started() as browser:
        opened = browser.new_page(viewport=SIZE)
        opened.set_content(page(lang))
        drawn = Image.open(io.BytesIO(opened.screenshot()))
    said = PngInfo()
    said.add_text(DRAWN_FROM, fingerprint(lang))
    drawn.convert("P", palette=Image.Palette.ADAPTIVE).save(
        picture(lang), pnginfo=said, optimize=True
    )
