from keras.optimizers import *
from .rates import *
SGD(lr=0.1)
