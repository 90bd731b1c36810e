from keras.backend import batch_get_value, x
