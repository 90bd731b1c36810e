import keras
keras.Model.gone
keras.ops.add.gone
