import os
os.environ['KERAS_BACKEND'] = 'jax'
import keras
from keras.layers import Dense
Dense(3, kernel_initializer=keras.initializers.Zeros())(x)
