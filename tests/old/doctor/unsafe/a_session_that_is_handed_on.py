import tensorflow as tf
def f():
    config = tf.ConfigProto()
    return config
