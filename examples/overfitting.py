# %% [markdown] tags=["lang-zh"]
# # 故意过拟合，再治好它 {#overfitting}
#
# 过拟合通常是训练中要躲开的麻烦，这个实验却故意把它做出来：让一个很大的网络只看 100 张图像，而且其
# 中五分之一的标签还是错的。看清楚它学成了什么样子以后，再试三种药方。做完以后，你能够：
#
# - 从训练曲线看出过拟合是从哪一轮开始的；
# - 分辨网络是学会了规律，还是背下了答案；
# - 用增加数据、Dropout 和早停对付过拟合；
# - 用几个随机种子比较药方，而不是只凭一次运气。
#
# 数据是 scikit-learn 自带的手写数字，每张 8×8 像素，不用下载。

# %% [markdown] tags=["lang-en"]
# # Overfit on purpose, then cure it {#overfitting}
#
# Overfitting is a trouble that you usually try to avoid. In this lab you cause it: a very large
# network gets to see only 100 images, and every fifth of them has a wrong label. Once you have seen
# what it made of them, you try three cures. Afterwards you can:
#
# - see in the training curves in which epoch overfitting begins;
# - tell whether a network found a rule or learned the answers by heart;
# - treat overfitting with more data, dropout and early stopping;
# - compare cures with several random seeds and not by the luck of one.
#
# The data are the handwritten digits that come with scikit-learn, 8×8 pixels each. There is nothing
# to download.

# %% [markdown] tags=["lang-zh"]
# ## 一个粗心的老师 {#data}
#
# 从 1797 张图像里取出三份：测试集 600 张，验证集 200 张，训练集 500 张。`y_train` 是真实的标
# 签；`taught` 是老师教给网络的标签，每五个里就有一个是错的：在真实的数字上加 1 到 9 中的一个数，超
# 过 9 就从 0 数起，所以一定和真实的数字不同。验证集和测试集的标签没有动过。

# %% [markdown] tags=["lang-en"]
# ## A careless teacher {#data}
#
# Of the 1797 images we take three parts: 600 for the test set, 200 for the validation set, and 500
# to train on. `y_train` holds the true labels. `taught` is what the teacher tells the network, and
# every fifth label in it is wrong: a number from 1 to 9 was added to the true digit, counting on
# from 0 after 9, so the result is always another digit. The labels of the validation set and the
# test set were left alone.

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
x_rest, x_test, y_rest, y_test = train_test_split(x, y, test_size=600, stratify=y, random_state=0)
x_train, x_val, y_train, y_val = train_test_split(
    x_rest, y_rest, train_size=500, test_size=200, stratify=y_rest, random_state=0
)
taught = y_train.copy()
taught[::5] = (taught[::5] + np.random.default_rng(0).integers(1, 10, taught[::5].size)) % 10
print(len(x), len(x_train), len(x_val), len(x_test))
print("true:  ", y_train[:10])
print("taught:", taught[:10])

# %% [markdown] tags=["lang-zh"]
# 打印出来的前 10 个标签里，第 1 个和第 6 个对不上。先猜一猜：如果只用前 100 张训练，其中 20 张的标
# 签是错的，网络会怎样对待这 20 张？是看出它们不对，还是照着学？

# %% [markdown] tags=["lang-en"]
# Of the ten labels printed, the first and the sixth do not agree. Guess: if you train on the first
# 100 images, with 20 wrong labels among them, what will the network do about those 20? Notice that
# they are wrong, or learn them as they are?

# %% [markdown] tags=["lang-zh"]
# ## 训练过头 {#too-long}
#
# 网络有两个隐藏层，每层 512 个单元。`Dropout` 层已经放好了，不过 `dropout=0` 时什么也不丢，先等着后
# 面用。`train` 把要比较的东西都写成参数：看多少张图像、丢弃多少、用什么回调、每轮之后考不考验证集、
# 用哪个种子。

# %% [markdown] tags=["lang-en"]
# ## Train for too long {#too-long}
#
# The network has two hidden layers of 512 units. Its `Dropout` layers are there already, but with
# `dropout=0` they drop nothing; they wait for what comes later. `train` takes as arguments all that
# you are going to compare: how many images it sees, how much it drops, which callbacks, whether the
# validation set is looked at after each epoch, and which seed.


# %%
def build(units, dropout):
    return keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(units, activation="relu"),
            layers.Dropout(dropout),
            layers.Dense(units, activation="relu"),
            layers.Dropout(dropout),
            layers.Dense(10, activation="softmax"),
        ]
    )


def train(images=100, units=512, dropout=0, callbacks=(), validation=None, seed=0):
    keras.utils.set_random_seed(seed)
    model = build(units, dropout)
    optimizer = keras.optimizers.Adam(learning_rate=0.002)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x_train[:images],
        taught[:images],
        batch_size=20,
        epochs=20,
        validation_data=validation,
        validation_batch_size=200,
        callbacks=list(callbacks),
        verbose=0,
    )
    return model, history.history


watched = (x_val, y_val)
model, history = train(validation=watched)
print("parameters:", model.count_params())

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(4.4, 2.2))
for axes, name in ((left, "loss"), (right, "accuracy")):
    axes.plot(history[name], label="train")
    axes.plot(history[f"val_{name}"], "--", label="validation")
    axes.set(title=name, xlabel="epoch")
left.axvline(np.argmin(history["val_loss"]), color="gray", linewidth=0.8)
left.legend()
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 损失（左）与准确率（右）随轮次的变化：实线是训练集，虚线是验证集，轮次从 0 数起。左图的竖线标出验
# 证损失最低的一轮，在这以后两条损失线越分越开。

# %% [markdown] tags=["lang-en", "caption"]
# Loss (left) and accuracy (right) by epoch: solid for the training set, dashed for the validation
# set; epochs are counted from 0. The vertical line on the left marks the epoch with the lowest
# validation loss; from there on the two losses part.

# %% [markdown] tags=["lang-zh"]
# 竖线左边，两条损失线一起下降，网络在学规律。竖线右边，训练损失接着降到 0 附近，验证损失却掉头往
# 上：网络学到的东西只对那 100 张图像有用。这就是过拟合。再看右图，训练准确率一直升到了 1，连标签错
# 了的那 20 张也算在里面。

# %% [markdown] tags=["lang-en"]
# Left of the line both losses fall: the network is learning rules. Right of it the training loss
# goes on falling until it is near 0, while the validation loss turns upwards: what the network
# still learns is of use for those 100 images alone. That is overfitting. Look at the plot on the
# right as well. The training accuracy climbs all the way to 1, and that includes the 20 images with
# wrong labels.

# %%
answers = model.predict(x_train[:100:5], verbose=0).argmax(axis=1)
print("wrong labels:        ", len(answers))
print("says what was taught:", (answers == taught[:100:5]).sum())
print("says the true digit: ", (answers == y_train[:100:5]).sum())


def show_wrong_labels(answers):
    _, grid = plt.subplots(2, 5, figsize=(4.4, 2.4))
    for i, axes in enumerate(grid.flat):
        axes.imshow(x_train[5 * i].reshape(8, 8), cmap="gray_r")
        axes.set_title(f"taught {taught[5 * i]}\nsays {answers[i]}")
        axes.axis("off")
    plt.show()


show_wrong_labels(answers)

# %% [markdown] tags=["lang-zh", "caption"]
# 标签错了的图像里的前 10 张。每张上方第一行是老师教的标签，第二行是网络的回答，两行都一样。

# %% [markdown] tags=["lang-en", "caption"]
# The first ten of the images with wrong labels. Above each: the label that was taught, and what the
# network says. The two are always the same.

# %% [markdown] tags=["lang-zh"]
# 老师教错的 20 张，网络一张不差地照着回答。错的标签里没有规律可学，所以它只能一张一张背下来。它有
# 301066 个参数，背 100 张图像绰绰有余。不过背书也有代价：为了记住一张标成 3 的 8，网络可能把和它长
# 得像的图像也认成 3，别的 8 就受了连累。

# %% [markdown] tags=["lang-en"]
# All 20 labels that the teacher got wrong come back exactly as taught. There is no rule behind a
# wrong label, so the network must have learned them by heart, one by one. With 301066 parameters it
# has room to spare for 100 images. But this has its price: to remember one 8 that was called a 3,
# the network may call images that look like it a 3 as well, and other 8s suffer.

# %% [markdown] tags=["lang-zh"]
# ## 三种药方 {#cures}
#
# - **增加数据**：把 500 张都拿来训练，图像多了，就没那么容易全部背下来。新的数据也出自同一个老师之
#   手，同样有五分之一教错了。
# - **Dropout**：训练时每一步随机丢弃七成单元。要背下一张图像，得有许多单元配合得刚刚好，而这些单元
#   现在很少同时在场。
# - **早停**：连续 5 轮验证损失没有变好，就停止训练，并换回最好那一轮的权重，也就是上面竖线所在的地
#   方。
#
# 先猜一猜：哪一种最有效？三种一起用呢？
#
# 每种药方都用三个种子各训练一次，因为不同的种子会得出不同的准确率，只比一次，分不清是药方好还是运气
# 好。准确率都在测试集上算，训练和早停都没有用过这 600 张图像。

# %% [markdown] tags=["lang-en"]
# ## Three cures {#cures}
#
# - **More data**: train on all 500 images; more of them are harder to learn by heart. The new ones
#   are from the same teacher, so a fifth of those labels is wrong, too.
# - **Dropout**: in training, every step drops seven in ten units at random. Learning an image by
#   heart takes many units that work together just so, and now they are rarely there together.
# - **Early stopping**: when the validation loss has not improved for 5 epochs, training stops and
#   the best weights are put back, which are those of the vertical line above.
#
# Guess first: which of them helps most? And all three together?
#
# Each cure is trained with three seeds. Different seeds lead to different accuracies, so a single
# comparison could not tell a good cure from good luck. The accuracy is that on the test set, 600
# images that neither training nor early stopping has used.


# %% tags=["card"]
def stopping():
    return [keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)]


def accuracy(model):
    return (keras.ops.convert_to_numpy(model(x_test)).argmax(axis=1) == y_test).mean()


cures = {
    "none": lambda seed: train(seed=seed),
    "more data": lambda seed: train(images=500, seed=seed),
    "dropout": lambda seed: train(dropout=0.7, seed=seed),
    "early stopping": lambda seed: train(callbacks=stopping(), validation=watched, seed=seed),
    "all three": lambda seed: train(
        500, dropout=0.7, callbacks=stopping(), validation=watched, seed=seed
    ),
}
models = {name: [cure(seed)[0] for seed in range(3)] for name, cure in cures.items()}
scores = {name: [accuracy(model) for model in trained] for name, trained in models.items()}

figure, axes = plt.subplots(figsize=(4.4, 2))
for name, found in scores.items():
    axes.plot(found, [name] * 3, "o", alpha=0.6)
axes.set(xlabel="accuracy on the test set")
axes.invert_yaxis()
axes.grid(axis="x", alpha=0.4)
plt.show()

# %% [markdown] tags=["lang-zh", "caption"]
# 测试准确率：每个点是一个种子，从上到下依次是不治疗、增加数据、Dropout、早停，以及三种一起用。

# %% [markdown] tags=["lang-en", "caption"]
# Accuracy on the test set, one dot for each seed: no cure, more data, dropout, early stopping, and
# all three together.

# %%
for name, found in scores.items():
    if name != "none":
        print(f"{name}: better on average than no cure:", np.mean(found) > np.mean(scores["none"]))
best = max(max(found) for name, found in scores.items() if name != "all three")
print("all three: every seed is better than any other:", min(scores["all three"]) > best)

# %% [markdown] tags=["lang-zh"]
# 每种药方平均起来都比不治疗好。哪一种单独用最有效，三个种子却很难分出来：图中这几行点混在一起，换一
# 台电脑，名次就可能变化。清楚的是另一件事：三种一起用，每个种子都胜过单独用药时最好的那一个，因为它
# 们治的不是同一个地方。数据多，规律就更清楚；Dropout 让背书更难；早停在背书开始之前收手。

# %% [markdown] tags=["lang-en"]
# On average, each cure is better than none. Which single cure is best is hard to tell from three
# seeds: their dots overlap, and on another computer they may rank differently. Something else is
# clear. With all three together, every seed beats the best one of any single cure, because they act
# in different places. With more data the rules stand out; dropout makes it harder to learn by
# heart; early stopping ends before that begins.

# %% [markdown] tags=["lang-zh"]
# ## 学生比老师强 {#better-than-taught}
#
# 再拿老师教错的 20 张去问治好的网络。这些图像它训练时也见过，标签照样是错的。

# %% [markdown] tags=["lang-en"]
# ## Better than the teacher {#better-than-taught}
#
# Now ask the cured network about the 20 images with wrong labels. It saw them in training as well,
# with the same wrong labels.

# %%
cured = models["all three"][0]
answers = cured.predict(x_train[:100:5], verbose=0).argmax(axis=1)
print("says the true digit for most of them:", (answers == y_train[:100:5]).mean() > 0.75)
print("right more often than its teacher:", accuracy(cured) > (taught == y_train).mean())
show_wrong_labels(answers)

# %% [markdown] tags=["lang-zh", "caption"]
# 同样的 10 张图像，由治好的网络回答：几乎每张都和老师教的不同。

# %% [markdown] tags=["lang-en", "caption"]
# The same ten images, answered by the cured network: nearly every answer differs from what was
# taught.

# %% [markdown] tags=["lang-zh"]
# 老师每五个标签就教错一个，学生在测试集上却很少答错。错误东一个西一个，彼此没有规律，加在一起就抵消
# 了；真实的数字才有规律。只要不让网络去背，它学到的就是规律。

# %% [markdown] tags=["lang-en"]
# The teacher gets every fifth label wrong, and the student makes few mistakes on the test set. The
# errors point in all directions and cancel out, while the true digits follow rules. A network that
# is kept from learning by heart learns the rules.

# %% [markdown] tags=["lang-zh"]
# ## 练习 {#exercise}
#
# 1. 还有一种药方是换成小一点的网络。把 512 个单元换成 8 个，其他不变，训练一次。这算是治好了吗？看
#    看它在训练集上的准确率。
# 2. 真实的数据里也有错的标签，只是没有人告诉你错在哪里。让治好的网络回答全部 500 张训练图像，把它与
#    标签不一致的地方挑出来：教错的 100 张里，找到了几成？挑出来的图像里，又有几成真的是教错的？

# %% [markdown] tags=["lang-en"]
# ## Exercises {#exercise}
#
# 1. A smaller network is a cure as well. Replace the 512 units with 8, change nothing else, and
#    train once. Is that a cure? Look at its accuracy on the training set.
# 2. Real data have wrong labels, too, and nobody tells you which. Let the cured network answer all
#    500 training images and pick those where it disagrees with the label. What share of the 100
#    wrong labels have you found? And of the images picked, what share really has a wrong label?

# %% [markdown] tags=["lang-zh", "answer"]
# **1.** 药下得太重了。8 个单元在这么多轮里连训练集都没有学好，更不用说别的图像，这叫作欠拟合。网络
# 该多大，和 Dropout 该丢多少一样，要由验证集来决定。

# %% [markdown] tags=["lang-en", "answer"]
# **1.** The dose is too strong. In that many epochs 8 units do not even learn the training set, let
# alone other images; this is called underfitting. How large a network should be is for the
# validation set to decide, just like how much to drop.

# %% tags=["answer"]
small, history = train(units=8)
print("parameters:", small.count_params())
print("learns most of the training set:", history["accuracy"][-1] > 0.6)
print("worse than the large network on the test set:", accuracy(small) < min(scores["none"]))

# %% [markdown] tags=["lang-zh", "answer"]
# **2.** 找到了八成以上，而且挑出来的图像里，也有八成以上真的是教错的。这是清理数据的常用办法：先让
# 网络挑出可疑的标签，再由人逐个去看。

# %% [markdown] tags=["lang-en", "answer"]
# **2.** More than 80% of them are found, and more than 80% of the images picked really are wrong.
# Data are often cleaned this way: a network picks suspicious labels, and people look at those.

# %% tags=["answer"]
answers = cured.predict(x_train, verbose=0).argmax(axis=1)
suspicious = answers != taught
wrong = taught != y_train
print("wrong labels:", wrong.sum())
print("more than 80% of them found:", suspicious[wrong].mean() > 0.8)
print("more than 80% of those picked are wrong:", wrong[suspicious].mean() > 0.8)

# %% [markdown] tags=["lang-zh"]
# ## 接着读 {#next}
#
# - [过拟合与正则化](../docs/zh/train/overfitting.md)：Dropout、L2 和权重衰减怎样算，按什么顺序试。
# - [回调](../docs/zh/train/callbacks.md)：早停的每个参数。
# - [验证](../docs/zh/train/validation.md)：怎样留出验证集。

# %% [markdown] tags=["lang-en"]
# ## Next {#next}
#
# - [Overfitting and regularization](../docs/en/train/overfitting.md): how dropout, L2 and weight
#   decay work, and in which order to try them.
# - [Callbacks](../docs/en/train/callbacks.md): every argument of early stopping.
# - [Validation](../docs/en/train/validation.md): how to keep a validation set.
