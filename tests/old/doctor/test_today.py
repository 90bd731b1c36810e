"""What exists today, and what the doctor says of all that does not."""

import re
import subprocess
import sys

import pytest
from doctoring import script

from keras_primer.old import doctor
from keras_primer.old.doctor import today

# Names and keywords that the catalogue does not have, and what is told of them.
GONE = {
    "import tensorflow as tf\ntf.gfile.Exists(p)": "tensorflow.io.gfile.exists",
    "import tensorflow as tf\ntf.random_shuffle(x)": "tensorflow.random.shuffle",
    "import tensorflow as tf\ntf.keras.metrics.MeanTensor()": "",
    "from tensorflow.keras.layers import AbstractRNNCell": "",
    "import tensorflow as tf\ntf.compat.v1.nn.rnn_cell.LSTMCell(3)": "",
    "from keras.datasets.cifar import load_batch": "keras.datasets.cifar10",
    "from keras.models import Sequentiel": "keras.Sequential",
    "import keras\nkeras.losses.MeanSquaredError(reductions='sum')": "reduction",
    "import keras\nkeras.layers.SeparableConv2D(8, 3, kernel_regularizer='l2')": "",
    "import keras\nkeras.random.shuffle(x, axes=1)": "axis",
    "import tensorflow as tf\ntf.math.log(x, nome='a')": "name",
}


@pytest.mark.parametrize("code", GONE)
def test_what_is_gone_is_found(code):
    """It raises what the report says, and what is nearest exists."""
    (report,) = doctor.examine(script(code))
    assert report.entry.id in ("gone-name", "gone-keyword")
    assert (f"`{GONE[code]}`" in report.entry.why.en) == bool(GONE[code])
    assert not GONE[code] or f"`{GONE[code]}`" in report.entry.why.zh
    assert today.missing(GONE[code] if "." in GONE[code] else "keras") is None
    says = re.escape(report.today).replace("…", ".*")
    # Once a program has imported `tensorflow.keras.metrics` itself, the module has that name.
    says = says.replace(r"keras\._tf_keras\.keras", r"(keras\._tf_keras|tensorflow)\.keras")
    with pytest.raises(Exception) as caught:
        exec(code, {"x": [1.0], "a": [1.0], "b": [1.0], "p": "p"})
    assert re.match(says, f"{caught.typename}: {caught.value}", re.DOTALL)


def test_list_of_today_is_what_is_installed():
    """After an update: python -m keras_primer.old.doctor.inventory."""
    code = "from keras_primer.old.doctor import inventory as i; print(i.text(i.make()), end='')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == today.FILE.read_text(encoding="utf-8")
