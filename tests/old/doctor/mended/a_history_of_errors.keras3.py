import keras
import numpy as np

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse", metrics=["mae"])
history = model.fit(np.zeros((8, 3)), np.zeros(8), validation_split=0.5, verbose=0)
print(len(history.history["val_mae"]))
