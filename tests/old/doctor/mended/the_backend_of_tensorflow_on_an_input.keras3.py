import keras
from tensorflow.keras import backend as K

inputs = keras.Input((2, 4))
outputs = keras.ops.sum(keras.ops.abs(inputs), axis=1)
print(outputs.shape)
