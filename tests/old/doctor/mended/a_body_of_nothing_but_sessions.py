import tensorflow as tf
import keras.backend as K
def f():
    config = tf.ConfigProto()
    K.set_session(tf.Session(config=config))
f()
