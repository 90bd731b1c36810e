"""What `load_data` does: look into the cache, compare the SHA-256, download, read the arrays."""

from keras_primer.data.digits import PUBLISHED

ARRAYS = len(PUBLISHED)
WORDS = {
    "zh": {
        "cached": "缓存里有这个文件？",
        "right": "SHA-256 正确？",
        "download": "下载",
        "read": f"读出 {ARRAYS} 个数组",
        "fail": "删掉文件，报错",
        "yes": "是",
        "no": "否",
        "done": "成功",
        "failed": "失败",
    },
    "en": {
        "cached": "file in the cache?",
        "right": "SHA-256 right?",
        "download": "download",
        "read": f"read {ARRAYS} arrays",
        "fail": "delete file, raise",
        "yes": "yes",
        "no": "no",
        "done": "done",
        "failed": "fails",
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    boxes = "\n".join(
        box(words[name], *rest)
        for name, *rest in (
            ("cached", "box", 8, 10, 160),
            ("right", "box", 8, 84, 160),
            ("download", "box", 222, 84, 130),
            ("read", "two", 8, 190, 160),
            ("fail", "one", 222, 190, 130),
        )
    )
    return f"""<svg viewBox="0 0 360 244" width="440" font-size="14">
<g class="line" fill="none">
<path d="M88 50v32m-5 -7l5 7l5 -7"/>
<path d="M88 124v64m-5 -7l5 7l5 -7"/>
<path d="M168 104h52m-7 -5l7 5l-7 5"/>
<path d="M168 30h119v52m-5 -7l5 7l5 -7"/>
<path d="M312 124v64m-5 -7l5 7l5 -7"/>
<path d="M248 124v36h-156m7 -5l-7 5l7 5"/>
</g>
{boxes}
<text x="96" y="70">{words["yes"]}</text>
<text x="96" y="144">{words["yes"]}</text>
<text x="184" y="24">{words["no"]}</text>
<text x="184" y="98">{words["no"]}</text>
<text x="180" y="154">{words["done"]}</text>
<text x="306" y="154" text-anchor="end">{words["failed"]}</text>
</svg>"""


def box(label: str, kind: str, x: int, y: int, width: int) -> str:
    on = "" if kind == "box" else ' class="on"'
    return f"""<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="40" rx="4"/>
<text{on} x="{x + width / 2}" y="{y + 25}" text-anchor="middle">{label}</text>"""
