import os

import keras

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.save_weights("./checkpoints/my_checkpoint")
path = os.path.join("runs", "cp-{epoch:04d}" + ".ckpt")
callback = keras.callbacks.ModelCheckpoint(filepath=path, save_weights_only=True)
keras.models.save_model(model, "./model_mlp")
