import numpy as np
sum(np.int(i) for i in x)
