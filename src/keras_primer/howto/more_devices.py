"""More than one device: data parallelism, tried on two virtual CPU devices.

Every device holds all weights and gets a share of each batch; the gradients are averaged, so the
weights stay equal. The result is that of one device with the whole batch, only faster where the
devices are real. On virtual ones, which share one processor, it is not faster: here they show
that the numbers stay the same.

The same but for rounding, because the gradients are added up in another order. In float32 a last
digit can grow: where two numbers in a window of the max pooling are as good as equal, it decides
which is the larger, and only that one gets a gradient. Whether this happens depends on the backend,
the processor and the first weights. So the comparison is in float64, where no two numbers of this
training are that close.

JAX does it with `keras.distribution.DataParallel`, TensorFlow with
`tf.distribute.MirroredStrategy`. PyTorch needs one process for each device
(`torch.nn.parallel.DistributedDataParallel`).

Sources: https://keras.io/guides/distribution/ and
https://keras.io/guides/distributed_training_with_tensorflow/
"""

import keras
import numpy as np

from keras_primer import data
from keras_primer.errors import InputError
from keras_primer.models import mnist_cnn
from keras_primer.recipes.mnist_cnn import prepare

IMAGES, BATCH, EPOCHS = 256, 64, 2


# --8<-- [start:virtual]
def virtual_devices(count: int) -> None:
    """Split the CPU into devices; only before the backend has used it.

    Raises:
        InputError: the backend has no devices of this kind.
    """
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        (cpu,) = tf.config.list_physical_devices("CPU")
        parts = [tf.config.LogicalDeviceConfiguration() for _ in range(count)]
        tf.config.set_logical_device_configuration(cpu, parts)
    elif keras.backend.backend() == "jax":
        import jax

        jax.config.update("jax_num_cpu_devices", count)
    else:
        raise InputError(
            "this shows JAX and TensorFlow; set KERAS_BACKEND to jax or tensorflow. PyTorch needs "
            "one process for each device."
        )


# --8<-- [end:virtual]
def train() -> tuple[list[float], list[np.ndarray]]:
    """Train the CNN on some built-in digits.

    Without dropout: each device would leave out other units than one device would.

    Returns:
        The loss after each epoch, and the weights.
    """
    keras.utils.set_random_seed(0)
    digits = data.load("digits")
    x, y = prepare(digits.x_train[:IMAGES], digits.y_train[:IMAGES])
    model = mnist_cnn.build()
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0
    model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy")
    history = model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0)
    return history.history["loss"], model.get_weights()


# --8<-- [start:all]
def train_on_all() -> tuple[int, list[float], list[np.ndarray]]:
    """The same, with each batch divided among all CPU devices; first comes how many they are."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        strategy = tf.distribute.MirroredStrategy(tf.config.list_logical_devices("CPU"))
        with strategy.scope():
            return strategy.num_replicas_in_sync, *train()
    devices = keras.distribution.list_devices("cpu")
    with keras.distribution.DataParallel(devices=devices).scope():
        return len(devices), *train()


# --8<-- [end:all]
def calculate_in_float64() -> None:
    """For all weights and numbers from here on; JAX alone has to be asked twice."""
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    if keras.backend.backend() == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)


def run(devices: int = 2) -> dict:
    """Train on one device and on several, from the same weights.

    Returns:
        `devices`: how many devices shared each batch; `one`, `all`: the loss after each epoch;
        `difference`: the largest one between two weights.
    """
    virtual_devices(devices)
    calculate_in_float64()
    loss, weights = train()
    found, loss_of_all, weights_of_all = train_on_all()
    pairs = zip(weights, weights_of_all, strict=True)
    difference = max(float(np.abs(one - other).max()) for one, other in pairs)
    return {"devices": found, "one": loss, "all": loss_of_all, "difference": difference}


def show() -> None:
    """Print the losses on one device and on two, and how far the weights are apart."""
    result = run()
    for name, devices in (("one", 1), ("all", result["devices"])):
        losses = "  ".join(f"{loss:.4f}" for loss in result[name])
        print(f"devices: {devices}  loss after each epoch: {losses}")
    print(f"largest difference between weights: {result['difference']:.1e}")
