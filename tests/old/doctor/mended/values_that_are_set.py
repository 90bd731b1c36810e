import keras
from keras import backend as K

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
K.set_value(model.optimizer.lr, 0.5)
K.set_value(model.layers[0].bias, [2.0])
print(float(model.optimizer.learning_rate), model.get_weights()[1])
