from keras.layers import Embedding, Flatten
from keras.models import Sequential

model = Sequential()
model.add(Embedding(10, 4, input_length=3))
model.add(Flatten())
print(model.layers[0].get_weights()[0].shape, model.output_shape)
