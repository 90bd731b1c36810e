import keras_hub
keras_hub.gone
import tensorflow_hub as hub
hub.gone
