import keras
for n in sizes:
    m = keras.Sequential()
    m.add(keras.Input(shape=(2,)))
    m.add(keras.layers.Dense(n))
