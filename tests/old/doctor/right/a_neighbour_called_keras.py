from .keras.optimizers import SGD
SGD(lr=0.1)
