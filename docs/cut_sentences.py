"""Cuts the prose of the pages into sentences, for `keras_primer.data.sentences`:

    python docs/cut_sentences.py

Here `python` is the one in `.venv`. Recipes learn from these sentences: after that, their recorded
runs are made again, and the numbers in the pages come from other data.
"""

import lzma
import re

import pages

from keras_primer.data import sentences

END = re.compile(r"(?<=[。？！；])|(?<=[.?!])\s+")
FOREIGN = re.compile(r"\{\{.*?\}\}|\s+")  # numbers that the build fills in; line ends
SHORTEST = {"zh": 15, "en": 45}  # characters: less says too little about where it is from
LONGEST = 200


def paragraphs(uri: str, language: str):
    """The prose of a page, without headings, tables and blocks of code."""
    for element in pages.rendered(uri, language).iter("p", "li"):
        if element.tag == "p" or not element.xpath("p|ul|ol|div"):
            yield FOREIGN.sub(" ", element.text_content()).strip()


def cut(text: str, language: str) -> list[str]:
    """The sentences of a paragraph that are neither very short nor very long."""
    found = (sentence.strip() for sentence in END.split(text))
    return [one for one in found if SHORTEST[language] <= len(one) <= LONGEST]


def rows() -> list[tuple[str, str, str]]:
    """Language, page and text of every sentence of the pages today, each text once."""
    found = {
        text: (language, uri, text)
        for language in sentences.LANGUAGES
        for uri in pages.uris(language)
        if uri.partition("/")[0] in sentences.PARTS
        for paragraph in paragraphs(uri, language)
        for text in cut(paragraph, language)
    }
    return list(found.values())


def packed(rows) -> bytes:
    """Rows as a file holds them."""
    return lzma.compress("\n".join(map("\t".join, rows)).encode(), preset=9)


if __name__ == "__main__":
    sentences.FILE.write_bytes(packed(rows()))
    print(f"Written: {sentences.FILE.name}.")
