"""Pictures of digits as people take them: one function for each thing that goes wrong with one.

Each takes a clean picture, `float64` of shape `(height, width)` in grey levels, and a generator of
random numbers, and returns what the camera would have made of it.
"""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

PAPER, INK = 225, 50  # grey levels
HEIGHT, WIDTH = 320, 240


def clean(picture, random):
    return picture


def noise(picture, random):
    return picture + random.normal(0, 10, picture.shape)


def uneven_light(picture, random):
    """From full light on one side down to 60 % on the other."""
    light = np.linspace(1, 0.6, WIDTH)
    return picture * (light if random.random() < 0.5 else light[::-1])


def specks(picture, random):
    drawn, pen = pencil(picture)
    for _ in range(12):
        x, y, radius = random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(1, 3)
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=INK)
    return np.asarray(drawn, dtype="float64")


def shadow(picture, random):
    """The straight edge of a shadow falls across the picture, at times across the digit."""
    rows, columns = np.indices(picture.shape)
    angle = random.uniform(0, 2 * np.pi)
    across = (columns - WIDTH / 2) * np.cos(angle) + (rows - HEIGHT / 2) * np.sin(angle)
    light = np.where(across > random.uniform(-60, 60), 0.65, 1.0)
    return picture * ndimage.gaussian_filter(light, 1.5)


def faint_pencil(picture, random):
    """Ink that is only 40 levels darker than paper, which has a grain."""
    faint = PAPER - (PAPER - picture) * (40 / (PAPER - INK))
    return faint + random.normal(0, 3, picture.shape)


def ruled_paper(picture, random):
    drawn, pen = pencil(picture)
    for y in range(int(random.integers(5, 30)), HEIGHT, 32):
        pen.line([(0, y), (WIDTH, y)], fill=150, width=2)
    return np.minimum(np.asarray(drawn), picture)


def blur(picture, random):
    return ndimage.gaussian_filter(picture, 4)


def tilt(picture, random):
    angle = 10 if random.random() < 0.5 else -10
    return ndimage.rotate(picture, angle, reshape=False, order=1, cval=PAPER)


def jpeg(picture, random):
    stored = io.BytesIO()
    Image.fromarray(picture.clip(0, 255).astype("uint8")).save(stored, "JPEG", quality=40)
    return np.asarray(Image.open(stored), dtype="float64")


def finger(picture, random):
    """It reaches in from a corner, out of focus and as dark as skin is."""
    x, y = random.choice([-10, WIDTH + 10]), random.choice([0, HEIGHT])
    drawn = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(drawn).ellipse([x - 45, y - 60, x + 45, y + 60], fill=255)
    there = np.asarray(drawn.filter(ImageFilter.GaussianBlur(3))) / 255
    return picture * (1 - there) + 130 * there


CONDITIONS = {
    each.__name__: each
    for each in (
        *(clean, noise, uneven_light, specks, shadow, faint_pencil, ruled_paper, blur, tilt),
        *(jpeg, finger),
    )
}


def pencil(picture: np.ndarray) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A picture to draw on, and what to draw with."""
    drawn = Image.fromarray(picture.clip(0, 255).astype("uint8"))
    return drawn, ImageDraw.Draw(drawn)


def written(digits, random: np.random.Generator, width: int = WIDTH) -> np.ndarray:
    """Digits in a row, dark on light paper, somewhere on it.

    Args:
        digits: images of shape `(n, 28, 28)`, 0 is paper and 255 is ink.
        random: decides size and place.
        width: of the paper.
    """
    side = int(random.integers(100, 170)) if len(digits) == 1 else width // len(digits) - 10
    row = np.hstack([enlarged(digit, side) for digit in digits])
    ink = np.zeros((HEIGHT, width))
    top = random.integers(0, HEIGHT - side)
    left = random.integers(0, width - row.shape[1])
    ink[top : top + side, left : left + row.shape[1]] = row
    return PAPER - ink * ((PAPER - INK) / 255)


def enlarged(digit: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC))


def photograph(digit: np.ndarray, condition, random: np.random.Generator) -> np.ndarray:
    """One digit on paper, taken under a condition, as `uint8`."""
    picture = condition(written([digit], random), random)
    return picture.clip(0, 255).astype("uint8")
