"""Promise 5: a measured number in prose is looked up (`{{ … }}`), never typed.

Looked at are decimals with three places and more, and durations. A typed one has to stand in the
code or the output of its page as well, or in this list of what is not a measurement of ours.
Versions have to be those that are installed.
"""

import re
import tomllib

import pytest
from pages import FENCE, ROOT, blocks, included, source, uris

PAGES = [(lang, uri) for lang in ("zh", "en") for uri in uris(lang)]
KNOWN = {
    # what the old tutorials say
    *("0.978", "0.9805", "0.9248", "0.9909", "0.989"),
    *("0.0711", "0.1148", "0.0266", "0.0435", "0.246470", "0.99999988"),
    # settings, which the code writes as 2e-3 or not at all
    *("0.002", "0.0001"),
}
NOT_MEASURED = {
    "ideas/activations.md": {"0.135", "20.086"},  # e⁻² and e³, worked out by hand
    "train/speed.md": {"0.00000001"},  # the smallest number that float16 loses
}
NUMBER = re.compile(
    r"(?<![\w.])(?:(\d+\.\d{3,})|(\d+(?:\.\d+)?) ?"
    r"(?:秒|毫秒|微秒|分钟|小时|(?:seconds?|milliseconds?|ms|minutes?|hours?)\b))"
)
PINNED = re.compile(r"\b(keras|tensorflow|jax|torch|numpy)==([\d.]+\d)|\bKeras (3\.\d+\.\d+)")


def typed(text: str) -> set[str]:
    """The numbers of a page that look like measurements and are not looked up."""
    found = NUMBER.findall(re.sub(r"\{\{.*?\}\}", "", FENCE.sub("", text)))
    return {decimal or duration for decimal, duration in found}


def shown(lang: str, uri: str) -> set[str]:
    """The numbers in the code of a page, in its outputs and in what it includes from modules."""
    files = [target.partition(":")[0] for target in map(included, blocks(uri, lang)) if target]
    code = [fence[0] for fence in FENCE.finditer(source(uri, lang))]
    code += [(ROOT / file).read_text(encoding="utf-8") for file in files]
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)", "\n".join(code)))


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_measured_numbers_are_looked_up(lang, uri):
    left = typed(source(uri, lang)) - shown(lang, uri) - KNOWN - NOT_MEASURED.get(uri, set())
    assert not left, f"{lang}/{uri}: look up, compute in a block or explain in this test: {left}"


def test_what_is_listed_above_is_needed():
    needed = {}
    for lang, uri in PAGES:
        needed[uri] = needed.get(uri, set()) | typed(source(uri, lang)) - shown(lang, uri)
    assert set().union(*needed.values()) >= KNOWN
    for uri, numbers in NOT_MEASURED.items():
        assert needed[uri] >= numbers


def test_a_typed_number_is_found():
    text = (
        "准确率 0.9823，用时 12 秒。\n\n```python\nprint(0.9824)\n```\n\n{{ a.b.c:.4f }} 是 0.5。"
        "It takes 3.5 seconds, or 600 ms in 2 steps."
    )
    assert typed(text) == {"0.9823", "12", "3.5", "600"}


@pytest.mark.parametrize(("lang", "uri"), PAGES)
def test_versions_are_those_that_are_installed(lang, uri):
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins += project["dependencies"]
    for package, pinned, of_keras in PINNED.findall(source(uri, lang)):
        assert f"{package or 'keras'}=={pinned or of_keras}" in pins, f"{lang}/{uri}"
