"""When `fit` calls which method of a callback: frames for what repeats, in the order of events."""

WORDS = {
    "zh": {
        "epoch": "每一轮",
        "batch": "每一批",
        "validation": "验证（给了验证集才有）",
        "test": "每一批",
        "history": "logs 有这一轮所有的数",
        "mean": "logs 是这一轮到此为止的平均",
    },
    "en": {
        "epoch": "every epoch",
        "batch": "every batch",
        "validation": "validation, if there is a set",
        "test": "every batch",
        "history": "logs: every number of this epoch",
        "mean": "logs: means of the epoch so far",
    },
}
# A method, a frame that opens ("["), a note below a method ("#"), or the end of a frame ("]").
LINES = (
    "on_train_begin",
    "[epoch",
    "on_epoch_begin",
    "[batch",
    "on_train_batch_begin",
    "on_train_batch_end",
    "#mean",
    "]",
    "[validation",
    "on_test_begin",
    "[test",
    "on_test_batch_begin",
    "on_test_batch_end",
    "]",
    "on_test_end",
    "]",
    "on_epoch_end",
    "#history",
    "]",
    "on_train_end",
)
STEP, INDENT, WIDTH = 26, 18, 380
MAIN = ("on_epoch_end",)  # the one that is needed most


def draw(lang: str) -> str:
    words = WORDS[lang]
    frames, parts, open_frames = [], [], []
    y = 8
    for line in LINES:
        left = 8 + INDENT * len(open_frames)
        if line.startswith("["):
            open_frames.append((left, y))
            parts.append(
                f'<text class="muted" x="{left + 10}" y="{y + 20}">{words[line[1:]]}</text>'
            )
            y += STEP + 2
        elif line == "]":
            left, top = open_frames.pop()
            width = WIDTH - 2 * left
            frames.append(
                f'<rect class="line" x="{left}" y="{top}" width="{width}" '
                f'height="{y - top + 4}" rx="8"/>'
            )
            y += 12
        elif line.startswith("#"):
            parts.append(f'<text class="muted" x="{left}" y="{y + 12}">{words[line[1:]]}</text>')
            y += STEP - 4
        else:
            weight = ' font-weight="700"' if line in MAIN else ""
            parts.append(f'<text class="code" x="{left}" y="{y + 16}"{weight}>{line}</text>')
            y += STEP
    return (
        f'<svg viewBox="0 0 {WIDTH} {y + 4}" width="420" font-size="14">\n'
        + "\n".join(frames + parts)
        + "\n</svg>"
    )
