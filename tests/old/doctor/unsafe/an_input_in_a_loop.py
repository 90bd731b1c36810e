import keras
for i in (1, 2):
    m.add(keras.layers.Dense(3, input_dim=2))
