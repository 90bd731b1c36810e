import os
os.environ['KERAS_BACKEND'] = 'jax'
from keras.layers import Dense
Dense(3, init=keras.initializers.Zeros())(x)
