import keras
if a: m.add(keras.layers.Dense(3, input_dim=2))
