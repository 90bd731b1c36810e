# %% [markdown] tags=["lang-zh"]
# # 它认错了哪些数字？ {#mistakes}
#
# “准确率 96%”只说了错多少题，没说错在哪里。这个实验用几秒钟训练一个小网络，然后把它认错的数字一张一
# 张摆出来看。做完以后，你能够：
#
# - 画出训练曲线，看出训练够不够；
# - 找出认错的样本，连同网络当时的回答；
# - 读懂混淆矩阵；
# - 让网络只回答有把握的题，剩下的交给人。
#
# 数据是 scikit-learn 自带的 1797 张手写数字，每张只有 8×8 像素，不用下载。

# %% [markdown] tags=["lang-en"]
# # Which digits does it get wrong? {#mistakes}
#
# "96% accurate" says how many answers are wrong, not which. This lab trains a small network in a
# few seconds and then shows you its mistakes, one by one. Afterwards you can:
#
# - draw the training curves and see whether it was trained for long enough;
# - find the samples it got wrong, together with what it answered;
# - read a confusion matrix;
# - let the network answer only where it is sure, and pass the rest to a person.
#
# The data are the 1797 handwritten digits that come with scikit-learn, 8×8 pixels each. There is
# nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 数据：三个集，三种用途 {#data}
#
# 先把数据切成三份。训练集（997 张）用来调整权重；验证集（200 张）用来在训练途中看进展，决定训练多少
# 轮；测试集（600 张）留到最后，只用一次。`stratify` 让每一份里 10 个数字的比例都一
# 样，`random_state` 让每次的切法都相同。像素值原本是 0 到 16，除以 16 就落在 0 到 1 之间。

# %% [markdown] tags=["lang-en"]
# ## The data: three sets, three roles {#data}
#
# The data are cut into three parts. The training set (997 images) adjusts the weights. The
# validation set (200) is watched on the way and decides how long to train. The test set (600) is
# put aside and used once, at the end. `stratify` gives every part the same share of each digit,
# and `random_state` makes the cut the same every time. Pixels run from 0 to 16, so dividing by 16
# puts them between 0 and 1.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
x_rest, x_test, y_rest, y_test = train_test_split(x, y, test_size=600, stratify=y, random_state=0)
x_train, x_val, y_train, y_val = train_test_split(
    x_rest, y_rest, test_size=200, stratify=y_rest, random_state=0
)
print(len(x), x_train.shape, x_val.shape, x_test.shape)

# %% [markdown] tags=["lang-zh"]
# ## 训练 {#train}
#
# 先猜一猜：64 个像素接到 32 个单元，再接到 10 个单元，一共有多少个参数？
#
# 每个单元给每个输入配一个权重，另外还有一个偏置，所以第一层有 64 × 32 + 32 = 2080 个参数，第二层
# 有 32 × 10 + 10 = 330 个，一共 2410 个。

# %% [markdown] tags=["lang-en"]
# ## Train {#train}
#
# Guess first: 64 pixels lead to 32 units, and those to 10 units. How many parameters is that?
#
# Each unit has one weight for each of its inputs, and one bias. So the first layer has 64 × 32 +
# 32 = 2080 parameters, the second 32 × 10 + 10 = 330, together 2410.

# %%
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=30, validation_data=(x_val, y_val), verbose=0).history
print([layer.count_params() for layer in model.layers], model.count_params())
print(sorted(history))

# %% [markdown] tags=["lang-zh"]
# ## 训练曲线 {#curves}
#
# `history` 里有四列数，也就是训练集和验证集上的损失与准确率，每列每轮记一个数。先看损失图，留意两
# 点。第一，两条线是否还在下降？如果还在下降，多训练几轮可能更好。第二，它们是否分开？如果训练损失接
# 着下降，验证损失却掉头往上，就是过拟合。
#
# 这一次，两条损失线到最后几乎走平，验证损失也没有掉头，说明训练得差不多了，也没有过拟合。

# %% [markdown] tags=["lang-en"]
# ## Training curves {#curves}
#
# `history` holds four columns, with one number for each epoch: loss and accuracy on the training
# set and on the validation set. Look for two things in the plot of the loss. Are both lines still
# falling? Then more epochs may help. Do they part? Training loss that keeps falling while
# validation loss turns upwards is overfitting.
#
# Here both lines are almost flat at the end and the validation loss has not turned: this is about
# long enough, and there is no overfitting.

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(4.4, 2.2))
for axes, name in ((left, "loss"), (right, "accuracy")):
    axes.plot(history[name], label="train")
    axes.plot(history[f"val_{name}"], "--", label="validation")
    axes.set(title=name, xlabel="epoch")
left.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 损失（左）与准确率（右）随轮次的变化：实线是训练集，虚线是验证集。

# %% [markdown] tags=["lang-en", "caption"]
# Loss (left) and accuracy (right) by epoch: solid for the training set, dashed for the validation
# set.

# %% [markdown] tags=["lang-zh"]
# ## 只考一次 {#test}
#
# 现在轮到测试集。`predict` 给每张图 10 个概率，其中最大的那个概率对应的数字，就是网络的回答；这个最
# 大的概率记在 `certainty` 里，看作网络的把握。把回答和真实标签放在一起比较，不相等的位置就是错题。

# %% [markdown] tags=["lang-en"]
# ## Test once {#test}
#
# Now the test set has its turn. `predict` returns 10 probabilities for each image. The digit with
# the largest one is the network's answer, and `certainty` keeps that probability as a measure of
# how sure it is. Where the answer differs from the label, it is wrong.

# %%
probabilities = model.predict(x_test, verbose=0)
answers = probabilities.argmax(axis=1)
certainty = probabilities.max(axis=1)
wrong = np.flatnonzero(answers != y_test)
print(probabilities.shape)
print(len(wrong) < 50)

# %% [markdown] tags=["lang-zh"]
# 600 题里错了不到 50 题。下面摆出其中的 12 题，网络答错时把握最大的排在最前面。图上方的字这样读：假
# 如写着 `5 → 9 (0.71)`，就是说标签是 5，网络的回答是 9，它给 9 的概率是 0.71。

# %% [markdown] tags=["lang-en"]
# Fewer than 50 of 600 are wrong. Here are twelve of them, the most confident mistakes first. If it
# says `5 → 9 (0.71)` above an image, the label is 5, and the network says 9 and gives 9 a
# probability of 0.71.

# %% tags=["card"]
worst = wrong[certainty[wrong].argsort()[::-1]][:12]
figure, grid = plt.subplots(3, 4, figsize=(4.4, 3.8))
for axes in grid.flat:
    axes.axis("off")
for axes, i in zip(grid.flat, worst, strict=True):
    axes.imshow(x_test[i].reshape(8, 8), cmap="gray_r")
    axes.set_title(f"{y_test[i]} → {answers[i]} ({certainty[i]:.2f})")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 网络认错的 12 张 8×8 灰度图像。每张上方依次是真实标签、网络的回答和它给出的概率。

# %% [markdown] tags=["lang-en", "caption"]
# Twelve 8×8 greyscale images that the network got wrong. Above each: label, answer, and
# probability.

# %% [markdown] tags=["lang-zh"]
# 你自己先认一遍：有几张你也拿不准？再问一个问题：网络的第二选择对不对？把每行的概率从小到大排序，倒
# 数第二个就是它的第二选择。

# %% [markdown] tags=["lang-en"]
# Read them yourself first: of how many are you unsure? Then ask another question: was the
# network's second choice right? Sort each row of probabilities; the last but one is its second
# choice.

# %%
second = probabilities.argsort(axis=1)[:, -2]
print((second[wrong] == y_test[wrong]).mean() > 1 / 3)
print(certainty[wrong].mean() < certainty[answers == y_test].mean())

# %% [markdown] tags=["lang-zh"]
# 两个 `True` 说的是：错题里有三分之一以上，第二选择就是正确答案；而且网络答错时，平均比答对时更没有
# 把握。所以这些概率有用，从中多少可以看出网络什么时候会错。

# %% [markdown] tags=["lang-en"]
# The two `True` say this: for more than a third of the mistakes, the second choice is right; and
# on average the network is less sure when it is wrong than when it is right. So the probabilities
# are worth something: they hint at when the network may be wrong.

# %% [markdown] tags=["lang-zh"]
# ## 混淆矩阵 {#confusion}
#
# 混淆矩阵（confusion matrix）把 600 题排成一张表：行是真实标签，列是网络的回答，格子里是题数。对角
# 线上是答对的。例如标签为 8 的一行与回答为 1 的一列相交，那一格里的数就是把 8 认成 1 的次数。把一行
# 加起来，就是这个数字在测试集里的张数；把对角线加起来，再加上错题数，正好是 600。

# %% [markdown] tags=["lang-en"]
# ## Confusion matrix {#confusion}
#
# A confusion matrix sorts the 600 answers into a table: a row for each label, a column for each
# answer, and in each cell how many. Right answers lie on the diagonal. The number in the row of 8
# and the column of 1 says how often an 8 was read as a 1. A row adds up to the number of such
# images in the test set; the diagonal and the number of mistakes add up to 600.

# %%
confusion = confusion_matrix(y_test, answers)
print(confusion.sum(axis=1))
print(confusion.trace() + len(wrong))

figure, axes = plt.subplots(figsize=(3.8, 3.6))
axes.imshow(confusion - np.diag(confusion.diagonal()), cmap="Reds", vmin=0, vmax=12)
for (row, column), count in np.ndenumerate(confusion):
    if count:
        axes.text(column, row, count, ha="center", va="center")
axes.set(xlabel="answer", ylabel="label", xticks=range(10), yticks=range(10))
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 混淆矩阵：行是标签，列是回答，对角线上是答对的题数；颜色越红，错得越多，空格是 0。

# %% [markdown] tags=["lang-en", "caption"]
# Confusion matrix: labels in rows, answers in columns, right answers on the diagonal. The redder
# a cell, the more mistakes; an empty cell is 0.

# %% [markdown] tags=["lang-zh"]
# 先找最红的格子，那是网络最容易混淆的一对数字。再看整列：如果一列里红格多，说明网络偏爱这个回答。

# %% [markdown] tags=["lang-en"]
# Look for the reddest cell first: that is the pair of digits it mixes up most. Then look down the
# columns: a column with many red cells is an answer that the network is too fond of.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercise}
#
# 邮局想让机器只处理有把握的信封，把其余的交给人。如果只保留概率不低于 0.9 的回答，还剩下几成？其中
# 错了百分之几？先猜，再写代码。

# %% [markdown] tags=["lang-en"]
# ## Exercise {#exercise}
#
# A post office is happy if the machine handles the envelopes it is sure of and leaves the others
# to people. Keep only answers with a probability of at least 0.9. What share is left, and what
# share of those is wrong? Guess, then write the code.

# %% [markdown] tags=["lang-zh", "answer"]
# 用布尔数组 `sure` 挑出有把握的题。一半以上的题留了下来，其中的错误率不到 1%，比全部作答时低。

# %% [markdown] tags=["lang-en", "answer"]
# The boolean array `sure` picks the answers to keep. More than half of them stay, and fewer than
# 1% of those are wrong, less than when it answers everything.

# %% tags=["answer"]
sure = certainty >= 0.9
error_rate = (answers[sure] != y_test[sure]).mean()
print(sure.mean() > 0.5)
print(error_rate < 0.01 < len(wrong) / len(y_test))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [第一个模型](../docs/zh/start/first-model.md)：同样的步骤，换成 MNIST，每一行都有解释。
# - [术语表](../docs/zh/reference/glossary.md)：混淆矩阵、准确率、过拟合这些词在中英文里怎么说。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [First model](../docs/en/start/first-model.md): the same steps on MNIST, with every line
#   explained.
# - [Glossary](../docs/en/reference/glossary.md): confusion matrix, accuracy, overfitting and the
#   other terms, in English and Chinese.
