# GPU memory, a CNN with an outer input_shape, predict_classes, NumPy without an import.
from keras.backend.tensorflow_backend import set_session
import tensorflow as tf
config=tf.ConfigProto()
config.gpu_options.allow_growth = True
set_session(tf.Session(config=config))

from keras.models import Sequential
from keras.layers import Dense, Dropout, Flatten
from keras.layers import Conv2D, MaxPooling2D

model = Sequential()
model.add(Conv2D(filters=4, kernel_size=(3, 3), activation='relu',
                 input_shape=input_shape)) # (28, 28, 1)
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(n_classes, activation='softmax'))
model.compile(loss='categorical_crossentropy',
              metrics=['accuracy'],
              optimizer='adam')
history = model.fit(X_train, Y_train, batch_size=128, epochs=1, verbose=2,
                    validation_data=(X_test, Y_test))
print(history.history['acc'], history.history['val_acc'])
model.save(model_path)

from keras.models import load_model
mnist_model = load_model(model_path)
predicted_classes = mnist_model.predict_classes(X_test)
correct = np.nonzero(predicted_classes == y_test)[0]
print(len(correct))
model.predict(X_test[0:1])
