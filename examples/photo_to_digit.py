# %% [markdown] tags=["lang-zh"]
# # 照片里的字，怎样变成网络认得的数字？ {#photo-to-digit}
#
# 网络在整理好的图像上学会了认数字，给它一张手机照片，它却认不出来。问题多半不在网络，而在照片：网络
# 只认识训练时见过的那种图像。这个实验从一张有阴影、有污点的照片出发，一步一步把它变成 8×8 的数组，
# 每一步都画成图。做完以后，你能够：
#
# - 去掉照片里的阴影，把字和纸分开；
# - 裁剪、缩放，按重心摆正；
# - 说出少做哪一步会怎样；
# - 用同样的办法读自己的照片。
#
# 照片由代码画出来，数据是 scikit-learn 自带的手写数字，不用下载。

# %% [markdown] tags=["lang-en"]
# # How does a photograph become a digit that a network can read? {#photo-to-digit}
#
# A network has learned to read digits from tidy images. Give it a photograph from a phone, and it
# fails. The fault is mostly not in the network but in the photograph: a network knows only the kind
# of image it was trained on. This lab starts with a photograph that has a shadow and specks, and
# turns it step by step into an array of 8×8, with a picture of each step. Afterwards you can:
#
# - remove a shadow from a photograph, and separate writing from paper;
# - crop, scale, and centre by the centre of mass;
# - say what happens when a step is left out;
# - read a photograph of your own in the same way.
#
# The photograph is drawn by code, and the data are the handwritten digits that come with
# scikit-learn. There is nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 网络认识的图像 {#network}
#
# 训练用的图像都是 8×8，由长和宽各大四倍的扫描图缩小而来：每个像素数的是 4×4 的小方块里有几点墨，所
# 以是 0 到 16，除以 16 就是“墨占几成”。纸是 0，墨是 1；数字正好 8 行高，左右居中。记住这几条，照片
# 最后也要变成这样。

# %% [markdown] tags=["lang-en"]
# ## The images that the network knows {#network}
#
# The training images are 8×8. They were made from scans four times as wide and high: each pixel
# counts the dots of ink in a square of 4×4, so it runs from 0 to 16, and divided by 16 it says
# which part of the square is ink. Paper is 0 and ink is 1. A digit is exactly 8 rows high, and in
# the middle from left to right. Remember this: the photograph has to end up the same.

# %%
import tempfile
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from PIL import Image, ImageDraw
from scipy import ndimage
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})
plt.rcParams["image.interpolation"] = "nearest"  # pixels keep their edges

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=300, stratify=y, random_state=0)

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, verbose=0)


def accuracy(images):
    answers = model.predict(images.reshape(-1, 64), verbose=0).argmax(axis=1)
    return np.mean(answers == y_test[: len(images)])


print("test images:", "more than nine in ten right" if accuracy(x_test) > 0.9 else "too few right")

# %% [markdown] tags=["lang-zh"]
# Pillow 是随 Matplotlib 装好的，SciPy 是随 scikit-learn 装好的，所以都不用另外安装。

# %% [markdown] tags=["lang-en"]
# Pillow comes with Matplotlib and SciPy with scikit-learn, so neither has to be installed.

# %% [markdown] tags=["lang-zh"]
# ## 一张照片 {#photograph}
#
# 用一条折线在纸上写一个 2，再加上照片里常有的东西：偏黄的纸、纸的颗粒、三个污点，还有从右边盖过来的
# 阴影。墨吸收的光占 0.65，阴影最多挡住 0.72。你可以改一改 `points`，写别的数字。
#
# 先猜一猜：把照片直接缩小成 8×8，网络会回答 2 吗？

# %% [markdown] tags=["lang-en"]
# ## A photograph {#photograph}
#
# Write a 2 on paper as a line through some points, and add what photographs have: yellowish paper,
# its grain, three specks, and a shadow that falls from the right. Ink swallows 0.65 of the light,
# and the shadow takes up to 0.72. Change `points` to write another digit.
#
# Guess first: if you shrink the photograph to 8×8, does the network answer 2?

# %%
HEIGHT, WIDTH = 120, 160


def photograph(ink, seed=0):
    """A colour photograph of a page; `ink` is 1 where there is writing."""
    rng = np.random.default_rng(seed)
    ink = ink.copy()
    for row, column in rng.integers(4, [HEIGHT - 7, WIDTH - 7], size=(3, 2)):
        ink[row : row + 3, column : column + 3] = 1  # a speck
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    shadow = 1 / (1 + np.exp((115 - columns - rows / 3) / 8))  # 0 on the left, 1 on the right
    grey = 230 * (1 - 0.72 * shadow) * (1 - 0.65 * ink) + rng.normal(0, 3, ink.shape)
    return (grey[:, :, None] * [1, 0.97, 0.88]).clip(0, 255).astype("uint8")


points = [(66, 40), (74, 27), (90, 25), (100, 36), (97, 52), (64, 94), (104, 94)]
page = Image.new("F", (WIDTH, HEIGHT))
ImageDraw.Draw(page).line(points, fill=1, width=12, joint="curve")
photo = photograph(np.asarray(page), seed=1)
print(photo.shape, photo.dtype)

shrunk = np.asarray(Image.fromarray(photo).resize((8, 8), Image.Resampling.BOX))
pixels = shrunk.mean(axis=2).reshape(1, 64) / 255
print("answer 2:", model.predict(pixels, verbose=0).argmax() == 2)

figure, (left, right) = plt.subplots(1, 2, figsize=(4.4, 1.8))
left.imshow(photo)
right.imshow(shrunk)
for axes in (left, right):
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 左：照片，纸上写着 2，有三个污点，右边在阴影里。右：直接缩小成 8×8 的样子，只看得出左边亮、右边
# 暗。

# %% [markdown] tags=["lang-en", "caption"]
# Left: the photograph, a 2 on paper with three specks, the right-hand side in shadow. Right: shrunk
# to 8×8, where one can only see light on the left and dark on the right.

# %% [markdown] tags=["lang-zh"]
# 网络没有报错，答的却不是 2。缩小的图像里几乎没有字，只有光线。

# %% [markdown] tags=["lang-en"]
# The network raises no error, but its answer is not 2. In the shrunk image there is hardly any
# writing left, only light.

# %% [markdown] tags=["lang-zh"]
# ## 第一步：灰度与纸 {#paper}
#
# 把红、绿、蓝三个数取平均，就得到灰度图像。那么取一个阈值（threshold），比它暗的就算墨，行不行？先
# 看看三个地方的亮度：

# %% [markdown] tags=["lang-en"]
# ## Step one: grey and paper {#paper}
#
# The mean of red, green and blue is a grey image. Could one threshold do, with everything darker
# being ink? Look at the brightness of three places first:

# %%
grey = photo.mean(axis=2)
writing = np.asarray(page) == 1
light = np.arange(WIDTH) < 75
shade = np.arange(WIDTH) > 140
print("paper in the light: ", round(grey[~writing & light].mean(), -1))
print("ink in the light:   ", round(grey[writing & light].mean(), -1))
print("paper in the shadow:", round(grey[~writing & shade].mean(), -1))

# %% [markdown] tags=["lang-zh"]
# 阴影里的纸比亮处的墨还暗，所以一个阈值分不开纸和墨。要先估计：如果没有字，每个地方的纸有多亮？笔画
# 很细，任何一处的周围，大部分像素都是纸，所以取周围一大片的中位数，得到的就是纸。纸没有细节，每 8
# 个像素取 1 个就够了。
#
# 再看每个像素比纸暗几成，亮处和阴影里就一样了：

# %% [markdown] tags=["lang-en"]
# Paper in the shadow is darker than ink in the light, so no threshold separates them. First
# estimate how bright the paper would be at each place without writing. Strokes are thin: around any
# place most pixels are paper, so the median of a large neighbourhood is the paper. Paper has no
# details; one pixel in 8 is enough.
#
# Then ask which part of the paper's light is missing, and light and shadow become the same:


# %%
def paper_of(grey):
    coarse = grey[::8, ::8]
    around = ndimage.median_filter(coarse, size=9)
    scale = np.divide(grey.shape, coarse.shape)
    return ndimage.zoom(around, scale, order=1, mode="nearest", grid_mode=True)


paper = paper_of(grey)
ink = (1 - grey / paper).clip(0)

figure, row = plt.subplots(1, 3, figsize=(4.4, 1.4))
for axes, image, title in zip(row, (grey, paper, 1 - ink), ("grey", "paper", "ink"), strict=True):
    axes.imshow(image, cmap="gray", vmin=0, vmax=1 if title == "ink" else 255)
    axes.set_title(title)
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 从左到右：灰度图像；估计出来的纸，左边亮，右边暗，没有字；每个像素比纸暗几成，越黑越多，阴影不见
# 了，污点还在。

# %% [markdown] tags=["lang-en", "caption"]
# From left to right: the grey image; the estimated paper, light on the left, dark on the right,
# without writing; by how much each pixel is darker than the paper, the blacker the more. The shadow
# is gone, the specks are not.

# %% [markdown] tags=["lang-zh"]
# ## 第二步：阈值，和最大的一块 {#piece}
#
# 现在一个阈值就够了：比纸暗 0.3 以上的是墨，颗粒达不到，笔画都超过。污点同样是墨，但是比字小，所以
# 把连在一起的像素归成一块，只留下最大的一块。

# %% [markdown] tags=["lang-en"]
# ## Step two: a threshold, and the largest piece {#piece}
#
# Now one threshold is enough: what is darker than the paper by more than 0.3 is ink. Grain stays
# below, strokes lie above. The specks are ink as well, but smaller than the writing. So put pixels
# that are connected into one piece, and keep the largest piece.


# %%
def largest(strong):
    pieces, _ = ndimage.label(strong)  # 0 is paper, and each piece has a number of its own
    sizes = np.bincount(pieces.ravel())
    return pieces == 1 + sizes[1:].argmax()


strong = ink > 0.3
strokes = largest(strong)
print("pieces:", ndimage.label(strong)[1])

# %% [markdown] tags=["lang-zh"]
# 四块：一个 2，三个污点。

# %% [markdown] tags=["lang-en"]
# Four pieces: the 2 and three specks.

# %% [markdown] tags=["lang-zh"]
# ## 第三步：裁剪、缩放、按重心摆放 {#centre}
#
# 裁到只剩字，再缩放到长边正好是 8，长宽比不变。`BOX` 的意思是每个新像素取它那一块的平均，也就是“墨
# 占几成”，和训练图像的做法一样。缩小的字通常不到 8 列宽，要放进 8×8 里：让它的重心（centre of
# mass，按墨的多少加权的平均位置）落在正中，也就是从 0 数起的 3.5。

# %% [markdown] tags=["lang-en"]
# ## Step three: crop, scale, centre {#centre}
#
# Crop to the writing, then scale it until its longer side is exactly 8, with the proportions kept.
# `BOX` makes each new pixel the mean of its square, that is, which part of it is ink, as in the
# training images. The small digit is mostly less than 8 columns wide. Put it into 8×8 so that its
# centre of mass (the mean position, weighted by ink) lies in the middle, which is 3.5 if you count
# from 0.


# %%
def cropped(strokes):
    return strokes[ndimage.find_objects(strokes.astype("int32"))[0]]


def scaled(digit):
    width, height = (max(1, round(8 * n / max(digit.shape))) for n in reversed(digit.shape))
    image = Image.fromarray(digit.astype("float32"))
    return np.asarray(image.resize((width, height), Image.Resampling.BOX))


def placed(small, top, left):
    image = np.zeros((8, 8), dtype="float32")
    image[top : top + small.shape[0], left : left + small.shape[1]] = small
    return image


def centred(small):
    offset = (round(3.5 - middle) for middle in ndimage.center_of_mass(small))
    free = (8 - length for length in small.shape)
    return placed(small, *(min(max(0, o), f) for o, f in zip(offset, free, strict=True)))


digit = cropped(strokes)
small = scaled(digit)
image = centred(small)
print(photo.shape, "->", digit.shape, "->", small.shape, "->", image.shape)

# %% tags=["card"]
figure, row = plt.subplots(1, 4, figsize=(4.4, 1.3))
stages = {"threshold": strong, "largest piece": strokes, "crop": digit, "8 × 8": image}
for axes, (title, stage) in zip(row, stages.items(), strict=True):
    axes.imshow(stage, cmap="gray_r")
    axes.set(title=title, xticks=[], yticks=[])
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 从左到右：阈值以上的像素，2 和三个污点；最大的一块，只有 2；裁到只剩字；缩放并摆正的 8×8，看得出是
# 2。

# %% [markdown] tags=["lang-en", "caption"]
# From left to right: pixels above the threshold, the 2 and three specks; the largest piece, the 2
# alone; cropped; scaled and centred in 8×8, where a 2 can be seen.

# %% [markdown] tags=["lang-zh"]
# ## 问网络 {#answer}
#
# 把几步合成一个函数 `read`。参数 `without` 以后用来故意少做一步。

# %% [markdown] tags=["lang-en"]
# ## Ask the network {#answer}
#
# Put the steps into one function, `read`. Its argument `without` will serve to leave a step out on
# purpose.


# %%
def read(photo, without=""):
    """A photograph as an array of 8×8, as the network knows them."""
    grey = photo.mean(axis=2)
    paper = grey.max() if without == "paper" else paper_of(grey)
    strong = 1 - grey / paper > 0.3
    strokes = strong if without == "largest piece" else largest(strong)
    digit = strokes if without == "crop" else cropped(strokes)
    small = scaled(digit)
    image = placed(small, 0, 0) if without == "centre" else centred(small)
    return 1 - image if without == "ink is 1" else image


answer = model.predict(read(photo).reshape(1, 64), verbose=0)[0]
print("answer 2:", answer.argmax() == 2, "- sure:", answer.max() > 0.5)

# %% [markdown] tags=["lang-zh"]
# 同一个网络，同一张照片，这次答对了。网络一个权重也没有改。

# %% [markdown] tags=["lang-en"]
# The same network, the same photograph, and now it is right. Not one weight of it has changed.

# %% [markdown] tags=["lang-zh"]
# ## 少做一步会怎样 {#leave-out}
#
# 一张照片说明不了什么，所以再做 200 张：把测试集里的手写数字放大，写在随机的位置，大小也随机，然后
# 同样拍成照片。先猜一猜：下面五步里，少做哪一步还不要紧？
#
# - `paper`：不估计纸，只和整张照片里最亮的地方比；
# - `largest piece`：不去掉污点；
# - `crop`：不裁剪，整张照片一起缩小；
# - `centre`：放在左上角，而不是按重心摆放；
# - `ink is 1`：不反过来，让纸是 1、墨是 0。

# %% [markdown] tags=["lang-en"]
# ## Leave a step out {#leave-out}
#
# One photograph proves little, so make 200: enlarge handwritten digits of the test set, write them
# in random places and sizes, and photograph them in the same way. Guess first: which of these five
# steps can be left out without much harm?
#
# - `paper`: estimate no paper, and compare with the brightest place of the whole photograph;
# - `largest piece`: leave the specks in;
# - `crop`: do not crop, and shrink the photograph as a whole;
# - `centre`: put the digit into the top left corner instead of centring it;
# - `ink is 1`: do not turn it around, so that paper is 1 and ink is 0.


# %%
def written(image, seed):
    """A page with one digit of the data, enlarged."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(48, 80))
    large = ndimage.zoom(image.reshape(8, 8), size / 8, order=3, mode="nearest", grid_mode=True)
    page = np.zeros((HEIGHT, WIDTH))
    top, left = rng.integers(10, [HEIGHT - size - 10, WIDTH - size - 10])
    page[top : top + size, left : left + size] = large > 0.5
    return page


photos = [photograph(written(image, seed), seed) for seed, image in enumerate(x_test[:200])]
steps = ("", "paper", "largest piece", "crop", "centre", "ink is 1")
found = {}
for without in steps:
    found[without] = accuracy(np.stack([read(each, without) for each in photos]))
    verdict = "most are right" if found[without] > 0.5 else "most are wrong"
    print(f"without {without}:" if without else "all steps:", verdict)
print("all steps, less accurate than on test images:", found[""] < accuracy(x_test))

# %%
figure = plt.figure(figsize=(4.4, 3.2))
above, below = figure.subfigures(2, 1, height_ratios=(1, 1.7))
for axes, without in zip(above.subplots(1, len(steps)), steps, strict=True):
    axes.imshow(read(photo, without), cmap="gray_r", vmin=0, vmax=1)
    axes.set(xticks=[], yticks=[])
    axes.set_title(without or "all steps", fontsize=6)
axes = below.subplots()
axes.barh([f"without {without}" if without else "all steps" for without in steps], found.values())
axes.invert_yaxis()
axes.axvline(0.1, color="grey", linewidth=0.8, linestyle=":")
axes.set(xlabel="accuracy on 200 photographs", xlim=(0, 1))
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 上：同一张照片，所有步骤都做和少做一步时，网络看到的 8×8。下：200 张照片上的准确率；点线是瞎猜的
# 0.1。

# %% [markdown] tags=["lang-en", "caption"]
# Above: the 8×8 that the network sees of the photograph, with all steps and with one left out.
# Below: accuracy on 200 photographs; dotted, the 0.1 of guessing.

# %% [markdown] tags=["lang-zh"]
# 哪一步都少不得：不管少做哪一步，大多数都会认错，而且没有一次报错。上面一排说明了为什么：没有
# `paper`，半张照片都成了墨；没有 `largest piece`，裁剪以污点为边，字就变小了；没有 `crop`，字只剩几
# 个像素；没有 `centre`，字偏在一边；没有 `ink is 1`，黑白正好相反。所以照片认错了，第一件事就是看看
# 网络实际看到了什么。
#
# 即使每一步都做，这些照片的准确率也比测试图像低一些，因为放大再缩小总会走样。要把差距补上，就要让网
# 络在训练时也见过这样的图像。

# %% [markdown] tags=["lang-en"]
# None: whichever is left out, most are wrong, and not once is there an error. The row above shows
# why. Without `paper`, half of the photograph is ink. Without `largest piece`, the crop reaches to
# the specks and the writing is small. Without `crop`, a few pixels of writing are left. Without
# `centre`, it lies to one side. Without `ink is 1`, black and white are exchanged. So when a
# photograph is misread, the first thing to do is to look at what the network was given.
#
# Even with all steps, the accuracy is a little lower than on test images, because enlarging and
# shrinking always distorts. To close the gap, let the network see such images in training.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 把阈值 0.3 换成 0.05 和 0.8，各有几块？为什么？
# 2. 黑板上的粉笔字是浅色的，底是深色的：`chalk = 255 - photo`。改一改 `read`，让它两种都能读。提
#    示：比一比 `(paper - grey) ** 3` 的和是正还是负。
# 3. 读自己的照片：存成文件，用 `plt.imread` 读进来。手机照片有上千个像素宽，怎样缩小？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Replace the threshold 0.3 by 0.05 and by 0.8. How many pieces are there, and why?
# 2. Chalk on a blackboard is light on dark: `chalk = 255 - photo`. Change `read` so that it reads
#    both. Hint: is the sum of `(paper - grey) ** 3` positive or negative?
# 3. Read a photograph of your own: save it as a file and read it with `plt.imread`. It is thousands
#    of pixels wide. How do you make it smaller?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 0.05 太低，阴影里的颗粒也算成墨，碎成上百块；0.8 太高，墨吸收的光只占 0.65，一块也没
# 有，`largest` 就会报错。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** 0.05 is too low: grain in the shadow counts as ink and makes more than a hundred pieces.
# 0.8 is too high: ink swallows only 0.65 of the light. There is no piece at all, and `largest`
# would raise an error.

# %% tags=["answer"]
print(ndimage.label(ink > 0.05)[1] > 100, ndimage.label(ink > 0.8)[1])

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 字与纸的差别大，颗粒的差别小；三次方让大的差别说了算，又保留正负号。和是负的，字就比底色
# 浅，先反过来再读。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** Writing differs from paper a lot, grain only a little. The third power lets the large
# differences decide and keeps their sign. If the sum is negative, the writing is lighter than what
# it stands on: turn the photograph around first.


# %% tags=["answer"]
def read_any(photo):
    grey = photo.mean(axis=2)
    light_on_dark = np.sum((paper_of(grey) - grey) ** 3) < 0
    return read(255 - photo if light_on_dark else photo)


chalk = 255 - photo
print(np.array_equal(read_any(photo), read(photo)), np.array_equal(read_any(chalk), read(photo)))

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** 下面先造一个大文件来代替手机照片。PNG 读进来是 0 到 1 的小数，可能还有第四个透明度通道，所
# 以只取三个，再乘以 255；JPEG 读进来就是 0 到 255 的整数。缩小时隔几个像素取一个，让长边剩下 160 个
# 左右。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** A large file stands in for the photograph of a phone. `plt.imread` gives a PNG as fractions
# from 0 to 1, possibly with transparency as a fourth channel, so take three channels and multiply
# by 255; a JPEG comes as integers from 0 to 255. To make it smaller, take one pixel in several,
# until the longer side has about 160.

# %% tags=["answer"]
file = Path(tempfile.mkdtemp()) / "my-photo.png"
plt.imsave(file, photo.repeat(8, axis=0).repeat(8, axis=1))

mine = (255 * plt.imread(file)[:, :, :3]).round()
step = max(mine.shape) // 160
print(mine.shape, mine[::step, ::step].shape)
print(np.array_equal(read(mine[::step, ::step]), read(photo)))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [预测自己的图片](../docs/zh/reuse/own-image.md)：同样的办法用于 MNIST，一条命令读一张照片，一张
#   照片里可以有几个数字。
# - [总是预测同一类](../docs/zh/trouble/same-class.md)：网络的回答不对时，从哪里查起。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Your own image](../docs/en/reuse/own-image.md): the same way for MNIST, with one command for a
#   photograph, which may show several digits.
# - [Always the same class](../docs/en/trouble/same-class.md): where to look when a network's
#   answers are wrong.
