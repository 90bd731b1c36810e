"""Early stopping on the example of the page: the epochs counted, the stop, and what is put back.

The curve is the training of the page: few samples of many numbers, one layer that starts from
zeros, gradient descent.
"""

import numpy as np

PATIENCE, SHOWN = 3, 18  # epochs without improvement, epochs drawn
LEFT, RIGHT, TOP, BOTTOM = 48, 388, 34, 226
LOW, HIGH, STEP = 0.58, 0.66, 0.02  # losses: at the bottom, at the top, from tick to tick
WORDS = {
    "zh": {
        "loss": "验证损失",
        "epoch": "轮次",
        "best": "最好",
        "stop": "停下",
        "back": "换回这时的权重",
        "never": "这几轮不会训练",
    },
    "en": {
        "loss": "validation loss",
        "epoch": "epoch",
        "best": "best",
        "stop": "stop",
        "back": "weights restored",
        "never": "not trained",
    },
}


def losses() -> list[float]:
    """The validation loss after every epoch."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1050, 40))
    y = (x[:, 0] + x[:, 1] > 0).astype(float)
    wrong = rng.random(1050) < 0.1
    y[wrong] = 1 - y[wrong]
    weights, bias, found = np.zeros(40), 0.0, []
    for _ in range(SHOWN):
        error = 1 / (1 + np.exp(-(x[:50] @ weights + bias))) - y[:50]
        weights = weights - 0.5 * x[:50].T @ error / 50
        bias = bias - 0.5 * error.mean()
        output = 1 / (1 + np.exp(-(x[50:] @ weights + bias)))
        found.append(float(-np.log(np.where(y[50:] == 1, output, 1 - output)).mean()))
    return found


def draw(lang: str) -> str:
    words = WORDS[lang]
    values = losses()
    best = int(np.argmin(values))
    stop = best + PATIENCE

    def x(epoch: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (epoch + 0.5) / SHOWN, 1)

    def y(loss: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (loss - LOW) / (HIGH - LOW), 1)

    def curve(first: int, last: int) -> str:
        return "L".join(f"{x(epoch)} {y(values[epoch])}" for epoch in range(first, last + 1))

    parts = [
        f'<text x="8" y="18" font-weight="700">{words["loss"]}</text>',
        f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>',
    ]
    for loss in np.arange(LOW + STEP, HIGH + STEP / 2, STEP):
        parts.append(
            f'<path class="line" opacity="0.2" d="M{LEFT} {y(loss)}H{RIGHT}"/>'
            f'<text class="code" x="{LEFT - 8}" y="{y(loss) + 5:.1f}" text-anchor="end">'
            f"{loss:.2f}</text>"
        )
    for epoch in (0, best, stop):
        parts.append(
            f'<text class="code" x="{x(epoch)}" y="{BOTTOM + 20}" text-anchor="middle">'
            f"{epoch + 1}</text>"
        )
    parts += [
        f'<text class="muted" x="{RIGHT}" y="{BOTTOM + 20}" text-anchor="end">'
        f"{words['epoch']}</text>",
        f'<path class="line" stroke-width="2" d="M{curve(0, stop)}"/>',
        f'<path class="line" stroke-width="2" stroke-dasharray="4 4" opacity="0.5" '
        f'd="M{curve(stop, SHOWN - 1)}"/>',
        f'<path class="line" d="M{x(stop)} {TOP}V{BOTTOM}"/>',
        f'<text x="{x(stop) + 8}" y="{TOP + 18}">{words["stop"]}</text>',
        f'<text class="muted" x="{x(stop) + 8}" y="{BOTTOM - 14}">{words["never"]}</text>',
        f'<text x="{x(best)}" y="{y(values[best]) - 16}" text-anchor="middle" '
        f'font-weight="700">{words["best"]}</text>',
        f'<text x="{x(best)}" y="{y(values[best]) + 28}" text-anchor="middle">'
        f"{words['back']}</text>",
        f'<circle class="two" cx="{x(best)}" cy="{y(values[best])}" r="8"/>',
    ]
    for number in range(1, PATIENCE + 1):
        epoch = best + number
        parts.append(
            f'<circle class="one" cx="{x(epoch)}" cy="{y(values[epoch])}" r="9"/>'
            f'<text class="code on" x="{x(epoch)}" y="{y(values[epoch]) + 5}" '
            f'text-anchor="middle">{number}</text>'
        )
    return (
        f'<svg viewBox="0 0 400 {BOTTOM + 30}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )
