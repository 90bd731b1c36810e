"""The command line of Keras Primer."""

from __future__ import annotations  # so that an older Python gets to say that it is too old

import argparse
import importlib
import sys
from pathlib import Path

from keras_primer import environment, howto, recipes, running
from keras_primer.errors import guarded


def main(argv: list[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: the words of the command; those given to the program by default.

    Returns:
        The exit code, as of `errors.guarded`. A training that is stopped is not saved: the learning
        rate follows the planned number of epochs, so a part of a training is not a shorter one.
    """
    sys.stdout.reconfigure(errors="backslashreplace")  # a path that the terminal cannot show
    options = parser().parse_args(argv)
    return guarded(lambda: options.command(options))


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
    running.add_options(new)

    new = add(predict, "predict", "say what pictures show: digits, or classes learned from folders")
    new.add_argument("model", type=Path, metavar="MODEL", help="a .keras file")
    new.add_argument("images", nargs="+", metavar="IMAGE", help="one digit, or several in a row")
    new.add_argument("--show", type=Path, metavar="OUT.png", help="draw what the model was given")
    new.add_argument("--force", action="store_true", help="replace what --show names")

    new = add(record, "record", "train with several seeds and keep the numbers for the pages")
    new.add_argument("names", nargs="+", metavar="NAME")
    running.add_data(new)
    new.add_argument("--seeds", type=running.seed, nargs="+", default=[0, 1, 2])

    new = add(show, "howto", "show how models are saved, memory is shared, devices are used")
    new.add_argument("name", choices=howto.names())

    new = add(measure, "measure", "time something")
    new.add_argument("name", metavar="NAME", help="a module of keras_primer.records.measure")
    add_record(new)

    new = add(bench, "bench", "time a tutorial's settings against ours")
    new.add_argument("names", nargs="+", metavar="NAME")
    running.add_data(new)
    new.add_argument("--seeds", type=running.seed, nargs="+", default=[0, 1, 2])
    add_record(new)

    # It has options of its own: no word is one for this parser.
    settings = {"add_help": False, "prefix_chars": "\0"}
    new = add(doctor, "doctor", "find what is out of date in a Keras program", **settings)
    new.add_argument("words", nargs="*", metavar="FILE")
    return top


def add_record(parser: argparse.ArgumentParser) -> None:
    """Numbers that pages quote are replaced only if that is said."""
    text = "keep the numbers, in place of those that pages quote"
    parser.add_argument("--record", action="store_true", help=text)


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
    recipes.check(options.name)
    running.check(options.name, options)
    environment.start_keras()
    running.train(recipes.load(options.name, options.as_published), options)


def predict(options) -> None:
    """Print for each picture its digits, and how sure the model is of each.

    What cannot be read is named in the end.
    """
    from keras_primer import output, prediction

    if options.show:
        output.check_picture(options.show, options.force)
    readings = []
    try:
        for reading in prediction.predict(options.model, options.images):
            if not readings and (caution := prediction.caution(options.model)):
                print(f"keras_primer: {caution}", file=sys.stderr)
            readings.append(reading)
            print_reading(reading)
    finally:
        if options.show and readings:
            output.draw(options.show, readings)


def print_reading(reading) -> None:
    """One line for a picture of one digit; for one of several, a line for each digit, too."""
    lines = [
        f"{digit.value}, probability {digit.probability:.2f}"
        + f" (unsure: {digit.nonsense:.0%} of drawings that are no digits get as much)"
        * digit.unsure
        for digit in reading.digits
    ]
    if len(lines) > 1:
        number = "".join(str(digit.value) for digit in reading.digits)
        lines.insert(0, f"{number}, {len(reading.digits)} digits from left to right:")
    print(f"{reading.image}:", "\n  ".join(lines))


def record(options) -> None:
    """Train with several seeds and write `records/results/`."""
    from keras_primer.records import recording

    prepare(options)
    for name in options.names:
        print(f"Recorded in {recording.record(name, options.data, options.seeds)}.")


def prepare(options) -> None:
    """Start Keras for several recipes, after a look at what can be known to go wrong before."""
    from keras_primer.data import digits

    for name in options.names:
        recipes.check(name)
    digits.check_source(options.data)
    environment.start_keras()


def measure(options) -> None:
    """Time something and print it; with `--record`, write `records/results/measured/`."""
    from keras_primer.records import recording

    print(recording.measured(options.name, options.record))


def show(options) -> None:
    """Do something beyond training, and print what came of it."""
    environment.start_keras()
    importlib.import_module(f"keras_primer.howto.{options.name}").show()


def bench(options) -> None:
    """Time the tutorials' settings against ours."""
    prepare(options)
    from keras_primer.records import recording

    recording.bench(options.names, options.data, options.seeds, options.record)


def doctor(options) -> int:
    """Read a program and say what is out of date in it."""
    from keras_primer.old import doctor

    return doctor.run(options.words)


if __name__ == "__main__":
    raise SystemExit(main())
