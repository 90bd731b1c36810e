import keras
m.add(keras.layers.Dense(3, batch_size=4, input_shape=(2,)))
