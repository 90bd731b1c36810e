import keras
model.compile(metrics={'out': ['acc']})
keras.callbacks.ModelCheckpoint('{val_acc:.2f}.keras')
history.history['acc']
