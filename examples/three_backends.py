# %% [markdown] tags=["lang-zh"]
# # 换一个后端，答案会变吗？ {#three-backends}
#
# Keras 自己不做计算，计算交给后端：TensorFlow、JAX 或 PyTorch。同一个模型换一个后端，回答还一样吗？
# 这个实验训练一个小网络，保存下来，再让每个后端都加载它，比一比。做完以后，你能够：
#
# - 用一个后端保存模型，用另一个后端加载；
# - 说出两个后端的结果在第几位小数上不同，为什么；
# - 分辨哪些差别只是舍入，哪些不是。
#
# 裁判是 NumPy：同样的公式，自己写几行，用 float64 计算，位数比 Keras 默认的 float32 多一倍。没有安
# 装的后端会跳过，图上写着 not installed；打印出来的文字不受影响。

# %% [markdown] tags=["lang-en"]
# # Does another backend give another answer? {#three-backends}
#
# Keras does not compute. It leaves that to a backend: TensorFlow, JAX or PyTorch. Does one model
# give the same answers on each? In this lab you train a small network, save it, let every backend
# load it, and compare. Afterwards you can:
#
# - save a model with one backend and load it with another;
# - say in which decimal place two backends differ, and why;
# - tell differences that are only rounding from those that are not.
#
# NumPy is the judge: a few lines of your own with the same formulas, computed in float64, with
# twice the digits of float32, the default of Keras. Backends that you have not installed are left
# out, and the figures say so; what is printed as text does not change.

# %% [markdown] tags=["lang-zh"]
# ## 训练并保存 {#save}
#
# 数据是 scikit-learn 自带的手写数字，每张 8×8 像素。用你平时的后端训练 10 轮，把模型存成一个
# `.keras` 文件。随后每个后端还要再训练 300 步，所以先把这 300 个批次也抽好，存在一起：每个后端都拿
# 到同样的图像，顺序也相同。

# %% [markdown] tags=["lang-en"]
# ## Train and save {#save}
#
# The data are the handwritten digits that come with scikit-learn, 8×8 pixels each. You train for 10
# epochs with the backend that you always use, and save the model as a `.keras` file. Later, every
# backend will train for 300 more steps. The batches for them are drawn now and saved as well, so
# that each backend gets the same images in the same order.

# %%
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=600, stratify=y, random_state=0)

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=10, verbose=0)
start = model.get_weights()

folder = tempfile.TemporaryDirectory()
home = Path(folder.name)
batches = np.random.default_rng(0).integers(len(x_train), size=(300, 32))
model.save(home / "model.keras")
np.savez(home / "data.npz", x_test=x_test, x=x_train[batches], y=y_train[batches])
print(sorted(path.name for path in home.iterdir()))
print(x_train[batches].shape)

# %% [markdown] tags=["lang-zh"]
# ## 每个后端各运行一次 {#run}
#
# 一个 Python 进程里只能用一个后端，所以每个后端都要一个新的进程。下面这段程序在新的进程里运行：加载
# 模型，预测测试集，再用普通的梯度下降（`SGD`）走 300 步，每一步以后都记下第一层的权重；最后再预测一
# 次。它还用种子 0 抽 1000 个随机数，后面要用。
#
# 程序里没有一个字提到后端，用哪一个由环境变量 `KERAS_BACKEND` 决定。

# %% [markdown] tags=["lang-en"]
# ## Once on each backend {#run}
#
# A Python process has one backend, so each backend needs a new process. This is the program that
# runs there: it loads the model, predicts the test set, goes 300 steps of plain gradient descent
# (`SGD`), noting the weights of the first layer after each, and predicts once more. It also draws
# 1000 random numbers with seed 0, for later.
#
# The program does not say a word about backends. The environment variable `KERAS_BACKEND` decides.

# %%
program = """
import sys
from pathlib import Path

import keras
import numpy as np

home = Path(sys.argv[1])
data = np.load(home / "data.npz")
model = keras.models.load_model(home / "model.keras", compile=False)
before = model.predict(data["x_test"], verbose=0)

model.compile(keras.optimizers.SGD(learning_rate=0.1), "sparse_categorical_crossentropy")
kernels = []
for x, y in zip(data["x"], data["y"]):
    model.train_on_batch(x, y)
    kernels.append(model.get_weights()[0])
after = model.predict(data["x_test"], verbose=0)

random = keras.ops.convert_to_numpy(keras.random.normal((1000,), seed=0))
file = home / f"{keras.config.backend()}.npz"
np.savez(file, before=before, kernels=kernels, after=after, random=random)
"""

names = ("tensorflow", "jax", "torch")
results = {}
for name in filter(find_spec, names):
    settings = {"KERAS_BACKEND": name, "CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}
    subprocess.run([sys.executable, "-c", program, home], env=os.environ | settings, check=True)
    results[name] = dict(np.load(home / f"{name}.npz"))

# %% [markdown] tags=["lang-zh"]
# ## 裁判：同样的公式，用 NumPy 写 {#judge}
#
# 两层的网络只有几行公式。`forward` 计算预测。`step` 走一步梯度下降：`error` 是预测减去正确答案，乘
# 回去就得到每个权重的梯度；隐藏层里被 relu 变成 0 的单元，梯度也是 0。

# %% [markdown] tags=["lang-en"]
# ## The judge: the same formulas in NumPy {#judge}
#
# A network of two layers is a few lines of formulas. `forward` predicts. `step` goes one step of
# gradient descent: `error` is the prediction minus the right answer, and multiplied back it becomes
# the gradient of each weight; where relu made a hidden unit 0, its gradient is 0 as well.


# %%
def forward(weights, x):
    kernel1, bias1, kernel2, bias2 = weights
    hidden = np.maximum(x @ kernel1 + bias1, 0)
    scores = np.exp(hidden @ kernel2 + bias2)
    return hidden, scores / scores.sum(axis=1, keepdims=True)


def step(weights, x, y):
    hidden, predicted = forward(weights, x)
    error = (predicted - np.eye(10)[y]) / len(x)
    hidden_error = (error @ weights[2].T) * (hidden > 0)
    gradients = [x.T @ hidden_error, hidden_error.sum(0), hidden.T @ error, error.sum(0)]
    return [weight - 0.1 * gradient for weight, gradient in zip(weights, gradients, strict=True)]


weights = [weight.astype("float64") for weight in start]
_, exact = forward(weights, x_test)
print(exact.dtype, exact.shape)

# %% [markdown] tags=["lang-zh"]
# ## 预测一样吗？ {#predictions}
#
# 先猜一猜：600 张图像，每张 10 个概率，后端给出的与 NumPy 给出的会差多少？完全相等，到第 3 位小数相
# 等，还是到第 6 位？

# %% [markdown] tags=["lang-en"]
# ## Are the predictions the same? {#predictions}
#
# Guess first: 600 images, 10 probabilities each. By how much will those of a backend differ from
# those of NumPy? Not at all, from the third decimal place on, or from the sixth?

# %%
answers = [result["before"].argmax(axis=1) for result in results.values()]
differences = {name: abs(result["before"] - exact) for name, result in results.items()}
print("same digit for all images:", all((a == exact.argmax(axis=1)).all() for a in answers))
print("exactly equal:", any(d.max() == 0 for d in differences.values()))
print("largest difference below 0.00001:", all(d.max() < 1e-5 for d in differences.values()))

figure, axes = plt.subplots(figsize=(4.4, 2.4))
for name in names:
    if name in results:
        axes.semilogy(np.sort(differences[name].max(axis=1)), label=name)
    else:
        axes.plot([], label=f"{name}: not installed")
axes.set(xlabel="images, in order of the difference", ylabel="difference from NumPy")
axes.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 每张测试图像的 10 个概率里，与 NumPy（float64）相差最大的那一个差多少；图像按差别从小到大排列，纵
# 轴是对数刻度，每个后端一条线。

# %% [markdown] tags=["lang-en", "caption"]
# For each test image, by how much the worst of its 10 probabilities differs from NumPy (float64).
# Images are ordered by that difference; the vertical axis is logarithmic; one line for each
# backend.

# %% [markdown] tags=["lang-zh"]
# 回答的数字全都相同；概率却没有一个后端与 NumPy 完全相等，最大的差别不到 0.00001，也就是说，要到第
# 5 位小数以后才看得出来。这样的差别从哪里来？float32 只记得住大约 7 位数字，每算一步都要舍入一次。
# 后端把许多数相加时，顺序各不相同，而顺序变了，舍入也会跟着变。就连 Python 自己也是这样：

# %% [markdown] tags=["lang-en"]
# All answers are the same digits. But no backend has exactly the probabilities of NumPy, though the
# largest difference is below 0.00001, so that it shows only beyond the fifth decimal place. Where
# does it come from? float32 can hold about 7 digits, so every operation rounds. Backends add long
# rows of numbers, each in its own order, and another order is rounded differently. Python itself is
# no exception:

# %%
print((0.1 + 0.2) + 0.3)
print(0.1 + (0.2 + 0.3))

# %% [markdown] tags=["lang-zh"]
# ## 再训练一步 {#one-step}
#
# 从同样的权重出发，用同样的 32 张图像走一步，新的权重也应该一样。NumPy 的 `step` 也走同样的一步。

# %% [markdown] tags=["lang-en"]
# ## One more step of training {#one-step}
#
# From the same weights, one step with the same 32 images should lead to the same new weights. The
# `step` in NumPy does the same.

# %%
exact_kernels = []
for batch in batches:
    weights = step(weights, x_train[batch], y_train[batch])
    exact_kernels.append(weights[0])

moved = abs(exact_kernels[0] - start[0]).max()
apart = [abs(result["kernels"][0] - exact_kernels[0]).max() for result in results.values()]
print("the step moved a weight by more than 0.001:", moved > 0.001)
print("all backends moved it to the same place:", max(apart) < 0.000001)

# %% [markdown] tags=["lang-zh"]
# 这一步把权重移动了不止 0.001，几个后端移到的地方却相差不到 0.000001。梯度、优化器、损失，用的都是
# 同样的公式，只是由谁来算不同。

# %% [markdown] tags=["lang-en"]
# The step moved a weight by more than 0.001, and the places where the backends put it are less than
# 0.000001 apart. Gradient, optimizer and loss are the same formulas; only who computes them
# differs.

# %% [markdown] tags=["lang-zh"]
# ## 再训练 300 步 {#many-steps}
#
# 先猜一猜：每一步都从上一步的结果出发，舍入的差别也跟着带到下一步。走完 300 步，差别会变得多大？回
# 答会因此改变吗？

# %% [markdown] tags=["lang-en"]
# ## 300 more steps {#many-steps}
#
# Guess first: every step starts from the result of the one before and inherits its rounding. How
# large will the difference be after 300 steps? Will answers change?

# %% tags=["card"]
_, exact_after = forward(weights, x_test)
same = [(result["after"].argmax(1) == exact_after.argmax(1)).sum() for result in results.values()]
print("same digit for at least 595 of 600 images:", min(same) >= 595)

figure, axes = plt.subplots(figsize=(4.4, 2.4))
for name in names:
    if name in results:
        apart = abs(results[name]["kernels"] - exact_kernels).max(axis=(1, 2))
        axes.loglog(range(1, len(batches) + 1), apart, label=name)
    else:
        axes.plot([], label=f"{name}: not installed")
axes.set(xlabel="step", ylabel="difference from NumPy", ylim=(1e-9, 1e-5))
axes.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 第一层的权重与 NumPy 相差最大的那一个差多少，随训练步数变化；两个轴都是对数刻度，每个后端一条线。

# %% [markdown] tags=["lang-en", "caption"]
# By how much the worst weight of the first layer differs from NumPy, by the number of steps. Both
# axes are logarithmic; one line for each backend.

# %% [markdown] tags=["lang-zh"]
# 差别一步一步积累起来，走完 300 步却还是很小，几乎所有的回答也还相同。训练得更久会怎样？把
# `size=(300, 32)` 里的步数改成十倍，再看这张图。

# %% [markdown] tags=["lang-en"]
# The difference builds up step by step, and yet after 300 steps it is still small, and nearly all
# answers are still the same. And if you train for longer? Make the steps in `size=(300, 32)` ten
# times as many and look at this figure again.

# %% [markdown] tags=["lang-zh"]
# ## 什么不一样：随机数 {#random}
#
# 前面的模型和批次都是存好的，没有用到后端的随机数。如果让每个后端从种子 0 自己抽呢？

# %% [markdown] tags=["lang-en"]
# ## What does differ: random numbers {#random}
#
# So far, model and batches were saved before, and no backend had to draw random numbers. What if
# each draws its own, with seed 0?

# %%
first_numbers = {round(float(result["random"][0]), 3) for result in results.values()}
print("every backend has its own random numbers:", len(first_numbers) == len(results))

figure, axes = plt.subplots(figsize=(4.4, 1.6))
for name in names:
    numbers = results[name]["random"][:20] if name in results else []
    missing = "" if name in results else "\nnot installed"
    axes.plot(numbers, [name + missing] * len(numbers), "|", markersize=14)
axes.set(xlabel="first 20 numbers of keras.random.normal, seed=0")
axes.invert_yaxis()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 每个后端从种子 0 抽出的前 20 个随机数，每根短线是一个数。

# %% [markdown] tags=["lang-en", "caption"]
# The first 20 random numbers that each backend draws with seed 0; each short line is a number.

# %% [markdown] tags=["lang-zh"]
# 种子相同，抽出的数却各不相同，所以初始权重也不同，Dropout 丢的单元也不同。想让另一个后端接着用你的
# 模型，给它种子是不够的，要给它保存好的权重。

# %% [markdown] tags=["lang-en"]
# From the same seed, each draws other numbers. So initial weights differ, and so does what Dropout
# drops. To hand your model to another backend, a seed is not enough: hand it the saved weights.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercise}
#
# 1. 上面把差别归到 float32 的舍入头上，可是没有证明。让 NumPy 也用 float32 计算一次预测，与 float64
#    的比：差别是不是也在 0 和 0.00001 之间？
# 2. 换后端和换批次的顺序，哪个影响更大？用 `step` 把同样的 300 个批次倒过来再走一遍，看看权重与原来
#    差多少。

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercise}
#
# 1. We blamed the rounding of float32 for the differences, and proved nothing. Let NumPy predict in
#    float32, too, and compare with float64: is the difference between 0 and 0.00001 as well?
# 2. What has more effect, another backend or another order of the batches? Use `step` to go through
#    the same 300 batches from last to first, and see by how much the weights differ.

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 是的。NumPy 不是后端，换成 float32 以后也有同样大小的差别，可见光是舍入就足以造成这样的差
# 别，用不着怪后端。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** Yes. NumPy is no backend here, and in float32 it is off by as little, so rounding alone is
# enough to explain such a difference; no backend is to blame.

# %% tags=["answer"]
_, rounded = forward(start, x_test)
print(rounded.dtype)
print("between 0 and 0.00001:", 0 < abs(rounded - exact).max() < 1e-5)

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 顺序的影响大得多。同样走完 300 步，换后端只让权重相差不到 0.00001，换顺序却相差 0.01 以上，
# 是前者的 1000 倍还多。比较两个模型时，更该担心的是顺序和种子，而不是后端。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** The order has far more effect. After the same 300 steps, another backend leaves the weights
# less than 0.00001 apart, and another order more than 0.01, over 1000 times as much. When you
# compare models, worry about order and seeds before you worry about backends.

# %% tags=["answer"]
weights = [weight.astype("float64") for weight in start]
for batch in batches[::-1]:
    weights = step(weights, x_train[batch], y_train[batch])
apart = [abs(result["kernels"][-1] - exact_kernels[-1]).max() for result in results.values()]
print("another backend, less than 0.00001:", max(apart) < 1e-5)
print("another order, more than 0.01:", abs(weights[0] - exact_kernels[-1]).max() > 0.01)

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [后端](../docs/zh/ideas/backends.md)：怎样选择后端，什么相同，什么不同。
# - [保存与加载](../docs/zh/reuse/save.md)：`.keras` 文件里有什么。
# - [可复现性](../docs/zh/train/reproducibility.md)：怎样让同样的训练得出同样的结果。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Backends](../docs/en/ideas/backends.md): how to choose one, what is the same and what is not.
# - [Save and load](../docs/en/reuse/save.md): what is inside a `.keras` file.
# - [Reproducibility](../docs/en/train/reproducibility.md): how to make a training repeat itself.
