import numpy as np
from keras.layers import Dense, Embedding, RepeatVector

shape = (28, 28, 1)
labels = np.array([0, 3, 9])
classes = labels.max() + 1
print(Dense(np.prod(shape)).units, Dense(classes).units)
print(Embedding(np.amax(labels) + 1, 4).input_dim, RepeatVector(n=np.max(labels)).n)
