"""What every data set of the package is: samples with their targets, in two parts."""

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Samples:
    """Samples and targets, split into a training and a test set.

    Attributes:
        x_train, x_test: arrays of shape `(n, ...)`, one sample per row.
        y_train, y_test: arrays of shape `(n,)`, a label or a number for each sample.
        name: what results are recorded under.
        description: one sentence for people.
        classes: what the labels 0, 1, ... stand for, where the data itself says so.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    name: str
    description: str
    classes: tuple[str, ...] | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the contents of the four arrays: tells two data sets apart."""
        digest = hashlib.sha256()
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            digest.update(f"{array.dtype} {array.shape}".encode() + array.tobytes())
        return digest.hexdigest()
