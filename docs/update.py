"""Writes what the tests compare, which themselves never write: `python3 dev.py update WHAT`.

blocks      what the blocks of changed pages print, in both languages
labs        the outputs of labs whose code has changed
readme      the table of recipes in README.md
verified    docs/verified.json: with which versions the code of each page ran last
reviewed    docs/reviewed.json: which two texts of a page were compared last
cards       the pictures that other sites show with a link to this one

What has not changed is left alone, but for blocks and labs that -k names; what was written is said.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import card
import chromium
import execute_labs
import pages
from hooks import labs, results

from keras_primer.environment import BACKENDS

TEST = "tests/docs/test_blocks.py::test_blocks"


def main(argv: list[str] | None = None) -> int:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("what", choices=UPDATES)
    parser.add_argument("-k", default="", metavar="NAME", help="only what has this in its name")
    options = parser.parse_args(argv)
    update, names = UPDATES[options.what]
    found = [name for name in names() if options.k in name]
    if not found:
        print(f"dev.py: there is nothing with {options.k!r} in its name.", file=sys.stderr)
        return 2
    return update(found, bool(options.k))


def update_blocks(uris: list[str], named: bool) -> int:
    """Run the code of changed pages, and write what it prints into both languages."""
    due = [uri for uri in uris if named or pages.unverified(uri)]
    done = passed(due, os.environ.get("KERAS_BACKEND", BACKENDS[0]), "--update-examples")
    for uri in done:
        english = with_outputs_of_chinese(uri)
        (pages.DOCS / "en" / uri).write_text(english, encoding="utf-8")
    return say(done, due)


def with_outputs_of_chinese(uri: str) -> str:
    """The English page, with what the blocks of the Chinese one print."""
    chinese, english = pages.source(uri, "zh"), pages.source(uri, "en")
    pairs = zip(pages.blocks(uri, "zh"), pages.blocks(uri, "en"), strict=True)
    for zh, en in reversed(list(pairs)):  # from the end, so that places before it stay
        block = merged(
            chinese[zh.start_index : zh.end_index], english[en.start_index : en.end_index]
        )
        english = english[: en.start_index] + block + english[en.end_index :]
    return english


def merged(printing: str, block: str) -> str:
    """A block with the outputs of another one, which differs in comments only."""
    outputs, code = {}, 0
    for line in printing.split("\n"):
        if line.lstrip().startswith("#>"):
            outputs.setdefault(code, []).append(line)
        code += is_code(line)
    lines, code = [], 0
    for line in block.split("\n"):
        if not line.lstrip().startswith("#>"):
            lines.append(line)
        if is_code(line):
            code += 1
            lines += outputs.get(code, [])
    return "\n".join(lines)


def is_code(line: str) -> bool:
    """Whether a line is the same in both languages: neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def update_verified(uris: list[str], named: bool) -> int:
    """Run the code of pages that were not run since it changed, on every backend it lacks."""
    due = {uri: pages.unverified(uri) for uri in uris}
    failed = set()
    for backend in BACKENDS:
        run = [uri for uri, backends in due.items() if backend in backends]
        done = passed(run, backend)
        failed |= set(run) - set(done)
        note_verified(done, backend)
    changed = [uri for uri, backends in due.items() if backends]
    return say([uri for uri in changed if uri not in failed], changed)


def note_verified(uris: list[str], backend: str) -> None:
    """Write that the code of these pages ran on a backend, today."""
    stored = pages.read(pages.VERIFIED)
    if uris:
        stored["versions"] |= {name: pages.version(name) for name in ("keras", backend)}
    for uri in uris:
        page = stored["pages"].get(uri, {"code": "", "backends": []})
        same = page["code"] == pages.code_hash(uri)
        ran = {*(page["backends"] if same else ()), backend}
        stored["pages"][uri] = {
            "code": pages.code_hash(uri),
            "backends": [name for name in BACKENDS if name in ran],
            "date": datetime.date.today().isoformat(),
        }
    there = pages.uris()
    stored["pages"] = {uri: stored["pages"][uri] for uri in there if uri in stored["pages"]}
    write(pages.VERIFIED, stored)


def passed(uris: list[str], backend: str, *options: str) -> list[str]:
    """Run the blocks of pages on a backend; returns those that passed."""
    if not uris:
        return []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options]
        subprocess.run(
            [*command, *(f"{TEST}[{uri}]" for uri in uris)],
            cwd=pages.ROOT,
            env=os.environ | {"KERAS_BACKEND": backend},
        )
        cases = ET.parse(report).iter("testcase")
        names = {case.get("name") for case in cases if not len(case)}
    return [uri for uri in uris if f"test_blocks[{uri}]" in names]


def update_reviewed(uris: list[str], named: bool) -> int:
    """Note that both languages of changed pages were read side by side."""
    stored = pages.read(pages.REVIEWED)
    now = {uri: pages.both_hashes(uri) for uri in pages.uris()}
    changed = [uri for uri in uris if now[uri] != stored.get(uri)]
    kept = {uri: now[uri] if uri in changed else stored.get(uri) for uri in now}
    write(pages.REVIEWED, {uri: hashes for uri, hashes in kept.items() if hashes})
    return say(changed, changed)


def update_readme(files: list[str], named: bool) -> int:
    """Write the table of recipes in the README."""
    path = pages.ROOT / "README.md"
    before = path.read_text(encoding="utf-8")
    after = results.with_table(before)
    path.write_text(after, encoding="utf-8")
    return say(["README.md"] * (after != before), [])


def update_labs(scripts: list[str], named: bool) -> int:
    """Execute changed labs and store their outputs."""
    due = [name for name in scripts if named or execute_labs.changed(labs.EXAMPLES / name)]
    for name in due:
        execute_labs.store(labs.EXAMPLES / name)
    return say(due, due)


def update_cards(langs: list[str], named: bool) -> int:
    """Draw the pictures that are not what would be drawn today."""
    due = [lang for lang in langs if not card.is_current(lang)]
    if due and not chromium.program():
        print(f"dev.py: {chromium.MISSING}", file=sys.stderr)
        return 2
    for lang in due:
        card.draw(lang)
    return say(due, due)


def write(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def say(done: list[str], due: list[str]) -> int:
    """Name what was written and what was not; returns the exit code."""
    print("Written:", ", ".join(done) or "nothing, all of it is as it was")
    if failed := [name for name in due if name not in done]:
        print("Failed, and left as before:", ", ".join(failed))
    return int(bool(failed))


# What does it, and among which names -k chooses.
UPDATES = {
    "blocks": (update_blocks, pages.with_code),
    "labs": (update_labs, lambda: [script.name for script in labs.scripts()]),
    "readme": (update_readme, lambda: ["README.md"]),
    "verified": (update_verified, pages.with_code),
    "reviewed": (update_reviewed, pages.uris),
    "cards": (update_cards, lambda: ["zh", "en"]),
}

if __name__ == "__main__":
    raise SystemExit(main())
