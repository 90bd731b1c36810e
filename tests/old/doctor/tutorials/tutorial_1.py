# tf.keras, a path for MNIST, input_shape twice, lr and decay, .h5 files.
import tensorflow as tf
from tensorflow.keras.datasets import mnist
from tensorflow.keras import models
from tensorflow.keras import layers,optimizers
from tensorflow.keras.utils import to_categorical
from tensorflow.keras.models import load_model
h5file ='model_mnist.h5'
path = 'D:/data/mnist.npz'
(train_images,train_labels),(test_images,test_labels) = mnist.load_data(path)
network = models.Sequential()
network.add(layers.Dense(16,activation='relu',input_shape=(28 * 28,)))
network.add(layers.Dense(16,activation='relu',input_shape=(28 * 28,)))
network.add(layers.Dense(10,activation='softmax'))
rmsprop =optimizers.RMSprop(lr=0.001, rho=0.9, epsilon=1e-08, decay=0.0)
network.compile(optimizer=rmsprop,
              loss='categorical_crossentropy',
              metrics=['accuracy'])
train_images = train_images.reshape((-1, 28 * 28)).astype('float32') / 255
test_images = test_images.reshape((-1, 28 * 28)).astype('float32') / 255
train_labels = to_categorical(train_labels)
test_labels = to_categorical(test_labels)
network.fit(train_images, train_labels, epochs=1, batch_size=256)
test_loss, test_acc = network.evaluate(test_images, test_labels)
network.save(h5file)
model = load_model('model_mnist.h5')
model.summary()

from tensorflow.keras.callbacks import ModelCheckpoint,EarlyStopping,ReduceLROnPlateau
callbacks_list = [
EarlyStopping(monitor='acc',patience=1,),
ModelCheckpoint(filepath=h5file,monitor='val_loss',save_best_only=True,),
ReduceLROnPlateau(monitor='val_loss',factor=0.1,patience=10,)
]
network.compile(optimizer='rmsprop',
                loss='categorical_crossentropy',
                metrics=['acc'])
network.fit(train_images, train_labels,
	epochs=1,
	batch_size=256,
	callbacks=callbacks_list,
	validation_data=(test_images, test_labels))
