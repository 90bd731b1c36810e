import keras
from keras import backend as K
keras.ops.sum(x, axis=1, keepdims=True)
