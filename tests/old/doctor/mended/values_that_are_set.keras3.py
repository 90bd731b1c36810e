import keras
from keras import backend as K

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.optimizer.learning_rate = 0.5
model.layers[0].bias.assign([2.0])
print(float(model.optimizer.learning_rate), model.get_weights()[1])
