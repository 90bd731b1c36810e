try:
    from keras.layers import Gone
except ImportError:
    Gone = None
