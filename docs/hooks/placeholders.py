"""`{{ … }}` in a page stands for what the build looks up or makes: here is every name it may have.

    {{ glossary }}
    {{ first_mlp.tensorflow.test_accuracy.mean:.4f }}

Whatever has a dot is a value of a recorded run (see `results.py`); all other names are listed in
`KNOWN`. What is not known stops the build. In code, inline or in a block, `{{ … }}` stays as it is.
"""

import re

import course_map
import doctor_example
import glossary
import lab_cards
import modules
import old_code
import operations
import repository
import results
import widgets
from languages import language
from mkdocs.exceptions import PluginError

# Each gets the language, and what leads from the page to the folder of its language ("../").
KNOWN = {
    "catalogue errors": old_code.errors,
    "catalogue silent": old_code.silent,
    "catalogue topics": old_code.topics,
    "doctor after": doctor_example.after,
    "doctor before": doctor_example.before,
    "doctor report": doctor_example.report,
    "downloads": repository.downloads,
    "glossary": glossary.topics,
    "labs": lab_cards.listed,
    "lighthouse": results.lighthouse,
    "map": course_map.tree,
    "modules": modules.listed,
    "operations": operations.rows,
    "recipes": results.recipe_table,
    "widget confusion-cells": widgets.confusion_cells,
    "widget convolution-steps": widgets.convolution_steps,
    "widget descent-curve": widgets.descent_curve,
    "widget early-stopping": widgets.early_stopping,
    "widget layer-stack": widgets.layer_stack,
    "widget loss-labels": widgets.loss_labels,
    "widget memory-order": widgets.memory_order,
    "widget model-graph": widgets.model_graph,
    "widget softmax-loss": widgets.softmax_loss,
}
BLOCK = r"^ *(?P<fence>`{3,}|~{3,}).*?^ *(?P=fence)[`~]* *$"
INLINE = r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
PLACEHOLDER = re.compile(rf"{BLOCK}|{INLINE}|\{{\{{(?P<name>.*?)\}}\}}", re.DOTALL | re.MULTILINE)


# Before other hooks change the text, so that the line of a mistake can be told.
def on_page_markdown(markdown, page, config, files):
    root = "../" * page.file.src_uri.count("/")

    def fill(match):
        if match["name"] is None:
            return match[0]
        try:
            return replacement(match["name"].strip(), language(config), root)
        except LookupError as error:
            line = line_of(markdown[match.start() :], page)
            raise PluginError(f"docs/{language(config)}/{line}: {error.args[0]}") from None

    return PLACEHOLDER.sub(fill, markdown)


def replacement(name: str, lang: str, root: str) -> str:
    """What stands for a name.

    Raises:
        LookupError: nothing has this name; its text is a sentence that says so.
    """
    if name in KNOWN:
        return KNOWN[name](lang, root)
    if "." in name:
        return results.value(name, lang)
    raise LookupError(f"{{{{ {name} }}}} is not known; known are {', '.join(KNOWN)}")


def line_of(rest: str, page) -> str:
    """The page and the line on which the rest of its text begins, as `PAGE:LINE`."""
    lines = page.file.content_string.rstrip().count("\n") - rest.rstrip().count("\n") + 1
    return f"{page.file.src_uri}:{lines}"
