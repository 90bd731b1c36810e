"""The sentences of this course."""

import cut_sentences
import numpy as np
import pytest

from keras_primer.data import sentences


@pytest.mark.parametrize("by_page", [False, True])
def test_no_sentence_is_in_both_sets(by_page):
    train, test = ({one.text for one in part} for part in sentences.split(by_page))
    assert not train & test
    assert train | test == {one.text for one in sentences.read()[1]}


def test_split_by_page_shares_no_page():
    train, test = ({one.page for one in part} for part in sentences.split(by_page=True))
    assert not train & test


@pytest.mark.parametrize("by_page", [False, True])
def test_every_class_is_in_both_sets(by_page):
    data = sentences.load(by_page)
    for classes in (data.y_train, data.y_test):
        assert set(classes) == set(range(len(sentences.LANGUAGES) * len(sentences.PARTS)))


def test_classes_say_language_and_part():
    data, (train, _) = sentences.load(), sentences.split()
    one, said = train[-1], data.y_train[-1]
    assert sentences.LANGUAGES[said // 6] == one.language
    assert sentences.PARTS[said % 6] == one.part


def test_file_can_be_made_again(tmp_path):
    lessons = cut_sentences.lessons()
    assert set(lessons.values()) == set(sentences.PARTS)
    page = "recipes/recurrent.md"
    found = cut_sentences.found_in({page: lessons[page]})
    assert {one.language for one in found} == set(sentences.LANGUAGES)
    file = tmp_path / "sentences.tsv.xz"
    file.write_bytes(cut_sentences.packed(found))
    assert sentences.read(file)[1] == found


def test_cut():
    text = "Keras 3.15 has a sentence that is long enough to be kept. Short one."
    assert cut_sentences.cut(text, "en") == [text.partition(" Short")[0]]
    text = "这一句话足够长，所以会留在文件里。短句。"
    assert cut_sentences.cut(text, "zh") == [text.partition("短句")[0]]


def test_tokens():
    assert sentences.tokens("用 Conv2D 训练。") == ["用", "conv", "2", "d", "训", "练", "。"]


def test_numbers():
    train, _ = sentences.split()
    known = sentences.vocabulary(train)
    x = sentences.numbered(["the the zyx", "的 " * 100], known)
    assert x.dtype == np.int32 and x.shape == (2, sentences.LENGTH)
    assert x[0, 0] == x[0, 1] > 1 and list(x[0, 2:4]) == [1, 0]
    assert (x[1] > 1).all()
    assert max(known.values()) == sentences.WORDS - 1
