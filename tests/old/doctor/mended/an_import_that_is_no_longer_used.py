import keras
from keras.layers import Dense, merge
x = merge([a, merge([b, c], mode='mul')], mode='dot', dot_axes=1)
