"""A recipe as a program: its options, the training, and what is said and left behind.

`python -m keras_primer train NAME` and `python -m keras_primer.recipes.NAME` are the same program.
"""

from __future__ import annotations  # so that an older Python gets to say that it is too old

import argparse
from pathlib import Path

from keras_primer import output, recipes
from keras_primer.errors import guarded


def add_options(parser: argparse.ArgumentParser, as_published: bool = True) -> None:
    """Give a parser the options of a training.

    Args:
        parser: of the command line.
        as_published: whether to offer the settings of a tutorial.
    """
    add_data(parser)
    parser.add_argument("--epochs", type=positive, help="default: the recipe's own")
    parser.add_argument("--seed", type=seed, default=0)
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: runs/NAME")
    parser.add_argument("--force", action="store_true", help="replace what --out already holds")
    if as_published:
        text = "with the settings of the original tutorial"
        parser.add_argument("--as-published", action="store_true", help=text)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Give a parser the option that says what to train on."""
    text = "default: the built-in digits, or the data that the recipe makes for itself (own)"
    parser.add_argument("--data", metavar="digits|mnist|FILE.npz|DIR|own", help=text)


def positive(text: str) -> int:
    """A whole number of at least 1, or argparse's own error."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def seed(text: str) -> int:
    """A whole number from 0 to 2**32 - 1, or argparse's own error."""
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**32 - 1}")
    return int(text)


def folder(name: str, options: argparse.Namespace) -> Path:
    """Where a training is saved."""
    return options.out or Path("runs") / name


def of_folder(name: str, source: str | None) -> bool:
    """Whether `--data` names a folder of pictures: for some recipes, whatever is not their own."""
    return name in recipes.OF_FOLDERS and source not in (None, "own")


def check(name: str, options: argparse.Namespace) -> None:
    """Raise `InputError` for what can be known to go wrong before Keras starts."""
    from keras_primer.data import digits, folders

    if of_folder(name, options.data):
        folders.pictures(Path(options.data))
    else:
        digits.check_source(options.data)
    output.check_free(folder(name, options), options.force)


def train(recipe, options: argparse.Namespace) -> None:
    """Train a recipe, save everything in a folder, and say what came of it.

    Raises:
        InputError: the data cannot be used, or the folder cannot be written.
    """
    from keras_primer import training
    from keras_primer.data.digits import CAUTION

    out = folder(recipe.name, options)
    if of_folder(recipe.name, options.data):
        recipe, source = recipes.module(recipe.name).on(Path(options.data)), "own"
    else:
        source = options.data
    data = training.load(recipe, source)
    print(f"Data: {data.description}.")
    if data.name == "digits":
        print(CAUTION)
    run = training.train(recipe, data, options.seed, options.epochs)
    found = classes(recipe, data, run.model)
    output.write(out, run, found, data.classes)
    report = run.report
    print(
        *(f"Test {name.replace('_', ' ')} {value:.4f}," for name, value in report.test.items()),
        f"{report.epochs} epochs, {report.seconds:.1f} s. Saved in {out}.",
    )
    if data.classes:
        print(*recalls(data.classes, *found), sep="\n")
    if not recipe.scaled:
        print(
            "The tutorial does not scale pixels, so this model is not one for the command predict."
        )


def answer(recipe, data, model):
    """What a model says to the test set, as an array, or `None` if it has several outputs."""
    x, _ = recipe.prepare(data.x_test, data.y_test)
    said = model.predict(x, verbose=0)
    return None if isinstance(said, dict | list) else said


def classes(recipe, data, model) -> tuple | None:
    """The classes of the test set, and those that a model says, if it tells several apart."""
    said = answer(recipe, data, model)
    _, wanted = recipe.prepare(data.x_test, data.y_test)
    several = said is not None and said.ndim == 2 and said.shape[1] > 1 and wanted.ndim == 1
    return (data.y_test, said.argmax(axis=1)) if several else None


def recalls(names: tuple[str, ...], true, said) -> list[str]:
    """A line for each class: how many pictures of it, in the test set, the model recognized."""
    return [
        f"  {label} {name}: {(said[true == label] == label).sum()} of {(true == label).sum()}"
        for label, name in enumerate(names)
    ]


def main(recipe, published=None) -> int:
    """Run a recipe's module as a program.

    Args:
        recipe: a `keras_primer.training.Recipe`.
        published: the same with the settings of a tutorial, if it follows one.

    Returns:
        The exit code, as of `errors.guarded`.
    """
    parser = argparse.ArgumentParser(prog=f"python -m keras_primer.recipes.{recipe.name}")
    add_options(parser, as_published=published is not None)
    options = parser.parse_args()
    chosen = published if published and options.as_published else recipe

    def command():
        check(recipe.name, options)
        train(chosen, options)

    return guarded(command)
