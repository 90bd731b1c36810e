from keras.layers import Conv2D
Conv2D(32, k, k, border_mode='same')
