"""Promise 6: every example re-executes to the same text output, and is the same in both languages.

What is printed has to come out the same; pictures are drawn again but not compared. Run
`python3 dev.py update labs` after changing the code of a lab.
"""

import importlib.metadata
import os
import re
import subprocess
import sys

import execute_labs
import jupytext
import lab_cards
import labs
import nbformat
import pytest
from chinese import prose
from lxml import html

LABS = pytest.mark.parametrize("script", labs.scripts(), ids=lambda script: script.stem)


def tags(cell) -> set[str]:
    return set(cell.metadata.get("tags", []))


@LABS
def test_outputs_belong_to_the_code(script):
    stored = labs.read_store(script)
    assert stored["code"] == labs.code_hash(jupytext.read(script))
    for package in stored["versions"].keys() - {"backend"}:
        installed = importlib.metadata.version(package).split("+")[0]
        assert stored["versions"][package] == installed, "run: python3 dev.py update labs"
    assert labs.store(script).stat().st_size < 150_000
    assert 0 < stored["seconds"] < 60


@LABS
def test_runs_as_a_script(script, tmp_path):
    """As a reader runs it, it prints what is stored: elsewhere, without our package in sight."""
    result = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "Agg", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "".join(labs.text_of(labs.read_store(script)["outputs"]))
    assert "keras_primer" not in script.read_text(encoding="utf-8")


def test_a_kernel_prints_the_same():
    """As a notebook, of which the outputs are stored. The quickest lab stands for all."""
    script = min(labs.scripts(), key=lambda script: labs.read_store(script)["seconds"])
    now = labs.text_of(execute_labs.execute(script)["outputs"])
    before = labs.text_of(labs.read_store(script)["outputs"])
    for number, (expected, actual) in enumerate(zip(before, now, strict=True), 1):
        assert actual == expected, f"{script.name}, code cell {number}"


@LABS
def test_both_languages(script):
    """Text comes in pairs, Chinese then English, with the same headings."""
    texts = [cell for cell in jupytext.read(script).cells if cell.cell_type == "markdown"]
    for chinese, english in zip(texts[::2], texts[1::2], strict=True):
        assert tags(chinese) - {"lang-zh"} == tags(english) - {"lang-en"}, chinese.source
        assert "lang-zh" in tags(chinese), chinese.source
        assert "lang-en" in tags(english), english.source
        for pattern in (labs.HEADING, labs.LINK):
            assert shape(pattern, chinese.source) == shape(pattern, english.source)
    anchors = [anchor for _, anchor in labs.headings(script, "zh")]
    assert anchors == [anchor for _, anchor in labs.headings(script, "en")]
    assert len(anchors) == len(set(anchors)) > 1
    for lang in ("zh", "en"):
        for cell in labs.notebook(script, lang).cells:
            lines = cell.source.splitlines() if cell.cell_type == "markdown" else []
            for line in lines:
                assert not line.startswith("#") or labs.HEADING.fullmatch(line), line


def shape(pattern, text: str) -> list[str]:
    """What a pattern finds in a text, without the words of the language."""
    return [found[pattern.groups] for found in pattern.finditer(text)]


NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
INVENTED = {"mistakes": {"96", "0.71"}}  # what somebody might say, and how to read a title


def numbers(text: str) -> set[str]:
    """Those of two digits and more; smaller ones may be words."""
    return {number for number in NUMBER.findall(text) if len(number) > 1}


def numbers_of(script) -> tuple[set[str], set[str]]:
    """The numbers that a lab writes in its text, and those of its code and of what it prints."""
    cells = jupytext.read(script).cells
    texts = [prose(cell.source) for cell in cells if cell.cell_type == "markdown"]
    code = [cell.source for cell in labs.code_cells(labs.notebook(script, "zh"))]
    printed = labs.text_of(labs.read_store(script)["outputs"])
    return numbers("\n".join(texts)), numbers("\n".join([*code, *printed]))


@LABS
def test_numbers_in_the_text_are_those_of_the_code(script):
    """Those that the code does not have were true once, perhaps; or they are invented."""
    written, found = numbers_of(script)
    assert written - found == INVENTED.get(script.stem, set())


@LABS
def test_every_picture_is_described(script):
    cells = jupytext.read(script).cells
    stored = iter(labs.read_store(script)["outputs"])
    for number, cell in enumerate(cells):
        if cell.cell_type == "code" and any("data" in output for output in next(stored)):
            behind = cells[number + 1 : number + 3]
            assert sum("caption" in tags(text) for text in behind) == 2, cell.source


@LABS
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_download(script, lang):
    """The notebook that readers get is valid, runs anywhere, and shows no marks of ours."""
    import notebooks

    for address in ("https://somewhere.example/site/", None):
        notebook = notebooks.download(labs.notebook(script, lang), address)
        nbformat.validate(notebook)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert "{#" not in text
        assert "../docs/" not in text
        assert ("https://somewhere.example/site/" in text) == bool(address)


def test_what_says_nothing_is_not_kept():
    """Nor what speaks of the machine."""
    empty = {"output_type": "display_data", "data": {"text/plain": "", "text/html": "<pre></pre>"}}
    assert execute_labs.kept([printed("CPU", "stderr"), empty, printed("3\n")]) == [printed("3\n")]


def printed(text: str, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def test_a_change_is_found(tmp_path):
    """Changed code does not pass with the outputs of the old code."""
    source = labs.scripts()[0]
    script = tmp_path / source.name
    script.write_text(source.read_text(encoding="utf-8") + "\n# %%\nprint(1)\n", encoding="utf-8")
    labs.store(script).parent.mkdir()
    labs.store(script).write_bytes(labs.store(source).read_bytes())
    with pytest.raises(ValueError, match="was changed after its outputs were stored"):
        labs.notebook(script, "zh")


@LABS
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_card(script, lang):
    """What the page with all labs says of this one is in the lab; at most one figure is chosen."""
    cells = labs.notebook(script, lang).cells
    assert sum("card" in tags(cell) for cell in cells) <= 1
    png, caption = labs.picture(script, lang)
    assert png.startswith(b"\x89PNG")
    assert caption in {" ".join(cell.source.split()) for cell in cells if "caption" in tags(cell)}
    assert labs.learned(script, lang).count("- ") > 1


def test_a_card_for_every_lab(built_site):
    """In the order of the menu: a lab that the menu forgets already fails the build."""
    for lang, folder in (("zh", built_site), ("en", built_site / "en")):
        page = html.document_fromstring((folder / "labs" / "index.html").read_text("utf-8"))
        cards = {}
        for card in page.cssselect(".labs > ul > li"):
            (link,) = card.cssselect("strong > a")
            cards[link.get("href").strip("/").split("/")[-1]] = card
        assert list(cards) == lab_cards.in_menu()
        assert set(cards) == {script.stem for script in labs.scripts()}
        for name, card in cards.items():
            script = labs.EXAMPLES / f"{name}.py"
            title, _ = labs.headings(script, lang)[0]
            assert card.cssselect("strong")[0].text_content() == title.removeprefix("# ")
            (image,) = card.iter("img")
            png, caption = labs.picture(script, lang)
            assert (folder / "labs" / image.get("src")).read_bytes() == png
            assert image.get("alt") == caption.replace("`", "")
            assert len(card.cssselect("ul > li")) == labs.learned(script, lang).count("- ")
            (seconds,) = re.findall(r"\d+", card.cssselect("p.time")[0].text_content())
            assert 0 <= int(seconds) - labs.read_store(script)["seconds"] < 5
            downloads = card.cssselect(".lab-links a")
            assert all((folder / "labs" / link.get("href")).exists() for link in downloads)


def test_pages_of_labs(built_site):
    """Labs look like other pages: anchors, contents, code blocks, described pictures, no tricks."""
    for script in labs.scripts():
        for lang, folder in (("zh", built_site), ("en", built_site / "en")):
            home = folder / "examples" / script.stem
            page = html.document_fromstring((home / "index.html").read_text("utf-8"))
            (article,) = page.iter("article")
            found = [(h.tag, h.get("id")) for h in article.iter("h1", "h2", "h3")]
            expected = labs.headings(script, lang)
            assert found == [(f"h{text.count('#')}", anchor) for text, anchor in expected]
            assert "{#" not in page.text_content()
            assert page.findtext(".//title").startswith(expected[0][0].removeprefix("# "))
            contents = {
                link.get("href") for link in page.cssselect(".md-nav--secondary a.md-nav__link")
            }
            assert {f"#{anchor}" for _, anchor in expected[1:]} <= contents
            assert not article.cssselect("script, style, [tabindex], .jp-Cell, clipboard-copy")
            assert all(image.get("alt") for image in article.iter("img"))
            code = [
                pre.text_content() for pre in article.cssselect(".language-python > pre > code")
            ]
            cells = labs.code_cells(jupytext.read(script))
            assert [text.strip() for text in code] == [cell.source for cell in cells]
            outputs = [output for cell in labs.read_store(script)["outputs"] for output in cell]
            printed = [block.text_content() for block in article.cssselect(".lab-output code")]
            assert [text.strip() for text in printed] == [
                "".join(output["text"]).strip() for output in outputs if "text" in output
            ]
            drawn = sum("image/png" in output.get("data", {}) for output in outputs)
            assert len(article.cssselect("figure.lab-figure img")) == drawn
            downloads = article.cssselect(".lab-links a[download]")
            assert len(downloads) == 2
            assert all((home / link.get("href")).exists() for link in downloads)
