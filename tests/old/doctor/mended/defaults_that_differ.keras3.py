import keras
import tensorflow as tf

x = keras.Input((3, 4))
print(keras.ops.take(x, [0], axis=0).shape)
print(keras.ops.argmax(x, axis=0).shape)
print(keras.ops.gelu(x, approximate=False).shape)
