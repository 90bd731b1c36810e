"""Where the codes of test images lie, for both autoencoders, and what lies in the second's plane.

A digit stands where the code of an image of it is. Each of the two squares reaches as far as its
codes do, and the map below them is decoded at even steps. All of it is in `generated.json`.
"""

import json
import math
from pathlib import Path

from strokes import pixels

RECORD = Path(__file__).with_name("generated.json")
WORDS = {
    "zh": {
        "autoencoder": "自编码器：{} 到 {}",
        "vae": "变分自编码器：{} 到 {}",
        "map": "变分自编码器的平面，解码之后：{} 到 {}",
    },
    "en": {
        "autoencoder": "autoencoder: {} to {}",
        "vae": "variational: {} to {}",
        "map": "the plane of the variational one, decoded: {} to {}",
    },
}
SIDE, SHOWN = 190, 120  # of a square, and the codes in it
PIXEL, STEP, TOP = 3, 46, 262  # of the map


def draw(lang: str) -> str:
    words, seen = WORDS[lang], json.loads(RECORD.read_text(encoding="utf-8"))
    squares = "".join(
        square(left, seen[name]["codes"][:SHOWN], seen["labels"], words[name])
        for left, name in ((4, "autoencoder"), (206, "vae"))
    )
    side = math.isqrt(len(seen["vae"]["map"]))
    images = "".join(
        pixels(image, 16 + STEP * (place % side), TOP + STEP * (place // side), PIXEL)
        for place, image in enumerate(seen["vae"]["map"])
    )
    title = words["map"].format(*ends(seen["reach"]))
    return (
        f'<svg viewBox="0 0 400 {TOP + STEP * side}" width="520" font-size="13">\n{squares}\n'
        f'<text x="4" y="{TOP - 14}">{title}</text>\n{images}\n</svg>'
    )


def ends(reach: int) -> tuple[str, int]:
    return f"−{reach}", reach


def square(left: int, codes: list[list[float]], labels: str, title: str) -> str:
    """Codes in a square that reaches as far from the middle as they do; lines mark the middle."""
    reach = math.ceil(max(abs(value) for code in codes for value in code))
    middle, top = SIDE // 2, 26
    scale = (middle - 10) / reach  # no digit is cut off
    digits = "".join(
        f'<text x="{left + middle + scale * x:.1f}" y="{top + middle - scale * y + 4:.1f}">'
        f"{label}</text>"
        for (x, y), label in zip(codes, labels, strict=False)
    )
    return (
        f'<text x="{left}" y="16">{title.format(*ends(reach))}</text>'
        f'<rect class="box" x="{left}" y="{top}" width="{SIDE}" height="{SIDE}"/>'
        f'<path class="line" opacity="0.25" '
        f'd="M{left} {top + middle}h{SIDE}M{left + middle} {top}v{SIDE}"/>'
        f'<g class="code" text-anchor="middle">{digits}</g>'
    )
