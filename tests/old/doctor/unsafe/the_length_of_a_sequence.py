import keras
m.add(keras.layers.Conv1D(3, 3, input_dim=2, input_length=5))
