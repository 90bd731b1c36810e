# %% [markdown] tags=["lang-zh"]
# # 不用 fit，自己写一个训练循环 {#training-loop}
#
# 写一行 `model.fit(...)`，网络就学会了。这一行里究竟发生了什么？这个实验只用 NumPy 写一个最小的网络
# 和它的训练循环，再让 Keras 从同样的起点、用同样的数据训练一遍，看看两边的权重是不是一样。做完以
# 后，你能够：
#
# - 说出训练的一步做哪几件事，并且每件只用一两行代码写出来；
# - 检查自己推导的梯度对不对；
# - 分清一轮和一步，写出外层和内层两个循环；
# - 用 `train_on_batch` 写 Keras 的训练循环，并且证明它与你写的一致。
#
# 数据是 scikit-learn 自带的手写数字，不用下载。

# %% [markdown] tags=["lang-en"]
# # Write a training loop without fit {#training-loop}
#
# One line, `model.fit(...)`, and the network has learnt. What happens in that line? In this lab you
# write the smallest network and its training loop with nothing but NumPy. Then Keras trains from
# the same start on the same data, and you compare the weights. Afterwards you can:
#
# - say what a training step does, and write each part in a line or two;
# - check whether a gradient that you worked out is right;
# - tell an epoch from a step, and write the outer and the inner loop;
# - write a loop for Keras with `train_on_batch`, and prove that it does what yours does.
#
# The data are the handwritten digits that come with scikit-learn. There is nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 数据 {#data}
#
# 每张图像有 8 × 8 = 64 个像素，标签是 0 到 9。1400 张用来训练，其余的当验证集，用来看进展。

# %% [markdown] tags=["lang-en"]
# ## The data {#data}
#
# Each image has 8 × 8 = 64 pixels, and a label from 0 to 9. Of the images, 1400 are for training;
# the others are the validation set, with which you watch the progress.

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
x_train, x_val, y_train, y_val = train_test_split(x, y, train_size=1400, stratify=y, random_state=0)
print(x_train.shape, x_val.shape)

# %% [markdown] tags=["lang-zh"]
# ## 第一件事：预测 {#predict}
#
# 这个网络只有一层：10 个单元，每个单元给 64 个像素各配一个权重，再加一个偏置。10 个得数经过
# softmax，就成了 10 个概率。写成代码，就是 `predict` 里的三行；减去最大值不改变结果，只是不让 `exp`
# 算出太大的数。
#
# 先猜一猜：如果权重和偏置全是 0，网络会给每个数字多大的概率？

# %% [markdown] tags=["lang-en"]
# ## First: predict {#predict}
#
# This network is a single layer: 10 units, each with one weight for each of 64 pixels, and a bias.
# Softmax makes probabilities of the 10 sums. In code these are the three lines of `predict`.
# Subtracting the largest sum changes nothing in the result; it keeps `exp` from getting too large.
#
# Guess first: if all weights and biases are 0, what probability does each digit get?


# %%
def predict(w, b, images):
    sums = images @ w + b
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


w, b = np.zeros((64, 10)), np.zeros(10)
print(predict(w, b, x_train)[0])

# %% [markdown] tags=["lang-zh"]
# 每个都是 0.1，也就是瞎猜。这样的起点对只有一层的网络没有坏处；如果有隐藏层，权重就不能全从 0 开
# 始，因为那样的话，各个单元会学得一模一样。

# %% [markdown] tags=["lang-en"]
# Each gets 0.1: a blind guess. For a single layer this is a good enough start. With a hidden layer
# the weights must not all begin at 0, or its units would all learn the same.

# %% [markdown] tags=["lang-zh"]
# ## 第二件事：比较 {#compare}
#
# 损失说的是预测有多差。这里用交叉熵：取出网络给正确答案的概率，求对数，变号，再对所有样本平均。概率
# 是 1，损失就是 0；概率越小，损失越大。在起点，每个概率都是 0.1，所以损失正好是 ln 10。

# %% [markdown] tags=["lang-en"]
# ## Second: compare {#compare}
#
# The loss says how bad the predictions are. Here it is the cross-entropy: take the probability of
# the right answer, its logarithm with the sign changed, and the mean over all samples. If the
# probability is 1, the loss is 0; the smaller the probability, the larger the loss. At the start
# every probability is 0.1, so the loss is ln 10.


# %%
def loss(w, b, images, labels):
    right = predict(w, b, images)[np.arange(len(labels)), labels]
    return -np.log(right).mean()


print(round(loss(w, b, x_train, y_train), 4), round(np.log(10), 4))

# %% [markdown] tags=["lang-zh"]
# ## 第三件事：求梯度 {#gradient}
#
# 梯度（gradient）回答一个问题：某个权重稍微变大一点，损失会变多少？softmax 加交叉熵的答案格外简单。
# 对每个样本和每个类别，先算误差，也就是“概率减目标”，其中正确类别的目标是 1，其余是 0。权重的梯度，
# 是它的像素乘误差；偏置的梯度就是误差本身。两者都对批次里的样本取平均。
#
# 自己推导的式子，最好检查一下。办法是：把一个权重调大一点点，再调小一点点，看损失差多少。下面拿编号
# 20 的像素到编号 3 的单元的权重来试，编号从 0 数起。

# %% [markdown] tags=["lang-en"]
# ## Third: the gradient {#gradient}
#
# The gradient answers a question: if a weight grows a little, by how much does the loss change? For
# softmax with cross-entropy the answer is short. For each sample and each class there is an error,
# the probability minus the target, where the target is 1 for the right class and 0 for the others.
# The gradient of a weight is its pixel times the error, that of a bias is the error; both are
# averaged over the samples.
#
# A formula that you worked out yourself wants a check: make one weight a little larger, then a
# little smaller, and see how the loss differs. Here it is the weight from pixel 20 to unit 3, both
# counted from 0.


# %%
def gradients(w, b, images, labels):
    error = predict(w, b, images) - np.eye(10)[labels]
    return images.T @ error / len(images), error.mean(axis=0)


small = np.zeros((64, 10))
small[20, 3] = 1e-5
change = loss(w + small, b, x_train, y_train) - loss(w - small, b, x_train, y_train)
print(round(change / 2e-5, 4), round(gradients(w, b, x_train, y_train)[0][20, 3], 4))

# %% [markdown] tags=["lang-zh"]
# 两个数一样，式子是对的。这个数小于 0，就是说，调大这个权重会让损失变小。

# %% [markdown] tags=["lang-en"]
# The two agree, so the formula is right. The number is below 0: a larger weight makes the loss
# smaller.

# %% [markdown] tags=["lang-zh"]
# ## 第四件事：更新，然后循环 {#loop}
#
# 梯度指向损失变大的方向，所以要反着走：从每个权重里减去学习率乘梯度。这就是一步。
#
# 剩下的只是重复。每一步看一个批次，50 个样本；1400 个样本分成 28 个批次，全部看完一遍叫一轮。每一轮
# 都重新打乱次序：`permutation` 把 1400 个编号打乱，`reshape` 把它们排成 28 行，一行就是一个批次。
#
# 先猜一猜：第一轮之后，397 张验证图像里能认对多少张？

# %% [markdown] tags=["lang-en"]
# ## Fourth: update, and again {#loop}
#
# The gradient points to where the loss grows, so go the other way: subtract the learning rate times
# the gradient from each weight. That is one step.
#
# The rest is repetition. A step sees a batch of 50 samples; the 1400 samples make 28 batches, and
# once through all of them is an epoch. Every epoch has a new order: `permutation` shuffles the
# numbers of all 1400, and `reshape` lays them out in 28 rows, one for each batch.
#
# Guess first: how many of the 397 validation images are right after the first epoch?

# %%
rng = np.random.default_rng(0)
epochs = [rng.permutation(1400).reshape(28, 50) for _ in range(20)]
rate = 0.5

w, b = np.zeros((64, 10)), np.zeros(10)
train_losses, val_losses = [], []
for number, epoch in enumerate(epochs, 1):
    for batch in epoch:
        w_gradient, b_gradient = gradients(w, b, x_train[batch], y_train[batch])
        w -= rate * w_gradient
        b -= rate * b_gradient
    train_losses.append(loss(w, b, x_train, y_train))
    val_losses.append(loss(w, b, x_val, y_val))
    if number in (1, 2, 5, 10, 20):
        right = (predict(w, b, x_val).argmax(axis=1) == y_val).sum()
        print(number, round(train_losses[-1], 2), round(val_losses[-1], 2), right)

# %% [markdown] tags=["lang-zh"]
# 每行依次是：第几轮，训练集的损失，验证集的损失，验证集认对的张数。只看过一轮，就认对了大部分；后面
# 的轮次进步越来越小。

# %% [markdown] tags=["lang-en"]
# Each line has the epoch, the loss on the training set and on the validation set, and how many
# validation images are right. After one epoch most of them are; later epochs add less and less.

# %%
figure, axes = plt.subplots(figsize=(4.4, 2.4))
axes.plot(range(1, 21), train_losses, label="train")
axes.plot(range(1, 21), val_losses, "--", label="validation")
axes.set(xlabel="epoch", ylabel="loss", xticks=range(0, 21, 5), ylim=0)
axes.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 自己写的循环，每轮之后的损失：实线是训练集，虚线是验证集，两条线一起下降，越来越平。

# %% [markdown] tags=["lang-en", "caption"]
# The loss after each epoch of our own loop: solid for the training set, dashed for the validation
# set. Both fall together and flatten.

# %% [markdown] tags=["lang-zh"]
# ## 让 Keras 做同样的事 {#keras}
#
# 现在用 Keras 搭同样的网络，权重也从 0 开始，用同样的学习率。`train_on_batch` 走一步：预测、比较、
# 求梯度、更新，都在里面。把同样的批次按同样的次序交给它，最后比较两边的权重。
#
# 先猜一猜：走了 560 步之后，两边的权重最多差多少？

# %% [markdown] tags=["lang-en"]
# ## Let Keras do the same {#keras}
#
# Now build the same network with Keras; its weights begin at 0, too, and the learning rate is the
# same. `train_on_batch` takes one step: predict, compare, gradient, update are all in it. Give it
# the same batches in the same order, and compare the weights at the end.
#
# Guess first: after 560 steps, how far apart are the weights at most?

# %%
model = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Dense(10, activation="softmax", kernel_initializer="zeros"),
    ]
)
model.compile(keras.optimizers.SGD(learning_rate=rate), "sparse_categorical_crossentropy")
for epoch in epochs:
    for batch in epoch:
        model.train_on_batch(x_train[batch], y_train[batch])

kernel, bias = model.get_weights()
print(int(model.optimizer.iterations), kernel.shape, bias.shape)
print("largest weight:", round(abs(w).max(), 1))
print("differences:", round(abs(kernel - w).max(), 3), round(abs(bias - b).max(), 3))

# %% [markdown] tags=["lang-zh"]
# 在三位小数之内没有差别，剩下的只是舍入：NumPy 这里算小数用的位数，是 Keras 的两倍。所以 `fit` 里没
# 有魔法，就是你刚才写的那四件事和两个循环，外加记录、进度条和回调。
#
# `train_on_batch` 在 TensorFlow、JAX、PyTorch 三个后端上写法相同。只有想改变求梯度的那一步时，才要
# 按后端来写，见文末的链接。

# %% [markdown] tags=["lang-en"]
# To three decimals there is no difference. What remains is rounding: here NumPy computes with twice
# as many bits as Keras. There is no magic in `fit`: it is the four things and the two loops that
# you wrote, along with a record, a progress bar and callbacks.
#
# `train_on_batch` is written the same on TensorFlow, JAX and PyTorch. Only if you want to change
# how the gradient is taken does the code depend on the backend; see the links at the end.

# %% [markdown] tags=["lang-zh"]
# ## 学到的权重长什么样 {#weights}
#
# 每个单元有 64 个权重，正好排成一张 8 × 8 的图。先猜一猜：认 0 的单元，会在图的什么地方放负的权重？

# %% [markdown] tags=["lang-en"]
# ## What the weights look like {#weights}
#
# Each unit has 64 weights, just enough for an 8 × 8 image. Guess first: where does the unit for 0
# have negative weights?

# %% tags=["card"]
figure, grid = plt.subplots(2, 5, figsize=(4.4, 2.1))
for digit, axes in enumerate(grid.flat):
    axes.imshow(w[:, digit].reshape(8, 8), cmap="RdBu_r", vmin=-2, vmax=2)
    axes.set_title(digit)
    axes.axis("off")
plt.show()
print(w[:, 0].reshape(8, 8)[3:5, 3:5].round(1))

# %% [markdown] tags=["lang-zh", "caption"]
# 10 个单元的权重，每个排成 8×8 的图：红色是正的，那里有墨会加分；蓝色是负的，那里有墨会减分。

# %% [markdown] tags=["lang-en", "caption"]
# The weights of the 10 units, each as an 8×8 image: red is positive, ink there adds to the sum;
# blue is negative, ink there takes away from it.

# %% [markdown] tags=["lang-zh"]
# 认 0 的单元，正中间是蓝色的，打印出来的四个权重也都是负的：0 的中间是空的，如果那里有墨，多半就不
# 是 0。

# %% [markdown] tags=["lang-en"]
# The unit for 0 is blue in the middle, and the four weights printed are all negative: a 0 is empty
# there, and an image with ink in the middle is probably not a 0.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 有人在 `gradients` 里忘了除以样本数，写成对批次求和。要让训练的结果和上面一样，学习率该改成多
#    少？
# 2. 给循环加上动量：每一步保留上一步的九成，再加上自己的这一步。写出来，再和
#    `keras.optimizers.SGD(0.1, momentum=0.9)` 比较权重。
# 3. `fit` 自己会分批、打乱。怎样调用它，才能和你的循环得到同样的权重？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Somebody forgets to divide by the number of samples in `gradients`, and so sums over the batch.
#    With which learning rate does training end as above?
# 2. Give the loop momentum: each step keeps nine tenths of the last one and adds its own. Write it,
#    and compare the weights with those of `keras.optimizers.SGD(0.1, momentum=0.9)`.
# 3. `fit` makes batches and shuffles by itself. How do you call it so that it ends with the weights
#    of your loop?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 每个梯度都变成原来的 50 倍，所以学习率要除以 50，也就是 0.01。下面的 `train` 是上面的循环，
# 只把要变的东西留成参数。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** Every gradient is 50 times as large, so divide the learning rate by 50, which makes 0.01.
# `train` is the loop from above, with what varies as its arguments.


# %% tags=["answer"]
def train(epochs, rate, factor=1, keep=0.0):
    weights = [np.zeros((64, 10)), np.zeros(10)]
    steps = [np.zeros((64, 10)), np.zeros(10)]
    for epoch in epochs:
        for batch in epoch:
            for i, gradient in enumerate(gradients(*weights, x_train[batch], y_train[batch])):
                steps[i] = keep * steps[i] - rate * factor * gradient
                weights[i] = weights[i] + steps[i]
    return weights


print(rate / 50, np.allclose(train(epochs, rate / 50, factor=50)[0], w))

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** `keep` 是保留的份额，动量只要一行：新的一步 = `keep` × 上一步 − 学习率 × 梯度。和 Keras 比
# 较，差别仍然只是舍入。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** `keep` is the share that stays, and momentum is one line: new step = `keep` × last step −
# learning rate × gradient. Compared with Keras, the difference is rounding again.

# %% tags=["answer"]
model.set_weights([np.zeros((64, 10)), np.zeros(10)])
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy")
for epoch in epochs:
    for batch in epoch:
        model.train_on_batch(x_train[batch], y_train[batch])
print(round(abs(train(epochs, 0.1, keep=0.9)[0] - model.get_weights()[0]).max(), 3))

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** `fit` 怎样打乱，由它自己的随机数决定，所以两边都不打乱：`shuffle=False`，批次大小也写成
# 50。循环那一边，每一轮都是依次排好的编号。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** How `fit` shuffles is decided by random numbers of its own, so neither side shuffles:
# `shuffle=False`, and batches of 50. On the side of the loop, every epoch has the numbers in order.

# %% tags=["answer"]
in_order = [np.arange(1400).reshape(28, 50)] * 20
model.set_weights([np.zeros((64, 10)), np.zeros(10)])
model.compile(keras.optimizers.SGD(rate), "sparse_categorical_crossentropy")
model.fit(x_train, y_train, batch_size=50, epochs=20, shuffle=False, verbose=0)
print(round(abs(train(in_order, rate)[0] - model.get_weights()[0]).max(), 3))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [优化器与学习率](../docs/zh/train/optimizers.md)：更新这件事，除了减去梯度还有哪些办法。
# - [用 fit 训练](../docs/zh/train/fit.md)：`fit` 的批次、轮次和记录。
# - [自己的训练步骤和回调](../docs/zh/recipes/loops.md)：在 Keras 里改写一步，三个后端各怎么写。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Optimizers and the learning rate](../docs/en/train/optimizers.md): other ways to update than to
#   subtract the gradient.
# - [Train with fit](../docs/en/train/fit.md): the batches, epochs and records of `fit`.
# - [Your own training step, and callbacks](../docs/en/recipes/loops.md): change a step in Keras, on
#   each of the three backends.
