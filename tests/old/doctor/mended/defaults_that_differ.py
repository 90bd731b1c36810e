import keras
import tensorflow as tf

x = keras.Input((3, 4))
print(tf.gather(x, [0]).shape, tf.argmax(x).shape, tf.nn.gelu(x).shape)
