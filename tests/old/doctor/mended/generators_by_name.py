import keras
model = keras.Sequential()
model.fit_generator(generator=rows, steps_per_epoch=5, workers=2)
model.evaluate_generator(rows, steps=5)
