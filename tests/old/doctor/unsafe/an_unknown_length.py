import keras
m.add(keras.layers.LSTM(3, input_dim=2))
