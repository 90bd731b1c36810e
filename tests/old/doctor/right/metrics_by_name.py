import keras
METRICS = ['acc']
model.compile('sgd', 'mse', METRICS)
print(history.history['val_acc'])
