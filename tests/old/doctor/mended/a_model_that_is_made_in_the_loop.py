import keras
for n in sizes:
    m = keras.Sequential()
    m.add(keras.layers.Dense(n, input_dim=2))
