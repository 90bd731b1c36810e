# %% [markdown] tags=["lang-zh"]
# # 一个网络，三种写法：结果一样吗？ {#three-styles}
#
# 在 Keras 里，同一个网络有三种写法：顺序模型（`Sequential`）、函数式 API，以及自己写一个类（子类
# 化）。教程通常一种一种地讲，这个实验把三种放在一起：写同一个网络，抄同一份权重，做同样的训练，看看
# 结果是否一样，差别又在哪里。做完以后，你能够：
#
# - 把一个网络写成三种样子；
# - 把一个模型的权重抄给另一个模型；
# - 说出哪些事三种写法都能做，哪些事只有一两种能做；
# - 加一条绕过一层的连接。
#
# 数据是 scikit-learn 自带的手写数字，不用下载。

# %% [markdown] tags=["lang-en"]
# # One network, written three ways: are the results the same? {#three-styles}
#
# Keras has three ways to write a network: Sequential, the functional API, and a class of your own
# (subclassing). Tutorials show them one after another. This lab puts them side by side: the same
# network, the same weights, the same training. Are the results the same, and where is the
# difference? Afterwards you can:
#
# - write one network in three ways;
# - copy the weights of one model into another;
# - say what all three can do, and what only one or two of them can;
# - add a connection that skips a layer.
#
# The data are the handwritten digits that come with scikit-learn. There is nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 数据 {#data}
#
# 每张图像有 8×8 = 64 个像素，缩放到 0 到 1 之间。1397 张用来训练，400 张用来验证。这里只比较三种写
# 法，不评判网络有多好，所以不需要测试集。

# %% [markdown] tags=["lang-en"]
# ## The data {#data}
#
# Each image has 8×8 = 64 pixels, scaled to between 0 and 1. There are 1397 images to train with and
# 400 to validate. We only compare three ways of writing and judge no network, so there is no test
# set.

# %%
import tempfile
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
x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=400, stratify=y, random_state=0)
print(x_train.shape, x_val.shape)

# %% [markdown] tags=["lang-zh"]
# ## 写三遍 {#write}
#
# 网络很小：64 个像素接到 32 个单元，再接到 10 个单元。顺序模型是一张层的清单；函数式的写法是把每一
# 层当作函数来调用，再告诉 `Model` 从哪里到哪里；类是在 `__init__` 里造好层，在 `call` 里说怎么算。
#
# 先猜一猜：三个模型都写好了，但是还没有见过数据。这时它们各有几个权重数组？（每个 `Dense` 有两个，
# 一个是权重，一个是偏置。）

# %% [markdown] tags=["lang-en"]
# ## Write it three times {#write}
#
# The network is small: 64 pixels lead to 32 units, and those to 10. A Sequential model is a list of
# layers. The functional way calls each layer like a function and then tells `Model` where to begin
# and where to end. A class makes its layers in `__init__` and says in `call` how to compute.
#
# Guess first: the three models are written, but have seen no data. How many arrays of weights does
# each of them have? (A `Dense` layer has two: its weights and its biases.)

# %%
keras.utils.set_random_seed(0)  # the same random weights each time
sequential = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Dense(32, activation="relu", name="hidden"),
        layers.Dense(10, activation="softmax", name="digits"),
    ]
)

pixels = keras.Input((64,), name="pixels")
hidden = layers.Dense(32, activation="relu", name="hidden")(pixels)
digits = layers.Dense(10, activation="softmax", name="digits")(hidden)
functional = keras.Model(pixels, digits, name="functional")


class Network(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = layers.Dense(32, activation="relu", name="hidden")
        self.digits = layers.Dense(10, activation="softmax", name="digits")

    def call(self, inputs):
        return self.digits(self.hidden(inputs))


subclassed = Network(name="subclassed")

models = {"Sequential": sequential, "functional": functional, "subclassed": subclassed}
for name, model in models.items():
    print(f"{name:10} {len(model.weights)} arrays of weights")

# %% [markdown] tags=["lang-zh"]
# 前两个模型写好时就有了权重，因为 `Input` 说明了一个样本是 64 个数。类里没有 `Input`，它要等到第一
# 批数据进来，才知道要造多大的权重。`summary` 也看得出这个差别：

# %% [markdown] tags=["lang-en"]
# The first two have their weights from the start, because `Input` says that a sample is 64 numbers.
# The class has no `Input`. It learns how large its weights have to be when the first data arrive.
# `summary` shows the same difference:

# %%
for model in (functional, subclassed):
    model.summary(line_length=62, print_fn=print)

# %% [markdown] tags=["lang-zh"]
# 类的表里只有问号和 `0 (unbuilt)`。给它看一张图像，权重就有了：

# %% [markdown] tags=["lang-en"]
# For the class there are only question marks and `0 (unbuilt)`. Show it one image, and the weights
# are there:

# %%
subclassed(x_train[:1])
for name, model in models.items():
    print(f"{name:10} {model.count_params()} parameters")

# %% [markdown] tags=["lang-zh"]
# ## 抄同一份权重 {#copy}
#
# 三个网络的结构相同，初始权重却是各自随机抽的，所以对同一张图像的回答不同。`get_weights` 把一个模型
# 的权重取出来，`set_weights` 再放进另一个模型：

# %% [markdown] tags=["lang-en"]
# ## Copy the weights {#copy}
#
# The three networks have the same structure, but each drew its own random weights to start with, so
# they answer differently. `get_weights` takes the weights out of one model, and `set_weights` puts
# them into another:


# %%
def same(one, other, tolerance=0.00001):
    """Whether two models give the same probabilities for all validation images."""
    difference = one.predict(x_val, verbose=0) - other.predict(x_val, verbose=0)
    return np.abs(difference).max() < tolerance


def compare(when, tolerance=0.00001):
    for other in (functional, subclassed):
        print(f"{when}, {other.name} agrees with Sequential:", same(sequential, other, tolerance))


def of_one_image():
    return {name: model.predict(x_val[:1], verbose=0)[0] for name, model in models.items()}


before = of_one_image()
compare("before copying")
for model in (functional, subclassed):
    model.set_weights(sequential.get_weights())
after = of_one_image()
compare("after copying")

# %% tags=["card"]
figure, rows = plt.subplots(2, 1, figsize=(4.4, 3.2), sharex=True, sharey=True)
for axes, outputs, title in zip(rows, (before, after), ("before copying", "after"), strict=True):
    for number, (name, output) in enumerate(outputs.items()):
        axes.bar(np.arange(10) + 0.27 * (number - 1), output, width=0.25, label=name)
    axes.set(title=title, ylabel="probability", xticks=range(10))
rows[1].set_xlabel("digit")
figure.legend(*rows[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 三个模型对同一张图像给出的 10 个概率：上面是抄权重之前，每个数字的三根柱子高低不一；下面是抄了以
# 后，三根柱子一样高。

# %% [markdown] tags=["lang-en", "caption"]
# The ten probabilities that the three models give one image. Above, before copying, the three bars
# of a digit differ; below, after copying, they are equally high.

# %% [markdown] tags=["lang-zh"]
# 抄了权重以后，400 张图像，每张 10 个概率，三个模型给出的数相差都不到 0.00001。可见，三种写法只是写
# 法，算的是同一件事。

# %% [markdown] tags=["lang-en"]
# With the weights copied, all the probabilities of the 400 images, 10 for each, agree within
# 0.00001. So the three ways are only ways of writing: what they compute is the same.

# %% [markdown] tags=["lang-zh"]
# ## 做同样的训练 {#train}
#
# 再猜一猜：三个模型从同一份权重出发，用同样的优化器和同样的数据训练 20 轮。训练完了，它们的回答还会
# 一样吗？还需要一个条件：样本的顺序也要一样。`fit` 每一轮都打乱样本，所以在每次训练之前设好同一个种
# 子。

# %% [markdown] tags=["lang-en"]
# ## Train them the same way {#train}
#
# Guess again: the three start from the same weights and train for 20 epochs with the same optimizer
# on the same data. Do they still agree afterwards? One more thing has to be the same: the order of
# the samples. `fit` shuffles them before each epoch, so set the same seed before each training.

# %%
histories = {}
for name, model in models.items():
    keras.utils.set_random_seed(0)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val), verbose=0)
    histories[name] = run.history

compare("after training", 0.001)
for name, history in histories.items():
    print(f"{name:10} more than nine in ten right:", history["val_accuracy"][-1] > 0.9)

# %%
figure, axes = plt.subplots(figsize=(3.8, 2.2))
for width, (name, history) in zip((7, 4, 1), histories.items(), strict=True):
    axes.plot(history["val_loss"], linewidth=width, label=name)
axes.set(title="validation loss", xlabel="epoch", xticks=range(0, 20, 5))
axes.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 三个模型的验证损失。三条线粗细不同，因为它们完全重叠，一样粗就只看得见一条。

# %% [markdown] tags=["lang-en", "caption"]
# Validation loss of the three models. The lines are of different width because they lie on top of
# each other: of the same width, only one would be seen.

# %% [markdown] tags=["lang-zh"]
# 三条线重叠，回答也一样。我们只要求概率的差别不到 0.001，因为小数点后最后几位由机器决定：它可以按不
# 同的次序相加，而浮点数的和会随次序略有不同。
#
# 如果有人说某一种写法学得更好，多半是种子或者设置不同。试试去掉 `set_random_seed` 那一行，三条线就
# 分开了。

# %% [markdown] tags=["lang-en"]
# The lines coincide and the answers agree. We only ask for probabilities within 0.001 of each
# other, because the machine decides the last decimal places: it may add in another order, and a sum
# of floating-point numbers depends a little on the order.
#
# If somebody says that one way learns better, the seed or a setting was probably different. Delete
# the line with `set_random_seed`, and the three lines part.

# %% [markdown] tags=["lang-zh"]
# ## Keras 看得见什么 {#see}
#
# 算的一样，能做的事却不一样。下面对三个模型各试四件事：查询输出的形状；取中间层的输出，做成一个新模
# 型；把结构写成 JSON，再按它重建；保存以后再加载。`able` 试做一件事，做得到就回答 `yes`，做不到就回
# 答异常的名字。先猜一猜哪几格不是 `yes`。

# %% [markdown] tags=["lang-en"]
# ## What Keras can see {#see}
#
# They compute the same, but they cannot do the same things. Try four with each: ask for the shape
# of the output; make a new model of the output of the middle layer; write the structure as JSON and
# rebuild it; save and load. `able` tries something and answers `yes`, or else the name of the
# exception. Guess first: which cells will not say `yes`?

# %%
file = Path(tempfile.mkdtemp()) / "model.keras"


def save_and_load(model):
    model.save(file)
    return keras.models.load_model(file)


def able(action, *arguments):
    try:
        action(*arguments)
    except Exception as error:
        return type(error).__name__
    return "yes"


actions = {
    "output shape": lambda model: model.output_shape,
    "middle layer": lambda model: keras.Model(model.inputs, model.get_layer("hidden").output),
    "rebuild": lambda model: keras.models.model_from_json(model.to_json()),
    "save and load": save_and_load,
}
print(" " * 14 + "".join(f"{name:16}" for name in models))
for title, action in actions.items():
    print(f"{title:14}" + "".join(f"{able(action, model):16}" for model in models.values()))

# %% [markdown] tags=["lang-zh"]
# 类在四件事上都报错。前两种模型的结构本身就是数据，Keras 知道有哪些层、怎样连接；类的结构藏在
# `call` 的 Python 代码里，Keras 只能运行它，看不见里面。比一比三份 JSON 里写了几次 `units`：

# %% [markdown] tags=["lang-en"]
# The class fails all four. In the first two, the structure is itself data: Keras knows the layers
# and their connections. The structure of a class is hidden in the Python code of `call`, which
# Keras can run but not look into. Count how often each JSON says `units`:

# %%
for name, model in models.items():
    print(f"{name:10} {model.to_json().count('units')}")

# %% [markdown] tags=["lang-zh"]
# 类的 JSON 里没有层，只有类的名字。要加载，程序里必须有这个类，还要把它登记一下（练习 2）。

# %% [markdown] tags=["lang-en"]
# The JSON of the class has no layers, only the name of the class. To load it, a program needs the
# class itself, and the class has to be registered (exercise 2).

# %% [markdown] tags=["lang-zh"]
# ## 绕过一层的连接 {#skip}
#
# 现在改一改网络：像素除了进入隐藏层，还绕过它，与它的输出相加。这叫跳跃连接（skip connection），很
# 深的网络里处处都有。为了能相加，隐藏层也要有 64 个单元。这样的网络不再是一条链，清单写不下：加法要
# 两个输入，而清单里的每一层只有前一层给它的那一个。

# %% [markdown] tags=["lang-en"]
# ## A connection that skips a layer {#skip}
#
# Now change the network: the pixels enter the hidden layer, and also go around it and are added to
# its output. This is a skip connection; very deep networks are full of them. To be added, the
# hidden layer needs 64 units, too. This is no chain, so it does not fit into a list: addition takes
# two inputs, and a layer in the list has only the one from the layer before.

# %%
chain = [keras.Input((64,)), layers.Dense(64), layers.Add()]
print("Sequential:", able(keras.Sequential, chain))

pixels = keras.Input((64,), name="pixels")
hidden = layers.Dense(64, activation="relu", name="hidden")(pixels)
total = layers.Add(name="total")([pixels, hidden])
digits = layers.Dense(10, activation="softmax", name="digits")(total)
skip = keras.Model(pixels, digits, name="skip")


class SkipNetwork(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(64, activation="relu")
        self.digits = layers.Dense(10, activation="softmax")

    def call(self, inputs):
        return self.digits(inputs + self.hidden(inputs))


skip_class = SkipNetwork()
skip_class(x_train[:1])
skip_class.set_weights(skip.get_weights())

print("functional and class agree:", same(skip, skip_class))
skip.summary(line_length=78, print_fn=print)

# %% [markdown] tags=["lang-zh"]
# 顺序模型报错，另外两种都写得出来，结果相同。函数式模型的 `summary` 多了一列 `Connected to`，其中
# `total` 那一行写着两个来源，那就是绕过去的连接。类里多的只是一个加号。
#
# 那么该用哪一种呢？画得成一条链，就用顺序模型；画得成图，就用函数式 API；只有看到数据才知道怎么算的
# 时候，才需要把整个模型写成类。

# %% [markdown] tags=["lang-en"]
# Sequential raises an error; the other two can be written, and agree. The `summary` of the
# functional model has one more column, `Connected to`, and in the row of `total` it names two
# sources: there is the connection that goes around. In the class it is no more than a plus sign.
#
# Which one to take? What you can draw as a chain is Sequential, what you can draw as a graph is
# functional, and only what depends on the data needs a model class.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 把 `Network` 的 `__init__` 里造层的两行对调，再抄权重。会怎样？为什么？
# 2. 让类能够保存和加载。提示：`keras.saving.register_keras_serializable`。
# 3. 不用函数式 API，让一个顺序模型也有跳跃连接。提示：自己写的可以不是模型，而是一层。

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Swap the two lines of `Network.__init__` that make layers, and copy the weights again. What
#    happens, and why?
# 2. Make the class save and load. Hint: `keras.saving.register_keras_serializable`.
# 3. Give a Sequential model a skip connection, without the functional API. Hint: what you write
#    yourself need not be a model, it can be a layer.

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** `get_weights` 按造层的先后排列权重。次序换了，形状就对不上，`set_weights` 报错。如果两层的
# 形状碰巧一样，就不会报错，权重却进错了层，所以抄完以后总要比一比回答。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** `get_weights` lists the weights in the order in which the layers were made. In another
# order the shapes do not fit, and `set_weights` raises an error. If both layers happened to have
# the same shape, there would be no error, and the weights would be in the wrong layers. So always
# compare the answers after copying.


# %% tags=["answer"]
class Swapped(keras.Model):
    def __init__(self):
        super().__init__()
        self.digits = layers.Dense(10, activation="softmax")
        self.hidden = layers.Dense(32, activation="relu")

    def call(self, inputs):
        return self.digits(self.hidden(inputs))


swapped = Swapped()
swapped(x_train[:1])
print([weight.shape for weight in swapped.get_weights()])
print(able(swapped.set_weights, sequential.get_weights()))

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 在类的上面加一行，把它登记在一个名字下，`load_model` 就找得到它。加载时 Keras 会传入
# `name`、`dtype` 这样的参数，由 `__init__` 的 `**kwargs` 接住。如果 `__init__` 还有自己的参数，就要
# 写 `get_config`。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** One line above the class registers it under a name, by which `load_model` finds it. When
# loading, Keras passes arguments such as `name` and `dtype`, which `**kwargs` of `__init__` takes
# in. If `__init__` had arguments of its own, the class would need a `get_config`, too.


# %% tags=["answer"]
@keras.saving.register_keras_serializable("lab")
class Registered(Network):
    pass


registered = Registered()
registered(x_train[:1])
registered.set_weights(sequential.get_weights())
loaded = save_and_load(registered)
print(same(loaded, sequential))

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** 把加法写进一层里。从外面看，这一层只有一个输入、一个输出，所以放得进清单。一步计算是自己
# 的，就写成层；整个模型仍然可以是顺序模型。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** Put the addition into a layer. From outside it has one input and one output, so it fits
# into the list. If one step is your own, write a layer; the model as a whole can still be
# Sequential.


# %% tags=["answer"]
class Skip(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)


inner = layers.Dense(64, activation="relu")
output = layers.Dense(10, activation="softmax")
in_a_list = keras.Sequential([keras.Input((64,)), Skip(inner), output])
in_a_list.set_weights(skip.get_weights())
print(same(in_a_list, skip))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [顺序模型](../docs/zh/build/sequential.md)、[函数式 API](../docs/zh/build/functional.md)、[子类
#   化](../docs/zh/build/subclassing.md)：三种写法各一页。
# - [三种写法怎么选](../docs/zh/build/which.md)：对照表，还量了哪一种更快。
# - [保存与加载](../docs/zh/reuse/save.md)：文件里有什么，登记了的类怎样加载。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Sequential models](../docs/en/build/sequential.md), [Functional
#   API](../docs/en/build/functional.md), [Subclassing](../docs/en/build/subclassing.md): a page for
#   each way.
# - [Which of the three](../docs/en/build/which.md): a table of what each can do, and a measurement
#   of which is faster.
# - [Save and load](../docs/en/reuse/save.md): what is in the file, and how registered classes load.
