import keras
rate = keras.optimizers.SGD(learning_rate=0.1, decay=1e-6)
rate.learning_rate = 0.01
