"""Sentences of this course, Chinese and English: which language, and which part, is one from?

They were cut from the pages by `docs/cut_sentences.py`, once: an edit of a page does not change
what recipes are trained on. Like the pages they are CC BY 4.0, by the Keras Primer contributors.
"""

import lzma
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np

from keras_primer.data.samples import Samples

FILE = Path(__file__).with_name("sentences.tsv.xz")
LANGUAGES = ("zh", "en")
PARTS = ("ideas", "data", "build", "train", "recipes", "reuse", "trouble")
CLASSES = [f"{language} {part}" for language in LANGUAGES for part in PARTS]
WORDS = 3000  # in the vocabulary, with padding (0) and unknown (1)
LENGTH = 40  # tokens of a sentence; what is longer is cut, what is shorter padded


def read(file: Path = FILE) -> list[tuple[str, str, str]]:
    """Language, page and text of every sentence."""
    lines = lzma.decompress(file.read_bytes()).decode().splitlines()
    return [tuple(line.split("\t")) for line in lines]


def held_out(pages) -> set[str]:
    """The pages whose sentences are the test set: of each part, every fourth page from the second.

    Sentences of one page are about one thing and share its words; with some of them in either set,
    a model would be asked what it has already been told.
    """
    of_part = {part: sorted(page for page in pages if page.startswith(part)) for part in PARTS}
    return {page for some in of_part.values() for page in some[1::4]}


def load() -> Samples:
    """The sentences as strings, with their classes; both languages of a page are in one set."""
    rows = read()
    held = held_out({page for _, page, _ in rows})
    train = [row for row in rows if row[1] not in held]
    test = [row for row in rows if row[1] in held]
    text = f"sentences of this course ({len(train)} to train, {len(test)} of other pages to test)"
    return Samples(*arrays(train), *arrays(test), "sentences", text)


def arrays(rows) -> tuple[np.ndarray, np.ndarray]:
    """Texts and classes; the class says language and part."""
    texts = np.array([text for _, _, text in rows])
    names = [f"{language} {page.partition('/')[0]}" for language, page, _ in rows]
    return texts, np.array([CLASSES.index(name) for name in names])


# --8<-- [start:tokens]
TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z_]+|\d+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """A Chinese character, a word, a number or a mark is one token."""
    return TOKEN.findall(text.lower())


@cache
def vocabulary() -> dict[str, int]:
    """The commonest tokens of the training set, with their numbers, from 2."""
    counted = Counter(token for text in load().x_train for token in tokens(text))
    return {token: number for number, (token, _) in enumerate(counted.most_common(WORDS - 2), 2)}


def numbered(texts) -> np.ndarray:
    """`int32` of shape `(n, LENGTH)`: the tokens' numbers, 1 for an unknown one, then zeros."""
    known = vocabulary()
    x = np.zeros((len(texts), LENGTH), dtype="int32")
    for row, text in zip(x, texts, strict=True):
        numbers = [known.get(token, 1) for token in tokens(text)][:LENGTH]
        row[: len(numbers)] = numbers
    return x


# --8<-- [end:tokens]
