"""What the layers of a model tell without being called."""

import keras


def all_layers(model) -> list:
    """The layers of a model and of the models in it."""
    found = []
    for layer in model.layers:
        found += [layer, *(all_layers(layer) if isinstance(layer, keras.Model) else [])]
    return found


def unbuilt(model) -> list:
    """The layers that have yet to create their weights."""
    return [layer for layer in all_layers(model) if not layer.built and not needs_no_build(layer)]


def needs_no_build(layer) -> bool:
    """Whether it is one of Keras's own that never has weights, such as `Flatten`."""
    kind = type(layer)
    return kind.build is keras.Layer.build and kind.__module__.startswith("keras.")


def declared(model, side: str) -> list:
    """The `inputs` or the `outputs` of a model as `KerasTensor`s, as far as it has such."""
    return list(getattr(model, side, None) or []) if model.built else []


def last_layer(model, tensor):
    """The layer that an output comes out of; `None` if that cannot be told."""
    if isinstance(model, keras.Sequential):
        layer = model.layers[-1] if model.layers else None
    else:
        layer = next((layer for layer in model.layers if makes(layer, tensor)), None)
    if isinstance(layer, keras.Model):
        return last_layer(layer, next(iter(declared(layer, "outputs")), None))
    return layer


def makes(layer, tensor) -> bool:
    """Whether a tensor comes out of a layer; of one that is called twice, that cannot be told."""
    try:
        return tensor is not None and layer.output is tensor
    except (AttributeError, ValueError):
        return False


def activation(layer) -> str | None:
    """The name of the function that a layer ends in."""
    if isinstance(layer, keras.layers.Softmax):
        return "softmax"
    return getattr(getattr(layer, "activation", None), "__name__", None)
