from keras.layers.experimental import X
from keras.layers.merge import _Merge
