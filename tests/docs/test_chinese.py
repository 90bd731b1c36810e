"""Chinese as it is typeset, with one name for each thing, on every page and in every figure."""

import ast
import re

import pytest
from chinese import FULL, GLOSSARY, HAN, problems
from pages import DOCS, ROOT, source, uris


@pytest.mark.parametrize("uri", uris("zh"))
def test_pages(uri):
    assert not problems(source(uri)), f"docs/zh/{uri}"


def test_glossary():
    for topic in GLOSSARY["topics"]:
        for text in (topic["title"], *(term["note"] for term in topic["terms"])):
            assert not problems(text["zh"])
            assert not re.search(f"{HAN}|{FULL[:-4]}]", text["en"]), text["en"]
        for term in topic["terms"]:
            assert not problems(term["zh"])
            assert term["note"]["zh"].endswith("。"), term["zh"]
            assert term["note"]["en"].endswith("."), term["en"]
            assert set(term) <= {"en", "zh", "also", "note"}


def test_glossary_has_one_name_for_one_thing():
    terms = [term for topic in GLOSSARY["topics"] for term in topic["terms"]]
    for name in ("en", "zh"):
        names = [term[name] for term in terms]
        assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.stem
)
def test_labs(path):
    """The Markdown cells of a lab that are tagged `lang-zh`."""
    cells = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for cell in cells:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head and "lang-zh" in head:
            text = re.sub(r"^# ?", "", body, flags=re.MULTILINE)
            assert not problems(text), path.name


@pytest.mark.parametrize(
    "path", sorted((DOCS / "figures").glob("*.py")), ids=lambda path: path.stem
)
def test_figures(path):
    """The Chinese strings of the modules that draw figures."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not problems(node.value), f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(
    "text",
    [
        "用Keras 训练",
        "训练5 轮",
        "训练 5轮",
        "写成`fit` 即可",
        "参数 `x`和 `y`",
        "用 `fit` ，然后",
        "加载数据,然后训练",
        "为什么?",
        "它不是魔法!",
        "注意:先安装",
        "学会了. 接着读",
        "指标(准确率)很高",
        "形状 `(3,)` (三个数)",
        '所谓"张量"就是数组',
        "所谓「张量」就是数组",
        "等等...",
        "您可以训练",
        "请安装 Python",
        "- 请安装 Python",
        "先看结果。请改一行",
        "模型的精度很高",
        "张量有三个维度",
        "训练 5 个周期",
        "用序贯模型",
        "暂退法减少过拟合",
        "汇聚层在后面",
        "进行一次训练操作",
        "对于初学者来说",
        "最重要的函数之一",
        "他说。。",
        "[查看文档](https://keras.io)后再试,好",
        "| 层 | 参数(个) |",
        '!!! tip "先安装Python"\n\n    好。',
    ],
)
def test_bad_sentences_are_found(text):
    assert problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "用 Keras 3 训练 5 轮，准确率约 97%，用时 12 MB。",
        "`fit` 返回 `History` 对象（见 `fit`）；形状是 `(60000, 28, 28)`。",
        "见 [安装](install.md#gpu)，或 [keras.io](https://keras.io/api/?a=1,2)。",
        "```python\nx = 1  # 精度,您\n```",
        '??? note "答案"\n\n    1. 用 `Dense`。\n',
        "混合精度省内存。",
        "所谓“张量”就是数组：很多数。",
        "# 标题：Keras {#title}",
        "函数式 API 和函数式模型",
        "准确率 {{ first_mlp.tensorflow.test_accuracy.mean:.4f }}，训练 5 轮",
        "![一张图](figure:first-mlp)",
        "---\nhide: [toc]\n---\n\n正文。",
        "按 <kbd>/</kbd> 搜索",
        "用 `a` 和 `b`",
        "从 784 → 512 → 10",
        "![形状是 (100, 16, 32, 3) 的图像](figure:shapes)",
        "答对的有三分之一",
        '??? note "配方 a.py"\n\n    好。\n\n??? note "模型 b.py"\n\n    好。',
    ],
)
def test_good_sentences_are_left_alone(text):
    assert not problems(text)
