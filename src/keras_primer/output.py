"""Writes what a training leaves behind: all of it or, when something goes wrong, nothing."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from keras_primer.errors import InputError

FILES = ("model.keras", "history.json", "curves.png", "report.json")
CONFUSION = "confusion.png"  # only of a recipe that tells classes apart


def check_free(out: Path, force: bool) -> None:
    """Raise `InputError` if `out` cannot become a training's folder.

    Called before the training, so that nobody waits for a model that has no place. Nothing is
    created yet: a training that fails leaves no empty folder.
    """
    try:
        if not force and any((out / name).exists() for name in (*FILES, CONFUSION)):
            raise InputError(
                f"{out} already holds a training; name another folder with --out, or replace it "
                "with --force."
            )
        existing = out.absolute()
        while not os.path.lexists(existing):
            existing = existing.parent
        if existing.is_file():
            raise InputError(f"{existing} is a file; name a folder with --out.")
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise InputError(f"cannot write to {out}: {error.strerror}.") from None


def write(out: Path, run, classes: tuple | None = None, names: tuple | None = None) -> None:
    """Save a `training.Run` in the folder `out`.

    Everything is first written beside its destination and moved there in the end, so a full disk
    leaves an earlier training as it was.

    Args:
        out: the folder.
        run: what to save.
        classes: those of the test set and those that the model said, integers of shape `(n,)`;
            `None` if the recipe is about something else, so that there is no confusion to draw.
        names: of the classes, where they have any; `predict` finds them in the report.

    Raises:
        InputError: a file could not be written.
    """
    new = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        # Inside `out`: a move within one file system cannot run out of space half-way.
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=out) as partial:
            partial = Path(partial)
            run.model.save(partial / "model.keras")
            write_json(partial / "history.json", run.history)
            named = {"classes": names} if names else {}
            write_json(partial / "report.json", run.report.whole() | named)
            plot(partial / "curves.png", run.history)
            if classes:
                plot_confusion(partial / CONFUSION, *classes)
            (out / CONFUSION).unlink(missing_ok=True)  # may be that of an earlier training
            for path in partial.iterdir():
                os.replace(path, out / path.name)
    except BaseException as error:
        for outermost in new[-1:]:
            shutil.rmtree(outermost, ignore_errors=True)
        if isinstance(error, OSError):
            raise InputError(
                f"could not save to {out}: {error.strerror or error}; nothing there was changed."
            ) from None
        raise


def check_picture(path: Path, force: bool) -> None:
    """Raise `InputError` if a picture cannot be written to `path`."""
    if path.suffix.lower() != ".png":
        raise InputError(f"{path} is drawn as a PNG file; name one that ends in .png.")
    if path.exists() and not force:
        raise InputError(f"{path} exists; name another file, or replace it with --force.")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"cannot write to {path.parent}; name another place.")


def draw(path: Path, readings: list) -> None:
    """Draw what a model was given and what it answered, in the order of the readings.

    Raises:
        InputError: the file could not be written.
    """
    from matplotlib.figure import Figure

    digits = [digit for reading in readings for digit in reading.digits]
    columns = min(8, len(digits))
    rows = -(-len(digits) // columns)
    figure = Figure(figsize=(1.5 * columns, 1.8 * rows), layout="constrained")
    for place, digit in enumerate(digits, start=1):
        caption = f"{digit.value}: {digit.probability:.2f}"
        axes = figure.add_subplot(rows, columns, place, title=caption)
        axes.imshow(digit.seen, cmap="gray", vmin=0, vmax=255)
        axes.set_axis_off()
    try:
        figure.savefig(path, format="png")
    except OSError as error:
        raise InputError(f"could not save {path}: {error.strerror or error}.") from None


def write_json(path: Path, value) -> None:
    """Write `value` as JSON that a person can read and `git diff` can compare.

    Where the locale has no Chinese, Python knows a Chinese file name by its bytes only; these are
    written as they are.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def plot(path: Path, history: dict[str, list[float]]) -> None:
    """Draw each metric over the epochs, training beside validation."""
    from matplotlib.figure import Figure  # not pyplot: no window, no global state

    metrics = [name for name in history if f"val_{name}" in history] or list(history)
    figure = Figure(figsize=(4.5 * len(metrics), 3.5), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(metrics), squeeze=False)[0], metrics, strict=True):
        epochs = range(1, len(history[name]) + 1)
        axes.plot(epochs, history[name], "o-", label="training")
        if f"val_{name}" in history:
            axes.plot(epochs, history[f"val_{name}"], "s--", label="validation")
        axes.set(xlabel="epoch", title=name)
        if len(epochs) <= 12:
            axes.set_xticks(epochs)
        axes.legend()
    figure.savefig(path, dpi=120)


def plot_confusion(path: Path, true, said) -> None:
    """Draw how often each class of the test set was taken for which."""
    from matplotlib.figure import Figure
    from sklearn.metrics import ConfusionMatrixDisplay

    figure = Figure(figsize=(6, 6), layout="constrained")
    ConfusionMatrixDisplay.from_predictions(
        true, said, ax=figure.subplots(), cmap="Blues", colorbar=False
    )
    figure.savefig(path, dpi=120)
