import keras
m.add(keras.layers.Dense(5))
m.compile(loss='binary_crossentropy')
m.predict_classes(x)
