"""Promise 4, beyond training: what is saved comes back, and two devices do what one does."""

import subprocess
import sys

import keras
import pytest

from keras_primer.environment import device, installed_backends
from keras_primer.howto import gpu_memory, names, save_and_load

pytestmark = pytest.mark.every_backend
BACKEND = keras.backend.backend()


def howto(name: str) -> subprocess.CompletedProcess:
    """Devices can be divided, and memory saved, only where the backend was not used before."""
    command = [sys.executable, "-m", "keras_primer", "howto", name]
    return subprocess.run(command, capture_output=True, text=True)


def test_every_module_is_tested_here():
    assert names() == ["gpu_memory", "more_devices", "save_and_load"]


def test_every_way_to_save(tmp_path):
    differences = save_and_load.run(tmp_path)
    expected = {".keras", ".weights.h5", ".h5 (legacy)"}
    expected |= {"export"} if BACKEND == "tensorflow" else set()
    expected |= {f".keras on {name}" for name in installed_backends() if name != BACKEND}
    assert set(differences) == expected
    assert max(differences.values()) < 1e-5


def test_weights_of_another_model_would_be_noticed(tmp_path, monkeypatch):
    """The comparison above can fail: fresh weights predict something else."""
    monkeypatch.setattr(save_and_load, "weights", lambda *_: save_and_load.first_mlp.build())
    monkeypatch.setattr(save_and_load, "installed_backends", lambda: [])
    assert save_and_load.run(tmp_path)[".weights.h5"] > 0.01


def test_two_devices_do_what_one_does():
    done = howto("more_devices")
    if BACKEND == "torch":
        assert done.returncode == 2
        assert done.stderr.strip().splitlines()[-1].startswith("keras_primer: this shows JAX")
        return
    assert done.returncode == 0, done.stderr
    one, both, difference = done.stdout.splitlines()
    assert one.startswith("devices: 1 ")
    assert both == one.replace("devices: 1", "devices: 2")
    first, last = (float(word) for word in one.split()[-2:])
    assert last < first  # it trained
    assert float(difference.split()[-1]) < 1e-12  # float64 alone: float32 leaves 1e-8 at least


def test_memory_is_taken_as_needed():
    done = howto("gpu_memory")
    assert done.returncode == 0, done.stderr
    where = "computes on the CPU" if device() == "CPU" else "taken as it is needed"
    assert where in done.stdout


def test_report_names_a_gpu_and_how_its_memory_is_taken(monkeypatch):
    monkeypatch.setattr(gpu_memory.environment, "device", lambda: "NVIDIA A")
    monkeypatch.setattr(gpu_memory.environment, "memory_growth", lambda: False)
    assert (
        gpu_memory.report()
        == f"{BACKEND} computes on NVIDIA A; its memory is taken all at the start."
    )
