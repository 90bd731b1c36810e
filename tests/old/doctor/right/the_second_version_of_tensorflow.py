import tensorflow.compat.v2 as tf
tf.math.log(x)
