import os

import keras

folder = "runs"
name = os.path.join(folder, "{epoch:02d}" + ".weights.h5")
checkpoint = keras.callbacks.ModelCheckpoint(name, save_weights_only=True)
whole = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras")
any_name = keras.callbacks.ModelCheckpoint(folder + os.environ.get("NAME", ".keras"))
weights = keras.callbacks.ModelCheckpoint(folder + os.environ.get("END", ""), save_weights_only=True)
