"""What pages say about an NVIDIA GPU, tried on one: a function for each claim, named as its test.

They run in processes of their own. Most share one; a setting of memory or of determinism holds for
a whole process, so those have one each. A claim that fails leaves what was raised as its `error`,
and the others go on.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np
from keras import layers

from keras_primer.data.digits import built_in
from keras_primer.environment import chosen_backend, device
from keras_primer.errors import InputError
from keras_primer.howto.gpu_memory import take_as_needed
from keras_primer.models import mnist_cnn
from keras_primer.models.channels import arrange
from keras_primer.records.measure.speed import compared, digits, prepared
from keras_primer.records.measure.steps import milliseconds

IMAGES = 6400  # in an epoch that is timed
OF_MEMORY = ("TF_FORCE_GPU_ALLOW_GROWTH", "XLA_PYTHON_CLIENT_PREALLOCATE")
WITHOUT_GPU = {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}
CUDNN = {"tensorflow": "CudnnRNN", "jax": "rnn_fwd", "torch": "_cudnn_rnn"}  # its operations


def run() -> dict:
    """What each claim about this backend came to.

    Raises:
        InputError: there is no NVIDIA GPU, or the backend does not use it.
    """
    take_as_needed()  # this process only asks for the name of the device
    if not shutil.which("nvidia-smi") or device() == "CPU":
        raise InputError(
            f"there is no NVIDIA GPU that {chosen_backend()} computes on, so nothing was measured."
        )
    shared = [name for name in claims() if name not in ALONE]
    found = elsewhere(*shared)
    for name in claims():
        found |= {} if name in shared else elsewhere(name)
    return found


def claims() -> list[str]:
    """The names of what pages claim about this backend."""
    left_out = () if keras.backend.backend() == "tensorflow" else OF_TENSORFLOW
    return [claim.__name__ for claim in CLAIMS if claim.__name__ not in left_out]


def elsewhere(*names: str, **variables: str) -> dict[str, dict]:
    """What functions of this module return in a process of their own, or their `error`."""
    here = {key: value for key, value in os.environ.items() if key not in OF_MEMORY}
    command = [sys.executable, "-m", "keras_primer.records.measure.gpu", *names]
    done = subprocess.run(command, env=here | variables, capture_output=True, text=True)
    found = dict(map(json.loads, done.stdout.splitlines()))
    stopped = {"error": (done.stderr.strip().splitlines() or ["it stopped"])[-1]}
    return {name: found.get(name, stopped) for name in names}


def attempt(name: str) -> dict:
    """What a function of this module returns; an `error` if it raises. Settings are put back."""
    try:
        return globals()[name]()
    except Exception as error:  # whatever a backend raises on a device that was never tried
        told = " ".join(str(error).split())[-500:]  # TensorFlow says what it was in the end
        return {"error": f"{type(error).__name__}: {told}"}
    finally:
        keras.config.set_image_data_format("channels_last")
        keras.config.set_dtype_policy("float32")


# Devices


def device_names() -> dict:
    """The name of the GPU, and what the backend lists if no kind is named."""
    if keras.backend.backend() == "torch":
        import torch

        listed = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    else:
        listed = keras.distribution.list_devices()
    return {"names": device(), "listed": listed}


def used_without_being_asked() -> dict:
    """Where the weights of a model are, and what a layer makes of an array."""
    layer = layers.Dense(2)
    result = layer(np.ones((1, 2), "float32"))
    devices = {"weights": layer.kernel.value.device, "result": result.device}
    return {name: str(found).split("/")[-1] for name, found in devices.items()}


# Memory


def memory_at_start() -> dict:
    """The share of the GPU's memory that is gone after a small computation."""
    return {"share": share_taken()}


def memory_as_needed() -> dict:
    """The same after the two environment variables."""
    take_as_needed()
    return {"share": share_taken()}


def memory_growth() -> dict:
    """The same after `set_memory_growth`."""
    import tensorflow as tf

    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    return {"share": share_taken()}


def share_taken() -> float:
    """What a first computation takes of the memory of a GPU; of several, the one it takes most of.

    Asked of the driver: a backend would tell what its tensors fill, not what it keeps for itself.
    """
    before = memory()
    keras.ops.convert_to_numpy(keras.ops.matmul(keras.ops.ones((64, 64)), keras.ops.ones((64, 64))))
    both = zip(before, memory(), strict=True)
    return max((after - used) / total for (used, total), (after, _) in both)


def memory() -> list[list[int]]:
    """The megabytes of each GPU that are used, and all of them."""
    command = "nvidia-smi --query-gpu=memory.used,memory.total --format=csv,noheader,nounits"
    lines = subprocess.run(command.split(), capture_output=True, text=True, check=True).stdout
    return [[int(number) for number in line.split(",")] for line in lines.splitlines()]


# Layers and training


def channels_first() -> dict:
    """How far predictions are from those of channels last, and the loss while training goes on."""
    model, _ = trained()
    said = answers(model)
    keras.config.set_image_data_format("channels_first")
    same = mnist_cnn.build()
    same.set_weights(model.get_weights())
    same.compile("adam", "sparse_categorical_crossentropy")
    difference = float(np.abs(answers(same) - said).max())
    return {"difference": difference, "losses": fit(same)}


def mixed_float16() -> dict:
    return mixed("mixed_float16")


def mixed_bfloat16() -> dict:
    return mixed("mixed_bfloat16")


def mixed(policy: str) -> dict:
    """The types of a convolution, its losses, and the time of an epoch, as a ratio to float32."""
    keras.config.set_dtype_policy(policy)
    model, losses = trained()
    layer = model.layers[0]
    times = compared(mnist_cnn.build, IMAGES, {"default": {}, "mixed": {"dtype": policy}})
    return {
        "weights": layer.variable_dtype,
        "computes": layer.compute_dtype,
        "losses": losses,
        "ratio": times["ratio"]["mixed"],
    }


def jit_compile() -> dict:
    """What "auto" comes to; on TensorFlow also the time of an epoch, as a ratio to that without."""
    model, losses = trained()
    found = {"auto": model.jit_compile, "losses": losses}
    if keras.backend.backend() == "tensorflow":
        settings = {"default": {"jit_compile": False}, "jit": {"jit_compile": True}}
        found["ratio"] = compared(mnist_cnn.build, IMAGES, settings)["ratio"]["jit"]
    return found


def cudnn_lstm() -> dict:
    return cudnn(layers.LSTM)


def cudnn_gru() -> dict:
    return cudnn(layers.GRU)


def cudnn(layer: type) -> dict:
    """Whether a layer computes with cuDNN, and how much longer a step takes without."""
    slow = milliseconds(recurrent(layer(128, use_cudnn=False)), times=20)
    return {
        "used": uses_cudnn(layer(8)),
        "with_recurrent_dropout": uses_cudnn(layer(8, recurrent_dropout=0.5)),
        "ratio_without": slow / milliseconds(recurrent(layer(128)), times=20),
    }


def recurrent(layer: keras.Layer) -> keras.Model:
    """A layer that reads 28 rows of 28 pixels, and the ten digits."""
    return keras.Sequential([keras.Input((28, 28)), layer, layers.Dense(10, activation="softmax")])


def uses_cudnn(layer: keras.Layer) -> bool:
    """Whether cuDNN is among the operations that a recurrent layer computes with."""
    return CUDNN[keras.backend.backend()] in operations(layer, keras.ops.ones((2, 28, 28)))


def operations(layer: keras.Layer, x) -> str:
    """The names of the operations of a layer."""
    layer(x)  # makes its weights
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        graph = tf.function(layer).get_concrete_function(x).graph
        return " ".join(operation.type for operation in graph.get_operations())
    if keras.backend.backend() == "jax":
        import jax

        return str(jax.make_jaxpr(layer)(x))
    import torch

    with torch.profiler.profile() as profile:
        layer(x)
    return " ".join(event.key for event in profile.key_averages())


def predict() -> dict:
    """What `predict` returns after training, and how often it is right."""
    model, _ = trained()
    said = answers(model)
    right = said.argmax(axis=1) == built_in().y_test
    return {"type": type(said).__name__, "accuracy": float(np.mean(right))}


def read_on_cpu() -> dict:
    """How far a model that was trained and saved here is from itself where there is no GPU."""
    model, _ = trained()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        found = elsewhere("read", MODEL=str(path), **WITHOUT_GPU)["read"]
    if "error" in found:
        return found
    difference = np.abs(answers(model) - found["said"]).max()
    return {"device": found["device"], "difference": float(difference)}


def read() -> dict:
    """What the model in the file that `MODEL` names says, and on which device."""
    said = answers(keras.saving.load_model(os.environ["MODEL"]))
    return {"device": device(), "said": said.tolist()}


def same_seed() -> dict:
    """How far apart the weights of two trainings from one seed are."""
    return {"spread": spread()}


def determinism() -> dict:
    """The same with TensorFlow's determinism, and the time of an epoch, as a ratio to before."""
    import tensorflow as tf

    before = epoch()["seconds"]
    tf.config.experimental.enable_op_determinism()
    return {"spread": spread(), "ratio": epoch()["seconds"] / before}


def spread() -> float:
    """The largest difference between two weights of two trainings from one seed."""
    one, two = (trained()[0].get_weights() for _ in range(2))
    return float(max(np.abs(a - b).max() for a, b in zip(one, two, strict=True)))


def speed() -> dict:
    """The time of an epoch here and on the CPU, and how many times faster that is."""
    gpu, cpu = epoch(), elsewhere("epoch", **WITHOUT_GPU)["epoch"]
    if "error" in cpu:
        return cpu
    return {"gpu": gpu, "cpu": cpu, "ratio": cpu["seconds"] / gpu["seconds"]}


def epoch() -> dict:
    """The device, and the median time of an epoch of the convolutional network."""
    keras.utils.set_random_seed(0)
    train = prepared(mnist_cnn.build, *digits(mnist_cnn.build().input_shape[1:], IMAGES))
    train()  # traces and compiles
    return {"device": device(), "seconds": statistics.median(train().seconds for _ in range(3))}


def trained() -> tuple[keras.Model, list[float]]:
    """The convolutional network after two epochs on the built-in digits, and its losses."""
    keras.utils.set_random_seed(0)
    model = mnist_cnn.build()
    model.compile("adam", "sparse_categorical_crossentropy")
    return model, fit(model)


def fit(model: keras.Model) -> list[float]:
    """The losses of two epochs on the built-in digits."""
    known = built_in()
    x = arrange(known.x_train[..., None] / np.float32(255))
    return model.fit(x, known.y_train, epochs=2, verbose=0).history["loss"]


def answers(model: keras.Model) -> np.ndarray:
    """What a model says to the digits that it has not seen."""
    return model.predict(arrange(built_in().x_test[..., None] / np.float32(255)), verbose=0)


CLAIMS = (
    *(device_names, used_without_being_asked, memory_at_start, memory_as_needed, memory_growth),
    *(channels_first, mixed_float16, mixed_bfloat16, jit_compile, cudnn_lstm, cudnn_gru),
    *(predict, read_on_cpu, same_seed, determinism, speed),
)
OF_TENSORFLOW = ("memory_growth", "determinism")
ALONE = ("memory_at_start", "memory_as_needed", *OF_TENSORFLOW)

if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps([name, attempt(name)]), flush=True)
