import keras

model = keras.Sequential([keras.Input((28, 28, 3)), keras.layers.Flatten()])
network = keras.Model(model.inputs, model.outputs)
print(network.layers[0].output.shape[1:3], network.layers[1].output.shape[1])
