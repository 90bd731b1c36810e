"""Promise 2: no code block escapes the test that runs it.

Blocks are counted once more in the HTML that Python-Markdown makes of a page. Its rules are those
of the site, not those of pytest-examples, which does not see `~~~` or four backticks, for example.
"""

import pytest
from pages import ONEDNN, blocks, rendered, source, uris

from keras_primer.environment import BACKENDS

NOT_RUN = {"text", "console", "powershell", "json"}
MARKS = {"python", "continues", "raises", *BACKENDS, *ONEDNN}
pytestmark = pytest.mark.xdist_group("rendered")
PAGES = [(lang, uri) for lang in ("zh", "en") for uri in uris(lang)]


def languages(page) -> list[str]:
    """The language of each code block of a rendered page; "" where it has none."""
    found = []
    for pre in page.iter("pre"):
        classes = pre.getparent().get("class", "").split()
        found.append(
            next((c.removeprefix("language-") for c in classes if c.startswith("language-")), "")
        )
    return found


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_every_python_block_is_run(lang, uri):
    seen = languages(rendered(uri, lang))
    assert set(seen) <= NOT_RUN | {"python"}, "a block without a language, or in one not known"
    assert seen.count("python") == len(blocks(uri, lang))


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_marks_are_known_and_nothing_is_skipped(lang, uri):
    for block in blocks(uri, lang):
        tags = {tag for tag in block.prefix_tags() if "=" not in tag}
        assert tags <= MARKS, f"{block}: unknown mark {tags - MARKS}"


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_error_messages_stand_behind_failing_blocks(lang, uri):
    """As many messages as blocks marked .raises: none is shown that no code raised."""
    raising = sum("raises" in block.prefix_tags() for block in blocks(uri, lang))
    assert source(uri, lang).count("```{.text .error}") == raising


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_both_settings_of_onednn_are_shown(lang, uri):
    """A page that says what TensorFlow does with oneDNN says what it does without, too."""
    marks = [block.prefix_tags() & {"tensorflow", *ONEDNN} for block in blocks(uri, lang)]
    marks = [found for found in marks if found & set(ONEDNN)]
    assert all(len(found) == 2 and "tensorflow" in found for found in marks)
    assert not marks or set().union(*marks) == {"tensorflow", *ONEDNN}
