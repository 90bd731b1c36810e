from keras.backend import tensorflow_backend as K
K.square(x)
