# %% [markdown] tags=["lang-zh"]
# # 通道在前还是在后，哪个更快？ {#formats-timed}
#
# 彩色图像的通道可以放在最后一个轴（`channels_last`），也可以放在高和宽之前（`channels_first`）。常
# 听人说其中一种更快，那么在你的电脑上，用你的后端，究竟是哪一种？这个实验不听别人说，自己动手量。做
# 完以后，你能够：
#
# - 认出图像的两种排法，在两者之间转换而不弄坏图像；
# - 量出一步训练要用多久，而不让第一步混进来；
# - 说出哪个后端不接受哪种格式，遇到时怎么办。
#
# 所有的时间都只画在图里，因为时间由电脑决定：你的图会和这里的不一样。打印出来的文字则处处相同。

# %% [markdown] tags=["lang-en"]
# # Channels first or last: which is faster? {#formats-timed}
#
# The channels of a colour image can be its last axis (`channels_last`), or come before height and
# width (`channels_first`). People will tell you that one of them is faster. Which one, with your
# backend, on your computer? In this lab you believe nobody and measure. Afterwards you can:
#
# - recognize both layouts of an image, and convert between them without destroying it;
# - time a step of training, and keep the first step out of it;
# - say which backend refuses which format, and what to do about it.
#
# Times are shown in figures only. They belong to a computer, and your figures will not look like
# those stored here; what is printed as text is the same everywhere.

# %% [markdown] tags=["lang-zh"]
# ## 一张照片，两种排法 {#photograph}
#
# scikit-learn 自带两张照片，不用下载。从每张里切出 8 块 64×64 的小图，一共 16 块；标签说明一块小图
# 来自哪张照片。

# %% [markdown] tags=["lang-en"]
# ## A photograph in two layouts {#photograph}
#
# Two photographs come with scikit-learn; there is nothing to download. From each we cut 8 patches
# of 64×64 pixels, 16 in all. The label says which photograph a patch is from.

# %%
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_images

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

photographs = load_sample_images().images
patches = [
    photograph[row : row + 64, column : column + 64]
    for photograph in photographs
    for row in (100, 200)
    for column in (100, 200, 300, 400)
]
last = np.stack(patches).astype("float32") / 255
first = np.moveaxis(last, -1, 1)
labels = np.repeat([0, 1], 8)
print("channels_last: ", last.shape)
print("channels_first:", first.shape)

# %% [markdown] tags=["lang-zh"]
# 先猜一猜：`first` 的形状是 `(16, 3, 64, 64)`。把它变回 `channels_last`，用 `np.moveaxis` 和用
# `reshape` 都能得到形状 `(16, 64, 64, 3)`。两种办法得到的图像一样吗？

# %% [markdown] tags=["lang-en"]
# Guess first: `first` has shape `(16, 3, 64, 64)`. To get back to `channels_last`, both
# `np.moveaxis` and `reshape` lead to the shape `(16, 64, 64, 3)`. Do they lead to the same image?

# %%
moved = np.moveaxis(first, 1, -1)
reshaped = first.reshape(last.shape)
print("same images after moveaxis:", np.array_equal(moved, last))
print("same images after reshape: ", np.array_equal(reshaped, last))

figure, grid = plt.subplots(1, 5, figsize=(4.4, 1.2))
grid[0].imshow(moved[1])
grid[0].set_title("moveaxis")
for axes, sheet, name in zip(grid[1:], first[1], ("red", "green", "blue"), strict=False):
    axes.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    axes.set_title(name)
grid[4].imshow(reshaped[1])
grid[4].set_title("reshape")
for axes in grid:
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 第 1 张是用 `moveaxis` 转换的彩色小图，和原来一样；中间 3 张是它的红、绿、蓝三个通道，`first` 里就
# 是这样一张一张存放的；最后一张用 `reshape` 转换，图像毁了。

# %% [markdown] tags=["lang-en", "caption"]
# First a patch converted with `moveaxis`, as it was. Then its red, green and blue channels, which
# is how `first` holds them, one sheet after the other. Last the patch converted with `reshape`:
# destroyed.

# %% [markdown] tags=["lang-zh"]
# `moveaxis` 给轴换了位置，`reshape` 只是把同一串数重新分组，把三张单色的图拼成了“彩色”的。形状都
# 对，所以不会报错，只有把图像画出来才看得见。

# %% [markdown] tags=["lang-en"]
# `moveaxis` gives an axis another place. `reshape` only cuts the same row of numbers into new
# groups, and so three sheets of one colour pass for a coloured image. The shape is right, so
# nothing raises an error; you have to draw the image to notice.

# %% [markdown] tags=["lang-zh"]
# ## 要量什么 {#program}
#
# 一个 Python 进程里只能用一个后端，所以量时间的程序写成一段文字，每个后端各启动一个新的进程来运行
# 它。程序用三种办法处理同样的图像：
#
# - `last`：数据和层都是 `channels_last`；
# - `first`：数据和层都是 `channels_first`；
# - `permute`：数据是 `channels_first`，模型的第一层用 `Permute` 把通道移到最后，后面的层都是
#   `channels_last`。
#
# 权重用 NumPy 抽好，三个模型、所有后端都用同一组。先做一次预测，再走 12 步训练，每一步都记下用了几
# 秒。哪种办法报错，就把报错信息记下来。

# %% [markdown] tags=["lang-en"]
# ## What to measure {#program}
#
# A Python process has one backend. So the program that measures is a text, and each backend runs it
# in a new process of its own. The program treats the same images in three ways:
#
# - `last`: data and layers are `channels_last`;
# - `first`: data and layers are `channels_first`;
# - `permute`: the data are `channels_first`, the first layer of the model, a `Permute`, moves the
#   channels to the end, and all other layers are `channels_last`.
#
# The weights are drawn with NumPy, so that all three models have the same ones, on every backend.
# Each makes one prediction and then 12 steps of training, and the seconds of every step are noted.
# If one of the ways raises an error, its message is noted instead.

# %%
program = """
import json
import sys
import time

import keras
import numpy as np
from keras import layers

data = np.load(sys.argv[1])


def build(x, data_format, *before):
    keras.config.set_image_data_format(data_format)
    model = keras.Sequential(
        [
            keras.Input(x.shape[1:]),
            *before,
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
    return model


def measure(model, x):
    model.set_weights(weights)
    predictions = model.predict_on_batch(x).tolist()
    seconds = []
    for _ in range(12):
        start = time.perf_counter()
        model.train_on_batch(x, data["labels"])
        seconds.append(time.perf_counter() - start)
    return {"predictions": predictions, "seconds": seconds}


models = {
    "last": build(data["last"], "channels_last"),
    "first": build(data["first"], "channels_first"),
    "permute": build(data["first"], "channels_last", layers.Permute((2, 3, 1))),
}
draw = np.random.default_rng(0).normal  # of NumPy: the same numbers on every backend
weights = [draw(0, 0.1, weight.shape) for weight in models["last"].get_weights()]
results = {}
for way, model in models.items():
    try:
        results[way] = measure(model, data["last" if way == "last" else "first"])
    except Exception as error:
        results[way] = {"error": str(error)}
print(json.dumps(results))
"""

# %% [markdown] tags=["lang-zh"]
# ## 每个后端各运行一次 {#run}
#
# TensorFlow 要运行两次。它里面有一个叫 oneDNN 的库，接手卷积这类运算。打开还是关闭，由环境变量
# `TF_ENABLE_ONEDNN_OPTS` 决定；没有设这个变量，就由处理器决定。这里两种都试，结果就不取决于你有哪种
# 处理器。没有安装的后端会跳过，图上写着 not installed。为了公平，全部在 CPU 上运行。

# %% [markdown] tags=["lang-en"]
# ## Once on each backend {#run}
#
# TensorFlow runs twice. It has a library inside, oneDNN, that takes over operations such as
# convolutions. The environment variable `TF_ENABLE_ONEDNN_OPTS` switches it on or off, and without
# it the processor decides. Here both are tried, so that the result does not depend on the processor
# you have. Backends that you have not installed are left out, and the figure says so. To be fair,
# everything runs on the CPU.

# %%
runs = {
    "TensorFlow, oneDNN off": {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": "0"},
    "TensorFlow, oneDNN on": {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": "1"},
    "JAX": {"KERAS_BACKEND": "jax"},
    "PyTorch": {"KERAS_BACKEND": "torch"},
}
folder = tempfile.TemporaryDirectory()
file = Path(folder.name) / "data.npz"
np.savez(file, last=last, first=first, labels=labels)


def run(program, settings):
    """What the program finds out with these settings, or nothing without the backend."""
    if not find_spec(settings["KERAS_BACKEND"]):
        return {}
    on_cpu = {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-c", program, file],
        env=os.environ | on_cpu | settings,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


results = {name: run(program, settings) for name, settings in runs.items()}

# %% [markdown] tags=["lang-zh"]
# ## 数算得一样吗？ {#same-numbers}
#
# 先比结果，再比时间。权重相同，三种办法在每个后端上都应该给出同样的概率。

# %% [markdown] tags=["lang-en"]
# ## Are the numbers the same? {#same-numbers}
#
# Results come before times. The weights are the same, so all three ways should give the same
# probabilities on every backend.

# %%
found = [way for result in results.values() for way in result.values()]
predictions = [way["predictions"] for way in found if "predictions" in way]
print("same numbers wherever it ran:", np.allclose(predictions, predictions[0], atol=0.0001))

for name, result in results.items():
    if result and name.startswith("TensorFlow"):
        refused = {way: result[way]["error"] for way in result if "error" in result[way]}
        print(f"{name}, refuses:", list(refused))
        for message in refused.values():
            print(re.search(r"The Conv2D op.*?CPU\.", message)[0])

# %% [markdown] tags=["lang-zh"]
# 能运行的都算得一样，差别不超过 0.0001。而关闭了 oneDNN 的 TensorFlow 不接受 `first`：它自己的卷积
# 在 CPU 上只会 NHWC，也就是样本、高、宽、通道的顺序，即 `channels_last`。`permute` 用的是同样的数
# 据，却到处都能运行，因为轴在进入卷积之前就换好了位置。（这次运行用的是 Linux 和 x86-64 处理器；在
# 别的系统上，TensorFlow 里不一定有 oneDNN，那样 oneDNN on 那一行也会写上 `first`。）

# %% [markdown] tags=["lang-en"]
# Wherever it ran, the numbers are the same to within 0.0001. And TensorFlow without oneDNN refuses
# `first`: on a CPU its own convolution knows only NHWC, which means samples, height, width,
# channels, and that is `channels_last`. `permute` has the same data and yet runs everywhere,
# because the axes change places before the first convolution. (This was run on Linux and an x86-64
# processor. On other systems TensorFlow may come without oneDNN, and then `first` stands in the
# line of "oneDNN on", too.)

# %% [markdown] tags=["lang-zh"]
# ## 第一步不算 {#first-step}
#
# 先猜一猜：12 步做的是同样的计算，用的时间也一样吗？

# %% [markdown] tags=["lang-en"]
# ## The first step does not count {#first-step}
#
# Guess first: all 12 steps compute the same. Do they take the same time?

# %%
figure, axes = plt.subplots(figsize=(4.4, 2.4))
for name, result in results.items():
    seconds = result["last"]["seconds"] if result else []
    missing = "" if result else ": not installed"
    axes.semilogy(range(1, len(seconds) + 1), seconds, ".-", label=name + missing)
axes.set(xlabel="step", ylabel="seconds", title="channels_last")
axes.legend()
plt.show()

for name, result in results.items():
    if result and name.startswith("TensorFlow"):
        seconds = result["last"]["seconds"]
        print(f"{name}: the first step is the slowest:", seconds[0] == max(seconds))

# %% [markdown] tags=["lang-zh", "caption"]
# `channels_last` 的 12 步训练各用了几秒，纵轴是对数刻度。TensorFlow 和 JAX 的第一步特别慢。

# %% [markdown] tags=["lang-en", "caption"]
# Seconds of each of the 12 steps with `channels_last`, on a logarithmic scale. With TensorFlow and
# JAX the first step is by far the slowest.

# %% [markdown] tags=["lang-zh"]
# TensorFlow 和 JAX 在第一步里还要把 Python 写成的一步变成计算图，也就是准备工作。这段时间只花一次，
# 所以不算进去。剩下的各步也有快有慢，因为电脑同时还在做别的事，所以取中位数：一两个特别慢的步影响不
# 了它。

# %% [markdown] tags=["lang-en"]
# In the first step, TensorFlow and JAX also turn the step that is written in Python into a graph.
# That is preparation and happens once, so it is left out. The other steps vary as well, because the
# computer has other things to do. So we take the median, which one or two very slow steps cannot
# move.

# %% [markdown] tags=["lang-zh"]
# ## 哪种更快？ {#times}

# %% [markdown] tags=["lang-en"]
# ## Which is faster? {#times}

# %% tags=["card"]
figure, axes = plt.subplots(figsize=(4.4, 2.8))
for place, way in enumerate(("last", "first", "permute")):
    for group, result in enumerate(results.values()):
        height, text = 0, "refused"
        if not result:
            text = "not installed"
        elif "seconds" in result[way]:
            height, text = 1000 * np.median(result[way]["seconds"][1:]), ""
        where = group + 0.27 * (place - 1)
        axes.bar(where, height, 0.25, color=f"C{place}", label=way if group == 0 else None)
        axes.text(where, 0, f" {text}", rotation=90, ha="center", va="bottom")
axes.set_xticks(range(len(results)), [name.replace(", ", "\n") for name in results])
axes.set(ylabel="milliseconds for a step")
axes.set_title(f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores")
axes.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 一步训练的时间，单位是毫秒，不算第一步，取中位数，越短越快。每组三根柱子依次是 `last`、`first` 和
# `permute`；写着 refused 的是后端不接受的，标题说明是怎样的电脑。

# %% [markdown] tags=["lang-en", "caption"]
# Milliseconds for a step of training, the median without the first step; shorter is faster. In each
# group: `last`, `first` and `permute`. Where it says refused, the backend does not take it. The
# title says what computer it was.

# %% [markdown] tags=["lang-zh"]
# 看图时问三个问题：
#
# - 在同一组里，`last` 和 `first` 谁短？各组的回答一致吗？
# - `permute` 比 `last` 多转换一次，柱子有没有更高？如果反而更矮，就多量几次再下结论：别的因素盖过了
#   这次转换。
# - 同一种格式，换一个后端差多少？和换格式的差别比，哪个更大？
#
# 这张图只说明一台电脑、这几个版本和这个小模型的情况，换一台就可能排出别的名次。所以不要因为听说哪种
# 格式更快就去改程序。留在默认的 `channels_last`，它到处都能运行；如果数据是 `channels_first`，就在
# 入口处转换一次。如果这样还嫌慢，就像这里一样，用自己的模型量一量。

# %% [markdown] tags=["lang-en"]
# Ask the figure three questions:
#
# - Within a group, which is shorter, `last` or `first`? Do all groups agree?
# - `permute` does one conversion more than `last`. Is its bar taller? If it is shorter, something
#   else outweighs the conversion: measure again before you conclude anything.
# - How much does another backend change, for the same format? Is that more or less than what
#   another format changes?
#
# The figure is about one computer, these versions and this small model, and elsewhere the ranking
# may be another. So don't rewrite a program because you heard that one format is faster. Stay with
# the default, `channels_last`, which runs everywhere, and if your data are `channels_first`,
# convert them once, where they enter. If that is too slow, measure with your own model, as here.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercise}
#
# 1. 三个模型的格式不同，`set_weights` 却可以把同一组权重放进每一个。为什么不用给卷积核的轴也换个位
#    置？
# 2. 编译模型时加上 `jit_compile=True`，TensorFlow 就把整个一步交给即时编译器 XLA，不用它自己的卷
#    积。这时关闭了 oneDNN 的 TensorFlow 还拒绝 `first` 吗？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercise}
#
# 1. The three models differ in format, and yet `set_weights` puts the same weights into each. Why
#    do the axes of the kernel not have to change places as well?
# 2. With `jit_compile=True` in `compile`, TensorFlow leaves the whole step to the just-in-time
#    compiler XLA and does without its own convolution. Does TensorFlow without oneDNN still refuse
#    `first`?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 格式说的是数据的轴怎样排，卷积核没有批次轴，它的形状总是“高、宽、输入通道、输出通道”，与数
# 据格式无关。
#
# **2.** 不再拒绝，三种办法都能运行，算出的数也一样。代价在第一步：XLA 编译也要时间。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** The format says how the axes of the data are ordered. A kernel has no batch axis; its shape
# is always height, width, input channels, output channels, whatever the data format.
#
# **2.** No. All three ways run, and compute the same numbers. The price is in the first step: XLA
# takes time to compile.

# %% tags=["answer"]
compiled = program.replace('optimizer="sgd"', 'optimizer="sgd", jit_compile=True')
result = run(compiled, runs["TensorFlow, oneDNN off"])
print("refuses:", [way for way in result if "error" in result[way]])
print(
    "same numbers:",
    all(np.allclose(result[way]["predictions"], predictions[0], atol=0.0001) for way in result),
)

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [数据格式](../docs/zh/ideas/data-formats.md)：两种格式在内存里怎样排，在哪里设置，怎样看懂报错。
# - [训练更快](../docs/zh/train/speed.md)：怎样计时，还有哪些办法能加快训练。
# - [计算图与即时执行](../docs/zh/ideas/graphs.md)：第一步为什么慢。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Data formats](../docs/en/ideas/data-formats.md): how both lie in memory, where to set them, and
#   how to read the errors.
# - [Faster training](../docs/en/train/speed.md): how to time, and what else makes training faster.
# - [Graphs and eager execution](../docs/en/ideas/graphs.md): why the first step is slow.
