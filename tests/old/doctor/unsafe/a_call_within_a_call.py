import tensorflow as tf
train(config=tf.ConfigProto())
