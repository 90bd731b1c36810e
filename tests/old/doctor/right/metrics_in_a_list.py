import keras
model.compile('sgd', 'mse', None, [['acc']])
class Log(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        print(logs['acc'])
