keras = 1
from tensorflow.keras.layers import Dense
Dense(3, input_shape=(2,))
