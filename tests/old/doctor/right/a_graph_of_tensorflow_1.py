import numpy as np
import tensorflow as tf

tf.compat.v1.disable_eager_execution()
x = tf.compat.v1.placeholder(tf.float32, [None, 4])
w = tf.compat.v1.get_variable("w", shape=[4, 1])
loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - 1))
train = tf.compat.v1.train.AdadeltaOptimizer(learning_rate=1e-3).minimize(loss)
with tf.compat.v1.Session() as session:
    session.run(tf.compat.v1.global_variables_initializer())
    session.run([loss, train], feed_dict={x: np.ones((3, 4))})
