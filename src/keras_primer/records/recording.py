"""Records trainings and measurements: the numbers that pages may show.

One JSON file per recipe and backend, with every run, the versions and the device. A recording
belongs to the code that made it; its `fingerprint` tells whether that code is still the same.
"""

import datetime
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from keras_primer import environment, output, recipes, running
from keras_primer.data.samples import Samples
from keras_primer.errors import InputError
from keras_primer.records import fingerprint, measure

RESULTS = Path(__file__).parent / "results"


def record(name: str, source: str | None, seeds: list[int]) -> Path:
    """Train a recipe once per seed and write the result file.

    The file is replaced in the end, all at once: a recording that fails leaves the last one.

    Args:
        name: a recipe.
        source: the data, as for `training.load`.
        seeds: one run for each.

    Returns:
        The path of the file written.

    Raises:
        InputError: no such recipe, the data is neither MNIST nor the recipe's own, or the file
            cannot be written.
    """
    recipe = recipes.load(name)
    from keras_primer import training

    data = training.load(recipe, source)
    if data.name != "mnist" and recipe.own_data is None:
        raise InputError(
            f"pages show results on MNIST, but this is {data.description}; "
            "record with --data mnist, or name a file that holds MNIST."
        )
    code = fingerprint.of_recipe(name)  # what runs now; a file may be edited before the last run
    print(f"Data: {data.description}.")
    runs = []
    for seed in seeds:
        run = training.train(recipe, data, seed, verbose=2)
        runs.append((run.history, run.report, running.answer(recipe, data, run.model)))
    histories, reports, answers = zip(*runs, strict=True)
    result = reports[0].shared()
    result["date"] = datetime.date.today().isoformat()
    result["fingerprint"] = code
    for key in reports[0].measured():
        result[key] = measure.spread([report.measured()[key] for report in reports])
    if (
        all(said is not None and said.shape[1:] == (10,) for said in answers)
        and data.name == "mnist"
    ):
        result |= confusions(answers, data)
    if data.name == "solar":
        result["forecast"] = forecast(answers[-1], data)
    result["runs"] = [
        {"history": history} | report.run()
        for history, report in zip(histories, reports, strict=True)
    ]
    path = RESULTS / f"{name}.{reports[0].backend}.json"
    write(path, result)
    return path


def measured(name: str, record: bool = False) -> str:
    """Run a measurement.

    Args:
        name: a module of `keras_primer.records.measure`.
        record: keep the numbers, in place of those that pages quote now.

    Returns:
        What to tell: the numbers as JSON, and where they are kept.

    Raises:
        InputError: no such measurement, Keras cannot be started, or the file cannot be written.
    """
    if name not in measure.names():
        raise InputError(
            f"there is no measurement {name!r}; choose from: {', '.join(measure.names())}."
        )
    environment.start_keras()
    code = fingerprint.of_measurement(name)
    found = measure.module(name).run()
    last = f"Recorded in {keep(name, code, found)}." if record else "Not kept; --record keeps it."
    return f"{json.dumps(found, indent=2)}\n{last}"


def bench(names: list[str], source: str | None, seeds: list[int], record: bool = False) -> None:
    """Let the settings of tutorials and ours race; what comes of it is printed.

    Args:
        names: recipes that follow a tutorial, or that race another's (`race.CHALLENGERS`).
        source: the data, as for `training.load`.
        seeds: one race for each.
        record: keep the numbers, in place of those that pages quote now.

    Raises:
        InputError: no such recipe, it races no tutorial, the data cannot be used, it is not MNIST
            and should be recorded, or the file cannot be written.
    """
    from keras_primer import training
    from keras_primer.records.measure import race

    found = {name: race.tutorial(name) for name in names}  # all of them before any race
    for name, tutorial in found.items():
        data = training.load(tutorial, source)
        if record and data.name != "mnist":
            raise InputError(f"pages show results on MNIST, but this is {data.description}.")
        kept = f"race_{name}"
        code = fingerprint.of_measurement(kept)
        times = race.run(name, data, seeds)
        if record:
            print(f"Recorded in {keep(kept, code, times)}.")


def keep(name: str, code: str, found: dict) -> Path:
    """Write what was measured, with what it was measured on.

    Args:
        name: the first part of the name of the file, which is returned.
        code: the fingerprint of the code that measured.
        found: the numbers.

    Raises:
        InputError: the file cannot be written.
    """
    backend = environment.chosen_backend()
    result = {
        "measurement": name,
        "backend": backend,
        "device": environment.device(),
        "cores": os.cpu_count(),
        "versions": environment.versions(),
        "date": datetime.date.today().isoformat(),
        "fingerprint": code,
    } | found
    path = RESULTS / "measured" / f"{name}.{backend}.json"
    write(path, result)
    return path


def write(path: Path, result: dict) -> None:
    """Replace a result file, all at once.

    Raises:
        InputError: that is not possible; the file is as it was.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=path.parent) as partial:
            output.write_json(Path(partial) / path.name, result)
            os.replace(Path(partial) / path.name, path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; it is as it was.") from None


def confusions(answers: list[np.ndarray], data: Samples) -> dict:
    """Which digits were taken for which, and the mistakes that the last model was surest of.

    Args:
        answers: for each run, ten probabilities for each image of the test set.
        data: the digits, as from `training.load`.

    Returns:
        `confusion`: how often, over all runs, an image of a digit (row) was taken for a digit
        (column). `mistakes`: at most twelve images with label, prediction, its probability and
        28 rows of 28 hexadecimal digits, 0 for paper and f for ink.
    """
    confusion = np.zeros((10, 10), dtype=int)
    for probabilities in answers:
        np.add.at(confusion, (data.y_test, probabilities.argmax(axis=1)), 1)
    said = probabilities.argmax(axis=1)
    sure = np.where(said == data.y_test, 0, probabilities.max(axis=1))
    mistakes = [
        {
            "label": int(data.y_test[index]),
            "predicted": int(said[index]),
            "probability": float(sure[index]),
            "image": ["".join(f"{pixel >> 4:x}" for pixel in row) for row in data.x_test[index]],
        }
        for index in np.argsort(-sure)[:12]
        if sure[index]
    ]
    return {"confusion": confusion.tolist(), "mistakes": mistakes}


def forecast(answer: np.ndarray, data: Samples, hours: int = 96) -> dict:
    """The first hours of the test set, as they were and as the last model said.

    Args:
        answer: of shape `(n, 1)`.
        data: windows of a signal, as from `training.load`.
        hours: how many.

    Returns:
        `true` and `said`: a number for each hour, to three digits.
    """
    pairs = {"true": data.y_test[:hours], "said": answer[:hours, 0]}
    return {name: np.round(values.astype(float), 3).tolist() for name, values in pairs.items()}
