"""Promise 9: bad input gets one clear sentence and exit code 2, and nothing is lost.

Every case runs in an empty folder, with an empty Keras cache. After it, all files there must be
what they were before. Most cases call `main`; what needs a process of its own has one.
"""

import importlib.metadata
import os
import pickle
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import named
from PIL import Image, ImageDraw

from keras_primer import data, environment, output, training
from keras_primer.__main__ import main
from keras_primer.data import digits
from keras_primer.records import recording

posix = pytest.mark.skipif(
    os.name == "nt", reason="needs limits and signals of POSIX; not tested on Windows"
)
NOWHERE = "http://127.0.0.1:9"  # as a proxy it makes every download fail

# What TensorFlow's C++ writes at every start, before it reads any setting.
TENSORFLOW = re.compile(r"WARNING: All log messages before absl|[IE]\d{4} ")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, an empty Keras cache, no network."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.delenv("no_proxy", raising=False)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file of a folder with its bytes, and every folder in it; but not the Keras cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name not in ("keras", "keras.json")
    }


def assert_refused(code: int, stderr: str, *words: str):
    assert code == 2
    lines = [line for line in stderr.splitlines() if line and not TENSORFLOW.match(line)]
    assert len(lines) == 1, stderr
    line = lines[0]
    assert line.startswith("keras_primer: "), line
    assert [word for word in words if word not in line] == [], line


@pytest.fixture
def refused(folder, capsys):
    """Runs a command that must be refused with a message that has certain words in it."""

    def run(command: list[str], *words: str):
        before = contents(folder)
        code = main(command)
        assert_refused(code, capsys.readouterr().err, *words)
        assert contents(folder) == before

    return run


# Data


def arrays(**changed) -> dict[str, np.ndarray]:
    """Six images in the form of MNIST, with some arrays replaced, or with None left out."""
    x, y = np.zeros((6, 28, 28), "uint8"), np.arange(6, dtype="uint8")
    made = {"x_train": x, "y_train": y, "x_test": x, "y_test": y} | changed
    return {name: array for name, array in made.items() if array is not None}


def saved(path: Path, **changed):
    with open(path, "wb") as file:
        np.savez(file, **arrays(**changed))


def truncated(path: Path):
    saved(path)
    path.write_bytes(path.read_bytes()[:-500])


def flipped(path: Path):
    saved(path)
    whole = bytearray(path.read_bytes())
    whole[1000:1010] = b"\xff" * 10
    path.write_bytes(whole)


def raw_member(path: Path):
    """An archive in which `x_train` is not an array."""
    saved(path, x_train=None)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x_train", b"not an array")


def lying_header(path: Path):
    """An array that says it has a million million images, and has six."""
    saved(path, x_train=None)
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    with zipfile.ZipFile(path, "a") as archive, archive.open("x_train.npy", "w") as member:
        np.lib.format.write_array_header_1_0(member, header)
        member.write(bytes(6 * 28 * 28))


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __reduce__(self):
        return (Path.touch, (Path("sprung"),))


DATA = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (Path.mkdir, "cannot be read"),
    "empty": (Path.touch, "not a complete .npz file"),
    "web page": (lambda path: path.write_text("<!doctype html>404"), "not a complete .npz file"),
    "truncated": (truncated, "not a complete .npz file"),
    "one array": (lambda path: np.save(path.open("wb"), np.ones(3)), "not a complete .npz file"),
    "picture": (
        lambda path: Image.new("L", (28, 28)).save(path, "PNG"),
        "not a complete .npz file",
    ),
    "pickle": (lambda path: path.write_bytes(pickle.dumps(Trap())), "not a complete .npz file"),
    "flipped bytes": (flipped, "damaged"),
    "lying header": (lying_header, "damaged"),
    "other zip": (lambda path: zipfile.ZipFile(path, "w").writestr("a", "b"), "no array x_train"),
    "raw member": (raw_member, "x_train is |S12"),
    "other names": (
        lambda path: saved(path, x_test=None, y_test=None),
        "no array x_test or y_test",
    ),
    "objects": (
        lambda path: saved(path, y_train=np.array([Trap()] * 6, dtype=object)),
        "pickled Python objects",
    ),
    "flat": (
        lambda path: saved(path, x_train=np.zeros((6, 784), "uint8")),
        "uint8 of shape (6, 784)",
    ),
    "floats": (lambda path: saved(path, x_test=np.zeros((6, 28, 28))), "x_test is float64"),
    "no images": (
        lambda path: saved(path, x_train=np.zeros((0, 28, 28), "uint8")),
        "of shape (0, 28, 28)",
    ),
    "too few labels": (
        lambda path: saved(path, y_train=np.zeros(5, "uint8")),
        "needed are 6 whole numbers",
    ),
    "one-hot labels": (lambda path: saved(path, y_test=np.eye(6)), "y_test is float64"),
    "letters": (lambda path: saved(path, y_train=np.arange(6) + 10), "run from 10 to 15"),
}


@pytest.mark.parametrize(("make", "words"), DATA.values(), ids=DATA)
def test_data(refused, folder, make, words):
    path = folder / named("数据 file.npz")
    make(path)
    refused(["train", "first_mlp", "--data", str(path), "--out", "out"], path.name, words)


def test_data_that_unpacks_to_too_much(refused, monkeypatch):
    saved(Path("bomb.npz"))
    monkeypatch.setattr(digits, "LARGEST", 1000)
    refused(["train", "first_mlp", "--data", "bomb.npz", "--out", "out"], "bomb.npz unpacks to")


@pytest.mark.parametrize(
    ("make", "words"), [(truncated, "not a complete .npz"), (saved, "is not MNIST")]
)
def test_cached_file_that_is_not_mnist_is_kept(refused, folder, make, words):
    """Keras would delete it and download."""
    path = folder / "keras" / "datasets" / "mnist.npz"
    path.parent.mkdir(parents=True)
    make(path)
    refused(["train", "first_mlp", "--data", "mnist", "--out", "out"], str(path), words)


def test_data_for_a_recipe_that_makes_its_own(refused):
    saved(Path("data.npz"))
    refused(["train", "softmax_mlp", "--data", "data.npz", "--out", "out"], "makes its own data")


# Names, backends, versions


@pytest.mark.parametrize("command", ["train", "record", "bench"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("frist_mlp", "did you mean first_mlp?"), ("../x", "choose from: "), ("", "choose from: ")],
)
def test_unknown_recipe(refused, command, name, words):
    refused([command, name, "--data", "digits"], f"there is no recipe {name!r}", words)


def test_recipe_without_published_settings(refused):
    refused(
        ["train", "softmax_mlp", "--as-published"], "softmax_mlp follows no tutorial", "tanh_mlp"
    )


def no_package(name: str):
    raise importlib.metadata.PackageNotFoundError


PLACES = {
    "theano": ("KERAS_BACKEND", "theano", "set KERAS_BACKEND to tensorflow, jax or torch"),
    "only predicts": ("KERAS_BACKEND", "numpy", "cannot be trained on the backend 'numpy'"),
    "backend missing": (environment, "installed_backends", list, "run: pip install"),
    "Keras missing": (importlib.metadata, "version", no_package, "Keras is not installed"),
    "Keras 2": (importlib.metadata, "version", lambda name: "2.15.0", "Keras 2.15.0 is too old"),
    "old Python": (environment, "OLDEST_PYTHON", (99, 1), "needs Python 99.1 or newer"),
}


@pytest.mark.parametrize("command", [["check"], ["train", "first_mlp", "--out", "out"]])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_keras_cannot_start(refused, monkeypatch, command, place):
    *change, words = place
    (monkeypatch.setenv if len(change) == 2 else monkeypatch.setattr)(*change)
    refused(command, words)


@pytest.fixture
def keras_json(folder, monkeypatch) -> Path:
    """The settings of Keras, which decide where no variable does."""
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    (folder / "keras").mkdir()
    return folder / "keras" / "keras.json"


SETTINGS = {
    "unknown": ('{"backend": "cntk"}', "'cntk'"),
    "missing": ('{"backend": "jax"}', "pip install jax (or", " to tensorflow"),
}


@pytest.mark.parametrize("case", SETTINGS.values(), ids=SETTINGS)
def test_backend_from_the_settings_of_keras(refused, keras_json, monkeypatch, case):
    """The file is to be edited: setting a variable would help until the next terminal."""
    text, *words = case
    monkeypatch.setattr(environment, "installed_backends", lambda: ["tensorflow"])
    keras_json.write_text(text)
    refused(["check"], f'change "backend" in {keras_json}', *words)


@pytest.mark.parametrize("text", ["[]", "null", '"tensorflow"', "3"])
def test_settings_that_are_none(refused, keras_json, text):
    keras_json.write_text(text)
    refused(["check"], f"{keras_json} holds {text}, where Keras looks for settings")


def test_variable_overrules_the_settings_of_keras(refused, keras_json, monkeypatch):
    keras_json.write_text('{"backend": "jax"}')
    monkeypatch.setenv("KERAS_BACKEND", "theano")
    refused(["check"], "'theano'", "set KERAS_BACKEND to")


def test_value_that_ends_keras_at_its_import(refused, keras_json, monkeypatch):
    def fail(name):
        raise ValueError("Invalid `floatx` configuration.")

    keras_json.write_text('{"floatx": "float8"}')
    monkeypatch.delitem(sys.modules, "keras")
    monkeypatch.setattr(environment.importlib, "import_module", fail)
    refused(["check"], "Invalid `floatx` configuration", f"read from {keras_json}")


def test_broken_installation(refused, monkeypatch):
    def fail(name):
        raise ImportError("libcudart.so: cannot open\nTraceback, 40 lines")

    monkeypatch.delitem(sys.modules, "keras")
    monkeypatch.setattr(environment.importlib, "import_module", fail)
    refused(["check"], "Keras cannot start", "libcudart.so: cannot open")


def test_training_fails_on_this_device(refused, monkeypatch):
    def fail(*args, **settings):
        raise RuntimeError("CUDA_ERROR_OUT_OF_MEMORY\nat line 1")

    monkeypatch.setattr(training, "train", fail)
    refused(["check"], "a training fails on this device: CUDA_ERROR_OUT_OF_MEMORY")


WORDS = {
    "no epochs": (["train", "first_mlp", "--epochs", "0"], "'0' is not a whole number of at least"),
    "half an epoch": (["train", "first_mlp", "--epochs", "1.5"], "'1.5' is not a whole number"),
    "negative seed": (["train", "first_mlp", "--seed", "-1"], "'-1' is not a whole number from 0"),
    "large seed": (["train", "first_mlp", "--seed", str(2**32)], "to 4294967295"),
    "no command": ([], "COMMAND"),
    "unknown command": (["trian"], "'trian'"),
    "no picture": (["predict", "model.keras"], "IMAGE"),
}


@pytest.mark.parametrize(("command", "words"), WORDS.values(), ids=WORDS)
def test_words(capsys, command, words):
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


# Pictures


def picture(mode: str, size=(28, 28), kind="PNG", **settings):
    return lambda path: Image.new(mode, size).save(path, kind, **settings)


def half_a_picture(path: Path):
    Image.effect_noise((200, 200), 50).save(path, "PNG")
    path.write_bytes(path.read_bytes()[:10000])


def specks(path: Path):
    """Two black dots, far apart."""
    paper = Image.new("L", (3000, 3000), 255)
    for corner in (100, 2900):
        ImageDraw.Draw(paper).circle((corner, corner), 25, fill=0)
    paper.save(path, "PNG")


PICTURES = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (Path.mkdir, "is a folder"),
    "empty": (Path.touch, "not a picture"),
    "text": (lambda path: path.write_text("seven"), "not a picture"),
    "half": (half_a_picture, "cannot be read as a picture"),
    "CMYK": (picture("CMYK", kind="JPEG"), "mode CMYK"),
    "16 bits": (picture("I;16"), "mode I;16"),
    "transparent": (picture("RGBA"), "is transparent"),
    "transparent palette": (picture("P", transparency=0), "is transparent"),
    "grey with alpha": (picture("LA"), "is transparent"),
    "one pixel": (picture("L", (1, 1)), "1×1 pixels, too small"),
    "one colour": (picture("RGB"), "stands out"),
    "grey all over": (picture("L", color=128), "stands out"),
    "108 megapixels": (picture("L", (12000, 9000), kind="JPEG"), "more than 89 million pixels"),
    "specks": (specks, "only specks"),
    "bomb": (picture("1", (20000, 10000)), "more than 89 million pixels"),
}


@pytest.mark.parametrize(("make", "words"), PICTURES.values(), ids=PICTURES)
def test_picture(refused, folder, make, words):
    path = folder / named("数字 7")
    make(path)
    refused(["predict", "model.keras", str(path)], path.name, words)


def test_one_bad_picture_among_good_ones(refused):
    digit("a.png")
    dense()
    refused(["predict", "m.keras", "b.png", "a.png"], "b.png does not exist")


SHOW = {
    "exists": ("a.png", "a.png exists", "--force"),
    "no PNG": ("seen.jpg", "ends in .png"),
    "nowhere": ("gone/seen.png", "cannot write to gone"),
}


@pytest.mark.parametrize("case", SHOW.values(), ids=SHOW)
def test_picture_of_what_was_seen(refused, case):
    digit("a.png")
    dense()
    show, *words = case
    refused(["predict", "m.keras", "a.png", "--show", show], *words)


# Models


def digit(path: str):
    Image.fromarray(data.load().x_test[0]).save(path)


def model(*layers, name: str = "m.keras"):
    import keras

    keras.Sequential(layers).save(name)


def dense(shape=(784,), units=10, activation="softmax", name="m.keras"):
    import keras

    layers = keras.layers
    flat = layers.Reshape((int(np.prod(shape)),))
    model(keras.Input(shape), flat, layers.Dense(units, activation), name=name)


def half_a_model():
    dense()
    Path("m.keras").write_bytes(Path("m.keras").read_bytes()[:5000])


def flipped_model():
    dense()
    whole = bytearray(Path("m.keras").read_bytes())
    whole[20000:20100] = bytes(100)
    Path("m.keras").write_bytes(whole)


def old_file():
    dense(name="m.h5")
    Path("m.h5").rename("m.keras")


def only_weights():
    import keras

    keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)]).save_weights("m.weights.h5")


def test_weights_without_their_model(refused):
    """The advice works: the same file, filled into its model, becomes one that predicts."""
    import keras

    only_weights()
    digit("a.png")
    refused(["predict", "m.weights.h5", "a.png"], "model.load_weights('m.weights.h5')")
    layers = [keras.Input((784,)), keras.layers.Dense(10, "softmax")]
    model = keras.Sequential(layers)
    model.load_weights("m.weights.h5")
    model.save("NAME.keras")
    assert main(["predict", "NAME.keras", "a.png"]) == 0


def gone_wrong():
    import keras

    nan = keras.layers.Dense(10, "softmax", kernel_initializer=keras.initializers.Constant(np.nan))
    model(keras.Input((784,)), nan)


def with_program():
    import keras

    model(keras.Input((784,)), keras.layers.Lambda(lambda x: x[:, :10]))


def two_inputs():
    import keras

    one, two = keras.Input((784,)), keras.Input((784,))
    keras.Model([one, two], keras.layers.Add()([one, two])).save("m.keras")


MODELS = {
    "missing": (lambda: None, "does not exist"),
    "folder": (lambda: Path("m.keras").mkdir(), "cannot be read"),
    "empty": (lambda: Path("m.keras").touch(), "not a complete .keras file"),
    "text": (lambda: Path("m.keras").write_text("model"), "not a complete .keras file"),
    "half": (half_a_model, "not a complete .keras file"),
    "flipped bytes": (flipped_model, "cannot be loaded"),
    "other zip": (
        lambda: zipfile.ZipFile("m.keras", "w").writestr("a", "b"),
        "cannot be loaded",
    ),
    "renamed .h5": (old_file, "is an HDF5 file"),
    "with a program": (with_program, "cannot be loaded", "arbitrary code"),
    "other input": (lambda: dense((32, 32, 3)), "takes (None, 32, 32, 3)"),
    "two inputs": (two_inputs, "takes [(None, 784), (None, 784)]"),
    "other output": (lambda: dense(units=2), "does not return 10 probabilities"),
    "NaN": (gone_wrong, "answers NaN", "smaller learning rate"),
    "no softmax": (lambda: dense(activation=None), "are not probabilities"),
}


@pytest.mark.parametrize("case", MODELS.values(), ids=MODELS)
def test_model(refused, case):
    make, *words = case
    make()
    digit("a.png")
    refused(["predict", "m.keras", "a.png"], "m.keras", *words)


def test_model_under_another_name(refused):
    dense()
    Path("m.keras").rename("m.zip")
    digit("a.png")
    refused(["predict", "m.zip", "a.png"], "m.zip is not a complete .keras file")


# Where the result goes


def earlier_training():
    Path("out").mkdir()
    for name in output.FILES:
        (Path("out") / name).write_text(f"earlier {name}")


OUT = {
    "taken": (earlier_training, "out", "already holds a training"),
    "file": (lambda: Path("out").touch(), "out", "is a file"),
    "below a file": (lambda: Path("out").touch(), "out/below", "is a file"),
    "dead link": (lambda: Path("out").symlink_to("gone"), "out", "cannot write to out"),
    "long name": (lambda: None, "x" * 300, "File name too long"),
}


@pytest.mark.parametrize(("make", "out", "words"), OUT.values(), ids=OUT)
def test_out(refused, make, out, words):
    make()
    refused(["train", "first_mlp", "--out", out], words)


def test_out_is_not_writable(refused, folder):
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    if os.access(locked, os.W_OK):  # the tests run as root, who may write anywhere but here
        locked = Path("/proc")
    refused(["train", "first_mlp", "--out", str(locked / "out")], "cannot write to")


def test_training_fails(folder, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    earlier_training()
    before = contents(folder)
    monkeypatch.setattr(training, "train", fail)
    with pytest.raises(ZeroDivisionError):  # a fault of the program, which may show as one
        main(["train", "first_mlp", "--out", "new"])
    with pytest.raises(ZeroDivisionError):
        main(["train", "first_mlp", "--out", "out", "--force"])
    assert contents(folder) == before


# Recordings


def test_record_refuses_other_data(refused, monkeypatch, folder):
    monkeypatch.setattr(recording, "RESULTS", folder)
    saved(Path("data.npz"))
    for source in ("digits", "data.npz"):
        refused(["record", "first_mlp", "--data", source], "not MNIST", "--data mnist")


def test_recording_survives_a_failure(folder, monkeypatch):
    earlier = folder / "softmax_mlp.tensorflow.json"
    earlier.write_text("earlier")
    train = training.train

    def fail_later(recipe, digits, seed, **settings):
        if seed:
            raise KeyboardInterrupt
        return train(recipe, digits, seed, epochs=1, verbose=0)

    monkeypatch.setattr(recording, "RESULTS", folder)
    monkeypatch.setattr(training, "train", fail_later)
    before = contents(folder)
    assert main(["record", "softmax_mlp"]) == 2
    assert contents(folder) == before


def test_recording_cannot_be_written(refused, monkeypatch, folder):
    train = training.train

    def shorter(recipe, digits, seed, **settings):
        return train(recipe, digits, seed, epochs=1, verbose=0)

    (folder / "results").write_text("a file where the folder should be")
    monkeypatch.setattr(recording, "RESULTS", folder / "results")
    monkeypatch.setattr(training, "train", shorter)
    refused(["record", "softmax_mlp"], "cannot write", "it is as it was")


# In processes of their own


def test_no_network(folder):
    before = contents(folder)
    command = ["train", "first_mlp", "--data", "mnist", "--out", "out"]
    done = subprocess.run(
        [sys.executable, "-m", "keras_primer", *command], capture_output=True, text=True
    )
    assert_refused(done.returncode, done.stderr, "could not be downloaded", "--data FILE.npz")
    after = contents(folder)
    assert {path for path in after if after[path] is not None} == set(before)


def limit_files():
    """In a process: no file may grow beyond this, as if the disk were full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


@posix
def test_full_disk(folder):
    earlier_training()
    before = contents(folder)
    command = ["train", "first_mlp", "--epochs", "1", "--out", "out", "--force"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "keras_primer", *command],
        capture_output=True,
        text=True,
        preexec_fn=limit_files,
    )
    assert_refused(done.returncode, done.stderr, "could not save to out", "nothing there")
    assert contents(folder) == before


def heed_ctrl_c():
    """What a shell starts in the background ignores Ctrl-C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def press_ctrl_c(process: subprocess.Popen) -> str:
    """Press as a reader would: again, where nothing happens. Returns what is on stderr.

    Python loses a KeyboardInterrupt that is raised in a callback of its garbage collector.
    """
    for _ in range(5):
        os.killpg(process.pid, signal.SIGINT)
        try:
            return process.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("five times Ctrl-C did not stop it")


@posix
def test_stopped_while_training(folder):
    earlier_training()
    before = contents(folder)
    command = ["train", "first_mlp", "--epochs", "10000", "--out", "out", "--force"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-W", "ignore", "-m", "keras_primer", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    for line in process.stdout:
        if line.startswith("Epoch 3/"):
            break
    stderr = press_ctrl_c(process)
    assert_refused(process.returncode, stderr, "stopped by Ctrl-C; nothing unfinished was kept")
    assert contents(folder) == before


PRESS_CTRL_C_DURING_IMPORT = """
import os, runpy, signal, sys

class Finder:
    def find_spec(self, name, *rest):
        if name == "tensorflow.python":
            os.killpg(0, signal.SIGINT)

sys.meta_path.insert(0, Finder())
runpy.run_module("keras_primer", run_name="__main__", alter_sys=True)
"""


@posix
def test_stopped_while_tensorflow_starts(folder):
    before = contents(folder)
    done = subprocess.run(
        [sys.executable, "-c", PRESS_CTRL_C_DURING_IMPORT, "train", "first_mlp", "--out", "out"],
        capture_output=True,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    assert_refused(done.returncode, done.stderr, "stopped by Ctrl-C; nothing unfinished was kept")
    assert contents(folder) == before


NOT_NEEDED = """
import sys
from keras_primer.__main__ import main
codes = [main(words.split()) for words in sys.argv[1:]]
print(codes, sorted({"keras", "tensorflow"} & set(sys.modules)))
"""


def test_keras_is_not_started_without_need():
    """So that these answers come at once."""
    commands = [
        "train nothing",
        "train first_mlp --data gone.npz",
        "predict gone.keras gone.png",
        "list",
    ]
    done = subprocess.run(
        [sys.executable, "-c", NOT_NEEDED, *commands], capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[2, 2, 2, 0] []", done.stderr
