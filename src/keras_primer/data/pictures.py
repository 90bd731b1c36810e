"""From a picture of a digit to what a network trained on MNIST expects.

MNIST is white ink on black, the digit scaled into a box of 20×20 and placed by its centre of mass
in 28×28. A picture is brought there step by step; skipping a step costs accuracy without any
error message.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from keras_primer.data.digits import centre
from keras_primer.errors import InputError, first_line

SMALLEST = 8  # pixels; in fewer, a digit cannot be told
READABLE = ("1", "L", "RGB", "P")


def read_digit(path: str | Path) -> np.ndarray:
    """Read a picture of one digit, in any size, dark on light or light on dark.

    Returns:
        `uint8` array of shape `(28, 28)`, 0 is paper and 255 is ink.

    Raises:
        InputError: this is not a picture, or not one that can be read as a digit.
    """
    return to_mnist(read_grey(Path(path)), str(path))


def read_grey(path: Path) -> np.ndarray:
    """Read a picture as a `uint8` array of shape `(height, width)`.

    Raises:
        InputError: there is no picture, it cannot be read or turned to grey, or it is too small.
    """
    try:
        with Image.open(path) as picture:
            picture.load()
            # A telephone stores the picture as it was held, and says how to turn it.
            picture = ImageOps.exif_transpose(picture)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; name the pictures in it.") from None
    except UnidentifiedImageError:
        raise InputError(f"{path} is not a picture; use a PNG or JPEG file.") from None
    except Exception as error:  # Pillow's decoders raise whatever stops them
        raise InputError(f"{path} cannot be read as a picture ({first_line(error)}).") from None
    transparent = False
    if picture.has_transparency_data:  # it could be transparent; a screenshot hardly ever is
        alpha = picture.convert("RGBA").getchannel("A")
        transparent = alpha.getextrema() != (255, 255)
        picture = picture.convert("RGB")
    if transparent or picture.mode not in READABLE:
        raise InputError(
            f"{path} is {'transparent' if transparent else f'a picture of mode {picture.mode}'}, "
            "which can be turned to grey in more than one way; save it as RGB or 8-bit grey."
        )
    if min(picture.size) < SMALLEST:
        raise InputError(
            f"{path} is {picture.width}×{picture.height} pixels, too small for a digit; "
            f"use a picture of at least {SMALLEST}×{SMALLEST}."
        )
    return np.asarray(picture.convert("L"))


def to_mnist(grey: np.ndarray, name: str = "the picture") -> np.ndarray:
    """Turn, crop, scale and centre a grey picture the way MNIST was made.

    Args:
        grey: `uint8` array of shape `(height, width)`.
        name: what to call the picture in an error message.

    Returns:
        `uint8` array of shape `(28, 28)`, 0 is paper and 255 is ink.

    Raises:
        InputError: the array has another dtype or shape, the picture is of one colour, or it has
            only specks.
    """
    if grey.dtype != "uint8" or grey.ndim != 2:
        raise InputError(
            f"{name} is an array of {grey.dtype} and shape {grey.shape}; needed is a grey picture, "
            "uint8 of shape (height, width)."
        )
    ink = grey.astype("float64")
    # The border is paper: where it is the lighter half, the digit is dark.
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    if np.median(border) > (ink.min() + ink.max()) / 2:
        ink = 255 - ink
    ink -= ink.min()
    if ink.max() < 32:
        raise InputError(f"{name} is of one colour; there is no digit to be seen.")
    ink *= 255 / ink.max()
    rows, columns = (np.flatnonzero((ink > 64).any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = 20 / max(ink.shape)
    size = [max(1, round(length * scale)) for length in reversed(ink.shape)]
    picture = Image.fromarray(ink.astype("uint8")).resize(size, Image.Resampling.LANCZOS)
    digit = np.asarray(picture)
    if not digit.any():
        raise InputError(f"{name} has only specks, too small to be a digit.")
    return centre(digit)
