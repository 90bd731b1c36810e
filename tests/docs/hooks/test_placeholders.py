"""`{{ … }}` on a page is looked up, in code it stays, and one that nobody knows stops the build."""

import re
from types import SimpleNamespace

import placeholders
import pytest
import site_under_test
from mkdocs.exceptions import PluginError
from pages import uris

from keras_primer.old import operations

NUMBER = "{{ first_mlp.tensorflow.params }}"


def filled(text: str, before: str = "") -> str:
    """A page as the build makes it; `before` is what stands above its text in the file."""
    file = SimpleNamespace(src_uri="train/fit.md", content_string=before + text)
    config = SimpleNamespace(docs_dir="docs/en")
    return placeholders.on_page_markdown(text, SimpleNamespace(file=file), config, None)


def test_numbers_are_looked_up():
    assert filled(f"a `b` {NUMBER} `c` {NUMBER}") == "a `b` 407050 `c` 407050"
    assert filled("{{ first_mlp.tensorflow.runs.0.epochs:.1f }}").endswith(".0")
    gap = "{{ early_stopping.tensorflow.runs.0.history.gap.0:.3f }}"
    assert filled(gap).startswith("−"), "a hyphen where the prose has a minus sign"


@pytest.mark.parametrize(
    "code",
    [
        f"`{NUMBER}`",
        f"`` a ` {NUMBER} ``",
        f"```text\n{NUMBER}\n```",
        f"    ~~~~\n    ```\n    {NUMBER}\n    ~~~~",
        "`{{ nobody knows }}`",
    ],
)
def test_code_is_left_alone(code):
    assert filled(f"{NUMBER}\n\n{code}\n\n{NUMBER}") == f"407050\n\n{code}\n\n407050"


def test_a_backtick_alone_begins_no_code():
    assert filled(f"a ` b\n\n{NUMBER} ` c") == "a ` b\n\n407050 ` c"
    assert filled(f"a \\` b {NUMBER} ` c") == "a \\` b 407050 ` c"


@pytest.mark.parametrize(
    "unknown",
    [
        *(
            "glosary",
            "Glossary",
            "glossary all",
            "catalogue erors",
            "doctor",
            "",
            "a b",
            "two\nlines",
        ),
        *("nobody.tensorflow.params", "first_mlp.theano.params", "first_mlp.tensorflow"),
        *("first_mlp.tensorflow.parms", "first_mlp.tensorflow.runs.9.epochs", "first_mlp.", "..."),
        *(
            "first_mlp.tensorflow.params:.zf",
            "first_mlp.tensorflow.versions",
            "first_mlp.tensorflow.runs.x",
        ),
    ],
)
def test_the_unknown_stops_the_build(unknown):
    """With one sentence, which names page, line and placeholder."""
    with pytest.raises(PluginError) as caught:
        filled(
            f"one\n\n```text\n{{{{ code }}}}\n```\n\n{{{{ {unknown} }}}}\n",
            "---\ntitle: a\n---\n\n",
        )
    where, sentence = str(caught.value).split(": ", 1)
    assert where == "docs/en/train/fit.md:11"
    assert f"{{{{ {unknown} }}}}" in sentence


def test_the_build_says_where(titles, tmp_path):
    page = titles / "docs" / "en" / "train" / "fit.md"
    page.write_text("# -\n\n`{{ glosary }}` {{ glosary }}", encoding="utf-8")
    result = site_under_test.build(tmp_path / "site", titles)
    assert result.returncode != 0
    assert "docs/en/train/fit.md:3: {{ glosary }} is not known" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_name_is_used():
    used = "\n".join(
        (placeholders.results.ROOT / "docs" / "zh" / uri).read_text("utf-8") for uri in uris()
    )
    assert [name for name in placeholders.KNOWN if f"{{{{ {name} }}}}" not in used] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_table_of_operations_tells_all(lang):
    """Each function of TensorFlow in one row, with its name and its arguments in Keras."""
    table = placeholders.replacement("operations", lang, "../").replace("<wbr>", "")
    rows = [set(re.findall("<code>(.*?)</code>", line)) for line in table.splitlines()]
    for operation in operations.operations():
        old = {f"tf.{name}" for name in operation.tensorflow}
        (row,) = [row for row in rows if row & old]
        assert any(name.endswith(f".{operation.keras}") for name in row)
        renamed = {old: new for old, new in (operation.arguments or {}).items() if old != new}
        assert {*renamed, *renamed.values(), *operation.needed} <= row
        assert not operation.added or "=".join(operation.added) in row
    assert "<code>tf.concat</code> | <code>ops.concatenate</code><br>" in table
    assert "<code>values</code> → <code>xs</code>" in table
