import keras
import tensorflow as tf
from keras import layers

inputs = keras.Input((8, 8, 3))
a = layers.Conv2D(4, 3, padding="same")(inputs)
b = layers.MaxPooling2D()(a)
b = tf.image.resize(b, (8, 8))
c = tf.concat(values=[a, b], axis=-1, name="both")
d = tf.nn.leaky_relu(c, alpha=0.1)
e = tf.reshape(d, (-1, 512))
model = keras.Model(inputs, tf.math.l2_normalize(tf.reduce_max(e, axis=1, keepdims=True), 1))
print(model.output_shape)
