"""Pages that appear early: one stylesheet of the rules that are used, and scripts that wait.

The theme, our own styles and the search bring a stylesheet each, and nothing is shown before the
last of them has come. Here they become one, without rules for classes that no page and no script of
the site has. The preview keeps them as they are.
"""

import re
from pathlib import Path

import tinycss2

# Those of every page, in the order in which they count.
BUNDLED = (
    "stylesheets/main.*.css",
    "stylesheets/palette.*.css",
    "primer.css",
    "widgets/search.css",
)
SCRIPTS = ("javascripts/bundle.*.js", "primer.js", "widgets/*.js")
LINK = re.compile(
    r'<link rel="stylesheet" href="([^"]*assets/)'
    r'(?:stylesheets/(main|palette)\.\w+\.min|primer|widgets/search)\.css">'
)
SCRIPT = '<script src="'
INDENTED = re.compile(r"\s*\n\s*")
CLASSES = re.compile(r'class="([^"]*)"')
WORD = re.compile(r"[\w-]+")
# What stands in brackets may be there or not: `:not(.a)`, `:is(.a, .b)`.
CONDITION = re.compile(r":[a-z-]+\((?:[^()]|\([^()]*\))*\)")
CLASS = re.compile(r"\.([\w-]+)")

serving = False


def on_startup(command, dirty):
    global serving
    serving = command == "serve"


def on_post_page(output, page, config):
    return output if serving else light(output)


def on_post_template(output, template_name, config):
    return light(output) if template_name.endswith(".html") and not serving else output


def on_post_build(config):
    if serving:
        return
    site = Path(config.site_dir)
    used, assets = words(site), site / "assets"
    sheets = [path for name in BUNDLED for path in assets.glob(name)]
    rules = "".join(needed(parsed(path.read_text(encoding="utf-8")), used) for path in sheets)
    (assets / "styles.css").write_text(rules, encoding="utf-8")


def light(html: str) -> str:
    """A page with one stylesheet for those of every page, and scripts that do not hold it up."""
    html = LINK.sub(
        lambda link: (
            f'<link rel="stylesheet" href="{link[1]}styles.css">' if link[2] == "main" else ""
        ),
        html,
    )
    above, article, below = html.partition("<article")
    html = INDENTED.sub("\n", above) + article + below  # a third of a menu is white
    return html.replace(SCRIPT, SCRIPT.replace("src", "defer src"))


def words(site: Path) -> set[str]:
    """The classes of all pages, and every word of the scripts, which may set classes."""
    used = set()
    for path in site.rglob("*.html"):
        for classes in CLASSES.findall(path.read_text(encoding="utf-8")):
            used.update(classes.split())
    for name in SCRIPTS:
        for path in (site / "assets").glob(name):
            used.update(WORD.findall(path.read_text(encoding="utf-8")))
    return used


def parsed(css: str) -> list:
    return tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)


def needed(rules: list, used: set[str]) -> str:
    """The rules that can apply to a page, also those within `@media`."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            if selectors := [one for one in selectors_of(rule) if can_match(one, used)]:
                kept.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            prelude = tinycss2.serialize(rule.prelude)
            inside = needed(parsed(tinycss2.serialize(rule.content)), used)
            kept.append(f"@{rule.at_keyword}{prelude}{{{inside}}}" if inside else "")
        else:
            kept.append(rule.serialize())
    return "".join(kept)


def selectors_of(rule) -> list[str]:
    """The selectors of a rule, between the commas that stand in no brackets."""
    parts = [[]]
    for token in rule.prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def can_match(selector: str, used: set[str]) -> bool:
    classes = CLASS.findall(CONDITION.sub("", selector))
    return all(name in used or stem(name) in used for name in classes)


def stem(name: str) -> str:
    """What stands in a script that makes `a--next` of `a--` and another word."""
    return re.sub(r"--\w+$", "--", name)
