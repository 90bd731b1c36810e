"""Pictures in folders, one folder for each class: the reader's own, or drawn shapes.

Classes are numbered in the alphabetical order of their folders' names, as Keras does in
`keras.utils.image_dataset_from_directory`. Pictures are read here with Pillow, without TensorFlow:
so they can be turned the way they were held, and one that cannot be read is named.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from keras_primer.data import shapes
from keras_primer.data.pictures import opened
from keras_primer.data.samples import Samples
from keras_primer.errors import InputError

SIDE = 64  # pixels; a picture takes 12 KB of memory, a hundred thousand of them 1.2 GB
FORMATS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")  # those that Keras looks for
FEWEST = 10  # pictures of a class
TEST = 5  # one picture in so many is for the test set


def pictures(folder: Path) -> dict[str, list[Path]]:
    """The paths of the pictures of each class; both in alphabetical order.

    Hidden folders, other files and what lies in folders further down do not count.

    Raises:
        InputError: there is no such folder, or not two classes in it with enough pictures each.
    """
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir())
        found = {path.name: images(path) for path in inside if not path.name.startswith(".")}
    except OSError as error:
        raise InputError(
            f"{folder} cannot be read: {error.strerror}; name a folder that holds one folder of "
            "pictures for each class."
        ) from None
    if len(found) < 2:
        names = ", ".join(found) or "none"
        raise InputError(
            f"{folder} must hold one folder of pictures for each class, at least two; found: "
            f"{names}."
        )
    for name, paths in found.items():
        if len(paths) < FEWEST:
            raise InputError(
                f"{folder / name} holds {len(paths)} pictures ({', '.join(FORMATS)}); each class "
                f"needs at least {FEWEST}, directly in its folder."
            )
    return found


def images(folder: Path) -> list[Path]:
    """The pictures in a folder, told by their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in FORMATS)


def read(folder: Path) -> Samples:
    """Read the pictures of all classes; of each class, a fifth is the test set, drawn by lot.

    Returns:
        Pictures as `uint8` of shape `(n, 64, 64, 3)`, labels from 0, and the names of the classes.

    Raises:
        InputError: as of `pictures`, or a picture cannot be read.
    """
    random = np.random.default_rng(0)
    train, test = [], []
    found = pictures(folder)
    for label, paths in enumerate(found.values()):
        drawn = [(paths[number], label) for number in random.permutation(len(paths))]
        cut = len(paths) // TEST
        test += drawn[:cut]
        train += drawn[cut:]
    (x_train, y_train), (x_test, y_test) = arrays(train), arrays(test)
    sizes = f"{len(found)} classes ({len(train)} to train, {len(test)} to test)"
    return Samples(
        x_train,
        y_train,
        x_test,
        y_test,
        folder.resolve().name,  # of "." as well
        f"pictures in {folder}, {sizes}",
        tuple(found),
    )


def arrays(files: list[tuple[Path, int]]) -> tuple[np.ndarray, np.ndarray]:
    """The pictures, read, and their labels."""
    return np.stack([read_picture(path) for path, _ in files]), np.array([y for _, y in files])


def read_picture(path: str | Path) -> np.ndarray:
    """Read a picture, cut its middle out as a square and shrink that.

    Returns:
        `uint8` array of shape `(64, 64, 3)`.

    Raises:
        InputError: it cannot be read.
    """
    return np.asarray(ImageOps.fit(opened(Path(path)).convert("RGB"), (SIDE, SIDE)))


def write_shapes(folder: Path, each: int = 100) -> None:
    """Draw shapes and save them as PNG files, in a folder for each of the ten classes.

    Args:
        folder: where to make these folders.
        each: how many pictures each class gets; the same number always gives the same pictures.
    """
    drawn = shapes.make(train=each * len(shapes.SHAPES), test=0)
    names = list(shapes.SHAPES)
    for number, (image, label) in enumerate(zip(drawn.x_train, drawn.y_train, strict=True)):
        path = folder / names[label] / f"{number:04}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(path, compress_level=1)


def drawn() -> Samples:
    """Drawn shapes, written into a folder and read from there; the folder is deleted again."""
    with tempfile.TemporaryDirectory() as folder:
        write_shapes(Path(folder))
        found = read(Path(folder))
    text = found.description.replace(f"pictures in {folder}", "drawn shapes, written to folders")
    return replace(found, name="folders", description=text)
