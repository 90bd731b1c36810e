"""What pages say about GPUs: one test of marker gpu for each claim, listed in train/devices.

    python -m pytest tests/records/measure/test_gpu.py -m gpu

runs them on every backend installed. What pages quote is kept by `python -m keras_primer measure
gpu --record`; that it holds is tested here, too, without a GPU, like all that stands below the
claims. Keras is imported late, because the machine with the GPU may have one backend only, and not
the one that Keras would take.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from keras_primer.__main__ import main
from keras_primer.data import digits
from keras_primer.environment import installed_backends
from keras_primer.records import recording

ROOT = Path(__file__).parents[3]
MEASURE = """
import sys
from pathlib import Path
from keras_primer.records import recording
from keras_primer.__main__ import main
recording.RESULTS = Path(sys.argv.pop())
sys.exit(main(["measure", "gpu", "--record"]))
"""
REFUSED = "keras_primer: there is no NVIDIA GPU"


@pytest.fixture(scope="session", params=installed_backends())
def recorded(request, machine, tmp_path_factory) -> dict:
    """What a backend came to, measured once for all tests, in a process that sees the GPU."""
    if not shutil.which("nvidia-smi"):
        pytest.skip("no GPU here: there is no nvidia-smi")
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("measures time, so nothing may run beside it: pytest -m gpu, without -n")
    results = tmp_path_factory.mktemp("results")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(results)],
        env=machine | {"KERAS_BACKEND": request.param},
        capture_output=True,
        text=True,
    )
    last = (done.stderr.splitlines() or [""])[-1]
    if last.startswith(REFUSED):
        pytest.skip(f"no GPU here: {last}")
    assert done.returncode == 0, done.stderr
    path = results / "measured" / f"gpu.{request.param}.json"
    return json.loads(path.read_text(encoding="utf-8"))


only_tensorflow = pytest.mark.parametrize("recorded", ["tensorflow"], indirect=True)


def found(recorded: dict, claim: str) -> dict:
    seen = recorded.get(claim, {"error": "was not tried"})
    assert "error" not in seen, f"{claim}: {seen['error']}"
    return seen


@pytest.mark.gpu
def test_device_names(recorded):
    seen = found(recorded, "device_names")
    assert seen["names"] == recorded["device"] != "CPU"
    assert seen["listed"]
    assert all(name.startswith(("gpu:", "cuda:")) for name in seen["listed"])


@pytest.mark.gpu
def test_used_without_being_asked(recorded):
    seen = found(recorded, "used_without_being_asked")
    for device in (seen["weights"], seen["result"]):
        assert re.search("gpu|cuda", device.lower())


@pytest.mark.gpu
def test_memory_at_start(recorded):
    """Most of it, but on PyTorch only what is needed."""
    share = found(recorded, "memory_at_start")["share"]
    assert 0 < share < 0.2 if recorded["backend"] == "torch" else share > 0.5


@pytest.mark.gpu
def test_memory_as_needed(recorded):
    assert 0 < found(recorded, "memory_as_needed")["share"] < 0.2


@pytest.mark.gpu
@only_tensorflow
def test_memory_growth(recorded):
    assert 0 < found(recorded, "memory_growth")["share"] < 0.2


@pytest.mark.gpu
def test_channels_first(recorded):
    """It predicts what channels last predicts, and goes on learning."""
    seen = found(recorded, "channels_first")
    assert seen["difference"] < 0.01
    assert seen["losses"][1] < seen["losses"][0]


@pytest.mark.gpu
def test_mixed_float16(recorded):
    learns_with(recorded, "float16")


@pytest.mark.gpu
def test_mixed_bfloat16(recorded):
    learns_with(recorded, "bfloat16")


def learns_with(recorded: dict, dtype: str):
    seen = found(recorded, f"mixed_{dtype}")
    assert (seen["weights"], seen["computes"]) == ("float32", dtype)
    assert seen["losses"][1] < seen["losses"][0]


@pytest.mark.gpu
def test_jit_compile(recorded):
    """By default on, but not on PyTorch."""
    seen = found(recorded, "jit_compile")
    assert seen["auto"] == (recorded["backend"] != "torch")
    assert seen["losses"][1] < seen["losses"][0]


@pytest.mark.gpu
def test_cudnn_lstm(recorded):
    seen = found(recorded, "cudnn_lstm")
    assert seen["used"] and not seen["with_recurrent_dropout"]
    assert seen["ratio_without"] > 1


@pytest.mark.gpu
def test_cudnn_gru(recorded):
    """On JAX, Keras has no GRU with cuDNN."""
    seen = found(recorded, "cudnn_gru")
    assert seen["used"] == (recorded["backend"] != "jax")
    assert not seen["with_recurrent_dropout"]


@pytest.mark.gpu
def test_predict(recorded):
    seen = found(recorded, "predict")
    assert seen["type"] == "ndarray"
    assert seen["accuracy"] > 0.5


@pytest.mark.gpu
def test_read_on_cpu(recorded):
    seen = found(recorded, "read_on_cpu")
    assert seen["device"] == "CPU"
    assert seen["difference"] < 0.01


@pytest.mark.gpu
def test_same_seed(recorded):
    """The last digits may vary, no more."""
    assert found(recorded, "same_seed")["spread"] < 0.01


@pytest.mark.gpu
@only_tensorflow
def test_determinism(recorded):
    assert found(recorded, "determinism")["spread"] == 0


@pytest.mark.gpu
def test_speed(recorded):
    seen = found(recorded, "speed")
    assert seen["gpu"]["device"] != seen["cpu"]["device"] == "CPU"
    assert seen["ratio"] > 1


# Without a GPU

TESTS = {
    name.removeprefix("test_"): test
    for name, test in dict(globals()).items()
    if any(mark.name == "gpu" for mark in getattr(test, "pytestmark", []))
}

# What a GPU might come to. No page shows it: it is here to be contradicted.
IMAGINED = {
    "backend": "tensorflow",
    "device": "NVIDIA A",
    "date": "2020-02-20",
    "device_names": {"names": "NVIDIA A", "listed": ["gpu:0"]},
    "used_without_being_asked": {"weights": "…/device:GPU:0", "result": "…/device:GPU:0"},
    "memory_at_start": {"share": 0.9},
    "memory_as_needed": {"share": 0.01},
    "memory_growth": {"share": 0.01},
    "channels_first": {"difference": 1e-4, "losses": [0.5, 0.4]},
    "mixed_float16": {
        **{"weights": "float32", "computes": "float16", "losses": [0.5, 0.4], "ratio": 0.9},
    },
    "mixed_bfloat16": {
        **{"weights": "float32", "computes": "bfloat16", "losses": [0.5, 0.4], "ratio": 0.9},
    },
    "jit_compile": {"auto": True, "losses": [0.5, 0.4], "ratio": 0.9},
    "cudnn_lstm": {"used": True, "with_recurrent_dropout": False, "ratio_without": 3.0},
    "cudnn_gru": {"used": True, "with_recurrent_dropout": False, "ratio_without": 3.0},
    "predict": {"type": "ndarray", "accuracy": 0.9},
    "read_on_cpu": {"device": "CPU", "difference": 1e-4},
    "same_seed": {"spread": 1e-5},
    "determinism": {"spread": 0.0, "ratio": 1.5},
    "speed": {
        "gpu": {"device": "NVIDIA A", "seconds": 1.0},
        "cpu": {"device": "CPU", "seconds": 7.0},
        "ratio": 7.0,
    },
}
FALSE = [
    ("device_names", {"names": "CPU"}),
    ("device_names", {"listed": []}),
    ("device_names", {"listed": ["cpu:0"]}),
    ("used_without_being_asked", {"weights": "cpu:0"}),
    ("used_without_being_asked", {"result": "…/device:CPU:0"}),
    ("memory_at_start", {"share": 0.01}),
    ("memory_as_needed", {"share": 0.9}),
    ("memory_as_needed", {"share": 0.0}),
    ("memory_growth", {"share": 0.9}),
    ("channels_first", {"difference": 0.3}),
    ("channels_first", {"losses": [0.5, float("nan")]}),
    ("channels_first", {"error": "InvalidArgumentError: NCHW"}),
    ("mixed_float16", {"computes": "float32"}),
    ("mixed_float16", {"losses": [0.5, float("nan")]}),
    ("mixed_bfloat16", {"weights": "bfloat16"}),
    ("jit_compile", {"auto": False}),
    ("jit_compile", {"losses": [0.5, 0.6]}),
    ("cudnn_lstm", {"used": False}),
    ("cudnn_lstm", {"with_recurrent_dropout": True}),
    ("cudnn_lstm", {"ratio_without": 0.8}),
    ("cudnn_gru", {"used": False}),
    ("predict", {"type": "Tensor"}),
    ("predict", {"accuracy": 0.1}),
    ("read_on_cpu", {"device": "NVIDIA A"}),
    ("read_on_cpu", {"difference": 0.5}),
    ("same_seed", {"spread": 0.5}),
    ("determinism", {"spread": 1e-7}),
    ("speed", {"ratio": 0.5}),
    ("speed", {"cpu": {"device": "NVIDIA A"}}),
]


def test_every_claim_can_hold_and_can_fail():
    """Of what is imagined, each is true; a false one for each is listed."""
    for test in TESTS.values():
        test(IMAGINED)
    assert {claim for claim, _ in FALSE} == set(TESTS)


@pytest.mark.parametrize(("claim", "wrong"), FALSE)
def test_a_false_claim_fails(claim, wrong):
    with pytest.raises(AssertionError):
        TESTS[claim](IMAGINED | {claim: IMAGINED[claim] | wrong})


def test_what_is_recorded_holds():
    for path in (recording.RESULTS / "measured").glob("gpu.*.json"):
        holds(path)


def holds(path: Path):
    """Every claim of a record is there, and true."""
    recorded = json.loads(path.read_text(encoding="utf-8"))
    for claim in TESTS.keys() - left_out(recorded["backend"]):
        TESTS[claim](recorded)


@pytest.mark.every_backend
def test_every_claim_is_tried_on_the_cpu(gpu):
    """So nothing waits for a GPU but the answer: names are those imagined above."""
    backend = gpu.keras.backend.backend()
    assert set(gpu.claims()) == TESTS.keys() - left_out(backend)
    for claim in gpu.claims():
        if (backend, claim) == ("tensorflow", "channels_first"):
            continue  # a CPU may not be able to; which ones are is no matter of this test
        seen = gpu.attempt(claim)
        assert "error" not in seen, f"{claim}: {seen}"
        missing = {"ratio"} if claim == "jit_compile" and backend != "tensorflow" else set()
        assert seen.keys() == IMAGINED[claim].keys() - missing, claim
        assert seen.get("computes") == IMAGINED[claim].get("computes"), claim


def left_out(backend: str) -> set[str]:
    """What pages claim about TensorFlow only."""
    return set() if backend == "tensorflow" else {"memory_growth", "determinism"}


@pytest.fixture
def gpu(monkeypatch):
    """The measurement in this process, on 16 digits, without its clock, nothing trained twice."""
    from keras_primer.records.measure import gpu

    def here(*names, **variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return {name: gpu.attempt(name) for name in names}

    train = cache(lambda policy, trained=gpu.trained: trained())
    monkeypatch.setattr(gpu, "trained", lambda: train(gpu.keras.config.dtype_policy().name))
    monkeypatch.setattr(gpu, "epoch", cache(gpu.epoch))
    known = digits.built_in()
    arrays = (known.x_train, known.y_train, known.x_test, known.y_test)
    few = digits.Digits(*(array[:16] for array in arrays), "few", "the first 16")
    monkeypatch.setattr(gpu, "built_in", lambda: few)
    monkeypatch.setattr(gpu, "IMAGES", 64)
    monkeypatch.setattr(gpu, "elsewhere", here)
    monkeypatch.setattr(gpu, "memory", lambda: [[100, 1000]])
    monkeypatch.setattr(gpu, "milliseconds", lambda model, times: 1.0)
    monkeypatch.setattr(
        gpu, "compared", lambda build, images, settings: {"ratio": dict.fromkeys(settings, 1.0)}
    )
    for name in gpu.OF_MEMORY:
        monkeypatch.setenv(name, "")  # put back in the end, whatever a claim sets
    if gpu.keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        # It cannot be switched off again.
        monkeypatch.setattr(tf.config.experimental, "enable_op_determinism", lambda: None)
    return gpu


@pytest.mark.every_backend
def test_one_that_fails_leaves_the_others():
    """In processes of their own, as on a GPU."""
    from keras_primer.records.measure.gpu import elsewhere

    seen = elsewhere("read", "device_names")
    assert seen["read"] == {"error": "KeyError: 'MODEL'"}
    assert seen["device_names"]["names"] == "CPU"
    stopped = elsewhere("device_names", KERAS_BACKEND="none")["device_names"]
    assert stopped == {"error": "ValueError: Unable to import backend : none"}


def test_memory_is_what_the_driver_says(monkeypatch, tmp_path):
    """As `nvidia-smi` prints it; each GPU is a line."""
    from keras_primer.records.measure import gpu

    driver = tmp_path / "nvidia-smi"
    driver.write_text("#!/bin/sh\necho '4, 1000'\necho '20, 2000'\n")
    driver.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert gpu.memory() == [[4, 1000], [20, 2000]]
    said = iter([gpu.memory(), [[104, 1000], [1220, 2000]]])
    monkeypatch.setattr(gpu, "memory", lambda: next(said))
    assert gpu.share_taken() == 0.6


@pytest.mark.every_backend
def test_refusal(capsys):
    assert main(["measure", "gpu", "--record"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(REFUSED)


def test_record_of_a_gpu(monkeypatch, tmp_path):
    """Were there one: every claim, with date and device, and true as imagined."""
    from keras_primer.records.measure import gpu

    def device():
        return "NVIDIA A"

    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    monkeypatch.setattr(gpu, "device", device)
    monkeypatch.setattr("keras_primer.environment.device", device)
    monkeypatch.setattr(gpu.shutil, "which", lambda _: "nvidia-smi")
    monkeypatch.setattr(gpu, "elsewhere", lambda *names: {name: IMAGINED[name] for name in names})
    for name in gpu.OF_MEMORY:
        monkeypatch.setenv(name, "")
    assert main(["measure", "gpu", "--record"]) == 0
    (path,) = (tmp_path / "measured").iterdir()
    recorded = json.loads(path.read_text(encoding="utf-8"))
    assert {"date", "device", "versions"} < recorded.keys()
    assert set(gpu.claims()) < recorded.keys()
    holds(path)


# The page

SECTION = re.compile(r"(?s)\n## [^\n]*\{#gpu-tests\}\n(.*?)\n## ")


def table(lang: str) -> str:
    """The rows of the table that has every claim."""
    page = (ROOT / "docs" / lang / "train" / "devices.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"(?m)^\|.*\|$", SECTION.search(page)[1]))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_lists_every_test(lang):
    assert sorted(re.findall(r"`test_(\w+)`", table(lang))) == sorted(TESTS)


def quoted(text: str, lang: str) -> str:
    import placeholders

    return re.sub(r"\{\{ (.*?) \}\}", lambda m: placeholders.replacement(m[1], lang, ""), text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_quotes_what_was_recorded(lang, monkeypatch, tmp_path):
    """Numbers where there is a record, and that there is none where there is none."""
    import results

    (tmp_path / "measured").mkdir()
    monkeypatch.setattr(results, "RESULTS", tmp_path)
    waiting = quoted(table(lang), lang)
    for backend in ("tensorflow", "jax", "torch"):
        path = tmp_path / "measured" / f"gpu.{backend}.json"
        path.write_text(json.dumps(IMAGINED), encoding="utf-8")
    recorded = quoted(table(lang), lang)
    assert waiting.count(results.NOT_RUN[lang]) == table(lang).count("{{")
    assert results.NOT_RUN[lang] not in recorded and "{{" not in recorded
    assert recorded.count("2020-02-20") == 3
