"""From a picture of digits to what a network trained on MNIST expects.

MNIST is white ink on black, the digit scaled into a box of 20×20 and placed by its centre of mass
in 28×28. A picture is brought there step by step; skipping a step costs accuracy without any
error message:

1. shrink it (`shrunk`), and estimate what the paper would look like without ink (`paper`);
2. what differs from the paper by more than its noise does is ink (`inked`);
3. of the ink, connected pieces are digits, without specks, ruled lines and what lies at the edge
   (`pieces`, `grouped`);
4. crop each digit, scale it, centre it (`fitted`).
"""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from scipy import ndimage

from keras_primer.data.digits import centre
from keras_primer.errors import InputError, first_line

SMALLEST = 8  # pixels; in fewer, a digit cannot be told
READABLE = ("1", "L", "RGB", "P")
LONGEST = 256  # pixels of the longer side in which digits are looked for
FAINTEST = 16  # grey levels between paper and ink, at least
NEIGHBOURS = np.ones((3, 3))  # pixels that touch by a corner are connected, too


def read_digit(path: str | Path) -> np.ndarray:
    """Read a picture of one digit, in any size, dark on light or light on dark.

    Returns:
        `uint8` array of shape `(28, 28)`, 0 is paper and 255 is ink.

    Raises:
        InputError: this is not a picture, or not one of a single digit.
    """
    return to_mnist(read_grey(Path(path)), str(path))


def read_digits(path: str | Path) -> np.ndarray:
    """Read a picture of digits in a row.

    Returns:
        `uint8` array of shape `(n, 28, 28)`, one image for each digit, from left to right.

    Raises:
        InputError: this is not a picture, or there are no digits to be seen in it.
    """
    return find_digits(read_grey(Path(path)), str(path))


def opened(path: Path) -> Image.Image:
    """Open a picture, the way up in which it was held.

    Raises:
        InputError: there is no picture, it is too large, or it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(path)  # reads only the size
        with picture:
            picture.load()
            # A telephone stores the picture as it was held, and says how to turn it.
            return ImageOps.exif_transpose(picture)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; name the pictures in it.") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise InputError(
            f"{path} has more than {Image.MAX_IMAGE_PIXELS // 10**6} million pixels; save it "
            "smaller, about a thousand pixels in height are plenty."
        ) from None
    except UnidentifiedImageError:
        raise InputError(f"{path} is not a picture; use a PNG or JPEG file.") from None
    except Exception as error:  # Pillow's decoders raise whatever stops them
        raise InputError(f"{path} cannot be read as a picture ({first_line(error)}).") from None


def read_grey(path: Path) -> np.ndarray:
    """Read a picture as a `uint8` array of shape `(height, width)`.

    Raises:
        InputError: as of `opened`, or it cannot be turned to grey, or it is too small.
    """
    picture = opened(path)
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
    """Turn, crop, scale and centre a grey picture of one digit the way MNIST was made.

    Args:
        grey: `uint8` array of shape `(height, width)`.
        name: what to call the picture in an error message.

    Returns:
        `uint8` array of shape `(28, 28)`, 0 is paper and 255 is ink.

    Raises:
        InputError: as of `find_digits`, or there are several digits.
    """
    digits = find_digits(grey, name)
    if len(digits) > 1:
        raise InputError(f"{name} shows {len(digits)} digits; cut out the one that you mean.")
    return digits[0]


def find_digits(grey: np.ndarray, name: str = "the picture") -> np.ndarray:
    """Bring every digit of a row to the form of MNIST, from left to right.

    Args:
        grey: `uint8` array of shape `(height, width)`.
        name: what to call the picture in an error message.

    Returns:
        `uint8` array of shape `(n, 28, 28)`, 0 is paper and 255 is ink.

    Raises:
        InputError: the array has another dtype or shape, or there are no digits to be seen.
    """
    if grey.dtype != "uint8" or grey.ndim != 2:
        raise InputError(
            f"{name} is an array of {grey.dtype} and shape {grey.shape}; needed is a grey picture, "
            "uint8 of shape (height, width)."
        )
    picture = shrunk(grey)
    ink = difference(picture, paper(picture))
    digits = grouped(pieces(inked(ink, name), name), name)
    return np.stack([fitted(written(ink, strokes)) for strokes in digits])


def shrunk(grey: np.ndarray) -> np.ndarray:
    """The picture with a longer side of about `LONGEST`, its finest grain smoothed away."""
    picture = Image.fromarray(grey.astype("float32"))
    picture = np.asarray(picture.reduce(max(1, round(max(picture.size) / LONGEST))))
    picture = picture.astype("float64")
    return ndimage.gaussian_filter(picture, 1) if max(picture.shape) > LONGEST / 2 else picture


def paper(picture: np.ndarray) -> np.ndarray:
    """What would be there without ink: the median of a large neighbourhood of each pixel.

    Digits are thin: most pixels around any place are paper, and as light or shaded as the paper is
    there. The paper has no details, so few pixels of it tell enough.
    """
    step = -(-max(picture.shape) // 48)
    coarse = ndimage.zoom(picture, 1 / step, order=1, mode="nearest")
    around = ndimage.median_filter(coarse, size=min(coarse.shape) // 3 * 2 + 1)
    back = np.divide(picture.shape, around.shape)
    return ndimage.zoom(around, back, order=1, mode="nearest")


def difference(picture: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """By how much each pixel differs from the paper; ink is positive, be it dark or light.

    The grain of the paper is as often darker as lighter, so what is left over is ink. Of what falls
    on it, ink swallows the same share in light and in shade: full light, 255, is what counts.
    """
    if np.sum((paper - picture) ** 3) < 0:
        picture, paper = 255 - picture, 255 - paper
    return (paper - picture) * 255 / np.maximum(paper, 64)


def inked(ink: np.ndarray, name: str) -> np.ndarray:
    """Where there is ink: more than noise, and not much fainter than the strongest ink.

    Raises:
        InputError: nothing stands out.
    """
    # For noise that is normally distributed this is four standard deviations; ink hardly moves it.
    least = max(FAINTEST, 4 * 1.4826 * np.median(np.abs(ink - np.median(ink))))
    if ink.max() <= least:
        raise InputError(
            f"nothing in {name} stands out from the paper and its grain; there is no digit to be "
            "seen."
        )
    return ink > max(least, 0.35 * np.percentile(ink[ink > least], 95))


def pieces(strokes: np.ndarray, name: str) -> list[np.ndarray]:
    """Connected ink that can be a digit or a part of one.

    Raises:
        InputError: there is none.
    """
    height, width = strokes.shape
    for line in ((1, round(0.9 * width)), (round(0.9 * height), 1)):  # of ruled or squared paper
        strokes = strokes & ~ndimage.grey_opening(strokes, line, mode="constant")
    # A faint stroke has gaps, and a line that was taken away leaves some.
    gap = min(strokes.shape) // 100
    joined = ndimage.binary_dilation(strokes, NEIGHBOURS, iterations=gap) if gap else strokes
    labels, count = ndimage.label(joined, NEIGHBOURS)
    found = [strokes & (labels == label) for label in range(1, count + 1)]
    found = [piece for piece in found if max(extent(piece)) >= max(5, max(strokes.shape) / 20)]
    if not found:
        raise InputError(f"{name} has only specks or lines, nothing that could be a digit.")
    # A finger or the end of the table reaches in from the edge; so may a digit, if it is alone.
    for most in (0, 1):
        if inside := [piece for piece in found if edges(piece) <= most]:
            return inside
    raise InputError(f"what {name} shows goes on beyond it; leave some paper around the digit.")


def extent(piece: np.ndarray) -> tuple[int, int]:
    """Height and width of what is `True`."""
    rows, columns = box(piece)
    return rows.stop - rows.start, columns.stop - columns.start


def box(piece: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns of what is `True`."""
    return ndimage.find_objects(piece.astype("uint8"))[0]


def edges(piece: np.ndarray) -> int:
    """How many of the four edges of the picture a piece touches."""
    return sum(bool(edge.any()) for edge in (piece[0], piece[-1], piece[:, 0], piece[:, -1]))


def grouped(found: list[np.ndarray], name: str) -> list[np.ndarray]:
    """Digits from left to right, each of one or more pieces that stand above each other.

    Raises:
        InputError: they are not in one row.
    """
    tall = max(extent(piece)[0] for piece in found)
    found = [piece for piece in found if max(extent(piece)) > tall / 3]
    digits = []
    for piece in sorted(found, key=lambda piece: box(piece)[1].start):
        if digits and shared(digits[-1], piece, axis=1) > 0.5:
            digits[-1] = digits[-1] | piece
        else:
            digits.append(piece)
    tallest = max(digits, key=lambda digit: extent(digit)[0])
    if any(shared(tallest, digit, axis=0) < 0.5 for digit in digits):
        raise InputError(f"the digits in {name} are not in one row; cut out one row.")
    return digits


def shared(one: np.ndarray, other: np.ndarray, axis: int) -> float:
    """Which part of the smaller one's rows (axis 0) or columns (axis 1) both have."""
    a, b = box(one)[axis], box(other)[axis]
    common = min(a.stop, b.stop) - max(a.start, b.start)
    return common / min(a.stop - a.start, b.stop - b.start)


def written(ink: np.ndarray, strokes: np.ndarray) -> np.ndarray:
    """The ink of some strokes with their soft edges, as `uint8`: 255 is where it is strong."""
    around = ndimage.binary_dilation(strokes, NEIGHBOURS, iterations=2)
    strong = np.percentile(ink[strokes], 80)
    return (255 * (ink * around / strong).clip(0, 1)).round().astype("uint8")


def fitted(ink: np.ndarray) -> np.ndarray:
    """Crop, scale and centre the way MNIST was made.

    Args:
        ink: `uint8` array of shape `(height, width)`, 0 is paper, with some ink.

    Returns:
        `uint8` array of shape `(28, 28)`.
    """
    ink = ink[box(ink > 64)]
    scale = 20 / max(ink.shape)
    size = [max(1, round(length * scale)) for length in reversed(ink.shape)]
    return centre(np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.LANCZOS)))
