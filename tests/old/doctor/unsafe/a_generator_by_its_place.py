import keras
model = keras.Sequential()
model.predict_generator(rows, 5)
