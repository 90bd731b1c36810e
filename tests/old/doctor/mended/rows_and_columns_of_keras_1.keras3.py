from keras.layers import Conv2D
Conv2D(32, (k, k), padding='same')
