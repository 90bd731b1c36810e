import keras
keras.metrics.BinaryAccuracy('acc')
keras.callbacks.EarlyStopping(monitor='val_acc')
print(history.history['acc'])
