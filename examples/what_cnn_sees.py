# %% [markdown] tags=["lang-zh"]
# # 卷积网络看见了什么？ {#what-cnn-sees}
#
# 卷积网络认出了一个数字，可是它看的是哪里？中间的每一层又算出了什么？这个实验训练一个很小的卷积网
# 络，然后把它打开，从四个方面来看。做完以后，你能够：
#
# - 画出卷积核，看出哪些卷积核在找边缘；
# - 取出任意一层的特征图，并且手算其中一个数；
# - 找出某张特征图反应最强的图像；
# - 遮住图像的一小块，看网络的把握掉多少，从而知道它看重哪里。
#
# 数据是 scikit-learn 自带的手写数字，每张 8×8 像素，不用下载。

# %% [markdown] tags=["lang-en"]
# # What does a CNN see? {#what-cnn-sees}
#
# A convolutional network has read a digit, but where did it look, and what do the layers in between
# compute? This lab trains a very small one, opens it, and looks at it in four ways. Afterwards you
# can:
#
# - draw the kernels, and see which of them look for an edge;
# - take the feature maps out of any layer, and work out one of their numbers by hand;
# - find the images that excite a feature map most;
# - cover a small part of an image, and see from the drop in its certainty what matters to the
#   network.
#
# The data are the handwritten digits that come with scikit-learn, 8×8 pixels each. There is nothing
# to download.

# %% [markdown] tags=["lang-zh"]
# ## 一个很小的卷积网络 {#train}
#
# 第一个卷积层有 8 个卷积核，第二个有 12 个，都是 3×3；中间的池化让高和宽减半。先猜一猜：第一个卷积
# 层有多少个参数？每个卷积核有 3 × 3 × 1 个权重和一个偏置。

# %% [markdown] tags=["lang-en"]
# ## A very small network {#train}
#
# The first convolution has 8 kernels, the second one 12, all of them 3×3; pooling between them
# halves height and width. Guess first: how many parameters has the first convolution? Each kernel
# has 3 × 3 × 1 weights and a bias.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32").reshape(-1, 8, 8, 1)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=500, stratify=y, random_state=0)


def build():
    keras.utils.set_random_seed(0)
    conv = {"kernel_size": 3, "padding": "same", "activation": "relu"}
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(8, kernel_initializer="he_normal", name="first", **conv),
            layers.MaxPooling2D(2),
            layers.Conv2D(12, kernel_initializer="he_normal", name="second", **conv),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


model = build()
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=12, verbose=0)
accuracy = model.evaluate(x_test, y_test, verbose=0)[1]
print([layer.count_params() for layer in model.layers])
print("more than 0.95 of the test images are right:", accuracy > 0.95)

# %% [markdown] tags=["lang-zh"]
# 第一层只有 8 × (3 × 3 × 1 + 1) = 80 个参数，就算遍了整张图像，因为同样的卷积核用在每个位置上。

# %% [markdown] tags=["lang-en"]
# The first layer has no more than 8 × (3 × 3 × 1 + 1) = 80 parameters for the whole image: the same
# kernels serve at every position.

# %% [markdown] tags=["lang-zh"]
# ## 卷积核：在找什么 {#kernels}
#
# 第一层的卷积核直接作用在像素上，所以可以当作小图像来看。红色是正的权重：那里有墨，得数变大；蓝色是
# 负的：那里有墨，得数变小。如果一边红、一边蓝，它找的就是一条边缘。

# %% [markdown] tags=["lang-en"]
# ## The kernels: what they look for {#kernels}
#
# The kernels of the first layer act on pixels, so they can be looked at as small images. Red is a
# positive weight: ink there makes the result larger. Blue is negative: ink there makes it smaller.
# A kernel that is red on one side and blue on the other looks for an edge.

# %%
kernels, biases = model.get_layer("first").get_weights()
print(kernels.shape, biases.shape)
figure, grid = plt.subplots(1, 8, figsize=(4.4, 0.8))
for i, axes in enumerate(grid):
    axes.imshow(kernels[:, :, 0, i], cmap="RdBu_r", vmin=-1.5, vmax=1.5)
    axes.set_title(i)
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 第一层的 8 个 3×3 卷积核，上方是编号；红色是正的权重，蓝色是负的。

# %% [markdown] tags=["lang-en", "caption"]
# The 8 kernels of the first layer, 3×3 each, with their numbers above; red weights are positive,
# blue ones negative.

# %% [markdown] tags=["lang-zh"]
# ## 特征图：在哪里找到了 {#maps}
#
# 模型的输入和任意一层的输出之间，可以再建一个模型，它与原来的模型共用权重，不用训练。`look` 有两个
# 输出：两个卷积层的特征图。
#
# 先猜一猜：一张 8×8 的图像，在两个卷积层之后各变成什么形状？

# %% [markdown] tags=["lang-en"]
# ## Feature maps: where they find it {#maps}
#
# Between the input of a model and the output of any of its layers you can make another model. It
# shares the weights and needs no training. `look` has two outputs, the feature maps of both
# convolutions.
#
# Guess first: what shapes does an image of 8×8 have after each of the two?

# %% tags=["card"]
look = keras.Model(
    model.inputs, [model.get_layer("first").output, model.get_layer("second").output]
)
first, second = look.predict(x_test, verbose=0)
print(first.shape, second.shape)

image = np.flatnonzero(y_test == 4)[0]
figure, grid = plt.subplots(3, 3, figsize=(3.6, 3.8))
grid.flat[0].imshow(x_test[image, :, :, 0], cmap="gray_r")
grid.flat[0].set_title("image")
for i, axes in enumerate(grid.flat[1:]):
    axes.imshow(first[image, :, :, i], cmap="Reds", vmin=0)
    axes.set_title(f"map {i}")
for axes in grid.flat:
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 左上是一张手写的 4，其余 8 张是第一层的特征图：越红，卷积核在那里找到的越多，颜色最浅的地方是 0；
# 每张各有自己的刻度。

# %% [markdown] tags=["lang-en", "caption"]
# Top left a handwritten 4, then the 8 feature maps of the first layer: the redder, the more the
# kernel found there; the palest places are 0. Each map has a scale of its own.

# %% [markdown] tags=["lang-zh"]
# 如果卷积核找的是边缘，它的特征图就在笔画的那一侧亮起来。拿一个卷积核和同号的特征图对着看：点亮它的
# 是哪些笔画？
#
# 每个亮点都可以手算。取图像中间的一个 3×3 窗口，与卷积核逐个相乘，全部加起来，加上偏置，小于 0 的换
# 成 0：

# %% [markdown] tags=["lang-en"]
# Where a kernel looks for an edge, its map lights up along that side of the strokes. Compare a
# kernel with the map of the same number: which strokes light up the map?
#
# Each point can be worked out by hand. Take a window of 3×3 from the middle of the image, multiply
# it with the kernel number by number, add all of it up, add the bias, and put 0 for what is below
# 0:

# %%
row, column = 4, 3
window = x_test[image, row - 1 : row + 2, column - 1 : column + 2, 0]
by_hand = [max(0, (window * kernels[:, :, 0, i]).sum() + biases[i]) for i in range(8)]
print(window)
print("largest difference:", round(abs(by_hand - first[image, row, column]).max(), 4))

# %% [markdown] tags=["lang-zh"]
# ## 它对什么反应最强 {#exciting}
#
# 第二层的卷积核有 8 个通道，不好当图像看。换个办法：问它最喜欢看哪些图像。对第二层的每张特征图，取
# 它在每张测试图像上的最大值，把得数最大的 8 张图像摆出来。
#
# 先猜一猜：同一行的图像，会有什么共同点？

# %% [markdown] tags=["lang-en"]
# ## What excites it most {#exciting}
#
# A kernel of the second layer has 8 channels and is no image that you could look at. So ask it what
# it likes. For each feature map of the second layer, take its maximum on every test image, and show
# the 8 images where that is largest.
#
# Guess first: what will the images of a row have in common?

# %%
favourites = second.max(axis=(1, 2)).argsort(axis=0)[::-1][:8].T
figure, grid = plt.subplots(12, 8, figsize=(3.4, 5))
for i, row_of_axes in enumerate(grid):
    for axes, index in zip(row_of_axes, favourites[i], strict=True):
        axes.imshow(x_test[index, :, :, 0], cmap="gray_r")
        axes.set(xticks=[], yticks=[])
    row_of_axes[0].set_ylabel(i, rotation=0, ha="right", va="center")
plt.show()

alike = [np.bincount(y_test[row_of_images]).max() for row_of_images in favourites]
print("more than 2 rows have one digit at least 6 times:", sum(n >= 6 for n in alike) > 2)

# %% [markdown] tags=["lang-zh", "caption"]
# 第二层的 12 张特征图各占一行，每行是让它反应最强的 8 张测试图像，最强的在左边。

# %% [markdown] tags=["lang-en", "caption"]
# A row for each of the 12 feature maps of the second layer, with the 8 test images that excite it
# most, the strongest on the left.

# %% [markdown] tags=["lang-zh"]
# 没有人告诉过网络“横”和“弯”是什么，可是有不止两张特征图，反应最强的 8 张图像里至少 6 张是同一个数
# 字。有些行则混着几种数字，它们共有的是一段笔画：看看在你的机器上，每一行共有的是什么。各行找的是什
# 么，要看训练的起点和途中的舍入，你看到的可能与这里不同。

# %% [markdown] tags=["lang-en"]
# Nobody has told the network what a bar or a bend is. Yet for more than two of the feature maps, at
# least 6 of the 8 favourite images show the same digit. Other rows mix several digits, which have a
# stroke in common: see what it is on your machine. Which row looks for what depends on the initial
# weights and on rounding during training, so your rows may differ from these.

# %% [markdown] tags=["lang-zh"]
# ## 遮住一块，看它在不在乎 {#occlusion}
#
# 前面看的是网络算出了什么，现在看它靠什么作答。把一块 3×3 的区域涂白，让网络再认一遍：正确答案的概
# 率掉得越多，那一块就越重要。块的中心走遍 64 个位置，就得到一张“重要程度图”，这叫作遮挡测
# 试（occlusion）。
#
# 先猜一猜：遮住一个 0 的哪里，网络最受不了？遮住没有墨的角落呢？

# %% [markdown] tags=["lang-en"]
# ## Cover a part: does it care? {#occlusion}
#
# So far you saw what the network computes; now see what its answer rests on. Paint an area of 3×3
# white and let it read the image again. The more the probability of the right answer falls, the
# more that area matters. With the middle of the area at each of 64 positions, this makes a map of
# what is important, a test by occlusion.
#
# Guess first: where can a 0 least do without its ink? And what if you cover an empty corner?


# %%
def importance(index):
    covered = np.repeat(x_test[index : index + 1], 64, axis=0)
    for position in range(64):
        row, column = divmod(position, 8)
        covered[position, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = 0
    whole = model.predict(x_test[index : index + 1], verbose=0)[0, y_test[index]]
    return whole - model.predict(covered, verbose=0)[:, y_test[index]].reshape(8, 8)


right = model.predict(x_test, verbose=0).argmax(axis=1) == y_test
chosen = [np.flatnonzero((y_test == digit) & right)[0] for digit in (0, 3, 4, 8)]
maps = [importance(index) for index in chosen]
figure, grid = plt.subplots(2, 4, figsize=(4.4, 2.3))
for index, drop, (above, below) in zip(chosen, maps, grid.T, strict=True):
    above.imshow(x_test[index, :, :, 0], cmap="gray_r")
    below.imshow(drop, cmap="RdBu_r", vmin=-1, vmax=1)
    above.axis("off")
    below.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 上面是四张认对的测试图像，下面是遮住各处之后正确答案的概率掉了多少：越红掉得越多；如果哪里是蓝色，
# 那里的概率反而升高了。

# %% [markdown] tags=["lang-en", "caption"]
# Above four test images that were read correctly; below how much the probability of the right
# answer falls when each place is covered: the redder, the more. Any blue would mean that it rises.

# %% [markdown] tags=["lang-zh"]
# 遮住没有墨的角落，图像没有变，概率当然也不变。真正的问题在有墨的地方：有的数字只有少数几处是红的，
# 别的笔画少了也认得出；有的几乎遮住哪里，概率都会大跌。红的地方，往往正是这个数字与另一个数字的差别
# 所在。

# %% [markdown] tags=["lang-en"]
# If you cover an empty corner, the image does not change, nor does the probability. Where there is
# ink it gets interesting. Some digits have few red places, and the network can do without their
# other strokes; with others the probability drops almost wherever you cover them. What is red is
# often just what tells this digit from another one.

# %%
corners = [abs(drop[row, column]) for drop in maps for row in (0, 7) for column in (0, 7)]
print("largest change at a corner:", round(max(corners), 1))
print("largest fall above 0.5:", max(drop.max() for drop in maps) > 0.5)

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 把图像向右移一个像素，第一层的特征图会怎样？先猜，再用 `np.roll` 试一试，比较两边（最外圈不
#    算）。
# 2. 没有训练过的网络，特征图是什么样？它认得对数字吗？
# 3. 给网络一张空白图像，第一层的特征图里是什么？网络会不会说“不知道”？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Shift an image to the right by one pixel. What happens to the feature maps of the first layer?
#    Guess, then try it with `np.roll`, and compare them without the outermost pixels.
# 2. What do the feature maps of an untrained network look like? Does it read digits?
# 3. Give the network an empty image. What is in the feature maps of the first layer, and does the
#    network say that it does not know?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 特征图也向右移一个像素，数值不变，因为每个位置用的是同一组卷积核。只有靠边的地方例外，那里
# 的窗口伸到了图像外面。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** The feature maps shift by one pixel, too, and their values stay, as every position has the
# same kernels. Only at the border it is different, where windows reach beyond the image.

# %% tags=["answer"]
shifted = look.predict(np.roll(x_test[:1], 1, axis=2), verbose=0)[0]
change = np.roll(first[:1], 1, axis=2) - shifted
print("largest difference inside:", round(abs(change[:, 1:-1, 2:-1]).max(), 4))

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 特征图一样会沿着笔画亮起来：随机的卷积核也是卷积核。可是后面的层没有学过怎样用它们，所以认
# 对的不比瞎猜多多少。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** They light up along the strokes as well: random kernels are kernels. But the layers behind
# have not learnt to use them, so it is right hardly more often than by guessing.

# %% tags=["answer"]
untrained = build()
maps_of_untrained = keras.Model(untrained.inputs, untrained.get_layer("first").output)
print("lights up:", maps_of_untrained.predict(x_test[:1], verbose=0).max() > 0)
answers = untrained.predict(x_test, verbose=0).argmax(axis=1)
print("fewer than 3 in 10 right:", (answers == y_test).mean() < 0.3)

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** 没有墨，卷积的得数就只剩偏置，再经过 ReLU，所以每张特征图处处是同一个数。网络不会说“不知
# 道”：10 个概率加起来总是 1，它只能把它们分给 10 个数字。偏向哪一个，由你的机器决定。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** Without ink nothing but the bias is left, and after ReLU each map has one number
# everywhere. The network cannot say that it does not know: the 10 probabilities always add up to 1,
# and it has to share them out among 10 digits. Which one it favours is decided by your machine.

# %% tags=["answer"]
empty = np.zeros((1, 8, 8, 1), "float32")
blank = look.predict(empty, verbose=0)[0]
print("largest difference:", round(abs(blank - np.maximum(biases, 0)).max(), 4))
print("sum of the probabilities:", round(model.predict(empty, verbose=0).sum(), 4))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [卷积神经网络](../docs/zh/recipes/cnn.md)：参数和特征图怎样计算，真实 MNIST 上的成绩。
# - [特征图有多大](../docs/zh/ideas/convolution-sizes.md)：步幅、填充和池化怎样改变高和宽。
# - [手写一个数字](../docs/zh/recipes/draw.md)：在网页里写字，逐层点开一个更大的网络。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Convolutional networks](../docs/en/recipes/cnn.md): how parameters and feature maps are
#   counted, and results on real MNIST.
# - [Sizes of feature maps](../docs/en/ideas/convolution-sizes.md): what stride, padding and pooling
#   do to height and width.
# - [Draw a digit](../docs/en/recipes/draw.md): write in the page, and open a larger network layer
#   by layer.
