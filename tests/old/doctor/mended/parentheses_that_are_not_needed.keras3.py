import keras
(model).fit(x, (y), epochs=(3))
keras.layers.Conv2D(1, ((2), (n + 1)), padding='same')
