"""What the doctor says, as text and as JSON."""

import itertools
import json
import sys
import textwrap
from pathlib import Path

from keras_primer.old.doctor.cure import Report
from keras_primer.old.doctor.source import Source

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
        "found": "{} old idioms found, {} of which can be rewritten safely",
        "delete": "(delete this line)",
        "written": "written to {}",
        "colon": ": ",
    },
}


def print_text(old: Source, reports: list[Report], copy: Path | None, lang: str, site: str) -> None:
    words = WORDS[lang]
    colon = words["colon"]
    for first, last in old.left_out:
        name = "left_out_cell" if old.suffix == ".ipynb" else "left_out"
        print(f"{old.name}: {words[name].format(first, last)}", file=sys.stderr)
    for (cell, line), group in itertools.groupby(reports, key=lambda item: (item.cell, item.line)):
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
    if not reports:
        print(words["nothing"])
    else:
        safe = sum(report.mended is not None for report in reports)
        print(words["found"].format(len(reports), safe))
    if copy:
        print(words["written"].format(copy))


def print_json(old: Source, reports: list[Report], copy: Path | None, lang: str, site: str) -> None:
    print(
        json.dumps(
            {
                "file": old.name,
                "copy": str(copy) if copy else None,
                "left_out": old.left_out,
                "findings": [
                    {
                        "id": report.entry.id,
                        "line": report.line,
                        "cell": report.cell,
                        "code": report.code,
                        "title": getattr(report.entry.title, lang),
                        "kind": report.entry.today.kind,
                        "today": report.today,
                        "mended": report.mended,
                        "new": report.entry.new,
                        "why": getattr(report.entry.why, lang),
                        "page": site + report.entry.address,
                    }
                    for report in reports
                ],
            },
            ensure_ascii=False,
            indent=2,
        )
    )
