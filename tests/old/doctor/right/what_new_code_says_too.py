import keras
from keras import layers
layers.Dense(3, activation='hard_sigmoid')
layers.Conv2D(3, 3)
layers.BatchNormalization(axis=1)
layers.Conv2DTranspose(3, 3, 3)
model = keras.Sequential()
model.compile(optimizer='adadelta')
model.metrics_names
