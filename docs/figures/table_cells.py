"""Cells of a table and the numbers that they become, for a model that cannot be given words."""

MEAN, SPREAD = 15, 5  # of the temperatures in the training set
STATIONS, WEATHER = (11, 25, 38, 52), ("sun", "rain", "cloud")
CELLS = (("temperature", 25), ("temperature", None), ("station", 25), ("weather", "snow"))
WORDS = {
    "zh": {
        "heads": ("表里的格子", "模型收到的数"),
        "none": "缺失",
        "temperature": ("温度", "标准化；是否缺失"),
        "station": ("站点", "其他、" + "、".join(map(str, STATIONS))),
        "weather": ("天气", "其他、" + "、".join(WEATHER)),
    },
    "en": {
        "heads": ("a cell of the table", "what the model gets"),
        "none": "missing",
        "temperature": ("temperature", "standardized; missing?"),
        "station": ("station", "other, " + ", ".join(map(str, STATIONS))),
        "weather": ("weather", "other, " + ", ".join(WEATHER)),
    },
}
STYLES = {"temperature": "one", "station": "two", "weather": "three"}
SIDE = 28  # of the square around a number


def draw(lang: str) -> str:
    words = WORDS[lang]
    left, right = words["heads"]
    parts = [f'<text class="muted" x="8" y="20">{left}</text>']
    parts.append(f'<text class="muted" x="206" y="20">{right}</text>')
    parts += [row(40 + 58 * i, *cell, words) for i, cell in enumerate(CELLS)]
    return (
        '<svg viewBox="0 0 380 268" width="460" font-size="13">\n' + "\n".join(parts) + "\n</svg>"
    )


def row(y: int, column: str, cell, words: dict) -> str:
    """One cell, an arrow and its numbers in squares, with what they stand for below."""
    name, meaning = words[column]
    shown = words["none"] if cell is None else cell
    code = ' class="code"' if isinstance(cell, str) else ""
    squares = "".join(
        f'<rect class="{STYLES[column]}" x="{206 + (SIDE + 3) * i}" y="{y}" width="{SIDE}" '
        f'height="{SIDE}" rx="3"/><text class="on" x="{206 + (SIDE + 3) * i + SIDE / 2}" '
        f'y="{y + 19}" text-anchor="middle">{number}</text>'
        for i, number in enumerate(encoded(column, cell))
    )
    return (
        f'<text x="8" y="{y + 19}">{name}</text>'
        f'<rect class="box" x="98" y="{y}" width="62" height="{SIDE}" rx="3"/>'
        f'<text{code} x="129" y="{y + 19}" text-anchor="middle">{shown}</text>'
        f'<path class="line" d="M166 {y + 14}H198m-5 -4l5 4l-5 4"/>{squares}'
        f'<text class="muted" x="206" y="{y + 44}">{meaning}</text>'
    )


def encoded(column: str, cell) -> list[int]:
    """The numbers of a cell: standardized and whether it is missing, or one-hot."""
    if column == "temperature":
        return [0, 1] if cell is None else [(cell - MEAN) // SPREAD, 0]
    known = STATIONS if column == "station" else WEATHER
    code = 1 + known.index(cell) if cell in known else 0
    return [int(code == place) for place in range(len(known) + 1)]
