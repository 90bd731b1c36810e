import keras
import tensorflow as tf
from keras import layers

inputs = keras.Input((8, 8, 3))
a = layers.Conv2D(4, 3, padding="same")(inputs)
b = layers.MaxPooling2D()(a)
b = keras.ops.image.resize(b, (8, 8))
c = keras.ops.concatenate(xs=[a, b], axis=-1)
d = keras.ops.leaky_relu(c, negative_slope=0.1)
e = keras.ops.reshape(d, (-1, 512))
model = keras.Model(inputs, keras.ops.normalize(keras.ops.max(e, axis=1, keepdims=True), 1))
print(model.output_shape)
