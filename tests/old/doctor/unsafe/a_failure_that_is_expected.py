try:
    from keras.layers import merge
except ImportError:
    from keras.layers import add as merge
