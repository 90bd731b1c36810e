import keras
(model).fit(x, (y), nb_epoch=(3))
keras.layers.Conv2D(1, (2), (n + 1), border_mode='same')
