import keras
from keras.layers import merge
merge([a, b], mode='cos')
