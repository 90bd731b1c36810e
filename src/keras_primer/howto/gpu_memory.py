"""GPU memory: what is there, and taking it only as it is needed.

TensorFlow and JAX take nearly all memory of a GPU at the start, so a second program on it fails.
Old code changed that with `tf.ConfigProto`, `gpu_options.allow_growth` and a session; sessions are
gone. Where there is no GPU, nothing happens.

It must be said before the backend has touched the GPU: run this before the first tensor is made.

Sources: "Limiting GPU memory growth", https://www.tensorflow.org/guide/gpu and "GPU memory
allocation", https://docs.jax.dev/en/latest/gpu_memory_allocation.html
"""

import os

from keras_primer import environment


# --8<-- [start:take]
def take_as_needed() -> None:
    """Make the backend take GPU memory as it needs it.

    PyTorch does so anyway. JAX and TensorFlow read a variable when they first look for a GPU; for
    TensorFlow, `tf.config.experimental.set_memory_growth` does the same for each GPU.
    """
    os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"


# --8<-- [end:take]
def report() -> str:
    """One line: backend, device, and how its memory is taken."""
    device = environment.device()
    if device == "CPU":
        return f"{environment.chosen_backend()} computes on the CPU; there is no GPU to share."
    how = "as it is needed" if environment.memory_growth() else "all at the start"
    return f"{environment.chosen_backend()} computes on {device}; its memory is taken {how}."


def show() -> None:
    """Have memory taken as needed, and say what there is."""
    take_as_needed()
    print(report())
