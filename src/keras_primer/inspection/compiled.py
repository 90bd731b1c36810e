"""The losses and metrics that `compile` was given."""

import re
import warnings
from collections.abc import Callable

import keras


def written(model) -> tuple:
    """Losses and metrics as they were given to `compile`."""
    if not model.compiled:
        return None, None
    return model.loss, config_of(model.get_compile_config).get("metrics")


def config_of(get: Callable[[], dict | None]) -> dict:
    """What `get_config` tells; empty if something of the caller's in it cannot be saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a lambda: what is saved is not loaded here
            return get() or {}
    except Exception:  # whatever a class of the caller's raises
        return {}


def part(whole, key, place: int, several: bool):
    """What `compile` was given for one output: by name, by place, or the same for all."""
    if isinstance(whole, dict) and "class_name" not in whole:
        return whole.get(key) if several else next(iter(whole.values()), None)
    if several and isinstance(whole, (list, tuple)):
        return whole[place] if place < len(whole) else None
    return whole


def loss_of(loss) -> tuple[str, bool]:
    """The name of a loss, and whether it expects logits."""
    if isinstance(loss, (list, tuple)) and len(loss) == 1:
        return loss_of(loss[0])
    if isinstance(loss, str):
        loss = keras.losses.get(loss)
    if isinstance(loss, keras.losses.Loss):
        return snake(type(loss).__name__), config_of(loss.get_config).get("from_logits", False)
    return getattr(loss, "__name__", ""), False


def metrics_of(given) -> list[tuple[str, dict]]:
    """Name and settings of metrics as `get_compile_config` gives them.

    Strings are as they were written; objects and functions have become dictionaries.
    """
    if isinstance(given, (list, tuple)):
        return [metric for each in given for metric in metrics_of(each)]
    if isinstance(given, str):
        return [(given if given == "Accuracy" else snake(given), {})]
    if isinstance(given, dict):
        name, config = given.get("class_name"), given.get("config")
        return metrics_of(config) if name == "function" else [(metrics_of(name)[0][0], config)]
    return []


def snake(name: str) -> str:
    """`BinaryCrossentropy` as `binary_crossentropy`, `AUC` as `auc`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
