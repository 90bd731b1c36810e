import numpy as np
def f(int):
    return x.astype(np.int)
