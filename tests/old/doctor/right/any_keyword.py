import keras
keras.Sequential(gone=1)
