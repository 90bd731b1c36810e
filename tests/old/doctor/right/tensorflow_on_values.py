import keras
import numpy as np
import tensorflow as tf

dense = keras.layers.Dense(3)
values = dense(tf.ones((2, 4)))
print(tf.reduce_mean(values).shape, tf.concat([values, values], axis=1).shape)


class Twice(keras.layers.Layer):
    def call(self, x):
        return tf.concat([x, keras.layers.Dropout(0.5)(x)], axis=-1)


class Net(keras.Model):
    def train_step(self, data):
        x, _ = data
        return {"mean": tf.reduce_mean(self(x))}


def penalty(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - y_pred))


halved = keras.layers.Lambda(lambda x: tf.nn.relu(x) / 2)
model = keras.Sequential([keras.Input((4,)), Twice(), halved])
model.compile("sgd", penalty)
for x in np.ones((2, 1, 4)):
    print(tf.shape(model(x, training=False)))
