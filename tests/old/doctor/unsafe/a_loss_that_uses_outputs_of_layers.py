import keras
import tensorflow as tf
from keras.layers import Dense

x = keras.Input((8,))
mean, log_var = Dense(2)(x), Dense(2)(x)
model = keras.Model(x, Dense(8)(mean))


def vae_loss(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred)) + log_var


model.compile("adam", loss=vae_loss)
