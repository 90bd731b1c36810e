import keras
def acc(y, p):
    return y
model.compile(metrics=[acc])
history.history['acc']
