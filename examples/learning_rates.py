# %% [markdown] tags=["lang-zh"]
# # 学习率多大才合适？ {#learning-rates}
#
# 学习率太小，训练慢得像爬；太大，网络什么也学不会。两者之间差多少倍？这个实验把学习率从很小试到大得
# 过分，一次一次地训练同一个网络，再把结果画成一条曲线。做完以后，你能够：
#
# - 看着损失曲线，说出学习率是太小、合适还是太大；
# - 用六次短训练找到合适的数量级，再用三次把它找准；
# - 让学习率在训练途中越变越大，只训练一次就估计出它的上限；
# - 预料到换一个优化器以后，合适的学习率会不会变。
#
# 数据是 scikit-learn 自带的手写数字，不用下载。

# %% [markdown] tags=["lang-en"]
# # What learning rate is right? {#learning-rates}
#
# With a learning rate that is too small, training crawls; with one that is too large, the network
# learns nothing. How wide is the range between the two? This lab trains the same network again and
# again, from very small rates to absurd ones, and draws the result as one curve. Afterwards you
# can:
#
# - tell from a loss curve whether the rate was too small, right or too large;
# - find the order of magnitude with six short trainings, and narrow it down with three more;
# - let the rate grow during one training, and read off how large it may be;
# - foresee whether the right rate changes with another optimizer.
#
# The data are the handwritten digits that come with scikit-learn. There is nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 一个函数，一次训练 {#train}
#
# 1000 张图像用来训练，其余 797 张当验证集：选学习率，要看网络在没见过的图像上的损失。
#
# `build` 用固定的随机种子建模型，`train` 每次先放回同样的起始权重、重置种子，再改学习率，训练 10
# 轮。所以各次训练的起点相同，批次也相同，只有学习率不一样。
#
# 优化器用最朴素的 SGD：新权重 = 旧权重 − 学习率 × 梯度。最后一层没有 softmax，它由损失函数来
# 做（`from_logits=True`），这样损失可以一直涨上去，训练发散时看得清楚。

# %% [markdown] tags=["lang-en"]
# ## One function, one training {#train}
#
# Of the images, 1000 are for training and 797 are the validation set: a rate is chosen by the loss
# on images that the network has not seen.
#
# `build` makes the model from a fixed random seed. `train` puts the same initial weights back,
# resets the seed, sets the rate and trains for 10 epochs. So all trainings have the same start and
# the same batches, and differ in the rate alone.
#
# The optimizer is plain SGD: new weight = old weight − learning rate × gradient. The last layer has
# no softmax; the loss function does it (`from_logits=True`). That way the loss has no upper limit,
# and you see when training diverges.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
x_train, x_val, y_train, y_val = train_test_split(x, y, train_size=1000, stratify=y, random_state=0)
print(x_train.shape, x_val.shape)


def build(optimizer):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [keras.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss)
    return model


model = build(keras.optimizers.SGD())
start = model.get_weights()


def train(model, rate, epochs=10):
    keras.utils.set_random_seed(0)
    model.set_weights(start)
    model.optimizer.learning_rate = rate
    val = (x_val, y_val)
    return model.fit(
        x_train, y_train, batch_size=50, epochs=epochs, validation_data=val, verbose=0
    ).history


# %% [markdown] tags=["lang-zh"]
# ## 每次乘以十 {#sweep}
#
# 学习率该试哪些数？不要一点一点地加，而要一档一档地乘以十，因为要找的首先是数量级。
#
# 先猜一猜：下面六个学习率里，哪个最好？哪些学不会？记住一个参照：如果对 10 个数字全靠瞎猜，损失是
# ln 10，约 2.3。

# %% [markdown] tags=["lang-en"]
# ## Ten times as large, each time {#sweep}
#
# Which rates should you try? Do not add a little each time, but multiply by ten, since what you
# look for first is the order of magnitude.
#
# Guess first: which of the six rates below is the best, and with which does the network learn
# nothing? For comparison: whoever guesses blindly among 10 digits has a loss of ln 10, about 2.3.

# %%
guessing = np.log(10)
print("guessing:", round(guessing, 1))
runs = {rate: train(model, rate) for rate in (0.001, 0.01, 0.1, 1.0, 10.0, 100.0)}
for rate, history in runs.items():
    final = history["val_loss"][-1]
    if final > guessing - 0.1:
        print(rate, "no better than guessing")
    elif final > 1:
        print(rate, "slow")
    else:
        print(rate, "learns")

# %% [markdown] tags=["lang-zh"]
# 两头都是“不比瞎猜强”，原因却正好相反。看曲线就分得清：

# %% [markdown] tags=["lang-en"]
# Both ends are no better than guessing, and for opposite reasons. The curves tell them apart:

# %%
figure, axes = plt.subplots(figsize=(4.4, 2.8))
for (rate, history), style in zip(runs.items(), ["-", "--", "-.", ":", "-", "--"], strict=True):
    axes.plot(range(1, 11), history["loss"], style, marker=".", label=f"{rate:g}")
axes.axhline(guessing, color="gray", linewidth=0.8)
axes.set(xlabel="epoch", ylabel="training loss", yscale="log")
axes.legend(title="rate", ncols=3, loc="upper right")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 六个学习率的训练损失，每轮一个点，纵轴是对数；灰线是瞎猜的损失。

# %% [markdown] tags=["lang-en", "caption"]
# Training loss for six learning rates, a point for each epoch, on a logarithmic axis; the grey line
# is blind guessing.

# %% [markdown] tags=["lang-zh"]
# - **太小**（0.001、0.01）：曲线几乎是一条缓缓下降的直线。它没有错，只是走得慢，再训练一百倍的时间
#   也许能到。
# - **合适**（0.1、1）：损失明显地往下走。1 的曲线先陡后平，0.1 慢一些，到最后一轮还在稳稳地下降。
# - **太大**（10、100）：第一轮就把权重抛到了很远的地方，损失远远高过瞎猜。之后损失有的停在瞎猜的水
#   平，有的停在高得多的地方，再也下不来。常见的原因是隐藏层的单元对所有图像都输出 0，它们的梯度也就
#   成了 0。停在多高，由你的机器决定，因为这时舍入的差别会越滚越大；但学不会是一定的。

# %% [markdown] tags=["lang-en"]
# - **Too small** (0.001, 0.01): almost a straight line that falls slowly. Nothing is wrong with it,
#   it is slow; a hundred times as many epochs might do.
# - **Right** (0.1, 1): the loss clearly falls. With 1 it is steep at first and flatter later; with
#   0.1 it is slower, and still falling steadily in the last epoch.
# - **Too large** (10, 100): the first epoch throws the weights far away, and the loss is far above
#   that of guessing. Then it stays at the level of guessing, or far above it. A common reason is
#   that the hidden units return 0 for every image, and so their gradient is 0, too. Your machine
#   decides how high it ends, because differences in rounding now grow and grow; but learn it will
#   not.

# %% [markdown] tags=["lang-zh"]
# ## 最后的损失与学习率 {#curve}
#
# 把每次训练最后的损失画成学习率的函数，横轴用对数，就是一条碗形的曲线。先猜一猜：碗底有多宽，碗的哪
# 一边更陡？为了看得细些，再补上 0.3、0.5 和 3 三个学习率。

# %% [markdown] tags=["lang-en"]
# ## The final loss against the rate {#curve}
#
# Draw the last loss of each training against the rate, on a logarithmic axis: it is a bowl. Guess
# first: how wide is its bottom, and which side is steeper? Three more rates, 0.3, 0.5 and 3, make
# it finer.

# %% tags=["card"]
runs |= {rate: train(model, rate) for rate in (0.3, 0.5, 3.0)}
rates = sorted(runs)
final = [runs[rate]["val_loss"][-1] for rate in rates]
figure, axes = plt.subplots(figsize=(4.4, 2.6))
axes.axhline(guessing, color="gray", linewidth=0.8)
axes.plot(rates, np.minimum(final, 4), "o-")
axes.set(xscale="log", ylim=(0, 4.2), xlabel="learning rate", ylabel="final validation loss")
plt.show()
print("best between 0.1 and 10:", 0.1 < rates[np.argmin(final)] < 10)

# %% [markdown] tags=["lang-zh", "caption"]
# 最后的验证损失与学习率，横轴是对数：左边缓缓下降，碗底在 0.1 与 1 之间，再往右突然升到瞎猜的灰线，
# 甚至更高；超过 4 的画在 4 处。

# %% [markdown] tags=["lang-en", "caption"]
# The final validation loss against the learning rate on a logarithmic axis: a slow fall on the
# left, a bottom between 0.1 and 1, and then a sudden rise to the grey line of guessing or above it;
# what is above 4 is drawn at 4.

# %% [markdown] tags=["lang-zh"]
# 左边是缓坡，右边是悬崖。所以挑学习率时，不要紧贴着悬崖：在最好的几个里选小一点的，换一个种子、换一
# 批数据也还稳妥。学习率 3 落在悬崖的哪一侧，要看你的机器。

# %% [markdown] tags=["lang-en"]
# On the left a gentle slope, on the right a cliff. So do not choose a rate at the very edge: among
# the best ones take a smaller one, which still holds with another seed and other data. On which
# side of the cliff 3 is depends on your machine.

# %% [markdown] tags=["lang-zh"]
# ## 训练一次就够：越走越快 {#finder}
#
# 如果训练一次要几个小时，就试不起九次。还有一个省事的办法：只训练一次，每走一步，就把学习率提高一
# 点，同时记下那一批的损失，直到损失涨到开头的一倍半。
#
# 从 0.001 开始，每一步乘以同一个数，150 步可以乘到 100。先猜一猜：走到哪里，损失才开始往下掉？

# %% [markdown] tags=["lang-en"]
# ## One training is enough: faster and faster {#finder}
#
# If a training takes hours, you cannot afford nine of them. There is a cheaper way: train once,
# raise the rate a little after every step, and note the loss of each batch, until it is half as
# large again as at first.
#
# Begin at 0.001 and multiply by the same number every time, so that 150 steps would lead to 100.
# Guess first: where does the loss begin to fall?

# %%
model.set_weights(start)
rng = np.random.default_rng(0)
tried, losses = [], []
for rate in np.geomspace(0.001, 100, 150):
    batch = rng.choice(1000, 50, replace=False)
    model.optimizer.learning_rate = rate
    losses.append(float(model.train_on_batch(x_train[batch], y_train[batch])))
    tried.append(rate)
    if losses[-1] > 1.5 * losses[0]:
        break

figure, axes = plt.subplots(figsize=(4.4, 2.4))
axes.plot(tried, losses)
axes.set(xscale="log", xlabel="learning rate", ylabel="loss of the batch", ylim=(0, 4))
plt.show()
print("lowest loss on the way below 2:", min(losses) < 2)

# %% [markdown] tags=["lang-zh", "caption"]
# 只训练一次，学习率一步一步提高：损失先是平的，接近 0.1 才明显下降，越降越快，到了 1 附近又猛然上
# 升。

# %% [markdown] tags=["lang-en", "caption"]
# A single training with a rate that grows from step to step: the loss is flat at first, falls
# clearly only from about 0.1 on, faster and faster, and shoots up in the neighbourhood of 1.

# %% [markdown] tags=["lang-zh"]
# 损失猛然上升的地方就是悬崖，确切在哪里由你的机器决定。常用的办法是取它的三分之一到十分之一，大致落
# 在九次训练找到的碗底，而且偏在离悬崖远的一侧。要注意，这里的损失只是一批 50 张图像的，所以曲线有毛
# 刺；看大势，不要看单独一个点。

# %% [markdown] tags=["lang-en"]
# Where the loss shoots up, there is the cliff; exactly where is decided by your machine. A usual
# choice is a third to a tenth of that rate, which is about the bottom that nine trainings found, on
# the side away from the cliff. Each loss is that of one batch of 50 images, so the curve is jagged:
# look at its course, not at single points.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 换成 `keras.optimizers.Adam`，学习率试 0.001、0.01、1。哪个最好？和 SGD 的最好学习率差多少？先
#    猜再试。
# 2. 学习率 0.01 太小，训练 10 轮还没学会多少。如果步子短到十分之一，就走十倍的步数，能不能到同一个
#    地方？比较 0.01 训练 10 轮和 0.1 训练 1 轮之后的验证损失。
# 3. 给 SGD 加上 `momentum=0.9`。学习率应当调大还是调小？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Take `keras.optimizers.Adam` and try the rates 0.001, 0.01 and 1. Which is the best, and how
#    far is it from the best one of SGD? Guess before you try.
# 2. The rate 0.01 is too small, 10 epochs do not teach it much. If steps are a tenth as long and
#    there are ten times as many, do they lead to the same place? Compare the validation loss after
#    10 epochs with 0.01 and after 1 epoch with 0.1.
# 3. Give SGD `momentum=0.9`. Should the rate be larger or smaller?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 0.01 最好，只有 SGD 碗底的几十分之一。Adam 把每个梯度除以它近来的大小，步子的长短几乎只由学
# 习率决定，所以用惯了 SGD 的数不能照搬。学习率 1 对 SGD 正好，对 Adam 却太大。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** 0.01 is the best, far below the bottom of SGD's bowl. Adam divides each gradient by its
# recent size, so that the length of a step is almost the rate alone; what was right for SGD is not
# right here. A rate of 1 suits SGD and is too large for Adam.

# %% tags=["answer"]
adam = {}
for rate in (0.001, 0.01, 1.0):
    adam[rate] = train(build(keras.optimizers.Adam()), rate)["val_loss"][-1]
print("best:", min(adam, key=adam.get))
print("a rate of 1 is no good for Adam:", adam[1.0] > 2 * runs[1.0]["val_loss"][-1])

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 几乎是同一个地方：只要步子够小，走多远看的是学习率乘步数，路线都差不多。所以太小的学习率不
# 会学错，只是浪费时间。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** Almost: as long as steps are small, what counts is the rate times their number, and the way
# is nearly the same. So a rate that is too small learns nothing wrong, it wastes time.

# %% tags=["answer"]
apart = runs[0.01]["val_loss"][-1] - runs[0.1]["val_loss"][0]
print("less than 0.1 apart:", abs(apart) < 0.1)

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** 调小。动量让方向一致的步子累积起来，最后可以长到十倍，所以 0.1 加上动量，走得比单用 0.1 快
# 得多。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** Smaller. With momentum, steps in the same direction add up and can become ten times as
# long, so 0.1 with momentum gets much further than 0.1 alone.

# %% tags=["answer"]
rolling = train(build(keras.optimizers.SGD(momentum=0.9)), 0.1)["val_loss"][-1]
print("less than half the loss:", rolling < runs[0.1]["val_loss"][-1] / 2)

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [优化器与学习率](../docs/zh/train/optimizers.md)：一步怎样走，动量和 Adam 加了什么，怎样让学习率
#   在训练中逐渐变小。
# - [学不会：损失不下降](../docs/zh/trouble/not-learning.md)：除了学习率，还有哪些原因。
# - [损失是 NaN](../docs/zh/trouble/nan.md)：步子大得过分时的另一种下场。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Optimizers and the learning rate](../docs/en/train/optimizers.md): how a step is taken, what
#   momentum and Adam add, and how to let the rate shrink during training.
# - [Not learning: the loss does not decrease](../docs/en/trouble/not-learning.md): causes besides
#   the rate.
# - [The loss is NaN](../docs/en/trouble/nan.md): another end for steps that are far too long.
