import keras
from keras.src.layers import x
keras._tf_keras.y
