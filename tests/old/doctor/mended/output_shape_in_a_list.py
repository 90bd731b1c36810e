import keras

model = keras.Sequential([keras.Input((28, 28, 3)), keras.layers.Flatten()])
network = keras.Model(model.inputs, model.outputs)
print(network.layers[0].output_shape[0][1:3], network.layers[1].output_shape[1])
