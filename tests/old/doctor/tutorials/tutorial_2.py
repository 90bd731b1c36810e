# keras.layers.core, input_shape, lr and decay over two lines, a loss printed with %f.
from __future__ import print_function
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import SGD
from keras.datasets import mnist
import numpy as np

'''
    step 1
'''
model = Sequential()
model.add(Dense(16,input_shape=(784,)))  # 28*28=784
model.add(Activation('tanh'))
model.add(Dropout(0.5))
model.add(Dense(10))
model.add(Activation('softmax'))

sgd = SGD(lr=0.01, decay=1e-6,
          momentum=0.9, nesterov=True)    # optimizer
model.compile(loss='categorical_crossentropy',
              optimizer=sgd)   # loss

(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = X_train.reshape(X_train.shape[0], X_train.shape[1] * X_train.shape[2])
X_test = X_test.reshape(X_test.shape[0], X_test.shape[1] * X_test.shape[2])
Y_train = (np.arange(10) == y_train[:, None]).astype(int)
Y_test = (np.arange(10) == y_test[:, None]).astype(int)
model.fit(X_train,Y_train,batch_size=200,epochs=1,shuffle=True,verbose=0,validation_split=0.3)
scores = model.evaluate(X_test,Y_test,batch_size=200,verbose=0)
print("The test loss is %f" % scores)
result = model.predict(np.asarray(X_test),batch_size=200,verbose=0)
print(np.sum(np.equal(np.argmax(result, axis = 1), np.argmax(Y_test, axis = 1))))
