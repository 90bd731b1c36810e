# %% [markdown] tags=["lang-zh"]
# # 随机的标签能教会网络什么？ {#noise-labels}
#
# 很多入门教程用 `np.random` 随手生成数据和标签，训练一个网络，准确率还一轮一轮地升高。网络到底学到
# 了什么？这个实验先照着做一遍，再把真的数字图像和错的标签混在一起，看看网络先学会什么，后背下什么。
# 做完以后，你能够：
#
# - 说出训练准确率升高为什么不等于学会了；
# - 从曲线上看出网络从什么时候开始背错误的标签；
# - 用基线、验证集和打乱标签的对照，查出数据里有没有可学的东西。
#
# 数据是随机数和 scikit-learn 自带的手写数字，不用下载。

# %% [markdown] tags=["lang-en"]
# # What does a network learn from random labels? {#noise-labels}
#
# Many tutorials for beginners make their data and labels with `np.random` and train a network on
# them, and its accuracy rises from epoch to epoch. What has it learned? This lab does the same
# first, and then mixes real digits with wrong labels, to see what a network learns first and what
# it memorizes later. Afterwards you can:
#
# - say why a rising training accuracy does not mean that something was learned;
# - see in the curves when a network begins to memorize wrong labels;
# - find out whether there is anything to learn in your data, with a baseline, a validation set, and
#   shuffled labels.
#
# The data are random numbers and the handwritten digits that come with scikit-learn. There is
# nothing to download.

# %% [markdown] tags=["lang-zh"]
# ## 掷骰子得来的标签 {#dice}
#
# 下面的数据照教程里的办法生成：500 行，每行 100 个随机数，标签是 0 到 9 之间随机的整数，与那一行的
# 数毫无关系。再用同样的办法生成 500 行新数据，作为验证集。网络比教程里的大，训练得也更久，好让结果
# 看得清楚。
#
# 先猜一猜：训练 40 轮以后，网络在训练集上的准确率是多少？在新数据上呢？

# %% [markdown] tags=["lang-en"]
# ## Labels from a die {#dice}
#
# The data are made as in the tutorials: 500 rows of 100 random numbers each, and labels that are
# random integers from 0 to 9 and have nothing to do with the row. Another 500 rows, made the same
# way, are the validation set. The network is larger than those of the tutorials and trains for
# longer, so that the result is plain to see.
#
# Guess first: after 40 epochs, what is the accuracy of the network on the training set? And on the
# new data?

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits

plt.rcParams.update({"figure.dpi": 160, "font.size": 8, "figure.constrained_layout.use": True})

rng = np.random.default_rng(0)
x_random, x_new = rng.random((500, 100)), rng.random((500, 100))
y_random, y_new = rng.integers(0, 10, 500), rng.integers(0, 10, 500)


def network(inputs, units=256):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((inputs,)),
            layers.Dense(units, activation="relu"),
            layers.Dense(units, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(learning_rate=0.003)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, validation, epochs=40):
    run = model.fit(x, y, batch_size=100, epochs=epochs, validation_data=validation, verbose=0)
    return run.history


history = train(network(100), x_random, y_random, (x_new, y_new))
print(f"training set: {history['accuracy'][-1]:.1f}")
print(f"new data:     {history['val_accuracy'][-1]:.1f}")

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(4.4, 2.2))
for axes, name in ((left, "accuracy"), (right, "loss")):
    axes.plot(history[name], label="training set")
    axes.plot(history[f"val_{name}"], "--", label="new data")
    axes.set(title=name, xlabel="epoch")
left.axhline(0.1, color="grey", linewidth=0.8, linestyle=":")
right.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 随机标签上的准确率（左）与损失（右）：实线是训练集，虚线是新数据，点线是瞎猜的准确率 0.1。

# %% [markdown] tags=["lang-en", "caption"]
# Accuracy (left) and loss (right) on random labels: solid for the training set, dashed for new
# data; dotted, the accuracy of guessing, 0.1.

# %% [markdown] tags=["lang-zh"]
# 训练集上几乎全对，新数据上却只有 0.1，和瞎猜一样：十个数里随便说一个，平均说中十分之一。验证损失还
# 一路上升，网络错得越来越自信。
#
# 网络没有学会规律，因为没有规律可学；它只是把 500 行的答案背了下来。它背得下来，因为参数一共有
# 94218 个，标签只有 500 个。教程如果只看训练准确率，就看不出这一点。

# %% [markdown] tags=["lang-en"]
# On the training set nearly every answer is right, on new data one in ten, as by guessing: whoever
# names one of ten digits is right once in ten times. The validation loss even rises all the way:
# the network is wrong, and ever more sure of itself.
#
# It has not learned a rule, because there is none. It has memorized the answers of 500 rows. That
# it can: it has 94218 parameters, and there are 500 labels. A tutorial that looks at the training
# accuracy alone does not notice.

# %%
print(network(100).count_params())

# %% [markdown] tags=["lang-zh"]
# ## 真的数字，掺进错的标签 {#share}
#
# 现在换成真的数据：500 张手写数字用来训练，另外 500 张用来验证。训练集的标签有一部分改成随机抽的，
# 这一部分的比例从 0 增加到 0.9；验证集的标签始终是对的。实际工作里的标签也常常有错，只是你不知道错
# 了多少。
#
# 先猜一猜：如果 0.6 的标签是随机抽的，网络还能学会认数字吗？

# %% [markdown] tags=["lang-en"]
# ## Real digits with wrong labels {#share}
#
# Now take real data: 500 handwritten digits to train with, and another 500 to validate. A share of
# the training labels is drawn at random, at first 0 of them and in the end 0.9; the labels of the
# validation set are always right. Labels that people collect have mistakes, too, only that you do
# not know how many.
#
# Guess first: with 0.6 of the labels drawn at random, can the network still learn to read digits?

# %%
x, y = load_digits(return_X_y=True)
order = np.random.default_rng(0).permutation(len(x))
x, y = (x[order] / 16).astype("float32"), y[order]
x_train, x_val, y_train, y_val = x[:500], x[500:1000], y[:500], y[500:1000]


def noisy(labels, share):
    """Labels of which a share is drawn at random."""
    rng = np.random.default_rng(0)
    drawn = rng.random(len(labels)) < share
    return np.where(drawn, rng.integers(0, 10, len(labels)), labels)


shares = (0, 0.3, 0.6, 0.9)
histories = {}
for share in shares:
    labels = noisy(y_train, share)
    histories[share] = train(network(64), x_train, labels, (x_val, y_val))
    wrong = np.sum(labels != y_train)
    learned = histories[share]["accuracy"][-1]
    print(f"{share}: {wrong:3} labels wrong, training accuracy above 0.9: {learned > 0.9}")

# %% [markdown] tags=["lang-zh"]
# 随机抽的标签偶尔也会碰对，所以错的比抽的少一点。不管错多少，训练准确率最后都超过 0.9。那么验证准确
# 率呢？

# %% [markdown] tags=["lang-en"]
# Now and then a label drawn at random is right, so fewer are wrong than were drawn. However many
# are wrong, the training accuracy ends above 0.9. And the validation accuracy?

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(4.4, 2.8), sharey=True)
for share, history in histories.items():
    left.plot(history["accuracy"], label=f"{share}")
    right.plot(history["val_accuracy"], label=f"{share}")
left.set(title="training, labels as given", xlabel="epoch", ylabel="accuracy")
right.set(title="validation, right labels", xlabel="epoch")
figure.legend(
    *left.get_legend_handles_labels(), title="drawn at random", loc="outside lower center", ncols=4
)
plt.show()

for share, history in histories.items():
    best, last = max(history["val_accuracy"]), history["val_accuracy"][-1]
    print(f"{share}: validation accuracy", "falls" if best - last > 0.05 else "stays")

# %% [markdown] tags=["lang-zh", "caption"]
# 左：训练准确率，按给出的标签算，四条线最后都接近 1。右：验证准确率，按正确的标签算；有错的标签时，
# 它先升后降，错得越多，降得越低。

# %% [markdown] tags=["lang-en", "caption"]
# Left: training accuracy by the labels as given; all four lines end near 1. Right: validation
# accuracy by the right labels; where labels are wrong, it rises and then falls, the lower the more
# of them are wrong.

# %% [markdown] tags=["lang-zh"]
# 右图说明了两件事。第一，网络经得住不少错误：即使 0.6 的标签是随机的，它在最初几轮仍然认得出大多数
# 数字。因为错的标签各不相同，互相抵消，对的标签却都指向同一个方向。第二，训练久了反而变差，因为规律
# 学完以后，剩下能降低训练损失的办法就只有背错的标签。所以早停对有错的标签特别有用。

# %% [markdown] tags=["lang-en"]
# The right-hand plot says two things. First, a network bears a lot of mistakes: even with 0.6 of
# the labels random, in its first epochs it reads most of the digits. Wrong labels differ and cancel
# each other, while right ones all point the same way. Second, longer training makes it worse: once
# the rule is learned, the only way left to lower the training loss is to memorize the wrong labels.
# That is why early stopping helps so much where labels are wrong.

# %% [markdown] tags=["lang-zh"]
# ## 它背下了什么 {#memory}
#
# 再看得细一些。还是用比例为 0.6 的那份标签，只看标签错了的那些图像。训练 5 轮以后问一次，再训练 35
# 轮以后又问一次：网络回答的是图上真正的数字，还是给它的错误标签？

# %% [markdown] tags=["lang-en"]
# ## What does it memorize? {#memory}
#
# Look more closely. Take the labels of share 0.6 again, and only the images whose label is wrong.
# Ask after 5 epochs, and again after 35 more: does the network answer the digit that the image
# shows, or the wrong label that it was given?

# %%
labels = noisy(y_train, 0.6)
wrong = np.flatnonzero(labels != y_train)


def words(share):
    """A share in words, because its last decimal places depend on the machine."""
    return "nearly all" if share > 0.9 else "more than half" if share > 0.5 else "less than half"


model = network(64)
answers = {}
for stage, epochs in (("early", 5), ("late", 35)):
    train(model, x_train, labels, None, epochs)
    answers[stage] = model.predict(x_train, verbose=0).argmax(axis=1)
    for name, expected in (("digit shown", y_train), ("label given", labels)):
        print(stage, name, words(np.mean((answers[stage] == expected)[wrong])), sep=": ")

# %% tags=["card"]
changed = wrong[(answers["early"] == y_train)[wrong] & (answers["late"] == labels)[wrong]][:8]
figure, grid = plt.subplots(2, 4, figsize=(4.4, 2.7))
for axes, i in zip(grid.flat, changed, strict=True):
    axes.imshow(x_train[i].reshape(8, 8), cmap="gray_r")
    axes.set_title(f"label {labels[i]}: {answers['early'][i]} → {answers['late'][i]}")
    axes.axis("off")
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 八张标签错了的 8×8 灰度图像。每张上方先是错误的标签，冒号后面是网络早期的回答和后来的回答：早期说
# 的是图上的数字，后来改口说错误的标签。

# %% [markdown] tags=["lang-en", "caption"]
# Eight 8×8 greyscale images with wrong labels. Above each stands the wrong label and, after the
# colon, what the network answers early and late: early, the digit that is shown; late, the wrong
# label.

# %% [markdown] tags=["lang-zh"]
# 早期，大部分图像网络都认得对，不理会错误的标签；后来，它几乎全部改口。网络并没有变糊涂，只是照着训
# 练的要求，把例外一个一个背了下来。这里只用文字说有多少，因为确切的数由机器决定，换一台会略有不同。

# %% [markdown] tags=["lang-en"]
# Early the network reads most of these images right and ignores the wrong labels; late it has
# changed nearly all of its answers. It did not get confused. It did what training asked for, and
# memorized one exception after another. The code says how many in words, because the machine
# decides the exact number, and another one gives a slightly different one.

# %% [markdown] tags=["lang-zh"]
# ## 怎样察觉 {#notice}
#
# 拿到一份数据，先问里面有没有可学的东西。有三个办法，最好都用：
#
# 1. 基线：瞎猜，或者总是猜最多的那一类，准确率是多少？
# 2. 验证集：没见过的样本上，网络比基线好吗？
# 3. 打乱标签：把训练集的标签打乱，再训练一次。打乱以后，标签与数据不再有关系，这样得到的就是“没有东
#    西可学”时的成绩。如果原来的成绩与它一样，原来也就没学到东西。

# %% [markdown] tags=["lang-en"]
# ## How to notice {#notice}
#
# When you get data, ask first whether there is anything to learn. There are three ways; use all of
# them:
#
# 1. Baseline: how accurate is guessing, or always answering the most frequent class?
# 2. Validation set: on samples it has not seen, is the network better than the baseline?
# 3. Shuffled labels: shuffle the labels of the training set and train again. Shuffled labels have
#    nothing to do with the data, so this is the result where there is nothing to learn. If the
#    result with the labels in place is the same, nothing was learned from them, either.


# %%
def compare(name, x, y, x_new, y_new):
    shuffled = np.random.default_rng(0).permutation(y)
    for title, labels in (("as given", y), ("shuffled", shuffled)):
        model = network(x.shape[1])
        train(model, x, labels, None, epochs=10)
        accuracy = model.evaluate(x_new, y_new, verbose=0, return_dict=True)["accuracy"]
        verdict = "better than guessing" if accuracy > 2 * baseline else "like guessing"
        print(f"{name}, labels {title}:", verdict)


baseline = 1 / 10
compare("random data", x_random, y_random, x_new, y_new)
compare("digits, 0.6 random", x_train, noisy(y_train, 0.6), x_val, y_val)

# %% [markdown] tags=["lang-zh"]
# 随机数据上，打乱与不打乱没有差别，都和瞎猜一样。数字上却有差别：虽然 0.6 的标签是随机抽的，仍然有
# 东西可学。这一点从训练准确率上看不出来，有了对照就一目了然。

# %% [markdown] tags=["lang-en"]
# On random data it makes no difference whether the labels are shuffled: both are like guessing. On
# the digits it does: although 0.6 of their labels are random, there is something to learn. The
# training accuracy does not tell the two apart; the comparison does.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercises}
#
# 1. 教程常常只用 100 行随机数据来测试。有 1000 个人，每人都为 100 行瞎猜标签。其中有多少人的准确率
#    达到 0.15，可以说自己的网络“比瞎猜好”？先猜，再算。提示：`rng.binomial`。
# 2. 小一些的网络背得下随机的标签吗？把 256 个单元换成 4 个。
# 3. 找出错误的标签：用比例为 0.3 的那份标签训练 5 轮，再把训练集里的图像按“网络给标签的概率”从小到
#    大排序。排在最前面的 50 张里，有多少张的标签真的错了？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercises}
#
# 1. Tutorials often test on 100 rows of random data. Let each of 1000 people guess the labels of
#    100 rows. How many reach an accuracy of 0.15, and could call their network "better than
#    guessing"? Guess, then compute. Hint: `rng.binomial`.
# 2. Can a smaller network memorize random labels? Take 4 units instead of 256.
# 3. Find wrong labels: train for 5 epochs on the labels of share 0.3, then sort the training images
#    by the probability that the network gives to their label, smallest first. How many of the first
#    50 labels are really wrong?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 大约每 14 个人里就有一个。测试集小，又有很多人在试，总会有人碰上好运气。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** About one in 14. Where the test set is small and many people try, somebody is lucky.

# %% tags=["answer"]
guessed = np.random.default_rng(0).binomial(100, 0.1, size=1000) / 100
lucky = np.mean(guessed >= 0.15)
print(lucky, round(1 / lucky))

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 背不下。4 个单元的网络只有几百个参数，准确率不到 0.5。网络小，就背不了多少例外，所以缩小网
# 络也是对付过拟合的办法。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** No. With 4 units it has a few hundred parameters, and its accuracy stays below 0.5. A small
# network cannot memorize many exceptions, which is why a smaller network is a cure for overfitting.

# %% tags=["answer"]
small = network(100, units=4)
history = train(small, x_random, y_random, None)
print(small.count_params(), history["accuracy"][-1] < 0.5)

# %% [markdown] tags=["lang-zh", "answer"]
# **3.** 几乎全错。训练几轮的网络还没有来得及背，它最不认可的标签也就最可疑。人只要检查这一小部分，
# 而不必把 500 张都看一遍。

# %% [markdown] tags=["lang-en", "answer"]
# **3.** Nearly all of them. After a few epochs the network has not memorized yet, and the labels it
# disagrees with most are the most suspect. So people need to check only those, and not all 500.

# %% tags=["answer"]
labels = noisy(y_train, 0.3)
model = network(64)
train(model, x_train, labels, None, epochs=5)
probability = model.predict(x_train, verbose=0)[np.arange(500), labels]
suspects = probability.argsort()[:50]
print(words(np.mean(labels[suspects] != y_train[suspects])))

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [表格数据的入门网络](../docs/zh/recipes/starters.md#published)：这些教程的网络，换上有规律可学的
#   数据。
# - [训练集好，验证集差](../docs/zh/trouble/validation-bad.md)：除了过拟合，还有哪些原因。
# - [过拟合与正则化](../docs/zh/train/overfitting.md)、[回调](../docs/zh/train/callbacks.md)：怎样让
#   网络少背一些，怎样早停。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Starters for tables](../docs/en/recipes/starters.md#published): the networks of those
#   tutorials, on data from which something can be learned.
# - [Training good, validation bad](../docs/en/trouble/validation-bad.md): overfitting, and the
#   other causes.
# - [Overfitting and regularization](../docs/en/train/overfitting.md),
#   [Callbacks](../docs/en/train/callbacks.md): how to make a network memorize less, and how to stop
#   early.
