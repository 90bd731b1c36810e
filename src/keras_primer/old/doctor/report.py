"""What the doctor says, as text, as JSON and as SARIF."""

import itertools
import json
import os
import sys
import textwrap
import urllib.parse
from collections import Counter
from pathlib import Path

from keras_primer.old import catalogue
from keras_primer.old.doctor.cure import Report
from keras_primer.old.doctor.repository import Examined

WORDS = {
    "zh": {
        "today": "现在",
        "write": "改为",
        "example": "改法示例",
        "why": "原因",
        "page": "详见",
        "silent": "不报错，但结果变了",
        "cell": "单元格",
        "line": "行",
        "left_out": "第 {} 到 {} 行不是 Python，未检查",
        "left_out_cell": "第 {} 个单元格不是 Python，未检查",
        "nothing": "没有发现旧写法",
        "found": "发现 {} 处旧写法，其中 {} 处可以自动改写",
        "delete": "（删除这一行）",
        "written": "已写入 {}",
        "kinds": "按种类：",
        "files": "按文件：",
        "safe": "其中 {} 处可以自动改写",
        "details": "要看某个文件的细节，把它的名字交给 doctor。",
        "read": "检查了 {} 个文件",
        "unread": "未检查",
        "colon": "：",
    },
    "en": {
        "today": "today",
        "write": "write",
        "example": "the new way, for example",
        "why": "why",
        "page": "more",
        "silent": "no error, but another result",
        "cell": "cell",
        "line": "line",
        "left_out": "lines {} to {} are not Python and were not read",
        "left_out_cell": "cell {} is not Python and was not read",
        "nothing": "nothing old found",
        "found": "old idioms: {}, of which {} can be rewritten safely",
        "delete": "(delete this line)",
        "written": "written to {}",
        "kinds": "By kind:",
        "files": "By file:",
        "safe": "{} can be rewritten safely",
        "details": "To see what is in a file, give its name to doctor.",
        "read": "files examined: {}",
        "unread": "not examined",
        "colon": ": ",
    },
}


def print_file(item: Examined, copies: dict[Path, Path], lang: str, site: str) -> None:
    """All that is old in one file, with what to write."""
    words, old = WORDS[lang], item.old
    colon = words["colon"]
    for first, last in old.left_out:
        name = "left_out_cell" if old.suffix == ".ipynb" else "left_out"
        print(f"{old.name}: {words[name].format(first, last)}", file=sys.stderr)
    reports = item.reports
    for (cell, line), group in itertools.groupby(reports, key=lambda one: (one.cell, one.line)):
        group = list(group)
        place = f"{words['cell']} {cell}, {words['line']} {line}" if cell else line
        print(f"{old.name}:{place}: {group[0].code}")
        for report in group:
            entry = report.entry
            print(f"  - {getattr(entry.title, lang)}")
            print(f"    {words['today']}{colon}{report.today or words['silent']}")
            print(f"    {words['why']}{colon}{getattr(entry.why, lang)}")
            print(f"    {words['page']}{colon}{site}{entry.address}")
            if report.mended is None and entry.new:
                print(f"    {words['example']}{colon}".rstrip())
                print(textwrap.indent(entry.new, "      "))
        for mended in dict.fromkeys(report.mended for report in group):
            if mended is None:
                continue
            print(f"  {words['write']}{colon}".rstrip())
            print(textwrap.indent(mended or words["delete"], "    "))
        print()
    _print_end(reports, copies, words)


def print_summary(found: list[Examined], copies: dict[Path, Path], lang: str, site: str) -> None:
    """How often each kind is found, and how much in each file."""
    words = WORDS[lang]
    for item in found:
        if item.refusal:
            print(f"{words['unread']}{words['colon']}{item.refusal}", file=sys.stderr)
    reports = [report for item in found for report in item.reports]
    kinds = Counter(
        (getattr(one.entry.title, lang), site + one.entry.address) for one in reports
    ).most_common()
    files = [(str(item.path), _safe(item.reports)) for item in found if item.reports]
    if kinds:
        print(words["kinds"])
        for (title, page), count in kinds:
            print(f"{count:6}  {title}  {page}")
        print(f"\n{words['files']}")
        for name, (count, safe) in files:
            print(f"{count:6}  {name}  ({words['safe'].format(safe)})")
        print(f"\n{words['details']}")
    print(words["read"].format(sum(item.old is not None for item in found)))
    _print_end(reports, copies, words)


def print_json(
    found: list[Examined], copies: dict[Path, Path], lang: str, site: str, single: bool
) -> None:
    """What is found, as JSON: of a single file an object, else `files` with one for each."""
    files = [of_file(item, copies.get(item.path), lang, site) for item in found]
    _print_json(files[0] if single else {"files": files})


def of_file(item: Examined, copy: Path | None, lang: str, site: str) -> dict:
    """What is found in one file, ready for JSON."""
    return {
        "file": item.old.name if item.old else str(item.path),
        "copy": str(copy) if copy else None,
        "refusal": item.refusal,
        "left_out": item.old.left_out if item.old else [],
        "findings": [_finding(report, lang, site) for report in item.reports],
    }


def print_sarif(found: list[Examined], lang: str, site: str) -> None:
    """What is found in SARIF 2.1.0, the format of results that code hosts and editors show.

    A line of a notebook is not one of its file, so only the cell is named, in the message.
    """
    entries = {report.entry.id: report.entry for item in found for report in item.reports}
    rules = [
        {"id": id, "shortDescription": {"text": catalogue.entries()[id].title.en}}
        | ({"helpUri": site + entry.address} if site else {})  # it has to be a whole address
        for id, entry in entries.items()
    ]
    results = [_result(item, report, lang, site) for item in found for report in item.reports]
    driver = {"name": "keras_primer doctor", "rules": rules}
    _print_json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}],
        }
    )


def _result(item: Examined, report: Report, lang: str, site: str) -> dict:
    words, entry = WORDS[lang], report.entry
    said = [getattr(entry.title, lang), report.today or words["silent"], getattr(entry.why, lang)]
    path = item.path
    uri = path.as_uri() if path.is_absolute() else urllib.parse.quote(os.fsencode(path.as_posix()))
    place = {"artifactLocation": {"uri": uri}}
    if report.cell:
        said.insert(0, f"{words['cell']} {report.cell}, {words['line']} {report.line}")
    else:
        place["region"] = {"startLine": report.line}
    return {
        "ruleId": entry.id,
        "level": "error" if entry.today.kind == "raises" else "warning",
        "message": {"text": "\n".join([*said, site + entry.address])},
        "locations": [{"physicalLocation": place}],
    }


def _finding(report: Report, lang: str, site: str) -> dict:
    entry = report.entry
    return {
        "id": entry.id,
        "line": report.line,
        "cell": report.cell,
        "code": report.code,
        "title": getattr(entry.title, lang),
        "kind": entry.today.kind,
        "today": report.today,
        "mended": report.mended,
        "new": entry.new,
        "why": getattr(entry.why, lang),
        "page": site + entry.address,
    }


def _safe(reports: list[Report]) -> tuple[int, int]:
    """How many there are, and of how many the rewrite is safe."""
    return len(reports), sum(report.mended is not None for report in reports)


def _print_end(reports: list[Report], copies: dict[Path, Path], words: dict[str, str]) -> None:
    if not reports:
        print(words["nothing"])
    else:
        print(words["found"].format(*_safe(reports)))
    for path in copies.values():
        print(words["written"].format(path))


def _print_json(value: dict) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
