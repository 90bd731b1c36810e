from keras import backend as K
K.random_normal((2, 2), std=1.0)
