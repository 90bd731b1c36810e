# K.mean, names that were never imported, and four slips of the pen.
import keras.backend as K
def mean_pred(y_true, y_pred):
    return K.mean(y_pred)

model = Sequential()
model.add(Dense(32,activation='relu',input_dim=100))
model.add(Dense(1,activation='sigmod'))
model.compile(optimizer='rmsprop',
             loss='binary_crossentropy',
             metrics=['accuracy',mean_pred])
import numpy as np
data = np.random.random((100,100))
labels = np.random.randint(2, size=(100, 1))
model.fit(data, labels, epochs=1, batch_size=32)

from keras.models import Sequential
from keras.optimizers import SGD
x_train = np.random.random((100,20))
y_train = keras.utils.to_categorical(np.ramdom.randint(10, size=(100, 1)), num_classes=10)
model = Sequential()
model.add(Dense(64, activation='relu', input_dim = 20))
model.add(Dropout(0.5))
model.add(Dense(10, activation='softmax'))
sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(optimizer=sgd,
             loss='categorical_crossentropy',
             metrics=['accuracy'])
model.fit(x_train, y_train, epochs=1, batch_size=128)

from kreas.layers import Conv2D, MaxPooling2D
x_train = np.random.random(size=(8, 20, 20, 3))
y_train = keras.utils.to_categorical(np.random.randint(10, size=(8, 1)), num_classes=10)
model = Sequential()
model.add(Conv2D(4, (3,3), activation='relu', input_shape=(20,20,3)))
model.add(MaxPooling(pool_size=(2,2)))
model.add(Flatten())
model.add(Dense(10, activation='softmax'))
model.compile(optimizer=SGD(lr=0.01),
             loss='categorical_crossentropy')
model.fit(x_train,y_train, epochs=1, batch_size=32)
