from keras import Input

x = Input((28, 28, 1))
print(list(x.shape), list(x.shape), x.shape[1])
