import tensorflow as tf
x = tf.log(tf.random_shuffle(x))
