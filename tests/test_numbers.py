"""Promise 5: a measured number in prose is looked up (`{{ … }}`), never typed.

Looked at are decimals with three places and more, and durations. A typed one has to stand in the
code or the output of its page as well, or in this list of what is not a measurement of ours. The
Chinese pages are read; test_languages.py compares the numbers of the English ones.
"""

import re

import pytest
from pages import FENCE, ROOT, blocks, included, source, uris

KNOWN = {
    # what the old tutorials say
    *("0.978", "0.9805", "0.9248", "0.9909", "0.989"),
    *("0.0711", "0.1148", "0.0266", "0.0435", "0.246470", "0.99999988"),
    # settings, which the code writes as 2e-3 or not at all
    *("0.001", "0.002", "0.0001", "0.00001"),
}
NOT_MEASURED = {
    "contributing.md": {"6 秒", "3 秒"},  # aims
    "ideas/activations.md": {"0.135", "20.086"},  # e⁻² and e³, worked out by hand
    "train/reproducibility.md": {"0.9829", "0.9825"},  # two networks in an exercise
    # sums of 0.01 s doubled again and again; the smallest number that float16 loses
    "train/speed.md": {"0.01 秒", "2.55 秒", "5.11 秒", "10.23 秒", "0.00000001"},
}
NUMBER = re.compile(r"(?<![\w.])(\d+\.\d{3,}|\d+(?:\.\d+)? ?(?:秒|毫秒|分钟|小时))")


def typed(text: str) -> set[str]:
    """The numbers of a page that look like measurements and are not looked up."""
    return set(NUMBER.findall(re.sub(r"\{\{.*?\}\}", "", FENCE.sub("", text))))


def shown(uri: str) -> str:
    """The code of a page, with its outputs and with what it includes from the modules."""
    files = [target.partition(":")[0] for target in map(included, blocks(uri)) if target]
    code = [fence[0] for fence in FENCE.finditer(source(uri))]
    return "\n".join(code + [(ROOT / file).read_text(encoding="utf-8") for file in files])


@pytest.mark.parametrize("uri", uris("zh"))
def test_measured_numbers_are_looked_up(uri):
    code = shown(uri)
    known = KNOWN | NOT_MEASURED.get(uri, set())
    left = [number for number in typed(source(uri)) if number not in known and number not in code]
    assert not left, f"{uri}: look up, compute in a block or explain in this test: {left}"


def test_a_typed_number_is_found():
    text = (
        "准确率 0.9823，用时 12 秒。\n\n```python\nprint(0.9824)\n```\n\n{{ a.b.c:.4f }} 是 0.5。"
    )
    assert typed(text) == {"0.9823", "12 秒"}
