import keras
class Log(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        logs['lr'] = 0.1
history = model.fit(x, y, callbacks=[Log()])
history.history['lr']
