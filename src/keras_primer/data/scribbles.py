"""Drawings that are no digits, in MNIST's form: to find out how sure a model is of nonsense."""

import functools

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from keras_primer.data.pictures import fitted
from keras_primer.data.shapes import SHAPES

SIZE = 80  # of what is drawn on
ANGULAR = ("triangle", "square", "star", "cross", "arrow")  # the other shapes look like a 0 or a 1


@functools.cache
def make(count: int = 300) -> np.ndarray:
    """Draw outlines of shapes and curves through random points, half of each.

    Returns:
        `uint8` array of shape `(count, 28, 28)`, the same for the same `count`.
    """
    random = np.random.default_rng(0)
    lines = [(outline if number % 2 else curve)(random) for number in range(count)]
    return np.stack([fitted(drawn(line, int(random.integers(5, 9)))) for line in lines])


def outline(random: np.random.Generator) -> np.ndarray:
    """Around an angular shape, turned at random: array of shape `(points, 2)`, x and y."""
    corners = SHAPES[random.choice(ANGULAR)]
    turn = random.uniform(0, 2 * np.pi)
    turned = corners @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    return SIZE / 2 + SIZE / 4 * np.concatenate([turned, turned[:1]])


def curve(random: np.random.Generator) -> np.ndarray:
    """A smooth line through 4 to 8 random points: array of shape `(200, 2)`, x and y."""
    points = random.uniform(0.1 * SIZE, 0.9 * SIZE, (random.integers(4, 9), 2))
    along = np.linspace(0, len(points) - 1, 200)
    smooth = [ndimage.map_coordinates(each, [along], mode="nearest") for each in points.T]
    return np.stack(smooth, axis=1)


def drawn(line: np.ndarray, width: int) -> np.ndarray:
    """A line with a pen of some width, as ink: `uint8` of shape `(SIZE, SIZE)`."""
    image = Image.new("L", (SIZE, SIZE), 0)
    points = [tuple(point) for point in line.tolist()]
    ImageDraw.Draw(image).line(points, fill=255, width=width, joint="curve")
    return np.asarray(image)
