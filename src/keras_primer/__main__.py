"""The command line of Keras Primer."""

from __future__ import annotations  # lets older Pythons come as far as the sentence about Python

import argparse
import importlib
import sys
from pathlib import Path

from keras_primer import environment, howto, recipes
from keras_primer.errors import InputError


def main(argv: list[str] | None = None, more: bool = False) -> int:
    """Run a command.

    Args:
        argv: the words of the command; those given to the program by default.
        more: add the words given to the program to `argv`.

    Returns:
        The exit code: 0 if all went well, 2 if something given could not be used, or if Ctrl-C
        stopped it. A training that is stopped is not saved: the learning rate follows the planned
        number of epochs, so a part of a training is not a shorter training.
    """
    if argv is None:
        argv = sys.argv[1:]
    elif more:
        argv = argv + sys.argv[1:]
    sys.stdout.reconfigure(errors="backslashreplace")  # a path that the terminal cannot show
    options = parser().parse_args(argv)
    try:
        return options.command(options) or 0
    except InputError as error:
        print(f"keras_primer: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nkeras_primer: stopped by Ctrl-C; nothing unfinished was kept.", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(prog="python -m keras_primer", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(command, name, text, **settings):
        new = commands.add_parser(name, help=text, description=text, **settings)
        new.set_defaults(command=command)
        return new

    add(list_recipes, "list", "name the recipes")
    add(check, "check", "see whether Keras works on this machine")

    new = add(train, "train", "train a recipe and save the model; Ctrl-C saves nothing")
    new.add_argument("name", metavar="NAME", help="a recipe; see the command list")
    new.add_argument("--data", default="digits", metavar="digits|mnist|FILE.npz")
    new.add_argument("--epochs", type=positive, help="default: the recipe's own")
    new.add_argument("--seed", type=seed, default=0)
    new.add_argument("--out", type=Path, metavar="DIR", help="default: runs/NAME")
    new.add_argument("--force", action="store_true", help="replace what --out already holds")
    new.add_argument(
        "--as-published", action="store_true", help="with the settings of the original tutorial"
    )

    new = add(predict, "predict", "say which digit pictures show")
    new.add_argument("model", type=Path, metavar="MODEL", help="a .keras file")
    new.add_argument("images", nargs="+", metavar="IMAGE")

    new = add(record, "record", "train with several seeds and keep the numbers for the pages")
    new.add_argument("names", nargs="+", metavar="NAME")
    new.add_argument("--data", default="digits", metavar="digits|mnist|FILE.npz")
    new.add_argument("--seeds", type=seed, nargs="+", default=[0, 1, 2])

    new = add(show, "howto", "show how models are saved, memory is shared, devices are used")
    new.add_argument("name", choices=howto.names())

    new = add(measure, "measure", "time something and keep the numbers for the pages")
    new.add_argument("name", metavar="NAME", help="a module of keras_primer.measure")

    new = add(bench, "bench", "time a tutorial's settings against ours")
    new.add_argument("names", nargs="+", metavar="NAME")
    new.add_argument("--data", default="digits", metavar="digits|mnist|FILE.npz")
    new.add_argument("--seeds", type=seed, nargs="+", default=[0, 1, 2])
    new.add_argument("--record", action="store_true", help="keep the numbers for the pages")

    # It has options of its own: no word is one for this parser.
    settings = {"add_help": False, "prefix_chars": "\0"}
    new = add(doctor, "doctor", "find what is out of date in a Keras program", **settings)
    new.add_argument("words", nargs="*", metavar="FILE")
    return top


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


def list_recipes(options) -> None:
    """Print every recipe with its summary."""
    width = max(map(len, recipes.names()))
    for name in recipes.names():
        print(f"{name:{width}}  {recipes.summary(name)}")


def check(options) -> None:
    """Report what is installed, and train a small network as proof."""
    from keras_primer import checkup

    checkup.run()


def train(options) -> None:
    """Train one recipe and save everything in a folder."""
    from keras_primer import data, output

    # What can go wrong at once is looked at before Keras, which takes seconds to start.
    recipes.check(options.name)
    data.check_source(options.data)
    out = options.out or Path("runs") / options.name
    output.check_free(out, options.force)
    environment.start_keras()
    from keras_primer import training

    module = recipes.module(options.name)
    recipe = module.recipe
    if options.as_published:
        if not hasattr(module, "published"):
            raise InputError(
                f"{options.name} has no settings of a tutorial; leave out --as-published."
            )
        recipe = module.published
    loaded = training.load(recipe, options.data)
    print(f"Data: {loaded.description}.")
    run = training.train(recipe, loaded, options.seed, options.epochs)
    report = run.report
    report["as_published"] = options.as_published
    output.write(out, run)
    measured = {key: value for key, value in report.items() if key.startswith("test_")}
    print(
        *(f"{key.replace('_', ' ').capitalize()} {value:.4f}," for key, value in measured.items()),
        f"{report['epochs']} epochs, {report['seconds']:.1f} s. Saved in {out}.",
    )
    if recipe.prepare is not module.recipe.prepare:
        print(
            "The tutorial does not scale pixels, so this model is not one for the command predict."
        )


def predict(options) -> None:
    """Print one line per picture: the digit, and how sure the model is."""
    from keras_primer import prediction

    for image, digit, probability in prediction.predict(options.model, options.images):
        unsure = "" if probability >= prediction.SURE else " (unsure)"
        print(f"{image}: {digit}, probability {probability:.2f}{unsure}")


def record(options) -> None:
    """Train with several seeds and write `results/`."""
    from keras_primer import data, recording

    for name in options.names:
        recipes.check(name)
    data.check_source(options.data)
    environment.start_keras()
    for name in options.names:
        print(f"Recorded in {recording.record(name, options.data, options.seeds)}.")


def measure(options) -> None:
    """Time something and write `results/measured/`."""
    from keras_primer import recording

    print(f"Recorded in {recording.measure(options.name)}.")


def show(options) -> None:
    """Do something beyond training, and print what came of it."""
    environment.start_keras()
    importlib.import_module(f"keras_primer.howto.{options.name}").show()


def bench(options) -> None:
    """Time the tutorials' settings against ours."""
    from keras_primer import data

    for name in options.names:
        recipes.check(name)
    data.check_source(options.data)
    environment.start_keras()
    from keras_primer import bench

    bench.run(options.names, options.data, options.seeds, options.record)


def doctor(options) -> int:
    """Read a program and say what is out of date in it."""
    from keras_primer import doctor

    return doctor.run(options.words)


if __name__ == "__main__":
    raise SystemExit(main())
