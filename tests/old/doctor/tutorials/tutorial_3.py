# The smallest network of a well-known book; only input_shape is old.
from keras.datasets import mnist
(train_images,train_labels),(test_images,test_labels)=mnist.load_data()
from keras import models
from keras import layers
firstnet=models.Sequential()
firstnet.add(layers.Dense(16,activation='relu',input_shape=(28*28,)))
firstnet.add(layers.Dense(10,activation='softmax'))
firstnet.compile(optimizer='rmsprop',loss='categorical_crossentropy',metrics=['accuracy'])
train_images=train_images.reshape(-1,28*28)
train_images=train_images.astype('float32')/255
test_images=test_images.reshape(-1,28*28)
test_images=test_images.astype('float32')/255
from keras.utils import to_categorical
train_labels=to_categorical(train_labels)
test_labels=to_categorical(test_labels)
firstnet.fit(train_images,train_labels,epochs=1,batch_size=128)
test_loss,test_acc=firstnet.evaluate(test_images,test_labels)
