import keras
from keras import backend as K
K.sum(x, axis=1, keepdims=True)
