from keras import Input

x = Input((28, 28, 1))
print(x.shape.as_list(), x.get_shape().as_list(), x.get_shape()[1])
