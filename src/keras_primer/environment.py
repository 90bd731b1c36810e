"""What this machine runs on: versions, devices, backends; and how Keras is started."""

import contextlib
import functools
import importlib.util
import json
import locale
import os
import platform
import signal
import sys
from pathlib import Path

from keras_primer.errors import InputError, first_line

BACKENDS = ("tensorflow", "jax", "torch")
OLDEST_PYTHON = (3, 11)


def language() -> str:
    """The reader's language as the system has it: "zh" or, for all others, "en"."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next(filter(None, names), locale.getlocale()[0] or "")
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def keras_home() -> Path:
    """The folder in which Keras keeps its settings and the data sets that it downloads."""
    return Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser()


def installed_backends() -> list[str]:
    """The backends that are installed, without importing any."""
    return [name for name in BACKENDS if importlib.util.find_spec(name)]


def chosen_backend() -> str:
    """The backend that Keras will take, without importing it.

    Raises:
        InputError: `keras.json` does not hold settings.
    """
    return os.environ.get("KERAS_BACKEND") or settings().get("backend", "tensorflow")


def settings_file() -> Path:
    """The file in which Keras keeps its settings."""
    return keras_home() / "keras.json"


def settings() -> dict:
    """What `keras.json` says; empty where it is missing or broken, which Keras ignores, too.

    Raises:
        InputError: it holds something else than settings, which ends Keras at its import.
    """
    try:
        found = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        raise InputError(
            f"{settings_file()} holds {json.dumps(found):.40}, where Keras looks for settings in "
            "braces; delete the file, and Keras writes a new one."
        )
    return found


def how_to_set(setting: str, variable: str) -> str:
    """Where a reader changes a setting: in `keras.json` if it stands there and decides."""
    if setting in settings() and not os.environ.get(variable):
        return f'change "{setting}" in {settings_file()}'
    return f"set {variable}"


def check_keras() -> None:
    """Raise `InputError` if Keras cannot be started here; the message says what to change."""
    import importlib.metadata  # takes long, and the doctor does without

    if sys.version_info < OLDEST_PYTHON:
        raise InputError(
            f"this is Python {platform.python_version()}; Keras Primer needs Python "
            f"{'.'.join(map(str, OLDEST_PYTHON))} or newer."
        )
    try:
        version = importlib.metadata.version("keras")
    except importlib.metadata.PackageNotFoundError:
        raise InputError("Keras is not installed; run: pip install keras tensorflow") from None
    if int(version.split(".")[0]) < 3:
        raise InputError(f"Keras {version} is too old; run: pip install --upgrade keras")
    backend, installed = chosen_backend(), installed_backends()
    change = how_to_set("backend", "KERAS_BACKEND")
    if backend not in BACKENDS:
        raise InputError(
            f"models cannot be trained on the backend {backend!r}; {change} to "
            f"{', '.join(BACKENDS[:-1])} or {BACKENDS[-1]}."
        )
    if backend not in installed:
        others = " or ".join(installed)
        raise InputError(
            f"the backend {backend!r} is not installed; run: pip install {backend}"
            + (f" (or {change} to {others})" if others else "")
        )


def start_keras() -> None:
    """Import Keras, which takes seconds.

    Raises:
        InputError: it cannot be imported; the message says why.
        KeyboardInterrupt: Ctrl-C was pressed meanwhile. It takes effect when the import is
            complete, because half an import cannot be left cleanly.
    """
    check_keras()
    if "keras" in sys.modules:
        return
    # TensorFlow logs at every start what it looked for in vain, as an error where there is no GPU;
    # what stops a program is raised in any case.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    pressed = []
    before = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        importlib.import_module("keras")
    except Exception as error:  # a broken installation, a wrong keras.json, versions that clash
        read = f" (settings are read from {settings_file()})" if settings() else ""
        raise InputError(
            f"Keras cannot start on the backend {chosen_backend()!r}: {first_line(error)}{read}"
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def versions() -> dict[str, str]:
    """Version numbers of Python, Keras, NumPy and the backend in use."""
    import keras

    packages = ("keras", keras.backend.backend(), "numpy")
    return {"python": platform.python_version()} | {
        name: str(sys.modules[name].__version__) for name in packages
    }


def device() -> str:
    """The kind of device that the backend computes on, such as `"CPU"` or `"NVIDIA H100"`."""
    import keras

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        gpus = tf.config.list_physical_devices("GPU")
        details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
        names = [detail.get("device_name", "GPU") for detail in details]
    elif backend == "jax":
        import jax

        names = [found.device_kind for found in jax.devices() if found.platform != "cpu"]
    else:
        import torch

        if torch.backends.mps.is_available():  # Keras prefers it, too
            return "Apple GPU"
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
    return " + ".join(names) or "CPU"


@functools.cache
def convolves_channels_first(on: str | None = None) -> bool:
    """Whether the backend can convolve images whose channels come first, found out by trying.

    JAX and PyTorch can. TensorFlow can on a GPU and, on a CPU, with oneDNN: a library of Intel's
    that it uses by itself on some processors, and wherever `TF_ENABLE_ONEDNN_OPTS` is set to 1
    before it is imported. What TensorFlow can it tells only by an error.

    Args:
        on: a device, such as `"cpu"`; the one that the backend computes on by default.
    """
    import keras

    place = keras.device(on) if on else contextlib.nullcontext()
    try:
        with place:
            keras.ops.conv(
                keras.ops.ones((1, 1, 2, 2)),  # one image, one channel, 2 × 2 pixels
                keras.ops.ones((2, 2, 1, 1)),
                data_format="channels_first",
            )
    except Exception:  # TensorFlow's own: UnimplementedError
        return False
    return True


def uses_onednn() -> bool | None:
    """Whether TensorFlow computes with oneDNN on the CPU; `None` on another backend.

    TensorFlow has no function that tells. What only oneDNN can do there tells it, too.
    """
    import keras

    return convolves_channels_first("cpu") if keras.backend.backend() == "tensorflow" else None


def memory_growth() -> bool:
    """Whether the backend takes GPU memory as it needs it, not all of it at the start."""
    import keras

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        growing = tf.config.experimental.get_memory_growth
        return os.environ.get("TF_FORCE_GPU_ALLOW_GROWTH") == "true" or all(
            growing(gpu) for gpu in tf.config.list_physical_devices("GPU")
        )
    if backend == "jax":
        return os.environ.get("XLA_PYTHON_CLIENT_PREALLOCATE") in ("false", "0")
    return True
