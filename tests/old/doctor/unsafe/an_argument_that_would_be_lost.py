import keras
keras.layers.merge([a, b], mode='concat', concat_axis=1)
keras.utils.print_summary(model, line_length=100)
