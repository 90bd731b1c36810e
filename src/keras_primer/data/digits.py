"""Handwritten digits: the built-in ones, MNIST, or a file of the same form.

Whatever is loaded says what it is (`Digits.description`), so the small built-in set is never taken
for MNIST. MNIST is recognised by the contents of its arrays, not by the bytes of a file: packing
it again does not make it something else.

Sources: MNIST, Y. LeCun, C. Cortes and C. Burges (CC BY-SA 3.0). Built-in digits: the "Optical
Recognition of Handwritten Digits" set of E. Alpaydin and C. Kaynak, as shipped by scikit-learn.
"""

import contextlib
import hashlib
import math
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from keras_primer.data.samples import Samples
from keras_primer.environment import keras_home, start_keras
from keras_primer.errors import InputError, first_line

# SHA-256 of the four files in which MNIST was published, unpacked: a short header, then the array.
PUBLISHED = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "y_train": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "y_test": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
LARGEST = 2e9  # bytes of unpacked arrays; MNIST has 55 million
CAUTION = (
    "The built-in digits are few and coarse: a model trained on them is not for photographs. For "
    "those, train with --data mnist."
)
BUILT_IN_TEST = 360  # of the 1,797 built-in digits, the last 360 are the test set


class Digits(Samples):
    """Images of digits and their labels.

    Attributes:
        x_train, x_test: `uint8` arrays of shape `(n, 28, 28)`, 0 is paper and 255 is ink.
        y_train, y_test: `uint8` arrays of shape `(n,)` with the digit, 0 to 9.
        name: `"digits"` (built in), `"mnist"`, or the name of a file that is neither.
        description: one sentence for people.
    """

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the four arrays as MNIST was published; see `PUBLISHED`."""
        digest = hashlib.sha256()
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            digest.update(idx_bytes(array))
        return digest.hexdigest()


def load(source: str | os.PathLike = "digits") -> Digits:
    """Load digits from wherever they are to be had.

    Args:
        source: `"digits"` for the 1,797 digits that come with scikit-learn (no network needed),
            `"mnist"` for MNIST from the Keras cache or else from the network, or the path of an
            `.npz` file with the arrays `x_train`, `y_train`, `x_test` and `y_test`.

    Raises:
        InputError: the file is missing, damaged or of another form, or MNIST cannot be downloaded.
    """
    if source == "digits":
        return built_in()
    if source == "mnist":
        try:
            return read_cached()
        except FileNotFoundError:
            return download()
    return read_npz(Path(source))


def built_in() -> Digits:
    """The 1,797 digits of scikit-learn (8×8, 17 levels), brought to MNIST's form.

    As in MNIST, a digit fills a box of 20×20 and its centre of mass lies in the middle of 28×28.
    """
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    images = np.stack([centre(enlarge(digit)) for digit in small.reshape(-1, 8, 8)])
    labels = labels.astype("uint8")
    cut = len(images) - BUILT_IN_TEST
    return Digits(
        images[:cut],
        labels[:cut],
        images[cut:],
        labels[cut:],
        "digits",
        f"the built-in digits ({cut} to train, {BUILT_IN_TEST} to test; not MNIST)",
    )


def enlarge(digit: np.ndarray) -> np.ndarray:
    """An 8×8 digit with values 0 to 16 as a 20×20 `uint8` image with values 0 to 255."""
    grey = Image.fromarray((digit * (255 / 16)).astype("uint8"))
    return np.asarray(grey.resize((20, 20), Image.Resampling.BICUBIC))


def centre(digit: np.ndarray) -> np.ndarray:
    """Put an image of at most 20×20 into 28×28 so that its centre of mass is at pixel 14.

    MNIST was made this way; a network trained on it expects the digit there.

    Args:
        digit: `uint8` array of shape `(height, width)`, both at most 20, with some ink.

    Returns:
        `uint8` array of shape `(28, 28)`.
    """
    height, width = digit.shape
    ink = digit.astype("float64")
    row = (ink.sum(axis=1) @ np.arange(height)) / ink.sum()
    column = (ink.sum(axis=0) @ np.arange(width)) / ink.sum()
    top = int(np.clip(round(14 - row), 0, 28 - height))
    left = int(np.clip(round(14 - column), 0, 28 - width))
    image = np.zeros((28, 28), dtype="uint8")
    image[top : top + height, left : left + width] = digit
    return image


def check_source(source: str | None) -> None:
    """Raise `InputError` if `--data` names a file that cannot be opened."""
    if source not in (None, "own", "digits", "mnist"):
        with opened(Path(source)):
            pass


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read its bytes; raise `InputError` if that fails."""
    try:
        with open(path, "rb") as file:
            yield file
    except FileNotFoundError:
        raise InputError(
            f"{path} does not exist; check the path, or use --data digits, which needs no file."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; name an .npz file.") from None


def read_npz(path: Path) -> Digits:
    """Read an `.npz` file in the form of MNIST, and say whether it is MNIST.

    Raises:
        InputError: the file is missing, is not an `.npz` file, is damaged, or its arrays have
            other names, shapes, types or label values.
    """
    with opened(path) as file:
        arrays = read_arrays(path, file)
    check_form(path, arrays)
    return identified(arrays, str(path), path.name)


def read_arrays(path: Path, file: BinaryIO) -> dict[str, np.ndarray]:
    """Read the four arrays from an open `.npz` file.

    Nothing is unpickled: a pickled object runs whatever program its author chose.

    Raises:
        InputError: this is not an `.npz` file, is damaged, or holds something else.
    """
    if not zipfile.is_zipfile(file):
        raise InputError(
            f"{path} is not a complete .npz file (a download that broke off, or something else "
            "under this name); get it again."
        )
    file.seek(0)
    try:
        archive = np.load(file, allow_pickle=False)
        inside = archive.zip.namelist()
        missing = [name for name in PUBLISHED if f"{name}.npy" not in inside]
        if missing:
            raise InputError(
                f"{path} has no array {' or '.join(missing)}; save the data as x_train, y_train, "
                "x_test and y_test."
            )
        size = sum(declared(archive.zip, f"{name}.npy") for name in PUBLISHED)
        if size > LARGEST:
            raise InputError(
                f"{path} unpacks to {size / 1e9:.1f} GB; at most {LARGEST / 1e9:.0f} GB are read."
            )
        return {name: np.asarray(archive[name]) for name in PUBLISHED}
    except InputError:
        raise
    except Exception as error:  # bytes in the wrong place make NumPy raise almost anything
        reason = f"is damaged ({first_line(error)}); get it again."
        if "pickle" in reason:
            reason = (
                "holds pickled Python objects, which are not opened because they can run any "
                "program; save plain arrays of numbers."
            )
        raise InputError(f"{path} {reason}") from None


def declared(archive: zipfile.ZipFile, name: str) -> int:
    """How many bytes an array says that it has: NumPy makes room for them before it reads any."""
    with archive.open(name) as member:
        first = np.lib.format.read_magic(member) == (1, 0)
        read = np.lib.format.read_array_header_1_0 if first else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(member)
    return math.prod(shape) * dtype.itemsize


def identified(arrays: dict[str, np.ndarray], place: str, name: str) -> Digits:
    """The arrays as `Digits`, called MNIST if their contents are MNIST's, else by `name`."""
    if all(
        hashlib.sha256(idx_bytes(array)).hexdigest() == PUBLISHED[key]
        for key, array in arrays.items()
    ):
        return Digits(**arrays, name="mnist", description=f"MNIST from {place}, contents verified")
    return Digits(
        **arrays,
        name=name,
        description=f"{place} ({len(arrays['x_train'])} to train, {len(arrays['x_test'])} to test; "
        "not MNIST)",
    )


def check_form(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Raise `InputError` unless the arrays have the shapes, types and labels of MNIST."""
    for part in ("train", "test"):
        x, y = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if x.ndim != 3 or x.shape[1:] != (28, 28) or x.dtype != np.uint8 or not len(x):
            raise InputError(
                f"{path}: x_{part} is {x.dtype} of shape {x.shape}; needed is uint8 of shape "
                "(n, 28, 28), with values 0 to 255."
            )
        if y.shape != (len(x),) or y.dtype.kind not in "iu":
            raise InputError(
                f"{path}: y_{part} is {y.dtype} of shape {y.shape}; needed are {len(x)} whole "
                f"numbers, shape ({len(x)},), one label for each image."
            )
        if y.min() < 0 or y.max() > 9:
            raise InputError(
                f"{path}: the labels in y_{part} run from {y.min()} to {y.max()}; "
                "needed are digits, 0 to 9."
            )


def idx_bytes(array: np.ndarray) -> bytes:
    """The array in IDX, the format in which MNIST was published.

    A big-endian header (0x0800 + number of axes, then the length of each axis), then the values
    as bytes.
    """
    header = np.array([0x0800 + array.ndim, *array.shape], dtype=">i4").tobytes()
    return header + array.astype("uint8").tobytes()


def keras_cache() -> Path:
    """The folder in which Keras keeps the data sets that it downloads."""
    return keras_home() / "datasets"


def read_cached() -> Digits:
    """MNIST from the Keras cache.

    Keras deletes a file in its cache that is not, byte for byte, the one it would download. Here
    it is read, and left alone whatever it is.

    Raises:
        FileNotFoundError: it is not there.
        InputError: the file there is damaged, or is not MNIST.
    """
    path = keras_cache() / "mnist.npz"
    if not path.exists():
        raise FileNotFoundError(path)
    digits = read_npz(path)
    if digits.name != "mnist":
        raise InputError(
            f"{path} is not MNIST; move it elsewhere to have MNIST downloaded, or use it for what "
            f"it is with --data {path}"
        )
    return digits


def download() -> Digits:
    """Have Keras download MNIST into its cache.

    Raises:
        InputError: the download failed.
    """
    start_keras()
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises a plain Exception when the network fails
        raise InputError(
            "MNIST is not in the Keras cache and could not be downloaded "
            f"({first_line(error)}); pass a file with --data FILE.npz, or use --data digits."
        ) from None
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    return identified(arrays, "the network", "mnist.npz")
