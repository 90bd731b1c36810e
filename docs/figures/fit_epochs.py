"""What `fit` does with samples that do not divide evenly into batches, for a few epochs.

Each row is an epoch. Its blocks are the batches, as long as they have samples; the number under a
block is the step. At the end of a row stands what the epoch leaves in the history.
"""

EPOCHS, SAMPLES, SIZE = 3, 100, 32
BATCHES = -(-SAMPLES // SIZE)  # divided, rounded up
WORDS = {
    "zh": {
        "epoch": "第 {} 轮",
        "step": "步",
        "shuffled": f"打乱 {SAMPLES} 个样本，分成 {BATCHES} 批",
        "average": "本轮平均",
    },
    "en": {
        "epoch": "epoch {}",
        "step": "step",
        "shuffled": f"{SAMPLES} samples, shuffled, in {BATCHES} batches",
        "average": "mean of the epoch",
    },
}
LEFT, SCALE, ROW = 8, 2.3, 92  # one sample is SCALE wide


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = []
    step = 0
    for epoch in range(EPOCHS):
        top = 8 + epoch * ROW
        parts.append(
            f'<text x="{LEFT}" y="{top + 14}" font-weight="700">'
            f"{words['epoch'].format(epoch + 1)}</text>"
            f'<text class="muted" x="{LEFT + 74}" y="{top + 14}">{words["shuffled"]}</text>'
        )
        for start in range(0, SAMPLES, SIZE):
            size = min(SIZE, SAMPLES - start)
            step += 1
            x = LEFT + start * SCALE + 4 * (start // SIZE)
            width = size * SCALE
            middle = x + width / 2
            last = size < SIZE
            style = "two" if last else "one"
            parts.append(
                f'<rect class="{style}" x="{x:.1f}" y="{top + 24}" width="{width:.1f}" '
                'height="26" rx="3"/>'
            )
            if not last:
                parts.append(
                    f'<text class="code on" x="{middle:.1f}" y="{top + 42}" '
                    f'text-anchor="middle">{size}</text>'
                )
            else:
                parts.append(
                    f'<text class="code" x="{x + width + 4:.1f}" y="{top + 42}">{size}</text>'
                )
            label = f"{words['step']} {step}" if start == 0 else f"{step}"
            parts.append(
                f'<text class="code" x="{middle:.1f}" y="{top + 68}" text-anchor="middle">'
                f"{label}</text>"
            )
        parts.append(
            f'<path class="line" d="M280 {top + 37}H296M290 {top + 33}L296 {top + 37}'
            f'L290 {top + 41}"/>'
            f'<text class="code" x="302" y="{top + 42}">loss[{epoch}]</text>'
        )
    bottom = 8 + EPOCHS * ROW
    parts.append(
        f'<text class="muted" x="372" y="{bottom + 6}" text-anchor="end">'
        f'<tspan class="code">loss[…]</tspan>: {words["average"]}</text>'
    )
    return (
        f'<svg viewBox="0 0 380 {bottom + 18}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )
