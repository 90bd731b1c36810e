from keras.engine.topology import get_source_inputs
