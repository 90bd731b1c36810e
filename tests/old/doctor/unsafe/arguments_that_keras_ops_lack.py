import keras
import tensorflow as tf

x = keras.Input((3, 4))
a = tf.gather(x, [[0]], batch_dims=1)
b = tf.matmul(x, x, transpose_b=True)
c = tf.shape(x)
