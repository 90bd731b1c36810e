import keras
import tensorflow as tf

x = keras.Input((3, 4))
print(tf.gather(x, [0]).shape)
print(tf.argmax(x).shape)
print(tf.nn.gelu(x).shape)
