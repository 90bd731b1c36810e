from keras import backend as K
K.clip(x, min_value=0, max_value=1)
K.reshape(x, shape=(1,))
K.variable(value=1)
K.zeros_like(x, name='z')
