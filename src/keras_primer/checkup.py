"""`python -m keras_primer check`: does Keras work on this machine?"""

import os

from keras_primer import environment
from keras_primer.data import digits
from keras_primer.errors import InputError, first_line

LEARNED = 0.5  # test accuracy after three epochs: guessing gives 0.1, learning much more


def run() -> None:
    """Print versions, backends, device and settings, then train a small network as proof.

    Raises:
        InputError: Keras does not work; the message says what to install or change.
    """
    environment.start_keras()
    import keras

    print(*(f"{name} {version}" for name, version in environment.versions().items()), sep=", ")
    installed = ", ".join(environment.installed_backends())
    print(f"Backend: {keras.backend.backend()} (installed: {installed})")
    device = environment.device()
    print(f"Device: {device}")
    if device != "CPU":
        growth = environment.memory_growth()
        print(f"GPU memory: {'taken as needed' if growth else 'all of it taken at the start'}")
    if (onednn := environment.uses_onednn()) is not None:
        print(f"oneDNN: {'on' if onednn else 'off'} ({who_decided()})")
    can = "run" if environment.convolves_channels_first() else "do not run"
    print(f"Image data format: {keras.config.image_data_format()}")
    print(f"channels_first: convolutions {can} here")
    print(f"MNIST: {mnist()}")
    report = short_training()
    print(
        f"Trained {report.recipe} on the built-in digits in {report.seconds:.1f} s: "
        f"test accuracy {report.test['accuracy']:.2f}"
    )
    print("Everything works.")


def who_decided() -> str:
    """What switched oneDNN on or off."""
    setting = os.environ.get("TF_ENABLE_ONEDNN_OPTS")
    return (
        f"TF_ENABLE_ONEDNN_OPTS={setting}" if setting else "TensorFlow's choice on this processor"
    )


def mnist() -> str:
    """Whether MNIST is at hand; nothing is downloaded."""
    try:
        return digits.read_cached().description
    except FileNotFoundError:
        return f"not in {digits.keras_cache()}; downloaded when it is first used"
    except InputError as error:
        return str(error)


def short_training():
    """The `Report` of a training that takes some seconds.

    Raises:
        InputError: it failed, or the network learned nothing.
    """
    from keras_primer import training
    from keras_primer.recipes.first_mlp import recipe

    try:
        report = training.train(recipe, training.load(recipe), epochs=3, verbose=0).report
    except Exception as error:  # whatever a driver or a backend has to say
        raise InputError(
            f"Keras starts, but a training fails on this device: {first_line(error)} "
            "(to train on the CPU, set CUDA_VISIBLE_DEVICES to -1)"
        ) from None
    if report.test["accuracy"] < LEARNED:
        raise InputError(
            f"a training runs, but its test accuracy is {report.test['accuracy']:.2f}, where more "
            f"than {LEARNED} is right; install the versions that pyproject.toml names."
        )
    return report
