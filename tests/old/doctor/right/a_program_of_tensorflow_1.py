import tensorflow.compat.v1 as tf
tf.disable_v2_behavior()
with tf.Session() as session, tf.get_default_graph().as_default():
    tf.train.AdamOptimizer().minimize(loss)
