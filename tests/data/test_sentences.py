"""The sentences of this course."""

import cut_sentences
import numpy as np
import pytest

from keras_primer.data import sentences


def test_no_page_is_in_both_sets():
    rows = sentences.read()
    held = sentences.held_out({page for _, page, _ in rows})
    data = sentences.load()
    assert set(data.x_test) == {text for _, page, text in rows if page in held}
    assert not set(data.x_test) & set(data.x_train)


def test_every_class_is_in_both_sets():
    data = sentences.load()
    for labels in (data.y_train, data.y_test):
        assert set(labels) == set(range(len(sentences.CLASSES)))


@pytest.fixture(scope="module")
def rows_today():
    return cut_sentences.rows()


def test_file_can_be_made_again(rows_today, tmp_path):
    file = tmp_path / "sentences.tsv.xz"
    file.write_bytes(cut_sentences.packed(rows_today))
    assert sentences.read(file) == rows_today
    assert file.stat().st_size < 200_000


def test_file_is_of_these_pages(rows_today):
    """Pages may change since they were cut; when most have, it is time to cut them again."""
    stored = set(sentences.read())
    assert len(stored & set(rows_today)) > len(stored) / 2


def test_cut():
    text = "Keras 3.15 has a sentence that is long enough to be kept. Short one."
    assert cut_sentences.cut(text, "en") == [text.partition(" Short")[0]]
    text = "这一句话足够长，所以会留在文件里。短句。"
    assert cut_sentences.cut(text, "zh") == [text.partition("短句")[0]]


def test_tokens():
    assert sentences.tokens("用 Conv2D 训练 5 轮。") == [
        "用",
        "conv",
        "2",
        "d",
        "训",
        "练",
        "5",
        "轮",
        "。",
    ]


def test_numbers():
    x = sentences.numbered(["the the zyx", "的 " * 100])
    assert x.dtype == np.int32 and x.shape == (2, sentences.LENGTH)
    assert x[0, 0] == x[0, 1] > 1 and list(x[0, 2:4]) == [1, 0]
    assert (x[1] > 1).all()
    assert max(sentences.vocabulary().values()) == sentences.WORDS - 1
