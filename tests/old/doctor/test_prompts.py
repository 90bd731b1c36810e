"""Blocks with `>>>`: the program in them is read, and what they show stays."""

from keras_primer.old import doctor
from keras_primer.old.doctor import source

ARTICLE = """\
    ```pycon
    >>> import keras
    >>> for units in 1, 2:
    ...     layer = keras.layers.Dense(units,
    ...                                init="uniform")
    ...
    >>> keras.optimizers.SGD(lr=0.1)
    <keras.optimizers.SGD object>
    >>> print(layer.units)

    2
    ```
"""


def read(text: str) -> source.Source:
    return source.read(text.encode(), "article.md", ".md")


def test_program_behind_prompts_is_mended():
    mended = ARTICLE.replace("init=", "kernel_initializer=").replace("lr=", "learning_rate=")
    assert doctor.migrate(read(ARTICLE), "en").decode() == mended
    assert [report.line for report in doctor.examine(read(ARTICLE))] == [4, 7]


def test_block_without_a_language_is_read():
    bare = ARTICLE.replace("pycon", "")
    assert len(doctor.examine(read(bare))) == 2


def test_what_is_not_python_is_left_out():
    broken = ARTICLE.replace("import keras", "import")
    article = read(broken + "\n```python\nimport keras\n```\n")
    assert article.left_out == [(2, 11)]
