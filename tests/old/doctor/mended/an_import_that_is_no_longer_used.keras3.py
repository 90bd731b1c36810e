import keras
from keras.layers import Dense
x = keras.layers.dot([a, keras.layers.multiply([b, c])], axes=1)
