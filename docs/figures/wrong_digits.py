"""Twelve test images that a recorded model gets wrong although it is sure: image, label, answer."""

WORDS = {
    "zh": {"is": "真实", "said": "回答"},
    "en": {"is": "is", "said": "said"},
}
PIXEL, STEP_X, STEP_Y = 3, 100, 128


def draw(lang: str, result: dict) -> str:
    words = WORDS[lang]
    parts = []
    for place, mistake in enumerate(result["mistakes"]):
        x, y = place % 4 * STEP_X + 8, place // 4 * STEP_Y + 4
        label = f"{words['is']} {mistake['label']}, {words['said']} {mistake['predicted']}"
        parts += [
            f'<rect class="line" opacity="0.5" x="{x}" y="{y}" width="84" height="84"/>',
            image(x, y, mistake["image"]),
            f'<text x="{x + 42}" y="{y + 104}" text-anchor="middle">{label}</text>',
        ]
    rows = -(-len(result["mistakes"]) // 4)
    return (
        f'<svg viewBox="0 0 {4 * STEP_X} {rows * STEP_Y}" width="480" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def image(x: float, y: float, rows: list[str]) -> str:
    """Pixels of the same shade in one path; the darker a pixel, the more ink."""
    shades = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "0":
                square = f"M{x + column * PIXEL} {y + row * PIXEL}h{PIXEL}v{PIXEL}h-{PIXEL}z"
                shades[value] = shades.get(value, "") + square
    return "".join(
        f'<path fill="currentColor" opacity="{int(value, 16) / 15:.2f}" d="{path}"/>'
        for value, path in sorted(shades.items())
    )
