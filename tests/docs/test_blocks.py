"""Promise 1: every Python block of every page runs, and prints exactly what the page shows.

Blocks run in page order in a folder of their own. A block stands alone unless it is marked
`.continues`; then it goes on with the names of the block before it. A block marked `.raises` must
fail with the message shown in the block marked `.error` behind it; the message may leave parts out
with "…". A block marked with the name of a backend runs on that backend only.

A block marked `.onednn-on` or `.onednn-off` speaks of one of the two settings of TensorFlow's
oneDNN, which are read when TensorFlow is imported. A page that has one runs twice on TensorFlow, in
a new process for each setting, whatever the machine; what has no such mark prints the same in both.

The blocks of the Chinese pages run; test_languages.py proves that the English ones are the same.
"""

import ast
import io
import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from pages import (
    ONEDNN,
    ROOT,
    VERIFIED,
    blocks,
    included,
    read,
    source,
    unverified,
    uris,
    with_code,
)

from keras_primer.environment import BACKENDS, chosen_backend

ERROR = re.compile(r"^ *```\{\.text \.error\}\n(.*?)\n *```", re.MULTILINE | re.DOTALL)

# What may be included: tests run all modules of these folders, and every function of this module.
TESTED = (
    *(f"src/keras_primer/{folder}/" for folder in ("models", "recipes", "howto")),
    "src/keras_primer/data/series.py",
)

pytestmark = pytest.mark.every_backend


@pytest.fixture
def reader(monkeypatch, tmp_path, mnist):
    """A reader's machine: an empty folder, MNIST at hand, Keras in its initial state."""
    import keras

    monkeypatch.chdir(tmp_path)
    # pytest-examples writes a block in the locale's encoding, which may lack Chinese.
    monkeypatch.setattr(io, "text_encoding", lambda encoding, *_: encoding or "utf-8")
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda path="mnist.npz": mnist)
    variables, registered = dict(os.environ), dict(keras.saving.get_custom_objects())
    yield
    os.environ.clear()
    os.environ |= variables
    keras.saving.get_custom_objects().clear()
    keras.saving.get_custom_objects().update(registered)
    keras.utils.clear_session()
    keras.config.set_image_data_format("channels_last")
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")


def alone(uri: str):
    """A page as a parameter: among tests that run side by side, it need not wait for others."""
    return pytest.param(uri, marks=pytest.mark.xdist_group(uri))


@pytest.mark.parametrize("uri", [alone(uri) for uri in uris() if blocks(uri)])
def test_blocks(uri, eval_example, reader, request):
    given = request.config.getoption("--setting")
    if chosen_backend() == "tensorflow" and not given and speaks_of_onednn(uri):
        for setting in ONEDNN:
            run_again(uri, setting, eval_example.update_examples)
    else:
        run_blocks(uri, eval_example, given)


def speaks_of_onednn(uri) -> bool:
    return any(block.prefix_tags() & set(ONEDNN) for block in blocks(uri))


def run_again(uri, setting, update):
    """Run the blocks of a page in a new process, with oneDNN on or off."""
    test = f"{__file__}::test_blocks[{uri}]"
    options = ["-q", "--setting", setting, *["--update-examples"] * update]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", test, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.fail(f"{setting}:\n{done.stdout}{done.stderr}", pytrace=False)


def run_blocks(uri, eval_example, setting):
    """Run the blocks of a page that are for this backend and this setting of oneDNN."""
    eval_example.set_config(line_length=100, target_version="py311")
    names, printed = {}, set()

    def note(file, frame, arguments):
        """Remember which lines of a block print."""
        inside = file.samefile(frame.filename)
        if inside:
            printed.add(frame.lineno)
        return inside

    eval_example.include_print = note
    for block in blocks(uri):
        tags = block.prefix_tags()
        elsewhere = tags & set(BACKENDS) and chosen_backend() not in tags
        otherwise = tags & set(ONEDNN) and setting not in tags
        if included(block) or elsewhere or otherwise:
            continue
        before = names if "continues" in tags else {}
        problem, error = None, None
        printed.clear()
        try:
            if eval_example.update_examples:
                names = eval_example.run_print_update(block, module_globals=before)
            else:
                names = eval_example.run_print_check(block, module_globals=before)
        except pytest.fail.Exception as failure:
            problem = str(failure)
        except BaseException as raised:  # a block may raise anything, SystemExit included
            error = raised
        # Outside `except`: pytest on Python 3.11 cannot show an exception from such a block.
        where = f"docs/zh/{uri}:{block.start_line}"
        if problem:
            pytest.fail(f"{where}\n{problem}", pytrace=False)
        if "raises" in tags:
            names = before
            check_error(uri, block, error, where)
        elif error is not None:
            pytest.fail(f"{where} failed: {type(error).__name__}: {error}", pytrace=False)
        elif outputs(block.source) != len(printed):
            pytest.fail(f"{where} shows an output that nothing printed", pytrace=False)


def outputs(code: str) -> int:
    """How many prints of a block have an output behind them, as comments or as a string."""
    lines = [line.lstrip().startswith("#>") for line in ["", *code.splitlines()]]
    comments = sum(here and not before for before, here in pairwise(lines))
    statements = [node for node in ast.walk(ast.parse(code)) if hasattr(node, "body")]
    strings = sum(
        "print(" in ast.unparse(one)
        and isinstance(two, ast.Expr)
        and isinstance(two.value, ast.Constant)
        for node in statements
        if isinstance(node.body, list)  # that of a lambda is an expression
        for one, two in pairwise(node.body)
    )
    return comments + strings


def check_error(uri, block, error, where):
    """Compare what a block raised with the message that the page shows behind it."""
    if outputs(block.source):
        pytest.fail(f"{where} fails, so the output that it shows is not compared", pytrace=False)
    if error is None:
        pytest.fail(f"{where} is marked .raises and ran without an error", pytrace=False)
    shown = ERROR.search(source(uri), block.end_index)
    if not shown:
        pytest.fail(f"{where}: no ```{{.text .error}} block behind it", pytrace=False)
    expected = " ".join(shown[1].split())
    said = f": {error}" if str(error) else ""
    actual = " ".join(f"{type(error).__name__}{said}".split())
    pattern = ".*".join(re.escape(part.strip()) for part in expected.split("…"))
    if not re.fullmatch(pattern, actual):
        pytest.fail(f"{where} shows\n  {expected}\nbut raised\n  {actual}", pytrace=False)


@pytest.mark.parametrize("uri", with_code())
def test_badges_are_true(uri):
    """What stands below the title was written when these very blocks had run."""
    assert not unverified(uri), (
        f"the code of {uri} did not run since it or their versions changed on {unverified(uri)}. "
        f"Run: python3 dev.py update verified -k {uri}"
    )


def test_no_other_page_has_a_badge():
    assert read(VERIFIED)["pages"].keys() == set(with_code())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("uri", uris())
def test_files_named_in_a_text_exist(uri, lang):
    for path in re.findall(r"`((?:src|tests)/[a-z0-9_/]+\.\w+)`", source(uri, lang)):
        assert (ROOT / path).is_file(), f"{lang}/{uri} names {path}"


@pytest.mark.parametrize("uri", uris())
def test_included_code_is_tested_code(uri):
    for block in blocks(uri):
        if target := included(block):
            assert target.startswith(TESTED), f"{uri}: {target}"
