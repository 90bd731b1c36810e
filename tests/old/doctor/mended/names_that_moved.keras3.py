import tensorflow as tf
x = tf.math.log(tf.random.shuffle(x))
