"""The doctor's answer for the page old/doctor, where it runs in the reader's browser."""

import difflib
import json
from pathlib import Path

from keras_primer.errors import InputError
from keras_primer.old.doctor import report, repository, source
from keras_primer.old.doctor.repository import Examined


def answer(data: bytes, name: str, lang: str) -> tuple[str, bytes]:
    """Examine what a reader pasted or dropped.

    Args:
        data: the file.
        name: of the file, or without a suffix what to call it in messages.
        lang: "zh" or "en".

    Returns:
        The report in JSON, as `--json` has it, with `before`, `after` and `changes`, which puts the
        lines of the two beside each other; and the copy, as `--fix` writes it. Where the input
        cannot be used, the report says why, and the copy is empty.
    """
    path = Path(name)
    try:
        old = source.read(data, name, path.suffix)
        item = Examined(path, old, tuple(repository.cures(old)))
    except InputError as error:
        return json.dumps(
            report.of_file(Examined(path, None, refusal=str(error)), None, lang, "")
        ), b""
    copy = item.migrated(lang)
    to = repository.copy_of(path if path.suffix else Path(f"code{old.suffix}"))
    before, after = _lines(old, data), _lines(old, copy)
    changes = difflib.SequenceMatcher(None, before, after).get_opcodes()
    said = {"before": before, "after": after, "changes": changes}
    return json.dumps(report.of_file(item, to, lang, "") | said), copy


def _lines(old: source.Source, data: bytes) -> list[str]:
    """The lines of a file; of a notebook those of its code, each cell below its number."""
    if old.suffix != ".ipynb":
        return data.decode(old.encoding, "replace").splitlines()
    lines = []
    for number, cell in enumerate(json.loads(data)["cells"], 1):
        if cell["cell_type"] == "code":
            lines += [f"# [{number}]", *"".join(cell["source"]).splitlines(), ""]
    return lines
