import numpy as np
isinstance(x, np.float)
