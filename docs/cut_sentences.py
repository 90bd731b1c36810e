"""Cuts the prose of the pages into sentences, for `keras_primer.data.sentences`:

    python docs/cut_sentences.py

Here `python` is the one in `.venv`. Recipes learn from these sentences: after that, their recorded
runs are made again, and the numbers in the pages come from other data.
"""

import datetime
import lzma
import re

import pages
import yaml

from keras_primer.data.sentences import FILE, LANGUAGES, Sentence

LICENSE = "CC BY 4.0, the Keras Primer contributors"
PARTS = {  # of the menu, by what the data calls them; what comes before and after has little prose
    "概念": "basics",
    "数据": "basics",
    "建模": "build",
    "训练": "train",
    "配方": "recipes",
    "Keras 与后端": "backends",
    "复用": "reuse",
}
END = re.compile(r"(?<=[。？！；])|(?<=[.?!])\s+")
FOREIGN = re.compile(r"\{\{.*?\}\}|\s+")  # numbers that the build fills in; line ends
SHORTEST = {"zh": 15, "en": 45}  # characters: less says too little about where it is from
LONGEST = 200


def lessons() -> dict[str, str]:
    """The part of each page of the menu that is in one."""
    menu = yaml.safe_load((pages.ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    sections = [section for entry in menu for section in entry.items() if section[0] in PARTS]
    return {page: PARTS[name] for name, inside in sections for page in inside}


def paragraphs(page: str, language: str):
    """The prose of a page, without headings, tables and blocks of code."""
    for element in pages.rendered(page, language).iter("p", "li"):
        if element.tag == "p" or not element.xpath("p|ul|ol|div"):
            yield FOREIGN.sub(" ", element.text_content()).strip()


def cut(text: str, language: str) -> list[str]:
    """The sentences of a paragraph that are neither very short nor very long."""
    found = (sentence.strip() for sentence in END.split(text))
    return [one for one in found if SHORTEST[language] <= len(one) <= LONGEST]


def found_in(lessons: dict[str, str]) -> list[Sentence]:
    """The sentences of pages as they are today, each text once."""
    found = {
        text: Sentence(language, part, page, text)
        for language in LANGUAGES
        for page, part in lessons.items()
        for paragraph in paragraphs(page, language)
        for text in cut(paragraph, language)
    }
    return list(found.values())


def packed(sentences: list[Sentence]) -> bytes:
    """A file of sentences; its first line says of when they are, and whose."""
    first = (datetime.date.today().isoformat(), LICENSE)
    return lzma.compress("\n".join(map("\t".join, [first, *sentences])).encode(), preset=9)


if __name__ == "__main__":
    FILE.write_bytes(packed(found_in(lessons())))
    print(f"Written: {FILE.name}.")
