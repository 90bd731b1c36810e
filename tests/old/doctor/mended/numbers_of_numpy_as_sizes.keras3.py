import numpy as np
from keras.layers import Dense, Embedding, RepeatVector

shape = (28, 28, 1)
labels = np.array([0, 3, 9])
classes = labels.max() + 1
print(Dense(int(np.prod(shape))).units, Dense(int(classes)).units)
print(Embedding(int(np.amax(labels) + 1), 4).input_dim, RepeatVector(n=int(np.max(labels))).n)
