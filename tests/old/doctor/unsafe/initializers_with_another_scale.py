from keras import initializations


def init_weights(shape, name=None):
    return initializations.normal(shape, scale=0.01, name=name)
