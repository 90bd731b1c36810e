import keras
import numpy as np

n = 4
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("sgd", "binary_crossentropy")
y = [1] * n + [0] * n
print(model.train_on_batch(np.zeros((2 * n, 3)), y) > 0)
model.fit(np.zeros((2, 3)), [0, 1], verbose=0)
