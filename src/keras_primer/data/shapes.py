"""Coloured shapes on 100×100 RGB images, drawn here: ten classes, any number of images."""

import numpy as np
from PIL import Image, ImageDraw

from keras_primer.data.samples import Samples

SIZE = 100


def polygon(corners: int, turn: float = 0.0, dent: float = 1.0) -> np.ndarray:
    """The corners of a regular polygon around 0, one unit away from it.

    Args:
        corners: how many.
        turn: by how many degrees it is turned; without, one corner points upwards.
        dent: the distance of every second corner, which makes a star.

    Returns:
        Array of shape `(corners, 2)`: x to the right, y downwards.
    """
    angle = np.radians(turn) + 2 * np.pi * np.arange(corners) / corners
    radius = np.where(np.arange(corners) % 2, dent, 1.0)
    return np.stack([radius * np.sin(angle), -radius * np.cos(angle)], axis=1)


CROSS = np.stack(
    [
        [-1, 1, 1, 3, 3, 1, 1, -1, -1, -3, -3, -1],
        [-3, -3, -1, -1, 1, 1, 3, 3, 1, 1, -1, -1],
    ],
    axis=1,
)
SHAPES = {
    "triangle": polygon(3),
    "square": polygon(4, turn=45),
    "diamond": polygon(4) * (0.6, 1.0),
    "pentagon": polygon(5),
    "star": polygon(10, dent=0.4),
    "cross": CROSS / 3,
    "disc": polygon(60),
    "ellipse": polygon(60) * (1.0, 0.5),
    "bar": polygon(4, turn=45) * (0.3, 1.3),
    "arrow": np.array([(0, -1), (0.9, 0), (0.3, 0), (0.3, 1), (-0.3, 1), (-0.3, 0), (-0.9, 0)]),
}


def draw(corners: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """One image of a shape, with a size, place, tilt and two colours drawn by lot.

    Returns:
        `uint8` array of shape `(100, 100, 3)`.
    """
    tilt = np.radians(random.uniform(-10, 10))
    turned = corners @ [[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]]
    place = SIZE / 2 + random.uniform(-12, 12, 2) + random.uniform(20, 34) * turned
    dark, light = random.integers(0, 110, 3), random.integers(146, 256, 3)
    background, colour = (dark, light) if random.random() < 0.5 else (light, dark)
    image = Image.new("RGB", (SIZE, SIZE), tuple(background.tolist()))
    ImageDraw.Draw(image).polygon([tuple(corner) for corner in place], fill=tuple(colour.tolist()))
    noise = random.normal(0, 12, (SIZE, SIZE, 3))
    return (np.asarray(image) + noise).clip(0, 255).astype("uint8")


def make(train: int = 2000, test: int = 500, kinds=tuple(SHAPES)) -> Samples:
    """Draw shapes; the same arguments always give the same images.

    Args:
        train, test: how many images each set has, equally many (give or take one) of each class.
        kinds: the names of the classes; all ten, if none are given.

    Returns:
        Images as `uint8` of shape `(n, 100, 100, 3)`, labels from 0 in the order of `kinds`.
    """
    random = np.random.default_rng(0)
    sets = [random.permutation(np.arange(size) % len(kinds)) for size in (train, test)]
    labels = np.concatenate(sets)
    corners = [SHAPES[kind] for kind in kinds]
    images = np.stack([draw(corners[label], random) for label in labels])
    return Samples(
        images[:train],
        labels[:train],
        images[train:],
        labels[train:],
        "shapes",
        f"drawn shapes of {len(kinds)} classes ({train} to train, {test} to test)",
    )
