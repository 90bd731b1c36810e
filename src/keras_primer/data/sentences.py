"""Sentences of this course, Chinese and English: which language, and which part, is one from?

They were cut from the pages by `docs/cut_sentences.py`, once: an edit of a page does not change
what recipes are trained on. The file says of when they are; like the pages they are CC BY 4.0, by
the Keras Primer contributors.
"""

import lzma
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_primer.data.samples import Samples

FILE = Path(__file__).with_name("sentences.tsv.xz")
LANGUAGES = ("zh", "en")
PARTS = ("basics", "build", "train", "recipes", "backends", "reuse")
WORDS = 3000  # in the vocabulary, with padding (0) and unknown (1)
LENGTH = 40  # tokens of a sentence; what is longer is cut, what is shorter padded


class Sentence(NamedTuple):
    """A sentence, and where it stands: its language, part of the course and page."""

    language: str
    part: str
    page: str
    text: str


def read(file: Path = FILE) -> tuple[str, list[Sentence]]:
    """The day on which the sentences were cut, and the sentences."""
    first, *lines = lzma.decompress(file.read_bytes()).decode().splitlines()
    return first.partition("\t")[0], [Sentence(*line.split("\t")) for line in lines]


def split(by_page: bool = False) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences to train on and those to test with.

    Args:
        by_page: whether to test with pages of which nothing is trained on, every fourth of each
            part. Otherwise every fifth sentence is drawn by lot, and its page is known.
    """
    _, found = read()
    if by_page:
        held = held_out({(sentence.part, sentence.page) for sentence in found})
        tested = [sentence.page in held for sentence in found]
    else:
        tested = np.random.default_rng(0).permutation(len(found)) % 5 == 0
    pairs = list(zip(found, tested, strict=True))
    return [one for one, test in pairs if not test], [one for one, test in pairs if test]


def held_out(pages: set[tuple[str, str]]) -> set[str]:
    """Of the pages of each part, in the order of their names, every fourth from the second."""
    of_part = [sorted(page for part, page in pages if part == name) for name in PARTS]
    return {page for pages in of_part for page in pages[1::4]}


TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z_]+|\d+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """A Chinese character, a word, a number or a mark is one token."""
    return TOKEN.findall(text.lower())


def vocabulary(sentences: list[Sentence]) -> dict[str, int]:
    """The commonest tokens with their numbers, from 2."""
    counted = Counter(token for sentence in sentences for token in tokens(sentence.text))
    return {token: number for number, (token, _) in enumerate(counted.most_common(WORDS - 2), 2)}


def numbered(texts: list[str], known: dict[str, int]) -> np.ndarray:
    """`int32` of shape `(n, LENGTH)`: the tokens' numbers, 1 for an unknown one, then zeros."""
    x = np.zeros((len(texts), LENGTH), dtype="int32")
    for row, text in zip(x, texts, strict=True):
        numbers = [known.get(token, 1) for token in tokens(text)][:LENGTH]
        row[: len(numbers)] = numbers
    return x


def load(by_page: bool = False) -> Samples:
    """The sentences as numbers, with their classes, 0 to 11: Chinese parts, then English ones.

    The vocabulary is that of the training set. `x` is `int32` of shape `(n, 40)`, `y` of `(n,)`.
    """
    train, test = split(by_page)
    known = vocabulary(train)
    day, _ = read()
    pages = " of other pages" if by_page else ""
    text = f"sentences of this course on {day} ({len(train)} to train, {len(test)}{pages} to test)"
    name = "sentences_by_page" if by_page else "sentences"
    return Samples(*arrays(train, known), *arrays(test, known), name, text)


def arrays(sentences: list[Sentence], known: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of tokens, and classes that say language and part."""
    classes = [
        LANGUAGES.index(one.language) * len(PARTS) + PARTS.index(one.part) for one in sentences
    ]
    return numbered([one.text for one in sentences], known), np.array(classes)
