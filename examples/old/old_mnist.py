from keras.datasets import mnist
from keras.models import Sequential
from keras.layers.core import Dense, Dropout
from keras.optimizers import SGD
from keras.utils import np_utils

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(-1, 784).astype('float32') / 255
x_test = x_test.reshape(-1, 784).astype('float32') / 255
y_train = np_utils.to_categorical(y_train, 10)

model = Sequential()
model.add(Dense(128, activation='relu', input_shape=(784,)))  # 28 * 28
model.add(Dropout(p=0.2))
model.add(Dense(10, activation='softmax'))
model.compile(loss='categorical_crossentropy',
              optimizer=SGD(lr=0.1, momentum=0.9),
              metrics=['accuracy'])
history = model.fit(x_train, y_train, batch_size=128, nb_epoch=1, verbose=2)

print 'training accuracy', history.history['acc'][-1]
classes = model.predict_classes(x_test)
print 'correct:', (classes == y_test).sum()
